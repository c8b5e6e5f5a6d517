"""Chapter 2: XOR. The playground: a 2-2-1 network in the page, to change by hand or to train.

Python computes the static picture; `xor_playground.js` has the same formulas for the live one.
tests/widgets/test_xor_playground.py checks that both agree, and with the library's gradient.
"""

import numpy as np

from dlcourse.widgets.control import Control, button, output, slider
from dlcourse.widgets.plane import contour, image, line_across, path, picture, to_pixels
from dlcourse.widgets.xor_network import (
    NAMES,
    STARTS,
    TARGET,
    UNITS,
    X,
    gradient,
    hidden_range,
    random_start,
    verdict,
    walk,
)

LOW, HIGH, CELLS = -0.5, 1.5, 48  # the visible part of the input plane, and the cells of its grid per axis


def numbers(theta, unit):
    """name -> number for every number that the control shows, with the names of the templates."""
    arrays = walk(theta, unit)
    # p: xW, z: xW + c, h: the hidden units, each with the sample and the unit, as in z01
    shown = {f"{'pzh'[k]}{i}{j}": arrays[k][i, j] for k in range(3) for i in range(4) for j in (0, 1)}
    shown |= {f"f{i}": f for i, f in enumerate(arrays[3])}
    J, slope = np.mean((arrays[3] - TARGET) ** 2), np.linalg.norm(gradient(theta, unit))
    return shown | {"J": J, "slope": slope, "steps": 0}


def point(name, i, place, label, below=False):
    """The mark of sample i: a circle for target 0, a square for target 1, so that color is not needed."""
    # the mark is drawn around 0 and moved by transform: the script then changes one attribute alone
    mark = '<rect x="-6" y="-6" width="12" height="12"/>' if TARGET[i] else '<circle r="6.5"/>'
    (x, y), kind = place, "one" if TARGET[i] else "zero"
    return (
        f'<g class="dlc-{kind}" transform="translate({x:.2f} {y:.2f})" data-output="{name}{i}">{mark}'
        f'<text x="10" y="{19 if below else -9}" data-output="{name}-label{i}">{label}</text></g>'
    )


def input_picture(theta, unit):
    """The input plane: f as a shade, the contour f = 1/2, each unit's line z = 0 with a tick where z > 0."""
    at = np.linspace(LOW, HIGH, CELLS + 1)
    # "ij": values[i, j] belongs to x1 = at[i] and x2 = at[j], the order that contour and shade take
    plane = np.stack(np.meshgrid(at, at, indexing="ij"), axis=-1).reshape(-1, 2)
    values = walk(theta, unit, plane)[3].reshape(CELLS + 1, -1)
    lines = ""
    for j in (0, 1):
        a, b, c = theta[j], theta[2 + j], theta[4 + j]
        ends, d, label = line_across(a, b, c, LOW, HIGH), "", (-9, -9)  # a label without a line: out of sight
        if ends:
            foot = ends[0] + (0.3, 0.5)[j] * (ends[1] - ends[0])  # apart, also if both lines coincide
            normal = np.array([a, b]) / (a * a + b * b) ** 0.5  # points to where z > 0
            d = path(ends, LOW, HIGH) + path((foot, foot + 0.14 * normal), LOW, HIGH)
            label = foot + 0.24 * normal
        (x, y), name = to_pixels([label], LOW, HIGH)[0], f"unit{j + 1}"
        lines += f'<path class="dlc-{name}" d="{d}" data-output="{name}"/>'
        lines += (
            f'<text class="dlc-mid" x="{x:.2f}" y="{y + 4:.2f}" data-output="{name}-label">h{"₁₂"[j]}</text>'
        )
    marks = "".join(point("x", i, to_pixels(X, LOW, HIGH)[i], "00 01 10 11".split()[i]) for i in range(4))
    square = f'<path class="dlc-thin" d="{path(X[[0, 1, 3, 2, 0]], LOW, HIGH)}"/>'  # around, not crosswise
    half = f'<path class="dlc-half" d="{contour(values, LOW, HIGH)}" data-output="x-half"/>'
    spoken = (
        "Input plane: the four points, the line of each hidden unit, and where the output crosses one half"
    )
    content = image(values, "x-shade") + square + lines + half + marks
    return picture("x", spoken, LOW, HIGH, (0, 1), content)


