"""The slope of ReLU at 0 is a choice, and on XOR it decides about runs."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments import ch03_at_zero as at_zero
from dlcourse.experiments.ch02_xor_training import draw_starts, train_many
from dlcourse.gradcheck import one_sided_slopes
from dlcourse.tensor import Tensor


@pytest.mark.rows("S071", "S177")
@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_the_slope_at_0_is_the_one_chosen_and_lies_between_both_sides(slope):
    x = Tensor([-1.0, 0.0, 2.0])
    unit = at_zero.ReLUWithSlope(slope)
    assert grad(unit(x).sum(), x).tolist() == [0.0, slope, 1.0]
    left, right = one_sided_slopes(unit, np.array([0.0]))
    assert left[0] <= slope <= right[0]


@pytest.mark.rows("S071")
def test_the_choice_at_0_is_the_library_s_and_the_other_one_solves_more_runs():
    seeds = range(60)
    left, right = (at_zero.solved(2, slope, seeds) for slope in (0.0, 1.0))
    assert left.tolist() == train_many(2, "ReLU", seeds).solved.tolist()
    assert right.sum() > left.sum() and not (left & ~right).any()


@pytest.mark.rows("S071")
def test_at_the_start_every_unit_stands_at_its_kink_for_the_input_00_and_with_slope_0_a_unit_may_die_there():
    """A unit with two negative weights is off at the three other points: with slope 0 nothing moves it."""
    W, c = draw_starts(2, range(100))[:2]
    z = xor()[0] @ W + c
    assert (z[:, 0] == 0).all() and at_zero.zeros_at_start(2, range(100)) == 0.25
    runs = train_many(2, "ReLU", range(100))
    stuck = (W < 0).all(axis=1)
    assert (
        stuck.any()
        and (runs.c[:, 0][stuck] == 0).all()
        and (runs.W == W)[np.broadcast_to(stuck[:, None], W.shape)].all()
    )
