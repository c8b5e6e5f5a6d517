"""Chapter 9: a sheet that is folded: its pieces, what a drawing leaves on each, and what is said of it.

Its folds are those of `dlcourse.models.regions`, with unit normals; they map all copies of a point to it.
"""

import math

from dlcourse.widgets.frame import compared, fill
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


def images(point, creases, stage):
    """All points that the folds after the first ones take to a point, whether paper is there or not."""
    found = [point]
    for k in range(len(creases) - stage):
        crease = creases[len(creases) - 1 - k]
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
    for k in range(len(creases) - stage):
        j = len(creases) - 1 - k
        if flips[j]:
            point = mirrored(point, creases[j])
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


def pairs(stroke):
    """The points of a stroke."""
    return [stroke[2 * k : 2 * k + 2] for k in range(len(stroke) // 2)]


def covers(polygons, point):
    """Whether a point lies on one of them."""
    return any([is_inside(point, polygon) for polygon in polygons])


def verdict(n):
    """What is said of the sheet as it is."""
    folds, undone, count = n["folds"], n["folds"] - n["stage"], n["counts"][n["stage"]]
    told = {
        "power": POWERS[folds],
        "base": POWERS[folds].split(" ")[0],
        "idle": n["idle"],
        "told": f"{count} copies" if count != 1 else "1 copy",
    }
    told["times"] = TIMES[undone if undone else folds]
    if n["copies"] == 0:
        return SENTENCES["beside"]
    if folds == 0 or undone == 0:
        return fill(SENTENCES["folded" if folds else "none"], told)
    if n["stage"]:
        return fill(SENTENCES["unfolded"], told)
    why = "all" if count == n["most"] else "crease" if n["on_crease"] else "idle" if n["idle"] else "thin"
    return fill(SENTENCES["flat"] + SENTENCES[why], told)


def idle_folds(pieces, folds):
    """The folds that cut no paper, counted from 1: they turn over no piece, or all."""
    turned = [sum([piece["flips"][k] for piece in pieces]) for k in range(folds)]
    return [k + 1 for k in range(folds) if turned[k] in [0, len(pieces)]]


def values(state, past, setting, seen=None):
    """What the pictures, the table and the handles name.   seen: where on the creases their arrows stand"""
    folds, stroke, dot = int(state["folds"]), state["stroke"], state["stroke"][0:2]
    stage, creases = min(state["folded"], folds), [crease_of(state, k) for k in range(folds)]
    pieces, active = pieces_of(creases), min(stage, folds - 1)
    n = {"stage": stage, "creases": creases, "active": active, "folds": folds, "most": 2**folds}
    stages = [[[opened(p, piece["flips"], creases, m) for p in piece["corners"]] for piece in pieces]
              for m in range(folds + 1)]  # fmt: skip
    copies = [[p for p in images(dot, creases, m) if covers(stages[m], p)] for m in range(folds + 1)]
    n |= {
        "paper": stages[stage],
        "outlines": [[*one, one[0]] for one in stages[stage]],
        "dots": copies[stage],
    }
    n |= {"ink": inked(stroke, pieces, creases, stage), "counts": [len(found) for found in copies]}
    n |= {"copies": len(copies[0]), "images": copies[0]}
    n |= {"pieces": len(pieces), "units": 2 * folds, "power": POWERS[folds]}
    n |= {"pen": [*copies[stage], *images(dot, creases, stage), dot][0], "idle": idle_folds(pieces, folds)}
    n["on_crease"] = any([abs(height(p, creases[k])) <= TIE for k in range(folds) for p in copies[k + 1]])
    n["found"] = n["copies"] if stage == 0 else None
    n["doubling"] = [[k, n["counts"][folds - k]] for k in range(folds - stage + 1)]
    n["last"] = n["doubling"][-1]
    n |= {"crease": creases[active] if folds else None, "crease_name": str(active + 1)}
    n["along"] = seen["along"][active] if seen and folds else ALONG
    ask = SENTENCES["ask" if n["found"] is None else "late"]
    texts = {"compared": compared(ask, state["guess"], n["found"], 0, "Unfold")}
    texts["verdict"] = verdict(n)
    network = SENTENCES["network" if folds else "no_network"]
    texts["network"] = fill(network + (SENTENCES["regions"] if folds and stage == 0 else ""), n)
    for k in range(folds):
        texts[f"copies.{k}"] = str(n["counts"][k]) if stage <= k else "?"
    return {**n, "things": folds, "texts": texts}
