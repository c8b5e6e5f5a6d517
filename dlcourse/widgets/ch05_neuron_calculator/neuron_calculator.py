"""Chapter 5: backpropagation. The calculator: one sigmoid neuron, forward, backward, updated, by numbers.

Its formulas are in `neuron.py`; here are its state, its drawing and its table. The static picture shows the
numbers of the initial state, and the script those of every other.
"""

from dlcourse.experiments.ch05_backpropagation import LR, STARTS, W, X, Y
from dlcourse.widgets.ch05_neuron_calculator import neuron
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed_bar, live, markup, steps_axis
from dlcourse.widgets.frame.graph import computation

MOST = 1000  # updates
NUMBERS = {"x1": "x₁", "x2": "x₂", "w1": "w₁", "w2": "w₂", "y": "y", "lr": "η"}  # field: label
ASKED = {"step": 0.0001, "anew": (*NUMBERS, "step"), "waits": 0}  # with other weights, asked again
FIELDS = (
    fields.number("x1", X[0], -100, 100, spoken="input 1, x1"),
    fields.number("x2", X[1], -100, 100, spoken="input 2, x2"),
    fields.number("w1", W[0], -100, 100, spoken="weight w1, from input 1"),
    fields.number("w2", W[1], -100, 100, spoken="weight w2, from input 2"),
    fields.number("y", Y, -100, 100, spoken="target y, the right answer"),
    fields.number("lr", LR, 0, 100, spoken="learning rate eta"),
    fields.whole("stage", 4, 1, 4, spoken="stages shown"),
    *fields.run(MOST, (*NUMBERS,), "updates done"),
    fields.flag("hide", False, spoken="hide the gradients"),
    fields.number("g1", None, -100, 100, spoken="your gradient with respect to w1", **ASKED),
    fields.number("g2", None, -100, 100, spoken="your gradient with respect to w2", **ASKED),
)
NAMED = {  # the chapter's runs: its example, and weights at which the sigmoid is flat
    "the worked example" if name == "given" else f"both weights {name}": dict(
        zip(NUMBERS, (*X, *w, Y, LR), strict=True)
    )
    for name, w in STARTS.items()
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
    ((45, 187), (113, 136), "forward", 1), ((45, 57), (113, 108), "forward", 1),
    ((149, 122), (199, 122), "forward", 1), ((237, 122), (287, 122), "forward", 2),
    ((306, 59), (306, 103), "forward", 2), ((287, 111), (237, 111), "backward", 3),
    ((199, 111), (149, 111), "backward", 3), ((111, 126), (60, 163), "backward", 3),
    ((111, 118), (60, 81), "backward", 3),
]  # fmt: skip
LABELS = [  # place, template, stage
    ((112, 174), "w₁ {w1}", 1), ((112, 70), "w₂ {w2}", 1), ((30, 228), "{x1}", 1), ((30, 16), "{x2}", 1),
    ((130, 150), "{z}", 1), ((218, 150), "{y_hat}", 1), ((306, 150), "{J}", 2), ((306, 12), "{y}", 2),
    ((262, 94), "∂J/∂ŷ", 3), ((262, 80), "{dJ_dy_hat}", 3), ((174, 94), "∂ŷ/∂z", 3),
    ((174, 80), "{dy_hat_dz}", 3), ((28, 138), "∂J/∂w₁ {dJ_dw1}", 3), ((28, 106), "∂J/∂w₂ {dJ_dw2}", 3),
    ((212, 196), "learning rate η = {lr}", 4),
]  # fmt: skip
PLACES = {"x1": (0, 199), "x2": (0, 44), "w1": (84, 160), "w2": (84, 83), "y": (333, 40)}  # of handles
RATE = {"axis": {"low": 0.01, "high": 100, "log": True}, "from": (140, 216), "to": (284, 216)}  # its track
GRAPH = computation(NODES, ARROWS, LABELS, 7) + [{"path": [RATE["from"], RATE["to"]], "if": "@stage4"}]
GAPS = [{"path": [[0, 0], [0, 1]], "kind": "thin"}]
for k, y in ((1, 0.75), (2, 0.25)):
    GAPS += guessed_bar(f"g{k}", f"@found{k}", y, 0.2, low=-1, high=1, step=0.005)
