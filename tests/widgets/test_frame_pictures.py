"""Pictures, axes, numbers as text, the pace of playing, the generator: the same in Python and in the page."""

import math
from dataclasses import asdict

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.widgets.frame.axes import Axis, fitting, ticks
from dlcourse.widgets.frame.graph import arrow
from dlcourse.widgets.frame.guess import compared
from dlcourse.widgets.frame.marks import marks_of
from dlcourse.widgets.frame.picture import mark_text, placed
from dlcourse.widgets.frame.plane import arrow_of, grid, level_lines, line_across
from dlcourse.widgets.frame.text import fill, number_text

AXES = [Axis(-0.5, 1.5), Axis(0, 0.15), Axis(1, 1000, log=True), Axis(0.01, 5, log=True), Axis(-80, 20)]
AXES += [Axis(240, 0, marks=((0, "top"),)), Axis(-3, 3e5), Axis(2, 2.0003)]
MARKS = [
    {"path": [(0.1, 0.2), (0.5, 1.0)], "kind": "half", "width": 2.345},
    {"pieces": [[(0, 0), (1, 1)], [(0, 1), (1, 0)]]},
    {"pieces": []},
    {"dot": (0.2, 0.3), "kind": "zero", "label": "01, <10>", "below": True},
    {"dot": (0.5, 0.5), "r": 15},
    {"square": (0.9, 0.1), "kind": "one"},
    {"cross": (0.9, 0.1), "kind": "probe"},
    {"path": [0.1, 0.2, 0.5, 1.0, 0.2, 0.3], "kind": "thin"},
    {"bar": (0.2, 0.4, 0, 0.75), "kind": "bar"},
    {"text": "∂J/∂w & more", "at": (0.5, 0.5), "kind": "mid"},
]


@needs_node
def test_axes_place_and_mark_alike_in_both_languages():
    code = """(axes) => { const { ticks, share, value_at } = dlcourse.shared; return axes.map((axis) =>
      [ticks(axis), [0, 0.25, 1].map((part) => share(axis, value_at(axis, part)))]); }"""
    for axis, (found, shares) in zip(AXES, evaluate(code, [asdict(axis) for axis in AXES]), strict=True):
        here = ticks(asdict(axis))
        assert [text for _, text in found] == [text for _, text in here], axis
        np.testing.assert_allclose([v for v, _ in found], [v for v, _ in here], rtol=1e-12)
        np.testing.assert_allclose(shares, [0, 0.25, 1], atol=1e-12)
        low, high = sorted([axis.low, axis.high])
        assert 1 <= len(found) <= 7 and all(low - 1e-9 <= v <= high + 1e-9 for v, _ in found)


@needs_node
def test_an_axis_is_long_enough_for_what_it_holds_in_both_languages():
    pairs, all_of_them = [[0, 2], [-1, 5]], [1.5, 2.5, 9]
    code = "([pairs, all]) => all.map((most) => dlcourse.shared.fitting(pairs, most))"
    assert evaluate(code, [pairs, all_of_them]) == [fitting(pairs, most) for most in all_of_them]
    assert [fitting(pairs, most)[1] for most in all_of_them] == [2, 5, 5]


def test_the_head_of_an_arrow_ends_at_its_tip():
    shaft, head = arrow((0, 0), (3, 4), 1, "forward", **{"if": "@on"})
    assert shaft == {"path": [(0, 0), (3, 4)], "kind": "forward", "if": "@on"}
    one, tip, other = np.array(head["path"])
    np.testing.assert_allclose(tip, (3, 4))
    np.testing.assert_allclose((one + other) / 2, np.array((3, 4)) * 0.8)  # one unit before the tip
    assert (one - other) @ (3, 4) == pytest.approx(0)


