"""The sandbox's door: processes that answer, end, and start clean."""

import os

import pytest
from in_sandbox import INSIDE, LIMITS, Inside

from dlcourse.grading.sandbox import Ended, OutOfTime


def test_whole_messages_come_back_as_they_were_sent(box):
    with box.student({"inside.py": INSIDE}, serve="inside:echo") as student:
        for message in (b"", b"a", bytes(range(256)) * 300, os.urandom(5 << 20)):
            student.send(message)
            assert student.receive(10) == message


def test_the_working_directory_holds_the_files_and_nothing_else(box):
    with Inside(box, {"data/table.csv": b"1,2", "notes.txt": b"hello"}) as one:
        found = one.says(
            "import os; said = sorted(os.path.join(*p) for p in os.walk('.') for p in "
            "[(p[0], f) for f in p[2]])"
        )
        assert found == ["./data/table.csv", "./inside.py", "./notes.txt"]
        assert one.says("said = open('data/table.csv').read()") == "1,2"


def test_the_end_says_how_a_process_ended(box):
    for code, kind, words in [
        ("import os; os._exit(3)", "exit", "status 3"),
        ("import ctypes; ctypes.string_at(0)", "signal", "SIGSEGV"),
        ("import os; os.abort()", "signal", "SIGABRT"),
        ("import os; os.kill(os.getpid(), 15)", "signal", "SIGTERM"),
        ("connection.send(b'x' * (33 << 20))", "message", "more than"),
        ("import os, time; os.close(3); time.sleep(60)", "closed", "closed"),
    ]:
        with Inside(box) as one:
            with pytest.raises(Ended, match=words) as raised:
                one.tell(code)
            assert raised.value.kind == kind
            with pytest.raises(Ended, match=words):  # and goes on to say so
                one.tell("said = 1")


def test_a_late_answer_is_out_of_time_and_the_next_student_is_served(box):
    with Inside(box) as one:
        with pytest.raises(OutOfTime):
            one.tell("while True: pass", seconds=0.2)
        assert one.student.end().kind == "judge"
    with Inside(box) as one:
        assert one.says("said = 2 + 2") == 4


def test_processes_do_not_share_random_numbers(box):
    drawn = set()
    for _ in range(2):
        with Inside(box) as one:
            drawn.add(
                one.says("import numpy, random; said = [numpy.random.rand(), random.random()]").__repr__()
            )
    assert len(drawn) == 2


def test_a_file_that_was_handed_in_may_be_larger_than_one_that_is_written(box):
    size = LIMITS.disk + (1 << 20)
    with Inside(box, {"data.bin": bytes(size)}) as one:
        assert one.says("import os; said = os.path.getsize('data.bin')") == size
        answer = one.tell("with open('data.bin', 'ab') as file: file.write(b'1'); file.flush()")
        assert answer["error"] == "OSError" and "too large" in answer["text"]