def hidden_picture(theta, unit):
    """The hidden plane: w h + b as a shade, its line at 1/2, and the images of samples and unit square."""
    # 17 points per side, since an activation may bend its image
    edge = np.concatenate([np.linspace(X[i], X[j], 17) for i, j in ((0, 1), (1, 3), (3, 2), (2, 0))])
    H, square = walk(theta, unit)[2], walk(theta, unit, edge)[2]
    low, high = hidden_range(H, unit)
    at = np.linspace(low, high, CELLS + 1)
    values = at[:, None] * theta[6] + at * theta[7] + theta[8]  # linear: no forward pass is needed
    ends = line_across(theta[6], theta[7], theta[8] - 0.5, low, high)
    half = f'<path class="dlc-half" d="{path(ends, low, high) if ends else ""}" data-output="h-half"/>'
    places = to_pixels(H, low, high)
    content = image(values, "h-shade")
    content += f'<path class="dlc-thin" d="{path(square, low, high)}" data-output="square"/>{half}'
    labels = hidden_labels(places)
    content += "".join(point("h", i, places[i], *labels[i]) for i in range(4))
    ticks = (-1, 0, 1) if unit == "tanh" else (0, 0.4 * high, 0.8 * high)
    spoken = "Hidden plane: where the four points land, and the line on which the output is one half"
    return picture("h", spoken, low, high, ticks, content)


def hidden_labels(places):
    """(label, whether it stands below) for each point; points that coincide share the label of the first."""
    names, labels = ["00", "01", "10", "11"], ["", "", "", ""]
    for i in range(4):
        first = next(k for k in range(4) if np.abs(places[k] - places[i]).max() < 18)  # about a mark's size
        labels[first] += (", " if labels[first] else "") + names[i]
    used = [i for i in range(4) if labels[i]]
    return [(label, i in used and used.index(i) % 2 == 1) for i, label in enumerate(labels)]


def loss_picture():
    """The frame of the curve of J during training, with the losses at which training gets stuck."""
    guides = ""
    # 0 at the bottom, at y = 158, and 1/2 at the top, at y = 8: 300 units per unit of J
    for name, J in (("0", 0), ("1/8", 1 / 8), ("1/6", 1 / 6), ("1/4", 1 / 4), ("1/2", 1 / 2)):
        y = 158 - 300 * J
        guides += f'<path class="dlc-thin" d="M34 {y:.2f}H294"/>'
        guides += f'<text x="29" y="{y + 4:.2f}" text-anchor="end">{name}</text>'
    return (
        '<svg viewBox="0 0 304 192" role="img" aria-label="The loss J against the number of training steps">'
        f'{guides}<rect class="dlc-box" x="34" y="8" width="260" height="150"/>'
        '<path class="dlc-curve" d="" data-output="curve"/>'
        '<text x="34" y="174" text-anchor="middle">0</text>'
        '<text x="164" y="188" text-anchor="middle">step</text>'
        '<text x="294" y="174" text-anchor="end" data-output="curve-end">200</text></svg>'
    )


def legend():
    """The legend of marks and lines."""

    def sign(box, drawing, text):
        return f'<span><svg viewBox="{box}" aria-hidden="true">{drawing}</svg> {text}</span> '

    def line(kind, text):
        return sign("0 -8 28 16", f'<path class="dlc-{kind}" d="M0 0H28"/>', text)

    circle, square = '<circle r="6"/>', '<rect x="-6" y="-6" width="12" height="12"/>'

    def mark(kind, shape):
        return sign(
            "-8 -8 16 16", f'<g class="dlc-{kind}">{shape}</g>', "y = 0" if kind == "zero" else "y = 1"
        )

    return (
        f'<p class="dlc-legend">{mark("zero", circle)}{mark("one", square)}'
        f"{line('half', 'f = ½ (blue below, orange above)')}"
        f"{line('unit1', 'unit 1: z = 0')}{line('unit2', 'unit 2: z = 0')}</p>"
    )


