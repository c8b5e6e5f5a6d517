"""Tests of effort: what is quick to send and slow to read, or slow to test, costs its test and no more."""

import numpy as np
import pytest
from trials import scores, verdict_of
from trials import test as a_test
from wire_tools import forge, read

from dlcourse.grading.plans import LATE, RAN, Limits
from dlcourse.grading.split import wire
from dlcourse.grading.split.effort import Effort
from dlcourse.grading.split.reading import Decoder
from dlcourse.grading.split.wire import Costly, Forged

P = (1 << 61) - 1  # CPython's hash of an integer is what is left when it is divided by this number
ONE_HASH = [["i", hex(P * i)] for i in range(1, 50_000)]
ONE_HASH_OF_TUPLES = [["t", [["i", hex(P)]] * 50 + [one]] for one in ONE_HASH[:5000]]
ZEROS = [0] * len(ONE_HASH)
LETTERS = [["<U1", [1 << 20], [0], 0, False]] * 2000
SLOW = {
    "a set": {"v": ["s", ONE_HASH]},
    "a frozen set": {"v": ["fs", ONE_HASH]},
    "a dict": {"v": ["d", ONE_HASH, ZEROS]},
    "a counter": {"v": ["ct", ONE_HASH, ZEROS]},
    "a set of tuples": {"v": ["s", ONE_HASH_OF_TUPLES]},
    "many arrays over one letter": {"v": ["a", 0], "a": [[0, one] for one in LETTERS]},
}


@pytest.mark.parametrize("name", SLOW)
def test_reading_ends_when_its_time_is_over(name):
    header, buffers = wire.unpack(wire.pack(SLOW[name], [b"a\0\0\0"] if "a" in SLOW[name] else []))
    with pytest.raises(Costly):
        Decoder(header, buffers, forge, effort=Effort(0.05)).value(header["v"])


def test_large_sets_and_dicts_of_ordinary_keys_are_read():
    keys = [*range(100_000)]
    assert read(wire.pack({"v": [["s", keys], ["d", keys, keys], ["fs", keys]]}))[1] == [
        {*keys},
        dict(zip(keys, keys, strict=True)),
        frozenset(keys),
    ]
    with pytest.raises(Forged):
        read(wire.pack({"v": [["d", keys, keys[:-1]]]}))


DIGITS = ["i", hex((1 << 20_000) + 1)]


@pytest.mark.parametrize(
    "said", [["F", DIGITS, 3], ["F", 1, DIGITS], ["D", "1E+999999999"], ["D", "1E-999999"]]
)
def test_numbers_with_which_the_simplest_sum_takes_long_are_forged(said):
    with pytest.raises(Forged):
        read(wire.pack({"v": [said]}))


@pytest.mark.parametrize(
    "answer", ["Fraction(1 << 20_000, 3)", "Decimal('1E+999999999')", "[Fraction(7) ** 10_000]"]
)
def test_such_numbers_are_refused_where_they_are_made(answer):
    source = f"from fractions import Fraction\nfrom decimal import Decimal\ndef f(): return {answer}"
    outcome = verdict_of(source, a_test("assert f() == 5"), a_test("assert f")).outcomes[-2]
    assert (outcome.score, outcome.ended) == (0, "raised")
    assert "Your code raised ValueError" in outcome.outputs[-1]["evalue"]


def test_an_array_that_changes_many_times_in_one_answer_is_forged():
    forge_changes = """
import dlcourse.grading.split.changes as changes
usual = changes.Watch.changed
def many(self, encoder):
    said = usual(self, encoder)
    return {key: value * 3 for key, value in said.items()}
changes.Watch.changed = many
def f(x): x[0] = 5
"""
    tests = "import numpy as np\nx = np.zeros(2)\nf(x)\nassert x[0] == 5", "x = [0]\nf(x)\nassert x[0] == 5"
    assert scores(forge_changes, *map(a_test, tests)) == [0, 0]


COLLIDING = "def f(): return [(2**61 - 1) * i for i in range(1, 60_000)]"
DISTINCT = "assert len(set(f())) == len(f())"  # within C, where no signal is looked at


@pytest.mark.slow
def test_a_test_that_no_clock_of_its_own_stops_is_stopped_and_the_next_goes_on():
    limits = Limits(cell_seconds=20.0, test_seconds=1.0, seconds=60.0)
    found = verdict_of(COLLIDING, a_test(DISTINCT), a_test("assert f()[0] > 5"), limits=limits)
    assert [(one.score, one.ended) for one in found.outcomes[1:]] == [(0, LATE), (4, RAN)]
    assert (
        "not done after 1 seconds with what your code gave to it" in found.outcomes[1].outputs[-1]["evalue"]
    )
    assert "test1" in found.notes[0]


def test_however_many_judges_end_the_last_test_is_judged():
    ends = a_test("import os\nos._exit(0)")
    found = scores("x = 1", *[ends] * 7, a_test("assert x == 1"))
    assert found == [0] * 7 + [4]


@pytest.mark.slow
def test_what_a_hidden_test_tried_is_not_shown_where_no_judge_comes_to_its_end():
    hidden = a_test("### BEGIN HIDDEN TESTS\nassert f(987654) == 1\n### END HIDDEN TESTS")
    answer = "seen = []\ndef f(x):\n    seen.append(x)\n    return 1"
    endless, limits = a_test("sum(range(10**12))"), Limits(cell_seconds=1.0, seconds=1.0)
    verdict = verdict_of(answer, hidden, "print(seen)", endless, limits=limits)
    assert verdict.outcomes[-1].ended == LATE and verdict.outcomes[1].score == 4
    assert "987654" not in str(verdict)


@pytest.mark.parametrize("value, points", [("10 ** 400", 4), ("-(10 ** 400)", 0), ("Decimal('sNaN')", 0)])
def test_points_that_are_beyond_all_numbers_end_no_judge(value, points):
    source = f"from decimal import Decimal\ndef f(): return {value}"
    outcome = verdict_of(source, a_test("f()")).outcomes[-1]
    assert (outcome.score, outcome.ended) == (points, RAN)


def test_effort_counts_no_seconds_in_the_students_process():
    assert Effort(None).dict_of([*range(100)], [0] * 100) == dict.fromkeys(range(100), 0)
    assert np.isinf(Effort(None).until)
