"""The cliff: each step against the library, the same bits everywhere, ends, many starts, the tasks."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch15_vanishing import cliff
from dlcourse.ops import sigmoid
from dlcourse.optimizers.clipping import clip_by_norm, clip_by_value
from dlcourse.widgets.ch15_cliff import run, surface
from dlcourse.widgets.ch15_cliff.cliff_map import NAMED, VALLEY, CliffMap
from dlcourse.widgets.ch15_cliff.run import MOST, OUT, STARTS, THERE, WAY

FINAL = """([state, numbers]) => { const { final } = dlcourse.programs["cliff-map"];
  return numbers.map((number) => final(number, state, {}, null)); }"""
RIM = NAMED["on the rim"]


def series(z):
    """The sigmoid of the control for an array: the same operations in the same order."""
    size = np.minimum(abs(z), surface.LARGEST)
    k = (size + 0.5).astype(int)
    rest, found = k - size, np.full_like(z, surface.TERMS[-1])
    for term in surface.TERMS[-2::-1]:
        found = found * rest + term
    e = np.array(surface.POWERS)[k] * found
    return np.where(z >= 0, 1, e) / (1 + e)


def exact(z):
    """The sigmoid with numpy's exp."""
    e = np.exp(-abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def ends(unit, seed, clip=None, limit=1.0):
    """How many of the 200 starts are thrown out, on their way, there: all at once, with this sigmoid."""
    w, b = np.array([[5.5], [-2.7]]) + np.random.default_rng(seed).uniform(-0.02, 0.02, (STARTS, 2)).T
    longest = np.zeros(STARTS)
    for step in range(MOST + 1):
        h = [np.full(STARTS, 0.5)]
        for k in range(50):
            h.append(unit(w * h[k] + b))
        E, G, g_w, g_b = (h[-1] - 0.7) ** 2, 2 * (h[-1] - 0.7), np.zeros(STARTS), np.zeros(STARTS)
        if step == MOST:
            out = (E > 0.05) & (longest > 1)
            return [int(out.sum()), int((~out & (E >= 1e-3)).sum()), int((E < 1e-3).sum())]
        for k in range(50, 0, -1):
            G = G * (h[k] * (1 - h[k]))
            g_w, g_b, G = g_w + G * h[k - 1], g_b + G, G * w
        if clip == "norm":
            size = np.maximum(abs(g_w), abs(g_b))
            size = size * np.sqrt((g_w / size) * (g_w / size) + (g_b / size) * (g_b / size))
            part = np.where(size > limit, limit / size, 1)
            g_w, g_b = g_w * part, g_b * part
        if clip == "value":
            g_w, g_b = g_w.clip(-limit, limit), g_b.clip(-limit, limit)
        w, b, longest = w - 0.1 * g_w, b - 0.1 * g_b, np.maximum(longest, 0.1 * np.hypot(g_w, g_b))


def test_the_sigmoid_by_four_operations_is_the_librarys():
    z = np.concatenate([np.linspace(-36, 36, 2881), [0.0, -0.0, 1e6]])
    found = np.array([surface.sigmoid(float(v)) for v in z])
    np.testing.assert_array_max_ulp(found, sigmoid(z), maxulp=4)
    assert found.tolist() == series(z).tolist()
    assert surface.sigmoid(-1e6) < 1e-17 and surface.POWERS[1] == 0.36787944117144233


def test_E_and_its_gradient_are_the_librarys():
    rng = np.random.default_rng(0)
    for w, b in [*rng.uniform((3.2, -3.2), (6.4, -1.6), (100, 2)), (9.2, 7.5), (5.5, -2.75), (-3.0, 40.0)]:
        E, *gradient = cliff(w, b)
        found = surface.slopes([float(w), float(b)])
        np.testing.assert_allclose([found["J"], *found["g"]], [float(E), *gradient], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(
    "given",
    [{}, {"clip": "value"}, {"limit": 10}, {"b": -2.75}, {"w": 3.5, "b": -2, "lr": 0.7, "limit": 0.1}],
)
def test_each_step_of_both_runs_is_descent_with_the_librarys_clipping(given):
    control = CliffMap(step=MOST, **given)
    state = control.state
    clip = {"norm": clip_by_norm, "value": clip_by_value}[state["clip"]]
    for path, clipped in zip(control.values["paths"], (False, True), strict=True):
        theta = np.array(path)
        _, *gradient = cliff(*theta[:-1].T)
        g = np.array(gradient).T
        if clipped:
            g = np.array([clip([row], state["limit"])[0] for row in g])
        np.testing.assert_allclose(theta[1:], theta[:-1] - state["lr"] * g, rtol=1e-6, atol=1e-9)


def test_it_opens_with_a_run_that_is_thrown_out_and_one_that_arrives():
    found = CliffMap(step=MOST).values
    assert found["ended"] == ["thrown out", "arrived"] and found["found"] == "2"
    assert found["E"][0] == pytest.approx(0.09, abs=0.001) and found["E"][1] < 1e-3
    jumps = [np.linalg.norm(np.diff(path, axis=0), axis=1) for path in found["paths"]]
    assert jumps[0].argmax() == 300 and jumps[0].max() == pytest.approx(4.59, abs=0.01)
    assert jumps[1].max() == pytest.approx(0.1, rel=1e-12)
    assert found["texts"]["longest.0"] == "4.590" and found["texts"]["longest.1"] == "0.100"


def test_who_arrives_is_told_only_in_the_end_and_compared_with_the_guess():
    said = [CliffMap(step=k, guess="12").values["texts"]["compared"] for k in (0, MOST - 1, MOST)]
    assert said[:2] == ["You said both arrive. Play, and compare."] * 2
    assert said[2] == "In the end 2 alone arrives, not both arrive."
    assert CliffMap(step=MOST, guess="2").values["texts"]["compared"].endswith("You were right.")
    assert CliffMap(step=MOST).values["texts"]["compared"].endswith("guess first.")


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ({"lost": True, "J": 0.0}, OUT),
        ({"lost": False, "J": 0.09, "longest": 4}, OUT),
        ({"lost": False, "J": 0.4, "longest": 0.5}, WAY),
        ({"lost": False, "J": 0.02, "longest": 4}, WAY),
        ({"lost": False, "J": 0.09}, WAY),
        ({"lost": False, "J": 9e-4, "longest": 4}, THERE),
    ],
)
def test_a_run_is_thrown_out_by_a_long_step_that_it_does_not_come_back_from(at, end):
    assert run.end_of(at) == end


