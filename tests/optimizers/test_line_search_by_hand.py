"""The line searches on costs of a few points, where each step they try was worked out by hand.

Algorithms 3.1, 3.5 and 3.6 of Nocedal and Wright 2006. A cost is a table {a: (cost, slope)}, so that a search
that tries anything else fails at once.
"""

import math

import numpy as np
import pytest
from test_line_search import COSTS

from dlcourse.optimizers import LineSearchError, backtracking, wolfe


def tried(table, **options):
    """The steps that `wolfe` tries from cost 0 and slope -1, unless told; the last one is its answer."""
    steps = []

    def phi(a):
        steps.append(a)
        return next(entry for step, entry in table.items() if math.isclose(step, a, rel_tol=1e-12))

    options = {"J": 0.0, "slope": -1.0, **options}
    assert wolfe(phi, **options) == steps[-1]
    assert len(steps) == len(table)
    return steps


@pytest.mark.parametrize("J", [0.0, 5.0])
@pytest.mark.parametrize(
    ("name", "table", "constants"),
    [
        ("just low and flat enough", {1: (-0.25, -0.9)}, {"c1": 0.25, "c2": 0.9}),
        ("still steep, twice", {1: (-1, -1), 2: (-2, -1), 4: (-4, 0)}, {}),
        ("higher than the one before", {1: (-1, -1), 2: (-0.9, -1), 1 + 1 / 2.2: (-1.2, 0)}, {}),
        ("as high as the one before", {1: (-1, -1), 2: (-1, -1), 1.5: (-1.2, 0)}, {}),
        ("flat, but not low enough", {1: (-0.1, 0), 1 / 1.8: (-0.2, 0)}, {"c1": 0.25}),
        ("past the minimum", {1: (1, 2), 0.25: (-0.0625, 0)}, {"c1": 0.25}),
        ("past the minimum, just flat enough", {1: (1, 2), 0.25: (-0.1, -0.9)}, {}),
        ("not low enough within the interval either", {1: (1, 2), 0.25: (0.0, 0), 0.125: (-0.1, 0)}, {}),
        ("the parabola's minimum is too far", {1: (-0.5, -1), 0.9: (-0.6, 0)}, {"c1": 0.6, "c2": 0.7}),
        ("the parabola's minimum is too near the start", {1: (9, 9), 0.1: (-0.1, 0)}, {}),
        ("a cliff", {64: (math.inf, math.nan), 32: (-1, 0)}, {"a": 64.0}),
    ],
)  # fmt: skip
def test_the_steps_tried_are_those_of_the_algorithm(name, table, constants, J):
    shifted = {a: (cost + J, slope) for a, (cost, slope) in table.items()}
    np.testing.assert_allclose(tried(shifted, J=J, **constants), list(table), rtol=1e-12, err_msg=name)


def test_within_the_interval_the_slope_says_on_which_side_the_minimum_lies():
    # low 0, high 4 with cost 12: the parabola's minimum is at 4^2 / (2 (12 + 4)) = 1/2. There the cost rises:
    # the minimum lies between 0 and 1/2, the parabola through cost -0.4, slope 2 at 1/2 and cost 0 at 0 says
    # 1/2 - 2 / (2 (0.4 + 1) / 0.25) = 0.3214...
    between = 0.5 - 2 / (2 * (0.4 + 1) / 0.25)
    assert tried({4: (12, 9), 0.5: (-0.4, 2), between: (-0.5, 0)}, a=4.0) == [4, 0.5, pytest.approx(between)]
    # where it falls: between 1/2 and 4
    between = 0.5 + 1 / (2 * (12.4 + 3.5) / 3.5**2)
    between = max(between, 0.5 + 0.35)  # kept off the end
    assert tried({4: (12, 9), 0.5: (-0.4, -1), between: (-0.5, 0)}, a=4.0) == [4, 0.5, pytest.approx(between)]


