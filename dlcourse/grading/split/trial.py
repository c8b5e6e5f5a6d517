"""Trial: the cells of one notebook of one student, each where it belongs, and what came of them.

Where the student's process crashes or is late, a fresh one runs the cells before again, and the trial goes
on: it costs the test that met it, and no other.
"""

import contextlib
import os
import time
import warnings
from dataclasses import replace

from dlcourse.grading.plans import BOTH, CRASHED, RAISED, RAN, SKIPPED, TEST, Outcome, Plan, Verdict
from dlcourse.grading.split import files, judging, outputs, sources, telling, unseen
from dlcourse.grading.split.faults import StudentEnded
from dlcourse.grading.split.questions import Questions
from dlcourse.grading.split.remote import is_remote
from dlcourse.grading.split.session import Alarm, Session
from dlcourse.grading.split.setting_up import without_calls
from dlcourse.grading.split.shell import text_of


def nobody(*told) -> None:
    """Where nobody listens."""


class Trial:
    """A plan, and the process that is on trial.

    box: a sandbox, see `open_sandbox`.   report: is called with each Outcome.   known: outcomes, by name.
    begins: is called with the seconds that the next piece of work may take.   until: when time is up.
    """

    def __init__(self, plan: Plan, box, report=nobody, known=(), begins=nobody, until=None):
        self.plan, self.box, self.report, self.begins = plan, box, report, begins
        self.known = dict(known)  # outcomes of a judge before: of its tests, and of cells over which it ended
        self.until = time.monotonic() + plan.limits.seconds if until is None else until
        self.names = judging.shell().user_ns
        self.names.reset(self.session_now, plan.names, plan.reads, plan.binds)
        self.session, self.questions = None, Questions(plan.operators, plan.reference)
        self.ran: list = []  # the cells that a fresh process runs again
        self.failed: dict = {}  # of cells: their source, and how they ended
        self.notes: list[str] = []
        self.room = outputs.Room(plan.limits.all_output)
        self.tested = self.hidden = False  # whether a test has run, whether one with hidden lines
        sources = [step.trusted for step in plan.steps if step.trusted]
        self.shared = os.getcwd(), files.below("."), tuple(plan.files), sources
        self.spent = 0.0  # seconds that cells of the student's took

    def run(self) -> Verdict:
        """The verdict; of each cell an Outcome, also when time is up."""
        sources.told_from(lambda: [step.source for step in self.ran])
        for statement in self.plan.imports:
            self.trusted(statement, f"the import `{statement}`")
        outcomes = []
        for step in self.plan.steps:
            if step.name in self.known:
                outcome = self.known[step.name]
                if step.role != TEST:
                    self.failed[step.name] = step.source, telling.ending(outcome.ended, ())
            elif time.monotonic() > self.until:
                outcome = Outcome(step.name, (), 0.0 if step.role == TEST else None, SKIPPED)
            else:
                outcome = self.test(step) if step.role == TEST else self.cell(step)
            outcomes.append(outcome)
            self.report(outcome)
        self.close()
        return Verdict(tuple(unseen.of_cells(self, outcomes)), tuple(self.notes))

    def close(self) -> None:
        """End the student's process."""
        if self.session:
            self.session.leave()

    def session_now(self) -> Session:
        """The conversation with a process that has run the cells so far."""
        if self.session is None:
            raise StudentEnded(CRASHED, "there is no process of the student's")
        return self.session

    def ready(self) -> None:
        """Have a process that has run the cells so far, whatever became of the one before."""
        if self.session is not None and not self.session.ended:
            return
        again, self.session = self.session is not None, self.fresh(self.ran)
        if again and any(map(is_remote, dict.values(self.names))):
            for step in self.ran:  # what the judge holds of the process before is lost
                if step.role == BOTH and not self.session.ended:
                    self.trusted(step.trusted, f"the cell {step.name!r}, run again,")

    def fresh(self, steps, keep=None) -> Session:
        """A new process that has run some cells.   keep: {} that takes their outputs, by name"""
        plan, room = self.plan, outputs.Room(self.plan.limits.all_output)
        self.begins(plan.limits.cell_seconds)
        process = self.box.student(plan.files, plan.limits)
        session = Session(process, plan.limits, self.names, self.questions, self.shared)
        for step in steps:
            self.allow(session)
            with contextlib.suppress(StudentEnded):
                _, found = self.asked(session, step)
                if keep is not None:
                    keep[step.name] = room.checked(found, self.plan.limits.output)
            if session.ended:
                break
        self.allow(session)
        return session

    def allow(self, session, seconds: float | None = None) -> None:
        """Give a cell its time, or so many seconds."""
        session.seconds = self.plan.limits.cell_seconds if seconds is None else seconds
        session.until = min(time.monotonic() + session.seconds, self.until)
        self.begins(max(session.until - time.monotonic(), 0.0))

    def asked(self, session, step) -> list:
        """[whether a cell ended well, its outputs]; no warning that its process sends reaches a terminal."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return session.ask("cell", step.source, self.plan.limits.output)

    def cell(self, step) -> Outcome:
        """Run a cell in the student's process, and the trusted one of two in the judge."""
        self.ready()
        self.allow(self.session)
        kept, ended = (), RAN
        self.names.forget(step.source)
        begun = time.monotonic()
        try:
            well, found = self.asked(self.session, step)
            kept, ended = self.room.checked(found, self.plan.limits.output), RAN if well is True else RAISED
            self.ran.append(step)
        except StudentEnded as error:
            ended = error.reason
            kept = (judging.stopped(ended, self.session.ended_by),)
        except BaseException as error:
            ended, kept = (
                RAISED,
                (judging.shown(telling.name_of(error), "the cell's outputs cannot be read"),),
            )
        self.spent += time.monotonic() - begun
        if ended != RAN:
            self.failed[step.name] = step.source, telling.ending(ended, kept)
        if step.role == BOTH:
            self.trusted(step.trusted, f"the cell {step.name!r}")
        return Outcome(step.name, tuple(kept), None, ended)

    def trusted(self, source: str, what: str) -> None:
        """Run a cell of the instructor's in the judge; an error there is a note for a person."""
        if not source.strip():
            return
        self.ready()
        self.allow(self.session)
        self.names.setting_up = self.session.fetched.kept_here = True
        try:
            with Alarm(self.session, self.session.until - time.monotonic()):
                self.session.files.begin(source)
                result, _ = judging.run(without_calls(source, self.names.students), self.plan.limits)
            error = judging.failure(result)
        except StudentEnded as ended:
            error = ended
        finally:
            self.names.setting_up = self.session.fetched.kept_here = False
        if error is not None:
            text = f"In the judge {what} raised {telling.name_of(error)}"
            # the student reads it: after a test their code could say by it what the test has tried
            self.notes.append(text if self.tested else f"{text}: {text_of(error, 200)}")

    def test(self, step) -> Outcome:
        """Run a test in the judge; what it tells, it tells of a process that has seen no hidden one."""
        begun, seen = time.monotonic(), self.hidden
        outcome = self.judged(step)
        self.tested, self.hidden = True, seen or bool(telling.hidden_lines(step.trusted, self.plan.hidden))
        return unseen.of_test(self, step, outcome, time.monotonic() - begun) if seen else outcome

    def judged(self, step) -> Outcome:
        """The outcome of a test, as the judge has it.

        A test that works out what it expects after the call is fooled by a function that changes what it is
        given. So where the reference solution changes nothing, and a student's function does, the test has
        to pass a second time, with all that it gave as it was.
        """
        outcome = self.test_once(step)
        if not outcome.score or self.plan.changes is None or {*outcome.changed} <= {*self.plan.changes}:
            return outcome
        self.ready()
        self.session.withholding = True
        again = self.test_once(step)
        self.session.withholding = False
        if again.score >= outcome.score:
            return outcome
        names = ", ".join(name or "a function" for name in outcome.changed)
        self.notes.append(f"{step.name!r} passes only since {names} changes what the test gives: look at it.")
        kept = (judging.shown("Changed", telling.CHANGED_SAYS),)
        return Outcome(step.name, kept, again.score, RAISED, outcome.changed)

    def test_once(self, step) -> Outcome:
        """Run a test."""
        self.ready()
        session = self.session
        self.allow(session, self.plan.limits.for_a_test)
        session.changed.clear()
        self.questions.begin(self.plan.questions.get(step.name))
        result, found = None, []
        try:
            with Alarm(session, session.until - time.monotonic()):
                session.files.begin(step.trusted)
                result, found = judging.run(step.trusted, self.plan.limits, self.plan.hidden)
                if not session.ended:
                    session.fetched.give_back()
        except (
            BaseException
        ) as error:  # a clock that rang between two lines of ours, a container that cannot go back
            session.end(error.reason if isinstance(error, StudentEnded) else CRASHED)
        surprised, asked = self.questions.surprised, self.end_questions(step)
        telling.explain(result, self.plan.names, self.failed)
        outcome = judging.outcome(step, result, found, session.ended, session.ended_by, self.plan)
        if outcome.score and surprised:
            self.notes.append(
                f"{step.name!r} passes with an empty array or list where the source's answers give none, as "
                "np.allclose and zip do: look at it."
            )
        return replace(outcome, changed=tuple(sorted(session.changed)), asked=asked)

    def end_questions(self, step) -> tuple[str, ...]:
        """What a test asked of objects, of the reference's answers; what it was refused, a person reads."""
        asked, refused = self.questions.asked, self.questions.refused
        self.questions.begin(None)
        if refused:
            names = ", ".join(sorted(word.strip("._") for word in refused))
            self.notes.append(
                f"{step.name!r} met an object where the source's answers give none, and did not ask it for "
                f"{names}: look at it."
            )
        return tuple(sorted(asked)) if self.plan.reference else ()
