"""Chapter 11's numbers: the bowl, deterministic, and the 30-point line over 400 data sets."""

import numpy as np
import pytest
from line_fits import ends, sets

from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl
from dlcourse.experiments.ch11_first_order import (
    METHODS,
    OldVelocity,
    best_gradient_descent,
    best_heavy_ball,
    fit_lines,
    line_costs,
    line_data,
    mean_costs,
    measured_factor,
    spread_of,
    stability_limit,
    steps_to_reach,
)
from dlcourse.optimizers import SGD, Momentum

CURVATURES = [0.1, 2.0]


def errors(name, half):
    return abs(ends(name, half) - sets().least_squares())


@pytest.mark.rows("K038", "K025", "K026", "F043", "L013")
def test_gradient_descent_zigzags_down_the_bowl():
    path = descend(bowl, BOWL_START, SGD, 30, lr=0.95)
    np.testing.assert_allclose(path[1], [-6.335, -1.8], rtol=1e-12)
    np.testing.assert_allclose(path[2], [-5.733175, 1.62], rtol=1e-12)
    np.testing.assert_allclose(path[:, 0], -7 * 0.905 ** np.arange(31), rtol=1e-12)
    np.testing.assert_allclose(path[:, 1], 2 * (-0.9) ** np.arange(31), rtol=1e-12)  # a sign change a step
    assert path[30].round(5).tolist() == [-0.35039, 0.08478]
    assert round(values(bowl, path)[30], 6) == 0.013327


@pytest.mark.rows("K039")
def test_momentum_runs_past_the_minimum_and_comes_back():
    path = descend(bowl, BOWL_START, Momentum, 30, lr=0.1, momentum=0.9)
    np.testing.assert_allclose(path[2], [-6.7977, 0.92], rtol=1e-12)
    assert path[30].round(4).tolist() == [0.8964, 0.0881] and round(values(bowl, path)[30], 5) == 0.04794


@pytest.mark.rows("M014", "M015", "F051")
def test_descent_converges_below_the_stability_limit_only():
    assert stability_limit(CURVATURES) == 1.0
    for lr, shrinks in ((0.01, True), (0.5, True), (0.999, True), (1.001, False), (1.5, False)):
        costs = values(bowl, descend(bowl, BOWL_START, SGD, 2000 if 0.9 < lr < 1.1 else 50, lr=lr))
        assert bool(costs[-1] < costs[0]) == shrinks
        if shrinks:
            assert (np.diff(costs) <= 0).all()  # below 2 / L, every step descends


@pytest.mark.rows("K038", "K039", "M015")
def test_the_best_rate_and_the_best_heavy_ball_of_the_bowl():
    plain, ball = best_gradient_descent(CURVATURES), best_heavy_ball(CURVATURES)
    assert (plain.lr, plain.factor) == (pytest.approx(2 / 2.1, rel=1e-12), pytest.approx(19 / 21, rel=1e-12))
    assert (round(plain.lr, 5), round(plain.factor, 5)) == (0.95238, 0.90476)
    assert [round(x, d) for x, d in ((ball.lr, 5), (ball.momentum, 6), (ball.factor, 6))] == [
        1.33581,
        0.402605,
        0.634512,
    ]


@pytest.mark.parametrize("eigenvalues", [[0.1, 2.0], [1.0, 3.0], [0.05, 5.0]])
def test_the_rates_are_measured_and_no_other_rate_is_better(eigenvalues):
    low, high = eigenvalues

    def f(theta):
        return theta[0] ** 2 * (0.5 * low) + theta[1] ** 2 * (0.5 * high)

    best = best_gradient_descent(eigenvalues)
    factors = [measured_factor(descend(f, (1, 1), SGD, 60, lr=best.lr * c)) for c in (0.9, 1.0, 1.01)]
    assert factors[1] == pytest.approx(best.factor, rel=1e-6) and factors[1] < min(factors[0], factors[2])
    ball = best_heavy_ball(eigenvalues)
    path = descend(f, (1, 1), Momentum, 300, lr=ball.lr, momentum=ball.momentum)
    assert measured_factor(path[:61]) < best.factor
    assert measured_factor(path[:200]) == pytest.approx(ball.factor, rel=0.03)


@pytest.mark.rows("F053")
def test_least_squares_is_that_of_numpy_and_spreads_as_theory_says():
    data = sets()
    found = data.least_squares()
    for i in range(3):
        w, b = np.polyfit(data.x[i], data.y[i], 1)
        np.testing.assert_allclose(found[i], [b, w], rtol=1e-10)
    sd = 0.1 / 3**0.5
    theory = np.array([sd / 30**0.5, sd / 1000**0.5])  # x^2 sums to 30 * 100 / 3
    np.testing.assert_allclose(theory, [0.01054, 0.001826], rtol=1e-3)
    np.testing.assert_allclose(found.std(axis=0), theory, rtol=0.15)


