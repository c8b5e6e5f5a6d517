"""Chapter 9: a sheet that is folded: its pieces, what a drawing leaves on each, and what is said of it.

Its folds are those of `dlcourse.models.regions`, with unit normals; they map all copies of a point to it.
"""

import math

from dlcourse.widgets.frame import cells, compared, fill
from dlcourse.widgets.frame.plane import pairs
from dlcourse.widgets.frame.polygons import TIE, height, is_inside, part_inside, split

MOST, SIZE = 4, 1.5  # folds; half the side of the picture
ALONG = 0.16  # where on its crease an arrow stands at first: beside the sheet
SHEET = [[-1, -1], [1, -1], [1, 1], [-1, 1]]
POWERS = ["2⁰ = 1", "2¹ = 2", "2² = 4", "2³ = 8", "2⁴ = 16"]
TIMES = ["", "once", "twice", "three times", "four times"]
SENTENCES = {
    "ask": "How many copies of the dot will be on the flat sheet?",
    "late": "Next time, guess first.",
    "folded": "Folded {times}. Draw on it: the pen goes through all that lies there.",
    "unfolded": "Unfolded {times}: {told}.",
    "flat": "Flat again: {told}",
    "all": " = {base}: each fold has doubled them.",
    "crease": ", not {power}: the dot lies on a crease, and is its own image there.",
    "idle": ", not {power}: crease {idle.0:0} cuts no paper.",
    "thin": ", not {power}: under the dot lay no more layers.",
    "beside": "The dot lies beside the paper. Press on the paper, or drag the dot there.",
    "none": "Nothing is folded: one copy. Take more folds.",
    "network": "As a network: layers: {folds:0}, units: {units:0}, two absolute values a layer, of which one "
    "mirrors and one passes on.",
    "regions": " It cuts the sheet into {pieces:0} linear regions; at most {power}.",
    "no_network": "A fold is a layer of a network: one absolute value mirrors, another passes on.",
}


def crease_of(state, k):
    """The crease of fold k as (a, b, c): what lies where a x + b y + c < 0 is folded over."""
    turn = state[f"a{k + 1}"] * math.pi / 180
    return [math.cos(turn), math.sin(turn), state[f"d{k + 1}"]]


def mirrored(point, crease):
    """The mirror image."""
    s = height(point, crease)
    return [point[0] - 2 * s * crease[0], point[1] - 2 * s * crease[1]]


def fold(point, crease):
    """Where one fold takes a point."""
    return mirrored(point, crease) if height(point, crease) < 0 else point


def landed(point, creases, stage):
    """Where a point of the sheet that is folded so many times lies once all folds are made."""
    for crease in creases[stage:]:
        point = fold(point, crease)
    return point


def last_first(those):
    """The same list, from its end."""
    return [those[len(those) - 1 - k] for k in range(len(those))]


def images(point, creases, stage):
    """All points that the folds after the first ones take to a point, whether paper is there or not."""
    found = [point]
    for crease in last_first(creases[stage:]):
        stay = [p for p in found if height(p, crease) >= -TIE]
        found = [*stay, *[mirrored(p, crease) for p in stay if height(p, crease) > TIE]]
    return found


def pieces_of(creases):
    """The sheet in the pieces into which the creases cut it: where the corners lie once all folds are made,
    and for each fold whether it has mirrored the piece."""
    found = [{"corners": SHEET, "flips": []}]
    for crease in creases:
        parts = []
        for piece in found:
            stay, over = split(piece["corners"], crease)
            if stay:
                parts.append({"corners": stay, "flips": [*piece["flips"], False]})
            if over:
                turned = [mirrored(p, crease) for p in over]
                parts.append({"corners": turned, "flips": [*piece["flips"], True]})
        found = parts
    return found


def opened(point, flips, creases, stage):
    """Where a point of a piece lies when only the first folds are made."""
    for crease, flip in last_first([*zip(creases, flips, strict=True)][stage:]):
        point = mirrored(point, crease) if flip else point
    return point


