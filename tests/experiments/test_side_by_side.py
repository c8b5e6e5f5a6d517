"""Chapter 12's runs side by side: each takes the steps that it would take alone, and lost ones are told."""

import numpy as np
import pytest

from dlcourse.experiments.ch12_race import PROBLEMS, scores
from dlcourse.experiments.ch12_side_by_side import SURFACES, problem_of, train
from dlcourse.optimizers import SGD, Adam, Momentum

SHORT = {"digits": {"n_steps": 15}}


@pytest.mark.rows("F064")
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_run_is_the_same_alone_and_among_others(name):
    options = SHORT.get(name, {})
    for method in ("Nesterov", "Adam"):
        together = scores(name, method, 0.01, range(5, 8), **options)
        alone = scores(name, method, 0.01, range(6, 7), **options)
        np.testing.assert_allclose(together[1], alone[0], rtol=1e-6)


def test_runs_that_are_lost_are_told_and_leave_the_others_alone():
    assert train(problem_of("ill-conditioned", range(4)), SGD, 1.0).all()
    problem = problem_of("saddle", range(40))
    lost = train(problem, Momentum, 0.7)  # y^4 throws out those that come far
    assert 0 < lost.sum() < 40 and np.isfinite(problem.left()).all()
    kept = int(np.flatnonzero(~lost)[0])
    alone = problem_of("saddle", range(kept, kept + 1))
    train(alone, Momentum, 0.7)
    assert problem.left()[kept] == pytest.approx(alone.left()[0], rel=1e-6)


@pytest.mark.rows("F064")
def test_plain_descent_on_the_quadratic_multiplies_the_cost_as_theory_says():
    runs = problem_of("quadratic", range(3))
    train(runs, SGD, 0.1)
    late = [0.9 ** (2 * t) for t in range(91, 101)]  # after steps 91 to 100
    np.testing.assert_allclose(runs.left(), np.mean(late), rtol=1e-9)


def test_a_schedule_sets_the_rate_of_each_step():
    runs = problem_of("quadratic", range(2))
    train(runs, SGD, lambda t: 0.5 if t == 0 else 0.0)
    np.testing.assert_allclose(runs.left(), 0.25, rtol=1e-12)


def test_no_surface_lies_below_its_floor():
    for name in SURFACES:
        runs = problem_of(name, range(3))
        assert (runs.begin > 0).all() and not train(runs, Adam, 0.1).any() and (runs.left() > -1e-12).all()
