"""Record: what came of a submission, as the file of records has it."""

from dataclasses import dataclass, field

from dlcourse.grading.intake.reasons import Reasons
from dlcourse.grading.plans import CRASHED, LATE, SKIPPED, TEST

GRADED, FLAGGED, REJECTED = "graded", "flagged", "rejected"
ENDS = {LATE: "late", CRASHED: "crashed", SKIPPED: "not run"}


@dataclass(frozen=True)
class Record:
    """A student's result.

    status: graded; flagged, a person should look; rejected, there was nothing to grade. reasons: sentences.
    cells: {grade_id: (score, max_score)}, the score None where a person has still to grade.
    sandbox: where the student's code ran, "" for a run without one.
    """

    student: str
    status: str
    reasons: tuple[str, ...] = ()
    cells: dict[str, tuple[float | None, float]] = field(default_factory=dict)
    sandbox: str = "bubblewrap"

    def to_json(self):
        """The record as plain data, without the student's name."""
        cells = {name: {"score": score, "max_score": most} for name, (score, most) in self.cells.items()}
        return {"status": self.status, "reasons": list(self.reasons), "cells": cells, "sandbox": self.sandbox}

    @classmethod
    def from_json(cls, student, plain):
        """The Record that such data say."""
        cells = {name: (cell["score"], cell["max_score"]) for name, cell in plain["cells"].items()}
        return cls(student, plain["status"], tuple(plain["reasons"]), cells, plain.get("sandbox", ""))


def rejected(assignment, student, reason, sandbox="bubblewrap"):
    """The Record of a submission without a usable notebook: 0 for every cell."""
    cells = {key: (0.0, most) for key, most in assignment.max_scores().items()}
    return Record(student, REJECTED, (str(reason),), cells, sandbox)


def record(taken, verdicts, sandbox="bubblewrap"):
    """The Record of a submission.   verdicts: {notebook: Verdict} of its plans; a missing one was not run."""
    reasons, cells = list(taken.reasons), {}
    outcomes, plans = {}, {plan.notebook: plan for plan in taken.plans}
    for notebook, plan in plans.items():
        told = Reasons()
        verdict = verdicts.get(notebook)
        found = {outcome.name: outcome for outcome in verdict.outcomes} if verdict else {}
        for step in plan.steps:
            outcome = found.get(step.name)
            outcomes[notebook, step.name] = outcome
            if step.role == TEST and (outcome is None or outcome.ended in ENDS):
                told.add(ENDS[outcome.ended] if outcome else "not run", step.name)
        reasons += told.sentences(f"{notebook}: " if len(taken.assignment.sheets) > 1 else "")
        reasons += verdict.notes if verdict else ()
    most = taken.assignment.max_scores()
    for one, key in taken.assignment.keys.items():
        score = taken.by_hand[one] if one in taken.by_hand else bounded(outcomes.get(one), most[key])
        cells[key] = (score, most[key])
    reasons = tuple(dict.fromkeys(reasons))
    return Record(taken.student, FLAGGED if reasons else GRADED, reasons, cells, sandbox)


def bounded(outcome, points):
    """The score of a test, from 0 to its points; 0 where it was not run."""
    score = outcome.score if outcome else None
    return min(max(float(score), 0.0), points) if score is not None else 0.0
