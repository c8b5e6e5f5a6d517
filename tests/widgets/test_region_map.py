"""The region map: its counts against exact ones, its bounds, shades and bent lines, what it says, tasks."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.models.regions import count_regions, guaranteed_regions, zaslavsky
from dlcourse.widgets.ch09_region_map.cuts import bend_at, snapped
from dlcourse.widgets.ch09_region_map.region_map import LENGTHS, STARTS, RegionMap
from dlcourse.widgets.ch09_region_map.starts import BOUNDS, SIZES, resized
from dlcourse.widgets.frame.polygons import is_inside

BOX = [(-1, 1), (-1, 1)]
NAMED = [start for start in STARTS if start not in ("seed", "own")]


def layers_of(control):
    """The weights as Python reads them, layer by layer."""
    found = control.results()
    W, c, V, d = (np.array(found[name], float) for name in "WcVd")
    return [(W, c), (V, d)] if len(d) else [(W, c)]


def units_at(control, points):
    """The value z of every unit at points, by numpy.   -> (points, units)"""
    found, h = [], np.asarray(points, float)
    for W, b in layers_of(control):
        found.append(h @ W + b)
        h = np.maximum(found[-1], 0)
    return np.hstack(found)


def own(net, *lines, second=()):
    """The control with these lines, and numbers of a second layer."""
    columns = [v for column in zip(*lines, strict=True) for v in column]
    return RegionMap(net=net, start="own", own=[*columns, *second], counted=200)


@pytest.mark.parametrize("start", NAMED)
@pytest.mark.parametrize("net", ["2", "3", "5", "3-2", "4-4", "5-3"])
def test_regions_are_counted_as_exactly_as_by_fractions(net, start):
    control = RegionMap(net=net, start=start)
    assert control.results()["regions"] == count_regions(layers_of(control), BOX)


def test_random_networks_have_as_many_regions_as_fractions_count_and_no_more_than_the_bound():
    for seed in range(24):
        net = [*SIZES][seed % len(SIZES)]
        control = RegionMap(net=net, start="seed", seed=seed)
        found = control.results()
        assert found["regions"] == count_regions(layers_of(control), BOX) <= found["most"], (net, seed)
        assert all(np.abs(units_at(control, [[x, y]])).max() < 20 for x in (-1, 1) for y in (-1, 1))


HOSTILE = {
    "parallel": ([1, 2, 0], [-2, -4, 1]),
    "the same line": ([1, 2, 0.25], [-2, -4, -0.5], [0.5, 1, 0.125]),
    "outside": ([1, 0, 3], [0, 1, 0]),
    "no line": ([0, 0, 1], [0, 0, -1], [1, 1, 0]),
    "nothing at all": ([0, 0, 0], [0, 0, 0]),
    "along the border": ([1, 0, 1], [0, 1, -1]),
    "through a corner": ([1, 1, -2], [1, -1, 0]),
    "great numbers": ([100, -100, 1], [100, 100, 100], [-100, 3, 0]),
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_lines_that_cross_nowhere_coincide_or_are_none_are_counted_too(lines):
    n = len(lines)
    for net, m in ((f"{n}", 0), (f"{n}-2", 2)):
        for second in ([0] * ((n + 1) * m), [*[1, -1] * n, *[-0.5, 0.25] * (m // 2)]):
            control = own(net, *lines, second=second[0 : (n + 1) * m])
            assert control.results()["regions"] == count_regions(layers_of(control), BOX)


def test_a_region_thinner_than_the_tie_is_none_and_a_thicker_one_is():
    for gap, expected in ((1e-10, 6), (1e-7, 7), (-1e-7, 7), (-1e-10, 6)):
        control = own("3", [1, 1, 0], [1, -1, 0], [0, 1, gap])
        assert control.results()["regions"] == expected
        assert count_regions(layers_of(control), BOX) == 7  # fractions see every one


def test_bounds_are_those_of_the_library():
    for net, (n, m) in SIZES.items():
        bound = BOUNDS[net]
        assert bound["sure"] <= bound["most"] and LENGTHS[net] == 2 * n + n + n * m + m
        if n == m:
            assert bound["sure"] == guaranteed_regions(n, 2, 2)
        assert bound["most"] == zaslavsky(n, 2) * zaslavsky(m, 2)  # Z(0, 2) = 1
        assert bound["one"] == zaslavsky(n + m, 2)
    assert BOUNDS["4-4"] == {"most": 121, "sure": 44, "one": 37}


@pytest.mark.parametrize(("net", "start"), [("5", "general"), ("4-3", "seed"), ("5-4", "point")])
def test_the_shade_changes_over_each_line(net, start):
    control = RegionMap(net=net, start=start, seed=5)
    points = np.random.default_rng(2).uniform(-1, 1, (60, 2))
    odd = (units_at(control, points) > 0).sum(1) % 2 == 1
    shaded = [any(is_inside(point, part) for part in control.values["odd"]) for point in points]
    assert shaded == odd.tolist() and 5 < odd.sum() < 55


def test_a_bent_line_is_where_its_unit_is_zero_and_bends_at_lines_of_the_first_layer():
    control = RegionMap(net="4-3", start="general")
    kinks = 0
    for j, pieces in enumerate(control.values["bends"]):
        ends = np.array(pieces).reshape(-1, 2)
        z = units_at(control, ends)
        assert len(pieces) and np.abs(z[:, 4 + j]).max() < 1e-9
        on_line, on_border = np.abs(z[:, :4]).min(1) < 1e-9, np.abs(ends).max(1) > 1 - 1e-9
        assert (on_line | on_border).all()
        kinks += on_line.sum()
        x, y = control.values["grips"][j]
        assert abs(units_at(control, [[x, y]])[0, 4 + j]) < 1e-9
    assert kinks >= 12


def test_a_bent_line_goes_through_the_point_it_is_dragged_to_where_a_unit_passes_on():
    lines = [[1, 0, 0], [0, 1, 0]]
    assert bend_at(lines, [2, -1], [0.5, 0.25]) == -0.75  # 2 * 0.5 - 0.25 + d = 0
    assert bend_at(lines, [2, -1], [-0.5, 0.25]) == 0.25  # the first one is off
    assert bend_at(lines, [2, -1], [-0.5, -0.25]) is None  # both are
    assert bend_at([[1, 0, 0], [-1, 0, 1]], [1, 1], [0.5, 0]) is None  # their slopes cancel


def test_a_line_near_a_crossing_of_two_others_goes_through_it():
    lines = [[1, 1, 0], [1, -1, 0], [0, 2, 0.03]]  # 0.015 away
    a, b, c = snapped(lines, 2)
    assert (a, b) == (0, 2) and abs(c) < 1e-12
    assert own("3", *lines[:2], [a, b, c]).results()["regions"] == 6
    assert snapped([*lines[:2], [0, 2, 0.1]], 2) == pytest.approx([0, 2, 0.1])
    assert snapped([[0, 0, 0], *lines], 0) == [0, 0, 0]


def test_it_says_why_regions_are_missing():
    def said(*lines):
        return own(str(len(lines)), *lines).values["texts"]["verdict"].strip()

    tilted = [[1, 1, 0], [1, -1, 0]]
    assert said(*tilted) == "4 regions, and there cannot be more: every two lines cross in the box."
    assert said(*tilted, [0, 1, 0]) == "6 regions, of at most 7. In one point: 1, 2 and 3."
    assert said(*tilted, [2, 2, 1]) == "6 regions, of at most 7. Parallel: 1 and 3."
    assert said(*tilted, [-2, -2, 0]) == "4 regions, of at most 7. The same line: 1 and 3."
    assert said(*tilted, [0, 1, 2]) == "4 regions, of at most 7. Outside of the box: 3."
    assert said(*tilted, [0, 0, 2]) == "4 regions, of at most 7. No line: 3."
    far = said([1, 0.1, 0], [1, -0.1, 0.5])
    assert far == "3 regions, of at most 4. They cross outside of the box: 1 and 2."


def test_each_line_adds_one_more_than_it_crosses_and_the_count_comes_after_the_guess():
    shown = RegionMap(net="5", counted=200, guess=15).values
    assert [shown["texts"][f"count.{k}"] for k in range(5)] == [
        f"{n} of {n}" for n in (2, 4, 7, 11, 16)
    ]  # each line crosses all others
    assert shown["texts"]["compared"] == "You said 15; it is 16: 1 too low." and shown["found"] == 16
    hidden = RegionMap(net="5", counted=15, guess=15).values
    assert hidden["texts"]["compared"] == "You said 15. Count, and compare."
    assert hidden["texts"]["verdict"] == "" and hidden["texts"]["count.0"] == "?"
    assert len(hidden["labels"]) == 15 and hidden["found"] is hidden["most_line"] is None


@pytest.mark.parametrize("net", ["5", "4-2", "2", "3-4"])
def test_another_size_keeps_what_one_has_set(net):
    control = own("3-2", *HOSTILE["great numbers"], second=[1, 2, 3, 4, 5, 6, 7, 8])
    before, after = control.values["own_now"], resized(control.state, net)
    there = RegionMap(net=net, start="own", own=after).values["own_now"]
    both = before.keys() & there.keys()
    assert {name: there[name] for name in both} == {name: before[name] for name in both}
    assert len(after) == LENGTHS[net] and {"W1.0", "W2.1", "c.1"} <= both


@needs_node
def test_what_hands_change_is_the_same_in_the_page():
    state = RegionMap(net="3-2", start="seed").state
    code = """([state, lines]) => { const { resized, snapped, bend_at } = dlcourse.programs["region-map"];
        return [resized(state, "5-4"), snapped(lines, 2), bend_at(lines, [1, 2, 3], [0.5, 0.5])]; }"""
    lines = [[1, 1, 0], [1, -1, 0], [0, 2, 0.03]]
    expected = [resized(state, "5-4"), snapped(lines, 2), bend_at(lines, [1, 2, 3], [0.5, 0.5])]
    for found, value in zip(evaluate(code, [state, lines]), expected, strict=True):
        assert found == pytest.approx(value)


def test_the_tasks_show_what_they_say():
    def regions(**state):
        return RegionMap(**state).results()["regions"]

    far, point, folds = (state for state, _, _ in RegionMap.tasks)
    assert regions(**far) == 6 and regions(**point) == 6
    W, c = (np.array(RegionMap(**far).results()[name]) for name in "Wc")
    steeper = own("3", *[[*W[:, k], c[k]] for k in range(2)], [0.6, 1, 0.5])  # line 3, turned
    assert steeper.results()["regions"] == 7
    W, c = (np.array(RegionMap(**point).results()[name]) for name in "Wc")
    for k in range(3):
        for side in (-0.06, 0.06):  # each line, to both sides
            moved = c + side * (np.arange(3) == k)
            assert own("3", *np.vstack([W, moved]).T.tolist()).results()["regions"] == 7
    assert regions(**folds) == 44 == guaranteed_regions(4, 2, 2) > zaslavsky(8, 2) == 37
    ends = np.array([piece for pieces in RegionMap(**folds).values["bends"] for piece in pieces])
    assert (np.abs(ends).min(2) < 1e-9).any(1).sum() >= 8  # bent on an axis
