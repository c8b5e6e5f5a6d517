"""Students work in copies of their own: a release never touches them."""

import json

import nbformat
import pytest
from grading_classroom import ROOT, small_course
from small_assignment import NAME, SMALL
from typer.testing import CliRunner

from dlcourse.cli import app
from dlcourse.grading.course import release_path
from dlcourse.grading.own_copies import RECORD, copy_for_student, is_worked_in, own_path
from dlcourse.grading.problem import AssignmentError
from dlcourse.grading.release import release
from dlcourse.grading.source import to_json, to_notebook


@pytest.fixture
def course(tmp_path):
    """A course with a released notebook."""
    course = small_course(tmp_path)
    path = release_path(NAME, course)
    path.parent.mkdir(parents=True)
    path.write_bytes(
        to_json(to_notebook(SMALL.replace("return x + x  # exact", "raise NotImplementedError()")))
    )
    return course


def test_the_first_time_a_copy_is_made_and_said(course, monkeypatch):
    monkeypatch.chdir(course)
    assert CliRunner().invoke(app, ["work"]).output == f"my_work/{NAME}/{NAME}.ipynb is yours: work there\n"
    assert own_path(NAME, course).read_bytes() == release_path(NAME, course).read_bytes()
    assert CliRunner().invoke(app, ["work"]).output == ""


@pytest.mark.parametrize("record", ["as it was", "lost", "broken", "a list"])
def test_work_stays_and_a_newer_release_is_told(course, record):
    copy_for_student(course)
    own, path = own_path(NAME, course), own_path(NAME, course).parents[1] / RECORD
    own.write_text("my answer")
    release_path(NAME, course).write_bytes(release_path(NAME, course).read_bytes() + b"\n")
    if record == "lost":
        path.unlink()
    elif record != "as it was":
        path.write_text("{" if record == "broken" else "[1]")
    for _ in range(2):  # it is said until the student has chosen
        (told,) = copy_for_student(course)
        assert own.read_text() == "my answer"
        assert f"my_work/{NAME}/{NAME}.ipynb stays as it is" in told and "is a newer release" in told
    own.rename(own.with_name("mine.ipynb"))
    assert copy_for_student(course) == [f"my_work/{NAME}/{NAME}.ipynb is yours: work there"]
    assert own.with_name("mine.ipynb").read_text() == "my answer"


def test_work_beside_the_release_it_came_from_needs_no_word(course):
    copy_for_student(course)
    own_path(NAME, course).write_text("my answer")
    assert copy_for_student(course) == []


def test_a_link_is_not_followed_to_overwrite_what_it_leads_to(course):
    own = own_path(NAME, course)
    own.parent.mkdir(parents=True)
    own.symlink_to(course / "elsewhere")
    own.resolve().write_text("mine")
    copy_for_student(course)
    assert (course / "elsewhere").read_text() == "mine"


def test_without_a_release_there_is_nothing_to_copy(tmp_path):
    assert copy_for_student(small_course(tmp_path)) == []


def spoil(path, how):
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    if how == "an answer":
        cells["double"].source = "def double(x):\n    return 2 * x"
    elif how == "an output":
        cells["cell-2"].outputs = [nbformat.v4.new_output("stream", text="x")]
    else:
        cells["cell-2"].execution_count = 3
    nbformat.write(notebook, path)


@pytest.mark.parametrize("how", ["an answer", "an output", "a run"])
def test_a_release_does_not_write_over_work(course, how):
    path = release_path(NAME, course)
    assert not is_worked_in(path)
    spoil(path, how)
    before = path.read_bytes()
    with pytest.raises(
        AssignmentError, match=rf"one with work in it; move it to my_work/{NAME}/{NAME}.ipynb"
    ):
        release(root=course)
    assert path.read_bytes() == before


def test_the_notebooks_of_the_course_are_as_they_were_released():
    assert not [path for path in ROOT.glob("exercises/*/*.ipynb") if is_worked_in(path)]


def test_git_ignores_the_copies_and_cleaning_keeps_them():
    assert "/my_work/" in (ROOT / ".gitignore").read_text().split()
    clean = (ROOT / "Makefile").read_text().split("\nclean:")[1].split("\n\n")[0]
    assert "my_work" not in clean


def test_the_record_holds_a_hash_for_each_copy(course):
    copy_for_student(course)
    record = json.loads((course / "my_work" / RECORD).read_text())
    assert set(record) == {NAME} and len(record[NAME]) == 64
