"""Chapter 2: XOR. What the playground's pictures and tables show, declared once for both languages.

Names after "@" and in braces are those of `values` in `xor_playground.py`; what a unit does not have is not
drawn.
"""

from html import escape

from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import NAMES
from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import N_STEPS
from dlcourse.widgets.ch02_xor_playground.network import CORNERS, HIGH, LOW
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.markup import line_sign, output
from dlcourse.widgets.frame.picture import figure
from dlcourse.widgets.frame.state import number

X, Y = xor()
TOP, RUNS = 0.5, 100  # of the loss; of the seeds
BARS = ["0", *RESTING_LOSSES, "elsewhere"]  # where a run ends
UNITS = ["h₁", "h₂", "h₃", "h₄"]
ALONG = [0.78, 0.72, 0.3, 0.35, 0.5]  # where the arrows stand at first: of the units' lines, and of f = 1/2
SQUARE = {"size": (210, 210)}
PLANE = [
    {"shade": "@plane", "box": [LOW, HIGH, LOW, HIGH], "level": 0.5},
    {"path": CORNERS.tolist(), "kind": "thin"},
    {"contour": "@plane", "within": [LOW, HIGH], "level": 0.5, "kind": "half"},
    *(
        {"line": [f"@W1.{j}", f"@W2.{j}", f"@c.{j}"], "within": [LOW, HIGH], "kind": f"unit{j + 1}"}
        | {"along": f"@along.{j}", "name": name}
        for j, name in enumerate(UNITS)
    ),
    {"points": X.ravel().tolist(), "targets": Y.ravel().tolist(), "names": NAMES},
]
HIDDEN = [
    {"shade": "@hidden", "box": ["@low", "@high", "@low", "@high"], "level": 0.5},
    {"path": "@edges", "kind": "thin"},
    {"line": ["@w.0", "@w.1", "@half.0"], "within": ["@low", "@high"], "kind": "half", "if": "@hidden"}
    | {"along": "@along.4", "name": "f"},
    {"points": "@land", "targets": Y.ravel().tolist(), "names": NAMES},
]
NETWORK = [
    {"network": ["@W", "@w"], "names": [["x₁", "x₂"], UNITS, ["f"]], "biases": ["@c", "@b"]}
    | {"maps": "@maps", "level": "@white", "lines": ["@W1", "@W2", "@c"], "within": [LOW, HIGH]}
]
LOSS = [
    *({"path": [[1, J], [N_STEPS + 1, J]], "kind": "thin"} for J in RESTING_LOSSES.values()),
    {"course": "@losses", "top": TOP},
    {
        "text": "J above 1/2 is drawn at the top",
        "at": [N_STEPS**0.5, 0.92 * TOP],
        "kind": "mid",
        "if": "@above",
    },
    {"path": [[1, "@guess"], [N_STEPS + 1, "@guess"]], "kind": "guess"},
    {"path": [[N_STEPS + 1, "@guess"], [N_STEPS + 1, "@rest"]], "kind": "gap"},
]
MANY = [
    {"histogram": "@counts", "most": RUNS},
    {"path": [[0, "@rate"], [1, "@rate"]], "kind": "guess"},
    {"path": [[0.95, "@rate"], [0.95, "@rate_found"]], "kind": "gap"},
]


def planes(values) -> str:
    """The input plane, the hidden plane and the network."""
    low, high = values["low"], values["high"]
    drawn = [
        figure(
            "x",
            "Input plane: the four points, the line of each hidden unit, where the output crosses one half",
            *(Axis(LOW, HIGH, "x₁, input plane"), Axis(LOW, HIGH, "x₂")),
            *(PLANE, values),
            **SQUARE,
        ),
        figure(
            "h",
            "Hidden plane: where the four points land, and the line on which the output is one half",
            *(Axis(low, high, "h₁, hidden plane"), Axis(low, high, "h₂")),
            *(HIDDEN, values),
            **SQUARE,
            caption=output("two", "{two}", values),
        ),
        figure(
            "net",
            "The network: a line for each weight, wide where it is large, dashed where it is negative; in "
            "each unit its value over the input plane",
            *(Axis(0, 1), Axis(0, 1), NETWORK, values),
            size=(375, 250),
            bare=True,
        ),
    ]
    return "".join(drawn)


