"""Bench: where a worker grades an assignment: its cells, its files, and a lane with a sandbox."""

import atexit
import json
import time
from dataclasses import replace

from dlcourse.grading.classrun.numbered import Number
from dlcourse.grading.classrun.packing import unpack
from dlcourse.grading.classrun.parcels import head_of
from dlcourse.grading.classrun.reference import changes_of, doubted, needing_all, questions_of, unearned_of
from dlcourse.grading.classrun.result import FLAGGED, Result, Summary
from dlcourse.grading.classrun.source import assignment_of, decoded
from dlcourse.grading.classrun.told import causes, notebook_of
from dlcourse.grading.intake.record import record, rejected
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.intake.taking import take_in
from dlcourse.grading.plans import Limits, Verdict


class Bench:
    """Grades submissions of one assignment, one after the other.

    package: see source.read_source.   kind: of the sandbox, None for the safest that can be had.
    hidden: paths that no student may see. Raises NoSandbox, before anything is graded.
    """

    def __init__(self, package: bytes, kind: str | None, hidden=()):
        # here, not above: a worker that finds nothing changed needs none of it
        from dlcourse.grading.split.lane import Lane

        plain = json.loads(package)
        self.assignment, self.limits = assignment_of(plain), Limits(**plain["limits"])
        self.number = Number()
        try:
            self.folder = self.number.folder
            room = self.number.value, self.folder
            self.lane = Lane(kind, self.limits, self.assignment.preload, hidden, *room)
        except BaseException:
            self.number.close()
            raise
        atexit.register(self.close)
        self.environment = dict(plain["environment"])
        unpacked(decoded(plain["files"]), self.folder / "files")
        for variable, files in plain["folders"].items():
            unpacked(decoded(files), self.folder / variable)
            self.environment[variable] = str(self.folder / variable)
        own = str(self.folder / "files"), {**self.environment, "DLCOURSE_STUDENT": ""}, self.limits
        try:
            self.assignment, self.reference = needing_all(self.assignment, self.lane.judge, *own)
        except BaseException:
            self.close()
            raise
        self.changes, self.questions = changes_of(self.reference), questions_of(self.reference)
        self.unearned = unearned_of(self.assignment, self.reference)

    def grade(self, packed: bytes) -> Result:
        """The result of a packed submission. Raises LaneEnded where no lane survives what is in it."""
        head, begin = head_of(packed), time.monotonic()
        found, refused, timestamp = unpack(packed)
        try:
            if refused:
                raise Rejected(refused)
            result = self.judged(head["student"], found)
        except Rejected as error:
            result = self.refused(head["student"], error)
        summary = replace(
            result.summary, fingerprint=head["fingerprint"], seconds=round(time.monotonic() - begin, 3)
        )
        return replace(result, summary=summary, timestamp=timestamp)

    def judged(self, student, found):
        """The result of files that hold a notebook. Raises Rejected where they do not."""
        environment = {**self.environment, "DLCOURSE_STUDENT": student}
        folder = str(self.folder / "files")
        taken = take_in(self.assignment, student, found, folder, environment, self.limits)
        plans = [
            replace(plan, changes=self.changes[plan.notebook], questions=self.questions[plan.notebook])
            for plan in taken.plans
        ]
        verdicts = {plan.notebook: self.verdict(plan) for plan in plans}
        made = record(taken, verdicts, self.lane.kind)
        notebooks = {
            name: {"shown": notebook_of(cells), "verdict": verdicts[name].to_bytes().decode()}
            for name, cells in taken.sheets.items()
        }
        said = causes(self.assignment, taken, verdicts)
        return result_of(made, notebooks, causes=said)

    def verdict(self, plan) -> Verdict:
        """What the lane makes of a plan, and what the reference says of that."""
        verdict = Verdict.from_bytes(self.lane.judge(plan.to_bytes()))
        return doubted(verdict, plan, self.unearned[plan.notebook])

    def refused(self, student, error):
        """The result of a submission that holds nothing to grade."""
        made = rejected(self.assignment, student, error, self.lane.kind)
        nothing = {"shown": None, "verdict": None}
        return result_of(made, {sheet.name: nothing for sheet in self.assignment.sheets})

    def close(self):
        """End the lane, and remove the files."""
        atexit.unregister(self.close)
        self.lane.close()
        self.number.close()


def result_of(made, notebooks, **fields):
    """A result from intake's Record."""
    plain = made.to_json()
    reasons = tuple(plain["reasons"])
    summary = Summary(
        made.student, "", plain["status"], reasons, plain["cells"], sandbox=plain["sandbox"], **fields
    )
    return Result(summary, {name: {**one, "reasons": list(reasons)} for name, one in notebooks.items()})


def given_up(assignment, head, error) -> Result:
    """The result of a submission that no worker could grade; the next run tries again."""
    reason = (
        "The grader could not finish: its own process ended or failed each time. See the log, and grade "
        "this submission by hand."
    )
    cells = {key: {"score": 0.0, "max_score": most} for key, most in assignment.max_scores().items()}
    summary = Summary(head["student"], "", FLAGGED, (reason,), cells)
    notebooks = {
        sheet.name: {"shown": None, "verdict": None, "reasons": [reason]} for sheet in assignment.sheets
    }
    return Result(summary, notebooks, log=(str(error),))


def unpacked(files, folder):
    """Write files into a folder that is made."""
    folder.mkdir(parents=True)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
