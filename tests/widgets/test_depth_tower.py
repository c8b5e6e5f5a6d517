"""The depth tower: signals and gradients against the library, histograms, what is said, the tasks."""

import inspect

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.autodiff import grad
from dlcourse.experiments.ch14_initialization import ACTIVATIONS, INITIALIZERS, measured_moments
from dlcourse.tensor import Tensor
from dlcourse.widgets.ch14_depth_tower import shown, tower
from dlcourse.widgets.ch14_depth_tower.depth_tower import NAMED, DepthTower
from dlcourse.widgets.ch14_depth_tower.tower import MOST, M
from dlcourse.widgets.frame.random import generator

FINAL = """([state, n]) => { const { setting, final } = dlcourse.programs["depth-tower"];
  const kernels = dlcourse.kernels["depth-tower"], run = setting(state, kernels);
  return Array.from({ length: n }, (_, k) => final(k, state, kernels, run)); }"""


def log_size(array):
    """log10 of the root mean square."""
    return float(np.log10((np.asarray(array) ** 2).mean()) / 2)


def logs(**given):
    """The logarithms that a control shows in the end, from the input on."""
    return DepthTower(**{"step": MOST} | given).values["logs"]


def by_the_library(initializer, unit, n, depth, seed):
    """Outputs and gradients, with respect to outputs and to weights, of each layer, by automatic
    differentiation."""
    rng = np.random.default_rng(seed)
    h, outputs, weights = Tensor(rng.standard_normal((M, n))), [], []
    outputs.append(h)
    for _ in range(depth):
        weights.append(Tensor(INITIALIZERS[initializer]((n, n), rng)))
        outputs.append(ACTIVATIONS[unit](outputs[-1] @ weights[-1]) * 1.0)
    J = (outputs[-1] * rng.standard_normal((M, n))).sum()
    found = grad(J, [*outputs[1:], *weights])
    return [h.array for h in outputs], found[:depth], found[depth:]


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_weights_are_those_of_the_librarys_initializers(initializer):
    for n in (25, 50):
        found = tower.weights({"initializer": initializer, "width": n}, generator(3))
        expected = INITIALIZERS[initializer]((n, n), np.random.default_rng(3))
        np.testing.assert_allclose(found, expected.ravel(), rtol=1e-9, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ACTIVATIONS)
def test_signals_are_those_of_the_chapters_experiment(unit):
    for initializer in ("Glorot normal", "He uniform", "N(0, .01^2)"):
        moments = measured_moments(
            INITIALIZERS[initializer], ACTIVATIONS[unit], rng=np.random.default_rng(5), width=50, m=M
        )
        found = logs(unit=unit, initializer=initializer, width="50", seed=5)
        np.testing.assert_allclose(found[1:], np.log10(moments) / 2, atol=1e-6)


@pytest.mark.parametrize("unit", ACTIVATIONS)
def test_spread_and_gradients_are_those_of_automatic_differentiation(unit):
    outputs, on_outputs, on_weights = by_the_library("LeCun", unit, 25, 7, 4)
    given = {"unit": unit, "initializer": "LeCun", "width": "25", "depth": 7, "seed": 4}
    spread = [log_size(h - h.mean(axis=0)) for h in outputs]
    np.testing.assert_allclose(logs(**given, quantity="spread"), spread, atol=1e-9)
    for quantity, expected in (("gradient", on_outputs), ("weight", on_weights)):
        first, *found = logs(**given, quantity=quantity)
        assert first is None  # there is no layer 0
        np.testing.assert_allclose(found, [log_size(part) for part in expected], atol=1e-9)


@pytest.mark.slow  # five runs of the full size
def test_the_figures_of_the_chapter():
    ends = {
        ("sigmoid", "Glorot normal", "gradient"): -30.8,
        ("tanh", "Glorot normal", "gradient"): -0.9,
        ("ReLU", "He normal", "gradient"): -0.1,
        ("ReLU", "N(0, 1)", "gradient"): 41.6,
        ("ReLU", "N(0, 1)", "signal"): 42.3,
    }
    for (unit, initializer, quantity), end in ends.items():
        found = DepthTower(unit=unit, initializer=initializer, quantity=quantity, step=MOST).values["found"]
        assert found == pytest.approx(end, abs=0.75), (unit, initializer, quantity)  # of one seed


@pytest.mark.slow
def test_weight_gradients_of_relu_layers_hide_what_signals_do_and_those_of_sigmoids_do_not():
    blind = DepthTower(initializer="N(0, .01^2)", quantity="weight", step=MOST, width="50").values
    first, last = blind["logs"][1], blind["logs"][-1]
    assert abs(first - last) < 1 and "show nothing of it" in blind["texts"]["verdict"]
    assert logs(initializer="N(0, .01^2)", width="50")[-1] < -40
    seen = DepthTower(unit="sigmoid", quantity="weight", step=MOST, width="50").values
    assert seen["logs"][1] - seen["logs"][-1] < -20 and "nothing" not in seen["texts"]["verdict"]


def test_a_spread_that_is_rounding_alone_is_called_so():
    given = {"unit": "sigmoid", "width": "25", "quantity": "spread", "step": MOST}
    assert "what rounding leaves" in DepthTower(**given).values["texts"]["verdict"]
    short = DepthTower(**given, depth=10).values
    assert "per layer. It fades." in short["texts"]["verdict"]
    assert 10 ** (short["logs"][10] - short["logs"][9]) == pytest.approx(1 / 4, rel=0.4)  # the slope at 0


