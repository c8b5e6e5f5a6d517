"""Chapter 2: XOR. The playground: a 2-n-1 network to move by hand or to train, in the page.

Its formulas are in `network.py`, what its pictures show in `pictures.py`; here are its state and its markup.
"""

import functools

import numpy as np

from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import LR, N_STEPS, SOLVED_BELOW, UNITS
from dlcourse.widgets.ch02_xor_playground import pictures
from dlcourse.widgets.ch02_xor_playground.network import (
    AT_REST,
    CELLS,
    EDGES,
    HIGH,
    LOW,
    MAP,
    NAMED,
    RUNS,
    SOLVED,
    WIDTHS,
    formulas,
    run_of,
    verdict_of,
)
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.network import forward, glorot_limit, numbers_table, output, walk_table
from dlcourse.widgets.frame.plane import grid
from dlcourse.widgets.frame.state import choice, number, numbers, whole

SIZES = {unit: [(-high / 5, high) for high in (1.25, 2.5, 5, 10, 20, 40, 80)] for unit in UNITS}
SIZES |= {"tanh": [(-1.5, 1.5)], "sigmoid": [(-0.25, 1.25)]}  # ends of the hidden plane's axes
FIELDS = (
    choice(
        "start",
        "run 1",
        {name: f"{name}: seed {seed}" for name, seed in RUNS.items()}
        | {"seed": "random, by seed", "hand": "set by hand", "zeros": "all zeros", "linear": "linear fit"}
        | {"own": "your own numbers"},
        spoken="where training starts",
    ),
    whole("seed", 1, 0, 999_999_999, spoken="seed of the random start"),
    choice("width", "2", {n: f"{n} units" for n in WIDTHS}, spoken="number of hidden units"),
    choice("unit", "ReLU", {unit: unit for unit in UNITS}, spoken="kind of the hidden units"),
    choice(
        "bias", "0", {"0": "c = 0", "0.1": "c = 0.1", "1": "c = 1"}, spoken="hidden biases of a random start"
    ),
    number("lr", LR, 0.001, 2, spoken="learning rate", step=0.01),
    markup.SPEED,
    whole("step", 0, 0, N_STEPS, spoken="step"),
    numbers("own", (), -100, 100, lengths=(0, *(4 * n + 1 for n in WIDTHS)), spoken="your own numbers"),
    number("guess", None, 0, 0.5, spoken="your guess of the loss at which training rests", step=0.005),
    whole("rate", None, 0, 100, spoken="your guess of how many of 100 seeds solve XOR"),
)
SENTENCES = {
    "solved": "All four outputs are right: XOR is solved.",
    "moves": "{right:0} of 4 points lie on the right side of one half.",
    "rests": "{right:0} of 4 points lie on the right side of one half. The gradient is zero, so training "
    "stays here.",
    "diverged": "Training has diverged: go back to step 0, and take a smaller learning rate.",
    "two": "Two of {width} units, h₁ and h₂; on the line f = ½ with the others at their means.",
    "guess_ask": "Where will the loss come to rest? Drag the mark or type, then train.",
    "guess_wait": "You said {guess}. Train, and compare.",
    "guess_right": "You said {guess}: right.",
    "guess_low": "You said {guess}; the loss rests at {found}, {gap} above.",
    "guess_high": "You said {guess}; the loss rests at {found}, {gap} below.",
    "rate_ask": "How many of 100 random starts will solve XOR? Say a number, then train them.",
    "rate_wait": "You said {guess}.",
    "rate_right": "You said {guess}: right.",
    "rate_low": "You said {guess}; it is {found}, {gap} more.",
    "rate_high": "You said {guess}; it is {found}, {gap} fewer.",
    "many": "{solved:0} of {runs:0} starts have solved XOR.",
}
TASKS = [
    ({"start": "run 2"}, "Run 2 of the chapter.", "Guess where its loss comes to rest, then train. Which "
     "point does it get right?"),
    ({"start": "hand"}, "The solution set by hand.", "Drag the bias c₂ from −1 to 0: which points go wrong "
     "first?"),
    ({"start": "run 2", "width": "4"}, "Four units.", "Train 100 starts with two units, then with four: what "
     "does width buy?"),
]  # fmt: skip


