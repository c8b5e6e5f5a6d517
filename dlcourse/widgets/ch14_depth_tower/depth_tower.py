"""Chapter 14: the depth tower: an initializer, a unit, a depth and a width; what becomes of a signal?

Its network is in `tower.py`, what is shown of it in `shown.py`; here are its state and its pictures.
"""

from dlcourse.experiments.ch14_initialization import ACTIVATIONS, INITIALIZERS
from dlcourse.widgets.ch14_depth_tower import shown, tower
from dlcourse.widgets.ch14_depth_tower.shown import BARS, SEEDS
from dlcourse.widgets.ch14_depth_tower.tower import MOST, NEAR, REACH, WIDTHS
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup

SET_UP = ("initializer", "unit", "width", "depth", "seed", "quantity")
QUANTITIES = {"signal": "signal", "spread": "spread over samples", "gradient": "gradient"}
QUANTITIES |= {"weight": "weight gradients"}
SHOWN = {name: name.replace(".01^2", "0.01²") for name in INITIALIZERS}
FIELDS = (
    fields.choice("unit", "ReLU", {unit: unit for unit in ACTIVATIONS}, spoken="unit"),
    fields.choice("initializer", "Glorot uniform", SHOWN, spoken="initializer"),
    fields.choice("width", "100", {n: f"{n} units" for n in WIDTHS}, spoken="width of the layers"),
    fields.whole("depth", MOST, 2, MOST, spoken="number of layers"),
    fields.whole("seed", 0, 0, 999_999_999, spoken="seed of inputs and weights"),
    fields.choice("quantity", "signal", QUANTITIES, spoken="what is shown"),
    *fields.run(MOST, SET_UP, "layers passed"),
    fields.number(
        "guess",
        None,
        -100,
        100,
        step=0.5,
        spoken="your guess of log 10 of the size at the end",
        anew=SET_UP,
        waits=0,
    ),
    fields.whole("layer", None, 0, MOST, spoken="layer that is shown large", anew=SET_UP),
    fields.choice("reach", "50", {"5": "±5", "50": "±50", "100": "±100"}, spoken="reach of the axis"),
)
PAIRS = [
    ("ReLU", "Glorot uniform"), ("ReLU", "He normal"), ("ReLU", "N(0, 1)"), ("tanh", "Glorot normal"),
    ("sigmoid", "Glorot normal"), ("linear", "N(0, .01^2)"),
]  # fmt: skip
SAME = {"width": "100", "depth": MOST, "seed": 0}
NAMED = {f"{u}, {SHOWN[i]}": {"unit": u, "initializer": i} | SAME for u, i in PAIRS}
TASKS = [
    ({"initializer": "Glorot normal"}, "Glorot under ReLU.", "Guess where the signal ends, and run. Then "
     "the same with He normal. What is the factor of a layer, and why?"),
    ({"unit": "sigmoid", "initializer": "Glorot normal", "quantity": "spread"}, "A signal that says nothing.",
     "The signal of sigmoids stays: do samples stay apart? Guess, and run. Then the gradient. How much does "
     "gain 4 mend?"),
    ({"initializer": "N(0, .01^2)", "quantity": "weight", "reach": "100"}, "The blind diagnosis.", "Guess, "
     "and run. Weight gradients are alike in all layers: do signal and gradient stay, too? Try sigmoid."),
]  # fmt: skip
DOWN = Axis(MOST + 2, -3.5, marks=((0, "input"), *((k, str(k)) for k in range(10, MOST + 1, 10))))
VALUE = Axis(-REACH, REACH, "value", marks=((-2, "−2"), (0, "0"), (2, "2")))
LOG = Axis("@left", "@right", "log₁₀ size", marks="@marks")
RIDGES = [{"path": "@foot", "kind": "zero-line"}]
RIDGES += [{"path": f"@ridges.{k}", "kind": "ridge"} for k in range(MOST + 1)]
RIDGES += [{"path": "@pick", "kind": "pick"}]
SIZES = [
    {"path": [[0, 0], [0, MOST]], "kind": "zero-line"},
    {"path": "@signals", "kind": "path2"},
    {"path": "@backs", "kind": "path3"},
    {"path": "@sizes", "kind": "curve"},
    {"path": [["@guess_at", -2], ["@guess_at", MOST + 1]], "kind": "guess"},
    {"path": "@gap", "kind": "gap"},
    {"dot": "@pick_size", "kind": "now", "r": 4},
]
LARGE = [{"pieces": "@marked", "kind": "hollow"}, {"pieces": "@rest", "kind": "full"}]
MANY = [{"histogram": "@bins", "most": "@top"}]
TAP, DRAG = "Tap a layer; drag the foot.", "Drag the ring: your guess."
NONE = Axis(0, 1.05, marks=())
PICTURES = (
    Picture(
        "tower",
        "A histogram for each layer, the input at the top",
        VALUE,
        DOWN,
        RIDGES,
        (130, 250),
        caption=TAP,
    ),
    Picture("sizes", "The size of what is shown, layer by layer", LOG, DOWN, SIZES, (130, 250), caption=DRAG),
    Picture(
        "large",
        "The histogram of one layer, large",
        Axis(-NEAR, NEAR, "value / size of the layer"),
        NONE,
        LARGE,
        (300, 70),
    ),
    Picture(
        "many",
        "Where the runs of many seeds end",
        Axis(0, BARS, "log₁₀ of the size at the end", marks="@ticks"),
        Axis(0, "@ceiling", "seeds", marks=()),
        MANY,
        (300, 60),
    ),
)
LEGEND = markup.legend(("curve", "what is shown"), ("path2", "signal"), ("path3", "gradient"))
TERMS = """<p class="dlc-note">Size: the root mean square. Spread: the size of what is left when the mean over
the samples is taken off. Flat (hollow bars): the slope of the unit is below 1/100, as of a ReLU at 0 or a
saturated tanh. Dead: flat for all 50 samples.</p>"""


