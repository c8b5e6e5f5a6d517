"""Chapter 0: how small a step? A step to drag, a guess where it is best, and the tolerance of a checker.

Its numbers are in `errors.py`; here are its state and its picture.
"""

import functools

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
from dlcourse.widgets.frame.picture import figure
from dlcourse.widgets.frame.state import choice, whole

LOW, HIGH = 10 ** (SMALLEST / 4), 10 ** (LARGEST / 4)
LEAST, MOST = 1e-11, 10.0  # relative errors: the ends of the picture
NEAR = 3  # so many times the least error still counts as right
FIRST = -12  # the last step that is measured at the start: 10^-3
FIELDS = (
    whole("k", -12, SMALLEST, LARGEST, spoken="step, in quarters of a power of ten"),
    choice("scheme", "central", {s: f"{s} differences" for s in SCHEMES}, spoken="kind of difference"),
    choice("dtype", "float64", {t: t for t in DTYPES}, spoken="precision"),
    whole("tolerance", -7, -11, -1, spoken="tolerance of the checker, as a power of ten"),
    whole(
        "guess", -32, SMALLEST, LARGEST, spoken="your guess of the best step, in quarters of a power of ten"
    ),
    whole("seen", FIRST, SMALLEST, LARGEST, spoken="smallest step measured, in quarters of a power of ten"),
)
SENTENCES = {
    "passes": "With h = {h:~1} a right gradient is off by {error:~1} and passes. So does a wrong one that is "
    "off by less than the tolerance, {tol:~1}.",
    "fails": "With h = {h:~1} a right gradient is off by {error:~1}, more than the tolerance, {tol:~1}. It "
    "fails, though nothing is wrong with it.",
    "ask": "Where will the error be least? Drag the dashed line there, then measure.",
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
PICTURE = [  # both causes, not before the guess; tolerance, guess, what is measured, the least, the step
    {"path": [[LOW, "@truncation_low"], [HIGH, "@truncation_high"]], "kind": "zero-line", "if": "@done"},
    {"path": [[LOW, "@rounding_low"], [HIGH, "@rounding_high"]], "kind": "zero-line", "if": "@done"},
    {"path": [[LOW, "@tol"], [HIGH, "@tol"]], "kind": "plus"},
    {"path": [["@h_guess", LEAST], ["@h_guess", MOST]], "kind": "guess"},
    {"path": "@points", "kind": "curve"},
    {"cross": ["@h_best", "@least"], "kind": "outline", "if": "@done"},
    {"dot": ["@h", "@error"], "kind": "now", "r": 5},
    {"text": "tolerance", "at": [1.5e-11, "@tol"]},
]
KERNELS = functools.cache(lambda: {"causes": causes()})


class StepSize(Control):
    """The control as an object; `step_size` makes one."""

    maker, title = "step_size", "How small a step?"
    fields, sentences = FIELDS, SENTENCES

    @property
    def kernels(self):
        return KERNELS()

    @property
    def constants(self):
        return {"steps": STEPS, "measured": measured(), "sizes": sizes(), "ends": [LOW, HIGH], "first": FIRST}

    def numbers(self) -> dict:
        """Every number that is shown, by name, and the points that are drawn."""
        state, size = self.state, dict(sizes())
        errors, u = measured()[f"{state['scheme']} {state['dtype']}"], size[state["dtype"]]
        best = min(range(len(STEPS)), key=errors.__getitem__)
        n = {"h": STEPS[LARGEST - state["k"]], "error": errors[LARGEST - state["k"]]}
        n |= {"tol": 10.0 ** state["tolerance"], "h_guess": STEPS[LARGEST - state["guess"]]}
        n |= {"h_best": STEPS[best], "least": errors[best]}
        n["times"] = errors[LARGEST - state["guess"]] / errors[best]
        seen = LARGEST - state["seen"] + 1
        n["points"] = [list(pair) for pair in zip(STEPS[:seen], errors[:seen], strict=True)]
        n["done"] = True if state["seen"] == SMALLEST else None
        given = {name: size[name] for name in ("size", "bend2", "bend3")} | {"u": u}
        for end, h in (("_low", LOW), ("_high", HIGH), ("", n["h"])):
            found = self.kernels["causes"](h=h, **given)
            for cause in ("truncation", "rounding"):
                n[f"{cause}{end}"] = float(found[f"{cause}_{state['scheme']}"])
        return n

    def results(self) -> dict:
        return {name: self.numbers()[name] for name in ("h", "error", "tol", "h_best", "least")}

    def body(self) -> str:
        n, state, field = self.numbers(), self.state, {f.name: f for f in FIELDS}
        verdict = "passes" if n["error"] <= n["tol"] else "fails"
        compared = "ask" if n["done"] is None else "near" if n["times"] < NEAR else "far"
        spoken = "The relative error of a measured gradient against the step, both logarithmic"
        caption = "Drag the rings. In the end, dashed: truncation rises to the right, rounding to the left."
        measure = markup.button("measure", "Measure smaller steps", kind="dlc-main")
        scheme = markup.select(field["scheme"], state["scheme"], "by")
        dtype = markup.select(field["dtype"], state["dtype"], "in")
        tolerance = markup.number_input(field["tolerance"], state["tolerance"], "tolerance, power of ten")
        drawn = figure("errors", spoken, X, Y, PICTURE, n, size=(300, 210), caption=caption)
        return f"""<div class="dlc-pair">{drawn}
<div><p class="dlc-result">{markup.said("compared", SENTENCES[compared], n, tag="b")}</p>
{markup.bar("What is measured", measure, scheme, dtype)}
<p>{markup.said("verdict", SENTENCES[verdict], n)}</p>
{errors_table(n)}
<div class="dlc-live">{slide(field["k"], state["k"], "step")}
{slide(field["guess"], state["guess"], "guess")}{tolerance}</div></div></div>
{markup.tasks(self.name, TASKS)}"""


ROWS = {"truncation": "truncation, at most", "rounding": "rounding, at most", "error": "measured"}


def errors_table(n: dict) -> str:
    """What the error at this step may come from, and what it is."""
    body = "".join(
        f'<tr><th scope="row">{text}</th>{markup.output(name, f"{{{name}:~1}}", n, tag="td")}</tr>'
        for name, text in ROWS.items()
    )
    return f'<table class="dlc-steps"><caption>The relative error at this step</caption>{body}</table>'


def slide(field, value, label: str) -> str:
    """A slider without a number: quarters of a power of ten tell nobody anything."""
    slider = f'<input type="range" data-input="{field.name}" min="{field.low}" max="{field.high}" step="1" '
    slider += f'value="{value}" aria-label="{field.spoken}" autocomplete="off">'
    return f'<div class="dlc-slider"><label><span class="dlc-symbol">{label}</span>{slider}</label></div>'


def step_size(**state):
    """The error of a gradient that is measured by steps of size h, of the sum of tanh^2 over 50 numbers.

    state: any of k and guess (h is ten to the power of k / 4), scheme ("central", "forward"), dtype
    ("float64", "float32"), tolerance (a power of ten), seen (the smallest step that is measured, as k).
    """
    return live(StepSize(**state))
