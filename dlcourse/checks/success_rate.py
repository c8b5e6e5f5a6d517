"""Checks: a success rate, compared with the number of runs that succeed."""

from collections.abc import Iterable
from numbers import Real

import numpy as np

from dlcourse.checks.check import CheckFailed
from dlcourse.checks.wording import number

TOLERANCE = 1  # runs: on another machine, rounding may decide one that ends near the threshold


def runs_that_succeed(n_units: int, unit: str, seeds) -> int:
    """The number of chapter 2's runs that solve XOR on this machine, whose rounding may decide one."""
    from dlcourse.experiments.ch02_xor_training import train_many  # not needed by other checks

    return int(train_many(n_units, unit, seeds).solved.sum())


def check_success_rate(
    rate, n_right: int, n_runs: int, *, who: str, reread: str, slips: Iterable = (), hint: str = "", called=""
) -> None:
    """Raise CheckFailed unless rate is n_right / n_runs, up to one run.

    who: the name of the student's function.
    slips: pairs (the number of runs that a slip counts as successes, what to say then).
    hint: what to say when no cause is found.   called: the call, for the last line.

    >>> check_success_rate(0.25, 10, 40, who="success_rate", reread="chapter 0")
    """
    problem = _not_a_rate(rate, n_runs, who)
    if not problem:
        counted = float(rate) * n_runs
        if abs(counted - n_right) <= TOLERANCE + 1e-6:  # 1e-6: rate * n_runs rounds
            return
        of_runs = f"{number(counted)} of {n_runs} runs"
        problem = f"{who} returned {number(rate)}, which is {of_runs}: not as many as succeed."
        causes = [sentence for n, sentence in slips if abs(counted - n) < 1e-6]
        if causes:
            problem = f"{problem} {' Or: '.join(causes)}"
        elif rate in (0, 1):  # every run ends alike: most likely all have one start
            problem = f"{problem} Does every seed get its own start, is every run counted?"
        else:
            problem = f"{problem} {hint}"
    raise CheckFailed(problem, f"Reread {reread}.", called=called)


def _not_a_rate(rate, n_runs: int, who: str) -> str | None:
    if isinstance(rate, np.ndarray) and rate.ndim == 0:
        rate = rate.item()  # what np.array(0.5) holds is a number
    wanted = f"{who} should return a number from 0 to 1"
    if rate is None:
        return f"{wanted}; it returned None. Does it end with `return`?"
    if isinstance(rate, (list, np.ndarray)):
        return f"{wanted}; it returned {len(rate)} of them: which of them is the success rate?"
    if not isinstance(rate, Real) or isinstance(rate, bool):  # Real includes numpy's floats
        return f"{wanted}; it returned a {type(rate).__name__}."
    if not 0 <= rate <= 1:
        count = f": a count, not a rate? Divide it by the number of seeds, {n_runs}." if rate > 1 else "."
        return f"{wanted}; it returned {number(rate)}{count}"
    return None
