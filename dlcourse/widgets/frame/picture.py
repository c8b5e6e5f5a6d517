"""Chapter 2: pictures of a live control as SVG: a frame with axes, and marks in the units of the axes.

A mark is a dict: {"path": points}, {"pieces": [points, ...]}, {"dot": point}, {"square": point},
{"bar": (x0, x1, y0, y1)} or {"text": text, "at": point}. "kind" is a class for its looks, "label" a text
beside it, "width" that of its line, "r" the size of a dot. `picture.js` draws the same marks again on every
change.
"""

import json
from dataclasses import asdict
from html import escape

from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.markup import fill

LEFT, TOP, RIGHT, BELOW = 34, 8, 10, 34  # around the frame, in units of the drawing


def picture(
    name: str, spoken: str, x: Axis, y: Axis, marks, *, size=(260, 260), shade=None, bare=False, values=None
) -> str:
    """An SVG with axes and marks.   size: of the frame; shade: a data URL of values on a grid, for
    behind the marks, and the number of cells along an axis

    bare: without frame, ticks and margins, for a diagram. values: numbers for the texts of marks, which are
    templates then; the script gets the marks as they are.
    """
    left, top, right, below = (2, 2, 2, 2) if bare else (LEFT, TOP, RIGHT, BELOW)
    width, height = size
    frame = f'x="{left}" y="{top}" width="{width}" height="{height}"'
    place = placer(x, y, left, top, size)
    image = shaded(*shade, left, top, size) if shade else ""
    given = "" if values is None else f' data-templates="{escape(json.dumps(list(marks)))}"'
    if values is not None:
        marks = [mark | {"text": fill(mark["text"], values)} if "text" in mark else mark for mark in marks]
    axes = json.dumps({"x": asdict(x), "y": asdict(y), "bare": bare})
    around = "" if bare else f'<rect class="dlc-box" {frame}/>'
    return (
        f'<svg viewBox="0 0 {left + width + right} {top + height + below}" role="group" '
        f'aria-label="{escape(spoken)}" data-picture="{name}" data-axes="{escape(axes)}"{given} '
        f'data-frame="{left} {top} {width} {height}">'
        f'<svg {frame} viewBox="{left} {top} {width} {height}">{image}'
        f'<g data-marks="" aria-hidden="true">{"".join(mark_text(mark, place) for mark in marks)}</g></svg>'
        f'{around}<g data-ticks="" aria-hidden="true">{"" if bare else ticks_text(x, y, place, size)}</g>'
        "</svg>"
    )


def shaded(url: str, cells: int, left, top, size) -> str:
    """The picture of values on a grid, with the middle of each pixel on its grid point."""
    (width, height), half = size, (size[0] / cells / 2, size[1] / cells / 2)
    box = f'x="{left - half[0]:.3f}" y="{top - half[1]:.3f}"'
    box += f' width="{width + 2 * half[0]:.3f}" height="{height + 2 * half[1]:.3f}"'
    return f'<image preserveAspectRatio="none" {box} href="{url}" data-shade=""/>'


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
        return f'<path{looks} d="{"".join(path_text(points, place) for points in pieces if points)}"/>'
    if "bar" in mark:
        x0, x1, y0, y1 = mark["bar"]
        (left, bottom), (right, top) = place((x0, y0)), place((x1, y1))
        size = f'width="{right - left:.2f}" height="{bottom - top:.2f}"'
        return f'<rect{looks} x="{left:.2f}" y="{top:.2f}" {size}/>'
    if "text" in mark:
        x, y = place(mark["at"])
        return f'<text{looks} x="{x:.2f}" y="{y + 4:.2f}">{escape(mark["text"])}</text>'
    x, y = place(mark.get("dot", mark.get("square")))
    shape = (
        f'<circle r="{mark.get("r", 6.5)}"/>'
        if "dot" in mark
        else '<rect x="-6" y="-6" width="12" height="12"/>'
    )
    below = 19 if mark.get("below") else -9
    label = f'<text x="10" y="{below}">{escape(mark["label"])}</text>' if mark.get("label") else ""
    return f'<g{looks} transform="translate({x:.2f} {y:.2f})">{shape}{label}</g>'


def path_text(points, place) -> str:
    """A line through points, as a path of SVG."""
    return "M" + "L".join("{:.2f} {:.2f}".format(*place(point)) for point in points)
