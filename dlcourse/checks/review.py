"""Checks: all results of an answer beside the right ones. Which cause explains every wrong number?"""

import functools
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dlcourse.checks import networks
from dlcourse.checks.agreement import agrees
from dlcourse.checks.diagnosis import ONE_UNKNOWN, UNKNOWN, Look, suspect
from dlcourse.checks.finding import Finding
from dlcourse.checks.gradients import off
from dlcourse.checks.listed import laid_out
from dlcourse.checks.prints import print_of
from dlcourse.checks.promotion import promoted
from dlcourse.checks.results import in_another_order, shared_memory
from dlcourse.checks.right import RTOL, Free, Right, Share
from dlcourse.checks.success_rate import share_problem
from dlcourse.checks.wording import joined, never_uses

DTYPES = {"integers", "dtype"}  # causes that no chance explains
WEAK = {"permuted", "offset"}  # that many mistakes explain
STEP_SIZES = ("lr",)  # inputs that no gradient contains: never named as a missing factor or term


ALL = Look()


def review(
    result, right, inputs: dict, function: str, unused: Callable = tuple, look: Look | None = None
) -> Finding | None:
    """What is wrong with a result; None when it is right.

    right: a judgement.   function: the student's name of it.   unused: () -> the arguments that it never
    reads.   look: for which causes.
    """
    if isinstance(right, Free):
        problem = right.problem(result, function) or (None if is_float32(inputs) else right.coarse(result))
        return Finding({"free": problem}) if problem else None
    if isinstance(right, Share):
        seen, causes = share_problem(result, right, function, unused) or ("", {})
        return Finding(causes, seen) if seen else None
    results, problem = right.read(result, function)
    if problem:
        return Finding({"results": problem})
    right = right.as_declared(results)
    finding = compare(results, right, inputs, function, unused, look or ALL)
    if finding and right.network:
        finding = _at_points(finding, results, right, _rtol(right, inputs))
    wider = promoted(results, right.keeps or {}, inputs)
    return finding or (Finding({"dtype": wider}) if wider else None)


def _at_points(finding: Finding, results: dict, right: Right, rtol: float) -> Finding:
    """The finding on a network, which has points in the place of entries."""
    if not finding.where.startswith("First wrong entry: y["):
        return finding
    wrong = off(results["y"], right.results["y"], rtol)
    place = networks.where(right.network, results["y"], wrong)
    return replace(finding, seen=networks.seen(finding.seen, wrong), where=place)


def compare(
    results: dict, right: Right, inputs: dict, function: str, unused: Callable = tuple, look: Look = ALL
) -> Finding | None:
    """What is wrong with the results, by name; None when all are right."""
    rtol, suspicions = _rtol(right, inputs), _suspicions(results, right, inputs, look)
    wrong = suspicions(right.results, why=False)
    if not wrong or look.whether:
        return Finding() if wrong else None
    slips = {name: look.left(found) for name, found in _slips(right, results, wrong, rtol).items()}
    # First: else each value would be called wrong by itself. But a slip may be known that exchanges them.
    problem = not _of_all(slips) and in_another_order(results, right.results, function, rtol)
    if problem:
        return Finding({"results": problem})
    first = next(iter(wrong))

    def explained():  # only when it is asked, since it takes a while
        wrong.update(suspicions(wrong, why=True))
        return _of_all({name: slips[name] | found.causes for name, found in wrong.items()})

    causes = look.first(
        _of_all(slips),
        lambda: _memory(results, right, rtol),
        explained,
        lambda: _kinds(right, results, wrong, rtol, look.changes),
        sought=look.sought,
    )
    if not causes:
        first = _first_explained(wrong, slips)
        causes = (slips[first] or wrong[first].causes) if first else {}
        first = first or next(iter(wrong))
    seen = "" if causes else _seen(first, wrong[first], function, unused())
    fine = tuple(name for name in right.results if name not in wrong)
    return Finding(causes, seen, wrong[first].where, fine, tuple(wrong))


def _seen(name: str, wrong, function: str, unused) -> str:
    """What is told when there is no cause."""
    if not unused:
        return wrong.seen
    known = not wrong.seen.endswith((UNKNOWN, ONE_UNKNOWN, "?"))  # a guess beside a fact would mislead
    return f"{never_uses(function, unused)} {wrong.seen if known else f'{name} is not right.'}"


def _slips(right: Right, results: dict, wrong, rtol: float) -> dict:
    """By wrong result, the slips that lead to it, by their sentence; if any lead to all results, those alone.

    One that leads to this result alone counts when the answer may hold it beside another mistake: not when a
    result is right that the slip spoils, and not for zeros, to which many mistakes lead.
    """
    # No nearer than usual where the right answer is asked for more: a slip may magnify rounding errors, as a
    # difference of gradients does, and these are others on another processor.
    led = functools.cache(lambda name: right.slips.leading_to(name, results[name], max(rtol, RTOL)))
    agreed = functools.cache(lambda name: agrees(results[name], right.results[name], rtol))

    def is_excluded(i):
        return any(agreed(n) and i not in led(n) for n in right.slips[i].results)

    def of(name):
        whole = [i for i in led(name) if all(i in led(n) for n in right.slips[i].results)]
        if whole or right.counting or not led(name):
            return whole
        zeros = np.zeros(np.shape(right.results[name]))
        return [] if agrees(results[name], zeros, rtol) else [i for i in led(name) if not is_excluded(i)]

    told = {name: [right.slips[i].told for i in of(name)] for name in wrong}
    return {name: {("slip", one): one for one in sentences} for name, sentences in told.items()}


