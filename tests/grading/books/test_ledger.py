"""Batches of verdicts in nbgrader's gradebook, on SQLite and on PostgreSQL."""

from datetime import datetime, timedelta

import pytest
from books_course import ASSIGNMENT, NOTEBOOK, canonicals, course, entry, shown, source, verdict
from nbgrader.plugins import LateSubmissionPlugin

from dlcourse.grading.books.entry import Entry, Judged
from dlcourse.grading.books.ledger import Ledger


@pytest.fixture
def books(tmp_path, db_url):
    """(ledger, canonical notebooks) of the assignment, recorded."""
    coursedir, config = course(tmp_path, db_url)
    ones = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        yield ledger, ones


def grades(ledger, student):
    """{grade_id: (auto, manual, needs a person)} as nbgrader reads them."""
    found = ledger.gradebook.find_submission(ASSIGNMENT, student)
    rows = [grade for notebook in found.notebooks for grade in notebook.grades]
    return {row.name: (row.auto_score, row.manual_score, row.needs_manual_grade) for row in rows}


def everything(ledger):
    """All that nbgrader reads of the assignment, to be compared."""
    book = ledger.gradebook
    submissions = [one.to_dict() for one in book.assignment_submissions(ASSIGNMENT)]
    notebooks = [one for found in book.assignment_submissions(ASSIGNMENT) for one in found.notebooks]
    rows = [row.to_dict() for one in notebooks for row in [*one.grades, *one.comments]]
    flags = [{"id": one.id, "flagged": one.flagged, "late": one.late_submission_penalty} for one in notebooks]
    return sorted([*submissions, *rows, *flags], key=lambda row: (row["id"], sorted(row)))


def test_scores_arrive_and_a_person_is_asked_for_what_only_a_person_can_mark(books):
    ledger, ones = books
    ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0], hidden=0.5), entry("bob", ones[0], seen=0.0)])
    assert grades(ledger, "ann") == {
        "seen": (1.0, None, False),
        "hidden": (0.5, None, False),
        "why": (None, None, True),
        "drawing": (None, None, True),
    }
    ann, bob = (ledger.gradebook.find_submission(ASSIGNMENT, name) for name in ("ann", "bob"))
    assert (ann.score, bob.score, ann.max_score) == (1.5, 2.0, 10.0)
    assert ann.needs_manual_grade and bob.notebooks[0].failed_tests


def test_an_answer_as_it_was_released_gets_nbgraders_comment_and_0(books):
    ledger, ones = books
    blank = Judged(shown(ones[0]), verdict(seen=0.0, hidden=0.0))
    ledger.write(ASSIGNMENT, ones, [Entry("ann", {NOTEBOOK: blank}), entry("bob", ones[0])])
    assert grades(ledger, "ann")["why"] == (0.0, None, False)
    find = ledger.gradebook.find_comment
    said = {cell: find(cell, NOTEBOOK, ASSIGNMENT, "ann").comment for cell in ("squares", "why", "drawing")}
    assert said == {"squares": "No response.", "why": "No response.", "drawing": None}
    assert find("squares", NOTEBOOK, ASSIGNMENT, "bob").comment is None


def test_a_persons_scores_and_comments_stay_on_a_regrade_and_ask_to_be_looked_at_again(books):
    ledger, ones = books
    ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0])])
    book = ledger.gradebook
    for cell in ("why", "drawing", "seen"):
        grade = book.find_grade(cell, NOTEBOOK, ASSIGNMENT, "ann")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.25, 1.0, False
    book.find_comment("why", NOTEBOOK, ASSIGNMENT, "ann").manual_comment = "Nearly."
    book.db.commit()
    ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0], seen=0.0)])
    assert grades(ledger, "ann") == {
        "seen": (0.0, 0.25, True),
        "hidden": (2.0, None, False),
        "why": (None, 0.25, True),
        "drawing": (None, 0.25, False),  # a task is a person's alone: nothing of it is new
    }
    assert book.find_comment("why", NOTEBOOK, ASSIGNMENT, "ann").comment == "Nearly."
    assert book.find_submission(ASSIGNMENT, "ann").score == 0.25 * 3 + 3 + 2


def test_twice_is_as_once(books):
    ledger, ones = books
    batch = [
        entry(f"s{i}", ones[0], hidden=i / 10, timestamp=f"2026-01-0{i + 1} 00:00:00 UTC", flagged=i == 3)
        for i in range(7)
    ]
    ledger.write(ASSIGNMENT, ones, batch)
    before = everything(ledger)
    ledger.write(ASSIGNMENT, ones, batch[2:])
    assert everything(ledger) == before
    assert len(before) == 7 * (1 + 1 + 4 + 3)


