"""Pictures of a plane as SVG: lines, the contour at 1/2, the shade of a function, axes and a frame.

A picture must look the same before and after its script starts, so `plane.js` has the same functions.
"""

import base64
import struct
import zlib

import numpy as np

from dlcourse.widgets.control import number_text

TIE = 1e-9  # values so close to 1/2 count as 1/2: Python and JavaScript may differ in the last digit
LEFT, TOP, SIZE = 34, 8, 260  # the frame of a picture, in units of its viewBox


def to_pixels(points, low, high):
    """Points (m, 2) of the plane in units of the viewBox (m, 2)."""
    # the y of SVG points down
    u = (np.asarray(points, float) - low) / (high - low) * SIZE
    return np.stack([LEFT + u[:, 0], TOP + SIZE - u[:, 1]], axis=1)


def path(points, low, high):
    """The path through points of the plane, as the d of an SVG path."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in to_pixels(points, low, high))


def line_across(a, b, c, low, high):
    """The ends of the segment of a x + b y + c = 0 in the square [low, high]^2, or None if there is none."""
    length = a * a + b * b
    if length < 1e-12:  # a = b = 0 is no line
        return None
    # foot: the point closest to 0; from there, clip the line at both pairs of sides
    foot, along = np.array([-a * c, -b * c]) / length, np.array([-b, a]) / length**0.5
    first, last = -np.inf, np.inf
    for at, step in zip(foot, along, strict=True):
        if abs(step) < 1e-12:  # parallel to this pair of sides: between them, or outside
            if not low <= at <= high:
                return None
            continue
        ends = sorted(((low - at) / step, (high - at) / step))
        first, last = max(first, ends[0]), min(last, ends[1])
    return None if first >= last else (foot + first * along, foot + last * along)


def contour(values, low, high):
    """The contour at 1/2 of values (k, k) on a grid: a path with a segment in each triangle that it cuts."""
    # marching triangles: unlike the cell of a square, a triangle leaves no case undecided
    at, pieces = np.linspace(low, high, len(values)), []
    for i in range(len(at) - 1):
        for j in range(len(at) - 1):
            for start in ((i, j), (i + 1, j + 1)):
                corners, cut = (start, (i + 1, j), (i, j + 1)), []
                for (p, q), (r, s) in zip(corners, corners[1:] + corners[:1], strict=True):
                    u, v = values[p][q] - 0.5, values[r][s] - 0.5
                    if (u > -TIE) != (v > -TIE):
                        t = u / (u - v)
                        cut.append((at[p] + t * (at[r] - at[p]), at[q] + t * (at[s] - at[q])))
                if cut:
                    pieces.append(path(cut, low, high))
    return "".join(pieces)


def shade(values):
    """A data URL of a picture of values (k, k): blue below 1/2, orange above, stronger with the distance."""
    # transposed and upside down: the rows of a picture go along x, from the top; values[i][j] is at x_i, y_j
    distance = np.clip(np.asarray(values).T[::-1] - 0.5, -1, 1)[..., None]
    colors = np.where(distance < 0, (0, 114, 178, 0), (230, 159, 0, 0)) + np.abs(distance) * (0, 0, 0, 150)
    rows = np.round(colors).astype(np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)  # PNG: the filter of each row, 0 for none

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", *rows.shape[1::-1], 8, 6, 0, 0, 0)  # 8 bits per channel, RGBA
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    png += chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def picture(name, spoken, low, high, ticks, content):
    """A square picture with axes, named name₁ and name₂, and ticks."""
    # content stands in an inner svg, which clips it at the frame without an id, as a clipPath would need
    marks, frame = "", f'x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}"'
    for k, tick in enumerate(ticks):
        (x, y), text = to_pixels([(tick, tick)], low, high)[0], number_text(tick)
        below = f'x="{x:.2f}" y="{TOP + SIZE + 16}" text-anchor="middle" data-output="{name}-x{k}"'
        beside = f'x="{LEFT - 7}" y="{y + 4:.2f}" text-anchor="end" data-output="{name}-y{k}"'
        marks += f"<text {below}>{text}</text><text {beside}>{text}</text>"
    return (
        f'<svg viewBox="0 0 304 302" role="img" aria-label="{spoken}">'
        f'<svg {frame} viewBox="{LEFT} {TOP} {SIZE} {SIZE}">{content}</svg>'
        f'<rect class="dlc-box" {frame}/>{marks}'
        f'<text x="{LEFT + SIZE / 2}" y="{TOP + SIZE + 32}" text-anchor="middle">{name}₁</text>'
        f'<text x="10" y="{TOP + SIZE / 3:.0f}" text-anchor="middle">{name}₂</text></svg>'
    )


def image(values, name):
    """The shade of values (k, k) as an SVG image."""
    # half a pixel wider than the frame on each side, so that pixels are centered on their grid points
    edge = SIZE / (len(values) - 1)
    return (
        f'<image x="{LEFT - edge / 2:.3f}" y="{TOP - edge / 2:.3f}" width="{SIZE + edge:.3f}" '
        f'height="{SIZE + edge:.3f}" href="{shade(values)}" data-output="{name}"/>'
    )
