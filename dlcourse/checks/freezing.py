"""Checks: visible cases written down, for notebooks without solutions: numbers, no formulas."""

import functools
import json
import math

import numpy as np

from dlcourse.checks.bank import exercises
from dlcourse.checks.curves import CURVES
from dlcourse.checks.examine import Case, Task
from dlcourse.checks.free import JUDGES
from dlcourse.checks.kinds_tried import Kind
from dlcourse.checks.limits import Limits
from dlcourse.checks.right import Free, Right, Share
from dlcourse.checks.slips import Slip, Slips
from dlcourse.strict_array import StrictArray, strict

KINDS = {"Right": Right, "Share": Share}
SAME = 1e-9  # relative: the last digits may differ from machine to machine


def freeze(folder) -> bytes:
    """The visible cases of an assignment as JSON, a line for each exercise."""
    lines = [f"{json.dumps(ex.name)}: {json.dumps(_frozen(ex))}" for ex in exercises(folder)]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def thaw(text: bytes) -> dict[str, tuple[Task, list[Case]]]:
    """What `freeze` has written, by the name of the exercise."""
    return {name: _thawed(entry) for name, entry in json.loads(text).items()}


def alike(one: bytes, other: bytes) -> bool:
    """Whether two frozen assignments say the same, up to the last digits of numbers."""
    return _alike(json.loads(one), json.loads(other))


def _alike(a, b) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return a == b or math.isclose(a, b, rel_tol=SAME, abs_tol=1e-14) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_alike, a, b))
    return type(a) is type(b) and a == b


def _frozen(exercise) -> dict:
    task = exercise.task(quiet=False)
    cases = [
        {"inputs": encode(case.inputs), "right": _judgement(exercise.name, case.judge())}
        for case in exercise.visible()
    ]
    words = {"reread": task.reread, "control": task.control, "hint": task.hint}
    return words | {"limits": encode(vars(task.limits)), "cases": cases}


def _judgement(name: str, right) -> dict:
    if isinstance(right, Free):  # it shows no answer, so it stands in the package
        return {"free": name}
    parts = {key: value for key, value in vars(right).items() if key not in ("slips", "kinds")}
    slips = [{"told": slip.told, "results": encode(slip.results)} for slip in right.slips]
    changes = [[kind.told, *kind.prints] for kind in right.kinds(None)] if isinstance(right, Right) else []
    return {"kind": type(right).__name__, "parts": encode(parts), "slips": slips, "changes": changes}


def _thawed(entry: dict) -> tuple[Task, list[Case]]:
    def judge(frozen, inputs):
        if "free" in frozen:
            return JUDGES[frozen["free"]](**inputs)
        right = KINDS[frozen["kind"]].__new__(KINDS[frozen["kind"]])
        slips = Slips(Slip(slip["told"], decode(slip["results"])) for slip in frozen["slips"])
        vars(right).update(decode(frozen["parts"]), slips=slips)
        if isinstance(right, Right):
            right.kinds = functools.partial(
                _changes, [Kind(told, tuple(p)) for told, *p in frozen["changes"]]
            )
        return right

    cases = []
    for case in entry["cases"]:
        inputs = decode(case["inputs"])
        cases.append(Case(inputs, lambda frozen=case["right"], inputs=inputs: judge(frozen, inputs)))
    return Task(
        "", entry["reread"], entry["control"], entry["hint"], Limits(**decode(entry["limits"]))
    ), cases


def _changes(kinds, sentences) -> list:
    return [kind for kind in kinds if sentences is None or kind.told in sentences]


def encode(value):
    """A value of inputs or results as JSON, with arrays, tuples, functions and the keys of dicts kept apart.

    >>> encode({"x": np.zeros(2), 3: (1, "a")})
    {'dict': [['x', {'array': [0.0, 0.0]}], [3, {'tuple': [1, 'a']}]]}
    """
    if isinstance(value, StrictArray):
        return {"device": encode(value.get())}
    if isinstance(value, np.ndarray):
        return {"float32" if value.dtype == np.float32 else "array": value.tolist()}
    if callable(value):
        return {"curve": value.__name__}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {"tuple": list(map(encode, value))}
    return list(map(encode, value)) if isinstance(value, list) else value


def decode(value):
    """What `encode` was given."""
    if isinstance(value, list):
        return list(map(decode, value))
    if not isinstance(value, dict):
        return value
    ((kind, items),) = value.items()
    if kind in ("array", "float32"):
        return np.array(items, np.float32 if kind == "float32" else None)
    if kind == "curve":
        return CURVES[items]
    if kind == "device":
        return strict.asarray(decode(items))
    return tuple(map(decode, items)) if kind == "tuple" else {key: decode(item) for key, item in items}
