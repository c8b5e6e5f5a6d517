"""Chapter 7: training an MLP. The milestone: digits, read by four functions of a reader's own.

The four are those of exercises 4.4, 7.1, 7.2 and 7.4, and are passed as arguments; those below do the same
with the library. Each run has a seed, which decides the digits to learn from, the start and the order.
"""

import numpy as np

from dlcourse.data import batches, digits
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.graphs.mlp_in_arrays import mlp_backward, mlp_forward
from dlcourse.numbers import Number, kept
from dlcourse.op import Op
from dlcourse.ops import log_softmax, relu, sigmoid, tanh

WIDTHS, UNITS, ALPHA, N_TRAINING = (64, 32, 10), ["relu", "none"], 1e-4, 1000
LR, SIZE, N_EPOCHS = 0.5, 50, 20
LOW, HIGH = 0.935, 0.985  # the accuracy that is asserted lies between them
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint
OPS = {"relu": relu, "tanh": tanh, "sigmoid": sigmoid, "none": None}


def class_loss(z, y, eps):
    """The mean cross-entropy of softmax, and its slope. y: rows of probabilities; eps is 0 here."""
    log_p = log_softmax(z)
    return float(-(y * log_p).sum() / len(z)), (np.exp(log_p) - y) / len(z)


def forward_pass(x, W, b, units, alpha):
    """z, h and the penalty, by algorithm 3."""
    nothing = np.zeros((len(x), W[-1].shape[1]))
    found = mlp_forward(x, nothing, W, b, [OPS[unit] for unit in units])
    return found.z, found.h, alpha / 2 * sum(float((w * w).sum()) for w in W)


class Given(Op):
    """In the place of a loss: its gradient is given."""

    def __init__(self, G):
        self.G = G

    def bprop(self, inputs, X, G, Y):
        return self.G


def backward_pass(z, h, G, W, units, alpha):
    """dW and db, by algorithm 4, from the gradient G on the prediction."""
    forward = type("Kept", (), {"z": z, "h": h, "L": None})
    return mlp_backward(forward, None, W, [OPS[unit] for unit in units], loss=Given(G), penalty=alpha)


def train(x, y, theta, slopes, lr, size, n_epochs, seed):
    """theta after plain steps on minibatches, and the mean loss before the steps of each epoch."""
    rng, losses = np.random.default_rng(seed), []
    for _ in range(n_epochs):
        total = 0.0
        for part_x, part_y in batches(x, y, size, rng):
            J, gradients = slopes(part_x, part_y, theta)
            theta = [a - lr * g for a, g in zip(theta, gradients, strict=True)]
            total += J * len(part_x)
        losses.append(total / len(x))
    return theta, losses


def parts(seed: int):
    """Digits to learn from, and others.   -> (x (1000, 64), y (1000, 10)), (x (797, 64), y (797, 10))"""
    x, classes = digits()
    y, order = np.eye(10)[classes], np.random.default_rng((2, seed)).permutation(len(x))
    return tuple((x[rows], y[rows]) for rows in (order[:N_TRAINING], order[N_TRAINING:]))


def start(seed: int, widths=WIDTHS):
    """Random weights, biases 0, in one list: all W, then all b."""
    rng = np.random.default_rng((3, seed))
    W = []
    for n_in, n_out in zip(widths, widths[1:], strict=False):
        a = (6 / (n_in + n_out)) ** 0.5
        W.append(rng.uniform(-a, a, (n_in, n_out)))
    return [*W, *(np.zeros(w.shape[1]) for w in W)]


def read_digits(
    class_loss=class_loss, forward_pass=forward_pass, backward_pass=backward_pass, train=train, seed=0
):
    """The accuracy on digits that were not learned from, and the losses by epoch, with these functions."""

    def slopes(x, y, theta):
        W, b = theta[:2], theta[2:]
        z, h, penalty = forward_pass(x, W, b, UNITS, ALPHA)
        L, G = class_loss(h[-1], y, 0.0)
        dW, db = backward_pass(z, h, G, W, UNITS, ALPHA)
        return L + penalty, [*dW, *db]

    training, (x, y) = parts(seed)
    theta, losses = train(*training, start(seed), slopes, LR, SIZE, N_EPOCHS, seed)
    h = forward_pass(x, theta[:2], theta[2:], UNITS, ALPHA)[1]
    return float((h[-1].argmax(axis=1) == y.argmax(axis=1)).mean()), losses


def no_mask(z, h, G, W, units, alpha):
    """Wrong: the slope of the hidden units is left out."""
    return backward_pass(z, h, G, W, ["none"] * len(W), alpha)


def nothing_below(z, h, G, W, units, alpha):
    """Wrong: no gradient goes on below the last layer."""
    dW, db = backward_pass(z, h, G, W, units, alpha)
    return [*(0 * g for g in dW[:-1]), dW[-1]], [*(0 * g for g in db[:-1]), db[-1]]


def mean_twice(z, h, G, W, units, alpha):
    """Wrong: the mean over the samples, which is in G, is taken once more."""
    return backward_pass(z, h, G / len(G), W, units, alpha)


WRONG = {"no_mask": no_mask, "nothing_below": nothing_below, "mean_twice": mean_twice}


@kept
def accuracy(seed: int, wrong: str = "") -> float:
    """The accuracy of one run, with the library's functions or with one of the WRONG backward passes."""
    return read_digits(backward_pass=WRONG.get(wrong, backward_pass), seed=seed)[0]


def numbers() -> dict[str, Number]:
    """Accuracies with right functions and with wrong ones, over two sets of seeds, and what is asserted."""
    found, right = {}, []
    for name in ("", *WRONG):
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            values = [accuracy(seed, name) for seed in seeds]
            right += [] if name else values
            found[(name or "accuracy") + end] = estimated_median(values, seeds, "NumPy alone", ".1%")
    settings = {
        "low": (LOW, ".1%"),
        "high": (HIGH, ".1%"),
    }
    return (
        found
        | {name: Number(v, form, (), "a setting of ours") for name, (v, form) in settings.items()}
        | {
            "least": Number(min(right), ".1%", (), "NumPy alone", 0.01),
            "most": Number(max(right), ".1%", (), "NumPy alone", 0.01),
        }
    )
