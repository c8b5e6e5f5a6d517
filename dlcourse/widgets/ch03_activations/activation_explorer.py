"""Chapter 3: which unit? Normal inputs to shift and spread, a unit, and what comes out of it.

Its numbers are in `units.py`; here are its state and its pictures.
"""

from dlcourse.widgets.ch03_activations import units
from dlcourse.widgets.ch03_activations.units import BASE, HELD, HIGH, LOW, MOST, OUT, REACH, TALL, UNITS
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed_percentage, live, markup

FIRST = 50  # inputs that are through at the start
BEFORE = {"seen": FIRST}  # a guess is made before the run
GUESSED = ("unit", "mean", "spread", "alpha")  # with other ones it is another question
FIELDS = (
    fields.choice("unit", "sigmoid", {name: name for name in UNITS}, spoken="unit"),
    fields.number("mean", 0, -5, 5, step=0.1, spoken="mean of the inputs"),
    fields.number("spread", 3, 0.1, 10, step=0.1, spoken="spread of the inputs, their standard deviation"),
    fields.number("alpha", None, 0, 1, spoken="alpha of the unit, its slope parameter", anew=("unit",)),
    fields.whole("guess", None, 0, 100, spoken="your guess, in percent", anew=GUESSED, asks=BEFORE, waits=50),
    fields.whole("seen", FIRST, 1, MOST, spoken="inputs that have gone through", anew=("unit",)),
    fields.SPEED,
)
TASKS = [
    ({"spread": 10}, "A sigmoid, inputs far apart.", "How many % are in flat zones? Say it, then run. "
     "Then the same with tanh: more, or fewer?"),
    ({"unit": "ReLU", "spread": 1}, "Inputs of a ReLU.", "Guess, and run. Does the spread change the "
     "percentage? Then drag the mean: where is nearly every input in the flat zone?"),
    ({"unit": "GELU", "spread": 1, "mean": -1}, "GELU, inputs below 0.", "Guess, and run. Compare with ReLU "
     "and with leaky ReLU: which of them learn from such inputs?"),
]  # fmt: skip
X = Axis(-REACH, 10, "input z", marks=tuple((k, str(k).replace("-", "−")) for k in (-4, -2, 0, 2, 4)))
Y = Axis(BASE, HIGH, "", marks=tuple((k, str(k).replace("-", "−")) for k in (-1, 0, 1, 2, 3)))
LEVEL, BESIDE = BASE + TALL + 0.1, OUT - 0.2  # between the curve and the two histograms
LINES = [[[-REACH, y], [REACH, y]] for y in (0, LEVEL)] + [[[x, LOW], [x, HIGH]] for x in (0, BESIDE)]
MARKS = [  # flat zones, axes, the unit and its slope, what comes in, expected and so far, and what comes out
    {"pieces": "@zones", "kind": "hatch"},
    {"pieces": LINES, "kind": "thin"},
    {"path": "@slope", "kind": "minus"},
    {"path": "@curve", "kind": "curve"},
    {"path": "@expected", "kind": "expected"},
    {"pieces": "@in_other", "kind": "full"},
    {"pieces": "@out_other", "kind": "full"},
    {"pieces": "@in_flat", "kind": "hollow"},
    {"pieces": "@out_flat", "kind": "hollow"},
    {"text": "{title}", "at": [-5.8, 2.75]},
    {"text": "in", "at": [-5.8, BASE + TALL - 0.25]},
    {"text": "out", "at": [8.7, 2.75]},
]
SPOKEN = "The unit and its slope, below it a histogram of the inputs, beside it one of the outputs"
SHARE = "The percentage of inputs in flat zones, your guess, and the gap", "% of the inputs in flat zones"
PICTURES = (
    Picture("unit", SPOKEN, X, Y, MARKS, (320, 216)),
    guessed_percentage("share", "guess", "@shown", *SHARE),
)
ROWS = {
    "out_mean": "mean of the outputs",
    "out_spread": "spread of the outputs",
    "steep": "size of the slope, on average",
    "told": "inputs in flat zones, in %",
}
HATCH = "M0 8L8 -8M10 8L18 -8M20 8L28 -8"
LEGEND = markup.legend(("curve", "unit"), ("minus", "slope"), ("hatch", "flat: slope below 1/100", "", HATCH))


class ActivationExplorer(Control):
    """A unit, its slope, and what it makes of normal inputs: outputs, and how many are in flat zones."""

    maker, title = "activation_explorer", "What a unit lets through"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program, formulas = (units.values,), units.kernels
    read, spoken = ("flat", "out_mean", "out_spread", "steep"), ("compared", "verdict")
    constants = {"base": BASE, "reach": REACH, "held": HELD}

    def body(self) -> str:
        play, pace = self.player("Run", f"until {MOST} inputs have gone through")
        alpha = self.slider("alpha", "α", "{alpha_now:2}")
        return f"""<div class="dlc-pair"><div>{self.picture("unit")}{LEGEND}
{self.picture("share")}</div>
<div><p class="dlc-result">{self.told("compared", tag="b")}</p>
{markup.bar("Run", play, self.select("unit"), self.number("guess", "Guess, %"))}
{self.slider("mean", "mean", "{mean:1}")}
{self.slider("spread", "spread", "{spread:1}")}
<div {markup.part_of(0, self.values["things"])}>{alpha}</div>
<p>{self.told("verdict")}</p>
{self.steps_table("So far", {"": [(name, text, None, "") for name, text in ROWS.items()]}, 3)}
<div class="dlc-live">{pace}</div></div></div>"""


activation_explorer = live(ActivationExplorer)
