"""Chapter 11: a start and a step to drag on one of three curves; how will descent end?

Its runs are in `steps.py`; here are its state and its pictures.
"""

from dlcourse.widgets.ch11_step_on_a_curve import steps
from dlcourse.widgets.ch11_step_on_a_curve.steps import CURVES, ENDS, MOST, SIZE, TOP
from dlcourse.widgets.frame import Axis, Control, Picture, descents, fields, live, markup

ASKED = ("curve", "w", "lr")
SHOWN = {"valley": "a valley, w²/2", "flat": "flat far out", "two": "two valleys"}
FIELDS = (
    fields.choice("curve", "valley", SHOWN, spoken="curve"),
    fields.number("w", -2.2, -SIZE, SIZE, step=0.05, spoken="start, w"),
    fields.number("lr", 1.8, 0.01, 3, spoken="rate, the step size"),
    *fields.run(MOST, ASKED, "steps made"),
    fields.choice("guess", "", {"": "none yet"} | ENDS, spoken="how it ends, your guess", anew=ASKED),
)
SERIES = {
    "across": {"curve": "valley", "w": -2.2, "lr": 1.8},
    "too small": {"curve": "valley", "w": -2.2, "lr": 0.02},
    "better": {"curve": "valley", "w": -2.2, "lr": 0.3},
    "too large": {"curve": "valley", "w": -2.2, "lr": 2.1},
    "flat": {"curve": "flat", "w": 2.4, "lr": 0.1},
    "trapped": {"curve": "two", "w": 2.3, "lr": 0.1},
}
TASKS = [
    (SERIES["too small"], "Too small.", "Guess, and play. Then drag the tip of the arrow: which rate is "
     "there in one step, and from which one on is it thrown out?"),
    (SERIES["flat"], "On the flat.", "Guess, and play. Raise the rate until it leaves the flat part. "
     "Where does it end then, and what would a rate have to be, out there and in the valley?"),
    (SERIES["trapped"], "Trapped.", "Guess, and play. Get it into the lower valley in two ways: by another "
     "start, and by the rate alone."),
]  # fmt: skip
PLACE, COST = Axis(-SIZE, SIZE, "w"), Axis(-0.2, TOP, "cost")
MARKS = [
    {"path": "@curve", "kind": "curve"},
    {"path": "@course", "kind": "zero-line"},
    {"pieces": "@visited", "kind": "half"},
    {"path": "@arrow", "kind": "minus"},
    {"path": "@head", "kind": "minus dlc-tip"},
    {"dot": "@here", "kind": "now", "r": 6},
]
HELD = [
    {"field": "w", "at": "start", "along": 0},
    {"field": "lr", "at": "tip", "along": 0, "measured": "lr_of"},
]
ON_CURVE = "A curve, the places of descent on it, and the next step as an arrow"
COSTS = "The cost against the steps"
TOLD = "Drag the start, and the tip of the first step."
PICTURES = (
    Picture("plane", ON_CURVE, PLACE, COST, MARKS, (300, 160), held=HELD, caption=TOLD),
    Picture("losses", COSTS, Axis(0, MOST, "step"), COST, [{"path": "@losses.0"}], (300, 110)),
)


class StepOnACurve(Control):
    """Gradient descent on a curve of one number: how does it end?"""

    maker, title = "step_on_a_curve", "How large a step?"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, SERIES
    formulas = staticmethod(lambda: descents.surfaces(CURVES, n=1))
    program = (steps.setting, descents.first, descents.following, descents.is_over, steps.values)
    read, spoken = ("course", "cost", "slope", "found"), ("compared", "now")

    def head(self) -> str:
        return markup.bar("Run and curve", self.names("run, by name"), self.select("curve"))

    def body(self) -> str:
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}<p class="dlc-two-lines">{self.told("now")}</p></div>
<div>{markup.bar("Guess", self.select("guess", "guess"))}
{markup.bar("Start and rate", self.number("w", "start"), self.number("lr", "rate"))}
{self.stepper("Steps", "Play", "Step")}
{self.picture("losses")}</div></div>"""


step_on_a_curve = live(StepOnACurve)
