"""Chapter 2: labels of points beside lines and other labels, and a legend above the axes."""

import numpy as np

from dlcourse.plotting.edge_labels import text_width

DIRECTIONS = [(1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1)]  # the best first
DIRECTIONS += [(x, y) for x in (0.5, -0.5) for y in (1, -1)]
AWAY = 8  # points between a mark and its label
ON_LABEL, OUTSIDE, ON_LINE, LATER = 100.0, 1.0, 5.0, 0.5  # costs of a position; OUTSIDE is per pixel
LEGEND_KEY, LEGEND_ROW = 0.6, 0.2  # inches: beside a legend's text, for line and gaps; height of a row


def free_labels(figure) -> None:
    """Move the annotation of each point to the side of its mark where it covers fewest lines and labels.

    Call it last, when everything is drawn and the limits are set: it works with the figure's present sizes.
    """
    figure.draw_without_rendering()  # the layout engine moves axes at drawing: before, pixels mean nothing
    for ax in figure.axes:
        # annotations, which have a point; ax.texts also holds plain texts, and arrows without text
        named = [text for text in ax.texts if text.get_text() and hasattr(text, "xyann")]
        lines, marks, taken = _lines(ax), _marks(ax), []
        for text in named:
            extent = text.get_window_extent()
            half = np.array([extent.width, extent.height]) / 2
            mark, scale = ax.transData.transform(text.xy), figure.dpi / 72
            places = [
                mark + np.array(d) * half + AWAY * scale * np.array(d) / np.hypot(*d) for d in DIRECTIONS
            ]
            costs = [
                _cost(center, half, lines, marks, taken, ax.bbox) + LATER * k
                for k, center in enumerate(places)
            ]
            center = places[int(np.argmin(costs))]
            taken.append((center, half))
            text.set(ha="center", va="center_baseline" if "\n" in text.get_text() else "center")
            text.xyann = tuple((center - mark) / scale)


def _cost(center, half, lines, marks, taken, bbox):
    """The cost of a label at a center, all in pixels."""
    cost = ON_LINE * (abs(lines - center) < half + 2).all(axis=1).sum()
    cost += ON_LABEL * (abs(marks - center) < half + 4).all(axis=1).sum()
    cost += ON_LABEL * sum((abs(other - center) < half + other_half).all() for other, other_half in taken)
    over = np.maximum([bbox.p0 - (center - half), center + half - bbox.p1], 0)
    return cost + OUTSIDE * over.sum()


def _lines(ax):
    """Points in pixels along all lines, contour lines and arrows."""
    found = [np.zeros((0, 2))]
    for line in ax.lines:
        if line.get_linestyle() != "None":
            found.append(_dense(ax.transData.transform(line.get_xydata())))
    for contours in ax.collections:
        if getattr(contours, "filled", True) is False:  # contour, not contourf, and no other collection
            for path in contours.get_paths():
                found += [
                    _dense(ax.transData.transform(part)) for part in path.to_polygons(closed_only=False)
                ]
    for arrow in ax.texts:
        if hasattr(arrow, "xyann") and not arrow.get_text():
            found.append(_dense(ax.transData.transform([arrow.xyann, arrow.xy])))
    return np.concatenate(found)


def _marks(ax):
    """The markers of all lines, in pixels."""
    points = [
        ax.transData.transform(x.get_xydata()) for x in ax.lines if x.get_marker() not in ("", "None", None)
    ]
    return np.concatenate([np.zeros((0, 2)), *points])


def _dense(points):
    """Points along a polyline, about three pixels apart."""
    points = points[np.isfinite(points).all(axis=1)]
    parts = [points]
    for a, b in zip(points[:-1], points[1:], strict=True):
        n = min(int(np.hypot(*(b - a)) / 3), 2000)  # a segment may run far out of the axes
        parts.append(a + (b - a) * np.linspace(0, 1, n + 2)[1:-1, None])
    return np.concatenate(parts)


def legend_above(ax, *, reverse: bool = False, grow: bool = False):
    """The legend of the axes, placed above them in as many columns as fit.

    reverse: the last entry first. grow: make the figure higher by the rows, so that the axes keep their
    height.
    """
    # above: inside the axes, any place may lie under a curve
    handles, labels = ax.get_legend_handles_labels()
    if reverse:
        handles, labels = handles[::-1], labels[::-1]
    width, height = ax.figure.get_size_inches()
    column = max(text_width(label, 11) for label in labels) + LEGEND_KEY
    n_rows = -(
        -len(labels) // max(1, int(width * ax.get_position().width / column))
    )  # -(-a // b): rounded up
    if grow:
        ax.figure.set_size_inches(width, height + LEGEND_ROW * n_rows)
    style = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2, "columnspacing": 1.0}
    # as few columns as the rows need, so that they are filled evenly
    return ax.legend(handles, labels, ncols=-(-len(labels) // n_rows), **style)
