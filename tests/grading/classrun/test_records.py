"""Records, logs and the summary: what a class run says of each student."""

import io
import json

import pytest
from rich.console import Console

from dlcourse.grading.classrun.live import Watch
from dlcourse.grading.classrun.logs import log_path, write_log
from dlcourse.grading.classrun.records import write_records
from dlcourse.grading.classrun.result import Result, Summary
from dlcourse.grading.classrun.summary import N_BINS, Tally

CELLS = {"one": {"score": 1.0, "max_score": 2.0}, "essay": {"score": None, "max_score": 3.0}}
ANN = Summary("ann", "f", "graded", cells={"one": {"score": 2.0, "max_score": 2.0}}, sandbox="bubblewrap")
BOB = Summary("bob [red]", "f", "flagged", ("A cell is missing.",), CELLS, {"one": "too small"}, "unsafe")
CYD = Summary("cyd", "f", "rejected", ("The notebook is empty.",), {"one": {"score": 0.0, "max_score": 2.0}})


def shown(show, width=100):
    console = Console(file=io.StringIO(), width=width)
    show(console)
    return console.file.getvalue()


def test_the_records_are_those_of_the_format(tmp_path):
    write_records(tmp_path / "records.json", iter([ANN, BOB, CYD]))
    found = json.loads((tmp_path / "records.json").read_text())
    assert list(found) == ["ann", "bob [red]", "cyd"]
    assert found["bob [red]"] == {
        "status": "flagged",
        "reasons": ["A cell is missing."],
        "cells": CELLS,
        "sandbox": "unsafe",
    }
    write_records(tmp_path / "records.json", iter([]))
    assert json.loads((tmp_path / "records.json").read_text()) == {}


def test_old_records_stay_when_new_ones_cannot_be_written(tmp_path):
    path = tmp_path / "records.json"
    write_records(path, [ANN])
    before = path.read_bytes()

    def broken():
        yield BOB
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_records(path, broken())
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_the_summary_counts_and_names_whom_a_person_has_to_look_at():
    tally = Tally()
    for one in (ANN, BOB, CYD):
        tally.add(one)
    assert tally.bins == [1, 0, 0, 0, 0, 1] + [0] * (N_BINS - 7) + [1]  # 0 of 2, 1 of 2 so far, 2 of 2
    text = shown(tally.show)
    assert (
        "3 submissions: 1 graded, 1 flagged, 1 rejected" in text
        and "mean 1.00 of 2 points graded so far, 5 in all" in text
    )
    assert "bob [red]" in text and "A cell is missing." in text and "ann" not in text
    assert "1 with questions that a person grades" in text and "1 were graded without a sandbox" in text
    assert "0 submissions" in shown(Tally().show)


def test_a_remark_that_most_of_a_class_have_is_told_apart():
    tally = Tally()
    for i in range(9):
        reasons = ("The test cell 'one' was changed.",) if i < 5 else ()
        tally.add(Summary(f"s{i}", "f", "flagged" if reasons else "graded", reasons))
    assert "5 of 9 have the same remark" in shown(tally.show)
    tally.add(ANN)
    assert "the same remark" not in shown(tally.show)


def test_a_large_class_of_flagged_students_is_not_printed_whole():
    tally = Tally()
    for i in range(1000):
        tally.add(Summary(f"student{i}", "f", "flagged", ("why",)))
    text = shown(tally.show)
    assert "and 960 more" in text and len(tally.named) == 40


def test_the_log_says_what_came_of_each_cell(tmp_path):
    write_log(tmp_path, Result(BOB, log=("replayed once",)))
    text = log_path(tmp_path, BOB.student).read_text()
    assert "flagged, 1 of 5 points" in text and "sandbox: unsafe" in text
    assert "cell one: 1 of 2: too small" in text and "cell essay: to be graded by hand" in text
    assert text.endswith("replayed once\n")


def test_the_live_table_shows_students_whatever_they_are_called():
    console = Console(file=io.StringIO(), width=100)
    with Watch(4, console) as watch:
        watch.started(["eve", "bob [red]"])
        watch.finished(BOB)
        watch.unchanged("ann")
        console.print(watch.view())
        watch.finished(CYD)
        watch.finished(ANN)
    text = console.file.getvalue()
    assert "bob [red]" in text and "A cell is missing." in text and "under way" in text and "2/4" in text
    assert "4 of 4 submissions" in text and "1 graded, 1 flagged, 1 rejected, 1 unchanged" in text
