"""Early stopping on the U of the validation error: 20 points, 31 features."""

import numpy as np
import pytest

from dlcourse.callbacks import EarlyStopping
from dlcourse.initializers import zeros
from dlcourse.layers import Linear
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD
from dlcourse.training import fit

LR, N_SEEDS, N_STEPS = 0.05, 50, 3000


def features(x):
    """31 Gaussian bumps of width 0.15, evenly over [-1, 1]."""
    return np.exp(-((x - np.linspace(-1, 1, 31)) ** 2) / (2 * 0.15**2))


def samples():
    """For each seed 20 points to learn from and 200 to validate on, of a sine with noise."""
    x, y = [], []
    for seed in range(N_SEEDS):
        rng = np.random.default_rng(seed)
        points = rng.uniform(-1, 1, (220, 1))
        x.append(features(points))
        y.append(np.sin(np.pi * points) + 0.3 * rng.standard_normal((220, 1)))
    return np.array(x), np.array(y)


def descend(x, y):
    """Validation and training error of all seeds, step by step: plain descent from 0, by hand."""
    W, b = np.zeros((N_SEEDS, 31, 1)), np.zeros((N_SEEDS, 1, 1))
    validation = []
    for _ in range(N_STEPS):
        residual = x[:, :20] @ W + b - y[:, :20]
        W = W - LR * 2 / 20 * x[:, :20].transpose(0, 2, 1) @ residual
        b = b - LR * 2 / 20 * residual.sum(axis=1, keepdims=True)
        validation.append(((x[:, 20:] @ W + b - y[:, 20:]) ** 2).mean(axis=(1, 2)))
    return np.array(validation).T, ((x[:, :20] @ W + b - y[:, :20]) ** 2).mean(axis=(1, 2))


@pytest.mark.slow
@pytest.mark.rows("F042")
def test_validation_error_is_u_shaped_and_early_stopping_ends_near_its_bottom():
    x, y = samples()
    validation, training = descend(x, y)
    bottom, end = validation.min(axis=1), validation[:, -1]
    assert (validation[:, 0] > 1.05 * bottom).all() and (end > bottom).mean() >= 0.95
    assert np.median(training) < 0.06 < np.median(bottom) < 0.75 * np.median(end)
    assert 20 < np.median(validation.argmin(axis=1)) < 300
    n_better = 0
    for seed in range(0, N_SEEDS, 5):
        model, stopping = Linear(31, 1, rng=np.random.default_rng(0), init=zeros), EarlyStopping(patience=100)
        history = fit(
            model, mean_squared_error, x[seed, :20], y[seed, :20], SGD(model.parameters(), lr=LR),
            n_epochs=N_STEPS, validation=(x[seed, 20:], y[seed, 20:]), callbacks=[stopping], progress=False,
        )  # fmt: skip
        n_epochs = len(history.loss)
        assert history.validation_loss == pytest.approx(validation[seed, :n_epochs].tolist(), rel=1e-9)
        assert stopping.best_epoch == validation[seed, :n_epochs].argmin() + 1
        n_better += stopping.best < end[seed]
    assert n_better >= 9