def inked(stroke, pieces, creases, stage):
    """The lines that a stroke leaves on every piece, where they lie at a stage."""
    points, found = pairs(stroke), []
    for piece in pieces:
        for k in range(len(points) - 1):
            part = part_inside(points[k], points[k + 1], piece["corners"])
            if part:
                found.append([opened(p, piece["flips"], creases, stage) for p in part])
    return found


def covers(polygons, point):
    """Whether a point lies on one of them."""
    return any([is_inside(point, polygon) for polygon in polygons])


def verdict(n):
    """What is said of the sheet as it is."""
    folds, undone, count = n["folds"], n["folds"] - n["stage"], n["counts"][n["stage"]]
    told = {"power": POWERS[folds], "base": POWERS[folds].split(" ")[0], "idle": n["idle"]}
    told |= {
        "times": TIMES[undone if undone else folds],
        "told": f"{count} copies" if count != 1 else "1 copy",
    }
    if n["copies"] == 0 or folds == 0 or undone == 0 or n["stage"]:
        key = "beside" if n["copies"] == 0 else "none" if folds == 0 else "unfolded" if undone else "folded"
        return fill(SENTENCES[key], told)
    why = "all" if count == n["most"] else "crease" if n["on_crease"] else "idle" if n["idle"] else "thin"
    return fill(SENTENCES["flat"] + SENTENCES[why], told)


def idle_folds(pieces, folds):
    """The folds that cut no paper, counted from 1: they turn over no piece, or all."""
    turned = [sum([piece["flips"][k] for piece in pieces]) for k in range(folds)]
    return [k + 1 for k in range(folds) if turned[k] in [0, len(pieces)]]


def values(state, past, setting, seen=None):
    """What the pictures, the table and the handles name.   seen: where on the creases their arrows stand"""
    folds, dot = int(state["folds"]), state["stroke"][0:2]
    stage, creases = min(state["folded"], folds), [crease_of(state, k) for k in range(folds)]
    pieces, active = pieces_of(creases), min(stage, folds - 1)
    stages, found, n = [], [], {"stage": stage, "creases": creases, "active": active, "folds": folds}
    for m in range(folds + 1):  # folds that are made
        stages.append([[opened(p, one["flips"], creases, m) for p in one["corners"]] for one in pieces])
        found.append([p for p in images(dot, creases, m) if covers(stages[m], p)])
    n |= {"paper": stages[stage], "outlines": [[*one, one[0]] for one in stages[stage]], "dots": found[stage]}
    n |= {"counts": [len(copies) for copies in found], "copies": len(found[0]), "images": found[0]}
    n |= {"pieces": len(pieces), "units": 2 * folds, "power": POWERS[folds], "most": 2**folds}
    n |= {"ink": inked(state["stroke"], pieces, creases, stage), "idle": idle_folds(pieces, folds)}
    n["pen"] = [*found[stage], *images(dot, creases, stage), dot][0]
    n["on_crease"] = any([abs(height(p, creases[k])) <= TIE for k in range(folds) for p in found[k + 1]])
    n["found"] = n["copies"] if stage == 0 else None
    n["doubling"] = [[k, n["counts"][folds - k]] for k in range(folds - stage + 1)]
    n |= {"last": n["doubling"][-1], "crease": creases[active] if folds else None}
    n |= {"crease_name": str(active + 1), "along": seen["along"][active] if seen and folds else ALONG}
    network = SENTENCES["network" if folds else "no_network"]
    texts = {"network": fill(network + (SENTENCES["regions"] if folds and stage == 0 else ""), n)}
    ask = SENTENCES["ask" if n["found"] is None else "late"]
    texts |= {"verdict": verdict(n), "compared": compared(ask, state["guess"], n["found"], 0, "Unfold")}
    copies = [str(count) if stage <= k else "?" for k, count in enumerate(n["counts"][0:folds])]
    return {**n, "things": folds, "texts": texts | cells({"copies": copies})}
