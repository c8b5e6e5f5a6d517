"""XOR under a penalty and under dropout: no network is better than the closed forms, and some are as good."""

from itertools import product

import numpy as np
import pytest
from scipy import optimize

from dlcourse.data import xor
from dlcourse.experiments import ch17_xor_penalty as experiment

X, Y = xor()


def corners(W, c, w, b):
    """h and f at the four corners.   W (2, n), c (n,), w (n,)"""
    h = np.maximum(0, X @ W + c)
    return h, h @ w + b


def penalized(theta, alpha):
    W, c, w, b = np.split(theta, [8, 12, 16])
    _, f = corners(W.reshape(2, 4), c, w, b)
    return ((f - Y[:, 0]) ** 2).mean() + alpha / 2 * (W @ W + w @ w)


@pytest.mark.parametrize("alpha", [0.03, 0.1, 0.15])
def test_the_best_network_under_a_penalty_costs_what_the_closed_form_says(alpha):
    t = experiment.contrast_under_penalty(alpha)
    least = (1 - t) ** 2 / 4 + 8**0.5 * alpha * t
    side = (2 * t**2) ** 0.25  # of W and w alike, so that a unit adds side^2 / sqrt 2 = t at its corner
    W = side / 2**0.5 * np.array([[1, -1, 0, 0], [-1, 1, 0, 0]])
    theta = np.concatenate([W.ravel(), np.zeros(4), [side, side, 0, 0], [(1 - t) / 2]])
    assert penalized(theta, alpha) == pytest.approx(least, rel=1e-12)
    assert not better_than(least, penalized, alpha, theta)


def better_than(least, cost, setting, theta, n=400):
    """Networks near and far from the best one that cost less than it."""
    rng = np.random.default_rng(0)
    tried = [theta + size * rng.standard_normal(17) for size in (0.01, 0.1, 1.0) for _ in range(n)]
    return [one for one in tried if cost(one, setting) < least - 1e-12]


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [0.1, 0.18])
def test_descent_under_a_penalty_finds_nothing_better(alpha):
    t = experiment.contrast_under_penalty(alpha)
    starts = [np.random.default_rng(seed).standard_normal(17) for seed in range(8)]
    found = min(optimize.minimize(penalized, start, args=(alpha,)).fun for start in starts)
    assert found == pytest.approx((1 - t) ** 2 / 4 + 8**0.5 * alpha * t, abs=1e-6)


def test_from_one_over_the_root_of_32_on_a_constant_is_best():
    assert experiment.contrast_under_penalty(0.18) == 0 < experiment.contrast_under_penalty(0.176)


def mean_under_dropout(theta, keep):
    """The mean squared error over all masks at each corner, each with its probability."""
    W, c, w, b = np.split(theta, [8, 12, 16])
    h, _ = corners(W.reshape(2, 4), c, w, b)
    masks = np.array(list(product([0, 1], repeat=4)))
    p = np.where(masks, keep, 1 - keep).prod(axis=1)
    f = (h / keep * w) @ masks.T + b  # (4, 16)
    return float((((f - Y) ** 2) @ p).mean())


@pytest.mark.parametrize("keep", [0.5, 0.8])
def test_the_best_network_under_dropout_is_that_of_the_closed_form(keep):
    t, q = experiment.contrast_under_dropout(keep, 4), (1 - keep) / keep
    least = (1 - t) ** 2 / 4 + q * t**2 / 4
    W = np.array([[1.0, 1, -1, -1], [-1, -1, 1, 1]])
    theta = np.concatenate([W.ravel(), np.zeros(4), np.full(4, t / 2), [(1 - t) / 2]])
    assert mean_under_dropout(theta, keep) == pytest.approx(least, rel=1e-12)
    assert not better_than(least, mean_under_dropout, keep, theta)


def test_contrast_and_right_answers_are_told():
    f = np.array([[0.0, 0.3, 0.5], [1.0, 0.6, 0.5], [1.0, 0.8, 0.5], [0.0, 0.45, 0.5]])
    np.testing.assert_allclose(experiment.contrasts(f), [1, 0.325, 0])
    assert experiment.right(f).tolist() == [True, True, False]


@pytest.mark.slow
def test_no_run_is_right_beyond_the_last_penalty_and_a_small_one_helps(kept_by_the_book):
    for seeds in experiment.SETS.values():
        rates = [experiment.right(experiment.outputs(seeds, alpha)).mean() for alpha in (0.0, 0.03, 0.2)]
        assert rates[2] == 0 and rates[0] + 0.1 < rates[1]
