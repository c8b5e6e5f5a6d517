"""Chapter 0: how small a step? A step to drag, a guess where it is best, and the tolerance of a checker.

Its numbers are in `errors.py`; here are its state and its picture.
"""

from dlcourse.widgets.ch00_step_size import errors
from dlcourse.widgets.ch00_step_size.errors import DTYPES, HIGH, LARGEST, LOW, SCHEMES, SMALLEST, STEPS
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup

LEAST, MOST = 1e-11, 10.0  # relative errors: the ends of the picture
FIRST = -12  # the last step that is measured at the start: 10^-3
FIELDS = (
    fields.whole("k", -12, SMALLEST, LARGEST, spoken="step h"),
    fields.choice("scheme", "central", {s: f"{s} differences" for s in SCHEMES}, spoken="kind of difference"),
    fields.choice("dtype", "float64", {t: t for t in DTYPES}, spoken="precision"),
    fields.whole("tolerance", -7, -11, -1, spoken="tolerance of the checker, as a power of ten"),
    fields.whole("guess", None, SMALLEST, LARGEST, spoken="your guess of the best step", waits=-32),
    fields.whole("seen", FIRST, SMALLEST, LARGEST, spoken="smallest step measured", anew=("scheme", "dtype")),
    fields.SPEED,
)
TASKS = [
    ({"scheme": "forward"}, "Forward differences.", "Is their best step smaller or larger than that of "
     "central ones, and how much accuracy do they lose? Guess, then measure."),
    ({"dtype": "float32", "tolerance": -5}, "In float32.", "Guess, and measure. Which tolerance does a right "
     "gradient pass at the best step, and how wrong may another then be?"),
    ({"k": -40, "seen": SMALLEST}, "A step of 10⁻¹⁰.", "A right gradient fails. Mend that by the step; then, "
     "from the start of this task, by the tolerance. What does each cost?"),
]  # fmt: skip
X = Axis(LOW, HIGH, "step h", True, ((1e-10, "10⁻¹⁰"), (1e-7, "10⁻⁷"), (1e-4, "10⁻⁴"), (1e-1, "10⁻¹")))
Y = Axis(LEAST, MOST, "relative error", True, ((1e-9, "10⁻⁹"), (1e-6, "10⁻⁶"), (1e-3, "10⁻³"), (1, "1")))
ROWS = [("truncation", "truncation, at most"), ("rounding", "rounding, at most"), ("error", "measured")]
MARKS = [  # both causes, at the end; tolerance, guess, what is measured, the gap, the least, the step
    {"path": [[LOW, "@truncation_low"], [HIGH, "@truncation_high"]], "kind": "zero-line", "if": "@done"},
    {"path": [[LOW, "@rounding_low"], [HIGH, "@rounding_high"]], "kind": "zero-line", "if": "@done"},
    {"path": [[LOW, "@tol"], [HIGH, "@tol"]], "kind": "plus"},
    {"path": [["@h_guess", LEAST], ["@h_guess", MOST]], "kind": "guess"},
    {"path": "@points", "kind": "curve"},
    {"path": [["@h_best", "@least"], ["@h_guess", "@least"], ["@h_guess", "@error_guess"]]}
    | {"kind": "gap", "if": "@done"},
    {"cross": ["@h_best", "@least"], "kind": "outline", "if": "@done"},
    {"dot": ["@h", "@error"], "kind": "now", "r": 5},
    {"text": "tolerance", "at": [1.5e-11, "@tol"]},
]
SPOKEN = "The relative error of a measured gradient against the step, both logarithmic"
TOLD = "Drag the rings. In the end, dashed: truncation rises to the right, rounding to the left."
PICTURE = Picture("errors", SPOKEN, X, Y, MARKS, (300, 210), caption=TOLD)


class StepSize(Control):
    """The error of a gradient that is measured by steps of size h, of the sum of tanh^2 over 50 numbers.

    k and guess: h is ten to the power of k / 4.
    """

    maker, title = "step_size", "How small a step?"
    fields, pictures, tasks = FIELDS, (PICTURE,), TASKS
    program, formulas = (errors.values,), {"causes": errors.causes}
    read, spoken = ("h", "error", "tol", "h_best", "least"), ("compared", "verdict")
    constants = {"steps": STEPS}

    def body(self) -> str:
        play, pace = self.player("Measure smaller steps", "from the largest step to the smallest")
        kind = markup.bar("What is measured", self.select("scheme", "by"), self.select("dtype", "in"))
        return f"""<div class="dlc-pair">{self.picture("errors")}
<div><p class="dlc-result">{self.told("compared", tag="b")}</p>
{markup.bar("Run", play, pace)}
{kind}
<p>{self.told("verdict")}</p>
{self.steps_table("The relative error at this step", {"": [(*row, None, "") for row in ROWS]}, 1)}
{self.slider("k", "step", "{h:~1}")}
{self.slider("guess", "guess", "{h_guess:~1}")}
<div class="dlc-live">{self.number("tolerance", "tolerance, power of ten")}</div></div></div>"""


step_size = live(StepSize)
