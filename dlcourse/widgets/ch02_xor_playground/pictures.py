"""Chapter 2: XOR. What the playground's pictures and tables show, declared once for both languages.

Names after "@" and in braces are those of `values` in `xor_playground.py`; what a unit does not have is not
drawn.
"""

from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import NAMES
from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import N_STEPS
from dlcourse.widgets.ch02_xor_playground.network import CORNERS, HIGH, LOW
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis, steps_axis
from dlcourse.widgets.frame.markup import line_sign, output
from dlcourse.widgets.frame.network import of_unit
from dlcourse.widgets.frame.picture import figure

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
    {"line": ["@w.0", "@w.1", "@half.0"], "within": ["@low", "@high"], "kind": "half"}
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
    losses = ((0.0, "0"), *((J, name) for name, J in RESTING_LOSSES.items()), (TOP, "1/2"))
    axes = steps_axis(N_STEPS, "step"), Axis(0, TOP, "J", marks=losses)
    return figure("loss", "The loss J against the steps of training", *axes, LOSS, values, size=(290, 140))


def many(values) -> str:
    """How many of a hundred runs end where."""
    x = Axis(0, len(BARS), "final loss", marks=tuple((k + 0.5, name) for k, name in enumerate(BARS)))
    y = Axis(0, 1.1 * RUNS, "runs")
    return figure("many", "How many runs end at which loss", x, y, MANY, values, size=(290, 90))


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
