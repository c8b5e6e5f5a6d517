"""The puzzles: lines read as by NumPy, answers against small steps, slips by name, other right lines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from javascript import evaluate, needs_node
from puzzle_lines import RIGHT, SLIPS
from puzzle_unread import UNREAD

from dlcourse.widgets.one_line.arrays import evaluated
from dlcourse.widgets.one_line.cases import PARTS, plain, puzzles
from dlcourse.widgets.one_line.compared import env_of, names_of, steps_of
from dlcourse.widgets.one_line.judge import judged
from dlcourse.widgets.one_line.language import read
from dlcourse.widgets.one_line.puzzles import Puzzles

ALL = puzzles()
every_puzzle = pytest.mark.parametrize("name", ALL)


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


NUMPY = {
    name: getattr(np, name) for name in "exp log sqrt abs sign tanh maximum minimum where clip min".split()
}
NUMPY |= {"sum": np.sum, "mean": np.mean, "max": np.max, "len": len, "softmax": softmax, "square": np.square}
NUMPY |= {"sigmoid": lambda a: 1 / (1 + np.exp(-a)), "relu": lambda a: np.maximum(a, 0)}
NUMPY |= {"ones_like": np.ones_like, "zeros_like": np.zeros_like}


def in_numpy(line, arrays):
    """What Python and NumPy make of a line, None where they refuse it."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(eval(line, dict(NUMPY), arrays), float)
    except (ValueError, TypeError, IndexError):
        return None


def in_a_puzzle(line, arrays):
    """What the control makes of it, None where it is refused."""
    found = read(line, list(arrays))
    assert not found["error"], (line, found["error"])
    x = evaluated(found["tree"], {name: plain(value) for name, value in arrays.items()})
    return None if "error" in x else np.reshape(x["data"], [int(n) for n in x["shape"]])


RNG = np.random.default_rng(0)
ARRAYS = {"A": RNG.normal(size=(3, 2)), "B": RNG.normal(size=(2, 3)), "C": RNG.normal(size=(3, 1))}
ARRAYS |= {"u": RNG.normal(size=2), "v": RNG.normal(size=3), "c": np.array(0.7), "S": RNG.normal(size=(3, 3))}
ATOMS = st.sampled_from([*ARRAYS, "2", "0.5", ".25", "1e-1"])


AXES_OF_NUMBERS = "[:, None]", "axis=0", "(0)", "(-1)"


def larger(part):
    """Lines made of lines; a minus, too, whose place among powers and products is easily got wrong."""
    binary = st.tuples(part, st.sampled_from("+ - * / @ **".split()), part).map(" ".join)
    compared = st.tuples(part, st.sampled_from("< > <= >= == !=".split()), part).map(" ".join)
    one = st.tuples(st.sampled_from("abs tanh exp sigmoid sign relu square".split()), part)
    axes = st.sampled_from(["", "axis=0", "axis=1", "-1", "axis=1, keepdims=True", "keepdims=True", "0"])
    along = st.tuples(part, st.sampled_from(["sum", "mean", "max", "min"]), axes)
    return st.one_of(
        binary,
        compared.map("1.0 * ({})".format),  # true and false of NumPy are no numbers everywhere
        part.map("-{}".format),
        part.map("({})".format),
        part.map("({}).T".format),
        part.map("({})[:, None]".format),
        one.map(lambda given: "{}({})".format(*given)),
        along.map(lambda given: "({}).{}({})".format(*given)),
        st.tuples(part, part, part).map(lambda given: "where({} > 0, {}, {})".format(*given)),
    )


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.recursive(ATOMS, larger, max_leaves=6))
def test_a_line_gives_what_numpy_gives(line):
    try:
        expected = in_numpy(line, ARRAYS)
    except (AttributeError, SyntaxError):  # numbers of Python have no .T, no sum, no axes
        return
    found = in_a_puzzle(line, ARRAYS)
    if expected is None or found is None:
        # with a number NumPy has some axes and not others
        assert (expected is None) == (found is None) or any(axis in line for axis in AXES_OF_NUMBERS), line
    elif np.isfinite(expected).all() and np.abs(expected).max(initial=0) < 1e200:
        assert found.shape == expected.shape, line
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11, err_msg=line)
    else:
        assert not np.isfinite(found).all() or np.abs(found).max() > 1e199, line


def numbers(one, case):
    """What is given in a case, for NumPy, and all steps."""
    given = {name: np.reshape(x["data"], x["shape"]) for name, x in case["given"].items()}
    return given | case["sizes"]


def cost(one, given):
    """J by NumPy alone."""
    values = dict(given)
    for name, line in one["steps"]:
        values[name] = eval(line, dict(NUMPY), values)
    return float(eval(one["J"], dict(NUMPY), values))


