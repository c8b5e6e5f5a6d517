"""Early stopping: the choice by few points promises too much; few steps are like a penalty."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_early_stopping as experiment


@pytest.mark.rows("F042")
def test_few_validation_points_promise_too_much_and_choose_worse():
    few, many = (experiment.chosen_by_validation(m, range(100)).mean(axis=0) for m in (10, 200))
    assert few[0] < few[1] - 0.01 and abs(many[0] - many[1]) < 0.01
    assert many[1] < few[1]


@pytest.mark.rows("F042")
def test_few_steps_learn_small_curvatures_as_much_as_a_penalty_lets_through():
    for t in (20, 97, 500):
        alpha = experiment.alike(t)
        s2 = alpha * np.array([1e-3, 1.0])
        learned, let_through = experiment.reached(s2, t), s2 / (s2 + alpha)
        assert learned[0] == pytest.approx(let_through[0], rel=0.01)
        assert 0.6 < learned[1] < 0.66 and let_through[1] == 0.5


def test_points_have_a_column_of_ones_and_targets_in_a_column():
    A, y = experiment.points(np.random.default_rng(0), 7)
    assert A.shape == (7, 31) and y.shape == (7, 1) and (A[:, 0] == 1).all()
