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


def test_work_in_a_folder_of_nearly_the_right_name_or_beside_it_counts(tmp_path):
    made(tmp_path, "submitted/ann/Problem Set 1", "submitted/bob/ps2", "source/problem_set_1")
    made(tmp_path, "submitted/cyd", "submitted/dan")
    (tmp_path / "source" / "problem_set_1" / "p1.ipynb").touch()
    (tmp_path / "submitted" / "cyd" / "p1 (1).ipynb").touch()
    (tmp_path / "submitted" / "dan" / "p2.ipynb").touch()
    found = handed_in(Place(tmp_path), "problem_set_1")
    assert list(found) == ["ann", "cyd"]
    assert found["ann"].parts == ("ann", "problem_set_1") and found["ann"].notebooks == ("p1",)


def test_other_structures_of_folders_are_understood(tmp_path):
    made(tmp_path, "ps1/submitted/ann", "ps2/submitted/ann")
    place = Place(tmp_path, structure="{assignment_id}/{nbgrader_step}/{student_id}")
    assert handed_in(place, "ps1") == {"ann": HandedIn(str(tmp_path), ("ps1", "submitted", "ann"))}
