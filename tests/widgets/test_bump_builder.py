"""The bump builder: its networks and errors against the chapter's, what no K cures, what its tasks show."""

import math

import numpy as np
import pytest

from dlcourse.models.approximation import bump_network, relu_interpolant, sup_error
from dlcourse.widgets.ch08_bump_builder import networks
from dlcourse.widgets.ch08_bump_builder.bump_builder import BumpBuilder
from dlcourse.widgets.ch08_bump_builder.networks import JUMPS, KINK, aims, beside_edges, cells

OWN = [0.5, 1, -1, 0.3, 0, 0.01, 1, 1, -0.25]
SHAPES = [{"target": "sine"}, {"target": "kink"}, {"target": "jumps"}, {"target": "own", "own": OWN}]
KINDS = ("bumps", "knots")


def built(control):
    """The chapter's network for the state of a control, and its target, as functions of arrays."""
    state = control.state

    def f(x):
        return np.array(aims(state, np.asarray(x).tolist(), control.kernels))

    if state["kind"] == "knots":
        return relu_interpolant(f, state["K"]), f
    return bump_network(f, state["K"], steepness=state["steepness"] * state["K"]), f


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["target"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("K", "steepness"), [(1, 8), (4, 1), (8, 8), (20, 3), (48, 8), (64, 64)])
def test_networks_and_largest_errors_are_those_of_the_chapter(shape, kind, K, steepness):
    control = BumpBuilder(**shape, kind=kind, K=K, steepness=steepness)
    model, f = built(control)
    x, y = np.transpose(control.values["network"])
    np.testing.assert_allclose(y, model(x[:, None]).array[:, 0], rtol=1e-9, atol=1e-12)
    assert control.results()["error"] == pytest.approx(sup_error(model, f, n=40_001), rel=0.01)  # finer
    expected = sup_error(model, f, n=cells(K) + 1)
    if kind == "bumps":
        at = np.array([0.5, *beside_edges(K, steepness)])
        expected = max(expected, np.abs(model(at[:, None]).array[:, 0] - f(at)).max())
    if shape["target"] == "jumps":
        at = model(np.array(JUMPS)[:, None]).array
        expected = max(expected, np.abs(at).max(), np.abs(1 - at).max())
        assert control.results()["error"] >= 0.5
    if shape["target"] == "kink":
        expected = max(expected, abs(model(np.array([[KINK]])).array[0, 0] - 1))
    assert control.results()["error"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["target"])
@pytest.mark.parametrize("kind", KINDS)
def test_slopes_are_those_of_the_networks(shape, kind):
    control, h = BumpBuilder(**shape, kind=kind, K=10), 1e-7
    (model, _), x = built(control), (np.arange(24_000) + 0.5) / 24_000  # finer than the control's; no knot
    slopes = (model((x + h)[:, None]).array - model((x - h)[:, None]).array)[:, 0] / (2 * h)
    wanted = aims(control.state, x.tolist(), control.kernels, "slope of ")
    expected = np.abs(slopes - wanted).max()
    assert control.results()["slope_error"] == pytest.approx(expected, rel=0.02) and expected > 1


def test_the_slope_of_a_broken_line_has_the_error_of_the_deck():
    found = BumpBuilder(kind="knots", K=50).results()["slope_error"]
    assert found == pytest.approx(4 * math.pi**2 / (2 * 50), rel=0.01) and found < 0.395  # the bound


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["target"])
def test_the_slope_of_a_target_is_its_difference_quotient(shape):
    (control, h), x = (BumpBuilder(**shape), 1e-6), np.linspace(0.013, 0.987, 60)
    after, before = (np.array(aims(control.state, (x + s).tolist(), control.kernels)) for s in (h, -h))
    slopes = aims(control.state, x.tolist(), control.kernels, "slope of ")
    np.testing.assert_allclose(slopes, (after - before) / (2 * h), atol=1e-5)


def test_targets_are_what_their_names_say():
    def heights(target, *x):
        return aims({"target": target}, x, BumpBuilder().kernels)

    assert heights("sine", 0.25, 0.75) == [1, -1] and heights("jumps", 0, 0.5, 1) == [0, 1, 0]
    assert heights("kink", 0, KINK / 2, KINK, 0.5, 1) == pytest.approx([0, 0.5, 1, 0.75, 0], abs=1e-12)


