"""Appendix B: figures as light SVG, without points that lie on a straight way, in tenths of a point."""

import re
from xml.sax.saxutils import escape

import numpy as np

TOLERANCE = 0.06  # points: a tenth of a pixel
DATA = re.compile(r'(?<= d=")[^"]+')
PLACE, FRACTION = re.compile(r' [xy]="[^"]+"|translate\([^)]+\)'), re.compile(r"-?\d+\.\d{3,}")
PIECE = re.compile(r"([MLCQz])((?:\s+-?[\d.]+(?:e-?\d+)?)*)")


def lighter(svg: str, title: str = "") -> str:
    """The same picture with fewer letters; title: what it says, for who cannot see it.

    Straight ways lose the points between their ends; comments, indentation and the maker's data go.
    """
    told = f"<title>{escape(title)}</title>" if title else ""
    svg = re.sub(r"<metadata>.*?</metadata>", lambda _: told, svg, flags=re.S)  # a title may hold a backslash
    svg = re.sub(r"\n\s*", "\n", re.sub(r"<!--.*?-->", "", svg, flags=re.S))
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)  # nothing refers to groups
    svg = PLACE.sub(lambda place: FRACTION.sub(lambda n: f"{float(n[0]):.2f}", place[0]), svg)
    return DATA.sub(lambda data: _path(data[0]), svg)


def _path(data):
    written, line = [], []  # line: the points of the straight pieces since the last M or curve
    for letter, numbers in [*PIECE.findall(data), ("z", None)]:
        numbers = None if numbers is None else np.array(numbers.split(), float)
        if letter == "L":
            line.append(numbers)
            continue
        written += [f"L {_short(point)}" for point in straightened(line)[1:]]
        line = [numbers[-2:]] if letter != "z" else []
        if numbers is not None:
            written.append(f"{letter} {_short(numbers)}".rstrip())
    return "\n".join(written)


def _short(numbers):
    return " ".join(f"{number:.1f}".removesuffix(".0") for number in numbers)


def straightened(points: list) -> np.ndarray:
    """The points without those that lie within TOLERANCE of the way that is left (Douglas and Peucker).

    >>> straightened([(0, 0), (1, 0.001), (2, 0), (2, 5)]).tolist()
    [[0.0, 0.0], [2.0, 0.0], [2.0, 5.0]]
    """
    points = np.array(points, float).reshape(-1, 2)
    keep, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        a, b = waiting.pop()
        if b - a < 2:
            continue
        way, between = points[b] - points[a], points[a + 1 : b] - points[a]
        length = float(way @ way)
        along = np.clip(between @ way / length, 0, 1)[:, None] * way if length else 0.0
        off = np.hypot(*(between - along).T)
        if off.max() > TOLERANCE:
            far = a + 1 + int(off.argmax())
            keep.add(far)
            waiting += [(a, far), (far, b)]
    return points[sorted(keep)] if len(points) else points
