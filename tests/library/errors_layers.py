"""The errors of initializers, modules and layers."""

import contextlib
from functools import partial

import numpy as np
from errors_common import EITHER, X, inf, linear, mlp, nan, rng

from dlcourse import MLP, Module, Sequential, Tensor, no_grad, ops
from dlcourse.initializers import (
    constant,
    fans,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    normal,
    orthogonal,
    uniform,
)
from dlcourse.layers import (
    RBF,
    BatchNorm,
    Conv2d,
    Dropout,
    Flatten,
    LSTMCell,
    Maxout,
    MaxPool2d,
    PReLU,
    Residual,
    RNNCell,
    subnetworks,
)

THREE = np.ones((4, 3))
NO_RNG = ["rng", "default_rng"]


def conv(*arguments, **options):
    return Conv2d(*arguments, **({"rng": rng()} | options))


def cell(kind=RNNCell, **options):
    return kind(2, 3, **({"rng": rng()} | options))


def dropout(keep=0.5, **options):
    return Dropout(keep, **({"rng": rng()} | options))


def bprop(G, record=True):
    layer, x = linear(2, 3), Tensor(X)
    with contextlib.nullcontext() if record else no_grad():
        y = layer(x)
    return layer.bprop(x, G, y)


def load(state):
    return mlp().load_state_dict(mlp().state_dict() | state)


