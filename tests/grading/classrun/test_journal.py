"""The journal: what is in it lasts through a kill at any byte."""

import pytest

from dlcourse.grading.classrun.journal import Journal
from dlcourse.grading.classrun.result import Result, Summary


def result(student, score=1.0, fingerprint="f"):
    summary = Summary(student, fingerprint, "graded", cells={"test": {"score": score, "max_score": 2.0}})
    return Result(summary, {"ps": {"shown": "{}", "verdict": None, "reasons": []}}, log=("a line",))


@pytest.fixture
def opened(tmp_path):
    """Opens the journal anew, as after a kill: what was open stays open until the test has ended."""
    journals = []

    def open_one():
        journals.append(Journal(tmp_path))
        return journals[-1]

    yield open_one
    for journal in journals:
        journal.close()


def test_what_arrived_is_there_after_a_kill_until_it_is_booked(opened):
    opened().arrive(result("ann"))
    journal = opened()
    assert journal.unbooked() == [result("ann")]
    assert journal.fingerprint("ann") is None
    journal.turn()
    journal.booked([result("ann").summary])
    assert journal.unbooked() == [] and journal.fingerprint("ann") == "f"
    again = opened()
    assert again.unbooked() == [] and again.summary("ann") == result("ann").summary


def test_what_arrives_while_others_are_booked_is_there_after_a_kill_too(opened):
    journal = opened()
    journal.arrive(result("ann"))
    journal.turn()
    journal.arrive(result("bob"))
    assert names(opened()) == ["ann", "bob"]
    journal = opened()
    journal.turn()
    journal.arrive(result("cyd"))
    journal.booked([result("ann").summary, result("bob").summary])
    assert names(opened()) == ["cyd"]  # and of the others no older result can come back


def names(journal):
    return sorted(one.summary.student for one in journal.unbooked())


@pytest.mark.parametrize("cut", [2, 5, 60, 10_000])
def test_a_torn_line_is_as_if_never_written_and_swallows_no_other(opened, cut):
    journal = opened()
    journal.booked([result(student).summary for student in ("ann", "bob")])
    whole = journal.done.path.read_bytes()
    second = whole.index(b"\n") + 1
    journal.done.path.write_bytes(whole[: max(second + 1, len(whole) - cut)])
    journal = opened()
    assert set(journal.known) == {"ann"}
    journal.booked([result("cyd").summary])
    assert [opened().summary(name).student for name in ("ann", "cyd")] == ["ann", "cyd"]


def test_bytes_that_changed_on_the_disk_are_not_believed(opened):
    journal = opened()
    journal.booked([result("ann", score=1.0).summary])
    path = journal.done.path
    path.write_bytes(path.read_bytes().replace(b'"score":1.0', b'"score":2.0'))
    assert opened().known == {}


def test_the_last_word_on_a_student_counts_and_old_ones_go(opened):
    journal = opened()
    for i in range(120):
        journal.booked([result("ann", fingerprint=str(i)).summary])
    size = journal.done.path.stat().st_size
    journal = opened()
    assert journal.fingerprint("ann") == "119" and journal.summary("ann").fingerprint == "119"
    assert journal.done.path.stat().st_size < size / 50
    journal.booked([result("bob").summary])
    assert set(opened().known) == {"ann", "bob"}


def test_any_text_of_a_student_can_be_written_down(opened):
    odd = Summary("ann", "f", "flagged", ("half \ud800, new\nline, NUL \0",))
    journal = opened()
    journal.booked([odd])
    assert opened().summary("ann") == odd
