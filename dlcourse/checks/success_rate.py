"""Checks: a success rate, compared with the number of runs that succeed."""

from collections.abc import Callable
from numbers import Integral, Real

import numpy as np

from dlcourse.checks.right import Share
from dlcourse.checks.wording import a, never_uses, number

WHOLE = 1e-4  # of a run: rate * n_runs rounds, the more so in float32
TOLERANCE = 1  # runs: on another machine, rounding may decide one that ends near the threshold


def share_problem(rate, right: Share, function: str, unused: Callable = tuple) -> tuple[str, dict] | None:
    """What is wrong with a rate, and the causes by key; None when it is right.

    function: its name.   unused: () -> the arguments that it never reads. A count may agree by chance with
    that of a slip: the message says so.

    >>> share_problem(0.25, Share(10, 40), "success_rate")
    """
    problem = _not_a_rate(rate, right, function)
    if problem:
        return problem, {"rate": problem}
    counted = float(rate) * right.n_runs
    runs = f"{number(counted)} of {right.n_runs} runs"
    is_whole = abs(counted - round(counted)) <= WHOLE
    if is_whole and abs(counted - right.n_right) <= TOLERANCE + WHOLE:
        return None
    if not is_whole and any(abs(rate - round(right.results["rate"], d)) < 1e-9 for d in range(1, 5)):
        seen = f"{function} returned {number(rate)}, which is {runs}"
        return seen, {
            "rounded": f"{seen}, which is no whole number of runs: is it rounded? Return all digits."
        }
    seen = f"{function} returned {number(rate)}, which is {runs}: not as many as succeed."
    close = [s for s in right.slips if abs(counted - s.results["rate"] * right.n_runs) < 1e-6]
    causes = {("slip", slip.told): f"{seen} As many do, maybe by chance, when {slip.told}" for slip in close}
    if not causes and (never := unused()):
        causes["unused"] = f"{seen} {never_uses(function, never)}"
    elif abs(right.n_runs - counted - right.n_right) < 1e-6:
        causes["fail"] = f"{seen} As many fail: are those the ones that you count?"
    if not causes and rate == 0 and isinstance(rate, Integral):
        causes["floor"] = f"{seen} Is there a `//`? There, `//` drops everything after the decimal point."
    if not causes and rate in (0, 1):  # every run ends alike: most likely all have one start
        causes["alike"] = f"{seen} Does every seed get its own start, is every run counted?"
    return seen, causes


def _not_a_rate(rate, right: Share, function: str) -> str | None:
    if isinstance(rate, np.ndarray) and rate.ndim == 0:
        rate = rate.item()  # what np.array(0.5) holds is a number
    wanted = f"{function} should return a number from 0 to 1"
    if rate is None:
        return f"{wanted}; it returned None. Does it end with `return`?"
    if isinstance(rate, (list, np.ndarray)):
        return f"{wanted}; it returned {len(rate)} of them: which of them is the success rate?"
    if not isinstance(rate, Real) or isinstance(rate, bool):  # Real includes numpy's floats
        return f"{wanted}; it returned {a(type(rate).__name__)}."
    if not 0 <= rate <= 1:
        return f"{wanted}; it returned {number(rate)}{_what_count(float(rate), right)}"
    return None


def _what_count(rate: float, right: Share) -> str:
    if abs(rate / 100 * right.n_runs - right.n_right) <= TOLERANCE + 1e-6 and rate > 1:
        return ": is that in percent? A share of all is 1, not 100."
    if rate > 1:
        return f": a count, not a rate? Divide it by the number of seeds, {right.n_runs}."
    return "."
