"""What the registers of errors share: small data, and makers whose arguments a row spoils."""

import tempfile
from pathlib import Path

import numpy as np

from dlcourse import MLP, SGD, Linear, Tensor, fit, losses
from dlcourse.tensor import Parameter

X, Y, T = np.ones((4, 2)), np.ones((4, 1)), Tensor([1.0, 2.0])
CLASSES = np.array([0, 1, 0, 1])
nan, inf = float("nan"), float("inf")
EITHER = (ValueError, TypeError)


def rng():
    return np.random.default_rng(0)


def linear(*widths, **options):
    return Linear(*widths, **({"rng": rng()} | options))


def mlp(*widths):
    return MLP(widths or (2, 1), rng=rng())


def theta():
    return Parameter(np.ones(2))


def sgd(**options):
    return SGD([theta()], **options)


def train(x=None, y=None, loss=losses.mean_squared_error, **options):
    model = mlp()
    x = np.ones((4, 2)) if x is None else x
    y = np.ones((4, 1)) if y is None else y
    optimizer = SGD(model.parameters(), lr=options.pop("lr", 0.01))
    options = {"n_epochs": 1, "progress": False, "optimizer": optimizer} | options
    return fit(model, loss, x, y, **options)


def quietly(call):
    """call() where numpy does not warn of what the library is to report."""
    with np.errstate(all="ignore"):
        return call()


def in_a_folder(call):
    """call(folder) in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return call(Path(folder))