class DepthTower(Control):
    """Up to 50 layers, h = f(x W): how large are signals and gradients layer by layer?

    quantity: "signal", h of each layer; "spread", h minus its mean over samples; "gradient", that with
    respect to h; "weight", that with respect to W. logs: log10 of their sizes, from the input on, None where
    the run has not been.
    """

    maker, title = "depth_tower", "The depth tower"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    formulas = staticmethod(tower.kernels)
    program = (tower.setting, tower.first, tower.following, tower.is_over, shown.values)
    program += (tower.final, tower.bar_of)
    further = ("normal",)
    read, spoken = ("logs", "found"), ("compared", "verdict", "many")
    constants = {"many": {"seeds": SEEDS, "set_up": SET_UP, "in_frame": 1}}
    constants |= {"seen": {"counts": [0], "found": []}, "side": 0.88 * REACH}

    def head(self) -> str:
        return markup.bar("Run", self.names("run of the chapter, by name"))

    def body(self) -> str:
        asked = self.number("guess", "guess"), self.select("quantity", "show")
        chosen = [self.select(name) for name in ("unit", "initializer", "width")]
        chosen += [self.number("depth", "depth"), *self.seed("seed")]
        columns = {"layer": shown.name_of, "log₁₀ of the size": "log", "flat, %": "flat"}
        columns |= {"dead units, %": "dead"}
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
<div class="dlc-beside">{self.picture("tower")}{self.picture("sizes")}</div>{LEGEND}</div>
<div>{markup.bar("Guess, and what is shown", *asked)}
{markup.bar("The network", *chosen)}
{self.stepper("Layers", "Run", "Step")}
<p class="dlc-two-lines">{self.told("verdict")}</p>
{self.picture("large")}
<p>{self.told("layer")}</p>
{markup.bar("What the pictures show", self.number("layer", "layer"), self.select("reach", "axis"))}
</div></div>
<div class="dlc-pair dlc-live"><div>{markup.button("many", f"Run {SEEDS} seeds", kind="dlc-main")}
<p>One seed is one sample. {self.told("many", tag="b")}</p></div>
{self.picture("many")}</div>
{TERMS}
<details><summary>Every layer’s numbers</summary>
{self.rows("dlc-layers", columns, range(MOST + 1), some=True)}</details>"""


depth_tower = live(DepthTower)
