"""Infinity is a float, and no rate, width, penalty or bound: each place that asks for a number refuses it."""

import math

import numpy as np
import pytest

from dlcourse import data, initializers, layers, losses, models, optimizers, preprocessing, regularization
from dlcourse import search_space as space
from dlcourse.callbacks import EarlyStopping
from dlcourse.gradcheck import gradcheck
from dlcourse.models.perceptron import fit_lms, fit_perceptron
from dlcourse.ops import tanh
from dlcourse.tensor import Parameter

INF = math.inf
RNG = np.random.default_rng(0)
X, Y = np.arange(6.0).reshape(3, 2), np.array([0.0, 1.0, 1.0])
THETA = [Parameter([1.0])]

REFUSED = {
    "EarlyStopping": lambda: EarlyStopping(min_delta=INF),
    "gradcheck": lambda: gradcheck(tanh, [X], eps=INF),
    "uniform from": lambda: initializers.uniform(-INF, 0.0),
    "uniform to": lambda: initializers.uniform(0.0, INF),
    "normal": lambda: initializers.normal(INF),
    "orthogonal": lambda: initializers.orthogonal((2, 2), RNG, gain=INF),
    "RBF": lambda: layers.RBF(2, 3, rng=RNG, sigma=INF),
    "BatchNorm": lambda: layers.BatchNorm(3, eps=INF),
    "gaussian": lambda: losses.gaussian_nll(Y, Y, sigma=INF),
    "perceptron": lambda: fit_perceptron(X, Y, lr=INF),
    "lms": lambda: fit_lms(X, Y, lr=INF, n_epochs=1),
    "ridge": lambda: models.ridge(X, Y[:, None], INF),
    "lasso": lambda: models.lasso(X, Y[:, None], INF),
    "AdamW": lambda: optimizers.AdamW(THETA, decay=INF),
    "Newton": lambda: optimizers.Newton(THETA, damping=INF),
    "SaddleFreeNewton": lambda: optimizers.SaddleFreeNewton(THETA, damping=INF),
    "ZCA": lambda: preprocessing.ZCA(eps=INF),
    "L1": lambda: regularization.L1(INF),
    "L2": lambda: regularization.L2(INF),
    "Uniform from": lambda: space.Uniform(-INF, 1.0),
    "Uniform to": lambda: space.Uniform(0.0, INF),
    "LogUniform": lambda: space.LogUniform(1.0, INF),
    "line": lambda: data.line(rng=RNG, x_max=INF),
    "noisy_sine": lambda: data.noisy_sine(rng=RNG, x_max=INF),
    "spirals": lambda: data.spirals(rng=RNG, noise=INF),
    "moons": lambda: data.moons(rng=RNG, noise=INF),
    "blobs": lambda: data.blobs(rng=RNG, std=INF),
}  # fmt: skip


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_infinity_is_refused_by_name(call):
    with pytest.raises(ValueError, match=r"expected .*, got .*inf.*;"):
        call()
