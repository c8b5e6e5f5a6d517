"""Chapter 7: arrays as boxes to scale, ruled into rows and columns, and a product of two of them."""

from dlcourse.widgets.frame.text import fill


def box(center, shape, unit):
    """An array around a point: its outline, the lines within, its shape as a text, two places at its rim.

    >>> box((10, 10), (1, 2), 5)["outline"], box((10, 10), (1, 2), 5)["lines"]
    ([[5.0, 7.5], [15.0, 7.5], [15.0, 12.5], [5.0, 12.5], [5.0, 7.5]], [[[10.0, 7.5], [10.0, 12.5]]])
    """
    (x, y), (rows, cols) = center, shape
    left, right = x - unit * cols / 2, x + unit * cols / 2
    low, high = y - unit * rows / 2, y + unit * rows / 2
    lines = [[[left, low + unit * r], [right, low + unit * r]] for r in range(1, rows)]
    lines.extend([[[left + unit * c, low], [left + unit * c, high]] for c in range(1, cols)])
    outline = [[left, low], [right, low], [right, high], [left, high], [left, low]]
    text = fill("({rows:0}, {cols:0})", {"rows": rows, "cols": cols})
    return {"outline": outline, "lines": lines, "text": text, "right": [right, y], "below": [x, low]}


def product_boxes(shapes, places, unit):
    """Two factors, and what they give where their inner sizes agree.   shapes: of both; places: of all"""
    (p, a), (b, q) = shapes
    given = [[p, a], [b, q], [p, q]] if a == b else [[p, a], [b, q]]
    return [box(place, shape, unit) for place, shape in zip(places, given, strict=False)]


def named_boxes(names, shape, places, unit) -> list[dict]:
    """The templates of names above boxes of up to six rows, and of shapes below.   shape: the value's name"""
    marks, away = [], 3 * unit + 8
    for k, ((x, y), name) in enumerate(zip(places, names, strict=True)):
        marks += [
            {"text": name, "at": (x, y + away), "kind": "unit"},
            {"text": f"{{{shape}.{k}}}", "at": (x, y - away - 1), "kind": "mid"},
        ]
    return marks