def test_the_sets_do_not_touch_each_other():
    theta = np.random.default_rng(2).normal(size=(3, 2))
    x, y = sets().x[:3], sets().y[:3]
    alone = [((theta[i, 0] + theta[i, 1] * x[i] - y[i]) ** 2).mean() for i in range(3)]
    assert line_costs(theta, x, y, half=False) == pytest.approx(sum(alone), rel=1e-12)
    assert line_costs(theta, x, y, half=True) == pytest.approx(sum(alone) / 2, rel=1e-12)
    np.testing.assert_allclose(mean_costs(theta, type(sets())(x, y), half=False), alone, rtol=1e-12)


@pytest.mark.rows("F054")
def test_with_the_half_loss_the_bias_has_not_arrived_and_the_slide_cannot_be_right():
    spread = spread_of(ends("SGD", half=True))
    assert 2.05 < spread.mean[0] < 2.065 and spread.low[0] > 2.02  # 2 + 8 * 0.995^1000 = 2.053
    assert (ends("SGD", half=True)[:, 0] > 1.9882).all()


@pytest.mark.rows("F054")
def test_without_the_half_sgd_ends_where_the_slide_says():
    spread = spread_of(ends("SGD", half=False))
    assert abs(spread.mean - [2, 3]).max() < 0.005 and spread.diverged == 0
    assert spread.low[0] < 1.9882 < spread.high[0] and spread.low[1] < 2.9975 < spread.high[1]
    b, w = errors("SGD", half=False).T
    assert (
        b.max() < 0.01 and w.max() < 0.02
    )  # the honest check: the distance to least squares of the same data


@pytest.mark.rows("F056")
def test_momentum_ends_where_the_slide_says_with_either_loss():
    for half in (True, False):
        spread = spread_of(ends("momentum 0.6", half))
        assert spread.low[0] < 1.9837 < spread.high[0] and spread.low[1] < 2.9933 < spread.high[1]
    assert spread_of(ends("momentum 0.6", True)).sd[1] == pytest.approx(0.005, rel=0.2)


@pytest.mark.rows("F055")
def test_the_old_velocity_diverges_where_the_new_one_does_not():
    data, options = sets(), {"rng": np.random.default_rng(1), "momentum": 0.6}
    assert 0.2 < spread_of(fit_lines(data, OldVelocity, **options)[-1]).diverged < 0.4
    assert spread_of(ends("momentum 0.6", half=False)).diverged == 0


@pytest.mark.rows("F058", "F059", "F060")
def test_nesterov_bears_a_momentum_at_which_the_plain_one_is_thrown_about():
    plain, ahead = (spread_of(ends(name, half=False)) for name in ("momentum 0.8", "Nesterov 0.8"))
    assert plain.sd[1] > 1.8 * ahead.sd[1]
    assert ahead.low[0] < 1.9738 < ahead.high[0] and ahead.low[1] < 2.9914 < ahead.high[1]
    half = spread_of(ends("Nesterov 0.8", half=True))
    assert half.sd[0] < ahead.sd[0] and abs(half.low[0] - 1.978) < 0.004
    assert np.quantile(errors("momentum 0.8", half=False)[:, 1], 0.9) < 0.05


@pytest.mark.rows("F057")
def test_momentum_lowers_the_cost_sooner():
    costs = {}
    for name in ("SGD", "momentum 0.6"):
        optimizer, options = METHODS[name]
        path = fit_lines(sets(), optimizer, rng=np.random.default_rng(1), half=True, n_steps=400, **options)
        costs[name] = np.median(mean_costs(path, sets(), half=True)[400])
    assert costs["momentum 0.6"] < 0.1 * costs["SGD"]


@pytest.mark.slow
@pytest.mark.rows("F052")
def test_every_batch_size_needs_as_many_updates_so_that_small_ones_need_fewer_samples():
    data, updates = line_data(100, np.random.default_rng(3)), {}
    for size in (1, 5, 10, 30):
        updates[size] = np.median(steps_to_reach(1e-2, size, data, np.random.default_rng(4)))
    assert all(790 < n < 860 for n in updates.values())
    assert updates[1] < updates[30] < 1.06 * updates[1]
    assert 29 < 30 * updates[30] / updates[1] < 33  # sample gradients: about 31 times as many
