"""Chapter 14: what is shown and said of the tower: a row for each layer, the course of sizes, many seeds."""

import math

from dlcourse.widgets.ch14_depth_tower.tower import NEAR, REACH, SIDE
from dlcourse.widgets.frame import cells, compared, fill
from dlcourse.widgets.frame.text import number_text

SEEDS, BARS = 50, 12  # of many runs, and of their histogram
TALL = 2.6  # how many rows the highest bar of a row reaches up
ROUNDED = -14  # log10 of a spread, as part of the signal, of which only rounding is left
GREAT = 3  # a change of log10 as large as this is called fading or exploding
SENTENCES = {
    "signal": "At layer {depth:0}, where will log₁₀ of the signal’s size lie?",
    "spread": "At layer {depth:0}, where will log₁₀ of the spread lie?",
    "gradient": "Back at layer 1, where will log₁₀ of the gradient’s size lie?",
    "weight": "At layer 1, where will log₁₀ of the weight gradients’ size lie?",
    "ask": " Drag the ring, or type. Then run.",
    "on": "{steps:0} of {depth:0} layers.",
    "course": "log₁₀ goes from {start:1} ({from}) to {end:1} ({to}): a factor of {times:~3} per layer. "
    "It {does}.",
    "rounding": "log₁₀ goes from {start:1} ({from}) to {end:1} ({to}), down to what rounding leaves. The "
    "signal is at {signal:1}, but the same for all samples.",
    "beyond": " Its end lies beyond the axis: choose a wider one.",
    "blind": " In log₁₀ the signal has changed by {signal:1}, the gradient by {back:1}: the weight "
    "gradients show nothing of it.",
    "layer": "Large: {layer}, log₁₀ of the size {log:1}",
    "flat": "; flat {flat:0} % of the outputs, dead {dead:0} % of the units.",
    "none": "No layer yet.",
    "nothing": " Of {asked} there is nothing to show so far.",
    "many": "{n:0} seeds: on average {mean:2}, 95 % interval {low:2} to {high:2}; single ones from {least:1} "
    "to {most:1}.",
}


def rows_of(past, run, quantity):
    """The row of each layer, from the input on; None where the run has not been yet, or there is none."""
    rows = [None] * (run["depth"] + 1)
    for place in past:
        k = place["step"] if run["down"] else run["depth"] - place["step"]
        k = k + 1 if quantity == "weight" else k
        if k <= run["depth"] and (run["down"] or k > 0):
            rows[k] = place["rows"][quantity]
    return rows


def ridge(row, k):
    """The histogram of layer k as a line above the line of that layer."""
    if row is None:
        return None
    wide, most = 2 * REACH / SIDE, max(row["ridge"])
    tops = [[-REACH + wide * (j + 0.5), k - TALL * n / most] for j, n in enumerate(row["ridge"])]
    return [[-REACH, k], *tops, [REACH, k]]


def course(rows, reach):
    """The points of the logarithm, from row to row; what lies beyond the axis is drawn at its end."""
    there = [[row["log"], k] for k, row in enumerate(rows) if row is not None]
    return [[max(-reach, min(reach, log)), k] for log, k in there]


def large(row, counts, below):
    """The outlines of the bars of a large histogram.   below: the counts on which they stand"""
    wide, most = 2 * NEAR / SIDE, max(row["shape"])
    found = []
    for j, n in enumerate(counts):
        low, high = below[j] / most, n / most
        a, b = -NEAR + wide * j, -NEAR + wide * (j + 1)
        if high > low:
            found.append([[a, low], [a, high], [b, high], [b, low], [a, low]])
    return found


def verdict(rows, start, end, past, run, state):
    """What is said of a run."""
    if past[-1]["step"] < run["steps"]:
        return fill(SENTENCES["on"], {"steps": past[-1]["step"], "depth": run["steps"]})
    change = rows[end]["log"] - rows[start]["log"]
    told = {"start": rows[start]["log"], "end": rows[end]["log"], "times": 10 ** (change / abs(end - start))}
    told |= {"from": name_of(start), "to": name_of(end)}
    told["does"] = "fades" if change < -GREAT else "explodes" if change > GREAT else "stays"
    text = fill(SENTENCES["course"], told)
    if state["quantity"] == "spread":
        told["signal"] = past[-1]["rows"]["signal"]["log"]
        if told["end"] - told["signal"] < ROUNDED:
            text = fill(SENTENCES["rounding"], told)
    if abs(told["end"]) > float(state["reach"]):
        text = text + SENTENCES["beyond"]
    if state["quantity"] == "weight" and told["does"] == "stays":
        way, backs = past[0]["way"], rows_of(past, run, "gradient")
        signal, back = way[-1]["log"] - way[0]["log"], backs[1]["log"] - backs[-1]["log"]
        if max(abs(signal), abs(back)) > GREAT:
            text = text + fill(SENTENCES["blind"], {"signal": signal, "back": back})
    return text