def test_the_sine_has_the_errors_of_the_deck_and_both_rates():
    def error(kind, K):
        return BumpBuilder(kind=kind, K=K).results()["error"]

    assert [round(error("bumps", K), 4) for K in (5, 10, 20, 50)] == [0.294, 0.1547, 0.0783, 0.0314]
    assert error("knots", 20) == pytest.approx(0.01216, abs=5e-6)
    run = {"seen": 5}
    found = [
        BumpBuilder(**shape, kind=kind, **run).results()["factor"] for shape in SHAPES[:2] for kind in KINDS
    ]
    assert found == pytest.approx([1.95, 3.64, 2, 2], abs=0.01)
    errors = BumpBuilder(**run).results()["errors_knots"]
    assert errors[-2] / errors[-1] == pytest.approx(4, abs=0.02)


def test_a_knot_at_the_kink_leaves_no_error_and_a_knot_beside_it_does():
    exact = BumpBuilder(target="kink", kind="knots", K=48)
    assert exact.results()["slope_error"] < 1e-9
    assert exact.results()["error"] < 1e-12 and "exact, up to rounding" in exact.values["texts"]["verdict"]
    # beside it the broken line cuts the corner: its depth is (change of slope) t (1 - t) / K, with t = 1/3
    depth = (1 / KINK + 1 / (1 - KINK)) * (2 / 9) / 64
    found = BumpBuilder(target="kink", kind="knots", K=64).results()["error"]
    assert found == pytest.approx(depth)


def test_where_a_target_is_not_0_at_an_end_half_a_bump_is_missing_for_any_number():
    for K in (4, 20, 64):
        control = BumpBuilder(target="own", own=[1] * 9, K=K, seen=5)
        assert control.results()["error"] == pytest.approx(0.5, abs=1e-3)
        assert control.values["texts"]["verdict"].endswith(
            "Half a bump is missing there, however many there are. From K = 4 to 64, a doubling divides that "
            "by 1.00."
        )
    assert "1 bump, 2 sigmoids" in BumpBuilder(K=1).values["texts"]["verdict"]
    assert "1 knot, 1 ReLU:" in BumpBuilder(K=1, kind="knots").values["texts"]["verdict"]
    assert "Half a bump" not in BumpBuilder().values["texts"]["verdict"]


def test_a_guess_is_compared_at_the_end_and_nothing_is_said_of_no_error():
    def told(**given):
        return BumpBuilder(**given).values["texts"]["compared"]

    assert told().startswith("When K doubles") and told(guess=3) == "You said 3. Double K, and compare."
    assert (
        told(guess=4, seen=5) == "You said 4; it is 2: 2 too high." and BumpBuilder().values["factor"] is None
    )
    assert told(guess=4, seen=5, kind="knots") == "You said 4: right."
    flat = {"target": "own", "own": [0] * 9, "seen": 5}
    assert told(**flat) == told(**flat, guess=2, kind="knots") == "There is no error to divide."


def test_the_tasks_show_what_they_say():
    first, second, third = (state for state, _, _ in BumpBuilder.tasks)
    both = BumpBuilder(**first, seen=5).values
    ahead = [one < other for one, other in zip(both["errors_knots"], both["errors_bumps"], strict=True)]
    assert ahead == [False, True, True, True, True, True]  # from K = 4 on
    jumping = BumpBuilder(**second, seen=5).results()
    assert min(jumping["errors_bumps"] + jumping["errors_knots"]) >= 0.5 and round(jumping["factor"]) == 1
    assert "no continuous function" in BumpBuilder(**second).values["texts"]["verdict"]
    steep = {m: BumpBuilder(**third | {"steepness": m}).results() for m in (1, 2, 4, 6, 7, 8, 12, 64)}
    assert min(steep, key=lambda m: steep[m]["error"]) in (6, 7, 8)
    assert (
        steep[64]["error"] < 1.8 * steep[6]["error"]
        and steep[64]["slope_error"] > 9 * steep[6]["slope_error"]
    )
    ends = [BumpBuilder(kind=kind).values["network"] for kind in KINDS]
    assert [round(line[-1][1], 1) for line in ends] == [0, 0.8]  # at x = 1.2: back to 0, and straight on
    assert ends[1][-1][0] == pytest.approx(1.2, abs=0.01) and networks.ROOMS[-1] == 64


def test_it_weighs_little_in_a_notebook():
    assert len(BumpBuilder()._repr_html_().encode()) < 175_000
    assert math.isclose(BumpBuilder(K=64).values["now"][0], 64)
