"""Tests of the judge's end: whatever the other half says, a question ends as a value, an error or an end."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_forged import FORGED, PLACES
from wire_tools import wire

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.channel import Ended
from dlcourse.grading.split.faults import StudentEnded
from dlcourse.grading.split.remote import is_remote
from dlcourse.grading.split.session import Session

pytestmark = [  # what is made up may be a coroutine, or a warning
    pytest.mark.filterwarnings("ignore:coroutine 'awaited' was never awaited"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


class Liar:
    """A student's process whose answers are made up.   answers: (question's number -> bytes), in turn"""

    def __init__(self, answers):
        self.answers, self.number, self.over = [*answers], 0, False

    def send(self, message):
        header, _ = wire.unpack(message)
        self.number = header.get("n", self.number)

    def receive(self, seconds):
        if not self.answers:
            raise Ended("exit", "Its process ended.")
        return self.answers.pop(0)(self.number)

    def end(self):
        self.over = True


KINDS = st.sampled_from(["done", "fail", "back", "ask"])
HANDLES = st.tuples(
    st.just("h"),
    st.integers(0, 3),
    st.sampled_from(["function", "class", "object", "error", "coroutine", "callable"]),
    st.sampled_from(["f", "Error", "\0", "A" * 300]),
    st.lists(st.sampled_from(["iter", "len", "next", "eq"])) | st.just(["y", "ValueError"]) | FORGED,
).map(list)
ASKED = st.tuples(
    st.sampled_from(["call", "attribute", "set", "next", "special", "text", "iterate", "exec"]),
    st.just(["f", 0]) | st.just(["f", 1]) | HANDLES | FORGED,
    st.sampled_from(["__globals__", "append", "__class__", "__eq__", 3]) | FORGED,
    FORGED,
).map(lambda parts: ["l", parts])
RAISED = st.tuples(
    st.sampled_from([["y", "ValueError"], ["y", "int"], ["y", "StopIteration"], ["y", "UnicodeDecodeError"]])
    | HANDLES,
    st.text(max_size=3) | FORGED,
    st.just(["t", [1, "x"]]) | FORGED,
    st.none() | st.integers(-1, 2) | FORGED,
    st.none() | HANDLES,
    st.just(["l", []]) | FORGED,
).map(lambda parts: ["t", [*parts]])
CHANGED = st.fixed_dictionaries(
    {
        "pools": st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)).map(list), max_size=2) | FORGED,
        "others": st.lists(st.tuples(st.integers(-1, 3), FORGED).map(list), max_size=2) | FORGED,
    }
)
LINES = st.lists(
    st.tuples(st.sampled_from(["stdout", "stderr", "UserWarning", "int"]), st.text(max_size=4)).map(list),
    max_size=2,
)
HEADERS = st.fixed_dictionaries(
    {
        "k": KINDS | FORGED,
        "v": HANDLES | ASKED | RAISED | FORGED,
        "changes": st.none() | CHANGED | FORGED,
        "printed": LINES | FORGED,
        "warned": LINES | FORGED,
        "a": st.lists(st.tuples(st.integers(0, 2) | st.just(["^", 0]), PLACES).map(list), max_size=2)
        | FORGED,
    }
)
MESSAGES = st.tuples(HEADERS, st.lists(st.binary(max_size=32), max_size=3), st.booleans())


def answer_of(header, buffers, right_number):
    return lambda number: wire.pack({**header, "n": number if right_number else number + 1}, buffers)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(MESSAGES, min_size=1, max_size=4))
def test_a_forged_answer_is_a_value_an_error_of_the_students_or_the_end(messages):
    liar = Liar(answer_of(*one) for one in messages)
    session = Session(liar, Limits(cell_seconds=5.0))
    called, xs = [], [1, [2]]
    a = np.arange(4.0)
    try:
        found = session.ask("call", called.append, (xs, a[::2], len), {})
    except StudentEnded:
        assert session.ended and liar.over
    except BaseException as error:  # one of the tests' own, or the student's
        assert hasattr(error, "_raised_by_student") or error in session.tests.raised, error
    else:
        assert is_remote(found) or type(found).__module__ != "__main__"
    assert xs is not None and a[1] == 1.0 and a[3] == 3.0


def test_an_answer_to_another_question_ends_the_session():
    header = {"k": "done", "v": 1, "changes": None, "printed": [], "warned": [], "a": []}
    session = Session(Liar([answer_of(header, [], True), answer_of(header, [], False)]), Limits())
    assert session.ask("name", "x") == 1
    try:
        session.ask("name", "x")
        raise AssertionError("expected the end")
    except StudentEnded as error:
        assert error.reason == "crashed" and json.dumps(str(error))
