"""A class of eight, from release to report by the README's commands: what an instructor and a student see."""

import csv
import html
import json
import re

import pytest
from classrun_course import graded, needs_sandbox, records, scores
from eight_students import BOOK, NAME, TESTS, eight, find, hand_in, released, solved, write_source
from nbgrader.api import Gradebook

from dlcourse.grading.course import completed, course_config, nbgrader_api

pytestmark = [pytest.mark.slow, needs_sandbox]
ALL = {"test_mean": 5.0, "test_load": 3.0, "why": None}
SECRETS = ("987654", "2718281", "3141592", "HIDDEN", "tests_data")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course: released, handed in, and the source changed since."""
    root = tmp_path_factory.mktemp("eight")
    write_source(root)
    completed(
        nbgrader_api(course_config(root), root=str(root)).generate_assignment(NAME), "generate_assignment"
    )
    assert (root / "release" / NAME / "data.csv").is_file()
    assert not (root / "release" / NAME / "tests_data").exists()
    for student, (book, files) in eight(released(root)).items():
        hand_in(root, student, book, **files)
    clearer = TESTS["test_load"].replace("[3, 4]", "[3, 4], 'the file has 3 and 4'")
    write_source(root, points={"test_mean": 5}, tests={"test_load": clearer})
    return root


@pytest.fixture(scope="module")
def said(course):
    """What the first run has said."""
    return graded(course, NAME, "--records", "records.json")


def test_a_source_that_changed_after_its_release_is_told_once_and_flags_nobody(course, said):
    assert said.count("the source has changed since a release") == 1
    assert "'test_mean' and 'test_load'" in " ".join(said.split())
    found = records(course)
    assert {name: one["status"] for name, one in found.items()} == {
        **dict.fromkeys(("ann", "dan", "fay", "gus", "hal"), "graded"),
        **dict.fromkeys(("bob", "cay", "eve"), "flagged"),
    }
    assert [reason.split(":")[0] for reason in found["bob"]["reasons"]] == [
        "The test cell 'test_mean' was changed"
    ]
    assert found["cay"]["reasons"] == ["The answer 'mean' stands in another cell than its own: that counts."]
    assert found["eve"]["reasons"] == [
        "Files of the assignment were changed, and its own were used: 'data.csv'."
    ]


def test_each_earns_what_the_work_deserves(course, said):
    found = scores(course)
    assert found.pop("dan") == {**ALL, "test_mean": 0.0, "test_load": 0.0}
    assert found.pop("gus") == {**ALL, "test_mean": 0.0, "test_load": 0.0}  # it cannot read the tests' file
    assert found.pop("hal") == {"test_mean": 0.0, "test_load": 0.0, "why": 0.0}
    assert found == dict.fromkeys(("ann", "bob", "cay", "eve", "fay"), ALL)


def test_other_files_lie_beside_the_autograded_notebook(course, said):
    folder = course / "autograded" / "eve" / NAME
    assert {path.name for path in folder.iterdir()} == {f"{BOOK}.ipynb", "helper.py", "data.csv"}
    assert (
        "not copied to autograded/: page.html"
        in (course / ".dlcourse" / NAME / "logs" / "eve.log").read_text()
    )


def page(course, student):
    text = (course / "feedback" / student / NAME / f"{BOOK}.html").read_text()
    return html.unescape(re.sub(r"<style.*?</style>", "", text, flags=re.S))


def test_pages_hold_nothing_of_hidden_tests_whatever_the_students_code_said(course, said):
    graded(course, NAME, command="feedback")
    for student in records(course):
        text = page(course, student)
        own = str([one["source"] for one in eight(released(course))[student][0]["cells"]])
        assert [one for one in SECRETS if one in text and one not in own] == [], student
    assert "Your code raised an error in a hidden test." in page(course, "dan")
    assert "'data.csv'" in page(course, "gus") and "stands in another cell" in page(course, "cay")


def marks(course, student):
    """{grade_id: (score, whether it asks a person)} and whether there is a flag."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "eight") as book:
        notebook = book.find_submission_notebook(BOOK, NAME, student)
        return {one.name: (one.score, one.needs_manual_grade) for one in notebook.grades}, notebook.flagged


def test_what_a_person_has_given_stays_and_asks_again_only_where_something_is_new(course, said):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "eight") as book:
        for student in ("ann", "bob", "fay"):
            grade = book.find_grade("why", BOOK, NAME, student)
            grade.manual_score, grade.needs_manual_grade = 3.0, False
            book.find_comment("why", BOOK, NAME, student).manual_comment = "Nearly."
        grade = book.find_grade("test_mean", BOOK, NAME, "dan")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.find_submission_notebook(BOOK, NAME, "bob").flagged = False
        book.db.commit()
    hand_in(course, "fay", solved(released(course), why="Each counts the same."))
    graded(course, NAME, "--force", "--records", "records.json")
    assert marks(course, "ann") == (
        {"test_mean": (5.0, False), "test_load": (3.0, False), "why": (3.0, False)},
        False,
    )
    assert marks(course, "bob")[0]["why"] == (3.0, False) and marks(course, "bob")[1] is False
    assert marks(course, "dan")[0]["test_mean"] == (1.0, False)
    assert marks(course, "fay")[0]["why"] == (3.0, True)
    assert marks(course, "cay")[1] is True
    graded(course, NAME, "--csv", "grades.csv", command="report")
    rows = {row["student"]: row for row in csv.DictReader((course / "grades.csv").read_text().splitlines())}
    assert rows["ann"]["score"] == "11" and rows["dan"]["score"] == "1"
    graded(course, NAME, command="feedback")
    assert "Nearly." in page(course, "ann")


def test_an_older_release_is_known_when_it_lies_nowhere_any_more(course, said):
    book = released(course)
    find(book, "test_mean")["metadata"]["nbgrader"]["points"] = 5
    (course / "release" / NAME / f"{BOOK}.ipynb").write_text(json.dumps(book))
    write_source(course, points={"test_mean": 6}, tests={"test_load": TESTS["test_load"] + "\n# Again."})
    chosen = ("--only", "ann", "--only", "bob", "--records", "records.json")
    graded(course, NAME, *chosen)
    found = {student: one["status"] for student, one in records(course).items() if student in ("ann", "bob")}
    assert found == {"ann": "graded", "bob": "flagged"} and scores(course)["ann"]["test_mean"] == 6
