"""Tests of what begins early: values are read as typer reads them, and without what it reads them by."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer.main

from dlcourse.cli import early
from dlcourse.cli.commands import app

LOOK = """
import atexit, sys
from dlcourse.cli import app
atexit.register(lambda: print("pydantic" in sys.modules))
sys.stdout.write("some ")  # and not flushed
app()
"""
AHEAD = """
import os, sys
sys.argv = ["dlcourse", sys.argv[1], "ps1"]
from dlcourse.cli import ahead
begun = [*ahead.BEGUN]
first, second = ahead.nursery(), ahead.nursery()
second.close()
print(len(begun), begun == [first], first.process.pid != second.process.pid, first.process.pid, flush=True)
os._exit(0)
"""
LEAVES = """
import os, sys, threading, time
from dlcourse.cli import ahead
if sys.argv[3] == "True":
    threading.Thread(target=time.sleep, args=(100,)).start()
ahead.leave(eval(sys.argv[2]))
os._exit(9)  # it was not left
"""
SAID = {
    "nothing more": [],
    "a number": ["--jobs", "2"],
    "a number with zeros": ["--jobs", "007"],
    "a number with a space": ["--jobs", " 3"],
    "texts": ["--course", "é", "--records", "", "--limit", "memory=1GiB", "--only", "a", "--only", "1"],
    "a long number": ["--jobs", "9" * 30],
    "flags": ["--force", "--unsafe"],
}
REFUSED = {"no number": "two", "a number too small": "0", "a minus": "-1"}


def parsed(arguments):
    """What `dlcourse grade` makes of its options, or the words of its refusal."""
    command = typer.main.get_command(app).commands["grade"]
    try:
        context = command.make_context("grade", ["ps1", *arguments])
    except Exception as error:
        return type(error), str(error)
    with context:
        return context.params


@pytest.mark.parametrize("arguments", SAID.values(), ids=SAID)
def test_values_are_those_that_typer_reads(arguments, monkeypatch):
    ours = parsed(arguments)
    monkeypatch.setattr(early, "read_plainly", lambda parameter: parameter)
    assert parsed(arguments) == ours and ours["assignment"] == "ps1"


@pytest.mark.parametrize("number", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_refused_in_the_words_of_typer(number, monkeypatch):
    ours = parsed(["--jobs", number])
    monkeypatch.setattr(early, "read_plainly", lambda parameter: parameter)
    assert parsed(["--jobs", number]) == ours


def test_plain_values_are_read_without_pydantic(tmp_path):
    """The course that they name is not there, so nothing is graded."""
    options = ["grade", "ps1", "--jobs", "2", "--only", "a", "--course", str(tmp_path / "no")]
    done = subprocess.run([sys.executable, "-c", LOOK, *options], capture_output=True, text=True)
    assert done.stdout == "some False\n" and "course: expected a folder" in done.stderr
    assert done.returncode == 1


STATUSES = {"none": (None, 0), "a number": (3, 3), "a sentence": ("why", 9)}  # Python prints a sentence


@pytest.mark.parametrize(("status", "ends"), STATUSES.values(), ids=STATUSES)
def test_a_command_ends_at_once_with_its_status_where_nothing_of_it_still_runs(status, ends):
    for thread, expected in (("False", ends), ("True", 9)):
        done = subprocess.run([sys.executable, "-c", LEAVES, "grade", repr(status), thread], timeout=60)
        assert done.returncode == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it forks on Linux alone")
@pytest.mark.parametrize(("command", "n_begun"), [("grade", 1), ("lint", 0)])
def test_the_nursery_of_grade_begins_ahead_is_taken_once_and_ends_when_it_is_left(command, n_begun):
    done = subprocess.run([sys.executable, "-c", AHEAD, command], capture_output=True, text=True)
    said = done.stdout.split()
    assert said[:3] == [str(n_begun), str(n_begun == 1), "True"] and done.stderr == ""
    end = time.monotonic() + 60  # it imports first
    while Path("/proc", said[3]).exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path("/proc", said[3]).exists()
