"""Chapter 17: ever more weights for a few noisy samples: where is the test error largest?

Its fits are in `fits.py`, what is shown of them in `shown.py`; here are its state and its pictures.
"""

from dlcourse.widgets.ch17_double_descent import fits, shown
from dlcourse.widgets.ch17_double_descent.fits import COUNTS, MIDDLE, MOST, TOP
from dlcourse.widgets.ch17_double_descent.shown import HIGH, LONG, LOW, SETS, SHORT
from dlcourse.widgets.frame import Axis, Control, Picture, decades, fields, guessed, live, markup

ASKED, LAST = ("n", "seed"), COUNTS[-1]
ENDS = ("1 weight", f"{LAST} weights")
FIELDS = (
    fields.choice("n", "30", {n: n for n in (10, 20, 30)}, spoken="number of samples"),
    fields.number("noise", 0.2, 0, 1, step=0.05, spoken="noise of the targets"),
    fields.whole("penalty", 0, 0, TOP, spoken="penalty: none, then four steps for each power of ten"),
    fields.whole("seed", 7, 0, 9999, spoken="seed of samples and features"),
    *fields.run(MOST, ASKED, "steps to more weights"),
    fields.whole("guess", None, 1, LAST, spoken="weights with the largest test error", anew=ASKED, waits=3),
)
FITS = {"n": "30", "noise": 0.2, "penalty": 0, "seed": 7}
NAMED = {"the chapter's": FITS, "with α = 1": FITS | {"penalty": MIDDLE}}
NAMED |= {"without noise": FITS | {"noise": 0.0}, "10 samples": FITS | {"n": "10"}}
TASKS = [
    ({"n": "10"}, "Fewer samples.", "Guess, and play. Then compare the test error of 20 weights for 10 "
     "samples and for 20: do more samples always help?"),
    ({"noise": 0.0}, "No noise.", "Is there a peak? Play. What acts as noise? Then raise the noise, and "
     f"watch the peak, the norms, and the end. Run {SETS} data sets."),
    ({"step": MOST}, "A small penalty.", "Pull the penalty up from none: which is the smallest α without a "
     "peak? What does it change at 500 weights?"),
]  # fmt: skip
WEIGHTS = Axis(1, LAST, "weights", log=True, marks=tuple((p, str(p)) for p in (1, 3, 10, 30, 100, LAST)))
ERROR = Axis(LOW, HIGH, "test error", log=True, marks=decades(LOW, HIGH, 5))
NORM = Axis(SHORT, LONG, "norm of the weights", log=True, marks=decades(SHORT, LONG))
GUESS = guessed("guess", "@found", (LOW, HIGH), 30, axis="x", across=0.02)
ERRORS = [
    {"path": "@mark", "kind": "thin"},
    {"text": "weights = samples", "at": "@mark_at"},
    {"path": "@trainings", "kind": "zero-line"},
    {"path": "@penalty_tests", "kind": "path3"},
    {"path": "@tests", "kind": "curve"},
    *GUESS,
]
NORMS = [
    {"path": "@penalty_norms", "kind": "path3"},
    {"path": "@norms", "kind": "curve"},
    {"dot": "@norm_at", "kind": "now", "r": 4},
]
MANY = [
    {"path": "@many_mark", "kind": "thin"},
    {"pieces": "@quarters", "kind": "thin"},
    {"path": "@penalties", "kind": "path3"},
    {"path": "@medians", "kind": "curve"},
]
SPOKEN = "Test error and training error against the number of weights, both logarithmic, and your guess"
SIZES = "The norm of the weights against their number, both logarithmic"
ALL = "Medians of the test error over many data sets, between quarters, and those with the penalty"
PICTURES = (
    Picture(
        "errors",
        SPOKEN,
        WEIGHTS,
        ERROR,
        ERRORS,
        (300, 170),
        caption="Drag the rings: your guess; the weights.",
    ),
    Picture("norms", SIZES, WEIGHTS, NORM, NORMS, (300, 70)),
    Picture("many", ALL, WEIGHTS, ERROR, MANY, (300, 110), caption="Thin: the middle half of the data sets."),
)
COLUMNS = {"fit": lambda k: ("least norm", "with the penalty")[k], "training error": "training"}
COLUMNS |= {"test error": "test", "norm": "norm"}
LEGEND = markup.legend(
    ("curve", "least norm"), ("path3", "with the penalty"), ("zero-line", "training error")
)


class DoubleDescent(Control):
    """Fits of n noisy samples by random features: their test error against the number of weights.

    n: samples. penalty: 0 for none; step k is alpha = 10 ** ((k - 12) / 4), so 12 is 1. step: through the
    numbers of weights, from 1 to 500. guess: weights with the largest test error. p: weights now; training,
    test, norm: of the fit of least norm and of that with a penalty; found: weights with the largest test
    error, in the end; middle: medians of the test error over many data sets.
    """

    maker, title = "double_descent", "Move the peak"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    program = (fits.setting, fits.first, fits.following, fits.is_over, shown.values, fits.final, fits.bar_of)
    read, spoken = ("p", "alpha", "training", "test", "norm", "found", "middle"), ("compared", "now", "many")
    constants = {
        "counts": COUNTS,
        "many": {"seeds": SETS, "set_up": ("n", "noise", "penalty"), "in_frame": 1},
        "seen": {"counts": [0] * (MOST + 1), "found": []},
    }
    further = ("normal",)

    def head(self) -> str:
        return markup.bar("Setting", self.names("setting, by name"))

    def body(self) -> str:
        data = self.number("guess", "guess"), self.select("n", "samples"), self.number("noise", "noise")
        run = markup.button("many", f"Run {SETS} data sets", kind="dlc-main")
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("errors")}{LEGEND}
<p class="dlc-two-lines">{self.told("now")}</p></div>
<div>{markup.bar("Guess and data", *data)}
{self.slider("penalty", "penalty", "{alpha_said}")}
{self.stepper("Weights", "Play", "Step", ends=ENDS)}
{self.picture("norms")}
{self.rows("dlc-steps", COLUMNS, range(2))}
{markup.bar("Data set", *self.seed("seed"))}</div></div>
<div class="dlc-pair dlc-live"><div>{run}
<p>{self.told("many", tag="b")}</p></div>
{self.picture("many")}</div>"""


double_descent = live(DoubleDescent)
