"""Chapter 7: training an MLP. The mask of another layer: it fits where classes and hidden units are as many.

64-10-10 without biases on the digits of `ch07_digits_mlp`, in plain arrays. In the right backward pass the
gradient of the hidden layer is masked by [U1 > 0], in the wrong one by [U2 > 0], which has the same shape.
"""

import numpy as np

from dlcourse.data import batches
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch07_digits_mlp import LR, SIZE, parts
from dlcourse.experiments.ch07_there_and_back import backward, forward
from dlcourse.layers import MLP
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu

N_UNITS, N_EPOCHS = 10, 20
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint


def gradients(X, y, W1, W2, wrong: bool):
    """The gradients of the mean cross-entropy, the hidden layer's mask right or that of the logits."""
    there = forward(X, y, W1, W2, lam=0.0)
    back = backward(X, y, W1, W2, there.U1, there.H, there.U2, lam=0.0)
    return (X.T @ (back.dH * (there.U2 > 0)) if wrong else back.dW1), back.dW2


@kept
def accuracy(seed: int, wrong: bool) -> float:
    """Of a network on its test digits, after plain steps with the gradients above."""
    (x, y), (x_test, y_test) = parts(seed)
    rng = np.random.default_rng((8, seed))
    W1, W2 = (layer.W.array for layer in MLP((64, N_UNITS, 10), activation=relu, rng=rng).layers)
    for _ in range(N_EPOCHS):
        for part_x, part_y in batches(x, y, size=SIZE, rng=rng):
            dW1, dW2 = gradients(part_x, part_y, W1, W2, wrong)
            W1, W2 = W1 - LR * dW1, W2 - LR * dW2
    return float((forward(x_test, y_test, W1, W2).U2.argmax(axis=1) == y_test).mean())


def numbers() -> dict[str, Number]:
    """Accuracies with either mask."""
    found = {}
    for name, wrong in (("right", False), ("wrong", True)):
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            values = [accuracy(seed, wrong) for seed in seeds]
            found[name + end] = estimated_median(values, seeds, "PyTorch, side by side", ".0%", ("L024",))
    return found
