"""The bowl racer: paths against the library's optimizers, factors against matrices and runs, what is said."""

import numpy as np
import pytest

from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl
from dlcourse.experiments.ch11_first_order import (
    best_gradient_descent,
    best_heavy_ball,
    measured_factor,
    stability_limit,
)
from dlcourse.optimizers import SGD, Momentum, Nesterov
from dlcourse.widgets.ch11_bowl_racer import race
from dlcourse.widgets.ch11_bowl_racer.bowl_racer import BowlRacer
from dlcourse.widgets.ch11_bowl_racer.race import MOST, NAMES, RATES, factor, slowest

METHODS = dict(zip(NAMES, (SGD, Momentum, Nesterov), strict=True))


def path_of(name, f, start, n, lr, momentum):
    """The path of the library's optimizer.   -> (n + 1, 2)"""
    options = {} if name == "descent" else {"momentum": momentum}
    return descend(f, start, METHODS[name], n, lr=lr, **options)


def matrix_of(name, lr, momentum, h):
    """What takes (theta, v) a step on, on h theta^2 / 2."""
    ahead = {"descent": 0, "ball": 0, "ahead": momentum}[name]
    momentum = 0 if name == "descent" else momentum
    v = [-lr * h, momentum - lr * h * ahead]
    return np.array([[1 + v[0], v[1]], v])


@pytest.mark.parametrize("given", [{}, {"kappa": 3, "lr": 0.3, "momentum": 0.9}, {"tuned": "both", "x": 4}])
def test_paths_and_costs_are_those_of_the_librarys_optimizers(given):
    control = BowlRacer(step=30, **given)
    state, found = control.state, control.results()

    def f(theta):
        return race.bowl_of(theta, state["kappa"])

    for k, name in enumerate(NAMES):
        n = 12 if control.values["lost"][name] else 30  # what is lost stays where it was
        expected = path_of(name, f, (state["x"], state["y"]), n, *found["rates"][k])
        np.testing.assert_allclose(control.values["paths"][k][: n + 1], expected, rtol=1e-9, atol=1e-12)
        if n < 30:
            continue
        x, y = expected[-1]
        assert found["costs"][k] == pytest.approx(x * x / state["kappa"] + y * y, rel=1e-9)


def test_it_opens_on_the_bowl_of_the_deck_from_the_start_of_the_course():
    found = BowlRacer(step=30).values["paths"][0]
    np.testing.assert_allclose(found, descend(bowl, BOWL_START, SGD, 30, lr=0.95), rtol=1e-12)
    assert np.sign(np.array(found)[:, 1]).tolist() == [(-1) ** k for k in range(31)]  # the zigzag


@pytest.mark.parametrize("name", NAMES)
def test_factors_are_the_largest_eigenvalues_of_a_step(name):
    for lr in (0.01, 0.3, 0.95, 1.4, 2):
        for momentum in (0, 0.2, 0.55, 0.9, 0.99):
            for h in (0.02, 0.1, 2):
                expected = abs(np.linalg.eigvals(matrix_of(name, lr, momentum, h))).max()
                # where two eigenvalues are one, the root of a rounded 0 costs half of the digits
                assert factor(name, lr, momentum, h) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_factors_are_measured_on_long_runs(name):
    lr, momentum = 0.6, 0.5
    path = path_of(name, bowl, BOWL_START, 200, lr, momentum)
    assert slowest(name, lr, momentum, 20) == pytest.approx(measured_factor(path), rel=0.02)


@pytest.mark.parametrize("kappa", [1, 3, 20, 100])
def test_the_best_of_both_is_that_of_theory_and_none_near_it_is_better(kappa):
    curvatures, found = [2 / kappa, 2], BowlRacer(kappa=kappa, tuned="both").results()
    for k, theory in ((0, best_gradient_descent(curvatures)), (1, best_heavy_ball(curvatures))):
        assert found["rates"][k] == pytest.approx([theory.lr, theory.momentum], abs=1e-12)
        assert found["factors"][k] == pytest.approx(theory.factor, rel=1e-6, abs=1e-7)
    assert found["factors"][2] == pytest.approx(1 - 2 / np.sqrt(3 * kappa + 1), rel=1e-6, abs=1e-7)
    for k, name in enumerate(NAMES):
        lr, momentum = found["rates"][k]
        near = [
            slowest(name, lr * (1 + a), min(max(momentum + b, 0), 0.99), kappa)
            for a in (-0.1, -0.01, 0, 0.01, 0.1)
            for b in (-0.1, -0.01, 0, 0.01, 0.1)
        ]
        assert min(near) >= found["factors"][k] - 1e-6


