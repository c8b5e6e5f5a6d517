"""A step on a curve: paths against the library's SGD, lowest points against roots, ends, what is said."""

import numpy as np
import pytest

from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch11_first_order import stability_limit
from dlcourse.optimizers import SGD
from dlcourse.widgets.ch11_step_on_a_curve.step_on_a_curve import SERIES, StepOnACurve
from dlcourse.widgets.ch11_step_on_a_curve.steps import CURVES, LOWEST, MOST, SIZE, TOP, TRAP
from dlcourse.widgets.frame import descents


def ended(**given):
    return StepOnACurve(**given, step=MOST).results()["found"]


@pytest.mark.parametrize("name", SERIES)
def test_runs_of_the_series_are_those_of_the_librarys_descent(name):
    given = SERIES[name]
    f = CURVES[given["curve"]]
    path = descend(f, [given["w"]], SGD, 25, lr=given["lr"])
    found = np.array(StepOnACurve(**given, step=25).results()["course"])
    np.testing.assert_allclose(found[:, :1], path, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found[:, 1], values(f, path), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", CURVES)
def test_lowest_points_are_roots_of_the_slope_and_every_curve_fits_into_the_picture(name):
    slopes = descents.surface(CURVES[name], 1)
    rests = [LOWEST[name]] + [TRAP] * (name == "two")
    for w in rests:
        assert slopes([w])["g"][0] == pytest.approx(0, abs=1e-12)
    heights = [slopes([w])["J"] for w in np.linspace(-SIZE, SIZE, 1001)]
    assert slopes(rests[:1])["J"] == pytest.approx(min(heights), abs=1e-4)
    assert 0 <= min(heights) and max(heights) < TOP
    for w in np.linspace(-SIZE, SIZE, 21):
        near = [slopes([w + h])["J"] for h in (-1e-5, 1e-5)]
        assert slopes([w])["g"][0] == pytest.approx((near[1] - near[0]) / 2e-5, abs=1e-6)


def test_the_series_ends_as_its_names_say():
    found = {name: ended(**given) for name, given in SERIES.items()}
    assert found == {
        "across": "there",
        "too small": "way",
        "better": "there",
        "too large": "out",
        "flat": "flat",
        "trapped": "trapped",
    }


def test_in_the_valley_a_rate_of_one_is_there_in_one_step_and_two_is_the_limit():
    assert StepOnACurve(lr=1, step=1).results()["course"][-1] == [0, 0]
    limit = stability_limit([1])
    assert [ended(lr=limit + d) for d in (-0.2, 0, 0.01)] == ["there", "fro", "out"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"lr": 0.1}, "there"),
        ({"lr": 1.95}, "fro"),
        ({"w": 0}, "there"),
        ({"w": 2.5, "lr": 3, "curve": "two"}, "out"),
        ({"w": 0.1, "lr": 0.1, "curve": "two"}, "flat"),
        ({"w": 0.0, "lr": 0.5, "curve": "two"}, "there"),
        ({"w": 0.5, "lr": 0.2, "curve": "flat"}, "there"),
        ({"w": 0.5, "lr": 0.5, "curve": "flat"}, "fro"),
    ],
)
def test_how_it_ends(given, found):
    assert ended(**given) == found


def test_how_it_ends_is_told_only_in_the_end_and_compared_with_the_guess():
    said = [StepOnACurve(step=k, guess="out").values["texts"]["compared"] for k in (0, 29, 30)]
    assert said[:2] == ["You said thrown out. Play, and compare."] * 2
    assert said[2] == "In the end: at the bottom, not thrown out."
    assert StepOnACurve(step=30, guess="there").values["texts"]["compared"].endswith("You were right.")
    assert "guess first" in StepOnACurve(step=30).values["texts"]["compared"]


def test_the_next_step_is_said_in_numbers_and_drawn():
    v = StepOnACurve(w=2, lr=0.5).values
    assert v["texts"]["now"].endswith("the slope 2.000. Next: 2.000 − 0.50 · 2.000 = 1.000.")
    assert v["arrow"] == [[2, 2], [1, 2]] and v["tip"] == [1, 2]
    (a, b, p), lr = v["lr_of"], 0.5
    assert ((v["tip"][0] - a) / b) ** p == lr
    assert "0.50 · (−2.000) = −1.000." in StepOnACurve(w=-2, lr=0.5).values["texts"]["now"]
    assert StepOnACurve(w=2, lr=3).values["tip"] == [-SIZE, 2]  # at the edge, though it goes on to -4
    for given in ({"step": 1}, {"w": 0}):  # later, and where there is no slope, there is no tip to drag
        assert StepOnACurve(**given).values["tip"] is None


def test_what_is_lost_has_no_next_step():
    v = StepOnACurve(curve="two", w=2.5, lr=3, step=30).values
    assert v["arrow"] is None and v["texts"]["now"] == "It is off, and does not come back."
    assert len(v["course"]) < 10 and v["found"] == "out"


def test_the_tasks_show_what_they_say():
    small, flat, trapped = (state for state, _, _ in StepOnACurve.tasks)
    assert ended(**small | {"lr": 1.0}) == "there" and ended(**small | {"lr": 2.01}) == "out"
    found = {k: ended(**flat | {"lr": k / 100}) for k in (1, 26, 52, 53, 72, *range(85, 301, 43))}
    assert [end for k, end in found.items() if k < 53] == ["flat"] * 3 and found[53] == "way"
    assert "there" not in found.values()  # what leaves the flat part is too large for the valley
    assert stability_limit([9]) == pytest.approx(2 / 9) and ended(**flat | {"w": 1.0, "lr": 0.2}) == "there"
    assert ended(**trapped | {"w": 0.0}) == "there" and ended(**trapped | {"w": 0.25}) == "trapped"
    assert {ended(**trapped | {"lr": k / 100}) for k in (49, 60, 72)} == {"there"}
    assert {ended(**trapped | {"lr": k / 100}) for k in (3, 20, 48)} == {"trapped"}


def test_it_weighs_little_in_a_notebook():
    assert len(StepOnACurve()._repr_html_().encode()) < 100_000