def loss(values) -> str:
    """The course of the loss: steps, from 1 on a logarithmic axis, and where training gets stuck."""
    steps = tuple((n + 1.0, str(n)) for n in (0, 10, 100, 1000))
    losses = ((0.0, "0"), *((J, name) for name, J in RESTING_LOSSES.items()), (TOP, "1/2"))
    axes = Axis(1, N_STEPS + 1, "step", True, steps), Axis(0, TOP, "J", marks=losses)
    return figure("loss", "The loss J against the steps of training", *axes, LOSS, values, size=(290, 140))


def many(values) -> str:
    """How many of a hundred runs end where."""
    x = Axis(0, len(BARS), "final loss", marks=tuple((k + 0.5, name) for k, name in enumerate(BARS)))
    y = Axis(0, 1.1 * RUNS, "runs")
    return figure("many", "How many runs end at which loss", x, y, MANY, values, size=(290, 90))


def of_unit(j: int, n: int) -> str:
    """The attributes of what belongs to unit j, of n that are there."""
    return f'data-part-of="{j}"{"" if j < n else " hidden"}'


def legend(n: int) -> str:
    """What marks and lines mean.   n: how many units there are"""
    units = "".join(
        f"<span {of_unit(j, n)}>{line_sign(f'unit{j + 1}', f'{name}: z = 0')}</span>"
        for j, name in enumerate(UNITS)
    )
    return markup.legend(
        markup.point_sign("zero", "y = 0"),
        markup.point_sign("one", "y = 1"),
        line_sign("half", "f = ½ (blue below, orange above)"),
        units,
        line_sign("plus", "weight above 0"),
        line_sign("minus", "weight below 0"),
    )


def numbers_table(values, n: int) -> str:
    """The network's numbers as inputs, a row for each unit."""

    def box(name, spoken):
        value = markup.value_of(values, name)
        field = number(name, 0, -100, 100, spoken=spoken, step=0.05)
        return f"<td>{markup.number_input(field, 0.0 if value is None else markup.rounded(value, 3))}</td>"

    rows = ""
    for j, name in enumerate(UNITS):
        unit = f"hidden unit {j + 1}"
        cells = [box(f"W{i}.{j}", f"weight from input {i} to {unit}") for i in (1, 2)]
        cells += [box(f"c.{j}", f"bias of {unit}"), box(f"w.{j}", f"weight from {unit} to the output")]
        rows += f'<tr {of_unit(j, n)}><th scope="row">{name}</th>{"".join(cells)}</tr>'
    head = "".join(
        f'<th scope="col">{text}</th>' for text in ("unit", "W, from x₁", "from x₂", "c", "w, to f")
    )
    last = f'<tr><th scope="row">f</th><td></td><td></td>{box("b.0", "bias of the output")}<td></td></tr>'
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}{last}</tbody>"
    return f'<table class="dlc-weights dlc-live">{body}</table>'


def walk_table(values) -> str:
    """The batch on its way through the network, a sample in each row."""
    rows = ""
    for i, (x1, x2) in enumerate(X.astype(int)):
        names = [f"{name}t.{4 * j + i}" for name in "zh" for j in range(4)] + [f"f.{i}"]
        cells = "".join(output(name, f"{{{name}:2}}", values, tag="td") for name in names)
        rows += f'<tr><th scope="row">{x1} {x2}</th>{cells}<td>{Y[i, 0]:.0f}</td></tr>'
    head = [("x", 1), ("z = xW + c", 4), ("h", 4), ("f", 1), ("y", 1)]
    top = "".join(f'<th scope="col" colspan="{n}">{escape(text)}</th>' for text, n in head)
    return (
        '<div class="dlc-scroll"><table class="dlc-walk"><caption>A sample in each row</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
