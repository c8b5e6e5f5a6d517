"""Chapter 2: XOR. What the pictures of the playground show, as marks; the same as `marks.js`."""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import NAMES
from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import N_STEPS
from dlcourse.widgets.frame import graph
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.markup import fill, output
from dlcourse.widgets.frame.picture import picture
from dlcourse.widgets.frame.plane import contour, grid, line_across, shade
from dlcourse.widgets.xor_playground.network import forward

TOP = 0.5  # of the loss
LOW, HIGH, CELLS = -0.5, 1.5, 40  # the part of the input plane that is shown, and its grid
SUBSCRIPTS = "₁₂₃₄"
ALONG = (0.78, 0.72, 0.3, 0.35)  # the part of its line at which a unit has its arrow
ARROW = 0.2  # its length
SQUARE = [(0, 1), (1, 3), (3, 2), (2, 0)]  # the edges of the unit square
X, Y = xor()
UNIT_PICTURE = {"size": (210, 210)}


def line_marks(a, b, c, j) -> list[dict]:
    """The line a x + b y + c = 0 of unit j, with an arrow to the side where z > 0."""
    ends = line_across(a, b, c, LOW, HIGH)
    if not ends:
        return []
    (x, y), (s, t) = ends
    x, y, length = x + ALONG[j] * (s - x), y + ALONG[j] * (t - y), (a * a + b * b) ** 0.5
    p, q = x + ARROW * a / length, y + ARROW * b / length
    head = [(p - 0.3 * (p - x) + s * 0.2 * (q - y), q - 0.3 * (q - y) - s * 0.2 * (p - x)) for s in (1, -1)]
    marks = [
        {"path": ends, "kind": f"unit{j + 1}"},
        {"pieces": [[(x, y), (p, q)], [head[0], (p, q), head[1]]]},
    ]
    return [
        *marks,
        {"text": f"h{SUBSCRIPTS[j]}", "at": (p + 0.5 * (p - x), q + 0.5 * (q - y)), "kind": "mid"},
    ]


def points(places) -> list[dict]:
    """The samples where they land: a circle for target 0, a square for 1; where some coincide, one label."""
    labels = ["", "", "", ""]
    for i in range(4):
        first = next(k for k in range(4) if np.abs(np.subtract(places[k], places[i])).max() < 0.05)
        labels[first] += (", " if labels[first] else "") + NAMES[i]
    used = [label for label in labels if label]
    marks = []
    for i, (place, label) in enumerate(zip(places, labels, strict=True)):
        shape = {"square": tuple(place), "kind": "one"} if Y[i, 0] else {"dot": tuple(place), "kind": "zero"}
        below = bool(label) and used.index(label) % 2 == 1
        marks.append(shape | {"label": label, "below": below})
    return marks


def input_marks(theta, values) -> list[dict]:
    """The input plane: where f = 1/2, the line z = 0 of each unit, the points.   values: f on the grid"""
    W, c = theta["W"], theta["c"]
    marks = [{"path": [tuple(X[i]) for i, _ in [*SQUARE, (0, 1)]], "kind": "thin"}]
    marks.append({"pieces": contour(values, LOW, HIGH), "kind": "half"})
    for j in range(len(c)):
        marks += line_marks(W[0, j], W[1, j], c[j], j)
    return marks + points([tuple(x) for x in X])


def hidden_axis(h, unit) -> tuple[float, float]:
    """The ends of both axes of the hidden picture, rounded to a few sizes so that they seldom jump."""
    if unit in ("tanh", "sigmoid"):
        return (-1.5, 1.5) if unit == "tanh" else (-0.25, 1.25)
    high = next((size for size in (1.25, 2.5, 5, 10, 20, 40) if size >= 1.1 * np.abs(h).max()), 80)
    return -high / 5, high


def hidden_marks(theta, h, square, low, high) -> list[dict]:
    """The hidden plane of the first two units: where the samples and the unit square land, and f = 1/2."""
    marks = [{"path": [tuple(p) for p in square], "kind": "thin"}]
    if len(theta["c"]) == 2:
        (w1,), (w2,) = theta["w"]
        ends = line_across(w1, w2, theta["b"][0] - 0.5, low, high)
        marks.append({"path": ends, "kind": "half"} if ends else {"pieces": [], "kind": "half"})
    return marks + points([tuple(row[:2]) for row in h])


def input_picture(theta, state) -> str:
    """The input plane: shade of f, and its marks."""
    values = forward(state["unit"], grid(LOW, HIGH, CELLS), **theta)["f"].ravel()
    spoken = "Input plane: the four points, the line of each hidden unit, where the output crosses one half"
    x, y = Axis(LOW, HIGH, "x₁, input plane"), Axis(LOW, HIGH, "x₂")
    back, (p, q) = (shade(values), CELLS), (state["x1"], state["x2"])
    probe = {"pieces": [[(p - 0.06, q), (p + 0.06, q)], [(p, q - 0.06), (p, q + 0.06)]], "kind": "probe"}
    marks = [*input_marks(theta, values), probe]
    return figure(picture("x", spoken, x, y, marks, shade=back, **UNIT_PICTURE))


