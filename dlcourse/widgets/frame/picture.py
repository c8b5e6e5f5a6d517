"""Chapter 2: pictures of a live control as SVG: a frame with axes, and marks in the units of the axes.

A mark is a dict: {"path": points}, {"pieces": [points, ...]}, {"dot": point}, {"square": point}, {"cross":
point}, {"bar": (x0, x1, y0, y1)}, {"text": text, "at": point}, or {"shade": values on a grid, "box": (x0, x1,
y0, y1), "level": value}, which lies behind all others. "kind" is a class for its looks, "label" a text beside
it, "width" that of its line, "r" the size of a dot. Points may also be a flat list. A control declares marks
once, as templates (`marks.py`); `picture.js` draws them again on every change.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape

from dlcourse.widgets.frame.axes import Axis, share, ticks
from dlcourse.widgets.frame.marks import marks_of, resolved
from dlcourse.widgets.frame.markup import as_attribute
from dlcourse.widgets.frame.plane import pairs, shade

LEFT, TOP, RIGHT, BELOW = 34, 8, 10, 34  # around the frame, in units of the drawing
SHAPES = {
    "dot": '<circle r="6.5"/>',
    "square": '<rect x="-6" y="-6" width="12" height="12"/>',
    "cross": '<path d="M-7 0H7M0 -7V7"/>',
}


@dataclass(frozen=True)
class Picture:
    """A picture of a control.   spoken: what is said of it; marks: templates, see `marks.py`

    size: of the frame; bare: without frame, ticks and margins, for a diagram; caption: HTML; held: handles
    that no mark has (`declared.js`)
    """

    name: str
    spoken: str
    x: Axis
    y: Axis
    marks: Sequence
    size: tuple = (260, 260)
    bare: bool = False
    caption: str = ""
    held: Sequence = ()


def figure(drawn: Picture, values, caption: str = "") -> str:
    """The picture with the values of the initial state, as a figure."""
    told = f"<figcaption>{caption or drawn.caption}</figcaption>" if caption or drawn.caption else ""
    return f"<figure>{svg(drawn, values)}{told}</figure>"


def svg(drawn: Picture, values) -> str:
    """An SVG with axes and marks."""
    left, top, right, below = (2, 2, 2, 2) if drawn.bare else (LEFT, TOP, RIGHT, BELOW)
    (width, height), axes = drawn.size, {"x": asdict(drawn.x), "y": asdict(drawn.y)}
    x, y = resolved(axes["x"], values), resolved(axes["y"], values)
    frame, inside = f'x="{left}" y="{top}" width="{width}" height="{height}"', (left, top, width, height)
    marks = marks_of(drawn.marks, values)

    def place(point):
        return placed(point, x, y, inside)

    axes = as_attribute(axes | {"bare": drawn.bare})
    around = "" if drawn.bare else f'<rect class="dlc-box" {frame}/>'
    shades = "".join(shade_text(mark, place) for mark in marks if "shade" in mark)
    text = "".join(mark_text(mark, place) for mark in marks if "shade" not in mark)
    return (
        f'<svg viewBox="0 0 {left + width + right} {top + height + below}" role="group" '
        f'aria-label="{escape(drawn.spoken)}" data-picture="{drawn.name}" data-axes={axes} '
        f"data-templates={as_attribute(list(drawn.marks))} data-held={as_attribute(list(drawn.held))} "
        f'data-frame="{left} {top} {width} {height}">'
        f'<svg {frame} viewBox="{left} {top} {width} {height}" aria-hidden="true">'
        f'<g data-shades="">{shades}</g><g data-marks="">{text}</g></svg>'
        f'{around}<g data-ticks="" aria-hidden="true">{"" if drawn.bare else ticks_text(x, y, inside)}</g>'
        "</svg>"
    )


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


def placed(point, x, y, frame):
    """The place of a point in the drawing, where the second coordinate points down.   frame: left, top, width
    and height"""
    left, top, width, height = frame
    return left + share(x, point[0]) * width, top + (1 - share(y, point[1])) * height


def label_text(x, y, anchor, text):
    """A number or a name of an axis."""
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}">{escape(text)}</text>'


def ticks_text(x, y, frame):
    """The numbers and names along the axes."""
    left, top, width, height = frame
    bottom = top + height
    below = [label_text(left + share(x, v) * width, bottom + 14, "middle", text) for v, text in ticks(x)]
    beside = [label_text(left - 5, top + (1 - share(y, v)) * height + 4, "end", text) for v, text in ticks(y)]
    name = f'<text class="dlc-axis" x="{left + 5:.2f}" y="{top + 14:.2f}">{escape(y["label"])}</text>'
    return "".join([*below, *beside, label_text(left + width / 2, bottom + 28, "middle", x["label"]), name])


def mark_text(mark, place):
    """The SVG of a mark.   place: point -> its place in the drawing"""
    looks = f' class="dlc-{mark["kind"]}"' if "kind" in mark else ""
    if "width" in mark:
        looks += f' style="stroke-width: {mark["width"]:.2f}px"'
    if "path" in mark or "pieces" in mark:
        pieces = mark["pieces"] if "pieces" in mark else [mark["path"]]
        drawn = "".join(path_text(points, place) for points in pieces if points)
        return f'<path{looks} d="{drawn}"/>'
    if "bar" in mark:
        x0, x1, y0, y1 = mark["bar"]
        (left, bottom), (right, top) = place((x0, y0)), place((x1, y1))
        size = f'width="{right - left:.2f}" height="{bottom - top:.2f}"'
        return f'<rect{looks} x="{left:.2f}" y="{top:.2f}" {size}/>'
    if "text" in mark:
        x, y = place(mark["at"])
        return f'<text{looks} x="{x:.2f}" y="{y + 4:.2f}">{escape(mark["text"])}</text>'
    shape = [name for name in SHAPES if name in mark][0]
    x, y = place(mark[shape])
    drawn = SHAPES[shape] if "r" not in mark else f'<circle r="{mark["r"]}"/>'
    label = mark.get("label")
    beside = f'<text x="10" y="{19 if mark.get("below") else -9}">{escape(label)}</text>' if label else ""
    return f'<g{looks} transform="translate({x:.2f} {y:.2f})">{drawn}{beside}</g>'


def path_text(points, place):
    """A line through points, as a path of SVG."""
    places = [place(point) for point in pairs(points)]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places)