@needs_node
def test_marks_are_drawn_alike_in_both_languages():
    x, y, frame = asdict(Axis(0, 1)), asdict(Axis(0, 2)), [34, 8, 260, 200]
    code = """({ marks, x, y, frame }) => { const { placed, mark_text } = dlcourse.shared;
      return marks.map((mark) => mark_text(mark, (point) => placed(point, x, y, frame))); }"""
    drawn = evaluate(code, {"marks": MARKS, "x": x, "y": y, "frame": frame})
    assert drawn == [mark_text(mark, lambda point: placed(point, x, y, frame)) for mark in MARKS]
    assert "01, &lt;10&gt;" in drawn[3] and "∂w &amp; more" in drawn[9]


VALUES = {
    "w": [1.0, -0.5, 4.0, 0.0], "v": [-2.0, 0.25], "c": [0.0, -1.0], "b": [0.5], "n": 120,
    "m": [17, 120, 0], "x": -0.25, "nothing": None, "word": "<b>",
    "maps": np.sin(np.arange(18)).tolist(), "on": 1,
    "losses": (0.5 + np.cos(np.arange(700)) / 2).tolist(), "h": [0, 0, 0.01, 0.02, 1, 1, 0, 0.03],
}  # fmt: skip
TEMPLATES = [
    {"network": ["@w", "@v"], "names": [["a", "b"], ["c", "d", "e"], ["f"]], "biases": ["@c", "@b"]}
    | {"maps": "@maps", "level": 0.5, "lines": ["@c", "@v", "@c"], "within": [-0.5, 1.5]},
    {"histogram": "@m", "most": 100},
    {"course": "@losses", "top": 0.9},
    {"points": "@h", "targets": [0, 1, 1, 0], "names": ["00", "01", "10", "11"]},
    {"line": ["@w.0", "@w.3", "@x"], "within": [-0.5, 1.5], "kind": "half"},
    {"line": ["@w.0", "@w.1", "@x"], "within": [-0.5, 1.5], "kind": "unit1", "along": 0.3, "name": "h"},
    {"arrow": [["@w.0", "@x"], ["@w.2", 2]], "kind": "gap"},
    {"contour": "@maps", "within": [0, 1], "level": 0.1, "kind": "half", "if": "@on"},
    {"text": "n = {n:0}, {word}, {w.2:1}{w.4}", "at": ["@x", "@c.1"]},
]
UNDRAWN = [
    {"arrow": [["@w.0", "@x"], ["@w.0", "@x"]], "kind": "gap"},
    {"dot": ["@x", "@w.4"]},
    {"text": "never", "at": [0, 0], "if": "@nothing"},
    {"path": [[0, "@unknown"], [1, 1]]},
    {"line": [0, 0, 1], "within": [0, 1], "kind": "half", "along": 0.5, "name": "no line"},
]


@needs_node
def test_templates_become_the_same_marks_in_both_languages():
    code = """({ templates, values }) => templates.map((one) => dlcourse.shared.marks_of([one], values))"""
    found = evaluate(code, {"templates": [*TEMPLATES, *UNDRAWN], "values": VALUES})
    for template, drawn in zip([*TEMPLATES, *UNDRAWN], found, strict=True):
        expected = marks_of([template], VALUES)
        assert len(drawn) == len(expected) and bool(drawn) == (template in TEMPLATES), template
        for got, mark in zip(drawn, expected, strict=True):
            same_mark(got, mark)


def same_mark(got, mark):
    """Asserts that both marks have the same entries, with numbers up to rounding."""
    assert got.keys() == mark.keys()
    for name, value in mark.items():
        if isinstance(value, str) or name in ("scaled", "below"):
            assert got[name] == value, name
        elif name == "pieces":
            assert [len(piece) for piece in got[name]] == [len(piece) for piece in value]
            flat = [[v for piece in pieces for v in np.ravel(piece)] for pieces in (got[name], value)]
            np.testing.assert_allclose(*flat, atol=1e-12)
        else:
            np.testing.assert_allclose(np.ravel(got[name]), np.ravel(value), atol=1e-12)