def test_a_rise_within_the_noise_is_none():
    assert tried({1: (0.1, 0)}, noise=0.2) == [1]
    assert tried({1: (-1, -1), 2: (-0.9, -1), 4: (-3, 0)}, noise=0.2) == [1, 2, 4]
    assert tried({1: (1, 2), 0.25: (0.3, 0)}, noise=0.5) == [1, 0.25]
    assert backtracking(lambda a: 0.1, 0.0, -1.0, noise=0.2) == 1.0


@pytest.mark.parametrize(("value", "slope"), COSTS.values(), ids=COSTS)
@pytest.mark.parametrize("unit", [2.0**-40, 2.0**40])
def test_the_unit_of_the_step_changes_nothing(value, slope, unit):
    for first in (1e-4, 1.0, 100.0):
        a = wolfe(lambda a: (value(a), slope(a)), value(0.0), slope(0.0), a=first, c2=0.1)
        phi = lambda a: (value(a / unit), slope(a / unit) / unit)  # noqa: E731  by a power of two: exact
        assert wolfe(phi, value(0.0), slope(0.0) / unit, a=first * unit, c2=0.1) == a * unit


@pytest.mark.parametrize(("value", "slope"), COSTS.values(), ids=COSTS)
def test_the_cost_descends_by_the_share_asked_for(value, slope):
    for first in (1e-4, 1.0, 100.0):
        a = wolfe(lambda a: (value(a), slope(a)), value(0.0), slope(0.0), a=first, c1=0.4, c2=0.45)
        assert value(a) <= value(0.0) + 0.4 * a * slope(0.0) and abs(slope(a)) <= -0.45 * slope(0.0)


@pytest.mark.parametrize("unit", [1.0, 2.0**-60])
def test_at_a_kink_where_no_slope_is_flat_the_lowest_point_is_taken(unit):
    steps = []

    def phi(a):
        steps.append(a)
        return abs(a / unit - 1) - 1, math.copysign(1 / unit, a - unit)

    assert wolfe(phi, 0.0, -1 / unit, a=3 * unit) == pytest.approx(unit, rel=1e-12)
    assert len(steps) < 60, "it stops where the ends meet"


def test_backtracking_accepts_what_is_just_low_enough_for_the_length_of_the_step():
    assert backtracking(lambda a: -0.5, 0.0, -1.0, a=4.0, c1=0.25) == 2.0
    assert backtracking(lambda a: -a, 0.0, -1.0) == 1.0  # unless told, it begins at 1


def test_sixty_steps_are_tried():
    counts = []
    climbing, falling = lambda a: (a, 1.0), lambda a: (-a, -1.0)
    for search, phi in ((wolfe, falling), (wolfe, climbing), (backtracking, lambda a: a)):
        steps = []
        with pytest.raises(LineSearchError):
            search(lambda a, phi=phi, steps=steps: (steps.append(a), phi(a))[1], 0.0, -1.0)
        counts.append(len(steps))
    assert counts == [60, 61, 60]  # climbing: one, and sixty between it and the start


@pytest.mark.parametrize(
    "bad", [{"c1": 0.0}, {"c1": 0.3, "c2": 0.3}, {"c2": 1.0}, {"c2": 1.5}, {"a": math.inf}]
)
def test_wolfe_refuses_constants_that_promise_no_step(bad):
    with pytest.raises(ValueError, match="wolfe: expected"):
        wolfe(lambda a: ((a - 1) ** 2, 2 * (a - 1)), 1.0, -2.0, **bad)


@pytest.mark.parametrize(
    "bad", [{"shrink": s} for s in (0.0, 1.0, 1.5)] + [{"c1": c} for c in (0.0, 1.0, 1.5)]
)
def test_backtracking_refuses_constants_outside_of_0_and_1(bad):
    with pytest.raises(ValueError, match="backtracking: expected shrink and c1 between 0 and 1"):
        backtracking(lambda a: (a - 1) ** 2, 1.0, -2.0, **bad)


@pytest.mark.parametrize("slope", [0.0, 0.5])
def test_a_direction_that_does_not_descend_is_refused(slope):
    for search, phi in ((wolfe, lambda a: (a, slope)), (backtracking, lambda a: a)):
        with pytest.raises(ValueError, match="expected a direction of descent"):
            search(phi, 0.0, slope)
