"""Chapter 5: backpropagation. The calculator: one sigmoid neuron, forward, backward, updated, by numbers.

Its formulas are in `neuron.py`; here are its state, its drawing and its table. The static picture shows the
numbers of the initial state, and the script those of every other.
"""

import functools
import math
from html import escape

from dlcourse.experiments.ch05_backpropagation import LR, W, X, Y
from dlcourse.widgets.ch05_neuron_calculator.neuron import neuron_pass
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.markup import output
from dlcourse.widgets.frame.picture import figure
from dlcourse.widgets.frame.state import flag, number, whole

MOST = 1000  # updates
NUMBERS = {  # field: label
    "x1": "x₁",
    "x2": "x₂",
    "w1": "w₁",
    "w2": "w₂",
    "y": "y",
    "lr": "η",
}
FIELDS = (
    number("x1", X[0], -100, 100, spoken="input 1, x1"),
    number("x2", X[1], -100, 100, spoken="input 2, x2"),
    number("w1", W[0], -100, 100, spoken="weight w1, from input 1"),
    number("w2", W[1], -100, 100, spoken="weight w2, from input 2"),
    number("y", Y, -100, 100, spoken="target y, the right answer"),
    number("lr", LR, 0, 100, spoken="learning rate eta"),
    markup.SPEED,
    whole("stage", 4, 1, 4, spoken="stages shown"),
    whole("step", 0, 0, MOST, spoken="updates done"),
    flag("hide", False, spoken="hide the gradients"),
    number("g1", None, -100, 100, spoken="your gradient with respect to w1", step=0.0001),
    number("g2", None, -100, 100, spoken="your gradient with respect to w2", step=0.0001),
)
STAGES = {  # the heading of each stage, then its rows: name, quantity, rule, rule with numbers
    "Forward": [
        ("z", "z", "x₁w₁ + x₂w₂", "{x1} · {w1} + {x2} · {w2}"),
        ("y_hat", "ŷ", "σ(z)", "σ({z})"),
    ],
    "Loss": [("J", "J", "½ (ŷ − y)²", "½ ({y_hat} − {y})²")],
    "Backward": [
        ("dJ_dy_hat", "∂J/∂ŷ", "ŷ − y", "{y_hat} − {y}"),
        ("dy_hat_dz", "∂ŷ/∂z", "ŷ (1 − ŷ)", "{y_hat} (1 − {y_hat})"),
        ("dz_dw1", "∂z/∂w₁", "x₁", "{x1}"),
        ("dz_dw2", "∂z/∂w₂", "x₂", "{x2}"),
        ("dJ_dw1", "∂J/∂w₁", "the product", "{dJ_dy_hat} · {dy_hat_dz} · {dz_dw1}"),
        ("dJ_dw2", "∂J/∂w₂", "the product", "{dJ_dy_hat} · {dy_hat_dz} · {dz_dw2}"),
    ],
    "Update": [
        ("new_w1", "w₁ new", "w₁ − η ∂J/∂w₁", "{w1} − {lr} · {dJ_dw1}"),
        ("new_w2", "w₂ new", "w₂ − η ∂J/∂w₂", "{w2} − {lr} · {dJ_dw2}"),
        ("new_z", "z new", "x₁w₁ + x₂w₂", "{x1} · {new_w1} + {x2} · {new_w2}"),
        ("new_y_hat", "ŷ new", "σ(z)", "σ({new_z})"),
        ("new_J", "J new", "½ (ŷ − y)²", "½ ({new_y_hat} − {y})²"),
    ],
}
NODES = [(30, 199, "x₁"), (30, 44, "x₂"), (130, 122, "z"), (218, 122, "ŷ"), (306, 122, "J"), (306, 40, "y")]
ARROWS = [  # from, to, kind, stage
    ((45, 187), (113, 136), "forward", 1),
    ((45, 57), (113, 108), "forward", 1),
    ((149, 122), (199, 122), "forward", 1),
    ((237, 122), (287, 122), "forward", 2),
    ((306, 59), (306, 103), "forward", 2),
    ((287, 111), (237, 111), "backward", 3),
    ((199, 111), (149, 111), "backward", 3),
    ((111, 126), (60, 163), "backward", 3),
    ((111, 118), (60, 81), "backward", 3),
]
LABELS = [  # place, template, stage
    ((112, 174), "w₁ {w1}", 1),
    ((112, 70), "w₂ {w2}", 1),
    ((30, 228), "{x1}", 1),
    ((30, 16), "{x2}", 1),
    ((130, 150), "{z}", 1),
    ((218, 150), "{y_hat}", 1),
    ((306, 150), "{J}", 2),
    ((306, 12), "{y}", 2),
    ((262, 94), "∂J/∂ŷ", 3),
    ((262, 80), "{dJ_dy_hat}", 3),
    ((174, 94), "∂ŷ/∂z", 3),
    ((174, 80), "{dy_hat_dz}", 3),
    ((28, 138), "∂J/∂w₁ {dJ_dw1}", 3),
    ((28, 106), "∂J/∂w₂ {dJ_dw2}", 3),
    ((212, 196), "learning rate η = {lr}", 4),
]
RATE = {"axis": {"low": 0.01, "high": 100, "log": True}, "from": (140, 216), "to": (284, 216)}  # its track
HEIGHTS = [(0, high) for high in (0.05, 0.15, 0.5, 2, 10, 100, 1e4)]  # of the curve of the error
WIDTHS = [(-high, high) for high in (0.1, 0.25, 1, 10, 100, 1e4)]  # of the picture of gradients
CURVE = [{"course": "@losses", "top": HEIGHTS[-1][1]}]
GAPS = [{"path": [[0, 0], [0, 1]], "kind": "thin"}]
for g, found, y in (("@g1", "@found1", 0.75), ("@g2", "@found2", 0.25)):
    GAPS += [
        {"path": [[0, y], [found, y]], "kind": "value"},
        {"path": [[g, y - 0.2], [g, y + 0.2]], "kind": "guess"},
        {"path": [[g, y], [found, y]], "kind": "gap"},
    ]
