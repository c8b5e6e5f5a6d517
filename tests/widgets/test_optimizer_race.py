"""The optimizer race: each step against the library's optimizers, who is first, tuning, the tasks."""

import inspect

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.critical_points import gradient_at
from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch04_descent import values as costs_along
from dlcourse.experiments.ch12_adaptive import bowl_table
from dlcourse.widgets.ch12_optimizer_race import race
from dlcourse.widgets.ch12_optimizer_race.methods import METHODS, NAMES, constants_of
from dlcourse.widgets.ch12_optimizer_race.optimizer_race import OptimizerRace
from dlcourse.widgets.ch12_optimizer_race.places import PLACES
from dlcourse.widgets.ch12_optimizer_race.race import ARRIVED, LAST, MOST, TRIALS, TRIED

AGAIN = {"momentum": 0.5, "rho": 0.6, "rho_d": 0.7, "beta1": 0.3, "beta2": 0.9, "eps": -1, "eps_d": -3}
OWN = [0.4, 0.07, 0.03, 0.8, 0.05, 1, 0.2, 0.15]
ALL = """([state, n]) => { const { final, bar_of } = dlcourse.programs["optimizer-race"];
  const kernels = dlcourse.kernels["optimizer-race"], run = { lrs: state.own };
  const found = Array.from({ length: n }, (_, k) => final(k, state, kernels, run));
  return [found, found.map(bar_of)]; }"""
MINIMA = {"saddle": [(0, 1), (0, -1)], "rosenbrock": [(1, 1)]}  # the others: at 0


def library(control, k, n):
    """The path of method k of a control, with the numbers that it shows, from its start."""
    v, state = control.values, control.state
    options = {"lr": v["lr"][k], **constants_of(state)[NAMES[k]]}
    return descend(PLACES[state["surface"]].f, v["start"], METHODS[NAMES[k]], n, **options)


def score(surface, path):
    """The mean cost over the last steps, as part of the first; infinite for what was thrown out."""
    if not np.abs(path).max() < 1e6:
        return np.inf
    heights = costs_along(PLACES[surface].f, path) - PLACES[surface].floor
    return max(heights[-LAST:].mean() / heights[0], ARRIVED)


@pytest.mark.parametrize(
    ("surface", "given"), [("bowl", {}), *((name, {"rates": "own", "own": OWN, **AGAIN}) for name in PLACES)]
)
def test_each_step_of_each_method_is_that_of_the_librarys_class(surface, given):
    control = OptimizerRace(surface=surface, step=MOST, **given)
    lost = control.values["lost"]
    for k, path in enumerate(control.values["paths"]):
        kept = [j for j in range(1, MOST + 1) if path[j] != path[j - 1]] if lost[NAMES[k]] else [MOST]
        n = max(kept, default=0)  # what is lost stays where it was
        expected = library(control, k, n)
        np.testing.assert_allclose(path[: n + 1], expected, rtol=1e-8, atol=1e-10, err_msg=NAMES[k])
        heights = costs_along(PLACES[surface].f, expected) - PLACES[surface].floor
        shown = [height for _, height in control.values["losses"][k][: n + 1]]
        np.testing.assert_allclose(shown, np.maximum(heights / heights[0], ARRIVED), rtol=1e-6, atol=1e-10)


def test_constants_and_rates_are_at_first_the_librarys_and_the_chapters():
    at_first, default = constants_of(OptimizerRace().state), OptimizerRace(rates="default").values["lr"]
    for k, (name, method) in enumerate(METHODS.items()):
        known = inspect.signature(method).parameters
        for constant, value in at_first[name].items():
            assert value == pytest.approx(known[constant].default, rel=1e-12), (name, constant)
        assert default[k] == known["lr"].default
    after = OptimizerRace(step=30).values["ends"]
    for row, end in zip(bowl_table(), after[:3] + [after[k] for k in (3, 4, 6, 5, 7)], strict=True):
        np.testing.assert_allclose(end, row.last, rtol=1e-9, atol=1e-12, err_msg=row.name)


def test_a_rate_of_nothing_moves_nobody_and_the_start_in_the_minimum_is_first_for_all():
    still = OptimizerRace(rates="own", own=[0] * 8, step=MOST).values
    assert still["ends"] == [still["start"]] * 8 and still["first"] == [1, 2, 3, 4, 5, 6, 7, 8]
    there = OptimizerRace(x=0, y=0, step=MOST).values
    assert there["first"] == [1, 2, 3, 4, 5, 6, 7, 8] and there["texts"]["cost.7"] == "< 10⁻¹²"


@pytest.mark.parametrize("surface", PLACES)
def test_each_surface_has_its_minimum_where_costs_are_counted_from(surface):
    place = PLACES[surface]
    for point in MINIMA.get(surface, [(0, 0)]):
        assert abs(costs_along(place.f, np.array([point], float))[0] - place.floor) < 1e-12
        np.testing.assert_allclose(gradient_at(place.f, [float(v) for v in point]), 0, atol=1e-12)
    a, b, c, d = place.box
    assert a <= place.start[0] <= b and c <= place.start[1] <= d


def test_the_turned_bowl_is_the_bowl_for_those_that_do_not_look_at_single_axes():
    bowl, tilted = (OptimizerRace(surface=name, step=MOST).values["losses"] for name in ("bowl", "tilted"))
    for k, name in enumerate(NAMES):
        same = np.allclose(bowl[k], tilted[k], rtol=1e-6)
        assert same == (k < 3), name


