"""Chapter 2: XOR. The playground: a 2-2-1 network to move by hand or to train, in the page.

Python computes the picture that stands without JavaScript; `xor_playground.js` repeats the same formulas for
the live one, and tests/test_xor_playground.py holds the two, and the library's own gradient, equal.
"""

import base64
import struct
import zlib

import numpy as np

from dlcourse.widgets.control import Control, button, number_text, output, slider

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGET = np.array([0.0, 1.0, 1.0, 0.0])
NAMES = ("W11", "W12", "W21", "W22", "c1", "c2", "w1", "w2", "b")
UNITS = {"relu": lambda z: np.maximum(0, z), "tanh": np.tanh, "absolute": np.abs}
STARTS = {
    "exact": (1, 1, 1, 1, 0, -1, 1, -2, 0),  # Srihari I, slide 32
    "zeros": (0, 0, 0, 0, 0, 0, 0, 0, 0),
    "linear": (0, 0, 0, 0, 0, 0, 0, 0, 0.5),  # the least squares fit: 1/2 everywhere
}
LEFT, TOP, SIZE = 34, 8, 260  # the frame of both pictures, in units of their drawing
LOW, HIGH, CELLS = -0.5, 1.5, 48  # the part of the input plane that is seen, and its grid


def mulberry32(seed: int):
    """Uniform numbers in [0, 1) from a 32-bit seed, without end; the same as in control.js."""
    a = seed & 0xFFFFFFFF
    while True:
        a = (a + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((a ^ (a >> 15)) * (a | 1)) & 0xFFFFFFFF
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF
        yield (t ^ (t >> 14)) / 2**32


def random_start(seed: int):
    """Glorot uniform weights in the order W11 W12 W21 W22 w1 w2, biases 0.   Returns theta (9,)"""
    draw = mulberry32(seed)
    W = [(2 * next(draw) - 1) * (6 / 4) ** 0.5 for _ in range(4)]
    w = [(2 * next(draw) - 1) * (6 / 3) ** 0.5 for _ in range(2)]
    return np.array([*W, 0, 0, *w, 0])


def walk(theta, unit, x=X):
    """Every array on the way: x (m, 2) -> XW, Z = XW + c, H = g(Z), all (m, 2), and f = H w + b (m,)."""
    W, c, w, b = np.reshape(theta[:4], (2, 2)), np.array(theta[4:6]), np.array(theta[6:8]), theta[8]
    XW = x @ W
    H = UNITS[unit](XW + c)
    return XW, XW + c, H, H @ w + b


def gradient(theta, unit):
    """dJ/dtheta (9,) of J = 1/4 sum (f - target)^2, by the chain rule, from the output backwards."""
    _, Z, H, f = walk(theta, unit)
    slope = {"relu": Z > 0, "tanh": 1 - H * H, "absolute": np.sign(Z)}[unit]
    G_f = (f - TARGET) / 2
    G_Z = G_f[:, None] * np.array(theta[6:8]) * slope
    return np.concatenate([(X.T @ G_Z).ravel(), G_Z.sum(axis=0), H.T @ G_f, [G_f.sum()]])


def hidden_range(H, unit):
    """The ends of both axes of the hidden picture: at least what the exact solution needs."""
    if unit == "tanh":
        return -1.5, 1.5
    high = next((size for size in (2.5, 5, 10, 20, 40) if size >= 1.1 * np.abs(H).max()), 80)
    return -high / 5, high


def to_pixels(points, low, high):
    """Points of the plane (m, 2) in units of the drawing (m, 2); the second axis points up."""
    u = (np.asarray(points, float) - low) / (high - low) * SIZE
    return np.stack([LEFT + u[:, 0], TOP + SIZE - u[:, 1]], axis=1)


def path(points, low, high):
    """The path through points of the plane, as an SVG attribute."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in to_pixels(points, low, high))


def line_across(a, b, c, low, high):
    """The two ends of the line a x + b y + c = 0 inside the square from low to high, or None."""
    length = a * a + b * b
    if length < 1e-12:
        return None
    foot, along = np.array([-a * c, -b * c]) / length, np.array([-b, a]) / length**0.5
    first, last = -np.inf, np.inf
    for at, step in zip(foot, along, strict=True):
        if abs(step) < 1e-12:
            if not low <= at <= high:
                return None
            continue
        ends = sorted(((low - at) / step, (high - at) / step))
        first, last = max(first, ends[0]), min(last, ends[1])
    return None if first >= last else (foot + first * along, foot + last * along)


def contour(values, low, high):
    """Where values (k, k) on a grid of the square cross 1/2: the path of a piece in each triangle that is cut."""
    at, pieces = np.linspace(low, high, len(values)), []
    for i in range(len(at) - 1):
        for j in range(len(at) - 1):
            for corners in (((i, j), (i + 1, j), (i, j + 1)), ((i + 1, j + 1), (i + 1, j), (i, j + 1))):
                cut = []
                for (p, q), (r, s) in zip(corners, corners[1:] + corners[:1], strict=True):
                    u, v = values[p][q] - 0.5, values[r][s] - 0.5
                    if (u >= 0) != (v >= 0):
                        t = u / (u - v)
                        cut.append((at[p] + t * (at[r] - at[p]), at[q] + t * (at[s] - at[q])))
                if cut:
                    pieces.append(path(cut, low, high))
    return "".join(pieces)


def shade(values):
    """A picture of f on a grid (k, k) as data: blue below 1/2, orange above, stronger with the distance."""
    distance = np.clip(np.asarray(values).T[::-1] - 0.5, -1, 1)[..., None]
    colors = np.where(distance < 0, (0, 114, 178, 0), (230, 159, 0, 0)) + np.abs(distance) * (0, 0, 0, 150)
    rows = np.round(colors).astype(np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", *rows.shape[1::-1], 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def verdict(theta, unit):
    """What this network does, in a sentence."""
    f = walk(theta, unit)[3]
    right = int(((f - 0.5) * (TARGET - 0.5) > 1e-9).sum())
    if np.mean((f - TARGET) ** 2) < 1e-6:
        return "All four outputs are right: a solution of XOR."
    stuck = " The gradient is zero, so training stays here." if np.linalg.norm(gradient(theta, unit)) < 1e-6 else ""
    return f"{right} of 4 points lie on the right side of one half.{stuck}"


def numbers(theta, unit):
    """Every number that the control shows, by the name its template uses."""
    arrays = walk(theta, unit)
    shown = {f"{name}{i}{j}": a[i, j] for name, a in zip("pzh", arrays, strict=False) for i in range(4) for j in (0, 1)}
    shown |= {f"f{i}": f for i, f in enumerate(arrays[3])}
    return shown | {"J": np.mean((arrays[3] - TARGET) ** 2), "slope": np.linalg.norm(gradient(theta, unit)), "steps": 0}


def point(name, i, place, label):
    """The mark of sample i: a circle for target 0, a square for target 1, so that color is not needed."""
    mark = '<rect x="-6" y="-6" width="12" height="12"/>' if TARGET[i] else '<circle r="6.5"/>'
    (x, y), kind = place, "one" if TARGET[i] else "zero"
    return (
        f'<g class="dlc-{kind}" transform="translate({x:.2f} {y:.2f})" data-output="{name}{i}">{mark}'
        f'<text x="10" y="-9" data-output="{name}-label{i}">{label}</text></g>'
    )


def picture(spoken, axes, low, high, ticks, content, name):
    """A square picture with its axes; content is cut off at the frame."""
    marks = ""
    for k, tick in enumerate(ticks):
        (x, y), text = to_pixels([(tick, tick)], low, high)[0], number_text(tick)
        marks += f'<text x="{x:.2f}" y="{TOP + SIZE + 16}" text-anchor="middle" data-output="{name}-x{k}">{text}</text>'
        marks += f'<text x="{LEFT - 7}" y="{y + 4:.2f}" text-anchor="end" data-output="{name}-y{k}">{text}</text>'
    return (
        f'<svg viewBox="0 0 304 302" role="img" aria-label="{spoken}">'
        f'<svg x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" viewBox="{LEFT} {TOP} {SIZE} {SIZE}">{content}</svg>'
        f'<rect class="dlc-box" x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}"/>{marks}'
        f'<text x="{LEFT + SIZE / 2}" y="{TOP + SIZE + 32}" text-anchor="middle">{axes}₁</text>'
        f'<text x="10" y="{TOP + SIZE / 2}" text-anchor="middle">{axes}₂</text></svg>'
    )


def image(values, name):
    return f'<image x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" href="{shade(values)}" data-output="{name}"/>'


def input_picture(theta, unit):
    """The input plane: shade of f, where f = 1/2, the line z = 0 of each unit and the side where z > 0."""
    at = np.linspace(LOW, HIGH, CELLS + 1)
    plane = np.stack(np.meshgrid(at, at, indexing="ij"), axis=-1).reshape(-1, 2)
    values = walk(theta, unit, plane)[3].reshape(CELLS + 1, -1)
    lines = ""
    for j in (0, 1):
        a, b, c = theta[j], theta[2 + j], theta[4 + j]
        ends, d, label = line_across(a, b, c, LOW, HIGH), "", (-9, -9)
        if ends:
            foot = ends[0] + (0.3, 0.7)[j] * (ends[1] - ends[0])
            normal = np.array([a, b]) / (a * a + b * b) ** 0.5
            d = path(ends, LOW, HIGH) + path((foot, foot + 0.14 * normal), LOW, HIGH)
            label = foot + 0.24 * normal
        x, y = to_pixels([label], LOW, HIGH)[0]
        lines += f'<path class="dlc-unit{j + 1}" d="{d}" data-output="unit{j + 1}"/>'
        lines += f'<text class="dlc-mid" x="{x:.2f}" y="{y + 4:.2f}" data-output="unit{j + 1}-label">h{"₁₂"[j]}</text>'
    marks = "".join(point("x", i, to_pixels(X, LOW, HIGH)[i], "00 01 10 11".split()[i]) for i in range(4))
    square = f'<path class="dlc-thin" d="{path(X[[0, 1, 3, 2, 0]], LOW, HIGH)}"/>'
    half = f'<path class="dlc-half" d="{contour(values, LOW, HIGH)}" data-output="x-half"/>'
    spoken = "Input plane: the four points, the line of each hidden unit, and where the output crosses one half"
    return picture(spoken, "x", LOW, HIGH, (0, 1), image(values, "x-shade") + square + lines + half + marks, "x")


def hidden_picture(theta, unit):
    """The hidden plane: shade of w h + b, its line at 1/2, and where the samples and the unit square land."""
    edge = np.concatenate([np.linspace(X[i], X[j], 17) for i, j in ((0, 1), (1, 3), (3, 2), (2, 0))])
    H, square = walk(theta, unit)[2], walk(theta, unit, edge)[2]
    low, high = hidden_range(H, unit)
    at = np.linspace(low, high, CELLS + 1)
    values = at[:, None] * theta[6] + at * theta[7] + theta[8]
    ends = line_across(theta[6], theta[7], theta[8] - 0.5, low, high)
    half = f'<path class="dlc-half" d="{path(ends, low, high) if ends else ""}" data-output="h-half"/>'
    places = to_pixels(H, low, high)
    labels = hidden_labels(places)
    content = image(values, "h-shade") + f'<path class="dlc-thin" d="{path(square, low, high)}" data-output="square"/>'
    content += half + "".join(point("h", i, places[i], labels[i]) for i in range(4))
    ticks = (-1, 0, 1) if unit == "tanh" else (0, 0.4 * high, 0.8 * high)
    spoken = "Hidden plane: where the four points land, and the line on which the output is one half"
    return picture(spoken, "h", low, high, ticks, content, "h")


def hidden_labels(places):
    """A label for each landed point; points that land together share the first one's."""
    names, labels = ["00", "01", "10", "11"], ["", "", "", ""]
    for i in range(4):
        first = next(k for k in range(4) if np.abs(places[k] - places[i]).max() < 12)
        labels[first] += (", " if labels[first] else "") + names[i]
    return labels