WRONG = {
    "a module with slots": (
        lambda: type("Net", (Module,), {"__slots__": ("part",)}),
        TypeError,
        ["Net", "part", "without __slots__"],
    ),
    "a layer of the class": (
        lambda: type("Net", (Module,), {"part": linear(2, 2)}),
        TypeError,
        ["Net", "part of the class", "__init__"],
    ),
    "interval": (lambda: uniform(1, 0), ValueError, ["low < high", "swap"]),
    "interval infinite": (lambda: uniform(-inf, inf), ValueError, ["uniform", "inf", "finite"]),
    "deviation": (lambda: normal(0), ValueError, ["standard deviation", "zeros"]),
    "deviation nan": (lambda: normal(nan), ValueError, ["standard deviation", "nan"]),
    "constant a word": (lambda: constant("a"), EITHER, ["constant", "'a'"]),
    "constant nan": (lambda: constant(nan), ValueError, ["constant", "finite", "nan"]),
    "fans of a bias": (lambda: fans((3,)), ValueError, ["fans", "(3,)", "zeros"]),
    "fans of no units": (lambda: fans((0, 3)), ValueError, ["fans", "(0, 3)"]),
    "lecun without rng": (lambda: lecun_normal((2, 2), None), ValueError, ["lecun_normal", *NO_RNG]),
    "glorot with a seed": (lambda: glorot_uniform((2, 2), 0), ValueError, ["glorot_uniform", *NO_RNG]),
    "glorot with a global seed": (lambda: glorot_normal((2, 2), np.random), ValueError, ["module", *NO_RNG]),
    "he without rng": (lambda: he_normal((2, 2), None), ValueError, ["he_normal", *NO_RNG]),
    "he uniform without rng": (lambda: he_uniform((2, 2), None), ValueError, ["he_uniform", *NO_RNG]),
    "orthogonal without rng": (lambda: orthogonal((2, 2), None), ValueError, ["orthogonal", *NO_RNG]),
    "gain negative": (lambda: glorot_uniform((2, 2), rng(), gain=-1), ValueError, ["gain > 0", "-1"]),
    "gain a word": (lambda: orthogonal((2, 2), rng(), gain="4"), EITHER, ["orthogonal", "gain > 0", "'4'"]),
    "no units": (lambda: linear(0, 3), ValueError, ["Linear", "n_in", "0"]),
    "half a unit": (lambda: linear(2, 1.5), EITHER, ["Linear", "n_out", "1.5"]),
    "units true": (lambda: linear(True, 2), EITHER, ["Linear", "n_in", "True"]),
    "no rng": (lambda: linear(2, 3, rng=None), EITHER, ["Linear", *NO_RNG]),
    "a seed for an rng": (lambda: linear(2, 3, rng=0), EITHER, NO_RNG),
    "an initializer's name": (lambda: linear(2, 3, init="he"), TypeError, ["Linear", "'he'", "he_normal"]),
    "an initializer of another shape": (
        lambda: linear(2, 3, init=lambda shape, rng: np.ones(5)),
        ValueError,
        ["(2, 3)", "(5,)"],
    ),
    "a bias of another shape": (
        lambda: linear(2, 3, bias_init=lambda shape, rng: np.ones(5)),
        ValueError,
        ["Linear", "b of shape (3,)", "(5,)"],
    ),
    "x too wide": (lambda: linear(2, 3)(np.ones((4, 5))), ValueError, ["Linear", "(m, 2)", "(4, 5)"]),
    "x one sample": (lambda: linear(2, 3)(np.ones(2)), ValueError, ["(2,)", "reshape(1, -1)"]),
    "x images": (
        lambda: linear(784, 3)(np.ones((32, 28, 28))),
        ValueError,
        ["(m, 784)", "(32, 28, 28)", "reshape(len(x), -1)"],
    ),
    "x transposed": (lambda: linear(2, 3)(np.ones((2, 5))), ValueError, ["(2, 5)", "x.T"]),
    "x a list": (lambda: linear(2, 3)([[1.0, 2.0]]), TypeError, ["list", "np.asarray"]),
    "no fprop": (lambda: Module()(X), NotImplementedError, ["fprop"]),
    "bprop of an array": (lambda: linear(2, 3).bprop(X, X, X), TypeError, ["Linear.bprop", "x = Tensor(x)"]),
    "bprop of another shape": (lambda: bprop(X), ValueError, ["Linear.bprop", "(4, 3)", "(4, 2)"]),
    "bprop of y in the place of G": (
        lambda: linear(2, 3).bprop(Tensor(X), linear(2, 3)(Tensor(X)), X),
        TypeError,
        ["Linear.bprop", "bprop(x, G, y)"],
    ),
    "bprop of another x": (
        lambda: linear(2, 3).bprop(Tensor(X), THREE, linear(2, 3)(Tensor(X))),
        ValueError,
        ["Linear.bprop", "this x"],
    ),
    "bprop under no_grad": (lambda: bprop(THREE, record=False), ValueError, ["Linear.bprop", "no_grad"]),
    "a state with a name too many": (
        lambda: load({"strange": X}),
        ValueError,
        ["['strange'] unknown"],
    ),
    "a state of another shape": (lambda: load({"steps.0.b": X}), ValueError, ["steps.0.b", "(1,)", "(4, 2)"]),
    "a state of words": (lambda: load({"steps.0.b": np.array(["a"])}), ValueError, ["steps.0.b", "'a'"]),
    "a state of lists": (lambda: load({"steps.0.b": [1.0]}), ValueError, ["steps.0.b", "(1,)", "[1.0]"]),
    "a model on an unknown device": (lambda: mlp().to("gpu"), ValueError, ["to_device", "'gpu'"]),
    "steps in a list": (lambda: Sequential([ops.tanh]), TypeError, ["Sequential", "step 0", "not as a list"]),
    "one width": (lambda: MLP((2,), rng=rng()), ValueError, ["MLP", "(2,)"]),
    "a width for the widths": (lambda: MLP(3, rng=rng()), EITHER, ["MLP", "3"]),
    "an activation's name": (
        lambda: MLP((2, 2, 1), activation="relu", rng=rng()),
        TypeError,
        ["MLP", "'relu'", "activation=ops.relu"],
    ),
    "residual of another width": (lambda: Residual(linear(2, 3))(X), ValueError, ["Residual", "(4, 3)"]),
    "a shortcut's name": (lambda: Residual(ops.tanh, shortcut="x"), TypeError, ["Residual", "'x'", "None"]),
    "no alphas": (lambda: PReLU(0), ValueError, ["PReLU", "n_units", "0"]),
    "alpha a word": (lambda: PReLU(2, alpha_init="a"), EITHER, ["finite number", "'a'"]),
    "prelu of another width": (lambda: PReLU(3)(X), ValueError, ["PReLU", "(..., 3)", "(4, 2)"]),
    "maxout pieces": (lambda: Maxout(2, 2, 0, rng=rng()), ValueError, ["Maxout", "k", "0"]),
    "maxout without rng": (lambda: Maxout(2, 2, rng=None), ValueError, NO_RNG),
    "maxout of another width": (lambda: Maxout(2, 2, rng=rng())(THREE), ValueError, ["(m, 2)", "(4, 3)"]),
    "no rbf units": (lambda: RBF(2, 0, rng=rng()), ValueError, ["RBF", "n_units", "0"]),
    "rbf without rng": (lambda: RBF(2, 3, rng=None), ValueError, ["RBF", *NO_RNG]),
    "rbf sigma": (lambda: RBF(2, 3, rng=rng(), sigma=-1.0), ValueError, ["RBF", "sigma > 0", "-1.0"]),
    "one rbf center": (lambda: RBF.from_centers(np.ones(2)), ValueError, ["RBF", "(2,)", "row"]),
    "rbf centers nan": (lambda: RBF.from_centers(nan * X), ValueError, ["RBF", "finite centers"]),
    "rbf of another width": (lambda: RBF(2, 3, rng=rng())(THREE), ValueError, ["RBF", "(m, 2)", "(4, 3)"]),
    "rbf drawn too small": (
        lambda: RBF(2, 3, rng=rng(), init=lambda shape, rng: X),
        ValueError,
        ["RBF", "(3, 2)", "(4, 2)"],
    ),
    "no features": (lambda: BatchNorm(0), ValueError, ["BatchNorm", "n_units", "0"]),
    "batch momentum one": (lambda: BatchNorm(2, momentum=1), ValueError, ["momentum", "1", "PyTorch"]),
    "batch momentum a word": (lambda: BatchNorm(2, momentum="a"), EITHER, ["BatchNorm", "momentum", "'a'"]),
    "batch eps": (lambda: BatchNorm(2, eps=0), ValueError, ["BatchNorm", "eps > 0", "0"]),
    "test_on": (lambda: BatchNorm(2, test_on="all"), ValueError, ["'all'", '"population"']),
    "batch of another width": (lambda: BatchNorm(2)(THREE), ValueError, ["BatchNorm", "(m, 2)", "(4, 3)"]),
    "a batch of one": (lambda: BatchNorm(2)(X[:1]), ValueError, ["2 samples", "(1, 2)", "eval()"]),
    "a batch in a list": (lambda: BatchNorm(2)([[1.0, 2.0]]), TypeError, ["list", "np.asarray"]),
    "keep nothing": (lambda: dropout(0), ValueError, ["Dropout", "keep", "0"]),
    "keep too much": (lambda: dropout(1.5), ValueError, ["Dropout", "at most 1", "1.5"]),
    "keep nan": (lambda: dropout(nan), ValueError, ["Dropout", "nan"]),
    "keep None": (lambda: dropout(None), EITHER, ["Dropout", "None"]),
    "dropout without rng": (lambda: dropout(rng=None), ValueError, ["Dropout", *NO_RNG]),
    "dropout of a list": (lambda: dropout()([1.0]), TypeError, ["list", "np.asarray"]),
    "subnetworks of a function": (lambda: subnetworks(np.tanh, X, [2]), TypeError, ["subnetworks", "Module"]),
    "subnetworks of too many": (lambda: subnetworks(dropout(), X, [17]), ValueError, ["16 units", "[17]"]),
    "subnetworks of less than none": (lambda: subnetworks(dropout(), X, [-2]), ValueError, ["[-2]", "2^n"]),
    "no channels": (lambda: conv(0, 3, 2), ValueError, ["Conv2d", "n_in", "0"]),
    "conv without rng": (lambda: conv(3, 3, 2, rng=None), ValueError, ["Conv2d", *NO_RNG]),
    "no kernel": (lambda: conv(3, 3, 0), ValueError, ["convolution", "kernel", "0"]),
    "conv of another shape": (lambda: conv(1, 3, 2)(X), ValueError, ["Conv2d", "(4, 2)", "x[:, None]"]),
    "conv initializer": (
        lambda: conv(1, 1, 2, init=partial(orthogonal, gain=0)),
        ValueError,
        ["orthogonal", "gain > 0"],
    ),
    "pool of rows": (lambda: MaxPool2d(2)(X), ValueError, ["max_pool2d", "(4, 2)"]),
    "pool stride": (lambda: MaxPool2d(2, stride=-1), ValueError, ["stride", "-1"]),
    "flatten a number": (lambda: Flatten()(np.array(1.0)), ValueError, ["Flatten", "axis 0"]),
    "no state": (lambda: RNNCell(2, 0, rng=rng()), ValueError, ["RNNCell", "n to be", "0"]),
    "cell without rng": (lambda: cell(rng=None), ValueError, ["RNNCell", *NO_RNG]),
    "cell initializer": (lambda: cell(init=lambda shape, rng: X), ValueError, ["RNNCell", "W", "(4, 2)"]),
    "cell of a sequence": (lambda: cell()(np.ones((4, 5, 2)), THREE), ValueError, ["(4, 5, 2)", "x[:, t]"]),
    "a state for one": (lambda: cell()(X, np.ones((1, 3))), ValueError, ["RNNCell", "(4, 2)", "(1, 3)"]),
    "half an LSTM state": (lambda: cell(LSTMCell)(X, THREE), ValueError, ["LSTMCell", "(h, c)", "ndarray"]),
    "LSTM states that differ": (
        lambda: cell(LSTMCell)(X, (THREE, np.ones((1, 3)))),
        ValueError,
        ["LSTMCell", "(4, 3)", "(1, 3)"],
    ),
}
