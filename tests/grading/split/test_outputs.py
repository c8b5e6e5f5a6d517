"""Tests of outputs: what a student's half says that cells have shown is bounded, whatever its form is."""

import json

import pytest
from trials import scores, verdict_of
from trials import test as a_test

from dlcourse.grading.plans import Limits
from dlcourse.grading.split.outputs import LETTERS, LINES, Room

ALL = Limits().all_output

FORGED = """
import dlcourse.grading.split.student as half
half.OPERATIONS["cell"] = lambda *_: [True, {}]
"""
ERROR = "'output_type': 'error', 'evalue': ''"
TEXT = "'output_type': 'stream', 'name': 'stdout', 'text'"
VALUE = "'output_type': 'display_data', 'metadata': {}, 'data'"
FLOODS = {
    "lines of a traceback": f"[{{{ERROR}, 'ename': '', 'traceback': [''] * 500_000}}]",
    "kinds of a value": f"[{{{VALUE}: {{f'a/x{{i}}': '' for i in range(100_000)}}}}]",
    "outputs": f"[{{{TEXT}: ''}}] * 500_000",
    "letters of a name": f"[{{{ERROR}, 'ename': 'E' * 4_000_000, 'traceback': []}}]",
    "line ends": f"[{{{TEXT}: '\\n' * 300_000}}]",
    "letters that JSON spells out": f"[{{{TEXT}: '\\x01' * 300_000}}]",
}


LONG = "outputs"  # seconds to send


@pytest.mark.parametrize(
    "name", [*sorted(FLOODS.keys() - {LONG}), pytest.param(LONG, marks=pytest.mark.slow)]
)
def test_a_flood_of_outputs_is_cut(name):
    verdict = verdict_of(FORGED.format(FLOODS[name]), *["1"] * 5)
    assert len(verdict.outcomes) == 6
    assert len(verdict.to_bytes()) < 1_000_000


def test_many_cells_together_show_no_more_than_one_notebook_may():
    room = Room(ALL)
    shown = [{"output_type": "stream", "name": "stdout", "text": "x" * 90_000}]
    kept = [room.checked(shown, 100_000) for _ in range(100)]
    whole = [one for one in kept if one == tuple(shown)]
    assert len(whole) == ALL // 90_300
    assert "not kept" in kept[len(whole)][0]["text"]  # and that is said once
    assert len(json.dumps(kept)) < ALL + 1000


def test_ordinary_outputs_are_kept_as_they_are():
    shown = [
        {"output_type": "stream", "name": "stderr", "text": "é\n" * 100},
        {"output_type": "error", "ename": "E" * LETTERS, "evalue": "x", "traceback": ["line"] * LINES},
        {
            "output_type": "display_data",
            "data": {"image/png": "A" * 100_000, "text/plain": "x"},
            "metadata": {},
        },
    ]
    assert Room(ALL).checked(shown, 100_000) == tuple(shown)


COUNT = """
from IPython.core import ultratb
made = []
whole = ultratb.AutoFormattedTB.structured_traceback
def counted(*args, **kwargs):
    made.append(1)
    return whole(*args, **kwargs)
ultratb.AutoFormattedTB.structured_traceback = counted
"""


def test_a_traceback_is_written_once_for_a_student_and_never_for_a_test():
    answer = COUNT + "def n_made(): return len(made)"
    assert scores(answer, "1 / 0", a_test("assert n_made() == 1")) == [4]
    assert scores(a_test(f"{COUNT}assert False"), a_test("assert made == []")) == [0, 4]
