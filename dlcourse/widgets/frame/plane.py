"""Chapter 2: what a picture of a plane shows: lines, contours, points, shades.

Values on a grid are listed column by column, from the left, each from below.
"""

import base64
import math
import struct
import zlib

import numpy as np

ARROW = 0.15  # the length of a line's arrow, as a part of the axis
TIE = 1e-9  # a corner as near to the level as this counts as on it, whatever its last digit says


def grid(low, high, cells):
    """The points of a grid over the square [low, high]^2, as pairs."""
    at = [low + (high - low) * k / cells for k in range(cells + 1)]
    return [(x, y) for x in at for y in at]


def line_across(a, b, c, low, high):
    """The ends of the segment of a x + b y + c = 0 in the square [low, high]^2; none where there is none.

    >>> line_across(1.0, 1.0, -1.0, -0.5, 1.5)
    [(1.5, -0.5), (-0.5, 1.5)]
    """
    length = a * a + b * b
    if length < 1e-12:  # a = b = 0 is no line
        return []
    # foot: the point closest to 0; from there, clip the line at both pairs of sides
    foot, along = (-a * c / length, -b * c / length), (-b / length**0.5, a / length**0.5)
    first, last = -math.inf, math.inf
    for at, step in zip(foot, along, strict=True):
        if abs(step) < 1e-12:  # parallel to this pair of sides: between them, or outside
            if not low <= at <= high:
                return []
            continue
        ends = ((low - at) / step, (high - at) / step)
        first, last = max(first, min(ends)), min(last, max(ends))
    if first >= last:
        return []
    return [(foot[0] + t * along[0], foot[1] + t * along[1]) for t in (first, last)]


def arrow_of(a, b, c, along, low, high):
    """The foot, on the line, and the tip of an arrow to where a x + b y + c > 0; None where no line is seen.

    along: the part of the line at which it stands
    """
    ends = line_across(a, b, c, low, high)
    if not ends:
        return None
    (x, y), (p, q) = ends
    x, y, scale = x + along * (p - x), y + along * (q - y), ARROW * (high - low) / (a * a + b * b) ** 0.5
    return (x, y), (x + scale * a, y + scale * b)


def line(mark):
    """The line a x + b y + c = 0, with an arrow to where it is positive.   line: (a, b, c); within: (low,
    high); kind; along: the arrow's place, if it has one; name: a text at its tip"""
    ends = line_across(*mark["line"], *mark["within"])
    if not ends:
        return []
    marks = [{"path": ends, "kind": mark["kind"]}]
    if "along" in mark:
        (x, y), (p, q) = arrow_of(*mark["line"], mark["along"], *mark["within"])
        marks.append({"pieces": arrow_pieces((x, y), (p, q))})
        at = (p + 0.35 * (p - x), q + 0.35 * (q - y))
        marks.append({"text": mark["name"], "at": at, "kind": "mid"})
    return marks


def arrow_head(start, end, size):
    """The line of the head of an arrow, so far back from its end."""
    (x, y), (p, q) = start, end
    part = size / math.hypot(p - x, q - y)
    u, v = part * (p - x), part * (q - y)
    return [(p - u - 0.6 * v, q - v + 0.6 * u), (p, q), (p - u + 0.6 * v, q - v - 0.6 * u)]


def arrow_pieces(foot, tip):
    """The shaft of an arrow, and its head."""
    (x, y), (p, q) = foot, tip
    return [[(x, y), (p, q)], arrow_head(foot, tip, 0.3 * math.hypot(p - x, q - y))]


def arrow(mark):
    """An arrow from one point to another; none where they are the same.   arrow: (foot, tip); kind"""
    (x, y), (p, q) = mark["arrow"]
    same = x == p and y == q
    return [] if same else [{"pieces": arrow_pieces((x, y), (p, q)), "kind": mark["kind"]}]