SENTENCES = {
    "first": "No update yet: the error is {J:~6}. Update, or play.",
    "falls": "Update {step:0} took the error from {before:~6} down to {J:~6}, by {percent:1} %.",
    "rises": "Update {step:0} took the error from {before:~6} up to {J:~6}: the step was too long.",
    "stays": "Update {step:0} left the error at {J:~6}.",
    "guess_ask": "Type both, or drag, then compare.",
    "guess_wait": "You said {guess}.",
    "guess_right": "{guess} is right, to four decimals.",
    "guess_low": "It is {found}: yours is {gap} too low.",
    "guess_high": "It is {found}: yours is {gap} too high.",
}
TASKS = [
    ({"hide": True}, "Do it by hand.", "The gradients are hidden: compute both, type them, and compare."),
    ({"w1": 3.0, "w2": 3.0}, "A prediction close to 1.", "The error is nearly at its worst, and yet J hardly "
     "falls at first. Which of the three factors is to blame?"),
    ({"x2": -0.51}, "An input below zero.", "Which gradient changes its sign, and which way does w₂ go now?"),
]  # fmt: skip
KERNELS = functools.cache(lambda: {"pass": neuron_pass()})


def tip(start, end) -> list:
    """The head of an arrow, as a line of three points."""
    (x1, y1), (x2, y2) = start, end
    ux, uy = (x2 - x1) / math.hypot(x2 - x1, y2 - y1) * 7, (y2 - y1) / math.hypot(x2 - x1, y2 - y1) * 7
    return [(x2 - ux + s * uy * 0.6, y2 - uy - s * ux * 0.6) for s in (1, -1)]


def graph_marks() -> list[dict]:
    """The neuron as a graph, with templates as texts: values of the forward pass, factors of the backward."""
    marks = []
    for start, end, kind, stage in ARROWS:
        one, other = tip(start, end)
        marks.append({"path": [start, end], "kind": kind, "if": f"@stage{stage}"})
        marks.append({"path": [one, end, other], "kind": f"{kind} dlc-tip", "if": f"@stage{stage}"})
    for x, y, name in NODES:
        marks += [{"dot": (x, y), "kind": "node", "r": 18}, {"text": name, "at": (x, y), "kind": "unit"}]
    marks.append({"path": [RATE["from"], RATE["to"]], "if": "@stage4"})
    return marks + [
        {"text": text, "at": at, "kind": "mid", "if": f"@stage{stage}"} for at, text, stage in LABELS
    ]


