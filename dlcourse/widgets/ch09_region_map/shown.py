"""Chapter 9: what the region map shows and says of a network: regions, numbered, their count, bounds."""

from dlcourse.models.regions import zaslavsky
from dlcourse.widgets.ch09_region_map.cuts import BOX, same, why
from dlcourse.widgets.ch09_region_map.starts import BENT, BOUNDS, NAMES, SIZES, UNITS, arrays_in, lines_of
from dlcourse.widgets.frame import cells, compared, fill
from dlcourse.widgets.frame.arrays import named_numbers
from dlcourse.widgets.frame.polygons import middle_and_room, nearest_on
from dlcourse.widgets.frame.regions import cut_by_layer, whole

ALL = 200  # more than any network here has: all are counted
ROOM = 0.025  # a region with less room has a dot for its number
TAG = 0.07  # so far from its ring stands the name of a bent line
MOST = [zaslavsky(k + 1, 2) for k in range(UNITS)]  # regions of so many lines
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


def numbered(parts, counted):
    """Numbers of the regions that are counted, and where they stand."""
    places = [middle_and_room(part["corners"]) for part in parts[0:counted]]
    labels = [str(k + 1) if room > ROOM else "·" for k, (_, room) in enumerate(places)]
    return {"labels": labels, "places": [place for place, _ in places]}


def equations(net):
    """The lines of the second layer as equations in h, what the first one hands on."""
    said = []
    for j, bias in enumerate(net["d"]):
        terms = [fill("({a:2}) h{k:0}", {"a": row[j], "k": k + 1}) for k, row in enumerate(net["V"])]
        said.append(NAMES[j] + ": " + " + ".join([*terms, fill("({d:2})", {"d": bias})]) + " = 0")
    return "; ".join(said)


def told(state, v, counts):
    """What is said."""
    key = "two" if v["units"] > v["things"] else "full" if v["regions"] == v["most"] else "less"
    texts = {"verdict": fill(SENTENCES[key], {**v, "why": why(v["lines"])}) if v["done"] else ""}
    texts["so_far"] = fill("{so_far:0} counted", v)
    texts["compared"] = compared(
        "" if v["done"] else SENTENCES["ask"], state["guess"], v["found"], 0, "Count"
    )
    shown = [
        fill("{a:0} of {b:0}", {"a": a, "b": MOST[k]}) if v["done"] else "?" for k, a in enumerate(counts)
    ]
    return texts | cells({"count": shown})


def scale(v, guess, second):
    """The axis of the count: its end and its ticks, the bounds, which are shown with the count."""
    bounds = [v["sure"], v["most"]] if second else [v["most"]]
    found = {"top": max(1.15 * v["most"], 1 if guess is None else guess + 1)}
    found["ticks"] = [[0, "0"], *[[bound, str(bound)] for bound in bounds if v["done"]]]
    found["most_line"] = v["most"] if v["done"] else None
    return {**found, "sure_line": v["sure"] if v["done"] and second else None}


def values(state, past, setting, seen=SEEN_AT_FIRST):
    """What pictures and texts name."""
    net, (n, m) = arrays_in(state), SIZES[state["net"]]
    lines, numbers = lines_of(net), named_numbers(net)
    again = [k for k in range(n) if any(same(lines[i], lines[k]) for i in range(k))]
    first, counts, _ = cut_by_layer(whole(BOX), net["W"], net["c"], again)
    parts, _, bends = cut_by_layer(first, net["V"], net["d"])
    total, counted = len(parts), min(state["counted"], len(parts))
    v = {**net, **BOUNDS[state["net"]], "lines": lines, "regions": total, "alone": len(first), "bends": bends}
    v |= {"W1": net["W"][0], "W2": net["W"][1], "units": n + m, "things": n, "done": counted == total}
    v |= {"so_far": counted, "found": total if counted == total else None}
    v["odd"] = [part["corners"] for part in parts if part["odd"]]
    v |= {"along": seen["along"], "grips": [nearest_on(bends[j], seen["spots"][j]) for j in range(m)]}
    v["tags"] = [[at[0] + TAG, at[1] + TAG] if at else None for at in v["grips"]]
    v |= numbered(parts, counted) | scale(v, state["guess"], m > 0)
    boxes = [f"{one}.{j}" for one in [*[f"V{k + 1}" for k in range(UNITS)], "d"] for j in range(BENT)]
    inputs = {name: None for name in boxes if name not in numbers}  # those that are not there are empty
    v |= {"texts": {**told(state, v, counts), "bent": equations(net)}, "results": net, "own_now": numbers}
    return {**v, "inputs": {"first": n, "second": m, **inputs}}