@pytest.mark.parametrize("seed", [0, 1])
def test_the_start_of_a_number_is_that_of_the_chapter(seed):
    expected = np.array([5.5, -2.7]) + np.random.default_rng(seed).uniform(-0.02, 0.02, (STARTS, 2))
    asked = []

    def starts(start, state):
        asked.append(start)
        return {"start": start, "slopes": lambda theta: {"J": 0.0, "g": [0.0, 0.0]}, "rates": {}, "rules": {}}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "run_from", starts)
        for number in (0, 1, 199):
            run.final(number, CliffMap(seed=seed).state, {}, None)
    assert asked == expected[[0, 1, 199]].tolist()


@pytest.mark.slow  # 600 runs of 500 steps, all at once
@pytest.mark.parametrize(
    ("seed", "plain", "by_value"), [(0, [154, 9, 37], [0, 182, 18]), (1, [166, 6, 28], [0, 178, 22])]
)
def test_of_two_hundred_starts_as_many_are_thrown_out_as_with_numpys_exp(seed, plain, by_value):
    # the bits are those of the control: these counts hold on every processor
    assert ends(series, seed) == plain
    assert ends(series, seed, "norm") == [0, 0, 200]
    assert ends(series, seed, "value") == by_value
    # last bits of exp are another draw of the same rate: four standard deviations of a difference
    assert abs(ends(exact, seed)[OUT] - plain[OUT]) < 4 * (2 * STARTS * 0.8 * 0.2) ** 0.5
    assert wilson(plain[OUT], STARTS)[0] < 0.815 < wilson(plain[OUT], STARTS)[1]


@needs_node
def test_single_starts_end_in_the_page_as_in_python():
    for given in ({}, {"clip": "value", "seed": 1}):
        state, numbers = CliffMap(**given).state, [0, 199]
        assert evaluate(FINAL, [state, numbers]) == [run.final(k, state, {}, None) for k in numbers]