def test_flat_outputs_and_dead_units_are_counted():
    slopes = np.full((M, 25), 0.5)
    slopes[:, 3], slopes[:10, 7] = 0, 0.009
    assert tower.flat_of(slopes.ravel().tolist(), 25) == {
        "flat": pytest.approx(100 * (M + 10) / (25 * M)),
        "dead": 4,
    }
    outputs, *_ = by_the_library("He normal", "ReLU", 25, 7, 0)
    texts = DepthTower(initializer="He normal", width="25", depth=7, step=7).values["texts"]
    assert texts["flat.7"] == f"{100 * (outputs[7] == 0).mean():.0f}"
    assert texts["dead.7"] == f"{100 * (outputs[7] == 0).all(axis=0).mean():.0f}"
    assert texts["flat.0"] == texts["dead.0"] == ""


def test_each_output_is_in_one_bar_and_bars_stand_on_flat_ones():
    control = DepthTower(initializer="He normal", width="25", depth=3, step=3)
    row = tower.bars_of([-9.0, 0.0, 0.0, 0.5, 9.0], 1)
    assert sum(row["ridge"]) == sum(row["shape"]) == 5 and row["ridge"][0] == row["ridge"][-1] == 1
    v = control.values
    assert max(y for bar in v["rest"] for _, y in bar) == 1  # the highest one is as high as the picture
    assert len(v["marked"]) == 1 and max(y for _, y in v["marked"][0]) < 1  # a ReLU is flat at 0
    assert v["marked"][0][0][0] < 0 < v["marked"][0][2][0]
    for k, line in enumerate(v["ridges"]):
        assert line[0] == [-3, k] and line[-1] == [3, k] and min(y for _, y in line) == pytest.approx(k - 2.6)


@pytest.mark.slow
def test_the_end_is_told_only_when_the_run_is_over_and_compared_with_the_guess():
    given = {"width": "25", "guess": -3}
    said = [DepthTower(**given, step=k).values["texts"]["compared"] for k in (0, MOST - 1, MOST)]
    assert said[:2] == ["You said −3.0. Run, and compare."] * 2 and "too high." in said[2]
    v = DepthTower(**given, step=MOST).values
    assert v["gap"] == [[-3, MOST], [v["found"], MOST]]
    assert DepthTower(**given, step=MOST, reach="5").values["gap"][1][0] == -5  # drawn at the end of the axis
    assert "beyond the axis" in DepthTower(**given, step=MOST, reach="5").values["texts"]["verdict"]
    for quantity, end in (("signal", MOST), ("gradient", 1), ("weight", 1)):
        v = DepthTower(width="25", quantity=quantity, step=MOST, guess=0).values
        assert v["found"] == v["logs"][end] and v["end"] == end
    assert DepthTower(quantity="weight").values["texts"]["layer"] == "No layer yet."


def test_the_layer_shown_large_is_the_newest_or_the_one_that_is_asked_for():
    assert DepthTower(step=9, width="25").values["shown"] == 9
    assert DepthTower(step=9, width="25", quantity="gradient").values["shown"] == MOST - 9
    assert DepthTower(step=9, width="25", layer=4).values["shown"] == 4
    assert DepthTower(step=9, width="25", layer=40).values["shown"] == 9  # it is not there yet


def test_many_seeds_have_an_interval():
    found = np.random.default_rng(0).normal(-3, 0.5, 40)
    told = shown.many_of(found.tolist())
    half = 1.96 * found.std(ddof=1) / 40**0.5
    assert told["text"] == (
        f"40 seeds: on average {found.mean():.2f}, 95 % interval {found.mean() - half:.2f} to "
        f"{found.mean() + half:.2f}; single ones from {found.min():.1f} to {found.max():.1f}."
    ).replace("-", "−")
    assert sum(told["bins"]) == 40 and max(told["bins"]) == told["top"]
    assert shown.many_of([]) == shown.many_of([1.0]) and shown.many_of([2.0, 2.0])["bins"][0] == 2


@needs_node
@pytest.mark.parametrize("quantity", ["signal", "gradient", "weight"])
def test_a_run_of_another_seed_ends_in_the_page_where_it_does_in_python(quantity):
    control = DepthTower(initializer="He normal", width="25", depth=20, quantity=quantity)
    found = evaluate(FINAL, [control.state, 3])
    for seed in range(3):
        again = DepthTower(**control.state | {"seed": seed, "step": MOST})
        assert found[seed] == pytest.approx(again.values["found"], abs=1e-9)


@pytest.mark.slow  # eight runs of the full size
def test_the_tasks_show_what_they_say():
    relu, spread, blind = (state for state, _, _ in DepthTower.tasks)
    end = logs(**relu)[-1]
    assert end / MOST == pytest.approx(np.log10(0.5) / 2, abs=0.02)  # half the mean square goes at each layer
    assert abs(logs(**relu | {"initializer": "He normal"})[-1]) < 1
    assert logs(**spread)[-1] < -14 and logs(**spread | {"quantity": "signal"})[-1] == pytest.approx(
        -0.3, abs=0.05
    )
    gradients = [logs(**spread | {"quantity": "gradient", "initializer": name})[1] for name in
                 ("Glorot normal", "Glorot, gain 4")]  # fmt: skip
    assert gradients[0] < -28 and -15 < gradients[1] < -5
    assert "nothing" in DepthTower(**blind, step=MOST).values["texts"]["verdict"]
    seen = logs(**blind | {"unit": "sigmoid"})
    assert seen[1] - seen[-1] < -60


def test_named_runs_are_the_chapters_and_it_weighs_little_in_a_notebook():
    for part in NAMED.values():
        assert part["width"] == "100" and part["depth"] == MOST and part["seed"] == 0
    assert inspect.signature(measured_moments).parameters["n_layers"].default == MOST
    assert len(DepthTower()._repr_html_().encode()) < 150_000