def test_a_network_has_wide_lines_for_large_weights_and_dashes_below_zero():
    marks = marks_of(TEMPLATES[:1], VALUES)
    edges = [mark for mark in marks if "width" in mark]
    assert [mark["kind"] for mark in edges] == ["plus", "minus", "plus", "plus", "minus", "plus"]
    assert max(edges, key=lambda mark: mark["width"]) == edges[2]  # the weight 4
    assert len([mark for mark in marks if "shade" in mark]) == 2


@needs_node
def test_an_arrow_stands_on_its_line_and_points_to_where_it_is_positive():
    lines = np.random.default_rng(1).uniform(-1, 1, (40, 3)).tolist()
    code = "(lines) => lines.map(([a, b, c]) => dlcourse.shared.arrow_of(a, b, c, 0.3, -0.5, 1.5))"
    for (a, b, c), found in zip(lines, evaluate(code, lines), strict=True):
        expected = arrow_of(a, b, c, 0.3, -0.5, 1.5)
        assert (found is None) == (expected is None)
        if found:
            np.testing.assert_allclose(found, expected, atol=1e-12)
            (x, y), (p, q) = found
            assert abs(a * x + b * y + c) < 1e-9 and a * p + b * q + c > 0


@needs_node
def test_lines_and_contours_are_the_same_in_both_languages():
    lines = np.random.default_rng(0).uniform(-2, 2, (60, 3)).tolist()
    values = np.sin(3 * np.array(grid(-0.5, 1.5, 12))).sum(axis=1).tolist()
    code = """({ lines, values }) => { const { line_across, level_lines, grid } = dlcourse.shared;
      const cut = [[-0.5, 1.5], [-0.5, 1.5], [0.5]];
      return [lines.map(([a, b, c]) => line_across(a, b, c, -0.5, 1.5)), level_lines(values, ...cut),
        grid(-0.5, 1.5, 12)]; }"""
    found, cut, points = evaluate(code, {"lines": lines, "values": values})
    for line, ends in zip(lines, found, strict=True):
        np.testing.assert_allclose(np.ravel(ends), np.ravel(line_across(*line, -0.5, 1.5)), atol=1e-12)
    expected = level_lines(values, (-0.5, 1.5), (-0.5, 1.5), [0.5])
    assert [len(piece) for piece in cut] == [len(piece) for piece in expected] and len(cut) > 10
    np.testing.assert_allclose(np.ravel(cut), np.ravel(expected), atol=1e-12)
    np.testing.assert_allclose(points, grid(-0.5, 1.5, 12), atol=1e-12)


def test_line_across_ends_on_the_border_of_the_square_and_on_the_line():
    assert sorted(line_across(1.0, 1.0, -1.0, -0.5, 1.5)) == [(-0.5, 1.5), (1.5, -0.5)]
    assert line_across(1.0, 1.0, 5.0, -0.5, 1.5) == line_across(0.0, 0.0, 1.0, -0.5, 1.5) == []


@needs_node
def test_numbers_read_alike_in_both_languages():
    numbers = [0, -0.0, -0.0001, 0.125, 0.375, -0.125, 0.12345, 0.00005, 1 / 3, -2, 100, 12.3456, 1e-9, 1e-13]
    numbers += [6.14e-6, -0.00099, 0.001, 1.1e-5, 2500, 0.9 * 6.1e-6 * 2, 1e15, -4.25e22, 3.8e260]
    code = """(n) => n.map((v) => [undefined, 0, 2, 6].map((d) => dlcourse.numberText(v, d))
              .concat(dlcourse.numberText(v, 6, true)))"""
    expected = [[*(number_text(v, d) for d in (None, 0, 2, 6)), number_text(v, 6, True)] for v in numbers]
    assert evaluate(code, numbers) == expected


