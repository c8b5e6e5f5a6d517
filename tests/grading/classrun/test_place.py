"""The place: folders and settings as nbgrader itself understands them."""

import os
import sys
from pathlib import Path

import pytest

from dlcourse.grading.classrun.limits import limits_of
from dlcourse.grading.classrun.place import assignments, find_place, folders

OTHER = """
import os
c = get_config()
c.CourseDirectory.root = os.path.join(os.getcwd(), "course")
c.CourseDirectory.source_directory = "instructor"
c.CourseDirectory.submitted_directory = "in"
c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"
c.CourseDirectory.db_url = "sqlite:///elsewhere.db"
"""


def made(root, *names):
    for name in names:
        Path(root, name).mkdir(parents=True)


def of_nbgrader(place):
    """nbgrader's own view of the same settings."""
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=place.config, root=str(place.root))


def test_a_folder_without_settings_is_a_course_with_the_defaults_of_nbgrader(tmp_path):
    made(
        tmp_path, "source/ps1", "source/ps2", "submitted/ann/ps1", "submitted/b[o]b/ps1", "submitted/cyd/ps2"
    )
    (tmp_path / "source/header.ipynb").write_text("{}")
    place = find_place(tmp_path)
    assert assignments(place) == ["ps1", "ps2"]
    assert sorted(folders(place, "submitted", assignment="ps1")) == [("ann", "ps1"), ("b[o]b", "ps1")]
    assert list(folders(place, "submitted", student="b[o]b", assignment="ps1")) == [("b[o]b", "ps1")]
    theirs = of_nbgrader(place)
    assert place.db_url == theirs.db_url
    assert str(place.path("autograded", "ann", "ps1")) == theirs.format_path("autograded", "ann", "ps1")


def test_the_settings_of_a_course_count(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(OTHER)
    made(tmp_path / "course", "ps1/instructor", "ps1/in/ann", "ps2/in/ann")
    place = find_place(tmp_path)
    assert place.root == tmp_path / "course" and place.db_url == "sqlite:///elsewhere.db"
    assert assignments(place) == ["ps1"]
    assert list(folders(place, "submitted", assignment="ps1")) == [("ann", "ps1")]
    assert place.source_folder("ps1") == tmp_path / "course" / "ps1" / "instructor"


def test_settings_of_the_instructor_count_but_lead_to_no_other_course(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    own = "c = get_config()\nc.CourseDirectory.update(root='/elsewhere', submitted_directory='in')\n"
    (home / "nbgrader_config.py").write_text(own)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(home))
    made(tmp_path, "course/source")
    place = find_place(tmp_path / "course")
    assert place.root == tmp_path / "course" and place.submitted == "in"


def test_a_plugin_of_the_course_is_found_and_its_seconds_count(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.path", [*sys.path])
    made(tmp_path, "source")
    (tmp_path / "own_plugin_of_a_course.py").write_text("seconds = 7\n")
    config = "import own_plugin_of_a_course as own\nc = get_config()\nc.Judge.cell_seconds = own.seconds\n"
    (tmp_path / "nbgrader_config.py").write_text(config)
    assert limits_of(find_place(tmp_path).config).cell_seconds == 7


def test_no_course_and_settings_that_fail_are_told(tmp_path):
    with pytest.raises(ValueError, match="--course"):
        find_place(tmp_path)
    with pytest.raises(ValueError, match="expected a folder"):
        find_place(tmp_path / "nowhere")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n1 / 0\n")
    before = os.getcwd()
    with pytest.raises(ValueError, match="ZeroDivisionError: division by zero; correct the file"):
        find_place(tmp_path)
    assert os.getcwd() == before
