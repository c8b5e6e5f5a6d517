"""Checks: visible cases written down, for notebooks without solutions: numbers, no formulas.

An exercise has its words, the limits that are its own, its cases, and what wrong answers lead to: its slips,
and the changes of the model answer (see `kinds`). A sentence has one line: [sentence, [what leads to it in
the first case, ...], [in the second, ...], ...]. That is a list of results in the order of the right ones, or
some by name. Of a result there is

    0                 if it is right
    number            itself, if it is one; of an array its print. It has a point
    [number, n, m]    that, and its shape if it is wrong
    {"is": ...}       itself, as `encode` writes it, where a print says too little
"""

import functools
import json
import math

import numpy as np

from dlcourse.checks.bank import exercises
from dlcourse.checks.encoding import decode, encode
from dlcourse.checks.examine import Case, Task
from dlcourse.checks.free import JUDGES
from dlcourse.checks.limits import Limits
from dlcourse.checks.listed import each_array
from dlcourse.checks.prints import EVEN, EXACT, SAME, Kind, Print, has_print, is_same, print_of, written
from dlcourse.checks.review import is_float32
from dlcourse.checks.right import RTOL, Free, Right, Share
from dlcourse.checks.slips import Slip, Slips

JUDGEMENTS = {"Right": Right, "Share": Share}
ROWS = "cases", "slips", "changes"  # of an exercise: one line each
# A wrong answer may magnify the last digit of a machine: 300 steps uphill made 4e-9 of it.
OF_WRONG = {"slips": 1e-6, "changes": 1e-6}


def freeze(folder) -> bytes:
    """The visible cases of an assignment as JSON."""
    text = ",\n".join(f"{json.dumps(ex.name)}: {_lines(_frozen(ex))}" for ex in exercises(folder))
    return f"{{\n{text}\n}}\n".encode()


def _lines(entry: dict) -> str:
    """An exercise as JSON, with a line for each case and each sentence, so that one sees what has changed."""
    words = {key: value for key, value in entry.items() if key not in ROWS}
    parts = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in words.items()]
    for key in ROWS:
        rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in entry[key])
        parts.append(f"{json.dumps(key)}: [\n{rows}\n]" if rows else f"{json.dumps(key)}: []")
    return "{\n" + ",\n".join(parts) + "\n}"


def thaw(text: bytes) -> dict[str, tuple[Task, list[Case]]]:
    """What `freeze` has written, by the name of the exercise."""
    return {name: _thawed(name, entry) for name, entry in json.loads(text).items()}


def alike(one: bytes, other: bytes) -> bool:
    """Whether two frozen assignments say the same, up to the last digits of numbers."""
    return _alike(json.loads(one), json.loads(other))


def _alike(a, b, same=SAME) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return a == b or math.isclose(a, b, rel_tol=same, abs_tol=1e-14) or (math.isnan(a) and math.isnan(b))
    if same == OF_WRONG["slips"] and {type(a), type(b)} == {float, dict}:
        return _is_of_rounding(a if isinstance(a, dict) else b)
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(_alike(a[key], b[key], OF_WRONG.get(key, same)) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_alike(one, other, same) for one, other in zip(a, b, strict=True))
    return type(a) is type(b) and a == b


def _is_of_rounding(result: dict) -> bool:
    """Whether a slip's result has no print for a number near 0 alone, which rounding decides."""
    numbers = np.abs(np.asarray(decode(result["is"]) if "is" in result else np.nan))
    finite = numbers.dtype.kind == "f" and numbers.size > 0 and np.isfinite(numbers).all()
    return bool(finite and numbers.min() < EVEN * max(1.0, numbers.max()))


def _frozen(exercise) -> dict:
    task = exercise.task(quiet=False)
    words = {"reread": task.reread, "control": task.control, "hint": task.hint}
    cases, usual = [(case.inputs, case.judge()) for case in exercise.visible()], vars(Limits())
    shaken = [_judged_shaken(exercise, *case) for case in cases]
    return words | {
        "limits": encode({key: limit for key, limit in vars(task.limits).items() if limit != usual[key]}),
        "cases": [{"inputs": encode(inputs)} | _judgement(right) for inputs, right in cases],
        "slips": _by_sentence([_slips(*case) for case in cases]),
        "changes": _by_sentence([_changes(*case, *each) for case, *each in zip(cases, shaken, strict=True)]),
    }


def _judgement(right) -> dict:
    if isinstance(right, Free):  # it shows no answer, so it stands in the package
        return {"kind": "Free"}
    parts = {key: value for key, value in vars(right).items() if key not in ("slips", "kinds")}
    return {"kind": type(right).__name__, "parts": encode(parts)}


