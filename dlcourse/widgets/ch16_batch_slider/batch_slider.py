"""Chapter 16: a sample of a batch and its fellows to drag: who decides its answer, in which mode?

Its numbers are in `batch.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch16_batch_slider import batch
from dlcourse.widgets.ch16_batch_slider.batch import BATCHES, BINS, HIGH, LOW, MOST, NAMES, ROWS, SIZES, TOP
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed, live, markup

START = (5, 11, 5, 3, 8, 2, 9, 6)  # the first four are the chapter's batch
PLACES = tuple(f"x{k + 1}" for k in range(len(NAMES)))
LAYER = ("size", "mode", "eps", "gamma", "beta", "trained", "seed")
ASKED = (*PLACES, "to", *LAYER)
EPS = {"0.00001": "0.00001", "0.1": "0.1", "1": "1", "10": "10"}
SAMPLES = [
    fields.number(name, START[k], LOW, HIGH, step=0.1, spoken=f"x of sample {NAMES[k]}")
    for k, name in enumerate(PLACES)
]
FIELDS = (
    *SAMPLES,
    fields.number("to", -1.0, LOW, HIGH, step=0.1, spoken="goal of B, x"),
    fields.choice("size", "4", {size: size for size in SIZES}, spoken="samples in a batch"),
    fields.choice("mode", "train", {"train": "train", "test": "test"}, spoken="mode"),
    fields.choice("eps", "0.00001", EPS, spoken="epsilon"),
    fields.number("gamma", 1, -3, 3, step=0.1, spoken="gamma, the scale"),
    fields.number("beta", 0, -3, 3, step=0.1, spoken="beta, the shift"),
    fields.whole("trained", 100, 0, 100, spoken="batches that the running averages have seen"),
    fields.whole("seed", 0, 0, 9999, spoken="seed of all batches that are drawn"),
    *fields.run(MOST, ASKED, "steps of B"),
    fields.number("guess", None, -TOP, TOP, step=0.05, spoken="y of A, your guess", anew=ASKED, waits=0),
)
COURSE = dict(zip(PLACES, map(float, START), strict=True)) | {"to": -1.0, "mode": "train"}
SETS = {"4": "the chapter's four", "2": "two", "8": "eight", "64": "sixty-four"}
NAMED = {name: COURSE | {"size": size} for size, name in SETS.items()}
NAMED |= {"four, test mode": COURSE | {"size": "4", "mode": "test"}}
TASKS = [
    ({"to": 16.0}, "An outlier.", "Guess, and play: A stays where it is, and is answered anew. Then drag its "
     "fellows alone: how large can you make its answer, in a batch of 4, of 8?"),
    ({"mode": "test"}, "Frozen.", "Guess, and play. Which line moves, and which one decides? Then set "
     "“batches seen” to 10: which way is the answer wrong, and why?"),
    ({"size": "2"}, "Small batches.", f"Play: which answers can A get? Then draw {BATCHES} batches, of 2, of "
     "4, of 8 and of 64: how far apart do the answers of A lie?"),
]  # fmt: skip
MARKS = [
    {"path": "@mean_line", "kind": "thin"},
    {"text": "mean", "at": "@mean_at", "kind": "mid"},
    {"pieces": "@drops", "kind": "thin"},
    {"pieces": "@others"},
    {"path": "@other", "kind": "zero-line"},
    {"path": "@line", "kind": "curve"},
    {"path": "@trail", "kind": "half"},
    *({"dot": f"@out.{k}", "kind": "zero", "r": 4} for k in range(1, len(NAMES))),
    {"square": "@out.0", "kind": "one"},
    {"path": "@way", "kind": "plus"},
    {"text": "goal", "at": "@goal_at"},
    *({"dot": f"@at.{k}", "kind": "end", "r": 5} for k in range(len(NAMES))),
    *({"text": name, "at": f"@named.{k}"} for k, name in enumerate(NAMES)),
    *guessed("guess", "@found", (LOW, HIGH), "@gap_at", across=HIGH - 0.8),
]
HELD = [{"field": name, "at": f"at.{k}", "along": 0} for k, name in enumerate(PLACES)]
HELD += [{"field": "to", "at": "to_at", "along": 0}]
BARS = [{"bar": f"@bars.{k}", "kind": "bar"} for k in range(BINS)]
BARS += [
    {"path": "@range", "kind": "half"},
    {"path": "@always", "kind": "minus"},
    {"text": "test mode", "at": "@always_at", "kind": "mid"},
]
SPOKEN = "The samples below, x; the line that answers them, y, and that of the other mode; your guess of A"
MANY = "The answers of A in many batches, as bars; where nine of ten lie; the answer in test mode"
TICKS = tuple((float(y), str(y).replace("-", "\u2212")) for y in (-4, -2, 0, 2, 4))
X, Y = Axis(LOW, HIGH, "input x"), Axis(ROWS[-1] - 0.5, TOP, "answer y", marks=TICKS)
OF_A, SHARE = Axis(-TOP, TOP, "answer y of A", marks=TICKS), Axis(0, 1.5, marks=())
TOLD = "Drag the samples, and the goal of B."
PICTURES = (
    Picture("plane", SPOKEN, X, Y, MARKS, (300, 190), held=HELD, caption=TOLD),
    Picture("many", MANY, OF_A, SHARE, BARS, (300, 60)),
)
COLUMNS = {"sample": lambda k: NAMES[k], "x": "x", "x̂": "x_hat", "y": "y"}
LEGEND = markup.legend(("one", "A"), ("curve", "this mode"), ("zero-line", "the other mode"))


class BatchSlider(Control):
    """A batch of numbers, standardized: the answer of one sample hangs on its fellows, until test mode.

    x1 to x8: the samples A to H, of which a batch of `size` has the first; of 64, the others are drawn. to:
    where B goes. trained: batches that the running averages have seen. guess: where y of A will be. mean,
    variance: of the batch; running_mean, running_variance: of test mode; x_hat, y: of all samples.
    """

    maker, title = "batch_slider", "Who decides its answer?"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    program = (batch.setting, batch.values, batch.final, batch.bar_of)
    read = ("mean", "variance", "running_mean", "running_variance", "x_hat", "y", "ends")
    spoken = ("compared", "now", "many")
    constants = {
        "many": {
            "seeds": BATCHES,
            "set_up": ("x1", "size", "mode", "eps", "gamma", "beta", "trained", "seed"),
        },
        "seen": {"counts": [0] * BINS, "found": []},
    }
    further = ("normal",)

    def head(self) -> str:
        return markup.bar("Batch", self.names("batch, by name"))

    def body(self) -> str:
        batch_of = self.select("mode", "mode"), self.select("size", "batch of"), self.number("guess", "guess")
        layer = self.select("eps", "ε"), self.number("gamma", "γ"), self.number("beta", "β")
        draw = markup.button("many", f"Draw {BATCHES} batches", kind="dlc-main")
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}{LEGEND}
<p class="dlc-two-lines">{self.told("now")}</p></div>
<div>{markup.bar("Batch, mode and guess", *batch_of)}
{self.stepper("Way of B", "Play", "Step")}
{markup.bar("Layer", *layer)}
{self.rows("dlc-samples", COLUMNS, range(len(NAMES)), some=True)}
<p class="dlc-two-lines">{self.told("batch")}</p></div></div>
<div class="dlc-pair dlc-live"><div>{draw}
{markup.bar("Drawn", *self.seed("seed"), self.number("trained", "batches seen"))}
<p>{self.told("many", tag="b")}</p></div>
{self.picture("many")}</div>"""


batch_slider = live(BatchSlider)