def test_counts_are_told_as_rates_with_the_librarys_intervals():
    assert run.bar_of([OUT, THERE]) == [0, 5, 6] and run.bar_of([THERE, WAY]) == [2, 4, 6]
    said = run.many_told(CliffMap().state, [154, 9, 37, 0, 0, 200, 200])
    low, high = (100 * end for end in wilson(154, 200))
    assert said == (
        f"Without clipping, 154 of 200 are thrown out: 77.0 % (99 % interval {low:.1f} to {high:.1f} %); 37 "
        "arrive. Clipped by norm, 200 arrive: 100.0 % (96.8 to 100.0 %)."
    )
    assert "seed 3: not run yet" in run.many_told(CliffMap(seed=3).state, [0] * 7)


def test_a_step_is_drawn_once_it_is_made_and_one_that_leaves_the_picture_has_a_number():
    before, after = (CliffMap(**RIM, near=True, step=k).values for k in (0, 1))
    assert (
        before["step_arrow"] is None
        and before["raw"] is None
        and "same direction" not in before["texts"]["now"]
    )
    assert before["aim"] == [5.35, -2.85] and after["aim"] is None
    foot, tip = np.array(after["step_arrow"])
    assert np.linalg.norm(tip - foot) == pytest.approx(0.1) and after["leaves"] == "245222 long"
    foot, edge = np.array(after["raw"])
    assert edge[1] == pytest.approx(after["b_high"]) and after["w_low"] < edge[0] < after["w_high"]
    assert (tip - foot) / 0.1 == pytest.approx((edge - foot) / np.linalg.norm(edge - foot))  # its direction
    within = CliffMap(w=4.2, b=-2.1, lr=0.02, step=1).values
    assert within["raw"] is None and within["raw_arrow"] is not None and within["leaves"] is None


def test_clipped_by_value_the_step_on_the_rim_is_turned():
    v = CliffMap(**RIM | {"clip": "value"}, step=1, aim_w=5.4, aim_b=-2.65).values
    foot, tip = np.array(v["step_arrow"])
    assert tip - foot == pytest.approx([0.1, 0.1]) and "turned by 18°" in v["texts"]["now"]
    assert "it landed 0.20 from there" in v["texts"]["now"] and v["missed"][0] == [5.4, -2.65]
    assert CliffMap(**RIM, step=1, aim_w=5.4).values["missed"] is None  # half a guess


def test_level_lines_end_at_the_rims_of_the_cliff():
    for piece in CliffMap().values["levels"]:
        for w, b in piece:
            assert cliff(w, b)[0] < 0.43 and 3.2 <= w <= 6.4
    for level in (0.06, 0.35):
        places = np.array([np.mean(piece, axis=0) for piece in surface.lines_at(level)])
        E = cliff(*places.T)[0]
        far = places[:, 0] > 4.5  # at the cusp, (4, -2), the surface is finer than the grid
        assert far.sum() > 20 and abs(E[far] - level).max() < 0.003


def test_on_the_valley_E_is_almost_0_up_to_the_cliff():
    (w, b), end = VALLEY
    assert (w, b) == (pytest.approx(3.496, abs=1e-3), pytest.approx(-1.6)) and end[1] == pytest.approx(
        -end[0] / 2
    )
    assert [cliff(w + t * (end[0] - w), b + t * (end[1] - b))[0] < 1e-3 for t in (0, 0.5, 0.8)] == [True] * 3


def test_a_closer_look_shows_run_2_and_its_step_whole():
    for k in (0, 150, 253, 400, 500):
        v = CliffMap(near=True, step=k).values
        assert v["w_high"] - v["w_low"] == pytest.approx(0.8) and v["b_high"] - v["b_low"] == pytest.approx(
            0.4
        )
        for w, b in v["paths"][1][-2:]:
            assert v["w_low"] < w < v["w_high"] and v["b_low"] < b < v["b_high"]
    assert CliffMap(near=True, step=300).values["start"] is None  # out of sight


def test_the_named_runs_and_the_tasks_show_what_they_say():
    found = {name: CliffMap(**state, step=MOST).values["ended"][1] for name, state in NAMED.items()}
    assert found["the chapter's"] == "arrived"
    assert found["clipped by value"] == found["a threshold of 0.05"] == "on its way"
    first, rim, turned = (state for state, _, _ in CliffMap.tasks)
    assert first == {"seed": 1} and rim["near"] and turned["clip"] == "value"
    assert CliffMap(**rim).values["aim"] and CliffMap(**rim).values["start"] == [5.5, -2.75]


def test_it_weighs_little_in_a_notebook():
    assert len(CliffMap()._repr_html_().encode()) < 175_000
