"""Descents of the frame: derivatives, paths and level lines against other ways; a control made of them."""

import numpy as np
import pytest
from javascript import evaluate, needs_node
from live_pages import centre, drag

from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch10_surfaces import SURFACES, bowl, rosenbrock
from dlcourse.optimizers import SGD, Momentum
from dlcourse.widgets.frame import Axis, Control, descents, fields
from dlcourse.widgets.frame.plane import level_lines

METHODS = {"descent": {"lr": 0.95}, "momentum": {"lr": 0.1, "momentum": 0.9}, "wild": {"lr": 3}}
RULES = {name: descents.momentum_rule for name in METHODS}
X, Y, LEVELS = (-8, 8), (-3, 3), [0.5, 2, 4]


def setting(state, kernels):
    run = {"start": [state["x"], state["y"]], "rates": METHODS, "rules": RULES}
    return run | {"slopes": kernels["bowl"], "levels": descents.levels(kernels["bowl J"], X, Y, LEVELS)}


def values(state, past, run):
    v = descents.courses(past) | {"levels": run["levels"]}
    return v | {"texts": {"verdict": f"step {len(past) - 1}"}}


class Race(Control):
    """Three methods on a bowl."""

    maker, title = "race", "A race"
    fields = (
        fields.number("x", -7.0, *X, spoken="start, x"),
        fields.number("y", 2.0, *Y, spoken="start, y"),
        *fields.run(60, ("x", "y")),
    )
    pictures = (
        descents.surface_picture("plane", "The bowl", Axis(*X, "x"), Axis(*Y, "y"), len(METHODS)),
        descents.losses_picture("losses", "The costs", len(METHODS), 60, 1e-6, 100),
    )
    formulas = staticmethod(lambda: descents.surfaces({"bowl": bowl}))
    program = (setting, descents.first, descents.following, descents.is_over, values)

    def body(self):
        drawn = self.picture("plane") + self.picture("losses") + descents.methods_legend(METHODS)
        return drawn + self.stepper("Steps", "Play", "Step") + self.told("verdict", tag="p")


@pytest.mark.parametrize("f", [*SURFACES.values(), rosenbrock])
def test_a_surface_has_the_derivatives_of_its_cost(f):
    at, eps = np.array([0.7, -1.3]), 1e-4
    found, near = descents.surface(f, order=2)(at), descents.surface(f)
    for k, way in enumerate(np.eye(2) * eps):
        after, before = near(at + way), near(at - way)
        assert found["g"][k] == pytest.approx((after["J"] - before["J"]) / (2 * eps), abs=1e-5)
        slopes = (np.array(after["g"]) - before["g"]) / (2 * eps)
        np.testing.assert_allclose(found[f"H{k}"], slopes, atol=1e-4)


def test_paths_are_those_of_the_librarys_optimizers():
    control = Race(step=40)
    found = dict(zip(METHODS, control.values["paths"], strict=True))
    for name, method in (("descent", SGD), ("momentum", Momentum)):
        expected = descend(bowl, (-7.0, 2.0), method, 40, **METHODS[name])
        np.testing.assert_allclose(found[name], expected, rtol=1e-12, atol=1e-12)


def test_a_method_that_is_lost_stays_where_it_was_and_the_others_go_on():
    v = Race(step=40).values
    assert v["lost"] == {"descent": False, "momentum": False, "wild": True}
    wild, descent = v["paths"][2], v["paths"][0]
    assert wild[-1] == wild[-2] and descent[-1] != descent[-2] and np.abs(wild).max() < 1e6
    assert v["losses"][0][-1][0] == 40 and v["ends"][2] == wild[-1]


def test_level_lines_lie_on_their_levels():
    x = [X[0] + 16 * i / 40 for i in range(41) for j in range(41)]
    y = [Y[0] + 6 * j / 40 for i in range(41) for j in range(41)]
    pieces = level_lines([a * a + b * b for a, b in zip(x, y, strict=True)], X, Y, [1, 4])
    radii = np.sort([np.hypot(*point) for piece in pieces for point in piece])
    assert abs(radii[:4] - 1).max() < 0.05 and abs(radii[-4:] - 2).max() < 0.05
    assert len(pieces) > 40 and all(abs(r - 1) < 0.05 or abs(r - 2) < 0.05 for r in radii)


def test_of_one_number_the_path_lies_on_its_curve():
    slopes = descents.surface(lambda theta: (theta * theta).sum(), 1)
    run = {"start": [2.0], "slopes": slopes, "rates": {"descent": {"lr": 0.25}}, "rules": RULES}
    past = [descents.first(run)]
    past.append(descents.following(past[-1], run))
    assert descents.courses(past)["paths"] == [[[2.0, 4.0], [1.0, 1.0]]]
    assert descents.curve(slopes, (-1, 1), 2) == [[-1, 1.0], [0, 0.0], [1, 1.0]]


@needs_node
def test_the_page_computes_the_same_race():
    control = Race(step=40)
    code = """([program, state]) => { (0, eval)(program);
      const { race } = dlcourse.programs, setting = race.setting(state, dlcourse.kernels.race);
      const past = [race.first(setting)];
      while (past.length <= state.step) past.push(race.following(past.at(-1), setting));
      return race.values(state, past, setting); }"""
    found = evaluate(code, [control.printed(), control.state])
    for name in ("paths", "ends", "losses"):
        for one, other in zip(found[name], control.values[name], strict=True):
            np.testing.assert_allclose(np.ravel(one), np.ravel(other), rtol=1e-9, atol=1e-11)
    assert [len(piece) for piece in found["levels"]] == [len(piece) for piece in control.values["levels"]]
    flat = [
        np.ravel([p for piece in levels for p in piece])
        for levels in (found["levels"], control.values["levels"])
    ]
    np.testing.assert_allclose(*flat, atol=1e-9)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_start_is_dragged_in_a_control_without_a_script(show):
    page = show(Race(step=5))
    x, y = centre(page, "x-y")
    drag(page, "x-y", 30, 10)
    assert centre(page, "x-y") == pytest.approx((x + 30, y - 10), abs=1.5)
    assert page.inner_text("[data-output=verdict]") == "step 0"
    page.click("[data-action=next]")
    assert page.inner_text("[data-output=verdict]") == "step 1"
    page.press("[data-handle=x-y]", "ArrowRight")
    assert page.inner_text("[data-output=verdict]") == "step 0"
