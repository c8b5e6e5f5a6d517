"""Reference: the answers of the source, judged once: what does a right one do with what it is given?"""

from dataclasses import replace

from dlcourse.grading.intake.marks import TEST
from dlcourse.grading.intake.reasons import listed
from dlcourse.grading.plans import BOTH, LATE, RAN, SKIPPED, STUDENT, Limits, Plan, Step, Verdict
from dlcourse.grading.plans import TEST as JUDGED

STOPPED, TRIES = {LATE, SKIPPED}, 3


def verdicts_of(assignment, judge, folder: str, environment: dict, limits: Limits) -> dict:
    """{notebook: the verdict on the source's own answers}.   judge: a plan -> that, both as bytes."""
    found = {}
    for sheet in assignment.sheets:
        plan = reference_plan(assignment, sheet, folder, environment, limits)
        found[sheet.name] = Verdict.from_bytes(judge(plan.to_bytes()))
    return found


def needing_all(assignment, judge, *own) -> tuple:
    """(the assignment, the verdicts on its own answers), with all files given where answers need them.

    A hidden test may hand a file of its own to a student's function, as in `load("tests_data/a.csv")`: then
    the source's own answers earn more where they can read it. What a busy machine has stopped says nothing.
    """
    tests = [cell for sheet in assignment.sheets for cell in sheet.cells if cell.kind == TEST]
    verdicts = undisturbed(assignment, judge, *own)
    if assignment.given == assignment.files or points(verdicts) >= sum(cell.points for cell in tests):
        return assignment, verdicts
    whole = replace(assignment, given=assignment.files)
    again = undisturbed(whole, judge, *own)
    before, after = outcomes(verdicts), outcomes(again)
    both_done = [
        key for key in before if key in after and not {before[key].ended, after[key].ended} & STOPPED
    ]
    more = any((after[key].score or 0.0) > (before[key].score or 0.0) for key in both_done)
    return (whole, again) if more else (assignment, verdicts)


def undisturbed(assignment, judge, *own) -> dict:
    """The verdicts on its own answers, of a further run where a test was not done in time."""
    for _ in range(TRIES):
        found = verdicts_of(assignment, judge, *own)
        if not any(one.ended in STOPPED for one in outcomes(found).values()):
            break
    return found


def outcomes(verdicts: dict) -> dict:
    """{(notebook, cell): its outcome}."""
    return {(name, one.name): one for name, verdict in verdicts.items() for one in verdict.outcomes}


def points(verdicts: dict) -> float:
    """What the tests of some verdicts earn."""
    return sum(one.score or 0.0 for verdict in verdicts.values() for one in verdict.outcomes)


def changes_of(verdicts: dict) -> dict:
    """{notebook: functions that change what a test gives to them}, see `Plan.changes`.

    verdicts: of the reference.   None for a notebook whose tests it does not pass to their ends: then nobody
    knows.
    """
    found = {}
    for name, verdict in verdicts.items():
        tests = [one for one in verdict.outcomes if one.score is not None]
        found[name] = verdict.changed if all(one.ended == RAN for one in tests) else None
    return found


def questions_of(verdicts: dict) -> dict:
    """{notebook: {test: what it asks of right answers that are objects}}, see `Plan.questions`.

    verdicts: of the reference.   Of a test that it does not pass to its end nobody knows.
    """
    return {
        name: {one.name: one.asked for one in verdict.outcomes if one.score is not None and one.ended == RAN}
        for name, verdict in verdicts.items()
    }


def unearned_of(assignment, verdicts: dict) -> dict:
    """{notebook: the tests that the source's own answers do not pass}: here, nobody's answer can.

    verdicts: of the reference. Empty where it passes none: it has no answers. What was stopped says nothing.
    """
    found = {}
    for sheet in assignment.sheets:
        done = {one.name: one for one in verdicts[sheet.name].outcomes if one.score is not None}
        tests = [(cell.points, done[cell.name]) for cell in sheet.cells if cell.name in done]
        short = tuple(one.name for most, one in tests if one.score < most and one.ended not in STOPPED)
        found[sheet.name] = short if any(one.score for _, one in tests) else ()
    return found


def doubted(verdict: Verdict, plan: Plan, unearned) -> Verdict:
    """The verdict, with a note for a person where it lost points in tests that the reference fails, too."""
    most = {step.name: step.points for step in plan.steps}
    if not any(one.name in unearned and (one.score or 0.0) < most[one.name] for one in verdict.outcomes):
        return verdict
    one = len(unearned) == 1
    note = (
        f"The {'test' if one else 'tests'} {listed(unearned)} cannot be trusted here: the assignment's own "
        f"answers do not pass {'it' if one else 'them'}. See the log for what was said, mend the "
        "test or grade by hand."
    )
    return replace(verdict, notes=(*verdict.notes, note))


def reference_plan(assignment, sheet, folder: str, environment: dict, limits: Limits) -> Plan:
    """The plan of a notebook of the source, as if handed in: nothing is hidden from its author."""
    steps = []
    for i, cell in enumerate(sheet.cells, 1):
        if not cell.is_code:
            continue
        name = cell.name or f"source {i}"
        if cell.kind == TEST:
            steps.append(Step(name, JUDGED, "", cell.source, cell.points))
        elif cell.is_answer:
            steps.append(Step(name, STUDENT, cell.source))
        else:
            steps.append(Step(name, BOTH, cell.source, cell.source))
    shared = tuple(sorted(sheet.shared.reads)), tuple(sorted(sheet.shared.binds))
    own = sheet.names, *shared, sheet.imports, assignment.preload, assignment.given, folder, environment
    named = {"hidden": (), "reference": True, "limits": limits}
    return Plan(assignment.name, sheet.name, "", tuple(steps), *own, sheet.operators, **named)
