"""Chapter 17: a penalty, L2 or L1, from none to too much, and the width of the bells: does it help, or hurt?

Its solvers are in `solvers.py`, its fits in `fits.py`, what is said and drawn of them in `shown.py`; here are
its state, its pictures and its table.
"""

from dlcourse.widgets.ch17_penalty_sweep import fits, shown
from dlcourse.widgets.ch17_penalty_sweep.fits import ALPHAS, MOST, M
from dlcourse.widgets.ch17_penalty_sweep.shown import BINS, FOOT, SETS, SHOWN, TOP, X
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup

ASKED = ("kind", "sigma", "seed")
KINDS = {"L2": "L2: α/2 Σ w²", "L1": "L1: α Σ |w|"}
GUESS = {"anew": ASKED, "asks": {"step": 0, "look": None}}  # before the sweep
FIELDS = (
    fields.choice("kind", "L2", KINDS, spoken="penalty"),
    fields.number("sigma", 0.05, 0.01, 0.06, step=0.005, spoken="width of a bell, sigma"),
    fields.whole("seed", 0, 0, 9999, spoken="seed of the samples"),
    *fields.run(MOST, ("kind",), "how often alpha was raised"),
    fields.whole("look", None, 0, MOST, spoken="alpha that is looked at", anew=("step", "kind")),
    fields.whole("guess", None, 0, MOST, spoken="your guess of the best alpha", waits=13, **GUESS),
)
WIDE, NARROW = ({"sigma": sigma, "seed": 0} for sigma in (0.05, 0.02))
NAMED = {
    "wide bells, L2": WIDE | {"kind": "L2"},
    "wide bells, L1": WIDE | {"kind": "L1"},
    "narrow bells, L2": NARROW | {"kind": "L2"},
    "narrow bells, L1": NARROW | {"kind": "L1"},
}
TASKS = [
    ({"seed": 1}, "Wide bells.", "Guess, and play. Which error rises from the first step on, which one falls "
     "first, and why? Then drag the ring on the curve back to α = 2, and fit "
     f"{SETS} sets: how often does it help?"),
    ({"sigma": 0.02}, "Where it hurts.", "The same with narrow bells. Keep α = 2, drag the width, and fit "
     f"{SETS} sets at each: from where on does it help more often than not? Which α helps at 0.02?"),
    ({"kind": "L1"}, "Weights that vanish.", "Guess, play, and watch the bars. At which α is the last "
     "weight 0? How many bells does the best fit use? How many weights are 0 with L2?"),
]  # fmt: skip
ACROSS = Axis(-0.03, 1.03, "x", marks=((0, "0"), (0.5, "0.5"), (1, "1")))
PLANE = [
    {"pieces": "@beside", "kind": "thin"},
    {"path": "@bell"},
    {"path": [[k / 60, fits.sine(k / 60)] for k in range(61)], "kind": "zero-line"},
    *({"dot": f"@samples.{j}", "kind": "zero", "r": 3.5} for j in range(M)),
    {"path": "@curve", "kind": "curve"},
]
WEIGHTS = [
    {"path": [[-0.03, 0], [1.03, 0]], "kind": "thin"},
    *({"bar": f"@bars.{j}", "kind": "bar"} for j in range(M)),
    *({"cross": f"@zeros.{j}", "kind": "gone"} for j in range(M)),
]
HEIGHTS = tuple((shown.height(w), f"{w:g}".replace("-", "\u2212")) for w in (-100, -1, 0, 1, 100))
ERRORS = [
    {"path": "@trainings_line", "kind": "minus"},
    {"path": "@tests_line", "kind": "curve"},
    {"square": "@training_now", "kind": "one"},
    {"cross": "@least_at", "kind": "outline"},
    {"path": [["@guess", 0], ["@guess", TOP]], "kind": "guess"},
    {"path": [["@guess", 0.37], ["@best", 0.37]], "kind": "gap"},
]
SWEPT = tuple((k, f"{ALPHAS[k]:g}") for k in (0, 7, 13, 19, 25, 31, MOST))
MANY = [
    *({"bar": f"@many_bars.{j}", "kind": "bar"} for j in range(BINS)),
    {"path": [[0, 0], [0, 1.25]], "kind": "minus"},
    {"text": "helps", "at": [-1.9, 1.1]},
    {"text": "hurts", "at": [1.3, 1.1]},
]
RATIOS = tuple((j, text) for j, text in ((-2, "1/4"), (-1, "1/2"), (0, "1"), (1, "2"), (2, "4")))
FITTED = "The samples, the sine, the curve that is fitted, and three neighbors among its bells"
BARS = "The weight of each bell as a bar, below its middle; a cross for one that is 0"
SWEEP = "Training error and test error against alpha, and your guess where the test error is least"
SPREAD = "The test error with the penalty, divided by that without, for many sets of samples, as bars"
PICTURES = (
    Picture(
        "plane",
        FITTED,
        ACROSS,
        Axis(FOOT, 1.2, "y", marks=((0, "0"), (0.5, "0.5"), (1, "1"))),
        PLANE,
        (300, 130),
        held=[{"field": "sigma", "at": "flank", "along": 0, "plus": X[SHOWN[1]]}],
    ),
    Picture("weights", BARS, ACROSS, Axis(-4.6, 4.6, "weight, log.", marks=HEIGHTS), WEIGHTS, (300, 80)),
    Picture("errors", SWEEP, Axis(0, MOST, "α", marks=SWEPT), Axis(0, TOP, "error"), ERRORS, (300, 110)),
    Picture(
        "many",
        SPREAD,
        Axis(-2, 2, "test error with the penalty / without", marks=RATIOS),
        Axis(0, 1.3, marks=()),
        MANY,
        (300, 50),
    ),
)
ROWS = ("no penalty", "shown", "least so far")
COLUMNS = {"fit": lambda k: ROWS[k], "α": "row_alpha", "training": "row_training", "test": "row_test"}
COLUMNS |= {"largest |w|": "row_largest", "zeros": "row_zeros"}
LEGEND = markup.legend(
    ("zero", "samples"), ("zero-line", "sine"), ("curve", "fit, and test error"), ("minus", "training error")
)


