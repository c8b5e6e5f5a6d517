"""Chapter 7: every array of a two-layer net there and back: its shape, and which products have it."""

from dlcourse.widgets.frame import cells, fill
from dlcourse.widgets.frame.boxes import box, product_boxes
from dlcourse.widgets.frame.wiring import and_joined

SIZES = ("m", "n", "u", "k")
LOW, HIGH = 2, 6  # from 2 on: what is 1 by 1 is its own transpose, and a wrong product may then be right
GIVEN = 3  # arrays that are there at first; each step computes one more
COLUMN, ROWS, UNIT = 49.6, (194, 117), 7  # of the drawing: wide, high, and the size of a number


def array(key, name, rows, cols, at, what, rule="", product=()):
    """An array.   rows, cols: names of sizes; at: its column and row in the drawing; product: its factors"""
    known = {"key": key, "name": name, "shape": [rows, cols], "letters": f"{rows}, {cols}", "what": what}
    return known | {"center": [COLUMN * (at[0] + 0.5), ROWS[at[1]]], "rule": rule, "product": [*product]}


ARRAYS = [
    array("X", "X", "m", "n", (0, 0), "the batch"),
    array("W1", "W₁", "n", "u", (1, 0), "weights"),
    array("W2", "W₂", "u", "k", (5, 0), "weights"),
    array("U1", "U₁", "m", "u", (2, 0), "what the hidden units receive", "X W₁", ("X", "W1")),
    array("H", "H", "m", "u", (4, 0), "what the hidden units hand on", "max(0, U₁)"),
    array("U2", "U₂", "m", "k", (6, 0), "the logits", "H W₂", ("H", "W2")),
    array("G", "G", "m", "k", (6, 1), "the gradient of U₂", "(p − one-hot) / m"),
    array("dW2", "dW₂", "u", "k", (5, 1), "the gradient of W₂", "Hᵀ G", ("HT", "G")),
    array("dH", "dH", "m", "u", (4, 1), "the gradient of H", "G W₂ᵀ", ("G", "W2T")),
    array("mask", "mask", "m", "u", (3, 1), "1 where a unit is on", "U₁ > 0"),
    array("G1", "G′", "m", "u", (2, 1), "the gradient of U₁", "dH ⊙ mask"),
    array("dW1", "dW₁", "n", "u", (1, 1), "the gradient of W₁", "Xᵀ G′", ("XT", "G1")),
]
STEPS = len(ARRAYS) - GIVEN
GUESS = ("rows", "cols", "left", "right")  # fields: a shape, and the factors of a product
PRODUCT = ([62, 40], [150, 40], [262, 40])  # in it: two factors and what they give
FACTORS = {}  # key -> an array as it is or transposed
for i, A in enumerate(ARRAYS[:-1]):
    FACTORS[A["key"]] = {"i": i, "name": A["name"], "shape": A["shape"]}
    FACTORS[A["key"] + "T"] = {"i": i, "name": A["name"] + "ᵀ", "shape": A["shape"][::-1]}
SENTENCES = {  # of the array that was computed last, of the next one, of what was said
    "start": "X, W₁ and W₂ are there. ",
    "is": "{name} = {rule}, {what}: ({letters}) = ({numbers}). ",
    "ask": "Next {name}, {what}. Which shape?",
    "ask product": "Next {name}, {what}. Which shape, and which product?",
    "over": "Each gradient has the shape of what it belongs to, and stands below it.",
    "missing": "{name} is not there yet.",
    "refused": "{product} is refused: {left} has {x} columns ({a}), {right} has {y} rows ({b}).",
    "says": "You say ({rows}, {cols}). ",
    "runs": "{product} runs, and is ({numbers}). Step, and compare.",
    "shape": "You said ({said}): ",
    "right": "right.",
    "alike": "the same numbers here, but it is ({letters}).",
    "wrong": "it is ({letters}).",
    "hit": "You said {product}: right.",
    "other": "You said {product}: it runs, but is ({numbers}), not {name}.",
    "chance": "You said {product}: it fits, but is not {name}. It fits only since {equal}.",
    "fits": "You said {product}: it fits, with any sizes, but is not {name}. Shapes cannot tell.",
    "count": "Products that could be written so far: {all:0}. They run: {run:0}. They fit: {fit:0}. They are "
    "right: {steps:0}. With all sizes equal, all {all:0} run and fit.",
}


