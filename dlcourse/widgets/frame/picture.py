"""Chapter 2: pictures of a live control as SVG: a frame with axes, and marks in the units of the axes.

A mark is a dict: {"path": points}, {"pieces": [points, ...]}, {"dot": point}, {"square": point}, {"cross":
point}, {"bar": (x0, x1, y0, y1)}, {"text": text, "at": point}, or {"shade": values on a grid, "box": (x0, x1,
y0, y1), "level": value}, which lies behind all others. "kind" is a class for its looks, "label" a text beside
it, "width" that of its line, "r" the size of a dot. Points may also be a flat list. A control declares marks
once, as templates (`marks.py`); `picture.js` draws them again on every change.
"""

import json
from dataclasses import asdict
from html import escape

import numpy as np

from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.marks import marks_of
from dlcourse.widgets.frame.plane import shade

LEFT, TOP, RIGHT, BELOW = 34, 8, 10, 34  # around the frame, in units of the drawing


def picture(
    name: str, spoken: str, x: Axis, y: Axis, templates, values, *, size=(260, 260), bare=False
) -> str:
    """An SVG with axes and marks.   templates: see `marks.py`; values: of the initial state, by name

    size: of the frame; bare: without frame, ticks and margins, for a diagram.
    """
    left, top, right, below = (2, 2, 2, 2) if bare else (LEFT, TOP, RIGHT, BELOW)
    (width, height), x, y = size, x.holding(values), y.holding(values)
    frame = f'x="{left}" y="{top}" width="{width}" height="{height}"'
    place, marks = placer(x, y, left, top, size), marks_of(templates, values)
    axes = json.dumps({"x": asdict(x), "y": asdict(y), "bare": bare})
    around = "" if bare else f'<rect class="dlc-box" {frame}/>'
    shades = "".join(shade_text(mark, place) for mark in marks if "shade" in mark)
    text = "".join(mark_text(mark, place) for mark in marks if "shade" not in mark)
    return (
        f'<svg viewBox="0 0 {left + width + right} {top + height + below}" role="group" '
        f'aria-label="{escape(spoken)}" data-picture="{name}" data-axes="{escape(axes)}" '
        f'data-templates="{escape(json.dumps(list(templates)))}" data-frame="{left} {top} {width} {height}">'
        f'<svg {frame} viewBox="{left} {top} {width} {height}" aria-hidden="true">'
        f'<g data-shades="">{shades}</g><g data-marks="">{text}</g></svg>'
        f'{around}<g data-ticks="" aria-hidden="true">{"" if bare else ticks_text(x, y, place, size)}</g>'
        "</svg>"
    )


def figure(*arguments, caption: str = "", **options) -> str:
    """A picture as a figure; see `picture`."""
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{picture(*arguments, **options)}{told}</figure>"


def shade_text(mark: dict, place) -> str:
    """A picture of values on a grid over a box, with the middle of each pixel on its grid point."""
    x0, x1, y0, y1 = mark["box"]
    (left, bottom), (right, top) = place((x0, y0)), place((x1, y1))
    n = round(len(mark["shade"]) ** 0.5)
    url = shade(mark["shade"], mark["level"], mark.get("scaled", False))
    return (
        f'<svg preserveAspectRatio="none" x="{left:.2f}" y="{top:.2f}" width="{right - left:.2f}" '
        f'height="{bottom - top:.2f}" viewBox="0.5 0.5 {n - 1} {n - 1}">'
        f'<image preserveAspectRatio="none" width="{n}" height="{n}" href="{url}"/></svg>'
    )


def placer(x: Axis, y: Axis, left, top, size):
    """The function from a point to its place in the drawing, where the second coordinate points down."""
    return lambda p: (left + x.share(p[0]) * size[0], top + (1 - y.share(p[1])) * size[1])


def ticks_text(x: Axis, y: Axis, place, size) -> str:
    """The numbers and names along the axes."""
    bottom = TOP + size[1]
    text = "".join(
        f'<text x="{place((value, y.low))[0]:.2f}" y="{bottom + 14}" text-anchor="middle">{shown}</text>'
        for value, shown in x.ticks()
    )
    text += "".join(
        f'<text x="{LEFT - 5}" y="{place((x.low, value))[1] + 4:.2f}" text-anchor="end">{shown}</text>'
        for value, shown in y.ticks()
    )
    middle = LEFT + size[0] / 2
    text += f'<text x="{middle:.2f}" y="{bottom + 28}" text-anchor="middle">{escape(x.label)}</text>'
    return text + f'<text class="dlc-axis" x="{LEFT + 5}" y="{TOP + 14}">{escape(y.label)}</text>'


def mark_text(mark: dict, place) -> str:
    """The SVG of a mark."""
    looks = f' class="dlc-{mark["kind"]}"' if mark.get("kind") else ""
    if "width" in mark:
        looks += f' style="stroke-width: {mark["width"]:.2f}px"'
    if "path" in mark or "pieces" in mark:
        pieces = mark.get("pieces", [mark.get("path")])
        return f'<path{looks} d="{"".join(path_text(points, place) for points in pieces if len(points))}"/>'
    if "bar" in mark:
        x0, x1, y0, y1 = mark["bar"]
        (left, bottom), (right, top) = place((x0, y0)), place((x1, y1))
        size = f'width="{right - left:.2f}" height="{bottom - top:.2f}"'
        return f'<rect{looks} x="{left:.2f}" y="{top:.2f}" {size}/>'
    if "text" in mark:
        x, y = place(mark["at"])
        return f'<text{looks} x="{x:.2f}" y="{y + 4:.2f}">{escape(mark["text"])}</text>'
    shape = next(name for name in ("dot", "square", "cross") if name in mark)
    x, y = place(mark[shape])
    drawn = {
        "dot": f'<circle r="{mark.get("r", 6.5)}"/>',
        "square": '<rect x="-6" y="-6" width="12" height="12"/>',
        "cross": '<path d="M-7 0H7M0 -7V7"/>',
    }[shape]
    below = 19 if mark.get("below") else -9
    label = f'<text x="10" y="{below}">{escape(mark["label"])}</text>' if mark.get("label") else ""
    return f'<g{looks} transform="translate({x:.2f} {y:.2f})">{drawn}{label}</g>'


def path_text(points, place) -> str:
    """A line through points, as a path of SVG."""
    pairs = np.reshape(points, (-1, 2)).tolist()
    return "M" + "L".join("{:.2f} {:.2f}".format(*place(pair)) for pair in pairs)
