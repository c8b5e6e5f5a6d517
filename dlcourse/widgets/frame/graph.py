"""Chapter 2: marks of diagrams: a network with its weights, bars, the course of a run; as `graph.js`."""

import math

import numpy as np

from dlcourse.widgets.frame.markup import number_text
from dlcourse.widgets.frame.plane import line_across

WIDEST = 6.0  # of a line, for a weight of size 3 and more
HALF = (0.056, 0.084)  # half the width and height of a unit with a map, in the unit square
MOST_POINTS = 300  # of a course; more would not be seen


def layered(sizes) -> list[list[tuple[float, float]]]:
    """The places of the units of each layer, in the unit square, the first layer at the left.

    >>> layered([2, 1])
    [[(0.1, 0.75), (0.1, 0.25)], [(0.9, 0.5)]]
    """
    at = [0.1 + 0.8 * k / (len(sizes) - 1) for k in range(len(sizes))]
    return [[(x, 1 - (i + 0.5) / n) for i in range(n)] for x, n in zip(at, sizes, strict=True)]


def network(mark) -> list[dict]:
    """A network with one hidden layer, a map in each of its units.

    network: a matrix per layer, row after row. names: of the units, layer by layer; further ones are not
    used. biases: of both layers, shown as numbers. maps, level, lines, within: see `unit_maps`.
    """
    sizes = [len(mark["names"][0]), *(len(np.ravel(b)) for b in mark["biases"])]
    layers, marks = layered(sizes), []
    for starts, ends, matrix in zip(layers, layers[1:], mark["network"], strict=False):
        weights = np.reshape(matrix, (len(starts), len(ends)))
        marks += [edge(*sides(starts[i], ends[j]), float(w)) for (i, j), w in np.ndenumerate(weights)]
    marks += unit_maps(layers[1], mark)
    for k in (0, 2):
        marks += [{"dot": place, "kind": "node", "r": 15} for place in layers[k]]
    for k, layer in enumerate(layers):
        dx, dy = (-0.03, 0.045) if k == 1 else (0, 0)  # in the corner of a map
        shown = zip(layer, mark["names"][k], strict=False)
        marks += [{"text": name, "at": (x + dx, y + dy), "kind": "unit"} for (x, y), name in shown]
    values = [float(v) for b in mark["biases"] for v in np.ravel(b)]
    beside = [(x + HALF[0] + 0.01, y - 0.07) for x, y in layers[1]]
    places = [*beside, *((x - 0.04, y - 0.15) for x, y in layers[2])]
    return marks + [
        {"text": number_text(value, 2), "at": place, "kind": "bias"}
        for place, value in zip(places, values, strict=True)
    ]


def arrow(start, end, head: float, kind: str, **others) -> list[dict]:
    """The templates of an arrow, with a head of that length in the units of the axes."""
    (x, y), (p, q) = start, end
    size = math.hypot(p - x, q - y)
    u, v = (p - x) / size * head, (q - y) / size * head
    tip = [(p - u + s * 0.6 * v, q - v - s * 0.6 * u) for s in (1, -1)]
    return [
        {"path": [start, end], "kind": kind} | others,
        {"path": [tip[0], end, tip[1]], "kind": f"{kind} dlc-tip"} | others,
    ]


def computation(nodes, arrows, labels, head: float) -> list[dict]:
    """The templates of a graph of operations.   nodes: (x, y, name); arrows: (start, end, kind, stage);
    labels: (place, template, stage). What belongs to stage k is there when the value "stagek" is."""
    marks = []
    for start, end, kind, stage in arrows:
        marks += arrow(start, end, head, kind, **{"if": f"@stage{stage}"})
    for x, y, name in nodes:
        marks += [{"dot": (x, y), "kind": "node", "r": 18}, {"text": name, "at": (x, y), "kind": "unit"}]
    return marks + [
        {"text": text, "at": at, "kind": "mid", "if": f"@stage{stage}"} for at, text, stage in labels
    ]


def sides(start, end):
    """Where an edge leaves one unit and enters another: in the middle layer, at the sides of a map."""
    (x, y), (p, q) = start, end
    return (x + HALF[0] if x > 0.3 else x, y), (p - HALF[0] if p < 0.7 else p, q)


def edge(start, end, w: float) -> dict:
    """The line of a weight: wide where it is large, dashed where it is negative."""
    width = 0.4 + (WIDEST - 0.4) * min(abs(w), 3) / 3
    return {"path": [start, end], "kind": "minus" if w < 0 else "plus", "width": width}


def unit_maps(places, mark) -> list[dict]:
    """A small picture of each unit's values over the plane.

    maps: values on a grid over the square within (low, high), unit after unit; level: where they are white;
    lines: for all units their a, their b, their c of the line a x + b y + c = 0
    """
    (low, high), marks = mark["within"], []
    maps, lines = np.reshape(mark["maps"], (len(places), -1)).tolist(), np.reshape(mark["lines"], (3, -1)).T
    for (x, y), values, abc in zip(places, maps, lines.tolist(), strict=True):
        x0, y0, side, height = x - HALF[0], y - HALF[1], 2 * HALF[0], 2 * HALF[1]
        box = (x0, x + HALF[0], y0, y + HALF[1])
        ends = line_across(*abc, low, high)
        inside = [
            (x0 + side * (p - low) / (high - low), y0 + height * (q - low) / (high - low)) for p, q in ends
        ]
        marks.append({"shade": values, "box": box, "level": mark["level"], "scaled": True})
        marks += [{"path": inside, "kind": "zero-line"}] if inside else []
        marks.append({"bar": box, "kind": "outline"})
    return marks


def histogram(mark) -> list[dict]:
    """Bars side by side, each with its count.   histogram: the counts; most: which fills the height"""
    marks, most = [], mark["most"]
    for k, n in enumerate(mark["histogram"]):
        marks.append({"bar": (k + 0.15, k + 0.85, 0, min(n, most)), "kind": "bar"})
        marks.append({"text": str(n), "at": (k + 0.5, min(n, most) + 0.06 * most), "kind": "mid"})
    return marks


def course(mark) -> list[dict]:
    """Values step by step, counted from 1 as for a logarithmic axis, with a dot at the last.

    course: the values; top: what is higher is drawn there
    """
    places = [(k + 1, min(value, mark["top"])) for k, value in enumerate(mark["course"])]
    end = len(places) - 1
    every = max(1, math.ceil(end / MOST_POINTS))
    kept = [place for k, place in enumerate(places) if k < 50 or k % every == 0 or k == end]
    curve = [{"path": kept, "kind": "curve"}] if end else []
    return [*curve, {"dot": places[end], "kind": "now"}]
