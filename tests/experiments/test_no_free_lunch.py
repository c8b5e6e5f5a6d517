"""No free lunch: exactly one half, for every learner and every choice of training points."""

import itertools

import numpy as np
import pytest

from dlcourse.experiments.ch08_no_free_lunch import (
    LEARNERS,
    SEEN,
    accuracies_for_any_four,
    accuracy_on,
    accuracy_on_the_unseen,
    threshold_targets,
    units_for_most,
)

POINTS = [(0, 1, 2, 4), (0, 3, 5, 6), (7,), (0, 1, 2, 3, 4, 5, 6)]


@pytest.mark.rows("S105")
@pytest.mark.parametrize("seen", POINTS, ids=str)
@pytest.mark.parametrize("name", LEARNERS)
def test_every_learner_is_right_on_half_of_the_unseen(name, seen):
    assert accuracy_on_the_unseen(LEARNERS[name], seen=seen) == 0.5


def test_a_learner_that_peeks_is_found_out():
    targets = itertools.product((0, 1), repeat=4)  # in the order in which they are asked

    def peeks(x, y, x_new):
        return np.array(next(targets))[1:]

    assert accuracy_on_the_unseen(peeks, n_bits=2, seen=(0,)) == 1.0


@pytest.mark.parametrize(
    ("name", "y", "answers"),
    [
        ("constant", [0, 0, 0], [1, 1]),
        ("majority", [0, 1, 1], [1, 1]),
        ("nearest neighbor", [0, 1, 0], [1, 0]),
        ("linear", [0, 1, 0], [1, 0]),
    ],
)
def test_learners_answer_as_they_say(name, y, answers):
    x, x_new = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 0.9], [0.9, 0.0]])
    assert LEARNERS[name](x, np.array(y), x_new).tolist() == answers


def test_nothing_unseen_is_refused():
    with pytest.raises(ValueError, match="expected an unseen point, got none; leave one out"):
        accuracy_on_the_unseen(LEARNERS["constant"], seen=range(8))


@pytest.mark.rows("S105")
def test_in_a_world_of_lines_the_line_is_ahead():
    worlds = threshold_targets()
    found = {name: accuracy_on_the_unseen(learner, targets=worlds) for name, learner in LEARNERS.items()}
    assert len(worlds) == 104
    assert max(found, key=found.get) == "linear" and found["constant"] == 0.5


@pytest.mark.rows("S105")
def test_other_four_points_may_put_the_neighbor_ahead_but_not_on_average():
    line, neighbor = (
        np.array(accuracies_for_any_four(LEARNERS[name])) for name in ("linear", "nearest neighbor")
    )
    assert (line < neighbor).any() and line.mean() > neighbor.mean()
    assert line[0] == neighbor[0]  # seen: 000 to 011, where both answer at 1bc what they saw at 0bc


@pytest.mark.rows("S106")
def test_with_half_the_units_the_weights_have_too_few_settings():
    settings = 32 * (20 + 2) * units_for_most(20)  # as bits: 2 to this power
    assert settings == pytest.approx(2**20)


def test_points_that_were_seen_are_remembered_by_the_nearest_neighbor():
    assert accuracy_on(SEEN, LEARNERS["nearest neighbor"]) == 1.0
