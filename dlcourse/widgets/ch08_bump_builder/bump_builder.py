"""Chapter 8: a function from bumps: a target to draw, a network of bumps or knots over it, its largest error.

Its networks are in `networks.py`, what is shown of them in `shown.py`; here are its state and its pictures.
"""

from dlcourse.widgets.ch08_bump_builder import networks, shown
from dlcourse.widgets.ch08_bump_builder.shown import BEYOND, DOUBLINGS, FIRST, LEAST, PLACES, SIZES, TALL
from dlcourse.widgets.frame import Axis, Control, Picture, decades, fields, live, markup

TARGETS = {"sine": "sin 2πx", "kink": "a kink", "jumps": "two jumps", "own": "your own"}
KINDS = {"bumps": "bumps of sigmoids", "knots": "knots of ReLUs"}
ASKED = ("target", "own", "kind", "steepness")  # with other ones it is another question
GUESS = {"anew": ASKED, "asks": {"seen": FIRST, "K": SIZES[FIRST]}, "waits": 3}  # before the run
FIELDS = (
    fields.choice("target", "sine", TARGETS, spoken="target"),
    fields.own_numbers("target", -1, 1, "your own target, at 0, 1/8, ..., 1", lengths=(len(PLACES),)),
    fields.choice("kind", "bumps", KINDS, spoken="what the network is built of"),
    fields.whole("K", SIZES[FIRST], 1, SIZES[-1], spoken="number of bumps or knots, K"),
    fields.whole("steepness", 8, 1, 64, spoken="steepness of the bumps, in multiples of K"),
    fields.whole("guess", None, 1, 6, spoken="your guess by what the error is divided", **GUESS),
    fields.whole("seen", FIRST, 0, len(SIZES) - 1, spoken="doublings of K that are measured"),
    fields.SPEED,
)
TASKS = [
    ({"kind": "knots"}, "Knots instead of bumps.", "Guess, and double. From which K on is the broken line "
     "ahead of the bumps, which have twice the units? Then the kink: what does a knot beside it cost?"),
    ({"target": "jumps"}, "Two jumps.", "Guess, and double. Where does the largest error stay? What does the "
     "theorem suppose of its target?"),
    ({"K": 16, "steepness": 64}, "As steep as stairs.", "What is wrong with the slope? Which steepness "
     "errs least? And outside [0, 1], where nothing was asked: what do bumps do there, and knots?"),
]  # fmt: skip
LOW, HIGH = -BEYOND, 1 + BEYOND
X = Axis(LOW, HIGH, "x", marks=((0, "0"), (0.5, "1/2"), (1, "1")))
Y = Axis(-TALL, TALL, "", marks=((-1, "−1"), (0, "0"), (1, "1")))
MARKS = [
    {"pieces": [[[LOW, 0], [HIGH, 0]], *([[x, -TALL], [x, TALL]] for x in (0, 1))], "kind": "thin"},
    {"pieces": "@single", "kind": "single"},
    {"pieces": "@taken", "kind": "taken"},
    {"path": "@network", "kind": "curve"},
    {"pieces": "@aims", "kind": "zero-line"},
    {"path": "@worst", "kind": "gap"},
    {"text": "{error:~3}", "at": "@beside"},
]
SIZE = Axis(1, 100, "K", True, tuple((K, str(K)) for K in (1, *SIZES)))
ERROR = Axis(LEAST, 3.0, "largest error", True, decades(1e-3, 1))
RATES = [  # lines of slope -1 and -2, below those that are measured
    {"pieces": [[[1, 0.1], [100, 1e-3]], [[1, 0.1], [31.6, 1e-4]]], "kind": "thin"},
    {"text": "1/K", "at": [14, 0.0035], "kind": "mid"},
    {"text": "1/K²", "at": [4.6, 0.0018], "kind": "mid"},
]
COURSES = [
    {"path": "@course_bumps", "kind": "zero-line"},
    {"path": "@course_knots", "kind": "zero-line"},
    {"path": "@mine", "kind": "curve"},
    *({"dot": f"@mine.{k}", "kind": "now", "r": 3.5} for k in range(len(SIZES))),
    {"text": "bumps", "at": "@names.0", "kind": "mid"},
    {"text": "knots", "at": "@names.1", "kind": "mid"},
    {"path": [[SIZES[FIRST], "@start"], [SIZES[-1], "@end"]], "kind": "guess"},
    {"path": [[SIZES[-1], "@end"], [SIZES[-1], "@last"]], "kind": "gap"},
    {"dot": "@now", "kind": "now", "r": 5},
]
SPOKEN = "The target, the network over it, and the largest error where it sits"
AGAINST = "The largest error against K, both logarithmic, of bumps and of knots"
TOLD = "Drag the rings, also sideways: draw a target."
PICTURES = (
    Picture("target", SPOKEN, X, Y, MARKS, (320, 150), caption=TOLD),
    Picture("errors", AGAINST, SIZE, ERROR, [*RATES, *COURSES], (320, 130)),
)
NETWORK = ("zero-line", "target"), ("curve", "network"), ("gap", "largest error")
LEGEND = markup.legend(*NETWORK, ("taken", "where f is taken", "", "M14 -5V5"))
ROWS = {"units": "hidden units", "error": "largest error", "slope": "of the slope"}
COLUMNS = {"at this K": lambda name: ROWS[name]} | {kind: kind for kind in KINDS}


class BumpBuilder(Control):
    """A network of K bumps or K knots over a target that one draws, and how its largest error falls with K.

    own: the target at 0, 1/8, ..., 1, joined smoothly. steepness: of the sigmoids, in multiples of K.
    """

    maker, title = "bump_builder", "A function from bumps"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program, formulas = (shown.values,), networks.kernels
    read = ("error", "at", "slope_error", "factor", "units", "errors_bumps", "errors_knots")
    spoken = ("compared", "verdict")
    constants = {"places": PLACES, "sizes": SIZES, "doublings": DOUBLINGS, "least": LEAST}

    def head(self) -> str:
        return markup.bar("Target and network", self.select("target"), self.select("kind"))

    def body(self) -> str:
        play, pace = self.player("Double K", f"until K = {SIZES[-1]}")
        own = (self.typed(f"y{k}", -1, 1, f"target at {x:g}") for k, x in enumerate(PLACES))
        return f"""<div class="dlc-pair"><div>{self.picture("target")}{LEGEND}
{self.picture("errors")}</div>
<div><p class="dlc-result dlc-two-lines">{self.told("compared", tag="b")}</p>
{markup.bar("Run", play, self.number("guess", "Guess: by"), pace)}
{self.slider("K", "K", "{K:0}")}
{self.slider("steepness", "α", "{steepness:0} K")}
<p class="dlc-two-lines">{self.told("verdict")}</p>
{self.rows("dlc-kinds", COLUMNS, ROWS)}
<details class="dlc-live"><summary>The target in numbers</summary>
{markup.bar("The target at 0, 1/8, ..., 1", *own)}</details></div></div>"""


bump_builder = live(BumpBuilder)
