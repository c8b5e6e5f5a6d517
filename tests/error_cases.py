"""The register of errors: what is wrong, the call, the error, and words that the message must hold."""

import numpy as np

from dlcourse import (
    MLP,
    SGD,
    Linear,
    Module,
    Sequential,
    Tensor,
    fit,
    grad,
    hessian,
    hvp,
    losses,
    ops,
    use_dtype,
)
from dlcourse.backend import to_device
from dlcourse.data import batches
from dlcourse.gradcheck import gradcheck, numerical_gradient
from dlcourse.initializers import normal, uniform
from dlcourse.models import least_squares
from dlcourse.tensor import Parameter


def rng():
    return np.random.default_rng(0)


def linear(*widths, **options):
    return Linear(*widths, **({"rng": rng()} | options))


def sgd(**options):
    return SGD([Parameter(np.ones(2))], **options)


def train(x=None, y=None, loss=losses.mean_squared_error, **options):
    model = MLP((2, 1), rng=rng())
    x = np.ones((4, 2)) if x is None else x
    y = np.ones((4, 1)) if y is None else y
    options = {"n_epochs": 1, "progress": False, "optimizer": SGD(model.parameters())} | options
    return fit(model, loss, x, y, **options)


X, Y, T = np.ones((4, 2)), np.ones((4, 1)), Tensor([1.0, 2.0])
nan, inf = float("nan"), float("inf")
WRONG = {
    "a tensor of a tensor": (lambda: Tensor(T), TypeError, ["Tensor", ".array"]),
    "a tensor of words": (lambda: Tensor(["a"]), TypeError, ["real numbers"]),
    "a tensor of complex numbers": (lambda: Tensor(1j), TypeError, ["complex128"]),
    "a tensor of rows of different length": (
        lambda: Tensor([[1, 2], [3]]),
        (TypeError, ValueError),
        ["equal length"],
    ),
    "a tensor as a condition": (lambda: bool(T), TypeError, ["truth value"]),
    "a list as an operand": (lambda: T + [1.0, 2.0], TypeError, ["add", "list", "np.asarray"]),
    "a list as a matrix": (lambda: T @ [1.0, 2.0], TypeError, ["matmul", "list"]),
    "a number as a matrix": (lambda: ops.matmul(T, Tensor(1.0)), ValueError, ["matmul", "()", "*"]),
    "a list for an op": (lambda: ops.tanh([1.0]), TypeError, ["tanh", "list"]),
    "dtype int": (lambda: use_dtype("int32").__enter__(), TypeError, ["use_dtype", "int32", "float32"]),
    "dtype unknown": (lambda: use_dtype("flot").__enter__(), TypeError, ["use_dtype", "flot", "float32"]),
    "device": (lambda: to_device(X, "gpu"), ValueError, ["to_device", "'gpu'", '"cuda"']),
    "J an array": (lambda: grad(np.ones(1), T), TypeError, ["grad", "ndarray"]),
    "J of many numbers": (lambda: grad(T * 2, T), ValueError, ["grad", "(2,)", "J.sum()"]),
    "wrt an array": (lambda: grad(T.sum(), [np.ones(2)]), TypeError, ["grad", "ndarray", "Tensor"]),
    "wrt a model": (
        lambda: grad(T.sum(), MLP((2, 1), rng=rng())),
        TypeError,
        ["grad", "MLP", "parameters()"],
    ),
    "hvp of another shape": (lambda: hvp((T * T).sum(), T, np.ones(3)), ValueError, ["hvp", "(3,)"]),
    "hvp with too few": (lambda: hvp((T * T).sum(), [T, T], [np.ones(2)]), ValueError, ["hvp"]),
    "hessian of many numbers": (lambda: hessian(T * T, T), ValueError, ["(2,)"]),
    "gradcheck order": (lambda: gradcheck(ops.tanh, [X], order=3), ValueError, ["order 1 or 2", "3"]),
    "gradcheck of no tensor": (lambda: gradcheck(lambda x: 1.0, [X]), TypeError, ["gradcheck", "float"]),
    "scheme": (lambda: numerical_gradient(np.sum, X, scheme="exact"), ValueError, ["'exact'", "complex"]),
    "eps": (lambda: numerical_gradient(np.sum, X, eps=0), ValueError, ["eps > 0", "0"]),
    "interval": (lambda: uniform(1, 0), ValueError, ["low < high", "swap"]),
    "deviation": (lambda: normal(0), ValueError, ["standard deviation", "zeros"]),
    "no units": (lambda: linear(0, 3), ValueError, ["Linear", "n_in", "0"]),
    "half a unit": (lambda: linear(2, 1.5), (ValueError, TypeError), ["Linear", "n_out", "1.5"]),
    "units true": (lambda: linear(True, 2), (ValueError, TypeError), ["Linear", "n_in", "True"]),
    "no rng": (lambda: linear(2, 3, rng=None), (ValueError, TypeError), ["Linear", "rng", "default_rng"]),
    "a seed for an rng": (lambda: linear(2, 3, rng=0), (ValueError, TypeError), ["rng", "default_rng"]),
    "an initializer of another shape": (
        lambda: linear(2, 3, init=lambda shape, rng: np.ones(5)),
        ValueError,
        ["(2, 3)", "(5,)"],
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
    "steps in a list": (lambda: Sequential([ops.tanh]), TypeError, ["Sequential", "step 0", "not as a list"]),
    "one width": (lambda: MLP((2,), rng=rng()), ValueError, ["MLP", "(2,)"]),
    "a width for the widths": (lambda: MLP(3, rng=rng()), (ValueError, TypeError), ["MLP", "3"]),
    "nothing to learn": (lambda: SGD([]), ValueError, ["SGD", "parameters()"]),
    "a tensor to learn": (lambda: SGD([T]), TypeError, ["SGD", "Tensor", "parameters()"]),
    "a model to learn": (lambda: SGD(MLP((2, 1), rng=rng())), TypeError, ["SGD", "MLP", "parameters()"]),
    "a parameter twice": (lambda: SGD([p := Parameter([1.0]), p]), ValueError, ["SGD", "twice"]),
    "lr zero": (lambda: sgd(lr=0), ValueError, ["SGD", "lr > 0", "0"]),
    "lr negative": (lambda: sgd(lr=-0.1), ValueError, ["-0.1"]),
    "lr nan": (lambda: sgd(lr=nan), ValueError, ["nan"]),
    "lr infinite": (lambda: sgd(lr=inf), ValueError, ["lr", "inf"]),
    "lr a word": (lambda: sgd(lr="fast"), (ValueError, TypeError), ["SGD", "lr", "fast"]),
    "momentum one": (lambda: sgd(momentum=1), ValueError, ["SGD", "momentum", "1"]),
    "momentum negative": (lambda: sgd(momentum=-0.5), ValueError, ["momentum", "-0.5"]),
    "nesterov alone": (lambda: sgd(nesterov=True), ValueError, ["nesterov", "momentum=0.9"]),
    "a gradient transposed": (lambda: sgd().step([np.ones((2, 1))]), ValueError, ["SGD", "(2, 1)", "(2,)"]),
    "a gradient missing": (lambda: sgd().step([]), ValueError, ["SGD", "(2,)", "[]"]),
    "a gradient None": (lambda: sgd().step([None]), (ValueError, TypeError), ["SGD", "NoneType"]),
    "targets flat": (
        lambda: losses.mean_squared_error(Tensor(Y), np.ones(4)),
        ValueError,
        ["(4, 1)", "(4,)", "reshape(-1, 1)"],
    ),
    "targets in a list": (
        lambda: losses.squared_error(Tensor(Y), [1.0]),
        TypeError,
        ["squared_error", "list"],
    ),
    "a batch of none": (
        lambda: losses.mean_squared_error(np.ones((0, 1)), np.ones((0, 1))),
        ValueError,
        ["(0, 1)", "sample"],
    ),
    "a batch of none in logits": (
        lambda: losses.sigmoid_cross_entropy(np.ones((0, 1)), np.ones((0, 1))),
        ValueError,
        ["(0, 1)"],
    ),
    "targets beyond one": (
        lambda: losses.sigmoid_cross_entropy(Y, 2 * Y),
        ValueError,
        ["from 0 to 1", "2.0"],
    ),
    "targets of minus one": (
        lambda: losses.sigmoid_cross_entropy(Y, -Y),
        ValueError,
        ["-1.0", "(y + 1) / 2"],
    ),
    "targets nan": (lambda: losses.sigmoid_cross_entropy(Y, nan * Y), ValueError, ["nan"]),
    "one number for a batch": (
        lambda: losses.mean_squared_error(Tensor(1.0), Tensor(2.0)),
        ValueError,
        ["()", "axis 0"],
    ),
    "targets flat, logits not": (
        lambda: losses.sigmoid_cross_entropy(Y, np.ones(4)),
        ValueError,
        ["(4, 1)", "(4,)"],
    ),
    "classes in a list": (
        lambda: losses.softmax_cross_entropy(X, [0, 1, 0, 1]),
        TypeError,
        ["list", "integers"],
    ),
    "logits of one class": (
        lambda: losses.softmax_cross_entropy(np.ones(4), np.zeros(4, int)),
        ValueError,
        ["(4,)"],
    ),
    "classes as floats": (
        lambda: losses.softmax_cross_entropy(X, np.ones(4)),
        TypeError,
        ["float64", "astype(int)"],
    ),
    "classes in columns": (
        lambda: losses.softmax_cross_entropy(X, np.ones((4, 2), int)),
        ValueError,
        ["(4, 2)"],
    ),
    "class too high": (
        lambda: losses.softmax_cross_entropy(X, np.array([0, 1, 2, 0])),
        ValueError,
        ["from 0 to 1", "0 to 2"],
    ),
    "class negative": (
        lambda: losses.softmax_cross_entropy(X, np.array([0, -1, 1, 0])),
        ValueError,
        ["-1 to 1"],
    ),
    "too few classes": (
        lambda: losses.softmax_cross_entropy(X, np.array([0, 1])),
        ValueError,
        ["(4, 2)", "(2,)"],
    ),
    "no classes": (
        lambda: losses.softmax_cross_entropy(np.ones((0, 2)), np.ones(0, int)),
        ValueError,
        ["(0, 2)"],
    ),
    "logits in a list": (
        lambda: losses.softmax_cross_entropy([[1.0]], np.array([0])),
        TypeError,
        ["softmax", "list"],
    ),
    "unequal lengths": (lambda: batches(X, np.ones(3)), ValueError, ["batches", "4 samples and 3 targets"]),
    "no samples": (lambda: batches(np.ones((0, 2)), np.ones(0)), ValueError, ["batches", "none"]),
    "size zero": (lambda: batches(X, Y, 0), ValueError, ["size", "0"]),
    "size half": (lambda: batches(X, Y, 1.5), (ValueError, TypeError), ["size", "1.5"]),
    "a seed for the shuffling": (
        lambda: batches(X, Y, rng=0),
        (ValueError, TypeError),
        ["rng", "default_rng"],
    ),
    "data nan": (lambda: train(x=nan * X), ValueError, ["fit", "finite"]),
    "data too long": (lambda: train(y=np.ones((5, 1))), ValueError, ["4 samples and 5 targets"]),
    "epochs negative": (lambda: train(n_epochs=-1), ValueError, ["fit", "n_epochs", "-1"]),
    "epochs a fraction": (lambda: train(n_epochs=0.5), (ValueError, TypeError), ["fit", "n_epochs", "0.5"]),
    "a loss of no tensor": (lambda: train(loss=lambda y_hat, y: 1.0), TypeError, ["fit", "float"]),
    "a loss of many numbers": (lambda: train(loss=lambda y_hat, y: y_hat - y), ValueError, ["(4, 1)"]),
    "targets in a list for fit": (lambda: train(y=[[1.0]] * 3), (ValueError, TypeError), ["4"]),
    "the optimizer of another model": (
        lambda: train(optimizer=sgd()),
        ValueError,
        ["fit", "optimizer", "parameters()"],
    ),
    "a flat x": (lambda: least_squares(np.ones(3), np.ones((3, 1))), ValueError, ["least_squares", "(3,)"]),
    "a flat y": (lambda: least_squares(X, np.ones(4)), ValueError, ["(4,)", "reshape(-1, 1)"]),
    "no points": (lambda: least_squares(np.ones((0, 2)), np.ones((0, 1))), ValueError, ["(0, 2)"]),
    "points nan": (lambda: least_squares(nan * X, Y), ValueError, ["least_squares", "finite"]),
}
