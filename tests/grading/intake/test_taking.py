"""A submission as it should be: what is run, in which order, and what comes of it."""

import pytest
from small_intake import ALL, SQUARES, assignment, handed_out, scores, solved, source, taken

from dlcourse.grading.intake.record import GRADED, Record, record, rejected
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.plans import CRASHED, LATE, Outcome, Plan, Verdict


def test_a_right_submission_has_all_points_and_no_reasons():
    assert scores(taken(solved())) == (ALL, [])


def test_what_was_handed_out_earns_nothing_and_is_no_oddity():
    one = taken(handed_out())
    assert scores(one) == ({"test_squares": 0.0, "test_total": 0.0, "why": 0.0, "plot": None}, [])


def test_a_plan_has_the_tests_of_the_source_and_the_cells_of_the_student_in_order():
    (plan,) = taken(solved()).plans
    assert [(step.name, step.role) for step in plan.steps] == [
        ("setup", "both"),
        ("squares", "student"),
        ("source 4", "student"),  # shows a value only: not for the judge
        ("test_squares", "test"),
        ("total", "student"),
        ("test_total", "test"),
    ]
    tests = {step.name: step for step in plan.steps if step.role == "test"}
    assert tests["test_squares"].points == 2 and "squares(0)" in tests["test_squares"].trusted
    assert plan.names == ("squares", "total") and plan.preload == ("math",)
    assert Plan.from_bytes(plan.to_bytes()) == plan


def test_nothing_of_a_hidden_test_goes_to_the_student():
    (plan,) = taken(solved()).plans
    assert not any("HIDDEN" in step.source or "squares(0)" in step.source for step in plan.steps)


def test_the_notebook_to_show_has_the_cells_of_the_source_in_the_place_of_the_students():
    shown = taken(solved()).sheets["p1"]
    assert [cell.type for cell in shown] == [cell["cell_type"] for cell in source()["cells"]]
    named = {cell.canonical.name: cell for cell in shown if cell.canonical}
    assert named["why"].source == "It is a sum." and named["squares"].source == SQUARES
    assert "HIDDEN" in named["test_squares"].source
    assert {cell.step for cell in shown} - {""} == {step.name for step in taken(solved()).plans[0].steps}


def test_a_record_says_the_score_and_the_most_of_each_cell():
    one = taken(solved())
    outcomes = (Outcome("test_squares", (), 1.5), Outcome("test_total", (), 0.0, CRASHED))
    made = record(one, {"p1": Verdict(outcomes)})
    assert made.cells == {"test_squares": (1.5, 2), "test_total": (0, 1), "why": (None, 3), "plot": (None, 4)}
    assert made.status == "flagged"
    (reason,) = made.reasons
    assert "ended the process" in reason and "in the test 'test_total': it earns 0" in reason
    assert Record.from_json("ada", made.to_json()) == made
    assert made.to_json()["cells"]["why"] == {"score": None, "max_score": 3}


def test_a_test_that_was_not_run_is_told_apart_from_a_real_0():
    one = taken(solved())
    made = record(one, {})
    assert made.status == "flagged" and "could not be run" in made.reasons[0]
    late = record(
        one, {"p1": Verdict((Outcome("test_squares", (), 0.0, LATE), Outcome("test_total", (), 1.0)))}
    )
    assert [one.split(" (")[0] for one in late.reasons] == ["The test 'test_squares' was not done in time"]
    done = record(one, {"p1": Verdict((Outcome("test_squares", (), 0.0), Outcome("test_total", (), 0.0)))})
    assert done.status == GRADED and done.cells["test_total"] == (0, 1)


def test_a_score_is_never_more_than_the_points():
    one = taken(solved())
    made = record(one, {"p1": Verdict((Outcome("test_squares", (), 9.0), Outcome("test_total", (), -1.0)))})
    assert made.cells["test_squares"] == (2, 2) and made.cells["test_total"] == (0, 1)


def test_a_rejected_submission_has_0_for_every_cell():
    with pytest.raises(Rejected) as error:
        taken(b"")
    made = rejected(assignment(), "ada", error.value)
    assert made.status == "rejected" and "empty (0 bytes)" in made.reasons[0]
    assert made.cells == {"test_squares": (0, 2), "test_total": (0, 1), "why": (0, 3), "plot": (0, 4)}
