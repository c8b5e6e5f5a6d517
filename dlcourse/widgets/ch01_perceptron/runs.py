"""Chapter 1: the perceptron, sample by sample: its samples, its rule, the run that these make."""

import math

import numpy as np

from dlcourse import ops
from dlcourse.data import truth_table
from dlcourse.widgets.frame import Kernel, compared, fill, fitting, symbols
from dlcourse.widgets.frame.samples import clouds, sample_values, samples_of

LOW, HIGH, MOST = -1, 2, 4000  # the plane; presentations
SAMPLES, FLAG = 8, 0.45  # at most; how far the flag of the next sample stands from it
RULES = {  # what a correction takes of y - answer, and of 2 y - 1; what of it the bias gets; what it is
    "right": (1, 0, 1, "the perceptron's"),
    "sign": (-1, 0, 1, "slip: wrong sign"),
    "bias": (1, 0, 0, "slip: bias left alone"),
    "always": (0, 1, 1, "slip: not only mistakes"),
}
SIZES = [(-s, s) for s in (2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500)]  # ends of the axes of the weights
GATES = ("AND", "OR", "NAND", "XOR")
TABLES = {name: np.hstack(truth_table(name.lower())).ravel().tolist() for name in GATES}
CLOUDS = clouds(20)
SENTENCES = {
    "start": "Nothing has been shown: w = 0 and b = 0, so every answer is h(0) = 0.",
    "missed": "{name} is of class {class:0} but gets {answer:0} (z = {z}): a mistake. ",
    "answered": "{name} gets {answer:0}, its class (z = {z}). ",
    "moves": "w = ({u.0}, {u.1}) + ({dw.0}, {dw.1}) = ({w.0}, {w.1}), b goes from {before.2} to {b}.",
    "stays": "Nothing changes.",
    "over": " An epoch without a mistake: it has ended.",
    "circles": " The weights of step {once.0} came back at step {once.1}: it goes in circles and never ends.",
    "endless": " No end so far.",
    "goes_on": "",
    "counts": "epoch {epochs:0}, updates: {updates:0}, wrong: {wrong:0} of {m:0}",
    "ask": "updates until it ends? Drag the mark, type, or say",
}


def present() -> Kernel:
    """A sample (x, y) is shown to w, b.   p, q, r: as in RULES -> its answer, what is added, the new w, b"""
    x, y, w, b, p, q, r = inputs = symbols(x=(2,), y=(), w=(2,), b=(), p=(), q=(), r=())
    z = (x * w).sum() + b
    answer = ops.step(z)  # h(0) = 0
    change = p * (y - answer) + q * (2 * y - 1)
    outputs = {"z": z, "answer": answer, "mistake": ops.absolute(y - answer), "change": change}
    outputs |= {"dw": change * x, "w": w + change * x, "b": b + r * change}
    return Kernel(inputs, outputs)


def setting(state, kernels):
    """What a run depends on; ends: for the weights at the end of an epoch, the first step that had them."""
    found = {"present": kernels["present"], "samples": samples_of(state, TABLES, CLOUDS), "ends": {}}
    return {**found, "rule": RULES[state["rule"]][0:3], "picks": state["picks"]}


def shown(i, place, run):
    """What comes of it when sample i is shown at a place."""
    sample = run["samples"][i]
    return run["present"](sample["x"], sample["y"], place["w"], place["b"], *run["rule"])


def picked(place, run):
    """The sample that is shown next."""
    k, picks, m = place["k"], run["picks"], len(run["samples"])
    return picks[k] % m if k < len(picks) else (place["i"] + 1) % m


def first(run):
    """A place: k presentations, the last one of sample i; updates so far, moves in this epoch; u, and before:
    w, w and b before; once: the step whose weights came back, and the step at which they did."""
    place = {"k": 0, "i": -1, "w": [0.0, 0.0], "b": 0.0, "updates": 0, "moves": 1, "once": None}
    return closed(place, run)


def following(last, run):
    """The place one presentation on."""
    i, m = picked(last, run), len(run["samples"])
    found = shown(i, last, run)
    moved = 1 if found["change"] != 0 else 0
    place = {**found, "k": last["k"] + 1, "i": i, "once": last["once"], "over": False}
    place |= {"u": last["w"], "before": [*last["w"], last["b"]], "updates": last["updates"] + moved}
    place["moves"] = moved + (last["moves"] if last["k"] % m else 0)
    return place if place["k"] % m else closed(place, run)


def closed(place, run):
    """The place at the end of an epoch."""
    ends, key = run["ends"], ",".join([str(round(1e6 * v)) for v in [*place["w"], place["b"]]])
    wrong = [i for i in range(len(run["samples"])) if shown(i, place, run)["mistake"]]
    place["over"] = place["moves"] == 0 and not wrong
    if not place["over"] and key in ends and not place["once"]:
        place["once"] = [ends[key], place["k"]]
    if place["k"] >= len(run["picks"]) and key not in ends:
        ends[key] = place["k"]
    return place


def is_over(place, run):
    """Whether an epoch has gone by without a mistake."""
    return place["over"]


def verdict(n):
    """What is said of a place."""
    if n["k"] == 0:
        return SENTENCES["start"]
    end = "over" if n["over"] else "circles" if n["once"] else "endless" if n["k"] >= MOST else "goes_on"
    answer, change = "missed" if n["mistake"] else "answered", "moves" if n["change"] else "stays"
    return fill(SENTENCES[answer] + SENTENCES[change] + SENTENCES[end], n)


def values(state, past, run):
    """What pictures, texts and the table name."""
    n, samples, guess, m = past[-1], run["samples"], state["guess"], len(run["samples"])
    answers, places = [shown(i, n, run) for i in range(m)], [sample["x"] for sample in samples]
    flags = [[x, y - FLAG if y + FLAG > HIGH else y + FLAG] for x, y in places]
    now, coming, goes_on = samples[max(0, n["i"])], picked(n, run), not n["over"] and n["k"] < MOST
    found = n["updates"] if n["over"] else MOST if n["once"] or n["k"] >= MOST else None
    low, high = fitting(SIZES, 1.05 * max([abs(v) for place in past for v in place["w"]]))
    n = {**n, "m": m, "epochs": math.ceil(n["k"] / m), "wrong": sum(a["mistake"] for a in answers)}
    n |= {"low": low, "high": high, "counted": [place["updates"] + 1 for place in past]}
    n |= {"said": None if guess is None else guess + 1, "found": None if found is None else found + 1}
    n |= {"moved": n["k"] > 0 and n["change"] != 0, "wrong_one": n["k"] > 0 and n["mistake"] != 0}
    n |= {"at": now["x"] if n["k"] else None, "name": now["name"], "class": now["y"]}
    n |= {"next": places[coming] if goes_on else None, "flag": flags[coming], "flags": flags}
    n |= {"coming": coming, "order": [place["i"] for place in past[1:]]}
    texts = {"verdict": verdict(n), "counts": fill(SENTENCES["counts"], n)}
    texts["guess"] = compared(SENTENCES["ask"], guess, found, 0, "Train", MOST)
    for j, a in enumerate(answers):
        texts[f"answer.{j}"] = fill("{z:2} → {answer:0} ✗" if a["mistake"] else "{z:2} → {answer:0}", a)
    return {**n, **sample_values(samples), "texts": texts}
