"""The XOR network's critical points: which are, which only seem so, and where descent ends."""

import numpy as np
import pytest
from pins_ch10 import slopes
from xor_by_hand import X

from dlcourse.critical_points import gradient_at
from dlcourse.experiments import ch10_critical_xor as critical
from dlcourse.experiments.ch10_landscape import (
    CriticalPoints,
    newton_on_xor,
    tanh_network,
    with_signs_flipped,
    xor_cost,
    xor_costs,
    xor_solution,
)


@pytest.fixture(scope="module")
def found():
    return newton_on_xor(300, np.random.default_rng(3), n_steps=120)


@pytest.mark.slow
@pytest.mark.rows("F050")
def test_the_levels_between_are_found_only_far_out_where_units_saturate(found):
    tight = critical.strict(found)
    for level in ("1/16", "1/12"):
        there = critical.at(found, level)
        assert there.any() and critical.size(found)[there].min() > 10
        assert not critical.at(tight, level).any()
    assert critical.at(tight, "1/8").sum() > 100
    g = slopes(tight.theta)[1]  # by hand
    assert np.linalg.norm(g, axis=1).max() < 1e-11


@pytest.mark.slow
@pytest.mark.rows("F050")
def test_points_at_an_eighth_are_left_after_a_nudge(found):
    tight = critical.strict(found)
    theta = tight.theta[critical.at(tight, "1/8")][:60]
    J = critical.descended(theta, 200)
    np.testing.assert_allclose(J, 1 / 8, atol=1e-6)  # without one they are not
    J = critical.descended(theta + 0.1 * np.random.default_rng(0).standard_normal(theta.shape))
    assert (J < 1 / 8 - 1e-3).mean() > 0.9


def test_levels_are_what_rows_that_share_an_answer_cost():
    y = np.array([0.0, 1, 1, 0])
    assert ((y - y.mean()) ** 2).sum() / 8 == 1 / 8  # all four
    assert ((y[1:] - y[1:].mean()) ** 2).sum() / 8 == pytest.approx(1 / 12)  # three, and one right
    assert ((y[2:] - y[2:].mean()) ** 2).sum() / 8 == 1 / 16  # two of each kind, and two right
    counts = critical.n_at_levels(np.array([0.001, 0.06, 0.09, 0.13, 0.12]))
    assert counts == {"0": 1, "1/16": 1, "1/12": 1, "1/8": 2}


@pytest.mark.rows("S036")
def test_descent_from_small_starts_solves_xor_more_often():
    rates = []
    for spread in (0.3, 2.0):
        theta = spread * np.random.default_rng(9).standard_normal((60, 9))
        rates.append(critical.n_at_levels(critical.descended(theta, 1500))["0"] / 60)
    assert rates[0] > 0.8 > 0.5 > rates[1]


@pytest.mark.slow
def test_from_tiny_starts_a_run_at_an_eighth_is_only_late(kept_by_the_book):
    theta = 0.1 * np.random.default_rng(0).standard_normal((critical.N_RUNS, 9))
    early = critical.n_at_levels(critical.ends(0.1, 0))["1/8"]
    late = critical.n_at_levels(critical.descended(theta, 8000))["1/8"]
    assert early > 5 and late < early / 3


def test_the_correlation_is_that_of_numpy_over_costs_and_counts():
    points = CriticalPoints(np.zeros((3, 9)), np.array([0.0, 1, 2]), np.diag([1.0, 1, -1]), 3)
    # the rows of eigenvalues are made so that index goes 0, 0, 1/3
    assert critical.correlation(points) == pytest.approx(np.corrcoef([0, 1, 2], [0, 0, 1])[0, 1])


@pytest.mark.rows("F044")
def test_a_solution_set_by_hand_has_a_copy_and_nothing_good_in_between():
    solution = xor_solution()
    copy = with_signs_flipped(solution)
    costs = xor_costs(np.stack([solution, copy, (solution + copy) / 2]))
    assert costs[:2].max() < 1e-30 and costs[2] > 1
    np.testing.assert_allclose(tanh_network(solution)(X).array[:, 0], [0, 1, 1, 0], atol=1e-15)
    g = gradient_at(xor_cost, solution)
    assert abs(g).max() < 1e-15
