"""Wrong answers to the assignment of chapter 2: XOR."""

from wrong_answers import WrongAnswer
from wrong_answers.helpers import both, words

FITS, FORWARD, OTHER = (
    both("linear_and_logistic_fit", 1, 2),
    both("forward", 2, 2),
    both("another_solution", 1, 2),
)
COLLAPSE, GRADIENTS, RATE = both("collapse", 1, 2), both("xor_gradients", 3, 5), both("success_rate", 2, 2)

FITTED = """\
def linear_and_logistic_fit(x, y):
    with_ones = np.hstack([x, np.ones((len(x), 1))])
    line = np.linalg.lstsq({}, y)[0]
    logistic = np.zeros((3, 1))
    for _ in range(3000):
        p = sigmoid(with_ones @ logistic)
        logistic = logistic {} with_ones.T @ (p - y) / len(x)
    return line[:2], {}, logistic[:2], logistic[2]
"""
WALK = """\
def forward(x, W, c, w, b):
    xW = {}
    z = {}
    h = np.maximum(0, z)
    return xW, z, h, {}
"""
ANOTHER = """\
def another_solution():
    W, c = np.array({}), np.array({})
    return W, c, np.array({}), np.zeros(1)
"""
COLLAPSED = """\
def collapse(W1, b1, W2, b2):
    return {}
"""
BACKWARD = """\
def xor_gradients(x, y, W, c, w, b, G):
    z = x @ W + c
    h = np.maximum(0, z)
    df = {}
    dz = df @ w.T * {}
    return {}
"""
SLOPE, MASK, GRADIENT = (
    "G * 2 * (h @ w + b - y) / len(x)",
    "(z > 0)",
    "x.T @ dz, dz.sum(axis=0), h.T @ df, df.sum(axis=0)",
)
COUNTED = """\
def success_rate(n_units, unit, seeds):
    W, w = [], []
    for seed in {}:
        rng = np.random.default_rng({})
        r_hidden, r_output = np.sqrt(6 / (2 + n_units)), np.sqrt(6 / (n_units + 1))
        W.append(rng.uniform(-r_hidden, r_hidden, (2, n_units)))
        w.append(rng.uniform(-r_output, r_output, (n_units, 1)))
    c, b = np.zeros((len(W), 1, n_units)), np.zeros((len(W), 1, 1))
    runs = train_stack([np.stack(W), c, np.stack(w), b], unit)
    {}
"""
ACCURACY = """x, y = xor()
    activation = np.tanh if unit == "tanh" else lambda z: np.maximum(0, z)
    f = activation(x @ runs.W + runs.c) @ runs.w + runs.b
    return float(np.mean((f > 0.5) == (y > 0.5)))"""
SHARE = "return float(np.mean(runs.J < 0.01))"

WRONG_ANSWERS = [
    # 2.1
    WrongAnswer(
        "one half typed in",
        "linear_and_logistic_fit",
        "def linear_and_logistic_fit(x, y):\n    return x[:2, :1] * 0, y[0] + 0.5, x[:2, :1] * 0, y[0] * 0\n",
        FITS,
        words("w is zero everywhere", "w fits XOR and nothing else"),
    ),
    # 2.2
    WrongAnswer(
        "W transposed",
        "forward",
        WALK.format("x @ W.T", "xW + c", "h @ w + b"),
        FORWARD,
        words("xW is x times the transpose of W"),
    ),
    WrongAnswer(
        "bias added before the product",
        "forward",
        WALK.format("x @ W", "(x + c) @ W", "h @ w + b"),
        FORWARD,
        words("z has c added before the product with W"),
    ),
    WrongAnswer(
        "ReLU on the output",
        "forward",
        WALK.format("x @ W", "xW + c", "np.maximum(0, h @ w + b)"),
        FORWARD,
        words("f is cut off at 0"),
    ),
    # 2.3
    WrongAnswer(
        "the chapter's solution rescaled",
        "another_solution",
        ANOTHER.format("[[2.0, 0.5], [2.0, 0.5]]", "[0.0, -0.5]", "[[0.5], [-4.0]]"),
        {"another_solution_hidden": 2},
        words("the chapter's solution in other clothes"),
    ),
    WrongAnswer(
        "not exact",
        "another_solution",
        ANOTHER.format("[[1.0, -1.0], [-1.0, 1.0]]", "[0.0, 0.0]", "[[1.0], [-1.0]]"),
        OTHER,
        words("your network says -1, and XOR says 1", "does not fit XOR exactly"),
    ),
    # 2.4
    WrongAnswer(
        "first bias dropped",
        "collapse",
        COLLAPSED.format("W1 @ W2, b2.copy()"),
        COLLAPSE,
        words("b plus what the second layer makes of b1 would be right"),
    ),
    # 2.5
    WrongAnswer(
        "mask from h >= 0",
        "xor_gradients",
        BACKWARD.format(SLOPE, "(h >= 0)", GRADIENT),
        GRADIENTS,
        words("all of them in column 1", "the mask is z > 0"),
    ),
    WrongAnswer(
        "gradient of W transposed",
        "xor_gradients",
        BACKWARD.format(SLOPE, MASK, GRADIENT.replace("x.T @ dz", "dz.T @ x")),
        GRADIENTS,
        words("The numbers are right but transposed"),
    ),
    WrongAnswer(
        "gradient of w transposed",
        "xor_gradients",
        BACKWARD.format(SLOPE, MASK, GRADIENT.replace("h.T @ df", "df.T @ h")),
        GRADIENTS,
        words("The numbers are right but transposed"),
    ),
    WrongAnswer(
        "not divided by m",
        "xor_gradients",
        BACKWARD.format(SLOPE.replace(" / len(x)", ""), MASK, GRADIENT),
        GRADIENTS,
        words("is the number of examples m: did you forget to divide by it?"),
    ),
    WrongAnswer(
        "divided by 4, not by m",
        "xor_gradients",
        BACKWARD.format(SLOPE.replace("len(x)", "4"), MASK, GRADIENT),
        {"xor_gradients_hidden": 5},
        words("is divided by 4 whatever the number of examples"),
    ),
    WrongAnswer(
        "sign of the difference",
        "xor_gradients",
        BACKWARD.format(SLOPE.replace("h @ w + b - y", "y - h @ w - b"), MASK, GRADIENT),
        GRADIENTS,
        words("dW has the wrong sign"),
    ),
    WrongAnswer(
        "bias summed over the units in place of the examples",
        "xor_gradients",
        BACKWARD.format(SLOPE, MASK, GRADIENT.replace("dz.sum(axis=0)", "dz.sum(axis=1)")),
        GRADIENTS,
        words("is the number of examples m. Was it summed over the wrong axis?"),
    ),
    # 2.6
    WrongAnswer(
        "a single seed",
        "success_rate",
        COUNTED.format("seeds[:1]", "seed", SHARE),
        RATE,
        words("Does every seed get its own start"),
    ),
    WrongAnswer(
        "one seed for every run",
        "success_rate",
        COUNTED.format("seeds", "0", SHARE),
        RATE,
        words("Does every seed get its own start"),
    ),
    WrongAnswer(
        "accuracy in place of success",
        "success_rate",
        COUNTED.format("seeds", "seed", ACCURACY),
        RATE,
        words("What do you count as success?"),
    ),
]
