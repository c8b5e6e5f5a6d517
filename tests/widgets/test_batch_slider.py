"""The batch slider: answers, running averages and many batches against the library's layer; what is said."""

import math

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments.ch16_batch_normalization import BATCH
from dlcourse.layers import BatchNorm
from dlcourse.widgets.ch16_batch_slider import batch
from dlcourse.widgets.ch16_batch_slider.batch import BATCHES, MOST, NAMES, quantile
from dlcourse.widgets.ch16_batch_slider.batch_slider import BatchSlider
from dlcourse.widgets.frame import draws

MANY = """([state, n]) => {
  const program = dlcourse.programs["batch-slider"], run = program.setting(state, {});
  return Array.from({ length: n }, (_, k) => program.final(k, state, {}, run)); }"""
SETTINGS = [
    {},
    {"size": "2", "eps": "0.1", "seed": 3, "trained": 7},
    {"size": "8", "gamma": -2.5, "beta": 1.5, "step": 13, "to": 18},
    {"size": "64", "eps": "10", "seed": 12, "step": MOST},
    {"size": "2", "x1": 5, "x2": 5, "trained": 0},
]


def layer_of(control):
    """The library's layer, trained on the batches that the seed draws."""
    state = control.state
    layer = BatchNorm(1, momentum=0.9, eps=float(state["eps"]))
    layer.gamma.array[:], layer.beta.array[:] = state["gamma"], state["beta"]
    rng = np.random.default_rng(1000 * state["seed"] + 999)
    for _ in range(state["trained"]):
        layer(rng.normal(6, 3, (int(state["size"]), 1)))
    return layer


def answers(layer, x):
    return np.asarray(layer(np.reshape(x, (-1, 1)).astype(float)).array).ravel()


@pytest.mark.parametrize("given", SETTINGS)
def test_answers_are_those_of_the_librarys_layer_in_both_modes(given):
    for mode in ("train", "test"):
        control = BatchSlider(**given, mode=mode)
        v, layer = control.values, layer_of(control)
        assert v["running_mean"] == pytest.approx(layer.running_mean[0], rel=1e-12)
        assert v["running_variance"] == pytest.approx(layer.running_variance[0], rel=1e-12)
        assert (v["mean"], v["variance"]) == pytest.approx((np.mean(v["x"]), np.var(v["x"])), rel=1e-12)
        if mode == "test":
            layer.eval()
        np.testing.assert_allclose(v["y"], answers(layer, v["x"]), rtol=1e-9, atol=1e-9)
        state = control.state
        np.testing.assert_allclose(
            v["y"], state["gamma"] * np.array(v["x_hat"]) + state["beta"], rtol=1e-12, atol=1e-12
        )


@needs_node
@pytest.mark.parametrize("size", batch.SIZES)
def test_many_batches_are_the_librarys_too_in_python_and_in_the_page(size):
    control = BatchSlider(size=size, seed=5, gamma=1.5)
    state, layer = control.state, layer_of(control)
    expected = []
    for number in range(20):
        fellows = np.random.default_rng(5000 + number).normal(6, 3, size - 1)
        expected.append(answers(layer, [state["x1"], *fellows])[0])
    run = batch.setting(state, {})
    np.testing.assert_allclose([batch.final(k, state, {}, run) for k in range(20)], expected, rtol=1e-8)
    np.testing.assert_allclose(evaluate(MANY, [state, 20]), expected, rtol=1e-8)


def test_the_first_batch_is_the_chapters():
    v = BatchSlider().values
    assert sorted(v["x"]) == sorted(np.asarray(BATCH, float)[:, 0])
    assert v["texts"]["now"] == "A, by this batch: x̂ = (5.0 − 6.00) / √(9.00 + ε) = −0.333, y = −0.333."


def test_the_answer_is_compared_with_the_guess_when_b_has_arrived():
    said = [BatchSlider(step=k, guess=-1).values["texts"]["compared"] for k in (0, MOST - 1, MOST)]
    assert said[:2] == ["You said −1.00. Play, and compare."] * 2
    assert said[2] == "You said −1.00; it is 0.82: 1.82 too low."
    assert BatchSlider(step=MOST, guess=0.82).values["texts"]["compared"].endswith("right.")
    assert BatchSlider(step=MOST).values["texts"]["now"].endswith("; before B moved it was −0.333.")