@every_puzzle
def test_the_model_answer_is_what_small_steps_say(name):
    one, eps = ALL[name], 1e-5
    for case in one["cases"]:
        given = numbers(one, case)
        x = given[one["of"]]
        slopes = np.empty(x.shape)
        for k in np.ndindex(x.shape):
            ends = []
            for by in (eps, -eps):
                moved = x.copy()
                moved[k] += by
                ends.append(cost(one, given | {one["of"]: moved}))
            slopes[k] = (ends[0] - ends[1]) / (2 * eps)
        answer = evaluated(read(one["answer"], names_of(one))["tree"], env_of(one, case, steps_of(one)))
        assert answer["shape"] == case["gradient"]["shape"] == list(x.shape)
        np.testing.assert_allclose(np.reshape(answer["data"], x.shape), slopes, rtol=1e-6, atol=1e-8)
    sizes = [case["sizes"] for case in one["cases"]]
    assert all(len(set(those.values())) == 3 for those in sizes)  # or a wrong axis would not be seen
    assert all(sizes[0][n] != sizes[1][n] for n in sizes[0])  # or a 5 in the place of m


@every_puzzle
def test_every_listed_slip_is_told_by_its_cause_and_is_wrong(name):
    one = ALL[name]
    listed = [judged(one, line) for line, _ in one["wrong"]]
    assert [found["told"] for found in listed] == [cause for _, cause in one["wrong"]]
    assert {found["kind"] for found in listed} == {"listed"}
    assert len(listed) + len(SLIPS[name]) >= 7


@every_puzzle
def test_slips_that_nobody_has_listed_are_named(name):
    wrong = {}
    for line, words in SLIPS[name].items():
        found = judged(ALL[name], line)
        if words not in found["told"] or found["kind"] in ("right", "unread"):
            wrong[line] = found["kind"], found["told"]
    assert wrong == {}


@every_puzzle
def test_right_lines_are_right_however_they_are_written(name):
    one = ALL[name]
    assert len(RIGHT[name]) >= 2
    found = {line: judged(one, line) for line in [one["answer"], *RIGHT[name]]}
    refused = {line: one["told"] for line, one in found.items() if one["kind"] != "right"}
    assert refused == {}
    assert all(one["reason"] in said["told"] for said in found.values())


def test_a_line_that_cannot_be_read_is_told_where():
    found = {line: judged(ALL["weights"], line) for line in UNREAD}
    assert {line: one["told"] for line, one in found.items()} == UNREAD
    assert {one["kind"] for one in found.values()} == {"unread"}


@pytest.mark.slow
@needs_node
def test_the_page_says_of_every_line_what_python_says():
    lines = {name: [*SLIPS[name], *RIGHT[name], *(line for line, _ in ALL[name]["wrong"])] for name in ALL}
    lines["weights"] += UNREAD
    pairs = [(name, line) for name, those in lines.items() for line in those]
    code = """(pairs) => pairs.map(([name, line]) => {
        const { judged, puzzle_of } = dlcourse.programs.puzzles;
        const { kind, told } = judged(puzzle_of(name), line);
        return [kind, told]; })"""
    found = evaluate(code, pairs)
    expected = [judged(ALL[name], line) for name, line in pairs]
    assert found == [[one["kind"], one["told"]] for one in expected]


def test_the_picture_goes_where_the_line_is_most_wrong_and_has_its_slope():
    one = ALL["relu"]
    values = Puzzles(puzzle="relu", relu="G").values
    z, G = (np.reshape(one["cases"][0]["given"][key]["data"], (5, 3)) for key in "zG")
    row, column = np.unravel_index(np.argmax(np.abs(G) * (z < 0)), z.shape)
    assert values["along"] == f"z[{row}, {column}]" and values["slope"] == pytest.approx(G[row, column])
    right = Puzzles(puzzle="relu", relu="G * (h > 0)", at=0.5).values
    (x, low), (end, high) = right["tangent"]
    assert (high - low) / (end - x) == pytest.approx(right["slope"])
    assert Puzzles(puzzle="relu", relu="G.T").values["tangent"] is None


def test_lines_of_other_puzzles_are_kept_and_counted():
    texts = Puzzles(puzzle="relu", bias="G.sum(0)", tanh="G", relu="G*(z>0)").values["texts"]
    assert texts["count"] == "Right so far: 2 of 10."
    assert len(PARTS) == 2 and [len(those) for those in PARTS.values()] == [10, 10]


def test_the_tasks_show_what_they_say():
    def said(task, **others):
        state, _, _ = task
        return Puzzles(**state | others).values["texts"]["verdict"]

    losses, gradients = Puzzles().tasks, Puzzles(puzzle="weights").tasks
    assert "mean has got lost" in said(losses[0]) and said(losses[0], softmax="(p - y) / m").startswith(
        "Right"
    )
    assert "Right near 0" in said(losses[1]) and "add its rows up" in said(losses[2])
    assert said(gradients[0], bias="G.sum(axis=0)").startswith("Right")
    assert "symmetric W alone" in said(gradients[1]) and "A term is missing" in said(gradients[2])
