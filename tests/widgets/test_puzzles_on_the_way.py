"""The puzzles while one types: every key is answered, no line is right by chance, no number is too large."""

import pytest
from puzzle_lines import RIGHT, SLIPS

from dlcourse.widgets.one_line.cases import case, puzzles
from dlcourse.widgets.one_line.compared import names_of
from dlcourse.widgets.one_line.judge import judged
from dlcourse.widgets.one_line.language import read
from dlcourse.widgets.one_line.puzzles import Puzzles

ALL = puzzles()
every_puzzle = pytest.mark.parametrize("name", ALL)


@every_puzzle
def test_a_line_that_is_being_typed_is_answered_at_every_key(name):
    for line in [
        ALL[name]["answer"],
        *RIGHT[name],
        "G.sum(axis=0, keepdims=True)",
        "z.shape[0]",
        "x[:, None]",
    ]:
        for end in range(len(line)):
            tree = read(line[:end], names_of(ALL[name]))
            assert tree["error"] or tree["tree"], line[:end]


@every_puzzle
def test_what_is_right_with_the_numbers_of_a_puzzle_is_right_with_others(name):
    """Numbers may be in favour of a wrong line: a threshold, say, that none of them tells."""
    one = ALL[name]
    others = one | {"cases": [case(f"{name} once more", one, sizes) for sizes in OTHER_SIZES]}
    lines = [*SLIPS[name], *RIGHT[name], *(line for line, _ in one["wrong"]), *thresholds(one["answer"])]
    found = {line: [judged(which, line)["kind"] == "right" for which in (one, others)] for line in lines}
    assert {line: both for line, both in found.items() if both[0] != both[1]} == {}


OTHER_SIZES = [{"m": 6, "n": 3, "k": 4}, {"m": 9, "n": 6, "k": 2}]


def thresholds(answer):
    """The answer with other numbers in the place of 1."""
    return [answer.replace("1", other) for other in ("2", "0.5", "1.5", "0")]


def test_what_is_known_of_arrays_is_said_before_one_asks():
    hinge, softmax = (Puzzles(puzzle=name).values["texts"]["given"] for name in ("hinge", "softmax"))
    assert hinge == "Each label t is -1 or 1." and "one-hot" in softmax
    told = [one["given"] for one in ALL.values() if {"one-hot", "signs", "shares"} & {*one["draws"].values()}]
    assert len(told) == 4 and all(told)


def test_a_line_with_no_finite_number_on_the_way_has_no_slope_there():
    z = ALL["relu"]["cases"][0]["given"]["z"]["data"]
    line = f"G * (z > 0) + 1 / ((z - {z[0]} - 0.5) * 1e9)"
    put = {at: Puzzles(puzzle="relu", relu=line, at=at).values for at in (0, 0.5)}
    assert put[0]["slope"] is not None and put[0]["along"] == "z[0, 0]"
    assert put[0.5]["slope"] is None and put[0.5]["slope_text"] == "no slope here: no finite number"


def test_a_huge_number_is_told_as_a_power_of_ten_and_drawn_within_reach():
    values = Puzzles(puzzle="spread", spread="1 + exp(600) + 0 * s").values
    assert "×10²⁶⁰" in values["texts"]["verdict"] and "×10²⁶⁰" in values["slope_text"]
    assert all(abs(y) < 1e3 for _, y in values["tangent"])