@needs_node
def test_templates_are_filled_alike_in_both_languages():
    template, values = "{a} · {b:2} = {c:~6}, {word}", {"a": 6.1e-6, "b": -0.004, "c": 1.1e-5, "word": "?"}
    code = "({ template, values }) => [undefined, 3].map((d) => dlcourse.fill(template, values, d))"
    expected = [fill(template, values, digits) for digits in (None, 3)]
    assert evaluate(code, {"template": template, "values": values}) == expected
    assert expected[0] == "6.1×10⁻⁶ · 0.00 = 0.000011, ?"


def test_no_factor_reads_zero_that_is_none():
    for value in (6.1e-6, 1e-11, -0.0004):
        assert number_text(value) != "0" and number_text(value, 6, True) != "0.000000"


@needs_node
@pytest.mark.parametrize("seed", [0, 1, 9, 42, 2**31, 999_999_999, 2**32 - 1])
def test_the_generator_is_numpys_own(seed):
    code = """(seed) => { const draw = dlcourse.rng(seed), other = dlcourse.rng(seed);
      const many = (n, f) => Array.from({ length: n }, f);
      return [many(1000, () => draw()), many(100, () => other(-2, 3))]; }"""
    numbers, wide = evaluate(code, seed)
    assert numbers == np.random.default_rng(seed).random(1000).tolist()
    assert wide == np.random.default_rng(seed).uniform(-2, 3, 100).tolist()


@needs_node
def test_playing_begins_slowly_and_grows_faster_without_a_jump():
    code = """(times) => { const { ahead } = dlcourse.pace;
      return times.map((t) => [ahead(0, t, 1), ahead(ahead(0, 10, 1), t - 10, 1), ahead(0, t / 4, 4)]); }"""
    times = [10, 15, 20, 25, 30]
    for t, (whole, resumed, fast) in zip(times, evaluate(code, times), strict=True):
        assert [whole, resumed, fast] == pytest.approx([8 * math.exp((t - 4) / 4)] * 3)
    assert evaluate("() => [4, 8, 40].map(dlcourse.pace.whole)") == pytest.approx([2, 4, 4 + 4 * math.log(5)])
    slow = evaluate("() => [1, 2, 3, 4].map((t) => dlcourse.pace.ahead(0, t, 1))")
    assert slow == [2, 4, 6, 8]


@needs_node
def test_the_slider_stops_at_each_of_the_first_steps_and_at_the_last():
    stops = evaluate("(most) => dlcourse.stops(most)", 3000)
    assert stops[:21] == list(range(21)) and stops[-1] == 3000 and len(stops) < 150
    assert all(before < after for before, after in zip(stops, stops[1:], strict=False))
    assert evaluate("(most) => dlcourse.stops(most)", 1) == [0, 1]


@needs_node
def test_a_course_is_computed_once_and_stops_where_it_is_over():
    code = """() => { let calls = 0;
      const course = dlcourse.course(1, (x) => { calls += 1; return 2 * x; }, (x) => x >= 16);
      const reached = [2, 100, 3].map((k) => course.reach(k));
      return [...reached, course.isOver(), course.states, calls]; }"""
    assert evaluate(code) == [2, 4, 3, True, [1, 2, 4, 8, 16], 4]


@needs_node
def test_a_guess_is_compared_with_what_came_out_in_both_languages():
    cases = [(None, 1, 2), (0.5, None, 2), (0.5, 0.502, 2), (0.5, 0.25, 2), (20, 36, 0)]
    code = "(cases) => cases.map((given) => dlcourse.shared.compared('How many?', ...given))"
    found = [compared("How many?", *case) for case in cases]
    assert evaluate(code, cases) == found
    assert found[:3] == ["How many?", "You said 0.50. Run, and compare.", "You said 0.50: right."]
    assert found[3:] == ["You said 0.50; it is 0.25: 0.25 too high.", "You said 20; it is 36: 16 too low."]
