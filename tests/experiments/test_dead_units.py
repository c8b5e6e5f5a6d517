"""Dead units and their revivals, counted over two disjoint sets of seeds, and against gradients by hand."""

import numpy as np
import pytest

from dlcourse.data import moons
from dlcourse.experiments.ch03_dead_units import PER_CLASS, STEPS, WIDTH, deaths_and_revivals, ratio_interval
from dlcourse.layers import MLP


def off_by_hand(seed, n_steps, lr, momentum):
    """One network trained with gradients written out: which units are off for all samples at each step."""
    rng = np.random.default_rng((51, seed))
    x, y = moons(PER_CLASS, rng=rng, noise=0.2)
    W = [layer.W.array.copy() for layer in MLP((2, WIDTH, WIDTH, 1), rng=rng).layers]
    parameters = [*W, *(np.zeros(layer.shape[1]) for layer in W)]
    velocity, off = [np.zeros_like(p) for p in parameters], []
    for _ in range(n_steps + 1):
        W1, W2, W3, b1, b2, b3 = parameters
        z1 = x @ W1 + b1
        h1 = np.maximum(0, z1)
        z2 = h1 @ W2 + b2
        h2 = np.maximum(0, z2)
        off.append([(h1 == 0).all(axis=0), (h2 == 0).all(axis=0)])
        G3 = (1 / (1 + np.exp(-(h2 @ W3 + b3))) - y[:, None]) / len(x)
        G2 = G3 @ W3.T * (z2 > 0)
        G1 = G2 @ W2.T * (z1 > 0)
        slopes = [x.T @ G1, h1.T @ G2, h2.T @ G3, G1.sum(axis=0), G2.sum(axis=0), G3.sum(axis=0)]
        velocity = [momentum * v - lr * g for v, g in zip(velocity, slopes, strict=True)]
        parameters = [p + v for p, v in zip(parameters, velocity, strict=True)]
    return np.array(off)


@pytest.mark.rows("K051")
@pytest.mark.parametrize(("lr", "momentum"), [(1.0, 0.0), (0.2, 0.9)])
def test_counts_are_those_of_networks_trained_one_by_one(lr, momentum):
    seeds, n_steps = range(3), 40  # few steps: rounding differs, and grows
    counts = deaths_and_revivals(seeds, n_steps=n_steps, lr=lr, momentum=momentum)
    by_step = 0
    for k, seed in enumerate(seeds):
        off = off_by_hand(seed, n_steps, lr, momentum)
        assert counts.dead[k].tolist() == off.any(axis=0).sum(axis=1).tolist()
        assert counts.revived[k].tolist() == (off[:-1] & ~off[1:]).any(axis=0).sum(axis=1).tolist()
        assert counts.at_end[k].tolist() == off[-1].sum(axis=1).tolist()
        by_step = by_step + off.sum(axis=2)
    np.testing.assert_array_equal(counts.by_step, by_step)


@pytest.mark.rows("K051")
@pytest.mark.parametrize("seeds", [range(30), range(1000, 1030)], ids=["some seeds", "other seeds"])
def test_above_fixed_inputs_a_dead_unit_is_lost_and_above_a_layer_that_moves_most_come_back(seeds):
    counts = deaths_and_revivals(seeds, n_steps=150)
    dead, revived = counts.dead.sum(axis=0), counts.revived.sum(axis=0)
    assert 0 < dead[0] < len(seeds) * WIDTH and revived[0] == 0
    assert counts.at_end.sum(axis=0)[0] == dead[0]  # for ever
    assert dead[0] < dead[1] <= len(seeds) * WIDTH
    assert 0.5 < revived[1] / dead[1] < 1


@pytest.mark.rows("K051")
@pytest.mark.parametrize("seeds", [range(60), range(1000, 1060)], ids=["some seeds", "other seeds"])
def test_at_an_equal_rate_momentum_kills_more_units_of_a_first_layer_and_brings_a_few_of_them_back(seeds):
    slow, momentum = (deaths_and_revivals(seeds, n_steps=150, **STEPS[name]) for name in ("slow", "momentum"))
    assert STEPS["slow"]["lr"] == STEPS["momentum"]["lr"]
    dead, revived = slow.dead.sum(axis=0)[0], momentum.revived.sum(axis=0)[0]
    assert dead > 0 == slow.revived.sum(axis=0)[0]
    assert momentum.dead.sum(axis=0)[0] > 2 * dead and momentum.at_end.sum(axis=0)[0] > 2 * dead
    assert 0 < revived < 0.3 * momentum.dead.sum(axis=0)[0]


@pytest.mark.rows("K051")
def test_biases_below_0_start_more_units_dead():
    low, zero = (
        deaths_and_revivals(range(20), n_steps=0, bias=bias).dead.sum(axis=0) for bias in (-0.5, 0.0)
    )
    assert low[0] > zero[0] == 0 and low[1] > zero[1]


def test_an_interval_of_a_ratio_comes_from_the_spread_over_networks():
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(400):
        whole = rng.integers(1, 6, 100)
        part = np.where(rng.random(100) < 0.7, whole, 0)  # all of a network's units come back, or none
        low, high = ratio_interval(part, whole)
        inside += low <= 0.7 <= high
    assert 0.96 <= inside / 400 <= 1.0  # at 99 %
    assert ratio_interval([0, 0], [1, 2]) == (0.0, 0.0)
