"""Appendix B: how figures are placed. Their widths, what a phone leaves of their letters, their size as SVG.

A figure is as wide as its panels need, and the page never enlarges it. A phone's page is 342 pixels wide:
wider figures shrink to it, with all that is written in them.
"""

import io
import re
import warnings

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from dlcourse.plotting.lighter import lighter

WIDTHS = {1: 4.6, 2: 5.4, 3: 5.8}  # inches, by the panels side by side
HEIGHTS = {1: 3.0, 2: 2.6, 3: 2.3}  # of a row of them
PHONE, SMALLEST = 342, 9  # pixels: the width of a phone's page, the smallest letters on it
MOST_BYTES = 60_000
PIXELS_PER_INCH, PIXELS_PER_POINT = 96, 96 / 72
TYPED_MINUS = re.compile(r"(?<![\w$])-(?=[\d.])")


def panels(n: int = 1, n_rows: int = 1, *, height: float | None = None, **options):
    """A figure with n panels side by side, in n_rows rows.   -> figure, axes as of `plt.subplots`

    height: of a row, in inches. options: of `plt.subplots`.
    """
    if n not in WIDTHS:
        raise ValueError(f"panels: expected 1, 2 or 3 panels side by side, got {n}; put the others below")
    return plt.subplots(n_rows, n, figsize=(WIDTHS[n], n_rows * (height or HEIGHTS[n])), **options)


def picture(figure: Figure) -> str:
    """The figure as SVG, with its label (`set_label`) as its title. Warns of each of its `problems`."""
    for problem in problems(figure):
        warnings.warn(problem, stacklevel=2)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    text = lighter(buffer.getvalue(), title=figure.get_label())
    if len(text.encode()) > MOST_BYTES:
        warnings.warn(
            f"picture: expected an SVG of at most {MOST_BYTES:,} bytes, got {len(text.encode()):,}; "
            "draw fewer points, or contours of a coarser grid",
            stacklevel=2,
        )
    return text


def problems(figure: Figure) -> list[str]:
    """What keeps a figure from being read: small letters on a phone, cut text, a hyphen for a minus."""
    figure.draw_without_rendering()  # places what constrained layout moves
    found = []
    shrunk = min(1.0, PHONE / (PIXELS_PER_INCH * figure.get_figwidth()))
    for text in texts(figure):
        shown, size = text.get_text().strip(), text.get_fontsize() * PIXELS_PER_POINT * shrunk
        if size < SMALLEST - 0.05:
            found.append(
                f"picture: {shown!r} is {size:.1f} px high on a phone, not {SMALLEST}; write it larger"
            )
        if "$" not in shown and TYPED_MINUS.search(shown):  # formulas have the minus
            found.append(f"picture: {shown!r} has a hyphen; write the minus as \\N{{MINUS SIGN}}")
        room, box = figure.bbox.padded(1), text.get_window_extent()
        if not (room.contains(box.x0, box.y0) and room.contains(box.x1, box.y1)):
            found.append(f"picture: {shown!r} is cut off; leave it room")
    return found


def texts(figure: Figure) -> list:
    """What is written in a figure and seen: not the labels of ticks that lie outside of their axes."""
    found = figure.findobj(lambda artist: hasattr(artist, "get_fontsize") and hasattr(artist, "get_text"))
    outside = {text for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for text in _outside(axis)}
    return [text for text in found if text.get_visible() and text.get_text().strip() and text not in outside]


def _outside(axis):
    low, high = sorted(axis.get_view_interval())
    room = 1e-6 * (high - low)
    for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
        if not axis.axes.axison or not low - room <= tick.get_loc() <= high + room:
            yield from (tick.label1, tick.label2)