def numbers_of(shape, sizes):
    """The shape in numbers."""
    return [sizes[shape[0]], sizes[shape[1]]]


def counted(i, sizes):
    """Of the products of two arrays that are there before array i, as they are or transposed: how many there
    are, how many run, and how many have its shape."""
    rows, cols = numbers_of(ARRAYS[i]["shape"], sizes)
    there = [numbers_of(F["shape"], sizes) for F in FACTORS.values() if F["i"] < i]
    runs = [[A[0], B[1]] for A in there for B in there if A[1] == B[0]]
    fits = [one for one in runs if one[0] == rows and one[1] == cols]
    return {"all": len(there) * len(there), "run": len(runs), "fit": len(fits)}


def equal_sizes(pairs):
    """Which different sizes must be equal so that these pairs of names are the same numbers."""
    texts = [f"{a} = {b}" if SIZES.index(a) < SIZES.index(b) else f"{b} = {a}" for a, b in pairs if a != b]
    return and_joined([text for k, text in enumerate(texts) if text not in texts[:k]])


def tried(said, i, sizes):
    """The product that was chosen for array i: how it comes out, and what is to be said of that."""
    A, B, V = FACTORS[said["left"]], FACTORS[said["right"]], ARRAYS[i]
    (p, a), (b, q), (r, s) = A["shape"], B["shape"], V["shape"]
    late, equal = [F["name"] for F in (A, B) if F["i"] >= i], equal_sizes([[a, b], [p, r], [q, s]])
    told = {"product": f"{A['name']} {B['name']}", "left": A["name"], "right": B["name"], "a": a, "b": b}
    told |= {"x": sizes[a], "y": sizes[b], "name": late[0] if late else V["name"], "equal": equal}
    told |= {"shapes": [[sizes[p], sizes[a]], [sizes[b], sizes[q]]], "numbers": f"{sizes[p]}, {sizes[q]}"}
    if late or sizes[a] != sizes[b]:
        return told | {"outcome": "missing" if late else "refused"}
    if [said["left"], said["right"]] == V["product"]:
        return told | {"outcome": "hit"}
    is_alike = sizes[p] == sizes[r] and sizes[q] == sizes[s]
    return told | {"outcome": "other" if not is_alike else "chance" if equal else "fits"}


def told_of(i, sizes):
    """What sentences name of array i."""
    p, q = numbers_of(ARRAYS[i]["shape"], sizes)
    return ARRAYS[i] | {"numbers": f"{p}, {q}"}


def verdict(done, sizes):
    """The array that was computed last, and what is asked about the next one."""
    i = done + GIVEN
    text = fill(SENTENCES["is" if done else "start"], told_of(i - 1, sizes))
    if done == STEPS:
        return text + SENTENCES["over"]
    return text + fill(SENTENCES["ask product" if ARRAYS[i]["product"] else "ask"], told_of(i, sizes))


def waiting_text(said, trial):
    """What is said of a guess before the step: only whether its product runs."""
    blank = {name: said[name] if said[name] else "?" for name in GUESS}
    text = fill(SENTENCES["says"], blank) if said["rows"] or said["cols"] else ""
    key = trial["outcome"] if trial and trial["outcome"] in ("missing", "refused") else "runs"
    return text + (fill(SENTENCES[key], trial) if trial else "")


def guess_text(said, i, trial, sizes):
    """What was said of array i, beside what it is."""
    text, shape, told = "", [said["rows"], said["cols"]], told_of(i, sizes)
    if said["rows"] and said["cols"]:
        is_alike = numbers_of(shape, sizes) == numbers_of(told["shape"], sizes)
        key = "right" if shape == told["shape"] else "alike" if is_alike else "wrong"
        text = fill(SENTENCES["shape"] + SENTENCES[key] + " ", told | {"said": ", ".join(shape)})
    return text + (fill(SENTENCES[trial["outcome"]], trial) if trial else "")


