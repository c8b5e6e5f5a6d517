"""Dropout as noise: its penalty, its mask on the way back, and what it does to the layers after it."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_dropout as experiment
from dlcourse.layers import BatchNorm, Dropout, Sequential
from dlcourse.ops import relu, sigmoid

rng = np.random.default_rng(17)


def half_normal(keep, m=200_000):
    """Batch normalization in test mode behind dropout on ReLU units, both fresh."""
    draws = np.random.default_rng(3)
    model, x = (
        Sequential(Dropout(keep, rng=draws), BatchNorm(1, momentum=0.0)),
        relu(draws.normal(size=(m, 1))),
    )
    model(x)
    return np.std(model.eval()(x).array)


@pytest.mark.rows("F040")
@pytest.mark.parametrize("keep", [0.3, 0.5, 0.8])
def test_the_mean_loss_over_all_masks_is_the_loss_and_a_penalty(keep):
    w, x, y = rng.standard_normal(6), rng.standard_normal(6), 0.7
    plain = (x @ w - y) ** 2 / 2
    assert experiment.mean_loss(w, x, y, keep) == pytest.approx(
        plain + experiment.penalty(w, x, keep), rel=1e-12
    )


@pytest.mark.rows("F040")
def test_only_through_its_own_mask_does_the_gradient_hold_the_penalty():
    w, x, y, keep = rng.standard_normal(5), rng.standard_normal(5), 0.7, 0.8
    plain, of_penalty = (x @ w - y) * x, (1 - keep) / keep * w * x**2
    same, other = (experiment.mean_gradient(w, x, y, keep, same) for same in (True, False))
    np.testing.assert_allclose(same, plain + of_penalty, rtol=1e-12)
    np.testing.assert_allclose(other, plain, rtol=1e-12)

    def mean_loss(v):
        return experiment.mean_loss(v, x, y, keep)

    measured = [(mean_loss(w + h) - mean_loss(w - h)) / 2e-6 for h in 1e-6 * np.eye(5)]
    np.testing.assert_allclose(same, measured, rtol=1e-7)


@pytest.mark.rows("F101")
def test_dropout_may_stand_before_or_after_relu_and_not_before_a_sigmoid():
    z = rng.standard_normal((50, 8))
    layers = [Dropout(0.5, rng=np.random.default_rng(0)) for _ in range(4)]
    np.testing.assert_allclose(relu(layers[0](z)), layers[1](relu(z)), rtol=1e-15)
    before, after = sigmoid(layers[2](z)), layers[3](sigmoid(z))
    assert (before[after == 0] == 0.5).all()


@pytest.mark.rows("F101")
def test_behind_dropout_batch_norm_meets_a_smaller_variance_at_test_time():
    assert half_normal(1.0) == pytest.approx(1, abs=0.01)
    assert half_normal(0.5) == pytest.approx(experiment.spread_after_batch_norm(), abs=0.01)
    assert half_normal(0.5) < half_normal(0.8) < 0.9


@pytest.mark.rows("F041")
def test_with_masks_below_a_curved_unit_one_pass_is_nearer_to_the_geometric_mean():
    geometric, arithmetic = experiment.distances(range(5))
    assert 1e-3 < geometric < arithmetic
