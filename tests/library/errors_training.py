"""The errors of training, prediction, callbacks, checkpoints, searches and penalties."""

import json

import numpy as np
from errors_common import EITHER, X, Y, in_a_folder, inf, mlp, nan, quietly, rng, sgd, train

from dlcourse import SGD, Sequential, fit, losses
from dlcourse.callbacks import Callback, Checkpoint, EarlyStopping, LearningRate, ReduceOnPlateau
from dlcourse.checkpoint import load, save, write
from dlcourse.divergence import DivergenceError
from dlcourse.experiments.ch20_benchmark import benchmark
from dlcourse.optimizers import HalveOnPlateau
from dlcourse.prediction import predict
from dlcourse.regularization import L1, L2, max_norm, soft_threshold
from dlcourse.search import best, coarse_to_fine, grid_search, random_search
from dlcourse.search_space import Choice, Integers, LogUniform, Uniform
from dlcourse.tensor import Parameter

SPACE = {"lr": LogUniform(1e-3, 1.0)}


class Unwritable(Callback):
    def state_dict(self):
        return {"a set": {1, 2}}


def a_training(width=2):
    model = mlp(width, 1)
    return model, SGD(model.parameters())


def saved_then_loaded(second, **options):
    """Save one training and load the file into another."""

    def both(folder):
        save(folder / "a.npz", *a_training(), rng())
        return load(folder / "a.npz", *second, **({"rng": rng()} | options))

    return in_a_folder(both)


def loaded(change):
    """Load a file that `change(path)` wrote."""

    def both(folder):
        change(folder / "a.npz")
        return load(folder / "a.npz", *a_training())

    return in_a_folder(both)


def of_another_format(path):
    np.savez(path, tree=np.array(json.dumps({"dict": {"format": 0}})))


def with_a_part_missing(folder):
    model, optimizer = a_training()
    save(folder / "a.npz", model, optimizer, callbacks=[EarlyStopping()])
    return load(folder / "a.npz", model, optimizer, callbacks=[_Strict()])


class _Strict(EarlyStopping):
    def load_state_dict(self, state):
        raise KeyError("weights")


_Strict.__name__ = "EarlyStopping"


def search(**options):
    arguments = {"objective": lambda parameters, rng: 1.0, "space": SPACE, "n_trials": 2, "seed": 0}
    return random_search(**(arguments | options))


def penalty_of(*parameters):
    return L2(1.0)(list(parameters))