def test_a_batch_goes_in_whole_or_not_at_all(books):
    ledger, ones = books
    ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0])])
    before = everything(ledger)

    def refuse(*_):
        raise RuntimeError("the plugin failed")

    ledger.penalties.plugin.late_submission_penalty = refuse
    ledger.gradebook.find_assignment(ASSIGNMENT).duedate = datetime(2026, 1, 1)
    ledger.gradebook.db.commit()
    late = entry("bob", ones[0], timestamp="2026-02-01 00:00:00 UTC")
    with pytest.raises(RuntimeError, match="the plugin failed"):
        ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0], seen=0.0), late])
    assert everything(ledger) == before


def test_a_missing_notebook_and_one_that_is_no_notebook_earn_0(tmp_path, db_url):
    coursedir, config = course(tmp_path, db_url)
    ones = canonicals(coursedir, config, squares=source(), cubes=source())
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        broken = Entry("bob", {"cubes": Judged(None, None, ("It is no notebook.",)), "squares": Judged(None)})
        ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0]), broken])
        ann, bob = (ledger.gradebook.find_submission(ASSIGNMENT, name) for name in ("ann", "bob"))
        scores = {one.name: (one.score, one.needs_manual_grade, one.flagged) for one in ann.notebooks}
        assert scores == {"squares": (3.0, True, False), "cubes": (0.0, False, False)}
        assert {one.name: one.flagged for one in bob.notebooks} == {"cubes": True, "squares": False}
        assert bob.score == 0 and not bob.needs_manual_grade


@pytest.mark.parametrize(("method", "penalties"), [("none", [None] * 3), ("zero", [None, None, 3.0])])
def test_the_configured_plugin_says_what_being_late_costs(tmp_path, db_url, method, penalties):
    coursedir, config = course(tmp_path, db_url, LateSubmissionPlugin={"penalty_method": method})
    ones = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        ledger.gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-10 00:00:00 UTC")
        times = {"early": "2026-01-09 23:00:00 UTC", "granted": "2026-01-11 00:00:00 UTC"}
        times["late"] = "2026-01-10 14:00:00 UTC"
        ledger.write(ASSIGNMENT, ones, [entry("granted", ones[0])])
        ledger.gradebook.grant_extension(ASSIGNMENT, "granted", days=1)
        batch = [entry(name, ones[0], timestamp=time) for name, time in times.items()]
        for _ in range(2):
            ledger.write(ASSIGNMENT, ones, batch)
            found = [ledger.gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, name) for name in times]
            assert [one.late_submission_penalty for one in found] == penalties
        late = ledger.gradebook.find_submission(ASSIGNMENT, "late")
        assert late.total_seconds_late == timedelta(hours=14).total_seconds()


class Harsh(LateSubmissionPlugin):
    """A plugin of a course's own, that asks for more than there is."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {"much": score + 5, "less": -1.0}[student_id]


def test_a_penalty_is_at_most_the_score_and_never_a_gift(tmp_path, db_url):
    coursedir, config = course(tmp_path, db_url, AssignLatePenalties={"plugin_class": Harsh})
    ones = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        ledger.gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-10 00:00:00 UTC")
        batch = [entry(name, ones[0], timestamp="2026-01-12 00:00:00 UTC") for name in ("much", "less")]
        ledger.write(ASSIGNMENT, ones, batch)
        found = {one.student.id: one for one in ledger.gradebook.assignment_submissions(ASSIGNMENT)}
        assert {name: one.late_submission_penalty for name, one in found.items()} == {"much": 3.0, "less": 0}


def test_a_time_that_says_nothing_changes_no_time(books):
    ledger, ones = books
    ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0], timestamp="2026-01-12 00:00:00 UTC")])
    for text in (None, "", "  ", "soon", "2026-99-01", "9" * 300, "1 1 99999999999999999999"):
        ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0], timestamp=text)])
        assert ledger.gradebook.find_submission(ASSIGNMENT, "ann").timestamp == datetime(2026, 1, 12), text


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\0", "a" * 129])
def test_a_student_whose_name_can_be_no_folder_is_refused(name):
    with pytest.raises(ValueError, match="expected a student's id .*; rename"):
        Entry(name)


def test_a_score_beyond_the_points_counts_as_the_points(books):
    ledger, ones = books
    ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0], seen=7.0, hidden=-1.0)])
    found = grades(ledger, "ann")
    assert (found["seen"][0], found["hidden"][0]) == (1.0, 0.0)
