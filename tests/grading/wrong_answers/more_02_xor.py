"""More wrong answers to the assignment of chapter 2, tried without nbgrader, in test_checks_hidden."""

from wrong_answers import WrongAnswer
from wrong_answers.helpers import words
from wrong_answers.wrong_02_xor import (
    ANOTHER,
    BACKWARD,
    COLLAPSE,
    COLLAPSED,
    COUNTED,
    FITS,
    FITTED,
    FORWARD,
    GRADIENT,
    GRADIENTS,
    MASK,
    OTHER,
    RATE,
    SHARE,
    SLOPE,
    WALK,
)

DRAWN_W = "        W.append(rng.uniform(-r_hidden, r_hidden, (2, n_units)))\n"
DRAWN_w = "        w.append(rng.uniform(-r_output, r_output, (n_units, 1)))\n"

MORE_WRONG_ANSWERS = [
    WrongAnswer(
        "plane through the origin",
        "linear_and_logistic_fit",
        FITTED.format("x", "-", "np.zeros(1)"),
        FITS,
        words("On XOR, both models are flat", "give x a column of ones for the bias"),
    ),
    WrongAnswer(
        "uphill on the cross-entropy",
        "linear_and_logistic_fit",
        FITTED.format("with_ones", "+", "line[2]"),
        FITS,
        words("Here the targets are sigmoid", "v has the right shape, but its numbers are not right"),
    ),
    WrongAnswer(
        "bias added in place",
        "forward",
        WALK.format("x @ W", "np.add(xW, c, out=xW)", "h @ w + b"),
        FORWARD,
        words("xW and z share their memory"),
    ),
    WrongAnswer(
        "product in the wrong order",
        "collapse",
        COLLAPSED.format("W2 @ W1, b1 @ W2 + b2"),
        COLLAPSE,
        words("W is an array of shape", "collapse stopped with ValueError"),
    ),
    WrongAnswer(
        "bias not summed",
        "xor_gradients",
        BACKWARD.format(SLOPE, MASK, GRADIENT.replace("dz.sum(axis=0)", "dz")),
        GRADIENTS,
        words("it would be right: that sum is missing"),
    ),
    WrongAnswer(
        "G ignored",
        "xor_gradients",
        BACKWARD.format(SLOPE.replace("G * ", ""), MASK, GRADIENT),
        GRADIENTS,
        words("dW times G would be right: that factor is missing"),
    ),
    WrongAnswer(
        "gradients not divided by m",
        "linear_and_logistic_fit",
        """def linear_and_logistic_fit(x, y):
    ones = np.hstack([x, np.ones((len(x), 1))])
    line = np.linalg.lstsq(ones, y)[0]
    v, a = np.zeros((2, 1)), np.zeros(1)
    for _ in range(3000):
        p = sigmoid(x @ v + a)
        v, a = v - x.T @ (p - y), a - (p - y).sum(axis=0)
    return line[:2], line[2], v, a
""",
        {"linear_and_logistic_fit_hidden": 2},
        words("goes with the summed gradient: divide by m"),
    ),
    WrongAnswer(
        "gradient by v not divided by m",
        "linear_and_logistic_fit",
        """def linear_and_logistic_fit(x, y):
    ones = np.hstack([x, np.ones((len(x), 1))])
    line = np.linalg.lstsq(ones, y)[0]
    v, a = np.zeros((2, 1)), np.zeros(1)
    for _ in range(3000):
        p = sigmoid(x @ v + a)
        v, a = v - x.T @ (p - y), a - (p - y).mean(axis=0)
    return line[:2], line[2], v, a
""",
        {"linear_and_logistic_fit_hidden": 2},
        words("a gradient by v that is not divided by m"),
    ),
    WrongAnswer(
        "a updated after the new v",
        "linear_and_logistic_fit",
        """def linear_and_logistic_fit(x, y):
    ones = np.hstack([x, np.ones((len(x), 1))])
    line = np.linalg.lstsq(ones, y)[0]
    v, a = np.zeros((2, 1)), np.zeros(1)
    for _ in range(3000):
        p = sigmoid(x @ v + a)
        v = v - x.T @ (p - y) / len(x)
        a = a - (sigmoid(x @ v + a) - y).mean(axis=0)
    return line[:2], line[2], v, a
""",
        {"linear_and_logistic_fit_hidden": 2},
        words("updating a with the new v"),
    ),
    WrongAnswer(
        "logistic model first",
        "linear_and_logistic_fit",
        """def linear_and_logistic_fit(x, y):
    ones = np.hstack([x, np.ones((len(x), 1))])
    line = np.linalg.lstsq(ones, y)[0]
    v, a = np.zeros((2, 1)), np.zeros(1)
    for _ in range(3000):
        p = sigmoid(x @ v + a)
        v, a = v - x.T @ (p - y) / len(x), a - (p - y).mean(axis=0)
    return v, a, line[:2], line[2]
""",
        FITS,
        words("they come in another order: linear_and_logistic_fit should return w, b, v, a"),
    ),
    WrongAnswer(
        "returned backward",
        "forward",
        """def forward(x, W, c, w, b):
    xW = x @ W
    z = xW + c
    h = np.maximum(0, z)
    return h @ w + b, h, z, xW
""",
        FORWARD,
        words("they come in another order: forward should return xW, z, h, f"),
    ),
    WrongAnswer(
        "one array under three names",
        "forward",
        """def forward(x, W, c, w, b):
    xW = x @ W
    z = xW
    z += c
    h = z
    h[h < 0] = 0
    return xW, z, h, h @ w + b
""",
        FORWARD,
        words("xW and z share their memory"),
    ),
    WrongAnswer(
        "not a number among the weights",
        "another_solution",
        ANOTHER.format("[[1.0, np.nan], [-1.0, 1.0]]", "[0.0, 0.0]", "[[1.0], [1.0]]"),
        OTHER,
        words("W[0, 1] is nan"),
    ),
    WrongAnswer(
        "one vector of weights too few",
        "another_solution",
        "def another_solution():\n    return np.ones((2, 2)), np.zeros(2), np.ones((2, 1))\n",
        OTHER,
        words("should return 4 arrays: `return W, c, w, b`"),
    ),
    WrongAnswer(
        "weights in a row",
        "another_solution",
        ANOTHER.format("[[1.0, -1.0], [-1.0, 1.0]]", "[0.0, 0.0]", "[1.0, 1.0]"),
        OTHER,
        words("w has the shape (2,); expected is (2, 1)"),
    ),
    WrongAnswer(
        "mask from z >= 0",
        "xor_gradients",
        BACKWARD.format(SLOPE, "(z >= 0)", GRADIENT),
        {"xor_gradients_hidden": 5},
        words("lets slopes through where z is exactly 0"),
    ),
    WrongAnswer(
        "output bias forgotten",
        "xor_gradients",
        BACKWARD.format(SLOPE.replace(" + b", ""), MASK, GRADIENT),
        GRADIENTS,
        words("dW is what comes out when b is forgotten in f = h w + b"),
    ),
    WrongAnswer(
        "whole division by m",
        "xor_gradients",
        BACKWARD.format(SLOPE.replace("/ len", "// len"), MASK, GRADIENT),
        GRADIENTS,
        words("dW comes from a whole division"),
    ),
    WrongAnswer(
        "ReLU whatever is asked",
        "success_rate",
        COUNTED.format("seeds", "seed", SHARE)
        .replace(", unit).J", ", unit)")
        .replace("np.stack(w), b], unit)", 'np.stack(w), b], "ReLU")'),
        {"success_rate_hidden": 2},
        words("pass on the unit that is asked for"),
    ),
    WrongAnswer(
        "w drawn before W",
        "success_rate",
        COUNTED.format("seeds", "seed", SHARE).replace(DRAWN_W, "").replace(DRAWN_w, DRAWN_w + DRAWN_W),
        RATE,
        words("when w is drawn before W: draw W first"),
    ),
    WrongAnswer(
        "one generator for all seeds",
        "success_rate",
        COUNTED.format("seeds", "0", SHARE)
        .replace("W, w = [], []", "W, w = [], []\n    rng = np.random.default_rng(0)")
        .replace("        rng = np.random.default_rng(0)\n        r_", "        r_"),
        RATE,
        words("drawn from a generator of their own for each seed"),
    ),
    WrongAnswer(
        "one half typed in",
        "success_rate",
        "def success_rate(n_units, unit, seeds):\n    return 0.5\n",
        RATE,
        words("which is 20 of 40 runs: not as many as succeed"),
    ),
    WrongAnswer(
        "a count in place of the share",
        "success_rate",
        COUNTED.format("seeds", "seed", "return np.sum(runs.J < 0.01)"),
        RATE,
        words("it returned 23: a count, not a rate? Divide it by the number of seeds, 40"),
    ),
    WrongAnswer(
        "a list of successes",
        "success_rate",
        COUNTED.format("seeds", "seed", "return runs.J < 0.01"),
        RATE,
        words("it returned 40 of them: which of them is the success rate?"),
    ),
]
