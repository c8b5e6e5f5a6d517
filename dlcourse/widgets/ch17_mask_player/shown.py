"""Chapter 17: what the mask player shows: the network under a mask, answers as bars, their means as lines."""

import math

from dlcourse.widgets.ch17_mask_player.ensemble import (
    AT,
    BESIDE,
    BINS,
    NAMES,
    OUT,
    SAME,
    SEEN,
    at_test_time,
    means,
    member,
    passed,
    scales,
    sigmoid,
)
from dlcourse.widgets.frame import cells, compared, fill
from dlcourse.widgets.frame.text import number_text
from dlcourse.widgets.frame.wiring import and_joined

WIDEST, HEAVIEST = 5.0, 3.0  # of a line, for a weight of that size and more
WHICH = {"hidden": "every hidden unit", "both": "every input and hidden unit", "ten": "every input"}
TOPS = {"one_pass": 1.6, "arithmetic": 1.4, "geometric": 1.2}  # of the lines of means
SENTENCES = {
    "ask": "One pass with {seen} × {test} answers {one_pass:3}. What is the mean answer of all {total:0} "
    "subnetworks? Drag the ring, then play.",
    "whole": "Drawn: the whole network, probability {p:~4}; y = {y:3}.",
    "member": "Drawn: without {dropped}, probability {p:~4}; y = {y:3}.",
    "none": "No subnetwork is counted yet.",
    "some": "{step:0} of {total:0} subnetworks: mean answer so far {arithmetic:3}.",
    "exact": "All {total:0}: the geometric mean is the answer of one pass; the arithmetic mean lies {gap:3} "
    "{side}.",
    "apart": "All {total:0}: one pass gives neither mean. The geometric mean lies {near:3} {near_side}, the "
    "arithmetic mean {gap:3} {side}.",
}


def edges(run):
    """The edges: from which unit, to which, the weight; the output comes after the others."""
    n_in, n = len(run["x"]), len(run["c"])
    last = n_in if n else 0  # the first unit of the last layer
    into = [[i, n_in + j, run["W"][n * i + j]] for i in range(n_in) for j in range(n)]
    return [*into, *[[last + j, n_in + n, run["w"][j]] for j in range(len(run["w"]))]]


def network_shown(state, mask, run):
    """The network: units that are on, and off, with their values; edges, pale where one end is off."""
    size, factors = "ten" if state["net"] == "ten" else "small", scales(mask, state)
    at, lines = AT[size], edges(run)
    on, places = [*[1] * (len(at) - len(factors)), *factors, 1], [*at, OUT]
    units = passed(factors, run, state["unit"])["units"]
    right, up = BESIDE[size]
    off = [k for k in range(len(at)) if on[k] == 0]
    ends = [min(on[i], on[j]) for i, j, w in lines]
    return {
        "names": NAMES[size],
        "nodes": at,
        "off": [None if on[k] else at[k] for k in range(len(at))],
        "crosses": [line for k in off for line in crossed(at[k])],
        "dropped": and_joined([NAMES[size][k] for k in off]),
        "beside": [[x + right, y + up] for x, y in at],
        "numbers": [number_text(units[k], 2) if on[k] else "0" for k in range(len(at))],
        "lines": [[places[i], places[j]] for i, j, w in lines],
        "widths": [0.6 + (WIDEST - 0.6) * min(abs(w), HEAVIEST) / HEAVIEST for i, j, w in lines],
        "looks": [
            "gone" if ends[k] == 0 else "minus" if lines[k][2] < 0 else "plus" for k in range(len(lines))
        ],
        "switches": [at[len(at) - len(factors) + k] for k in range(len(factors))],
    }


def crossed(at):
    """The arms of a cross on a unit, which leave its name free."""
    x, y = at
    corners = [[1, 1], [1, -1], [-1, 1], [-1, -1]]
    return [[[x + 6 * p, y + 6 * q], [x + 11 * p, y + 11 * q]] for p, q in corners]


def masses(members):
    """The probability in each of the bins of answers."""
    found = [0] * BINS
    for one in members:
        found[min(BINS - 1, math.floor(BINS * sigmoid(one["z"])))] += one["p"]
    return found


def side(gap):
    """Where a mean lies, seen from one pass."""
    return "higher" if gap > 0 else "lower"


def told(v):
    """What is said of the means so far."""
    if v["step"] < v["total"]:
        return fill(SENTENCES["some" if v["step"] else "none"], v)
    near, gap = v["geometric"] - v["one_pass"], v["arithmetic"] - v["one_pass"]
    given = {"near": abs(near), "near_side": side(near), "gap": abs(gap), "side": side(gap)}
    return fill(SENTENCES["exact" if abs(near) < SAME else "apart"], {**v, **given})


def values(state, past, run):
    """What pictures, table and texts name."""
    members, step, n = run["members"], past[-1], SEEN[state["net"]]
    total, played = len(members), members[0:step]
    mask = members[max(0, step - 1)]["mask"] if state["mask"] is None else state["mask"] & (total - 1)
    one, test = member(mask, run, state), passed([at_test_time(state)] * n, run, state["unit"])["z"]
    v = {"step": step, "total": total, "drawn": mask, "p": one["p"], "y": sigmoid(one["z"])}
    v |= network_shown(state, mask, run)
    v |= {"seen": WHICH[state["net"]], "test": at_test_time(state), "z_test": test, "one_pass": sigmoid(test)}
    v |= means(played) if step else {"z": None, "arithmetic": None, "geometric": None}
    found = masses(played)
    high = max(found)  # of those so far: of 1,024, the first would not be seen
    v["bars"] = [[k / BINS, (k + 1) / BINS, 0, found[k] / high] if found[k] else None for k in range(BINS)]
    for name, top in TOPS.items():
        x = v[name]
        v[f"{name}_line"] = None if x is None else [[x, 0], [x, top - 0.07]]
        v[f"{name}_at"] = None if x is None else [max(0.12, min(0.88, x)), top]
    v |= {"here": [v["y"], -0.13], "found": v["arithmetic"] if step == total else None}
    asked = fill(SENTENCES["ask"], v)
    texts = {"compared": compared(asked, state["guess"], v["found"], 3, "Play"), "verdict": told(v)}
    texts["now"] = fill(SENTENCES["member" if v["dropped"] else "whole"], v)
    rows = [[v["z"], v["arithmetic"]], [None, v["geometric"]], [test, v["one_pass"]]]
    for k, name in enumerate(["z", "y"]):
        texts |= cells({name: ["–" if row[k] is None else number_text(row[k], 4) for row in rows]})
    results = {"outputs": [sigmoid(one["z"]) for one in members], "masks": [one["mask"] for one in members]}
    return {**v, "texts": texts, "results": {**results, "probabilities": [one["p"] for one in members]}}
