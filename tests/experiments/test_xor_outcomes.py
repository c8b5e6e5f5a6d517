"""What networks trained on XOR have become: where runs rest, dead units, kinds of solutions, no integers."""

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.experiments import ch02_xor_outcomes as outcomes
from dlcourse.experiments import ch02_xor_training as training
from dlcourse.experiments.ch02_intervals import wilson

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.fixture(scope="module")
def runs():
    return training.train_many(2, "ReLU", range(400))


def active(*units):
    """active_points of one run, from the points (as text) at which each unit is on."""
    return np.array([[name in unit for unit in units] for name in ("00", "01", "10", "11")])


def test_stuck_runs_rest_at_a_quarter_a_sixth_or_an_eighth(runs):
    counts = outcomes.resting_places(runs)
    assert sum(counts.values()) == 400 and counts["elsewhere"] == 0
    for place, share in (("1/4", 0.45), ("1/6", 0.38), ("1/8", 0.03)):  # of seeds 10,000 to 13,999
        low, high = wilson(counts[place], 400)
        assert low <= share <= high, place


def test_most_stuck_runs_have_a_dead_unit_and_solved_ones_have_none(runs):
    dead = outcomes.has_dead_unit(runs)
    assert not dead[runs.solved].any()
    assert 0.85 < dead[~runs.solved].mean() < 1


def test_a_run_is_stuck_where_no_unit_sees_the_errors_or_where_the_network_is_linear(runs):
    reasons = outcomes.why_stuck(runs)
    assert sum(reasons.values()) == (~runs.solved).sum()
    assert reasons["other"] == 0 and reasons["unseen"] > reasons["linear"] > 0
    # the gradient vanishes for a reason: in a linear network, the errors of the best fit
    x, y = xor()
    errors = outcomes.outputs(runs) - y
    on = outcomes.active_points(runs)
    linear = on.all(axis=1).any(axis=1) & ~runs.solved & (on.all(axis=1) | ~on.any(axis=1)).all(axis=1)
    assert linear.sum() == reasons["linear"]
    np.testing.assert_allclose(errors[linear, :, 0], [[0.5, -0.5, -0.5, 0.5]] * linear.sum(), atol=1e-3)


def test_a_transposed_first_layer_goes_unnoticed_where_it_is_symmetric(runs):
    solved = int(np.flatnonzero(runs.solved)[0])
    one = training.Runs("ReLU", *(array[[solved]] for array in (runs.W, runs.c, runs.w, runs.b, runs.J)))
    one.W[:] = [[1, 1], [1, 1]]
    one.c[:], one.w[:], one.b[:] = [0, -1], [[1], [-2]], 0
    assert outcomes.still_right_transposed(one) == 1
    one.W[:] = [[1, 1], [1, 2]]  # 01 and 10 differ now: (x @ W.T) takes them for each other
    assert outcomes.outputs(one)[0, 1, 0] != outcomes.outputs(one)[0, 2, 0]
    assert outcomes.still_right_transposed(one) == 0


def test_resting_losses_are_what_the_best_group_means_leave():
    y = xor()[1].ravel()
    # one value for all; one point alone, one value for the rest; two alone, one value for the other two
    for groups, name in (([[0, 1, 2, 3]], "1/4"), ([[1], [0, 2, 3]], "1/6"), ([[1], [3], [0, 2]], "1/8")):
        J = sum(((y[group] - y[group].mean()) ** 2).sum() for group in groups) / 4
        assert J == pytest.approx(outcomes.RESTING_LOSSES[name], abs=1e-15)


def test_every_solution_has_exactly_one_kind(runs):
    kinds = outcomes.solution_kinds(runs)
    found = sorted(i for indices in kinds.values() for i in indices)
    assert found == np.flatnonzero(runs.solved).tolist()
    assert set(kinds) == set(outcomes.KINDS)


@pytest.mark.parametrize(
    ("kind", "units"),
    [
        ("a corner each", ({"01"}, {"10"})),
        ("one unit always on", ({"00", "01", "10", "11"}, {"11"})),
        ("as set by hand", ({"01", "10", "11"}, {"11"})),
        ("points shared out", ({"00", "10", "11"}, {"01"})),
        ("points shared out", ({"00", "10"}, {"01", "11"})),
        ("another overlap", ({"01", "10", "11"}, {"10", "11"})),
        ("another overlap", ({"01", "10", "11"}, {"10"})),
    ],
)
def test_kind_does_not_change_when_units_swap_or_the_square_is_turned_or_mirrored(kind, units):
    pattern = active(*units)
    index = {corner: i for i, corner in enumerate(CORNERS)}
    for swap in (False, True):
        for flip1 in (0, 1):
            for flip2 in (0, 1):
                moved = [(a ^ flip1, b ^ flip2)[:: -1 if swap else 1] for a, b in CORNERS]
                turned = pattern[[index[corner] for corner in moved]]
                assert outcomes.solution_kind(turned) == kind
                assert outcomes.solution_kind(turned[:, ::-1]) == kind


def test_hand_set_network_is_of_the_kind_named_after_it():
    assert outcomes.solution_kind(active({"01", "10", "11"}, {"11"})) == "as set by hand"
    h = np.array([[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(h > 0, active({"01", "10", "11"}, {"11"}))


def test_distance_to_integers_is_zero_for_any_rescaling_of_the_hand_set_network():
    scale = np.array([0.3, 7.0])
    W = np.ones((1, 2, 2)) * scale
    c = np.array([[[0.0, -1.0]]]) * scale
    w = np.array([[[1.0], [-2.0]]]) / scale[:, None]
    rescaled = training.Runs("ReLU", W, c, w, np.zeros((1, 1, 1)), np.zeros(1))
    assert outcomes.distance_to_integers(rescaled)[0] < 1e-12


@pytest.mark.rows("S034")
def test_no_run_finds_an_integer_solution(runs):
    assert outcomes.distance_to_integers(runs)[runs.solved].min() > 0.05
