"""Tests of the reference's run: it says which functions change what a test gives to them."""

import sys
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("split", "intake")]
import small_intake  # noqa: E402
import trials  # noqa: E402

from dlcourse.grading.classrun.reference import (  # noqa: E402
    changes_of,
    doubted,
    needing_all,
    questions_of,
    unearned_of,
    verdicts_of,
)
from dlcourse.grading.plans import LATE, TEST, Limits, Outcome, Plan, Step, Verdict  # noqa: E402


def judge(data):
    return trials.judge(Plan.from_bytes(data)).to_bytes()


def verdicts(book):
    return verdicts_of(small_intake.assignment(book), judge, "", {}, Limits(cell_seconds=5.0))


def changes(book):
    return changes_of(verdicts(book))


def with_answer(text, test):
    book = small_intake.source()
    small_intake.find(book, "total")["source"] = text
    small_intake.find(book, "test_total")["source"] = test
    return book


def test_a_reference_that_changes_nothing_says_so():
    assert changes(small_intake.source()) == {"p1": ()}


def test_a_reference_that_sorts_in_place_is_named():
    text = "### BEGIN SOLUTION\ndef order(xs):\n    xs.sort()\n### END SOLUTION"
    assert changes(with_answer(text, "xs = [2, 1]\norder(xs)\nassert xs == [1, 2]")) == {"p1": ("order",)}


def test_of_a_reference_that_fails_its_tests_nobody_knows():
    assert changes(with_answer("### BEGIN SOLUTION\n### END SOLUTION", "assert total(3)")) == {"p1": None}


def test_nothing_of_a_hidden_test_is_hidden_from_its_author():
    test = "assert total([987654]) == 1, f'got {total([987654])}'"
    hidden = f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"
    answer = "### BEGIN SOLUTION\ndef total(xs):\n    return sum(xs)\n### END SOLUTION"
    (verdict,) = verdicts(with_answer(answer, hidden)).values()
    assert "got 987654" in str([one.outputs for one in verdict.outcomes if one.score is not None])


MONEY = """### BEGIN SOLUTION
class total:
    def __init__(self, x): self.x = x
    def __sub__(self, y): return total(self.x - y)
    def __lt__(self, other): return self.x < other.x
### END SOLUTION"""


def test_what_tests_ask_of_objects_is_known_of_those_that_the_reference_passes():
    asks = with_answer(MONEY, "assert (total(3) - 1).x == 2 and total(1) < total(2)")
    ((name, known),) = questions_of(verdicts(asks)).items()
    assert name == "p1" and known["test_total"] == ("lt hh p", "sub hp h")
    fails = with_answer(MONEY, "assert (total(3) - 1).x == 3")
    assert "test_total" not in questions_of(verdicts(fails))["p1"]


def test_who_loses_points_where_the_source_does_is_told_to_a_person():
    of = small_intake.assignment(small_intake.source())
    reference = Verdict((Outcome("test_squares", (), 2.0), Outcome("test_total", (), 0.0)))
    unearned = unearned_of(of, {"p1": reference})["p1"]
    plan = Plan(
        "ps1", "p1", "ann", tuple(Step(name, TEST, points=1.0) for name in ("test_squares", "test_total"))
    )
    (note,) = doubted(reference, plan, unearned).notes
    assert "'test_total' cannot be trusted" in note and "squares" not in note
    passed = Verdict((Outcome("test_squares", (), 0.0), Outcome("test_total", (), 1.0)))
    assert doubted(passed, plan, unearned).notes == ()
    late = Verdict((Outcome("test_squares", (), 2.0), Outcome("test_total", (), 0.0, LATE)))
    nothing = Verdict((Outcome("test_squares", (), 0.0), Outcome("test_total", (), 0.0)))
    assert unearned_of(of, {"p1": late}) == unearned_of(of, {"p1": nothing}) == {"p1": ()}


@pytest.mark.parametrize(
    ("without", "with_them", "given"), [(1.0, 1.0, False), (0.0, 1.0, True), (0.0, 0.0, False)]
)
def test_files_of_tests_are_given_to_answers_only_where_the_reference_earns_more(without, with_them, given):
    hidden = "### BEGIN HIDDEN TESTS\nassert total('hidden.csv') == 3\n### END HIDDEN TESTS"
    book = with_answer("### BEGIN SOLUTION\ndef total(path): ...\n### END SOLUTION", hidden)
    of = small_intake.assignment(book, files={"hidden.csv": b"1,2"})
    assert of.given == {}

    def judge(data):
        score = with_them if "hidden.csv" in Plan.from_bytes(data).files else without
        return Verdict((Outcome("test_squares", (), 2.0), Outcome("test_total", (), score))).to_bytes()

    found, told = needing_all(of, judge, "", {}, Limits())
    assert found.given == (of.files if given else {})
    assert told["p1"].outcomes[1].score == max(without, with_them)


@pytest.mark.parametrize("disturbed", ["without", "with_them", "both", "both, and another test"])
def test_a_busy_machine_does_not_decide_which_files_are_given(disturbed):
    hidden = "### BEGIN HIDDEN TESTS\nassert total('hidden.csv') == 3\n### END HIDDEN TESTS"
    book = with_answer("### BEGIN SOLUTION\ndef total(path): ...\n### END SOLUTION", hidden)
    of, runs = small_intake.assignment(book, files={"hidden.csv": b"1,2"}), []

    def judge(data):
        how = "with_them" if "hidden.csv" in Plan.from_bytes(data).files else "without"
        runs.append(how)
        late = runs.count(how) == 1 and (how in disturbed or "both" in disturbed)
        squares, total = (
            Outcome("test_squares", (), 2.0),
            Outcome("test_total", (), float(how == "with_them")),
        )
        if "another" in disturbed and how == "with_them":
            squares = Outcome("test_squares", (), 0.0, LATE)  # each time
        elif late:
            total = Outcome("test_total", (), 0.0, LATE)
        return Verdict((squares, total)).to_bytes()

    assert needing_all(of, judge, "", {}, Limits())[0].given == of.files
