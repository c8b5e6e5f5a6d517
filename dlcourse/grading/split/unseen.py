"""Unseen: what students read of a cell that ran after a test comes from a process that has seen no test.

What a hidden test has tried could otherwise be printed by a cell below it, or stand as a wrong result in the
message of a visible test.
"""

import time
from dataclasses import replace

from dlcourse.grading.plans import CRASHED, LATE, RAISED, TEST, Outcome
from dlcourse.grading.split import judging, telling

MOST_SECONDS = 2.0  # that cells and a test may take, to be run again for the sake of a message
SAYS = "This test did not pass."
SAYS_SLOW = (
    f"{SAYS} It is not told why, since it or the cells above take long: is there a loop without an end?"
)


def of_cells(trial, outcomes: list) -> list:
    """The outcomes of all cells, with such outputs of those that are no tests."""
    steps = trial.plan.steps
    tests = [i for i, step in enumerate(steps) if step.role == TEST]
    after = [
        i for i, one in enumerate(outcomes) if tests and i > tests[0] and one.score is None and one.outputs
    ]
    if not after:
        return outcomes
    clean: dict = {}
    names = {steps[i].name for i in range(after[-1] + 1)}
    trial.until = max(trial.until, time.monotonic() + trial.plan.limits.cell_seconds)
    trial.fresh([step for step in trial.ran if step.name in names], clean).end(CRASHED)
    found = list(outcomes)
    for i in after:
        one = outcomes[i]
        kept = one.outputs if one.ended in (LATE, CRASHED) else tuple(clean.get(one.name, ()))
        found[i] = Outcome(one.name, kept, None, one.ended)
    return found


def of_test(trial, step, outcome: Outcome, seconds: float) -> Outcome:
    """The outcome of a test that ran after a hidden one, with such outputs.

    seconds: that it took. Where to run it again takes long, or comes to another end, fixed words are told.
    """
    if not any(map(is_telling, outcome.outputs)):
        return outcome
    again, is_slow = None, trial.spent + seconds >= MOST_SECONDS
    if not is_slow and time.monotonic() < trial.until:
        again = run_again(trial, step)
    if again and (again.ended, again.score) == (outcome.ended, outcome.score):
        return replace(outcome, outputs=again.outputs)
    kept = [one for one in outcome.outputs if not is_telling(one)]
    if outcome.ended == RAISED:
        kept.append(judging.shown("Failed", SAYS_SLOW if is_slow else SAYS))
    return replace(outcome, outputs=tuple(kept))


def is_telling(output: dict) -> bool:
    """Whether an output of a test may hold a value of the student's."""
    if output["output_type"] == "execute_result":
        return False  # its points
    fixed = (telling.HIDDEN_SAYS, telling.CHANGED_SAYS, telling.RAISED_SAYS)
    return output["output_type"] != "error" or not (
        output["evalue"] in fixed or output["ename"] in ("Stopped", "Refused")
    )


def run_again(trial, step) -> Outcome | None:
    """The outcome of a test in a process that has seen none; all that it binds in the judge is unbound."""
    names, session = trial.names, trial.session
    before, put = dict(dict.items(names)), dict(names.put)
    trial.session = trial.fresh(trial.ran)
    try:
        with session.files.aside():
            return None if trial.session.ended else trial.test_once(step)
    finally:
        trial.session.end(CRASHED)
        trial.session = session
        dict.clear(names)
        dict.update(names, before)
        names.put = put