def _by_sentence(cases) -> list:
    """A line for each sentence.   cases: of each, the pairs (sentence, results)"""
    rows: dict = {}
    for i, pairs in enumerate(cases):
        for told, results in pairs:
            rows.setdefault(told, [[] for _ in cases])[i].append(results)
    return [[told, *row] for told, row in rows.items()]


def _slips(inputs: dict, right) -> list:
    def result(name, value):
        due = right.results[name]
        if is_same(value, due):
            return 0
        if not has_print(value) or is_float32(inputs) or getattr(right, "rtol", 0) != RTOL:
            return {"is": encode(value)}
        shape, number = np.shape(value), written(value) if np.ndim(value) else float(value)
        return number if shape == np.shape(due) else [number, *shape]

    found = []
    for slip in right.slips:
        results = {name: result(name, value) for name, value in slip.results.items()}
        found.append((slip.told, list(results.values()) if list(results) == list(right.results) else results))
    return found


def _changes(inputs: dict, right, shaken) -> list:
    """The changes of the model answer; but not those that magnify a last digit until another number stands.

    shaken: the judgement of inputs that differ in their last digits, as processors do.
    """
    if not isinstance(right, Right) or is_float32(inputs):  # too coarse for them
        return []
    due = [print_of(value) for value in right.results.values()]
    again: dict = {}
    for kind in shaken.kinds(None):
        again.setdefault(kind.told, []).append(kind.prints)
    pairs = [
        (kind.told, zip(kind.prints, due, strict=True))
        for kind in right.kinds(None)
        if any(np.allclose(kind.prints, prints, STEADY, STEADY) for prints in again.get(kind.told, ()))
    ]
    return [(told, [0 if abs(a - b) <= EXACT * size else a for a, (b, size) in each]) for told, each in pairs]


LAST_DIGITS, STEADY = 1e-13, 1e-3  # what is put to the inputs, relative; what a change may make of it


def _judged_shaken(exercise, inputs: dict, right):
    """The judgement of inputs with other last digits; that of the inputs where no other digits are allowed.

    Whole numbers stay: they may be counts, targets, or the edge that a comparison turns on.
    """

    def shake(array):
        if array.dtype.kind != "f":
            return array
        return np.where(array == np.round(array), array, array * (1 + LAST_DIGITS))

    try:
        return exercise.case({name: each_array(shake, value) for name, value in inputs.items()}).judge()
    except ValueError:
        return right


def _thawed(name: str, entry: dict) -> tuple[Task, list[Case]]:
    words = entry["reread"], entry["control"], entry["hint"]
    cases = []
    for i, case in enumerate(entry["cases"]):
        rows = [[(told, row[i]) for told, *row in entry[key]] for key in ("slips", "changes")]
        inputs = decode(case["inputs"])
        judge = functools.cache(functools.partial(_judged, name, inputs, case, *rows))
        cases.append(Case(inputs, judge))
    return Task("", *words, Limits(**decode(entry["limits"]))), cases


def _judged(name: str, inputs: dict, case: dict, slips, changes):
    if case["kind"] == "Free":
        return JUDGES[name](**inputs)
    right = JUDGEMENTS[case["kind"]].__new__(JUDGEMENTS[case["kind"]])
    vars(right).update(decode(case["parts"]), slips=Slips())
    due = right.results
    right.slips.later(lambda: [Slip(told, _results(one, due)) for told, row in slips for one in row])
    if isinstance(right, Right):
        own = [written(value) for value in due.values()]
        kinds = [Kind(told, _prints(prints, own)) for told, row in changes for prints in row]
        right.kinds = lambda asked: [kind for kind in kinds if asked is None or kind.told in asked]
    return right


def _prints(written_down, own) -> tuple:
    """The prints of a change.   own: those of the right results"""
    return tuple(b if is_right(a) else a for a, b in zip(written_down, own, strict=True))


def is_right(value) -> bool:
    """Whether what is written down of a result stands for the right one."""
    return isinstance(value, int)


def _results(written_down, due: dict) -> dict:
    """The results of a slip.   due: the right ones"""
    named = written_down if isinstance(written_down, dict) else dict(zip(due, written_down, strict=True))
    return {name: _result(value, due[name]) for name, value in named.items()}


def _result(value, due):
    if is_right(value):
        return due
    if isinstance(value, dict):
        return decode(value["is"])
    number, *shape = value if isinstance(value, list) else (value, *np.shape(due))
    return Print(tuple(shape), number) if shape else number