def hidden_picture(theta, shown, state) -> str:
    """The hidden plane: shade of w h + b for two units, and its marks."""
    low, high = hidden_axis(shown["h"], state["unit"])
    at, n = np.linspace(0, 1, 17), len(theta["c"])
    edge = np.concatenate([X[i] + at[:, None] * (X[j] - X[i]) for i, j in SQUARE])
    square = forward(state["unit"], edge, **theta)["h"][:, :2]
    values = (
        (grid(low, high, CELLS) @ theta["w"] + theta["b"]).ravel()
        if n == 2
        else np.full((CELLS + 1) ** 2, 0.5)
    )
    spoken = "Hidden plane: where the four points land, and the line on which the output is one half"
    x, y = Axis(low, high, "h₁, hidden plane"), Axis(low, high, "h₂")
    drawn = hidden_marks(theta, shown["h"], square, low, high)
    back = (shade(values), CELLS)
    return figure(picture("h", spoken, x, y, drawn, shade=back, **UNIT_PICTURE))


def network_marks(theta) -> list[dict]:
    """The network: lines as wide as its weights, dashed where they are negative, biases below the units."""
    n = len(theta["c"])
    hidden = [f"h{SUBSCRIPTS[j]}" for j in range(n)]
    weights = [theta["W"].ravel(), theta["w"].ravel()]
    marks = graph.network([2, n, 1], weights, [["x₁", "x₂"], hidden, ["f"]])
    _, middle, last = graph.layered([2, n, 1])
    for (x, y), value in zip([*middle, *last], [*theta["c"], *theta["b"]], strict=True):
        marks.append({"text": fill("{v:2}", {"v": value}), "at": (x, y - 0.11), "kind": "bias"})
    return marks


def network_picture(theta) -> str:
    """The network's drawing."""
    spoken = "The network: a line for each weight, wide where it is large, dashed where it is negative"
    drawing = picture("net", spoken, Axis(0, 1), Axis(0, 1), network_marks(theta), size=(250, 250), bare=True)
    return figure(drawing)


def figure(drawing: str) -> str:
    """A picture as a figure."""
    return f"<figure>{drawing}</figure>"


def loss_axes() -> tuple[Axis, Axis]:
    """Steps, from 1 on a logarithmic axis, and the loss, with the values at which training gets stuck."""
    steps = tuple((n + 1.0, str(n)) for n in (0, 10, 100, 1000))
    losses = ((0.0, "0"), *((J, name) for name, J in RESTING_LOSSES.items()), (TOP, "1/2"))
    return Axis(1, N_STEPS + 1, "step", True, steps), Axis(0, TOP, "J", marks=losses)


def loss(losses) -> list[dict]:
    """The course of the loss, over lines at the values at which training gets stuck."""
    guides = [{"path": [(1, J), (N_STEPS + 1, J)], "kind": "thin"} for J in RESTING_LOSSES.values()]
    course = [(k + 1, min(J, TOP)) for k, J in enumerate(losses)]
    line = [{"path": course, "kind": "curve"}] if len(course) > 1 else []
    return [*guides, *line, {"dot": course[-1], "kind": "now"}]


def legend() -> str:
    """What marks and lines mean."""

    def sign(box, drawing, text):
        return f'<span><svg viewBox="{box}" aria-hidden="true">{drawing}</svg> {text}</span> '

    def line(kind, text):
        return sign("0 -8 28 16", f'<path class="dlc-{kind}" d="M0 0H28"/>', text)

    zero = '<g class="dlc-zero"><circle r="6"/></g>'
    one = '<g class="dlc-one"><rect x="-6" y="-6" width="12" height="12"/></g>'
    units = "".join(
        f'<span data-unit="{j + 1}">{line(f"unit{j + 1}", f"h{SUBSCRIPTS[j]}: z = 0")}</span>'
        for j in range(4)
    )
    return (
        f'<p class="dlc-legend">{sign("-8 -8 16 16", zero, "y = 0")}{sign("-8 -8 16 16", one, "y = 1")}'
        f"{line('half', 'f = ½ (blue below, orange above)')}{units}"
        f"{line('plus', 'weight above 0')}{line('minus', 'weight below 0')}</p>"
    )


def walk_values(shown) -> dict:
    """The arrays of the batch by the names of the table's cells; units that are not there have no text."""
    n = shown["z"].shape[1]
    values = {f"f{i}": shown["f"][i, 0] for i in range(4)}
    for name in "zh":
        for i in range(4):
            for j in range(4):
                values[f"{name}{i}{j}"] = float(shown[name][i, j]) if j < n else ""
    return values


def walk_table(shown) -> str:
    """The batch on its way through the network, a sample in each row."""
    values, rows = walk_values(shown), ""
    for i, (x1, x2) in enumerate(X.astype(int)):
        cells = "".join(
            output(f"{name}{i}{j}", f"{{{name}{i}{j}:2}}", values, tag="td")
            for name in "zh"
            for j in range(4)
        )
        f = output(f"f{i}", f"{{f{i}:2}}", values, tag="td")
        rows += f'<tr><th scope="row">{x1} {x2}</th>{cells}{f}<td>{Y[i, 0]:.0f}</td></tr>'
    return (
        '<div class="dlc-scroll"><table class="dlc-walk"><caption>A sample in each row</caption><thead><tr>'
        '<th scope="col">x</th><th scope="col" colspan="4">z = xW + c</th><th scope="col" colspan="4">h</th>'
        f'<th scope="col">f</th><th scope="col">y</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