WRONG = {
    "a benchmark elsewhere": (
        lambda: in_a_folder(benchmark),
        FileNotFoundError,
        ["benchmark", "latest.json", "own folder"],
    ),
    "fit without an optimizer": (lambda: train(optimizer=None), TypeError, ["fit", "Optimizer", "None"]),
    "fit a function": (lambda: fit(np.tanh, abs, X, Y, sgd(), n_epochs=1), TypeError, ["fit", "Module"]),
    "a loss by its name": (lambda: train(loss="mse"), TypeError, ["fit", "loss", "'mse'"]),
    "a callback alone": (lambda: train(callbacks=Callback()), TypeError, ["fit", "list of Callbacks"]),
    "numbers as callbacks": (lambda: train(callbacks=[3]), TypeError, ["fit", "callbacks", "[3]"]),
    "metrics in a list": (lambda: train(metrics=[abs]), TypeError, ["fit", "metrics", "dict"]),
    "a dict as history": (lambda: train(history={}), TypeError, ["fit", "History", "{}"]),
    "epochs true": (lambda: train(n_epochs=True), EITHER, ["fit", "n_epochs", "True"]),
    "data nan": (lambda: train(x=nan * X), ValueError, ["fit", "finite"]),
    "targets nan for fit": (lambda: train(y=nan * Y), ValueError, ["fit", "finite", "y"]),
    "data too long": (lambda: train(y=np.ones((5, 1))), ValueError, ["4 samples and 5 targets"]),
    "no data": (lambda: train(x=X[:0], y=Y[:0]), ValueError, ["batches", "none"]),
    "data in words": (lambda: train(x=[["a"]]), TypeError, ["real numbers"]),
    "batches of none": (lambda: train(batch_size=0), ValueError, ["batches", "size", "0"]),
    "a seed for fit": (lambda: train(rng=0), EITHER, ["rng", "default_rng"]),
    "epochs negative": (lambda: train(n_epochs=-1), ValueError, ["fit", "n_epochs", "-1"]),
    "epochs a fraction": (lambda: train(n_epochs=0.5), EITHER, ["fit", "n_epochs", "0.5"]),
    "a loss of no tensor": (lambda: train(loss=lambda y_hat, y: 1.0), TypeError, ["fit", "float"]),
    "a loss of many numbers": (lambda: train(loss=lambda y_hat, y: y_hat - y), ValueError, ["(4, 1)"]),
    "targets in a list for fit": (lambda: train(y=[[1.0]] * 3), EITHER, ["4"]),
    "the optimizer of another model": (
        lambda: train(optimizer=sgd()),
        ValueError,
        ["fit", "optimizer", "parameters()"],
    ),
    "validation without targets": (lambda: train(validation=X), ValueError, ["fit", "(x, y)", "ndarray"]),
    "validation nan": (lambda: train(validation=(nan * X, Y)), ValueError, ["fit", "validation x", "finite"]),
    "an infinite loss": (
        lambda: train(loss=lambda y_hat, y: losses.squared_error(y_hat, y) * inf),
        DivergenceError,
        ["fit", "finite loss", "epoch 0, step 0", "multiply"],
    ),
    "an infinite gradient": (
        lambda: quietly(lambda: train(loss=lambda y_hat, y: (y_hat * 0.0).sum() ** 0.5)),
        DivergenceError,
        ["fit", "gradients", "NaN", "First not finite"],
    ),
    "an infinite update": (
        lambda: quietly(lambda: train(loss=lambda y_hat, y: y_hat.sum() * 1e200, lr=1e200)),
        DivergenceError,
        ["fit", "a finite update", "the parameter steps.0.W"],
    ),
    "predict nothing": (lambda: predict(mlp(), X[:0]), ValueError, ["batches", "none"]),
    "predict with a function": (lambda: predict(np.tanh, X), TypeError, ["predict", "Module", "Sequential"]),
    "predict a list": (lambda: predict(mlp(), [[1.0, 2.0]]), TypeError, ["list", "np.asarray"]),
    "predict another width": (lambda: predict(mlp(), Y), ValueError, ["Linear", "(m, 2)", "(4, 1)"]),
    "no patience in stopping": (lambda: EarlyStopping(0), ValueError, ["EarlyStopping", "patience", "0"]),
    "an improvement below zero": (lambda: EarlyStopping(min_delta=-1), ValueError, ["min_delta", "-1"]),
    "an improvement in words": (lambda: EarlyStopping(min_delta="a"), EITHER, ["min_delta", "'a'"]),
    "an unknown number to monitor": (
        lambda: train(callbacks=[EarlyStopping(monitor="error")]),
        ValueError,
        ["callbacks", "'error'", "loss", "validation=(x, y)"],
    ),
    "a state of no stopping": (
        lambda: EarlyStopping().load_state_dict({}),
        ValueError,
        ["EarlyStopping", "[]"],
    ),
    "weights that are an array": (
        lambda: EarlyStopping().load_state_dict(EarlyStopping().state_dict() | {"weights": np.ones(2)}),
        ValueError,
        ["EarlyStopping", "in a dict", "ndarray"],
    ),
    "a best loss in words": (
        lambda: EarlyStopping().load_state_dict(EarlyStopping().state_dict() | {"best": "low"}),
        ValueError,
        ["EarlyStopping", "best", "'low'", "state_dict"],
    ),
    "a schedule per day": (lambda: LearningRate(abs, per="day"), ValueError, ["'day'", '"epoch"']),
    "a number as a schedule": (lambda: LearningRate(0.1), TypeError, ["LearningRate", "0.1", "schedules"]),
    "a schedule that falls below zero": (
        lambda: train(callbacks=[LearningRate(lambda t: -1.0)]),
        ValueError,
        ["SGD", "lr of at least 0"],
    ),
    "a number as a plateau": (lambda: ReduceOnPlateau(0.1), TypeError, ["ReduceOnPlateau", "0.1"]),
    "a plateau of an unknown number": (
        lambda: train(callbacks=[ReduceOnPlateau(HalveOnPlateau(0.1), "error")]),
        ValueError,
        ["callbacks", "'error'"],
    ),
    "checkpoints every 0 epochs": (lambda: Checkpoint("a.npz", every=0), ValueError, ["Checkpoint", "every"]),
    "a checkpoint not last": (
        lambda: train(callbacks=[Checkpoint("a.npz"), EarlyStopping()]),
        ValueError,
        ["Checkpoint", "last", "EarlyStopping"],
    ),
    "save without an optimizer": (lambda: save("a.npz", mlp(), None), TypeError, ["save", "NoneType"]),
    "save with a seed": (lambda: save("a.npz", *a_training(), rng=0), TypeError, ["save", "Generator", "0"]),
    "save into no folder": (
        lambda: in_a_folder(lambda folder: save(folder / "none" / "a.npz", *a_training())),
        FileNotFoundError,
        ["checkpoint", "folder", "mkdir"],
    ),
    "save what is no number": (
        lambda: save("a.npz", *a_training(), callbacks=[Unwritable()]),
        TypeError,
        ["checkpoint", "set", "state_dict"],
    ),
    "load without a model": (lambda: load("a.npz", None, None), TypeError, ["load", "Module", "NoneType"]),
    "load another model": (
        lambda: saved_then_loaded(a_training(3)),
        ValueError,
        ["load_state_dict", "(3, 1)", "(2, 1)"],
    ),
    "load without the rng": (lambda: saved_then_loaded(a_training(), rng=None), ValueError, ["rng", "PCG64"]),
    "load with other callbacks": (
        lambda: saved_then_loaded(a_training(), callbacks=[EarlyStopping()]),
        ValueError,
        ["callbacks", "['EarlyStopping']"],
    ),
    "load what fails in a callback": (
        lambda: in_a_folder(with_a_part_missing),
        ValueError,
        ["load", "weights", "as it was then"],
    ),
    "load a damaged file": (lambda: loaded(lambda path: path.write_bytes(b"a")), ValueError, ["checkpoint"]),
    "load another format": (lambda: loaded(of_another_format), ValueError, ["format 0", "older checkpoint"]),
    "load what is no training": (
        lambda: loaded(lambda path: write(path, {"format": 1})),
        ValueError,
        ["load", "['format']", "save"],
    ),
    "search by no function": (lambda: search(objective=1.0), TypeError, ["search", "1.0", "function"]),
    "search nowhere": (lambda: search(space={}), TypeError, ["random_search", "{}", "LogUniform"]),
    "search at a number": (lambda: search(space={"lr": 0.1}), TypeError, ["lr", "0.1", "Choice of one"]),
    "search in a class": (lambda: search(space={"lr": Uniform}), TypeError, ["lr", "Uniform"]),
    "no trials": (lambda: search(n_trials=0), ValueError, ["random_search", "n_trials", "0"]),
    "no values": (lambda: grid_search(abs, SPACE, 0, seed=0), ValueError, ["grid_search", "n_values", "0"]),
    "no rounds": (
        lambda: coarse_to_fine(abs, SPACE, 2, n_rounds=0, seed=0),
        ValueError,
        ["coarse_to_fine", "n_rounds", "0"],
    ),
    "no shrinking": (
        lambda: coarse_to_fine(abs, SPACE, 2, n_rounds=1, seed=0, shrink=1),
        ValueError,
        ["coarse_to_fine", "shrink", "1"],
    ),
    "the best of none": (lambda: best([]), ValueError, ["best", "none of 0", "search before"]),
    "the best of failures": (lambda: best(search(objective=abs)), ValueError, ["none of 2", "TypeError"]),
    "a range upside down": (lambda: Uniform(1, 0), ValueError, ["Uniform", "low < high", "swap"]),
    "a range of words": (lambda: Uniform("a", "b"), EITHER, ["Uniform", "'a'"]),
    "a range nan": (lambda: Uniform(nan, 1), ValueError, ["Uniform", "nan"]),
    "a range of logarithms from 0": (lambda: LogUniform(0, 1), ValueError, ["LogUniform", "0 < low", "1e-6"]),
    "halves as integers": (lambda: Integers(0.5, 2), EITHER, ["Integers", "0.5"]),
    "no choice": (lambda: Choice(()), ValueError, ["Choice", "none"]),
    "a choice of a number": (lambda: Choice(5), TypeError, ["Choice", "5"]),
    "a grid of none": (lambda: Uniform(0, 1).grid(0), ValueError, ["Uniform", "n", "0"]),
    "a penalty negative": (lambda: L2(-1.0), ValueError, ["L2", "alpha", "-1.0"]),
    "a penalty nan": (lambda: L1(nan), ValueError, ["L1", "alpha", "nan"]),
    "a penalty in words": (lambda: L1("much"), EITHER, ["L1", "alpha", "much"]),
    "a penalty on arrays": (lambda: penalty_of(X), TypeError, ["L2", "ndarray", "the model itself"]),
    "a penalty on a number": (lambda: L2(1.0)(3), TypeError, ["L2", "int"]),
    "a penalty on biases alone": (lambda: penalty_of(Parameter([1.0])), ValueError, ["L2", "biases=True"]),
    "a penalty on nothing": (lambda: L2(1.0)(Sequential(np.tanh)), ValueError, ["L2", "0 parameters"]),
    "a proximal step back": (lambda: L1(1.0).proximal_step(mlp(), -0.1), ValueError, ["L1", "lr", "-0.1"]),
    "a threshold negative": (lambda: soft_threshold(X, -1.0), ValueError, ["soft_threshold", "-1.0"]),
    "a norm of zero": (lambda: max_norm(mlp(), 0), ValueError, ["max_norm", "limit > 0", "0"]),
    "a norm in words": (lambda: max_norm(mlp(), "a"), EITHER, ["max_norm", "limit > 0", "'a'"]),
}
