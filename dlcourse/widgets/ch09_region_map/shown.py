"""Chapter 9: what the region map shows and says of a network: regions, numbered, their count, bounds."""

from dlcourse.models.regions import zaslavsky
from dlcourse.widgets.ch09_region_map.cuts import first_layer, second_layer, why
from dlcourse.widgets.ch09_region_map.starts import BENT, BOUNDS, SIZES, UNITS, named, place_of, rows_of
from dlcourse.widgets.frame import compared, fill
from dlcourse.widgets.frame.polygons import middle_and_room

ALL = 200  # more than any network here has: all are counted
ROOM = 0.025  # a region with less room has a dot for its number
TAG = 0.07  # so far from its ring stands the name of a bent line
MOST = [zaslavsky(k + 1, 2) for k in range(UNITS)]  # regions of so many lines
LETTERS = ["A", "B", "C", "D"]  # units of the second layer
SENTENCES = {
    "ask": "How many regions has the box, without what lies outside? Drag the mark or type, then count.",
    "full": "{regions:0} regions, and there cannot be more: every two lines cross in the box.",
    "less": "{regions:0} regions, of at most {most:0}. {why}",
    "two": "{regions:0} regions; the first layer alone makes {alone:0}. At most {most:0} are possible, some "
    "network of this size has {sure:0}, and one layer of {units:0} units at most {one:0}.",
}
# what is found in the page: where the lines' arrows stand, and near which spots the bent lines are held
SEEN_AT_FIRST = {
    "along": [0.2, 0.3, 0.85, 0.85, 0.72],
    "spots": [[0.5, 0.6], [-0.6, 0.3], [0.3, -0.6], [-0.4, -0.5]],
}


def grip(pieces, spot):
    """The point of a bent line that is nearest to a spot; None where it has no point in the box."""
    found, least = None, 1e9
    for (x, y), (p, q) in pieces:
        size = max((p - x) * (p - x) + (q - y) * (q - y), 1e-18)
        part = max(0.0, min(1.0, ((spot[0] - x) * (p - x) + (spot[1] - y) * (q - y)) / size))
        at = [x + part * (p - x), y + part * (q - y)]
        far = (at[0] - spot[0]) * (at[0] - spot[0]) + (at[1] - spot[1]) * (at[1] - spot[1])
        if far < least:
            found, least = at, far
    return found


def numbered(parts, counted):
    """Numbers of the regions that are counted, and where they stand."""
    texts, places = [], []
    for k in range(counted):
        place, room = middle_and_room(parts[k]["corners"])
        places.append(place)
        texts.append(str(k + 1) if room > ROOM else "·")
    return texts, places


def equations(rows, m):
    """The lines of the second layer as equations in h, what the first one hands on."""
    said = []
    for j in range(m):
        terms = [fill("({a:2}) h{k:0}", {"a": row[j], "k": k + 1}) for k, row in enumerate(rows["V"])]
        said.append(LETTERS[j] + ": " + " + ".join([*terms, fill("({d:2})", {"d": rows["d"][j]})]) + " = 0")
    return "; ".join(said)


def told(state, v, counts):
    """What is said."""
    key = "two" if v["units"] > v["things"] else "full" if v["regions"] == v["most"] else "less"
    verdict = fill(SENTENCES[key], {**v, "why": why(v["lines"])}) if v["done"] else ""
    texts = {"verdict": verdict, "so_far": fill("{so_far:0} counted", v)}
    ask = "" if v["done"] else SENTENCES["ask"]
    texts["compared"] = compared(ask, state["guess"], v["found"], 0, "Count")
    for k, count in enumerate(counts):
        texts[f"count.{k}"] = fill("{a:0} of {b:0}", {"a": count, "b": MOST[k]}) if v["done"] else "?"
    return texts


def scale(v, guess, second):
    """The axis of the count: its end and its ticks, the bounds, which are shown with the count."""
    bounds = [v["sure"], v["most"]] if second else [v["most"]]
    found = {"top": max(1.15 * v["most"], 1 if guess is None else guess + 1)}
    found["ticks"] = [[0, "0"], *[[bound, str(bound)] for bound in bounds]] if v["done"] else [[0, "0"]]
    found["most_line"] = v["most"] if v["done"] else None
    return {**found, "sure_line": v["sure"] if v["done"] and second else None}


def absent(there):
    """The numbers of the second layer that are not there: their inputs are empty.   there: those by name"""
    arrays = [*[f"V{k + 1}" for k in range(UNITS)], "d"]
    return {f"{one}.{j}": None for one in arrays for j in range(BENT) if f"{one}.{j}" not in there}


def values(state, past, setting, seen=SEEN_AT_FIRST):
    """What pictures and texts name."""
    place, (n, m) = place_of(state), SIZES[state["net"]]
    rows = rows_of(place)
    lines = [[rows["W"][0][k], rows["W"][1][k], rows["c"][k]] for k in range(n)]
    first, counts = first_layer(lines)
    parts, bends = second_layer(first, lines, rows["V"], rows["d"])
    total, counted = len(parts), min(state["counted"], len(parts))
    v = {**place, **BOUNDS[state["net"]], "lines": lines, "regions": total, "alone": len(first)}
    v |= {"W1": rows["W"][0], "W2": rows["W"][1], "units": n + m, "things": n, "bends": bends}
    v |= {"done": counted == total, "so_far": counted, "found": total if counted == total else None}
    v["odd"] = [part["corners"] for part in parts if part["odd"]]
    v["labels"], v["places"] = numbered(parts, counted)
    v |= {"along": seen["along"], "grips": [grip(bends[j], seen["spots"][j]) for j in range(m)]}
    v["tags"] = [[at[0] + TAG, at[1] + TAG] if at else None for at in v["grips"]]
    v |= scale(v, state["guess"], m > 0)
    numbers = named(place)
    v |= {
        "texts": {**told(state, v, counts), "bent": equations(rows, m)},
        "inputs": {"first": n, "second": m, **absent(numbers)},
    }
    return {**v, "results": rows, "own_now": numbers}
