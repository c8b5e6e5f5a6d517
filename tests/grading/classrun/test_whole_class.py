"""A class, graded by the command as an instructor types it: sandbox, judge, gradebook and records."""

import csv
import json
import shutil
import signal
import time

import nbformat
import pytest
from classrun_course import graded, in_gradebook, needs_sandbox, records, scores, started

from benchmarks.classroom import EXERCISES, NAME, make_course, notebook, write

pytestmark = [pytest.mark.slow, needs_sandbox]


def test_without_a_sandbox_nothing_is_graded_unless_unsafe_is_said_and_then_the_records_say_so(tmp_path):
    earned = make_course(tmp_path, 2)
    empty = {"PATH": str(tmp_path / "nothing")}
    said = graded(tmp_path, NAME, "--records", "records.json", status=1, **empty)
    assert "bubblewrap: it is not installed" in said and "--unsafe" in said and "Traceback" not in said
    assert not (tmp_path / "records.json").exists() and not (tmp_path / "gradebook.db").exists()
    assert "No such option" in graded(tmp_path, NAME, "--unsaf", status=2, **empty)
    said = graded(tmp_path, NAME, "--records", "records.json", "--unsafe", **empty)
    assert "2 were graded without a sandbox" in said and scores(tmp_path) == earned
    assert {one["sandbox"] for one in records(tmp_path).values()} == {"unsafe"}


def lines(course, name):
    path = course / ".dlcourse" / NAME / name
    return path.read_bytes().splitlines() if path.exists() else []


def test_a_class_is_graded_and_what_has_not_changed_is_not_graded_again(tmp_path):
    earned = make_course(tmp_path, 8)
    broken = tmp_path / "submitted" / "zoe" / NAME / f"{NAME}.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text('{"cells": [')
    said = graded(tmp_path, NAME, "--records", "records.json", "--jobs", "2")
    assert "9 submissions: 8 graded, 0 flagged, 1 rejected" in said and "breaks off" in said
    assert scores(tmp_path) == earned | {"zoe": dict.fromkeys(earned["s00000"], 0.0)}
    assert {one["sandbox"] for one in records(tmp_path).values()} == {"bubblewrap"}
    assert in_gradebook(tmp_path) == scores(tmp_path)
    shown = nbformat.read(tmp_path / "autograded" / "s00001" / NAME / f"{NAME}.ipynb", as_version=4)
    said_of = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in shown.cells}
    assert said_of["test_softmax"].outputs[0].output_type == "error" and not said_of["test_relu"].outputs
    assert "test_softmax: 0 of 3" in (tmp_path / ".dlcourse" / NAME / "logs" / "s00001.log").read_text()

    graded(tmp_path, NAME, command="feedback")
    page = (tmp_path / "feedback" / "s00001" / NAME / f"{NAME}.html").read_text()
    assert "mean_square" in page and "assert_allclose" not in page  # which only a hidden test says
    graded(tmp_path, NAME, "--csv", "grades.csv", "--to", "report", command="report")
    rows = list(csv.DictReader((tmp_path / "grades.csv").read_text().splitlines()))
    assert {row["student"]: float(row["score"]) for row in rows} == {
        student: sum(points.values()) for student, points in scores(tmp_path).items()
    }
    assert {row["status"] for row in rows if row["student"] == "zoe"} == {"rejected"}
    assert "test_softmax" in (tmp_path / "report" / "questions.md").read_text()

    answers = {name: parts[0] for name, parts in EXERCISES.items()}
    write(tmp_path / "submitted" / "s00001" / NAME / f"{NAME}.ipynb", notebook(answers))
    before = lines(tmp_path, "journal.jsonl")
    said = graded(tmp_path, NAME, "--records", "records.json")
    assert "8 unchanged" in said and lines(tmp_path, "journal.jsonl")[: len(before)] == before
    assert len(lines(tmp_path, "journal.jsonl")) == len(before) + 1
    assert scores(tmp_path)["s00001"] == earned["s00000"] == in_gradebook(tmp_path)["s00001"]

    chosen = ("--only", "s00002", "--only", "s00003", "--force", "--records", "records.json")
    assert "2 submissions" in graded(tmp_path, NAME, *chosen)
    assert len(records(tmp_path)) == 9  # those of the others stay
    names = [json.loads(line[9:])["student"] for line in lines(tmp_path, "journal.jsonl")[len(before) + 1 :]]
    assert sorted(names) == ["s00002", "s00003"]


def test_killed_twice_in_the_middle_every_grade_is_right_and_nothing_was_graded_twice(tmp_path):
    earned = make_course(tmp_path, 40)
    kept = {}
    for n_more in (8, 12):
        process = started(tmp_path, NAME, "--jobs", "2")
        n_before, end = len(done(tmp_path)), time.monotonic() + 120
        while len(done(tmp_path)) < n_before + n_more:
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kept |= done(tmp_path)
    assert 20 <= len(kept) < 40
    graded(tmp_path, NAME, "--jobs", "2", "--records", "records.json")
    assert scores(tmp_path) == earned == in_gradebook(tmp_path)
    after = done(tmp_path)
    assert {student: after[student] for student in kept} == kept


def done(course):
    """{student: its summary} on the disk; it has the time that grading took, and so is like no other."""
    found = {}
    for name in ("journal.jsonl", "arrived.0.jsonl", "arrived.1.jsonl"):
        for line in lines(course, name):
            try:
                plain = json.loads(line[9:])
            except ValueError:  # it was being written
                continue
            plain = plain.get("summary", plain)
            found[plain["student"]] = plain
    return found


def test_ctrl_c_stops_in_order_and_the_same_command_goes_on(tmp_path):
    earned = make_course(tmp_path, 24)
    process = started(tmp_path, NAME, "--jobs", "1")
    while len(done(tmp_path)) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130 and "the same command goes on" in said and "Traceback" not in said
    n_done = len(lines(tmp_path, "journal.jsonl"))
    assert 3 <= n_done < 24 and len(in_gradebook(tmp_path)) == n_done
    graded(tmp_path, NAME, "--records", "records.json")
    assert scores(tmp_path) == earned


def test_a_course_of_nbgrader_quickstart_is_graded_whole(tmp_path, monkeypatch):
    from nbgrader.apps import QuickStartApp

    monkeypatch.chdir(tmp_path)
    QuickStartApp.clear_instance()
    app = QuickStartApp.instance()
    app.initialize(["course101"])
    app.start()
    course = tmp_path / "course101"
    for student in ("ann", "bob"):
        shutil.copytree(course / "source" / "ps1", course / "submitted" / student / "ps1")
    path = course / "submitted" / "bob" / "ps1" / "problem1.ipynb"
    text = path.read_text()
    assert "i ** 2" in text
    path.write_text(text.replace("i ** 2", "i ** 3"))
    graded(course, "ps1", "--records", "records.json")
    found = scores(course)
    assert found["ann"]["correct_squares"] == 1 and found["bob"]["correct_squares"] == 0
    assert found["bob"]["squares_invalid_input"] == 1
    by_hand = {name for name, score in found["ann"].items() if score is None}
    assert by_hand and in_gradebook(course) == found
    automatic = {name: cell for name, cell in records(course)["ann"]["cells"].items() if name not in by_hand}
    assert all(cell["score"] == cell["max_score"] for cell in automatic.values())