class PenaltySweep(Control):
    """Bells fitted to a noisy sine with a penalty from none to too much: training and test error, weights.

    step: how often alpha was raised; look: the alpha of which fit and weights are shown, as its place in the
    sweep, None for the last; guess: the place of the alpha with the least test error. seed: of the samples;
    many sets have 100 seeds each. alpha, w, b, training, test: of the fit that is shown; tests, trainings: of
    the sweep so far; best: the place of the least test error, when all is swept.
    """

    maker, title = "penalty_sweep", "Does a penalty help?"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    program = (
        fits.setting,
        fits.first,
        fits.following,
        fits.is_over,
        shown.values,
        shown.final,
        shown.bar_of,
    )
    read = ("alpha", "w", "b", "training", "test", "trainings", "tests", "best")
    spoken = ("compared", "now", "many")
    constants = {
        "many": {"seeds": SETS, "set_up": (*ASKED, "step", "look")},
        "seen": {"counts": [0] * (BINS + 2), "found": []},
        "alphas": ALPHAS,
    }
    further = ("normal",)

    def head(self) -> str:
        return markup.bar("Setting", self.names("setting, by name"))

    def body(self) -> str:
        kind = self.select("kind", "penalty"), self.number("sigma", "width σ")
        draw = markup.button("many", f"Fit {SETS} sets", kind="dlc-main")
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}{self.picture("weights")}{LEGEND}</div>
<div>{markup.bar("Penalty and bells", *kind)}
{self.picture("errors")}
{self.stepper("Sweep of alpha", "Play", "Raise α", ("α = 0", "α = 100"))}
{self.slider("guess", "guess", "{guess_text}")}
<p class="dlc-two-lines">{self.told("now")}</p>
{self.rows("dlc-fits", COLUMNS, range(len(ROWS)))}</div></div>
<div class="dlc-pair dlc-live"><div>{draw}
{markup.bar("Samples", *self.seed("seed"))}
<p>{self.told("many", tag="b")}</p></div>
{self.picture("many")}</div>"""


penalty_sweep = live(PenaltySweep)
