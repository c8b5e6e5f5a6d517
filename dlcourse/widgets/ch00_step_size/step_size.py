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
FIRST = -12  # the last step that is measured at the start: 10^-3
FIELDS = (
    whole("k", -12, SMALLEST, LARGEST, spoken="step, in quarters of a power of ten"),
    choice("scheme", "central", {s: f"{s} differences" for s in SCHEMES}, spoken="kind of difference"),
    choice("dtype", "float64", dict.fromkeys(DTYPES, ""), spoken="precision"),
    whole("tolerance", -7, -11, -1, spoken="tolerance of the checker, as a power of ten"),
    whole("guess", -32, SMALLEST, LARGEST, spoken="your guess of the best step, in quarters of a power of ten"),
    whole("seen", FIRST, SMALLEST, LARGEST, spoken="smallest step measured, in quarters of a power of ten"),
)
SENTENCES = {
    "passes": "With h = {h:~1} a right gradient is off by {error:~1} and passes. So does a wrong one that is off "
    "by less than the tolerance, {tol:~1}.",
    "fails": "With h = {h:~1} a right gradient is off by {error:~1}: more than the tolerance, {tol:~1}. It fails, "
    "though nothing is wrong with it.",
    "ask": "Where will the error be least? Drag the dashed line there, then measure.",
    "near": "You said {h_guess:~1}: right, but for a factor of {times:1} in the error. The least is {least:~1}, at "
    "h = {h_best:~1}.",
    "far": "You said {h_guess:~1}, where the error is {times:0} times the least: {least:~1}, at h = {h_best:~1}.",
}
TASKS = [
    ({"scheme": "forward"}, "Forward differences.", "Is their best step smaller or larger than that of central ones, "
     "and how much accuracy do they lose? Guess, then measure."),
    ({"dtype": "float32", "tolerance": -5}, "In float32.", "Guess, and measure. Which tolerance does a right gradient "
     "pass at the best step, and how wrong may another then be?"),
    ({"k": -40, "seen": SMALLEST}, "A step of 10⁻¹⁰.", "A right gradient fails. Mend that by the step; then, from the "
     "start of this task, by the tolerance. What does each cost?"),
]  # fmt: skip
X = Axis(LOW, HIGH, "step h", True, tuple((10.0**k, f"10{markup.number_text(k)}".replace("10−", "10⁻")) for k in ()))
KERNELS = functools.cache(lambda: {"causes": causes()})
