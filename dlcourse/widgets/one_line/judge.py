"""Chapters 4 and 7: what is said of a line: right, or what is wrong with it. Printed as JavaScript.

A line is right when it gives the library's gradient in both cases of its puzzle. Else it is compared with
the wrong lines that the puzzle lists, then with what would make it right (`mending.py`).
"""

from dlcourse.widgets.one_line.arrays import evaluated, finite
from dlcourse.widgets.one_line.compared import agree, distance, env_of, names_of, same, steps_of, widened
from dlcourse.widgets.one_line.language import read
from dlcourse.widgets.one_line.mending import mended
from dlcourse.widgets.one_line.slips import has_number
from dlcourse.widgets.one_line.verdicts import said, shape_text, why
from dlcourse.widgets.one_line.words import tokens_of


def judged(one, line):
    """What is said of a line: "kind", "told"; where it gives an array, "x"; "tree"."""
    cases, steps = one["cases"], steps_of(one)
    envs = [env_of(one, draw, steps) for draw in cases]
    told = {"of": one["of"], "shape": shape_text(cases[0]["gradient"]["shape"], cases[0]["sizes"])}
    told |= {"reason": one["reason"]}
    if len(tokens_of(line)) == 1:
        return said("empty", told, {})
    found = read(line, names_of(one))
    if found["error"]:
        return {"kind": "unread", "told": found["error"]}
    results = [evaluated(found["tree"], env) for env in envs]
    for x, draw in zip(results, cases, strict=True):
        if "error" in x:
            return said(x["error"], told | why(x, line, draw["sizes"]), {"refused": True})
        if not finite(x):
            return said("infinite", told, {})
    given = {"tree": found["tree"], "x": results[0]}
    told["yours"] = shape_text(results[0]["shape"], cases[0]["sizes"])
    wanted = [draw["gradient"] for draw in cases]
    right = [same(x, g) for x, g in zip(results, wanted, strict=True)]
    if all(right):
        return said("right", told, given)
    for wrong, cause in one["wrong"]:
        if agree(results, [evaluated(read(wrong, names_of(one))["tree"], env) for env in envs]):
            return {"kind": "listed", "told": cause} | given
    if right[0]:
        return said("chance" if has_number(found["tree"]) else "luck", told, given)
    return mended(one, line, found["tree"], results, envs, told) | given


def is_right(one, line):
    """Whether a line is right, and no more."""
    found, steps = read(line, names_of(one)), steps_of(one)
    if found["error"]:
        return False
    for draw in one["cases"]:
        x = evaluated(found["tree"], env_of(one, draw, steps))
        if not same(x, draw["gradient"]):
            return False
    return True


def farthest(one, found):
    """The entry in which a line is most wrong; the first where it is right, or gives no such array."""
    wanted = one["cases"][0]["gradient"]
    x = widened(found["x"], wanted) if "x" in found else wanted
    if x["shape"] != wanted["shape"]:
        return 0
    gaps = [abs(v - wanted["data"][k]) for k, v in enumerate(x["data"])]
    return 0 if distance(x, wanted, 1) < 1 else gaps.index(max(gaps))
