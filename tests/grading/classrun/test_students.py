"""Who has handed something in, and what has the wrong name."""

import pytest

from dlcourse.grading.classrun.place import Place
from dlcourse.grading.classrun.students import HandedIn, handed_in


def made(root, *names):
    for name in names:
        (root / name).mkdir(parents=True)


def test_students_are_sorted_and_chosen(tmp_path):
    made(tmp_path, "submitted/bob/ps1", "submitted/ann/ps1", "submitted/cyd/ps2")
    place, root = Place(tmp_path), str(tmp_path / "submitted")
    found = handed_in(place, "ps1")
    assert list(found.items()) == [
        ("ann", HandedIn(root, ("ann", "ps1"))),
        ("bob", HandedIn(root, ("bob", "ps1"))),
    ]
    assert list(handed_in(place, "ps1", ["bob"])) == ["bob"]
    with pytest.raises(ValueError, match="expected a submission of 'cyd'"):
        handed_in(place, "ps1", ["cyd"])


def test_a_folder_with_nearly_the_right_name_is_told(tmp_path):
    made(
        tmp_path, "submitted/ann/Problem Set 1", "submitted/bob/problem_set_1", "submitted/bob/problem-set-1"
    )
    found = handed_in(Place(tmp_path), "problem_set_1")
    assert "'Problem Set 1' where 'problem_set_1' is expected" in found["ann"].hint and not found["bob"].hint


def test_other_structures_of_folders_are_understood(tmp_path):
    made(tmp_path, "ps1/submitted/ann", "ps2/submitted/ann")
    place = Place(tmp_path, structure="{assignment_id}/{nbgrader_step}/{student_id}")
    assert handed_in(place, "ps1") == {"ann": HandedIn(str(tmp_path), ("ps1", "submitted", "ann"))}
