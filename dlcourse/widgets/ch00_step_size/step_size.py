"""Chapter 0: how small a step? A step to drag, a guess where it is best, and the tolerance of a checker.

Its numbers are in `errors.py`; here are its state and its picture.
"""

from dlcourse.widgets.ch00_step_size.errors import (
    DTYPES,
    LARGEST,
    SCHEMES,
    SMALLEST,
    STEPS,
    causes,
    measured,
    sizes,
)
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.state import choice, whole

LOW, HIGH = 10 ** (SMALLEST / 4), 10 ** (LARGEST / 4)
LEAST, MOST = 1e-11, 10.0  # relative errors: the ends of the picture
NEAR, UNSAID = 3, -32  # so many times the least error still counts as right; where the guess waits
FIRST = -12  # the last step that is measured at the start: 10^-3
TINY = 1e-12  # a smaller one is not written as a number
FIELDS = (
    whole("k", -12, SMALLEST, LARGEST, spoken="step h"),
    choice("scheme", "central", {s: f"{s} differences" for s in SCHEMES}, spoken="kind of difference"),
    choice("dtype", "float64", {t: t for t in DTYPES}, spoken="precision"),
    whole("tolerance", -7, -11, -1, spoken="tolerance of the checker, as a power of ten"),
    whole("guess", None, SMALLEST, LARGEST, spoken="your guess of the best step"),
    whole("seen", FIRST, SMALLEST, LARGEST, spoken="smallest step measured"),
    markup.SPEED,
)
SENTENCES = {
    "passes": "With h = {h:~1} a right gradient is off by {error:~1} and passes. So does a wrong one that is "
    "off by less than the tolerance, {tol:~1}.",
    "fails": "With h = {h:~1} a right gradient is off by {error:~1}, more than the tolerance, {tol:~1}. It "
    "fails, though nothing is wrong with it.",
    "ask": "Where will the error be least? Drag the lower ring there, then measure.",
    "tiny": "below 10⁻¹²",
    "wait": "You said {h_guess:~1}. Measure, and compare.",
    "found": "The error is least at h = {h_best:~1}: {least:~1}. Next time, guess first.",
    "near": "You said {h_guess:~1}: right, to a factor of {times:1} in the error. The least is {least:~1}, "
    "at h = {h_best:~1}.",
    "far": "You said {h_guess:~1}, where the error is {times:0} times the least: {least:~1}, at h = "
    "{h_best:~1}.",
}
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
PICTURE = [  # both causes, at the end; tolerance, guess, what is measured, the gap, the least, the step
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


class StepSize(Control):
    """The control as an object; `step_size` makes one."""

    maker, title = "step_size", "How small a step?"
    fields, sentences = FIELDS, SENTENCES
    read = ("h", "error", "tol", "h_best", "least")

    @staticmethod
    def formulas() -> dict:
        return {"causes": causes()}

    @property
    def constants(self):
        known = {"steps": STEPS, "measured": measured(), "sizes": sizes(), "ends": [LOW, HIGH]}
        return known | {"first": FIRST, "near": NEAR, "tiny": TINY, "unsaid": UNSAID}

    def numbers(self) -> dict:
        state, size = self.state, sizes()
        errors, at, guess = (
            measured()[f"{state['scheme']} {state['dtype']}"],
            LARGEST - state["k"],
            state["guess"],
        )
        best, seen = errors.index(min(errors)), LARGEST - state["seen"] + 1
        n = {"h": STEPS[at], "error": errors[at], "tol": 10.0 ** state["tolerance"]}
        n |= {"h_best": STEPS[best], "least": errors[best], "done": state["seen"] == SMALLEST or None}
        if guess is not None:
            n |= {"h_guess": STEPS[LARGEST - guess], "error_guess": errors[LARGEST - guess]}
            n["times"] = n["error_guess"] / n["least"]
        n["points"] = [list(pair) for pair in zip(STEPS[:seen], errors[:seen], strict=True)]
        given = {name: size[name] for name in ("size", "bend2", "bend3")} | {"u": size[state["dtype"]]}
        for end, h in (("_low", LOW), ("_high", HIGH), ("", n["h"])):
            found = self.kernels["causes"](h=h, **given)
            for cause in ("truncation", "rounding"):
                size = float(found[f"{cause}_{state['scheme']}"])
                n[f"{cause}{end}"] = SENTENCES["tiny"] if not end and size < TINY else size
        return n

    def compared(self) -> str:
        """The key of the sentence about the guess."""
        done, times = self.values["done"], self.values.get("times")
        if times is None:
            return "found" if done else "ask"
        return "wait" if not done else "near" if times < NEAR else "far"

    def body(self) -> str:
        n = self.values
        spoken = "The relative error of a measured gradient against the step, both logarithmic"
        caption = "Drag the rings. In the end, dashed: truncation rises to the right, rounding to the left."
        play, pace = self.player("Measure smaller steps", "from the largest step to the smallest")
        kind = markup.bar("What is measured", self.select("scheme", "by"), self.select("dtype", "in"))
        drawn = self.figure("errors", spoken, X, Y, PICTURE, size=(300, 210), caption=caption)
        return f"""<div class="dlc-pair">{drawn}
<div><p class="dlc-result">{self.said("compared", self.compared(), tag="b")}</p>
{markup.bar("Run", play, pace)}
{kind}
<p>{self.said("verdict", "passes" if n["error"] <= n["tol"] else "fails")}</p>
{self.steps_table("The relative error at this step", {"": [(*row, None, "") for row in ROWS]}, 1)}
{self.slider("k", "step", "{h:~1}")}
{self.slider("guess", "guess", "{h_guess:~1}", unsaid=UNSAID)}
<div class="dlc-live">{self.number("tolerance", "tolerance, power of ten")}</div></div></div>
{markup.tasks(self.name, TASKS)}"""


def step_size(**state):
    """The error of a gradient that is measured by steps of size h, of the sum of tanh^2 over 50 numbers.

    state: any of k and guess (h is ten to the power of k / 4), scheme ("central", "forward"), dtype
    ("float64", "float32"), tolerance (a power of ten), seen (the smallest step measured, as k), speed.
    """
    return live(StepSize(**state))
