"""Chapter 2: XOR. The playground: a 2-n-1 network to move by hand or to train, in the page.

Its formulas are in `network.py`, what its pictures show in `marks.py`; here are its state and its markup.
"""

from dlcourse.experiments.ch02_xor import HAND_SET
from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import LR, N_STEPS, SOLVED_BELOW, UNITS
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.graph import histogram
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.markup import output
from dlcourse.widgets.frame.picture import picture
from dlcourse.widgets.frame.state import choice, number, numbers, whole
from dlcourse.widgets.xor_playground import marks
from dlcourse.widgets.xor_playground.network import RUNS, WIDTHS, glorot_limit, kernels, run_of, verdict_of

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
    choice(
        "speed",
        "1",
        {"0.25": "slow", "1": "usual", "4": "fast", "20": "very fast"},
        spoken="speed of playing",
    ),
    whole("step", 0, 0, N_STEPS, spoken="step"),
    numbers("own", (), -100, 100, lengths=(0, *(4 * n + 1 for n in WIDTHS)), spoken="your own numbers"),
    number("guess", None, 0, 0.5, spoken="your guess of the loss at which training rests", step=0.005),
    whole("rate", None, 0, 100, spoken="your guess of how many of 100 seeds solve XOR"),
    number("x1", 0.5, marks.LOW, marks.HIGH, spoken="probe, x1"),
    number("x2", 0.5, marks.LOW, marks.HIGH, spoken="probe, x2"),
)
SENTENCES = {
    "solved": "All four outputs are right: XOR is solved.",
    "moves": "{right:0} of 4 points lie on the right side of one half.",
    "rests": "{right:0} of 4 points lie on the right side of one half. The gradient is zero, so training "
    "stays here.",
    "diverged": "Training has diverged: go back to step 0, and take a smaller learning rate.",
    "probe": "At ({x1:2}, {x2:2}): z = ({z}), h = ({h}), f = {f:2}.",
    "pace": "{steps:0} steps take {seconds:0} seconds at this speed",
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
PLACES = ["solved", *RESTING_LOSSES, "elsewhere"]  # where a run ends


class XorPlayground(Control):
    """The playground as an object; `xor_playground` makes one."""

    folder, title = "xor_playground", "XOR playground"
    scripts = ("training", "marks", "planes", "many", "handles", "xor_playground")
    fields, sentences = FIELDS, SENTENCES
    constants = {
        "runs": RUNS,
        "limits": {n: [glorot_limit(2, n), glorot_limit(n, 1)] for n in WIDTHS},
        "hand": HAND_SET,
        "most": N_STEPS,
        "resting": RESTING_LOSSES,
        "solved": SOLVED_BELOW,
    }

    def __init__(self, **given):
        super().__init__(**given)
        if (self.state["start"] == "own") != (len(self.state["own"]) == 4 * int(self.state["width"]) + 1):
            raise ValueError(
                f"xor_playground: expected own numbers, 4 n + 1 of them, with start='own' alone, got start="
                f"{self.state['start']!r} and {len(self.state['own'])} numbers; give both, or neither"
            )

    @property
    def kernels(self):
        return kernels()

    def results(self) -> dict:
        theta, shown = run_of(self.state)
        return {name: value.tolist() for name, value in theta.items()} | {"J": float(shown["J"])}

    def body(self) -> str:
        theta, shown = run_of(self.state)
        key, right = verdict_of(shown)
        values = {"J": shown["J"], "slope": shown["slope"], "right": right, "step": self.state["step"]}
        field, state = {f.name: f for f in FIELDS}, self.state
        start = markup.bar(
            "Where to start",
            markup.select(field["start"], state["start"], "From"),
            markup.number_input(field["seed"], state["seed"], "Seed"),
            markup.button("next-seed", "Next", spoken="Next seed"),
            kind="dlc-start",
        )
        network = markup.bar(
            "The network and its training",
            markup.select(field["width"], state["width"], "Hidden"),
            markup.select(field["unit"], state["unit"], "kind"),
            markup.select(field["bias"], state["bias"], "start"),
            markup.number_input(field["lr"], state["lr"], "rate"),
        )
        slope = output("slope", "length of the gradient {slope:4}", values)
        result = output("J", "J = ¼ Σ (f − y)² = {J:4}", values, tag="b")
        sentence = markup.said("verdict", SENTENCES[key], values)
        speed = markup.select(field["speed"], state["speed"], "Speed")
        probe = [markup.number_input(field[name], state[name]) for name in ("x1", "x2")]
        return f"""{start}
<div class="dlc-planes">{marks.input_picture(theta, state)}{marks.hidden_picture(theta, shown, state)}
{marks.network_picture(theta)}
<p class="dlc-result">{result} {slope} {sentence}</p></div>
{markup.stepper("Training", "Train", N_STEPS, next_text="Step")}
<div class="dlc-pair"><div>{self.loss_picture(float(shown["J"]))}
<p class="dlc-guess dlc-live">{markup.number_input(field["guess"], state["guess"], "Guess")}
<span data-output="guess">{SENTENCES["guess_ask"]}</span></p></div>
<div class="dlc-live" data-output="weights"></div></div>
{network}
<p class="dlc-live">{speed} <span data-output="pace"></span></p>
<p class="dlc-live">Probe {" ".join(probe)} <span data-output="probe"></span></p>
{self.many()}
{marks.legend()}
<details><summary>Every number of the batch</summary>{marks.walk_table(shown)}</details>
{markup.tasks(self.name, TASKS)}"""

    def loss_picture(self, J: float) -> str:
        axes = marks.loss_axes()
        drawing = picture(
            "loss", "The loss J against the steps of training", *axes, marks.loss([J]), size=(290, 140)
        )
        return f"<figure>{drawing}</figure>"

    def many(self) -> str:
        """A hundred seeds: a guess, a button, a histogram that grows."""
        field = next(field for field in FIELDS if field.name == "rate")
        x = Axis(
            0, 5, "final loss", marks=tuple((k + 0.5, name) for k, name in enumerate(["0", *PLACES[1:]]))
        )
        bars = histogram(dict.fromkeys(PLACES, 0), 100)
        drawing = picture(
            "many", "How many runs end at which loss", x, Axis(0, 110, "runs"), bars, size=(290, 90)
        )
        return f"""<div class="dlc-pair dlc-live"><div><strong>How often?</strong>
<p class="dlc-guess">{markup.number_input(field, self.state["rate"], "Guess")}
<span data-output="rate">{SENTENCES["rate_ask"]}</span></p>
{markup.button("many", "Train 100 seeds", kind="dlc-main")} <span data-output="many"></span></div>
<figure>{drawing}</figure></div>"""


def xor_playground(**state):
    """The XOR playground: move every number by hand, or train, and watch both planes and the network.

    state: any of start ("run 1", "run 2", "seed", "hand", "zeros", "linear", "own"), seed, width (2 to 4),
    unit (as in the chapter), bias, lr, step (steps done), own (4 n + 1 numbers: W row by row, c, w, b).
    """
    return live(XorPlayground(**state))
