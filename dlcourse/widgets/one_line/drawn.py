"""Chapters 4 and 7: what the pictures and the texts of a puzzle name. Printed as JavaScript.

Above, every array as a box to scale, with the reader's own; below, J as one entry of the input of interest
moves, and a line with the slope that the reader's line has there: where it is right, it touches the curve.
"""

from dlcourse.widgets.frame import fill
from dlcourse.widgets.frame.boxes import box
from dlcourse.widgets.one_line.arrays import evaluated, finite, two_axes
from dlcourse.widgets.one_line.compared import env_of, names_of, puzzle_of, steps_of, widened
from dlcourse.widgets.one_line.judge import farthest, is_right, judged
from dlcourse.widgets.one_line.language import read
from dlcourse.widgets.one_line.verdicts import place_text, shape_text

WIDE, HIGH, UNIT = 348, 84, 8  # of the drawing of arrays, and the size of a number in it
REACH, POINTS, HALF = 1.2, 30, 0.45  # of the curve: how far it goes each way, its pieces; of the slope's line
LABELS = {
    "title": "{part}, {k} of {n}: {title}",
    "wanted": "∂J/∂{of} =",
    "count": "Right so far: {solved} of {n}.",
    "slope": "your slope here: {slope:2}",
    "none": "no slope yet: type a line",
    "other": "no slope: another shape",
    "infinite": "no slope here: no finite number",
}


def at_entry(x, k):
    """An entry, counted row after row."""
    return x["data"][k]


def slope_of(one, found, env, entry):
    """What the reader's line says of that entry there; None where it gives no numbers that fit."""
    if "x" not in found:
        return None
    wanted = one["cases"][0]["gradient"]
    x = widened(evaluated(found["tree"], env), wanted)
    return at_entry(x, entry) if x["shape"] == wanted["shape"] and finite(x) else None


def why_none(one, found):
    """Why there is no slope: no line, another shape, or no finite number there."""
    if "x" not in found:
        return "none"
    wanted = one["cases"][0]["gradient"]
    return "infinite" if widened(found["x"], wanted)["shape"] == wanted["shape"] else "other"


def curve(one, found, at):
    """The curve of J along an entry, the point on it that is held, and the reader's slope there."""
    entry = farthest(one, found)
    start = at_entry(one["cases"][0]["given"][one["of"]], entry)
    steps, J = steps_of(one), read(one["J"], names_of(one))["tree"]
    ways = [REACH * (2 * i / POINTS - 1) for i in range(POINTS + 1)]
    envs = [env_of(one, one["cases"][0], steps, entry, by) for by in [*ways, at]]
    heights = [evaluated(J, env)["data"][0] for env in envs]
    low, high = min(heights), max(heights)
    room, here, slope = 0.15 * (high - low) + 1e-6, heights[-1], slope_of(one, found, envs[-1], entry)
    v = {"x_low": start - REACH, "x_high": start + REACH, "low": low - room, "high": high + 2 * room}
    v["curve"] = [[start + by, height] for by, height in zip(ways, heights, strict=False)]
    v |= {"along": place_text(one, entry), "point": [start + at, here], "slope": slope, "tangent": None}
    v["text_at"] = [start - 0.85 * REACH, high + room]
    if slope is not None:
        half = min(
            HALF, 2 * (v["high"] - v["low"]) / (abs(slope) + 1e-9)
        )  # a steep one ends near the picture
        v["tangent"] = [[start + at + s, here + s * slope] for s in (-half, half)]
    label = "slope" if slope is not None else why_none(one, found)
    v["slope_text"] = fill(LABELS[label], v)
    return v


def boxes(one, found):
    """The arrays of a puzzle as boxes with names and shapes, and the reader's own."""
    draw, drawn = one["cases"][0], []
    for name in one["shapes"].keys():
        drawn.append([name, draw["given"][name]["shape"]])
    drawn.append([f"∂J/∂{one['of']}", draw["gradient"]["shape"]])
    if "x" in found:
        drawn.append(["yours", found["x"]["shape"]])
    v = {"lines": [], "outlines": [], "wanted_box": [], "yours": None, "names": [], "sizes": [], "at": []}
    column = WIDE / len(drawn)
    for i, (name, shape) in enumerate(drawn):
        middle = [column * (i + 0.5), HIGH / 2]
        one_box = box(middle, two_axes(shape), UNIT)
        v["lines"].extend(one_box["lines"])
        if name == "yours":
            v["yours"] = one_box["outline"]
        elif i == len(one["shapes"]):
            v["wanted_box"] = [one_box["outline"]]
        else:
            v["outlines"].append(one_box["outline"])
        v["names"].append(name)
        v["sizes"].append(shape_text(shape, draw["sizes"]))
        v["at"].append(middle[0])
    v["top"], v["bottom"] = [[x, HIGH - 7] for x in v["at"]], [[x, 8] for x in v["at"]]
    return v


def solved(one, state):
    """The numbers of the puzzles of its part whose lines are right."""
    found = []
    for name in one["names"]:
        other = puzzle_of(name)
        if state[name] and is_right(other, state[name]):
            found.append(other["k"])
    return found


def values(state, past, setting):
    """What the pictures and the texts name."""
    one, line = puzzle_of(state["puzzle"]), state[state["puzzle"]]
    found, done = judged(one, line), solved(one, state)
    v = curve(one, found, state["at"]) | boxes(one, found)
    about = {name: one[name] for name in ("part", "k", "title", "of")}
    about |= {"n": len(one["names"]), "solved": len(done)}
    texts = {name: fill(LABELS[name], about) for name in ("title", "wanted", "count")}
    texts |= {f"shown.{k}": one["shown"][k] if k < len(one["shown"]) else "" for k in range(4)}
    texts |= {"verdict": found["told"], "hint": one["hint"], "given": one["given"]}
    texts |= {"answer": one["answer"], "reason": one["reason"]}
    v |= {
        "kind": found["kind"],
        "right": found["kind"] == "right",
        "next": one["next"],
        "solved": done,
        "line": line,
    }
    return v | {"texts": texts, "inputs": {"line": line}}