def _memory(results: dict, right: Right, rtol: float) -> dict:
    shared = shared_memory(results, right.results, rtol)
    return {"memory": shared} if shared else {}


def _suspicions(results: dict, right: Right, inputs: dict, look: Look):
    """(names, why) -> what is wrong with these results, by name, see `suspect`."""
    known = {k: v for k, v in _numbers(inputs).items() if k not in STEP_SIZES} | right.known
    options = {"rtol": _rtol(right, inputs), "known": known, "hinted": bool(right.hint), "look": look}
    options["float64"] = not is_float32(inputs) and right.rtol < 1e-5

    def suspicions(names, why):
        found = {
            name: suspect(results[name], right.results[name], name=name, why=why, **options) for name in names
        }
        return {name: wrong for name, wrong in found.items() if wrong}

    return suspicions


MOST_KINDS = 3  # sentences: of more, none helps


def _kinds(right: Right, results: dict, wrong: dict, rtol: float, changes) -> dict:
    """The slips that any formula knows, if they lead to all of these results."""
    if rtol > 1e-5 or any(found.causes and not found.fact for found in wrong.values()):
        return {}  # float32 is too coarse; another shape is not computed by any of them
    if all(np.asarray(right.results[name]).dtype.kind in "iu" for name in wrong):
        return {}  # two counts agree by chance
    if changes is not None and not changes:
        return {}
    prints, scales = zip(*map(print_of, results.values()), strict=True)
    kinds = right.kinds(changes)
    told = dict.fromkeys(kind.told for kind in kinds if kind.leads_to(prints, scales))
    if not told and len(wrong) > 1:  # made in several places, as in each of two sums
        at = [i for i, name in enumerate(results) if name in wrong]
        each = ({one.told for one in kinds if one.leads_to_one(i, prints[i], scales[i])} for i in at)
        told = dict.fromkeys(sorted(set.intersection(*each)))
    if len(told) > MOST_KINDS:
        return {}
    return {("change", one): f"{joined(wrong)}: {one}" for one in told}


def _of_all(causes: dict) -> dict:
    """The causes, given by result, that explain every wrong result, in the words for the first of them."""
    first, *others = causes.values()
    return {key: told for key, told in first.items() if all(key in other for other in others)}


def _first_explained(wrong: dict, slips: dict) -> str | None:
    """The first wrong result with a cause.

    A cause of one or two numbers may fit by chance, and of numbers in other places or off by one number many
    mistakes are a cause: it counts only when every other wrong result has a cause, or when it is read from
    the dtype.
    """
    explained = {name: slips[name] or found.causes for name, found in wrong.items()}
    certain = all(explained.values())
    return next(
        (
            n
            for n, causes in explained.items()
            if causes
            and (certain or slips[n] or DTYPES & causes.keys() or not (wrong[n].few or WEAK >= causes.keys()))
        ),
        None,
    )


def _rtol(right: Right, inputs: dict) -> float:
    return right.rtol32 if is_float32(inputs) else right.rtol


def is_float32(inputs: dict) -> bool:
    """Whether the inputs have the precision of float32: a result is judged by it."""
    arrays = [value for value in laid_out(inputs).values() if isinstance(value, np.ndarray)]
    return any(value.dtype == np.float32 for value in arrays)


def _numbers(inputs: dict) -> dict:
    """The real numbers and arrays among the inputs, as float64."""
    kinds = {
        # In a context an int is a count.
        name: np.asarray(v).dtype.kind
        for name, v in laid_out(inputs).items()
        if isinstance(v, (np.ndarray, float))
    }
    return {
        name: np.asarray(laid_out(inputs)[name], dtype=float) for name, kind in kinds.items() if kind in "fiu"
    }


def diagnose(
    got, expected, *, name: str = "your answer", rtol: float = RTOL, slips=(), **known
) -> str | None:
    """A sentence on what is wrong with got and, if the numbers show it, why; None when it is as expected.

    got: an answer.   expected: the right one, a number or an array. Each number is compared by itself: it may
    be off by rtol of its size, or by rounding (see `gradients.off`); integers (counts) must be exact.
    slips: pairs (the answer that results from a slip, what to say then), tried before the general causes.
    known: the quantities in the answer, by name: integers are counts (m=4), anything else may be a factor
    or a term that is missing. The message never contains an expected number.

    >>> print(diagnose(np.array([2.0, 4.0]), np.array([0.5, 1.0]), name="dw", m=4))
    dw is 4 times too large. 4 is m: did you forget to divide by it? First wrong entry: dw[0], yours is 2.
    """
    right = Right(**{name: expected}).knowing(known).within(rtol)
    for value, told in slips:
        right.slip(name, value, told)
    finding = compare({name: got}, right, {}, "it")
    return finding.message if finding else None
