"""The perceptron's control: runs against the library's fit, slips, the circle on XOR, other orders."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.models.perceptron import fit_perceptron
from dlcourse.widgets.ch01_perceptron.perceptron_stepper import PerceptronStepper
from dlcourse.widgets.ch01_perceptron.runs import CLOUDS, GATES, MOST, RULES, first, following, setting

START = PerceptronStepper().state
ENDED = [
    *({"data": gate} for gate in GATES),
    *({"data": "cloud", "seed": seed} for seed in range(len(CLOUDS))),
]
OTHERS = [
    *({"data": data, "rule": rule, "step": 60} for data in ("AND", "NAND", "cloud") for rule in RULES),
    {"data": "OR", "picks": [3, 3, 7, 0, 1], "step": 30},
    {"data": "own", "own": [0.35, -0.15, 1, 1.05, 0.4, 0, 0.1, 1.2, 0, 0.45, 0.5, 1], "step": 200},
]
COURSES = """(states) => states.map((state) => {
  const { setting, first, following } = dlcourse.programs["perceptron-stepper"];
  const run = setting(state, dlcourse.kernels["perceptron-stepper"]), places = [first(run)];
  while (places.length <= state.step && !places.at(-1).over) places.push(following(places.at(-1), run));
  return places; })"""


def run_of(state):
    """The places of the state's run."""
    run = setting(state, PerceptronStepper().kernels)
    places = [first(run)]
    while len(places) <= state["step"] and not places[-1]["over"]:
        places.append(following(places[-1], run))
    return places


def at_end(given, step=400):
    return START | {"step": step} | given


@pytest.mark.parametrize("given", ENDED, ids=lambda given: "-".join(map(str, given.values())))
def test_a_run_is_the_librarys_fit(given):
    state = at_end(given, 4 * 40)
    samples, last = setting(state, PerceptronStepper().kernels)["samples"], run_of(state)[-1]
    x, y = np.array([s["x"] for s in samples]), np.array([s["y"] for s in samples])
    fit = fit_perceptron(x, y, max_epochs=40)
    assert last["over"] == fit.converged == (given["data"] != "XOR")
    assert (last["updates"], last["k"]) == (fit.n_updates, fit.n_epochs * len(x))
    np.testing.assert_allclose([*last["w"], last["b"]], [*fit.w, fit.b], atol=1e-12)


@needs_node
def test_runs_are_the_same_in_both_languages():
    states = [at_end(given) for given in [*ENDED, *OTHERS]]
    found = evaluate(COURSES, states)
    for state, places in zip(states, found, strict=True):
        expected = run_of(state)
        assert len(places) == len(expected) > 8
        for got, place in zip(places, expected, strict=True):
            assert [got[n] for n in ("k", "i", "updates", "moves", "over", "once")] == [
                place[n] for n in ("k", "i", "updates", "moves", "over", "once")
            ]
            np.testing.assert_allclose([*got["w"], got["b"]], [*place["w"], place["b"]], atol=1e-12)


@pytest.mark.slow
def test_xor_goes_in_circles():
    assert run_of(at_end({"data": "XOR"}, 11))[-1]["once"] is None
    assert run_of(at_end({"data": "XOR"}, 12))[-1]["once"] == [8, 12]
    assert "it goes in circles and never ends" in PerceptronStepper(data="XOR", step=12).body()
    last = PerceptronStepper(data="XOR", step=MOST).results()
    assert (last["epochs"], last["updates"]) == (1000, 3997)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "right"])
def test_with_a_slip_what_can_be_learned_is_not_learned(rule):
    ends = [run_of(at_end({"data": gate, "rule": rule}))[-1]["over"] for gate in ("AND", "NAND")]
    assert ends == [False, False]


def test_a_slip_does_what_its_name_says():
    first = {rule: run_of(START | {"rule": rule, "step": 4})[-1] for rule in RULES}  # 11 is the first mistake
    assert {rule: [*place["w"], place["b"]] for rule, place in first.items()} == {
        "right": [1, 1, 1],
        "sign": [-1, -1, -1],
        "bias": [1, 1, 0],
        "always": [0, 0, -2],
    }


def test_another_order_takes_another_number_of_updates():
    in_turn = run_of(at_end({"data": "OR"}))[-1]
    other = run_of(at_end({"data": "OR", "picks": [3]}))[-1]  # then 00, 01, 10 and so on
    x, y = np.array([[1, 1], [0, 0], [0, 1], [1, 0]]), [1, 0, 1, 1]
    assert in_turn["over"] and other["over"] and in_turn["updates"] == 4
    assert other["updates"] == fit_perceptron(x, y).n_updates == 2
    assert [place["i"] for place in run_of(START | {"picks": [2, 2], "step": 4})] == [-1, 2, 2, 3, 0]


def test_the_still_picture_says_what_has_happened():
    said = PerceptronStepper(step=4).body()
    assert "11 is of class 1 but gets 0 (z = 0): a mistake. w = (0, 0) + (1, 1) = (1, 1)" in said
    assert "it has ended" in PerceptronStepper(step=MOST).body()


def test_own_samples_and_their_name_belong_together():
    with pytest.raises(ValueError, match="expected own numbers with data='own' alone, got data='own' and 0"):
        PerceptronStepper(data="own")
    with pytest.raises(ValueError, match="got data='AND' and 12 numbers"):
        PerceptronStepper(own=[0.0] * 12)


def test_it_weighs_little_in_a_notebook():
    assert len(PerceptronStepper()._repr_html_().encode()) < 125_000
