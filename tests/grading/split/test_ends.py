"""Tests of ends: a student's code chooses how its process ends, and can say nothing by that."""

import pytest
from plain_box import LIMITS
from trials import test as a_test
from trials import verdict_of

from dlcourse.grading.sandbox.channel import Ended
from dlcourse.grading.split.faults import StudentEnded
from dlcourse.grading.split.session import Session

SECRET = 77
CHOSEN = {
    "exit": f"Its process exited with status {SECRET}.",
    "signal": f"Its process crashed: signal {SECRET}.",
    "message": f"Its process sent a message of {SECRET} bytes, more than it may have, and was stopped.",
}


class Gone:
    """A student's process that has ended in some way.   where: at which call it is noticed"""

    def __init__(self, kind, where):
        self.kind, self.where = kind, where

    def send(self, message):
        if self.where == "send":
            raise Ended(self.kind, CHOSEN[self.kind])

    def receive(self, seconds):
        raise Ended(self.kind, CHOSEN[self.kind])

    def end(self):
        pass


@pytest.mark.parametrize("where", ["send", "receive"])
@pytest.mark.parametrize("kind", CHOSEN)
def test_how_a_process_ended_is_not_told_in_the_students_own_words(kind, where):
    session = Session(Gone(kind, where), LIMITS)
    with pytest.raises(StudentEnded) as raised:
        session.ask("name", "f")
    assert raised.value.reason == "crashed"
    assert str(SECRET) not in f"{raised.value}{session.ended_by}"
    assert session.ended_by.startswith("Its process")


def test_a_forged_answer_is_told_in_the_same_words_whatever_is_wrong_with_it():
    forge = """
def f(kind):
    import os
    os.write(3, {"length": b"\\x02\\0\\0\\0ab", "json": b"\\x09\\0\\0\\0" + bytes(7) + b"\\x01x"}[kind])
    os._exit(0)"""
    said = {
        str(verdict_of(forge, a_test(f"f({kind!r})")).outcomes[-1].outputs) for kind in ("length", "json")
    }
    assert len(said) == 1 and "no answer" in said.pop()