@pytest.mark.slow  # 2400 gradients of the library
def test_tuning_takes_the_best_of_the_same_rates_for_each():
    control, f = OptimizerRace(surface="tilted", rates="tuned"), PLACES["tilted"].f
    assert len(TRIALS) == len(set(TRIALS)) == 16
    for k in (0, 3, 6):
        found = [
            score("tilted", descend(f, PLACES["tilted"].start, METHODS[NAMES[k]], MOST, lr=lr))
            for lr in TRIALS
        ]
        assert control.values["lr"][k] == TRIALS[int(np.argmin(found))], NAMES[k]
        rates = control.values["lr"]
        run = race.race_of(control.values["start"], rates, control.state, control.kernels)
        assert race.raced(run)[NAMES[k]] == pytest.approx(min(found), rel=1e-6)


def test_the_first_has_the_least_mean_of_the_last_steps_and_equal_ones_share_the_place():
    control = OptimizerRace(step=MOST, guess="7")
    found = [score("bowl", library(control, k, MOST)) for k in range(8)]
    assert control.values["first"] == [int(np.argmin(found)) + 1] == [5]
    assert control.values["texts"]["compared"] == (
        f"First: 5 RMSprop. You said 7 Adam, which came in as number {sorted(found).index(found[6]) + 1}."
    )
    ends = [height for _, height in control.values["gap"]]
    assert ends == pytest.approx([min(found), found[6]], rel=1e-6)
    tied = [0.5, ARRIVED, ARRIVED, race.LOST, 3, 3, 9, 9]
    assert race.winners(tied) == [2, 3] and race.bar_of(tied) == [1, 2, TRIED] and race.place_of(0, tied) == 3
    assert race.winners([race.LOST] * 8) == [] and race.bar_of([race.LOST] * 8) == [TRIED]


def test_it_is_told_only_in_the_end_and_compared_with_the_guess():
    said = [OptimizerRace(step=k, guess="5").values["texts"]["compared"] for k in (0, MOST - 1, MOST)]
    assert said[:2] == ["You said 5 RMSprop. Race, and compare."] * 2
    assert said[2] == "First: 5 RMSprop. You were right."
    assert OptimizerRace(step=MOST).values["texts"]["compared"].endswith("guess first.")
    lost = {"surface": "valley", "rates": "own", "own": [100] * 8, "step": MOST}
    assert OptimizerRace(**lost, guess="1").values["texts"]["compared"].endswith("which was thrown out.")
    none = {"surface": "valley", "rates": "own", "own": [100, 100, 100, 0, 0, 0, 0, 0]}
    v = OptimizerRace(**none, step=MOST).values
    assert v["first"] == [4, 5, 6, 7, 8] and v["lost"]["SGD"] and v["texts"]["cost.0"] == "lost"


def test_a_start_of_ones_own_lies_within_the_picture_and_else_it_is_that_of_the_surface():
    assert OptimizerRace(surface="rosenbrock", x=-8, y=4).values["start"] == [-2, 3]
    assert OptimizerRace(surface="cliff", y=-1).values["start"] == [1.15, -1]
    assert OptimizerRace(surface="saddle").values["inputs"]["y"] == 1e-4


@needs_node
@pytest.mark.slow  # 200 races of eight
@pytest.mark.parametrize(
    ("surface", "own", "wins"),
    [  # the rates that tuning finds; over two disjoint sets of 100 starts
        (
            "bowl",
            [0.5, 0.05, 0.5, 5, 0.2, 100, 0.2, 1],
            [[0, 0, 0, 100, 31, 18, 0, 0], [0, 0, 0, 100, 15, 17, 0, 0]],
        ),
        (
            "tilted",
            [0.5, 0.05, 0.5, 5, 0.2, 100, 0.5, 2],
            [[0, 0, 90, 2, 8, 0, 0, 0], [0, 2, 89, 0, 8, 1, 0, 0]],
        ),
        (
            "rosenbrock",
            [0.005, 0.002, 0.002, 2, 1, 100, 0.5, 2],
            [[1, 6, 18, 22, 16, 14, 23, 0], [1, 8, 11, 33, 11, 17, 15, 4]],
        ),
    ],
)
def test_many_starts_are_counted_as_python_races_from_them(surface, own, wins):
    control = OptimizerRace(surface=surface, rates="own", own=own)
    found, bars = evaluate(ALL, [control.state, 200])
    for seed in (0, 199):
        expected = race.final(seed, control.state, control.kernels, {"lrs": own})
        np.testing.assert_allclose(found[seed], expected, rtol=1e-5)
        assert bars[seed] == race.bar_of(expected)
    for of, part in zip(wins, (bars[:100], bars[100:]), strict=True):
        counts = np.bincount([bar for one in part for bar in one], minlength=TRIED + 1)
        assert counts.tolist() == [*of, 100]


@pytest.mark.slow  # 16 trials of eight methods, three times
def test_the_tasks_show_what_they_say():
    same, turned, bent = (OptimizerRace(**state, step=MOST).values for state, _, _ in OptimizerRace.tasks)
    fair = OptimizerRace(rates="tuned", step=MOST).values
    assert same["first"] == [3] and same["texts"]["place.3"] == "7"
    assert fair["first"] == [4] and fair["texts"]["place.2"] == "4"
    assert turned["first"] == [3] and bent["first"] == [3]
    assert fair["lr"] == [0.5, 0.05, 0.5, 5, 0.2, 100, 0.2, 1]
    assert turned["lr"] == [0.5, 0.05, 0.5, 5, 0.2, 100, 0.5, 2]
    assert bent["lr"] == [0.005, 0.002, 0.002, 2, 1, 100, 0.5, 2]
    by_hand = OptimizerRace(surface="rosenbrock", step=MOST).values
    assert [name for name in NAMES if by_hand["lost"][name]] == ["SGD", "momentum", "Nesterov"]


def test_it_weighs_little_in_a_notebook():
    assert len(OptimizerRace()._repr_html_().encode()) < 175_000