class NeuronCalculator(Control):
    """The calculator as an object; `neuron_calculator` makes one."""

    maker, title = "neuron_calculator", "Neuron calculator"
    fields, sentences = FIELDS, SENTENCES
    constants = {"rate": RATE, "heights": HEIGHTS, "widths": WIDTHS}

    @property
    def kernels(self):
        return KERNELS()

    def numbers(self) -> dict:
        """Every number of the pass at the state's weights, by name."""
        inputs = {name: self.state[name] for name in NUMBERS}
        return inputs | {name: float(v) for name, v in self.kernels["pass"](**inputs).items()}

    def results(self) -> dict:
        names = ("w1", "w2", "z", "y_hat", "J", "dJ_dw1", "dJ_dw2")
        return {f"{name}_now" if name in NUMBERS else name: self.numbers()[name] for name in names}

    def head(self) -> str:
        stages = [markup.setter(name, {"stage": k}, self.state) for k, name in enumerate(STAGES, 1)]
        return markup.bar("Show up to this stage", *stages, kind="dlc-even")

    def body(self) -> str:
        n, state = self.numbers(), self.state
        values = state | n | {"losses": [n["J"]]}
        values |= {f"stage{k}": k <= state["stage"] or None for k in range(1, 5)}
        if state["hide"] and None not in (state["g1"], state["g2"]):
            values |= {"found1": n["dJ_dw1"], "found2": n["dJ_dw2"]}
        by_name = {field.name: field for field in FIELDS}
        inputs = "".join(
            markup.number_input(by_name[name], state[name], label) for name, label in NUMBERS.items()
        )
        typed = "".join(
            f'<p class="dlc-guess">{markup.number_input(by_name[field], state[field], f"your ∂J/∂w{sub}")} '
            f'<span data-output="{field}-gap">{SENTENCES["guess_ask"]}</span></p>'
            for field, sub in (("g1", "₁"), ("g2", "₂"))
        )
        hide = markup.checkbox(by_name["hide"], state["hide"], "Hide the gradients; type yours")
        sentence = markup.said("verdict", SENTENCES["first"], n, tag="b")
        return f"""<div class="dlc-pair"><div>{graph(values)}
<div class="dlc-live">{hide}<div data-output="typed"{"" if state["hide"] else " hidden"}>{typed}
{gaps(values)}</div></div></div>
<div><p class="dlc-result">{sentence}</p>
{markup.stepper("Updates", "Play", MOST, state["speed"], next_text="Update")}
{curve(values)}
<div class="dlc-inputs dlc-live" role="group" aria-label="Numbers">{inputs}</div></div></div>
{steps_table(n)}
{markup.tasks(self.name, TASKS)}"""


def graph(values) -> str:
    """The neuron's graph, with handles on what goes in."""
    spoken = "Graph of the neuron: x1 and x2, weighted, to z, to the prediction, to the loss with the target"
    caption = "Dashed: backward. Drag x, w and y up or down, η along."
    axes = Axis(-14, 334), Axis(240, 0)
    return figure("graph", spoken, *axes, graph_marks(), values, size=(348, 240), bare=True, caption=caption)


def curve(values) -> str:
    """The error after each update, counted from 1 on a logarithmic axis."""
    y = Axis(0, 1, "J").fitting(HEIGHTS, 1.05 * values["J"])
    x = Axis(1, MOST + 1, "updates", True, tuple((n + 1.0, f"{n}") for n in (0, 10, 100, 1000)))
    return figure("curve", "The error J against the updates", x, y, CURVE, values, size=(300, 90))


def gaps(values) -> str:
    """Typed gradients beside the true ones."""
    spoken = "Both gradients: a bar, your number, and the gap between them"
    most = max(abs(values.get(name) or 0) for name in ("g1", "g2", "found1", "found2"))
    axes = (
        Axis(0, 1, "gradient").fitting(WIDTHS, 1.1 * most),
        Axis(0, 1, "", False, ((0.75, "w₁"), (0.25, "w₂"))),
    )
    return figure("gaps", spoken, *axes, GAPS, values, size=(290, 60))


def steps_table(n) -> str:
    """The stages, a row for each number: its rule, the rule with numbers, the value."""
    body = ""
    for k, (stage, rows) in enumerate(STAGES.items(), 1):
        body += f'<tbody data-stage="{k}"><tr><th colspan="3" scope="rowgroup">{k} {stage}</th></tr>'
        for name, quantity, rule, template in rows:
            inserted = output(f"{name}-rule", template, n, attributes='class="dlc-numbers"')
            value = output(name, f"{{{name}:~6}}", n, tag="td")
            body += f'<tr><th scope="row">{quantity}</th><td>{escape(rule)}{inserted}</td>{value}</tr>'
        body += "</tbody>"
    return f'<table class="dlc-steps"><caption>Every number of the pass</caption>{body}</table>'


def neuron_calculator(**state):
    """The backpropagation calculator, on the worked example: x = (0.50, 0.51), w = (0.35, 0.40), y = 0.10.

    state: any of x1, x2, w1, w2, y, lr, speed, stage (1 to 4), step (updates done), hide (the gradients),
    g1, g2 (the gradients as typed).
    """
    return live(NeuronCalculator(**state))