def walk_table(shown):
    """A table of the forward pass, with a sample in each row."""
    rows = ""
    for i, (x1, x2) in enumerate(X.astype(int)):
        cells = "".join(
            output(f"{name}{i}{j}", f"{{{name}{i}{j}:2}}", shown, tag="td", attributes=f'class="dlc-{side}"')
            for name in "pzh"
            for j, side in ((0, "left"), (1, "right"))
        )
        f = output(f"f{i}", f"{{f{i}:2}}", shown, tag="td", attributes='class="dlc-left"')
        rows += f'<tr><th scope="row">{x1} {x2}</th>{cells}{f}<td class="dlc-left">{TARGET[i]:.0f}</td></tr>'
    return (
        '<div class="dlc-scroll"><table class="dlc-walk">'
        "<caption>The batch, a sample in each row</caption><thead><tr>"
        '<th scope="col">x</th><th scope="col" colspan="2">xW</th><th scope="col" colspan="2">xW + c</th>'
        '<th scope="col" colspan="2">h</th><th scope="col">f</th><th scope="col">y</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def sliders(theta, unit):
    """A group of sliders for each hidden unit, and one for the output."""
    value = dict(zip(NAMES, theta, strict=True))

    def one(name):
        label = name[0] + "".join("₀₁₂"[int(digit)] for digit in name[1:])
        return slider(name, label, name, value[name], -3, 3, 0.05)

    sets = [("Hidden unit 1, dashed", "W11 W21 c1 w1"), ("Hidden unit 2, dotted", "W12 W22 c2 w2")]
    units = "".join(
        f"<fieldset><legend>{title}</legend>{''.join(map(one, names.split()))}</fieldset>"
        for title, names in sets
    )
    choices = "".join(
        f'<option value="{kind}"{" selected" if kind == unit else ""}>{text}</option>'
        for kind, text in (("relu", "ReLU"), ("tanh", "tanh"), ("absolute", "absolute value"))
    )
    choice = f'<label class="dlc-field">Hidden units <select data-input="unit">{choices}</select></label>'
    last = f'<fieldset class="dlc-wide"><legend>Output</legend>{one("b")}{choice}</fieldset>'
    return f'<div class="dlc-sets dlc-live">{units}{last}</div>'


def start_bar(start, seed):
    """The buttons that choose the initial parameters, and the seed of the random ones."""
    names = {
        "exact": "Exact solution",
        "zeros": "All zeros",
        "linear": "Linear fit",
        "random": "Random start",
    }
    buttons = "".join(button("start", text, name, pressed=name == start) for name, text in names.items())
    field = '<label class="dlc-field">Seed <input type="number" data-input="seed" min="0" step="1" '
    return (
        f'<div class="dlc-bar dlc-live" role="group" aria-label="Where to start">{buttons}'
        f'<span class="dlc-field">{field}value="{seed}" autocomplete="off"></label>'
        f"{button('next-seed', 'Next seed')}</span></div>"
    )


def xor_playground(start: str = "exact", seed: int = 1, unit: str = "relu") -> Control:
    """The XOR playground: change the nine parameters by hand, or train them, and watch both planes.

    start: the initial parameters, "exact", "zeros", "linear" or "random", drawn with `seed`. unit: "relu",
    "tanh" or "absolute". Raises ValueError for another start or unit.
    """
    if start not in (*STARTS, "random") or unit not in UNITS:
        raise ValueError(
            f"xor_playground: expected start in {[*STARTS, 'random']} and unit in {[*UNITS]}, "
            f"got {start!r} and {unit!r}; correct the one that is not in its list"
        )
    theta = random_start(seed) if start == "random" else np.array(STARTS[start], float)
    # elements of class dlc-live, which need the script, are hidden until it runs
    shown = numbers(theta, unit)
    result = output("J", "J = ¼ Σ (f − y)² = {J:4}", shown, tag="b")
    body = f"""{start_bar(start, seed)}
<div class="dlc-pair"><figure><div class="dlc-frame">{input_picture(theta, unit)}</div>
<figcaption>Input plane. The tick on a unit’s line points to where z &gt; 0.</figcaption></figure>
<figure><div class="dlc-frame">{hidden_picture(theta, unit)}</div>
<figcaption>Hidden plane. The output is linear here; the thin line is the unit square, mapped.</figcaption>
</figure></div>
{legend()}
<p class="dlc-result">{result} {output("slope", "length of the gradient {slope:4}", shown)}
{output("steps", "step {steps:0}", shown)}
<span data-output="verdict">{verdict(theta, unit)}</span></p>
<div class="dlc-bar dlc-live" role="group" aria-label="Training">{button("train", "Train")}
{button("step", "One step")}{button("rewind", "Rewind")}
<span class="dlc-note">Full batch, momentum 0.9, learning rate 0.1</span></div>
{sliders(theta, unit)}
<div class="dlc-pair"><figure class="dlc-live">{loss_picture()}
<figcaption>Loss while training</figcaption></figure>{walk_table(shown)}</div>"""
    # theta: the nine numbers when they were set by hand; other starts need only their name and seed
    state = {"start": start, "seed": seed, "unit": unit, "steps": 0, "theta": ""}
    return Control("xor-playground", "XOR playground", state, body, shared=("plane", "xor_network"))
