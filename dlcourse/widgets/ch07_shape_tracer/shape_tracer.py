"""Chapter 7: the shape tracer: arrays of a two-layer net there and back; say which shape, which product.

Its rules are in `shapes.py`; here are its state, its picture and its table.
"""

from dlcourse.widgets.ch07_shape_tracer import shapes
from dlcourse.widgets.ch07_shape_tracer.shapes import ARRAYS, COLUMN, FACTORS, GIVEN, PRODUCT, SIZES, STEPS
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup
from dlcourse.widgets.frame.boxes import named_boxes

STARTS = ("m", 5, "samples in the batch"), ("n", 4, "inputs"), ("u", 3, "hidden units"), ("k", 2, "outputs")
PRODUCTS = [i - GIVEN for i, V in enumerate(ARRAYS) if V["product"]]  # steps after which one is asked for
LETTERS = {"": "?"} | {name: name for name in SIZES}
NAMES = {"": "?"} | {key: F["name"] for key, F in FACTORS.items()}
FIELDS = (
    *(fields.whole(name, n, shapes.LOW, shapes.HIGH, spoken=f"{name}, {meant}") for name, n, meant in STARTS),
    *fields.run(STEPS, (), "arrays computed"),
    fields.choice("rows", "", LETTERS, spoken="your guess: rows"),
    fields.choice("cols", "", LETTERS, spoken="your guess: columns"),
    fields.choice("left", "", NAMES, spoken="your product: left factor"),
    fields.choice("right", "", NAMES, spoken="your product: right factor"),
    fields.whole("about", 0, 0, STEPS, spoken="the array that was guessed, counted from 1"),
)
TASKS = [
    ({"step": 4}, "The gradient of W₂.", "Say its shape. Which two of seven arrays give it, which one "
     "transposed, in which order? Try until a step says: right."),
    ({"step": 5, "u": 3, "k": 3, "about": 6, "left": "G", "right": "W2"}, "A transpose forgotten.", "It "
     "runs. Step: is it the gradient? Then make k another number: who complains?"),
    ({"m": 4, "n": 4, "u": 4, "k": 4, "step": 9}, "All sizes equal.", "How many wrong products would run, "
     "and fit? Make the four sizes different, one after the other, and watch the count."),
]  # fmt: skip
LEVEL = PRODUCT[0][1]
MARKS = [
    {"pieces": "@lines", "kind": "thin"},
    {"pieces": "@others", "kind": "array"},
    {"pieces": "@factors", "kind": "array"},
    {"pieces": "@gradients", "kind": "backward"},
    {"pieces": "@last", "kind": "half"},
    {"path": "@guess_box", "kind": "guess"},
    {"text": "?", "at": "@next", "kind": "unit"},
    {"text": "here your product, from two boxes above", "at": (174, LEVEL), "kind": "mid", "if": "@rests"},
    {"text": "max(0, ·)", "at": (3.5 * COLUMN, shapes.ROWS[0]), "kind": "mid"},
    {"text": "{inner}", "at": (106, LEVEL), "kind": "unit"},
    {"text": "gives", "at": (206, LEVEL), "kind": "mid", "if": "@product.2"},
]
MARKS += named_boxes([V["name"] for V in ARRAYS], "shape", [V["center"] for V in ARRAYS], shapes.UNIT)
MARKS += named_boxes(["{factor.0}", "{factor.1}", ""], "product", PRODUCT, shapes.UNIT)
SPOKEN = "Arrays as boxes to scale: forward, below them gradients, dashed; then the product you chose"
TOLD = "Drag a ring: m, n at X, u at W₁, k at W₂. Press two boxes to multiply; one again to transpose it."
X, Y = Axis(0, 7 * COLUMN), Axis(0, 232)
PULLS = {"m": [0, -8], "n": [8, 0], "u": [8, 0], "k": [8, 0]}  # px of a drag for one more
HELD = [{"field": name, "at": f"{name}_at", "pull": pull} for name, pull in PULLS.items()]
PICTURES = (Picture("arrays", SPOKEN, X, Y, MARKS, (348, 232), True, TOLD, HELD),)
COLUMNS = {"array": lambda i: ARRAYS[i]["name"], "is": "rule", "shape": "shape", "fit": "fit"}


class ShapeTracer(Control):
    """The arrays of a two-layer net, there and back, each a box to scale; say its shape, or its product.

    about: which array rows, cols, left and right are about, 1 to 9. No product uses what comes later.
    """

    maker, title = "shape_tracer", "Which product fits?"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program = (shapes.values,)
    read, spoken = ("all", "run", "fit", "outcome"), ("compared", "verdict")
    constants = {"keys": [V["key"] for V in ARRAYS], "centers": [V["center"] for V in ARRAYS]}
    constants |= {"guess": shapes.GUESS}

    def body(self) -> str:
        asked = {name: markup.select(self.field(name), self.shown(name), "") for name in shapes.GUESS}
        shape = self.only_if("step", range(STEPS), f"Shape ({asked['rows']}, {asked['cols']})")
        product = self.only_if("step", PRODUCTS, f"product {asked['left']} {asked['right']}")
        sizes = "".join(self.number(name, name) for name in SIZES)
        return f"""<div class="dlc-pair"><div>
<p class="dlc-shape-said">{self.told("compared", tag="b")} {self.told("verdict")}</p>
{self.picture("arrays")}</div>
<div>{markup.bar("Your guess", shape, product)}
{self.stepper("Arrays", "Play", "Step", ends=("Start", "End"))}
{markup.bar("Sizes", sizes, kind="dlc-sizes")}
{self.rows("dlc-shapes", COLUMNS, range(GIVEN, len(ARRAYS)))}
<p>{self.told("count")}</p></div></div>"""


shape_tracer = live(ShapeTracer)
