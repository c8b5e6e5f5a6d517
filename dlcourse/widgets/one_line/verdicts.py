"""Chapters 4 and 7: the sentences about a line of a puzzle. Printed as JavaScript."""

import math

from dlcourse.widgets.frame import fill

VERDICTS = {
    "empty": "Type a line for ∂J/∂{of}. It has the shape of {of}: {shape}.",
    "right": "Right. {reason}",
    "infinite": "This gives no finite numbers: what is divided by 0, or has no logarithm?",
    "fit": "{part}: {left} and {right} do not fit, entry by entry.",
    "product": "{part}: {left} @ {right} does not fit: {m} columns meet {n} rows.",
    "number": "{part}: @ joins arrays; one of them is a number here: write *.",
    "axis": "{part}: {left} has no axis {axis}.",
    "flat": "{part}: a new axis is for an array with one axis, this is {left}.",
    "chance": "Right for these numbers, but not with other sizes: write m, n or k in place of a number.",
    "luck": "Right for the numbers of the picture, but by chance: with others it is not.",
    "kept": "An axis too many: yours is {yours}, {of} is {shape}. Leave out keepdims or None.",
    "transposed": "The right numbers, but transposed: yours is {yours}, {of} is {shape}.",
    "sum": "A sum is missing: yours is {yours}, {of} is {shape}. Sum over axis {axis}.",
    "mean": "A mean is missing: yours is {yours}, {of} is {shape}. Average over axis {axis}.",
    "total": "A sum is missing: yours is {yours}, {of} is one number. Sum over all.",
    "shape": "The shape is wrong: yours is {yours}, {of} is {shape}, and so is its gradient.",
    "minus": "The sign is wrong: every number is minus the right one.",
    "multiple": "A factor is wrong: every number is {factor} times the right one.",
    "term": "A term is missing, one made of {names}.",
    "sign": "A sign is wrong: that of the part made of {names}.",
    "factor": "A factor is missing, one made of {names}.",
    "divisor": "A divisor is missing, one made of {names}.",
    "power": "A power is missing: that of the part made of {names}.",
    "brackets": "Brackets are missing: first the sum or difference of {names}, then what multiplies it.",
    "extra term": "A term too many: without {part} it is right.",
    "extra sign": "A sign is wrong: that of {part}.",
    "extra factor": "A factor too many: without {part} it is right.",
    "extra divisor": "A divisor too many: without {part} it is right.",
    "extra power": "A power too many: {part} stands in it as it is.",
    "extra brackets": "Brackets are too wide: {part} does not belong together.",
    "exchanged": "Entry by entry is *, the matrix product is @: you need {needs} in the place of {has}.",
    "entry": "The shape is right, the numbers are not: at {place} you say {said}, a small step says {found}.",
}


def said(kind, told, given):
    """The sentence of that kind, filled in.   given: what else is known of the line"""
    return {"kind": kind, "told": fill(VERDICTS[kind], told)} | given


def shape_text(shape, sizes):
    """A shape in letters: (m, k)."""
    letters = []
    for n in shape:
        names = [name for name, size in sizes.items() if size == n]
        letters.append(names[0] if names else str(n))
    if len(shape) == 0:
        return "one number"
    return f"({letters[0]},)" if len(shape) == 1 else f"({letters[0]}, {letters[1]})"


def place_text(one, k):
    """An entry of the input of interest by its place: W[0, 2]."""
    shape = one["cases"][0]["gradient"]["shape"]
    if len(shape) == 0:
        return one["of"]
    if len(shape) == 1:
        return f"{one['of']}[{k}]"
    return f"{one['of']}[{math.floor(k / shape[1])}, {k % shape[1]}]"


def why(x, line, sizes):
    """What to say of an operation that is refused."""
    shapes = [shape_text(shape, sizes) for shape in x["shapes"]]
    told = {"part": line[x["from"] : x["to"]], "left": shapes[0], "right": shapes[-1], "axis": x["n"]}
    if x["error"] == "product":
        left, right = x["shapes"]
        told |= {"m": shape_text([left[-1]], sizes), "n": shape_text([right[0]], sizes)}
        for end in ("m", "n"):
            told[end] = told[end].replace("(", "").replace(",)", "")
    return told
