"""Chapter 2: XOR. The playground: a 2-n-1 network to move by hand or to train, in the page.

Its runs are in `network.py`; here are its state and what its pictures and tables show.
"""

from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import NAMES
from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import LR, N_STEPS, UNITS
from dlcourse.widgets.ch02_xor_playground import network
from dlcourse.widgets.ch02_xor_playground.network import CORNERS, HIGH, LOW, RUNS, SEEDS, TOP, WIDTHS
from dlcourse.widgets.frame import (
    Axis,
    Control,
    Picture,
    fields,
    guessed,
    guessed_course,
    live,
    markup,
    steps_axis,
)
from dlcourse.widgets.frame.network import (
    HIDDEN_UNITS,
    network_kernels,
    network_legend,
    numbers_table,
    walk_table,
)
from dlcourse.widgets.frame.network_run import first, following, is_over, network_pictures

STARTS = {name: f"{name}: seed {seed}" for name, seed in RUNS.items()} | {"seed": "random, by seed"}
STARTS |= {"hand": "set by hand", "zeros": "all zeros", "linear": "linear fit", "own": "your own numbers"}
BIASES = {"0": "c = 0", "0.1": "c = 0.1", "1": "c = 1"}
RUN = ("start", "seed", "width", "unit", "bias", "lr", "own")  # after a change of these the run starts anew
FIELDS = (
    fields.choice("start", "run 1", STARTS, spoken="where training starts"),
    fields.whole("seed", 1, 0, 999_999_999, spoken="seed of the random start", asks={"start": "seed"}),
    fields.choice("width", "2", {n: f"{n} units" for n in WIDTHS}, spoken="number of hidden units"),
    fields.choice("unit", "ReLU", {unit: unit for unit in UNITS}, spoken="kind of the hidden units"),
    fields.choice("bias", "0", BIASES, spoken="hidden biases of a random start"),
    fields.number("lr", LR, 0.001, 2, spoken="learning rate"),
    *fields.run(N_STEPS, RUN),
    fields.own_numbers(
        "start", -100, 100, "your own numbers", fits=("width", {str(n): 4 * n + 1 for n in WIDTHS})
    ),
    fields.number(
        "guess", None, 0, 0.5, spoken="your guess of the loss at which training rests", step=0.005, waits=0.4
    ),
    fields.whole("rate", None, 0, SEEDS, spoken="your guess of how many of 100 seeds solve XOR", waits=50),
)
TASKS = [
    ({"start": "run 2"}, "Run 2 of the chapter.", "Guess where its loss comes to rest, then train. Which "
     "point does it get right?"),
    ({"start": "hand"}, "The solution set by hand.", "Drag the bias c₂ from −1 to 0: which points go wrong "
     "first?"),
    ({"start": "run 2", "width": "4"}, "Four units.", "Train 100 starts with two units, then with four: what "
     "does width buy?"),
]  # fmt: skip
X, Y = xor()
POINTS = {"points": X.ravel().tolist(), "targets": Y.ravel().tolist(), "names": NAMES}
ABOVE = {"text": "J above 1/2 is drawn at the top", "at": [N_STEPS**0.5, 0.92 * TOP], "kind": "mid"}
LOSS = [
    *({"path": [[1, J], [N_STEPS + 1, J]], "kind": "thin"} for J in RESTING_LOSSES.values()),
    *guessed_course("@losses", N_STEPS, TOP, "guess", "@rest", across=1000),
    ABOVE | {"if": "@above"},
]
MANY = [{"histogram": "@counts", "most": SEEDS}, *guessed("rate", "@rate_found", (0, 1), 0.95, across=0.5)]
LOSSES = ((0.0, "0"), *((J, name) for name, J in RESTING_LOSSES.items()), (TOP, "1/2"))  # ticks
ENDS = [(k + 0.5, name) for k, name in enumerate(["0", *RESTING_LOSSES, "elsewhere"])]  # of runs, as ticks
STEP, HEIGHT = steps_axis(N_STEPS, "step"), Axis(0, TOP, "J", marks=LOSSES)
END, COUNT = Axis(0, len(ENDS), "final loss", marks=tuple(ENDS)), Axis(0, 1.1 * SEEDS, "runs")
PICTURES = (
    *network_pictures(LOW, HIGH, CORNERS, POINTS),
    Picture("loss", "The loss J against the steps of training", STEP, HEIGHT, LOSS, (290, 140)),
    Picture("many", "How many runs end at which loss", END, COUNT, MANY, (290, 90)),
)


class XorPlayground(Control):
    """XOR: move every number of a network by hand, or train, and watch both planes and the network.

    own: 4 n + 1 numbers for n units: W row by row, c, w, b.
    """

    maker, title = "xor_playground", "XOR playground"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program = (network.setting, first, following, is_over, network.values, network.final, network.bar_of)
    formulas = staticmethod(lambda: network_kernels(UNITS, WIDTHS, X, Y))
    read, spoken = ("W", "c", "w", "b", "J"), ("J", "verdict", "many")
    constants = {"units": len(HIDDEN_UNITS), "seen": network.SEEN_AT_FIRST}
    constants |= {"many": {"seeds": SEEDS, "set_up": ("width", "unit", "bias", "lr")}}

    def head(self) -> str:
        return markup.bar("Where to start", self.select("start", "From"), *self.seed(), kind="dlc-start")

    def body(self) -> str:
        planes = self.picture("x") + self.picture("h", self.told("two")) + self.picture("net")
        choices = self.select("width", "Hidden"), self.select("unit", "kind"), self.select("bias", "biases")
        slope = self.output("slope", "length of the gradient {slope:4}")
        result = self.output("J", "J = ¼ Σ (f − y)² = {J:4}", tag="b")
        return f"""<div class="dlc-three dlc-planes">{planes}</div>
<p class="dlc-result">{result} {slope} {self.told("verdict")}</p>
{self.stepper("Training", "Train", "Step")}
<div class="dlc-pair">{numbers_table(self, 2)}
<div>{self.picture("loss")}
{self.guess("guess")}</div></div>
{markup.bar("The network and its training", *choices, self.number("lr", "rate"))}
<div class="dlc-pair dlc-live"><div><strong>How often?</strong>
{self.guess("rate")}
{markup.button("many", "Train 100 seeds", kind="dlc-main")} {self.told("many")}</div>
{self.picture("many")}</div>
{network_legend(self)}
<details><summary>Every number of the batch</summary>
{walk_table(self, X, Y, max(WIDTHS))}</details>"""


xor_playground = live(XorPlayground)
