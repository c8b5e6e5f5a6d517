"""Chapter 2: marks of diagrams: a network with its weights, bars, the course of a run."""

import math

from dlcourse.widgets.frame.plane import arrow_head, line_across
from dlcourse.widgets.frame.text import number_text

WIDEST = 6.0  # of a line, for a weight of size 3 and more
HALF = (0.056, 0.084)  # half the width and height of a unit with a map, in the unit square
MOST_POINTS = 300  # of a course; more would not be seen


def layered(sizes):
    """The places of the units of each layer, in the unit square, the first layer at the left.

    >>> layered([2, 1])
    [[(0.1, 0.75), (0.1, 0.25)], [(0.9, 0.5)]]
    """
    at = [0.1 + 0.8 * k / (len(sizes) - 1) for k in range(len(sizes))]
    return [[(x, 1 - (i + 0.5) / n) for i in range(n)] for x, n in zip(at, sizes, strict=True)]


def network(mark):
    """A network with one hidden layer, a map in each of its units.

    network: a flat matrix per layer. names: of the units, layer by layer; further ones are not used. biases:
    of both layers, shown as numbers. maps, level, lines, within: see `unit_maps`.
    """
    names, biases = mark["names"], mark["biases"]
    layers, marks = layered([len(names[0]), len(biases[0]), len(biases[1])]), []
    for k in range(2):
        starts, ends = layers[k], layers[k + 1]
        for i in range(len(starts)):
            for j in range(len(ends)):
                marks.append(edge(*sides(starts[i], ends[j]), mark["network"][k][i * len(ends) + j]))
    marks.extend(unit_maps(layers[1], mark))
    for k in (0, 2):
        marks.extend([{"dot": place, "kind": "node", "r": 15} for place in layers[k]])
    for k, layer in enumerate(layers):
        dx, dy = (-0.03, 0.045) if k == 1 else (0, 0)  # in the corner of a map
        named = zip(layer, names[k], strict=False)
        marks.extend([{"text": name, "at": (x + dx, y + dy), "kind": "unit"} for (x, y), name in named])
    places = [(x + HALF[0] + 0.01, y - 0.07) for x, y in layers[1]]
    places.extend([(x - 0.04, y - 0.15) for x, y in layers[2]])
    shown = zip(places, [*biases[0], *biases[1]], strict=True)
    marks.extend([{"text": number_text(value, 2), "at": at, "kind": "bias"} for at, value in shown])
    return marks


def arrow(start, end, head: float, kind: str, **others) -> list[dict]:
    """The templates of an arrow, with a head of that length in the units of the axes."""
    tip = {"path": arrow_head(start, end, head), "kind": f"{kind} dlc-tip"}
    return [{"path": [start, end], "kind": kind} | others, tip | others]


def computation(nodes, arrows, labels, head: float) -> list[dict]:
    """The templates of a graph of operations.   nodes: (x, y, name); arrows: (start, end, kind, stage);
    labels: (place, template, stage). What belongs to stage k is there when the value "stagek" is."""
    marks = []
    for start, end, kind, stage in arrows:
        marks += arrow(start, end, head, kind, **{"if": f"@stage{stage}"})
    for x, y, name in nodes:
        marks += [{"dot": (x, y), "kind": "node", "r": 18}, {"text": name, "at": (x, y), "kind": "unit"}]
    return marks + [
        mark for at, text, stage in labels for mark in texts([(text, at)], "mid", f"@stage{stage}")
    ]


def texts(given, kind: str, shown: str = "") -> list[dict]:
    """The templates of texts, each with its place.   shown: "@value", what must be there"""
    condition = {"if": shown} if shown else {}
    return [{"text": text, "at": at, "kind": kind} | condition for text, at in given]


def sides(start, end):
    """Where an edge leaves one unit and enters another: in the middle layer, at the sides of a map."""
    (x, y), (p, q) = start, end
    return (x + HALF[0] if x > 0.3 else x, y), (p - HALF[0] if p < 0.7 else p, q)


def edge(start, end, w):
    """The line of a weight: wide where it is large, dashed where it is negative."""
    width = 0.4 + (WIDEST - 0.4) * min(abs(w), 3) / 3
    return {"path": [start, end], "kind": "minus" if w < 0 else "plus", "width": width}


def unit_maps(places, mark):
    """A small picture of each unit's values over the plane, with the line on which they are 0.

    maps: values on a grid, unit after unit; level: where they are white; lines: the lists of a, b and c of
    the lines a x + b y + c = 0; within: (low, high), the plane
    """
    (low, high), marks, n = mark["within"], [], len(mark["maps"]) // len(places)
    for j, (x, y) in enumerate(places):
        x0, y0, side, height = x - HALF[0], y - HALF[1], 2 * HALF[0], 2 * HALF[1]
        box = (x0, x + HALF[0], y0, y + HALF[1])
        ends = line_across(*[values[j] for values in mark["lines"]], low, high)
        inside = [
            (x0 + side * (p - low) / (high - low), y0 + height * (q - low) / (high - low)) for p, q in ends
        ]
        shade = mark["maps"][j * n : (j + 1) * n]
        marks.append({"shade": shade, "box": box, "level": mark["level"], "scaled": True})
        marks.extend([{"path": inside, "kind": "zero-line"}] if inside else [])
        marks.append({"bar": box, "kind": "outline"})
    return marks


def histogram(mark):
    """Bars side by side, each with its count.   histogram: the counts; most: which fills the height"""
    marks, most = [], mark["most"]
    for k, n in enumerate(mark["histogram"]):
        marks.append({"bar": (k + 0.15, k + 0.85, 0, min(n, most)), "kind": "bar"})
        marks.append({"text": str(n), "at": (k + 0.5, min(n, most) + 0.06 * most), "kind": "mid"})
    return marks


def course(mark):
    """Values step by step, counted from 1 as for a logarithmic axis, with a dot at the last.

    course: the values; top: what is higher is drawn there
    """
    places = [(k + 1, min(value, mark["top"])) for k, value in enumerate(mark["course"])]
    end = len(places) - 1
    every = max(1, math.ceil(end / MOST_POINTS))
    kept = [places[k] for k in range(end + 1) if k < 50 or k % every == 0 or k == end]
    return [*([{"path": kept, "kind": "curve"}] if end > 0 else []), {"dot": places[end], "kind": "now"}]