def drawn(done, sizes, trial):
    """What the picture names: boxes of the arrays that are there, where their sizes are held, the product."""
    boxes = [box(V["center"], numbers_of(V["shape"], sizes), UNIT) for V in ARRAYS[: done + GIVEN]]
    back = [V["what"].startswith("the gradient") for V in ARRAYS]
    chosen = product_boxes(trial["shapes"], PRODUCT, UNIT) if trial and trial["outcome"] != "missing" else []
    v = {"m_at": boxes[0]["below"], "n_at": boxes[0]["right"]}
    v |= {"u_at": boxes[1]["right"], "k_at": boxes[2]["right"]}
    v |= {"shape": [one["text"] for one in boxes], "last": [boxes[-1]["outline"]] if done else []}
    v["gradients"] = [one["outline"] for one, is_back in zip(boxes, back, strict=False) if is_back]
    v["others"] = [one["outline"] for one, is_back in zip(boxes, back, strict=False) if not is_back]
    v |= {"product": [one["text"] for one in chosen], "factors": [one["outline"] for one in chosen]}
    v["lines"] = [line for one in [*boxes, *chosen] for line in one["lines"]]
    v["inner"] = fill("{x} = {y}" if len(chosen) > 2 else "{x} ≠ {y}", trial) if chosen else ""
    return v | {"next": ARRAYS[done + GIVEN]["center"] if done < STEPS else None}


def values(state, past, run):
    """What the picture, the table and the inputs name."""
    done, sizes, blank = state["step"], {name: state[name] for name in SIZES}, {name: "" for name in GUESS}
    waits, is_told = state["about"] == done + 1, 0 < state["about"] == done
    i = done + GIVEN - (1 if is_told else 0)  # what the guess is about
    said = {name: state[name] for name in GUESS} if waits or is_told else blank
    is_product = i < len(ARRAYS) and len(ARRAYS[i]["product"]) > 0
    trial = tried(said, i, sizes) if is_product and said["left"] and said["right"] else None
    counts = [counted(j, sizes) for j, V in enumerate(ARRAYS) if V["product"] and j < done + GIVEN]
    v = drawn(done, sizes, trial) | {"outcome": trial["outcome"] if trial else "", "steps": len(counts)}
    v |= {key: sum([count[key] for count in counts]) for key in ("all", "run", "fit")}
    v |= {"inputs": said if waits else blank, "shown": done + GIVEN}
    v["asks"] = done < STEPS and len(ARRAYS[done + GIVEN]["product"]) > 0
    v["guess_box"] = None
    if said["rows"] and said["cols"] and i < len(ARRAYS):
        shape = numbers_of([said["rows"], said["cols"]], sizes)
        v["guess_box"] = box(ARRAYS[i]["center"], shape, UNIT)["outline"]
    v["factor"] = [FACTORS[said[name]]["name"] if is_product and said[name] else "" for name in GUESS[2:]]
    v["rests"] = v["asks"] and v["factor"] == ["", ""]
    about = guess_text(said, i, trial, sizes) if is_told else waiting_text(said, trial)
    texts = {"verdict": verdict(done, sizes), "compared": about, "count": fill(SENTENCES["count"], v)}
    return v | {"texts": texts | cells(table(done, sizes), GIVEN)}


def table(done, sizes):
    """The columns of the table: of what is not there yet, only what no guess asks for."""
    is_there = [j < done + GIVEN for j in range(len(ARRAYS))]
    known = [fill("({letters}) = ({numbers})", told_of(j, sizes)) for j in range(len(ARRAYS))]
    fits = [
        fill("{fit:0} of {all:0}", counted(j, sizes)) if V["product"] else "" for j, V in enumerate(ARRAYS)
    ]
    return {
        "rule": [V["rule"] if is_there[j] or not V["product"] else "?" for j, V in enumerate(ARRAYS)],
        "shape": [text if is_there[j] else "?" for j, text in enumerate(known)],
        "fit": [text if is_there[j] else "" for j, text in enumerate(fits)],
    }