def pairs(points):
    """Points as pairs; they may be a flat list."""
    if len(points) > 0 and isinstance(points[0], list | tuple):
        return points
    return [(points[2 * k], points[2 * k + 1]) for k in range(len(points) // 2)]


def points(mark):
    """Samples where they land: a dot for target 0, a square for 1; where some coincide, one label names all.

    points: x and y of each, one after the other; targets, names: of each
    """
    places, labels = pairs(mark["points"]), ["" for name in mark["names"]]
    for i in range(len(places)):
        x, y = places[i]
        near = [abs(p - x) < 0.05 and abs(q - y) < 0.05 for p, q in places]
        first = near.index(True)
        labels[first] += (", " if labels[first] else "") + mark["names"][i]
    used, marks = [label for label in labels if label], []
    for place, label, y in zip(places, labels, mark["targets"], strict=True):
        shape = {"square": place, "kind": "one"} if y else {"dot": place, "kind": "zero"}
        below = label != "" and used.index(label) % 2 == 1
        marks.append({**shape, "label": label, "below": below})
    return marks


def texts(mark):
    """A text at each of several places.   texts, places, kind

    >>> texts({"texts": ["1"], "places": [[0, 2]], "kind": "mid"})
    [{'text': '1', 'at': [0, 2], 'kind': 'mid'}]
    """
    pairs_of = zip(mark["texts"], mark["places"], strict=True)
    return [{"text": text, "at": place, "kind": mark["kind"]} for text, place in pairs_of]


def contour_mark(mark):
    """The contour at a level.   contour: values on a grid; within: (low, high); level; kind"""
    low, high = mark["within"]
    pieces = level_lines(mark["contour"], (low, high), (low, high), [mark["level"]])
    return [{"pieces": pieces, "kind": mark["kind"]}]


def level_lines(values, x, y, levels):
    """The contours of values on a grid: segments in triangles that they cut.   x, y: (low, high) of axes"""
    # marching triangles: unlike the cell of a square, a triangle leaves no case undecided
    n, pieces = round(len(values) ** 0.5), []
    at = [[low + (high - low) * k / (n - 1) for k in range(n)] for low, high in (x, y)]
    for i in range(n - 1):
        for j in range(n - 1):
            for start in ((i, j), (i + 1, j + 1)):
                corners = (start, (i + 1, j), (i, j + 1), start)
                heights = [values[p * n + q] for p, q in corners]
                least, most = min(heights), max(heights)
                for level in levels:
                    if least - level <= -TIE < most - level:
                        cuts = [cut_of(corners, heights, k, level, at) for k in range(3)]
                        pieces.append([cut for cut in cuts if cut])
    return pieces


def cut_of(corners, heights, k, level, at):
    """Where a level lies on side k of a triangle of the grid; None where the side does not reach it."""
    (p, q), (r, s) = corners[k], corners[k + 1]
    u, v = heights[k] - level, heights[k + 1] - level
    if (u > -TIE) == (v > -TIE):
        return None
    t = u / (u - v)
    return (at[0][p] + t * (at[0][r] - at[0][p]), at[1][q] + t * (at[1][s] - at[1][q]))


def shade(values, level=0.5, scaled=False) -> str:
    """A data URL of a picture of values on a grid: blue below the level, orange above, strong far off.

    scaled: the value that is farthest from the level has the full color.
    """
    n = round(len(values) ** 0.5)
    if scaled:
        values = level + np.subtract(values, level) / max(np.abs(np.subtract(values, level)).max(), 1e-9)
    # transposed and upside down: the rows of a picture go along x, from the top
    distance = np.clip(np.reshape(values, (n, n)).T[::-1] - level, -1, 1)[..., None]
    colors = np.where(distance < 0, (0, 114, 178, 0), (230, 159, 0, 0)) + np.abs(distance) * (0, 0, 0, 150)
    rows = np.round(colors).astype(np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)  # PNG: the filter of each row, 0 for none

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", *rows.shape[1::-1], 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    png += chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()