SPOKEN = {
    "graph": "Graph of the neuron: x1 and x2, weighted, to z, to the prediction, to the loss with the target",
    "curve": "The error J against the updates",
    "gaps": "Both gradients: a bar, your number, and the gap between them",
}
TOLD = "Dashed: backward. Drag x, w and y up or down, η along."
CURVE, WHICH = [{"course": "@losses", "top": neuron.HEIGHTS[-1][1]}], ((0.75, "w₁"), (0.25, "w₂"))
PLANE, UPDATES, ERROR = (Axis(-14, 334), Axis(240, 0)), steps_axis(MOST, "updates"), Axis(0, "@top", "J")
PICTURES = (
    Picture("graph", SPOKEN["graph"], *PLANE, GRAPH, (348, 240), bare=True, caption=TOLD),
    Picture("curve", SPOKEN["curve"], UPDATES, ERROR, CURVE, (300, 90)),
    Picture(
        "gaps", SPOKEN["gaps"], Axis("@low", "@high", "gradient"), Axis(0, 1, marks=WHICH), GAPS, (290, 60)
    ),
)
TASKS = [
    ({"hide": True}, "Do it by hand.", "The gradients are hidden: compute both, type them, and compare."),
    ({"w1": 3.0, "w2": 3.0}, "A prediction close to 1.", "The error is nearly at its worst, and yet J hardly "
     "falls at first. Which of the three factors is to blame?"),
    ({"x2": -0.51}, "An input below zero.", "Which gradient changes its sign, and which way does w₂ go now?"),
]  # fmt: skip


class NeuronCalculator(Control):
    """One neuron, forward, backward, updated; at first x = (0.50, 0.51), w = (0.35, 0.40), y = 0.10."""

    maker, title = "neuron_calculator", "Neuron calculator"
    fields, named, pictures, tasks = FIELDS, NAMED, PICTURES, TASKS
    formulas = {"pass": neuron.neuron_pass}
    program = (neuron.setting, neuron.first, neuron.following, neuron.is_over, neuron.values)
    read = ("w1_now", "w2_now", "z", "y_hat", "J", "dJ_dw1", "dJ_dw2")
    constants = {"numbers": [*NUMBERS], "places": PLACES, "rate": RATE}

    def head(self) -> str:
        stages = [markup.setter(name, {"stage": k}, self.state) for k, name in enumerate(STAGES, 1)]
        return markup.bar("Show up to this stage", *stages, kind="dlc-even")

    def body(self) -> str:
        inputs = "".join(self.number(name, label) for name, label in NUMBERS.items())
        typed = "".join(self.guess(f"g{k}", f"your ∂J/∂w{sub}") for k, sub in ((1, "₁"), (2, "₂")))
        return f"""<div class="dlc-pair"><div>{self.picture("graph")}
<div class="dlc-live">{self.checkbox("hide", "Hide the gradients; type yours")}
<div data-part-if="hide"{"" if self.state["hide"] else " hidden"}>{typed}
{self.picture("gaps")}</div></div></div>
<div><p class="dlc-result">{self.told("verdict", tag="b")}</p>
{self.stepper("Updates", "Play", "Update")}
{markup.bar("The chapter's runs", self.names("run of the chapter", "your own numbers"))}
<div class="dlc-inputs dlc-live" role="group" aria-label="Numbers">{inputs}</div>
{self.picture("curve")}</div></div>
{self.steps_table("Every number of the pass", STAGES, 6)}"""


neuron_calculator = live(NeuronCalculator)