def test_the_best_rate_of_each_is_the_best_of_two_hundred():
    found = BowlRacer(tuned="rate", momentum=0.6).results()
    for k, name in enumerate(NAMES):
        factors = [slowest(name, lr, 0.6, 20) for lr in RATES]
        assert found["factors"][k] == min(factors) and len(factors) == 200
    assert found["rates"][0][0] == pytest.approx(best_gradient_descent([0.1, 2]).lr, abs=0.005)


def test_descent_is_thrown_out_beyond_the_stability_limit():
    limit = stability_limit([0.1, 2])
    for lr, said in ((limit - 0.01, "a zigzag"), (limit, "for ever"), (limit + 0.01, "thrown out")):
        control = BowlRacer(lr=lr, step=MOST)
        assert said in control.values["texts"]["bends"]
        assert (control.values["factors"][0] < 1) == (lr < limit)
    assert "no zigzag" in BowlRacer(lr=0.5).values["texts"]["bends"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, "2"),
        ({"lr": 0.1, "momentum": 0.9}, "3"),
        ({"momentum": 0}, "123"),
        ({"kappa": 1, "lr": 0.5}, "13"),
        ({"lr": 1.5, "momentum": 0.99}, "2"),
        ({"lr": 2, "momentum": 0}, "0"),
        ({"x": 0, "y": 0}, "123"),
    ],
)
def test_who_is_lowest(given, found):
    assert BowlRacer(**given, step=MOST).results()["found"] == found


def test_who_is_lowest_is_told_only_in_the_end_and_compared_with_the_guess():
    said = [BowlRacer(step=k, guess="1").values["texts"]["compared"] for k in (0, 59, 60)]
    assert said[:2] == ["You said 1 descent. Play, and compare."] * 2
    assert said[2] == "Lowest in the end: 2 momentum, not 1 descent."
    assert BowlRacer(step=60, guess="2").values["texts"]["compared"].endswith("You were right.")
    assert "guess first" in BowlRacer(step=60).values["texts"]["compared"]
    assert BowlRacer(step=59).values["dots"] == [] and len(BowlRacer(step=60).values["dots"]) == 3


def test_a_cost_too_small_to_write_down_is_not_said_to_be_zero():
    texts = BowlRacer(step=60, tuned="both").values["texts"]
    assert texts["cost.1"] == "below 10⁻¹²" and texts["cost.0"] == "3.9×10⁻⁵"
    assert BowlRacer(step=60, x=0, y=0).values["texts"]["cost.0"] == "0.00"


def test_the_ring_stands_on_the_marked_level_and_what_it_is_dragged_to_is_the_condition_number():
    for kappa in (1, 20, 100):
        v = BowlRacer(kappa=kappa).values
        (x, y), (a, b, p) = v["wide"], v["kappa_of"]
        assert ((x - a) / b) ** p == pytest.approx(kappa)
        assert any(np.allclose(point, (x, y)) for point in v["levels"][0]) and x < 8
        heights = [x * x / kappa + y * y for x, y in v["levels"][0]]
        np.testing.assert_allclose(heights, 0.75**2)


def test_the_tasks_show_what_they_say():
    def ends(state, **more):
        return BowlRacer(**state | {"step": MOST} | more).results()

    one, much, each = (state for state, _, _ in BowlRacer.tasks)
    assert ends(one)["found"] == "123"
    factors = {lr: ends(one, lr=lr)["factors"][0] for lr in (0.94, 0.95, 0.96)}
    assert min(factors, key=factors.get) == 0.95
    assert ends(much)["found"] == "3" and ends(much, lr=0.95)["found"] == "1"
    assert BowlRacer(**much | {"lr": 0.95, "step": MOST}).values["lost"]["ahead"]
    assert [ends(each, momentum=m)["found"] for m in (0.4, 0.6, 0.9)] == ["2", "3", "1"]
    assert ends(each, tuned="both")["found"] == "2" and ends(each, tuned="both", kappa=1)["found"] == "123"


def test_it_weighs_little_in_a_notebook():
    assert len(BowlRacer()._repr_html_().encode()) < 115_000
