"""The `dlcourse` command, and the plain nbgrader commands beside it."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from grading_classroom import open_class, small_course, submission
from small_assignment import NAME, SMALL, write_small
from typer.testing import CliRunner

from dlcourse.cli import app


@pytest.fixture
def course(tmp_path):
    return small_course(tmp_path)


def dlcourse(course, monkeypatch, *arguments):
    monkeypatch.chdir(course)
    return CliRunner().invoke(app, arguments)


def test_the_command_lints_and_tells_what_is_wrong(course, monkeypatch):
    assert dlcourse(course, monkeypatch, "lint").output.strip() == "1 assignments without problems"
    write_small(course, SMALL.replace("points: 1, ", ""))
    result = dlcourse(course, monkeypatch, "lint", NAME)
    assert result.exit_code == 1
    assert result.output.startswith("solutions/01_double/01_double.md:")
    assert "expected points above 0 on a graded cell, got None; add `points: <number>`" in result.output


@pytest.mark.kernel
def test_the_command_releases_and_checks(course, monkeypatch):
    assert dlcourse(course, monkeypatch, "release", "--check").exit_code == 1
    assert (
        dlcourse(course, monkeypatch, "release").output.strip() == "wrote exercises/01_double/01_double.ipynb"
    )
    assert (
        dlcourse(course, monkeypatch, "release", "--check").output.strip()
        == "exercises/ is up to date with solutions/"
    )
    assert dlcourse(course, monkeypatch, "release", "99_no").exit_code == 1


@pytest.mark.slow
@pytest.mark.kernel
def test_the_plain_nbgrader_commands_grade_a_class(course):
    _, released, answers = open_class(course, NAME)
    path = course / "submitted" / "ann" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(submission(released, answers), path)
    # no PATH to the environment, as when it is not activated
    env = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"} | {"PATH": os.defpath}
    for command in (["autograde", NAME], ["generate_feedback", NAME], ["export"]):
        result = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command], cwd=course, env=env, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr
    assert (course / "feedback" / "ann" / NAME / f"{NAME}.html").is_file()
    header, row = Path(course, "grades.csv").read_text().split()
    assert dict(zip(header.split(","), row.split(","), strict=True))["score"] == "3.0"


@pytest.mark.slow
def test_the_command_shows_where_a_row_is_taught_exercised_and_tested(monkeypatch):
    shown = dlcourse(Path(__file__).parents[2], monkeypatch, "rows", "S031")
    assert shown.exit_code == 0
    assert "taught    02_xor#the-hidden-space" in shown.output
    assert "exercised 02_xor#forward" in shown.output
    unknown = dlcourse(Path(__file__).parents[2], monkeypatch, "rows", "XOR")
    assert unknown.exit_code == 1 and "expected a row such as S020" in unknown.output
