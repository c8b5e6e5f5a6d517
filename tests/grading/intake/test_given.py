"""Which files go where: those of the release to both processes, all others to the tests alone."""

import pytest
from small_intake import as_bytes, find, solved, source

from dlcourse.grading.intake.canonical import read_assignment
from dlcourse.grading.intake.folder import Found
from dlcourse.grading.intake.taking import take_in

HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
FILES = {"data.csv": b"1", "tests_data/secret.csv": b"2", "answers.py": b"x = 3"}


def given(test, answer="", paths=None):
    """The paths that the student's process has of the source's files."""
    book = source()
    find(book, "test_total")["source"] = test
    find(book, "total")["source"] += f"\n{answer}"
    of = read_assignment("ps", {"p1": as_bytes(book)}, FILES, given=paths)
    assert of.files == FILES  # the judge has all
    (plan,) = take_in(of, "ada", Found({"p1.ipynb": as_bytes(solved())})).plans
    return {*plan.files}


def test_what_is_in_the_release_is_for_both():
    assert given("assert total(3) == 14", paths=["data.csv"]) == {"data.csv"}
    assert given("assert total(3) == 14", paths=[]) == set()


@pytest.mark.parametrize(
    ("test", "answer", "left"),
    [
        ("assert total(3) == 14", "", set()),
        (HIDDEN.format("open('tests_data/secret.csv')"), "", {"tests_data/secret.csv"}),
        (HIDDEN.format("import answers"), "", {"answers.py"}),
        (HIDDEN.format("open('data.csv')"), "table = open('data.csv')", set()),
        ("assert open('data.csv')\n" + HIDDEN.format("open('data.csv')"), "", set()),
        (HIDDEN.format("secret = tests_data = answers = 5"), "", set()),
        (HIDDEN.format("[*Path('tests_data').glob('*')]"), "", {"tests_data/secret.csv"}),
    ],
)
def test_without_a_release_folder_a_file_that_only_hidden_tests_name_is_theirs(test, answer, left):
    assert given(test, answer) == {*FILES} - left


def test_a_students_file_of_the_name_of_one_that_tests_have_is_no_change_of_it():
    of = read_assignment("ps", {"p1": as_bytes(source())}, FILES, given=["data.csv"])
    own = {"p1.ipynb": as_bytes(solved()), "answers.py": b"x = 4", "data.csv": b"9"}
    taken = take_in(of, "ada", Found(own))
    assert taken.plans[0].files == {"data.csv": b"1", "answers.py": b"x = 4"}
    assert taken.reasons == ("Files of the assignment were changed, and its own were used: 'data.csv'.",)
