"""Chapter 12's numbers: one start, eight methods, 30 steps."""

import numpy as np
import pytest

from dlcourse.experiments.ch12_adaptive import (
    BATTERY,
    BOWL_RATES,
    LUCKY_RATE,
    bowl_path,
    bowl_table,
    costs_by_unit,
    tune,
    without_root,
)
from dlcourse.experiments.ch12_step_sizes import step_sizes
from dlcourse.optimizers import SGD, AdaGrad, Adam, Momentum, RMSprop
from dlcourse.tensor import Parameter

ROWS = {  # name: first step, cost after 30 (digits as given)
    "SGD": ([-6.335, -1.8], "0.0133"),
    "Momentum": ([-6.93, 1.6], "0.0479"),
    "Nesterov": ([-6.93, 1.6], "0.0188"),
    "AdaGrad": ([-5.5, 0.5], "7.2195e-04"),
    "RMSprop": ([-6.05132, 1.05132], "1.184e-03"),
    "Adam": ([-6.7, 1.7], "0.10221"),
    "Adadelta": ([-6.99553, 1.99553], "5.8184"),
    "Adamax": ([-6.7, 1.7], "0.07297"),
}
TABLE = {row.name: row for row in bowl_table()}


def digits(x, as_in):
    """x printed as the table prints it."""
    places = len(as_in.partition("e")[0].partition(".")[2])
    return f"{x:.{places}e}" if "e" in as_in else f"{x:.{places}f}"


@pytest.mark.rows("K040", "K041", "K042")
@pytest.mark.parametrize(("name", "expected"), ROWS.items())
def test_thirty_steps_on_the_bowl(name, expected):
    row, (first, cost) = TABLE[name], expected
    np.testing.assert_allclose(row.first, first, atol=1e-5)
    assert digits(row.cost, cost) == cost
    x, y = row.last
    assert row.cost == pytest.approx(x * x / 20 + y * y, rel=1e-12)


@pytest.mark.rows("K040", "K041")
def test_where_adagrad_and_adam_end():
    x, y = TABLE["AdaGrad"].last
    assert round(x, 5) == -0.12016 and y == pytest.approx(2.5e-17, rel=0.05)
    assert TABLE["Adam"].last.round(5).tolist() == [0.13601, 0.31825]


@pytest.mark.rows("K040", "K041", "K042")
def test_adaptive_methods_take_a_first_step_of_one_size_in_all_directions():
    for optimizer, size in ((AdaGrad, 1.5), (Adam, 0.3), (RMSprop, 0.3 / 0.1**0.5)):
        path = bowl_path(optimizer, 1)
        np.testing.assert_allclose(path[1] - path[0], [size, -size], rtol=1e-6)


def test_on_the_bowl_adam_comes_seventh_and_first_at_a_rate_that_was_picked_for_it():
    costs = {name: row.cost for name, row in TABLE.items()}
    order = sorted(costs, key=costs.get)
    assert order[0] == "AdaGrad" and order[6] == "Adam"
    adam = {lr: costs_by_unit(Adam, (1.0,), lr=lr)[0] for lr in (0.70, LUCKY_RATE, 0.76)}
    assert adam[LUCKY_RATE] < 0.5 * costs["AdaGrad"]
    assert min(adam[0.70], adam[0.76]) > 2 * costs["AdaGrad"]
    assert costs_by_unit(RMSprop, (1.0,), lr=0.46)[0] < 0.5 * costs["AdaGrad"]


def test_no_step_of_adagrad_is_longer_than_its_first_but_one_may_be_longer_than_the_one_before():
    sizes = step_sizes(AdaGrad, gradients=[1.0, 0.1, 10.0])
    assert sizes[2] > 5 * sizes[1] and sizes.max() <= sizes[0] <= 1


def test_under_noise_alone_adam_steps_about_a_quarter_as_far_as_its_rate():
    g = np.random.default_rng(0).standard_normal(20_000)
    far = step_sizes(Adam, g)[5000:] ** 2
    assert far.mean() ** 0.5 == pytest.approx((1 / 19) ** 0.5, rel=0.05)


@pytest.mark.rows("F064")
@pytest.mark.parametrize("problem", BATTERY, ids=lambda problem: problem.name)
def test_every_problem_of_the_battery_can_be_solved_with_a_tuned_rate(problem):
    rates = np.geomspace(1e-3, 1.0, 7)
    scores = [tune(problem, optimizer, np.random.default_rng(0), rates) for optimizer in (Momentum, Adam)]
    assert min(tuned.score for tuned in scores) < 0.05 and all(np.isfinite(t.score) for t in scores)
    assert problem.score(SGD, 1e4, np.random.default_rng(0)) > 1


@pytest.mark.rows("F064")
def test_no_method_wins_everywhere():
    rates = np.geomspace(1e-3, 1.0, 7)
    problems = {problem.name: problem for problem in BATTERY}
    score = lambda name, method: tune(problems[name], method, np.random.default_rng(0), rates).score  # noqa: E731
    assert score("quadratic", SGD) < score("quadratic", Adam)
    assert score("ill-conditioned", Adam) < 0.1 * score("ill-conditioned", SGD)


@pytest.mark.rows("F097")
@pytest.mark.parametrize("eps", [1e-8, 1e-4])
def test_with_the_root_the_unit_of_the_cost_makes_no_difference_and_without_it_all(eps):
    with_root = costs_by_unit(AdaGrad, lr=BOWL_RATES[AdaGrad], eps=eps)
    np.testing.assert_allclose(with_root, 7.2e-4, rtol=0.01)
    without = costs_by_unit(without_root(AdaGrad), lr=BOWL_RATES[AdaGrad], eps=eps)
    np.testing.assert_allclose(without, [0.2, 5.3, 6.3], rtol=0.03)


@pytest.mark.rows("F097")
def test_rmsprop_needs_its_root_as_well():
    with_root = costs_by_unit(RMSprop, lr=BOWL_RATES[RMSprop])
    np.testing.assert_allclose(with_root, with_root[0], rtol=1e-5)
    without = costs_by_unit(without_root(RMSprop), lr=BOWL_RATES[RMSprop])
    assert without[2] > 10 * without[0] > 100 * with_root[0]


@pytest.mark.rows("F097")
def test_without_the_root_the_first_step_is_lr_over_g():
    theta = Parameter(np.array([1.0, 1.0]))
    without_root(AdaGrad)([theta], lr=0.1).step([np.array([2.0, -4.0])])
    np.testing.assert_allclose(theta.array, [1 - 0.1 / 2, 1 + 0.1 / 4], rtol=1e-7)