class XorPlayground(Control):
    """The playground as an object; `xor_playground` makes one."""

    maker, title = "xor_playground", "XOR playground"
    scripts, formulas = ("handles", "xor_playground"), staticmethod(formulas)
    fields, sentences = FIELDS, SENTENCES
    constants = {
        "runs": RUNS,
        "limits": {n: [glorot_limit(2, n), glorot_limit(n, 1)] for n in WIDTHS},
        "named": NAMED,
        "most": N_STEPS,
        "resting": RESTING_LOSSES,
        "solved": SOLVED_BELOW,
        "still": [SOLVED, AT_REST],
        "plane": [LOW, HIGH, CELLS],
        "map": MAP,
        "top": pictures.TOP,
        "edges": EDGES.ravel().tolist(),
        "sizes": SIZES,
        "along": pictures.ALONG,
    }

    def __init__(self, **given):
        super().__init__(**given)
        if (self.state["start"] == "own") != (len(self.state["own"]) == 4 * int(self.state["width"]) + 1):
            raise ValueError(
                f"xor_playground: expected own numbers, 4 n + 1 of them, with start='own' alone, got start="
                f"{self.state['start']!r} and {len(self.state['own'])} numbers; give both, or neither"
            )

    @functools.cached_property
    def run(self) -> tuple[dict, dict, list]:
        return run_of(self.kernels, self.state)

    def results(self) -> dict:
        theta, shown, _ = self.run
        return {name: value.tolist() for name, value in theta.items()} | {"J": float(shown["J"])}

    @functools.cached_property
    def values(self) -> dict:
        """Every value that pictures and sentences name, at the state."""
        (theta, shown, losses), state = self.run, self.state
        unit = state["unit"]
        low, high = Axis(0, 1).fitting(SIZES[unit], 1.1 * np.abs(shown["h"]).max()).ends

        def over(name, points):
            return forward(UNITS[unit], points, **theta)[name]

        values = state | theta | shown | {"losses": losses, "low": low, "high": high}
        values |= {"plane": over("f", grid(LOW, HIGH, CELLS)), "maps": over("h", grid(LOW, HIGH, MAP)).T}
        values |= {"edges": over("h", EDGES)[:, :2], "land": shown["h"][:, :2]}
        values["hidden"] = output(grid(low, high, CELLS), theta["w"][:2], shown["half"] + 0.5)
        values |= {"white": 0.5 if unit == "sigmoid" else 0.0, "along": pictures.ALONG}
        values |= {"above": max(losses) > pictures.TOP or None, "two": self.two()}
        return values | {"counts": [0] * len(pictures.BARS), "verdict": SENTENCES[verdict_of(shown)]}

    def two(self) -> str:
        """What to say of the hidden plane, which shows two units."""
        return "" if self.state["width"] == "2" else markup.fill(SENTENCES["two"], self.state)

    def head(self) -> str:
        seed = self.number("seed", "Seed"), markup.button("next-seed", "Next", spoken="Next seed")
        return markup.bar("Where to start", self.select("start", "From"), *seed, kind="dlc-start")

    def body(self) -> str:
        values, n = self.values, int(self.state["width"])
        choices = self.select("width", "Hidden"), self.select("unit", "kind"), self.select("bias", "biases")
        slope = self.output("slope", "length of the gradient {slope:4}")
        result = self.output("J", "J = ¼ Σ (f − y)² = {J:4}", tag="b")
        return f"""<div class="dlc-planes">{pictures.planes(values)}</div>
<p class="dlc-result">{result} {slope} {markup.said("verdict", values["verdict"], values)}</p>
{self.stepper("Training", "Train", "Step")}
<div class="dlc-pair">{numbers_table(values, 2, n, pictures.UNITS)}
<div>{pictures.loss(values)}
{self.guess("guess")}</div></div>
{markup.bar("The network and its training", *choices, self.number("lr", "rate"))}
<div class="dlc-pair dlc-live"><div><strong>How often?</strong>
{self.guess("rate")}
{markup.button("many", "Train 100 seeds", kind="dlc-main")} <span data-output="many"></span></div>
{pictures.many(values)}</div>
{pictures.legend(n)}
<details><summary>Every number of the batch</summary>
{walk_table(values, pictures.X, pictures.Y, max(WIDTHS))}</details>
{markup.tasks(self.name, TASKS)}"""


def xor_playground(**state):
    """The XOR playground: move every number by hand, or train, and watch both planes and the network.

    state: any of start ("run 1", "run 2", "seed", "hand", "zeros", "linear", "own"), seed, width (2 to 4),
    unit (as in the chapter), bias, lr, step (steps done), own (4 n + 1 numbers: W row by row, c, w, b).
    """
    return live(XorPlayground(**state))
