"""Chapter 5: backpropagation. The calculator: one sigmoid neuron, forward, backward, updated, by numbers.

Its formulas are in `neuron.py`; here are its state, its drawing and its table. The static picture shows the
numbers of the initial state, and the script those of every other.
"""

import functools

from dlcourse.experiments.ch05_backpropagation import LR, STARTS, W, X, Y
from dlcourse.widgets.ch05_neuron_calculator.neuron import neuron_pass
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis, steps_axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.graph import computation
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.state import flag, number, whole

MOST = 1000  # updates
NUMBERS = {"x1": "x₁", "x2": "x₂", "w1": "w₁", "w2": "w₂", "y": "y", "lr": "η"}  # field: label
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
NAMED = {  # the chapter's runs: its example, and weights at which the sigmoid is flat
    "the worked example" if name == "given" else f"both weights {name}": {
        "x1": X[0],
        "x2": X[1],
        "y": Y,
        "lr": LR,
    }
    | {"w1": w1, "w2": w2}
    for name, (w1, w2) in STARTS.items()
}
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
PLACES = {"x1": (0, 199), "x2": (0, 44), "w1": (84, 160), "w2": (84, 83), "y": (333, 40)}  # of handles
RATE = {"axis": {"low": 0.01, "high": 100, "log": True}, "from": (140, 216), "to": (284, 216)}  # its track
GRAPH = computation(NODES, ARROWS, LABELS, 7) + [{"path": [RATE["from"], RATE["to"]], "if": "@stage4"}]
HEIGHTS = tuple((0, high) for high in (0.05, 0.15, 0.5, 2, 10, 100, 1e4))  # of the curve of the error
WIDTHS = tuple((-high, high) for high in (0.1, 0.25, 1, 10, 100, 1e4))  # of the picture of gradients
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


class NeuronCalculator(Control):
    """The calculator as an object; `neuron_calculator` makes one."""

    maker, title = "neuron_calculator", "Neuron calculator"
    fields, sentences, named = FIELDS, SENTENCES, NAMED
    read = ("w1_now", "w2_now", "z", "y_hat", "J", "dJ_dw1", "dJ_dw2")
    constants = {"numbers": [*NUMBERS], "places": PLACES, "rate": RATE}
    constants |= {"secret": [name for stage in ("Backward", "Update") for name, *_ in STAGES[stage]]}

    @staticmethod
    def formulas() -> dict:
        return {"pass": neuron_pass()}

    def numbers(self) -> dict:
        """Every number of the pass at the state's weights, by name."""
        n = self.evaluated("pass")
        return n | {"w1_now": n["w1"], "w2_now": n["w2"]}

    @functools.cached_property
    def values(self) -> dict:
        n, state = super().values, self.state
        typed = [g for g in (state["g1"], state["g2"]) if g is not None]
        n |= {f"stage{k}": k <= state["stage"] or None for k in range(1, 5)}
        n |= {"losses": [n["J"]], "most": 1.05 * n["J"], "widest": 1.1 * max(map(abs, typed), default=0)}
        if state["hide"] and len(typed) < 2:
            n |= dict.fromkeys(self.constants["secret"], "?")
        elif state["hide"]:
            n |= {"found1": n["dJ_dw1"], "found2": n["dJ_dw2"]}
            n["widest"] = 1.1 * max(map(abs, [*typed, n["dJ_dw1"], n["dJ_dw2"]]))
        return n

    def head(self) -> str:
        stages = [markup.setter(name, {"stage": k}, self.state) for k, name in enumerate(STAGES, 1)]
        return markup.bar("Show up to this stage", *stages, kind="dlc-even")

    def body(self) -> str:
        inputs = "".join(self.number(name, label) for name, label in NUMBERS.items())
        typed = "".join(self.guess(f"g{k}", f"your ∂J/∂w{sub}", "guess") for k, sub in ((1, "₁"), (2, "₂")))
        return f"""<div class="dlc-pair"><div>{self.graph()}
<div class="dlc-live">{self.checkbox("hide", "Hide the gradients; type yours")}
<div data-output="typed"{"" if self.state["hide"] else " hidden"}>{typed}
{self.gaps()}</div></div></div>
<div><p class="dlc-result">{self.said("verdict", "first", tag="b")}</p>
{self.stepper("Updates", "Play", "Update")}
{self.curve()}
{markup.bar("The chapter's runs", self.names("run of the chapter", "your own numbers"))}
<div class="dlc-inputs dlc-live" role="group" aria-label="Numbers">{inputs}</div></div></div>
{self.steps_table("Every number of the pass", STAGES, 6)}
{markup.tasks(self.name, TASKS)}"""

    def graph(self) -> str:
        """The neuron's graph, with handles on what goes in."""
        spoken = (
            "Graph of the neuron: x1 and x2, weighted, to z, to the prediction, to the loss with the target"
        )
        caption, axes = (
            "Dashed: backward. Drag x, w and y up or down, η along.",
            (Axis(-14, 334), Axis(240, 0)),
        )
        return self.figure("graph", spoken, *axes, GRAPH, size=(348, 240), bare=True, caption=caption)

    def curve(self) -> str:
        """The error after each update, counted from 1 on a logarithmic axis."""
        y = Axis(0, 1, "J", holds="most", fits=HEIGHTS)
        return self.figure(
            "curve", "The error J against the updates", steps_axis(MOST, "updates"), y, CURVE, size=(300, 90)
        )

    def gaps(self) -> str:
        """Typed gradients beside the true ones."""
        x = Axis(0, 1, "gradient", holds="widest", fits=WIDTHS)
        y = Axis(0, 1, "", False, ((0.75, "w₁"), (0.25, "w₂")))
        spoken = "Both gradients: a bar, your number, and the gap between them"
        return self.figure("gaps", spoken, x, y, GAPS, size=(290, 60))


def neuron_calculator(**state):
    """The backpropagation calculator, on the worked example: x = (0.50, 0.51), w = (0.35, 0.40), y = 0.10.

    state: any of x1, x2, w1, w2, y, lr, speed, stage (1 to 4), step (updates done), hide (the gradients),
    g1, g2 (the gradients as typed).
    """
    return live(NeuronCalculator(**state))