def test_of_n_samples_none_is_further_than_the_root_of_n_minus_1():
    for size in (2, 4, 8):
        others = {f"x{k}": -6 for k in range(2, size + 1)}
        found = BatchSlider(size=str(size), x1=18, **others).values["y"][0]
        assert found == pytest.approx(math.sqrt(size - 1), rel=1e-6)
        below = {name: 17 for name in others}
        near = BatchSlider(size=str(size), x1=18, **below).values["y"][0]
        assert near == pytest.approx(found, rel=1e-3)  # however far away they are
        above = BatchSlider(size=str(size), x1=5, **below).values["y"][0]
        assert above == pytest.approx(-found, rel=1e-3)
    assert BatchSlider(size="2", x2=5).values["y"] == [0, 0]  # two that are equal


def spread(size, seed, **given):
    state = BatchSlider(size=size, seed=seed, **given).state
    run = batch.setting(state, {})
    found = [batch.final(k, state, {}, run) for k in range(BATCHES)]
    return quantile(found, 0.05), quantile(found, 0.95), found


@pytest.mark.parametrize("seed", [0, 1])
def test_the_tasks_show_what_they_say(seed):
    outlier = [BatchSlider(to=16, step=k).values["y"] for k in (0, MOST)]
    assert np.round([y[0] for y in outlier], 2).tolist() == [-0.33, -0.44]
    assert np.ptp(outlier[1][2:]) < 0.6 * np.ptp(outlier[0][2:])  # C and D lie closer together
    test = {"mode": "test", "seed": seed}
    first, last = (BatchSlider(**test, step=k).values for k in (0, MOST))
    assert first["y"][0] == last["y"][0] and first["other"] != last["other"]
    assert last["texts"]["now"].endswith("as before B moved.")
    early = BatchSlider(**test, trained=10).values
    assert early["running_mean"] < 5 and early["y"][0] > first["y"][0]  # the mean is still on its way up
    two = spread(2, seed)
    assert two[:2] == pytest.approx((-1, 1), abs=1e-4) and np.mean(np.abs(two[2]) > 0.9) > 0.98
    wide = [spread(size, seed)[1] - spread(size, seed)[0] for size in (4, 8, 64)]
    assert wide[0] > 1.1 * (two[1] - two[0])  # the page says so: of two samples none gets more than 1
    assert wide[0] > 1.4 * wide[1] > 1.4 * 2 * wide[2]
    assert np.ptp(spread(4, seed, mode="test")[2]) == 0


def test_a_mean_below_0_stands_in_parentheses_behind_the_minus():
    v = BatchSlider(x1=-6, x2=-6, x3=-6, x4=-5).values
    assert "x̂ = (−6.0 − (−5.75)) / √(0.19 + ε)" in v["texts"]["now"]
    assert "(−6.0 − 0.00)" in BatchSlider(x1=-6, mode="test", trained=0).values["texts"]["now"]


def test_names_stay_within_the_picture_at_its_edges():
    for x in (batch.LOW, 12, 16, batch.HIGH):
        v = BatchSlider(x1=x, to=x, x2=5).values
        letter, goal = v["named"][0][0], v["goal_at"][0]
        assert batch.LOW < letter < batch.HIGH - 0.9 and batch.LOW < goal < batch.HIGH - 2.3
        assert abs(letter - x) < 1.5 and abs(goal - x) < 3
    everywhere = {f"x{k}": -6 for k in range(1, 5)}
    assert BatchSlider(**everywhere).values["mean_at"] == [-4.5, 2.3]  # below "answer y"


def test_quantiles_are_numpys():
    for n in (1, 2, 20, 500):
        numbers = draws(n, n)
        for part in (0.05, 0.95):
            assert quantile(numbers, part) == pytest.approx(np.quantile(numbers, part), rel=1e-12)


def test_what_is_beyond_the_picture_counts_in_the_outer_bars():
    assert [batch.bar_of(y) for y in (-99, -4, 3.99, 4, 99)] == [0, 0, 31, 31, 31]


def test_as_many_samples_are_shown_as_can_be_dragged():
    for size, n in (("2", 2), ("4", 4), ("8", 8), ("64", 8)):
        v = BatchSlider(size=size).values
        assert len(v["at"]) == v["things"] == n <= len(NAMES) and len(v["y"]) == int(size)
        assert len(v["others"]) == int(size) - n


def test_it_weighs_little_in_a_notebook():
    assert len(BatchSlider()._repr_html_().encode()) < 120_000
