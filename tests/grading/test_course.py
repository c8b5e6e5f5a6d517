"""Where the files of the course lie, and its settings for nbgrader."""

import pytest
from grading_classroom import ROOT, small_course
from small_assignment import NAME

from dlcourse.grading.course import chosen_names, completed, course_config, find_root


@pytest.fixture
def course(tmp_path):
    return small_course(tmp_path)


def test_the_root_is_found_from_any_folder_below_it(course):
    assert find_root(course / "solutions" / NAME) == course.resolve()
    with pytest.raises(ValueError, match="expected nbgrader_config.py and solutions/"):
        find_root(course.parent)


def test_an_unknown_assignment_is_named_with_those_that_exist(course):
    with pytest.raises(ValueError, match=r"expected one of \['01_double'\], got '99_no'"):
        chosen_names(["99_no"], course)


def test_the_course_has_its_settings_at_the_root():
    assert find_root(ROOT) == ROOT
    assert course_config(ROOT).CourseDirectory.release_directory == "exercises"


def test_a_failed_call_of_nbgrader_hands_its_log_on():
    assert completed({"success": True}, "autograde")["success"]
    with pytest.raises(
        RuntimeError, match="autograde: expected nbgrader to finish, got an error(.|\n)*no such cell"
    ):
        completed({"success": False, "log": "no such cell"}, "autograde")