def name_of(k):
    """What layer k is called."""
    return f"layer {k}" if k else "input"


def told_of(row, k, asked):
    """What is said of layer k, which is shown, and of the one that is asked for, if there is none to show."""
    text = SENTENCES["none"]
    if row:
        text = fill(SENTENCES["layer"], {"layer": name_of(k), "log": row["log"]})
        text = text + (fill(SENTENCES["flat"], row) if "flat" in row else ".")
    return text + (fill(SENTENCES["nothing"], {"asked": name_of(asked)}) if asked != k else "")


def many_of(found):
    """The histogram of many logarithms, its ticks, and what is said of them."""
    n = len(found)
    if n < 2:
        return {"bins": None, "top": 1, "ticks": [], "text": ""}
    least, most, mean = min(found), max(found), sum(found) / n
    half = 1.96 * math.sqrt(sum([(x - mean) ** 2 for x in found]) / (n - 1) / n)
    low, wide = least, (most - least) / BARS if most > least else 1.0
    bins = [0] * BARS
    for x in found:
        bins[min(BARS - 1, math.floor((x - low) / wide))] += 1
    ticks = [[k, number_text(low + k * wide, 1)] for k in (0, BARS / 2, BARS)]
    told = {"n": n, "mean": mean, "low": mean - half, "high": mean + half, "least": least, "most": most}
    return {"bins": bins, "top": max(bins), "ticks": ticks, "text": fill(SENTENCES["many"], told)}


def table_of(rows, way):
    """The texts of the table of all layers."""
    found = {"log": [], "flat": [], "dead": []}
    for k, row in enumerate(rows):
        there = way[k] if way else row
        known = there is not None and row is not None
        found["log"].append(number_text(row["log"], 1) if known else "")
        for name in ("flat", "dead"):
            found[name].append(number_text(there[name], 0) if known and name in there else "")
    return cells(found)


def guess_values(guess, found, end, reach):
    """Where the guess is drawn, and the gap to what came out, once that is there."""
    if guess is None:
        return {"guess_at": None, "gap": None}
    at = max(-reach, min(reach, guess))
    gap = None if found is None else [[at, end], [max(-reach, min(reach, found)), end]]
    return {"guess_at": at, "gap": gap}


def values(state, past, run, seen=None):
    """What the pictures, the table and the texts name."""
    quantity, depth, reach = state["quantity"], run["depth"], float(state["reach"])
    rows, way = rows_of(past, run, quantity), None if run["down"] else past[0]["way"]
    start, end = (0, depth) if run["down"] else (depth, 1)
    there = [k for k, row in enumerate(rows) if row is not None]
    newest = (there[-1] if run["down"] else there[0]) if there else None
    asked = newest if state["layer"] is None else state["layer"]
    k = None if newest is None else max(there[0], min(there[-1], asked))
    row = None if k is None else {**(way[k] if way else {}), **rows[k]}
    found = rows[end]["log"] if past[-1]["step"] >= run["steps"] else None
    v = {"ridges": [ridge(one, j) for j, one in enumerate(rows)], "sizes": course(rows, reach), "end": end}
    v |= {
        "found": found,
        "shown": k,
        "signals": None,
        "backs": None,
        "foot": [[-REACH, depth], [REACH, depth]],
    }
    if quantity != "signal":
        v["signals"] = course(way or rows_of(past, run, "signal"), reach)
    if quantity == "weight":
        v["backs"] = course(rows_of(past, run, "gradient"), reach)
    marked = row["marked"] if row and "marked" in row else [0] * SIDE
    v["marked"] = large(row, marked, [0] * SIDE) if row else None
    v["rest"] = large(row, row["shape"], marked) if row else None
    v["pick"] = [[-REACH, k], [REACH, k]] if row else None
    v["pick_size"] = [max(-reach, min(reach, row["log"])), k] if row else None
    v |= {"left": -reach, "right": reach, "marks": [[x, number_text(x, 0)] for x in (-reach, 0, reach)]}
    v |= guess_values(state["guess"], found, end, reach)
    many = many_of(seen["found"] if seen else [])
    ask = fill(SENTENCES[quantity] + SENTENCES["ask"], {"depth": depth})
    texts = {"compared": compared(ask, state["guess"], found, 1)}
    texts["verdict"] = verdict(rows, start, end, past, run, state)
    texts |= {"layer": told_of(row, k, asked), "many": many["text"]}
    v |= {"bins": many["bins"], "top": many["top"], "ceiling": 1.2 * many["top"], "ticks": many["ticks"]}
    v |= {"inputs": {"layer": k}, "things": depth + 1}
    v["logs"] = [None if one is None else one["log"] for one in rows]
    return {**v, "texts": texts | table_of(rows, way)}
