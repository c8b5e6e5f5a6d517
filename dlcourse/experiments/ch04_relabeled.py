"""Chapter 4: relabeled. Softmax regression that is sure of wrong labels, and is then shown the right ones.

The last part asks whether the loss decides how many networks of chapter 2 learn XOR. Settings are ours.
Source of the question: deck Srihari, section II, slides 10, 17 and 38; deck Leibe, "Another Note on Error
Functions".
"""

import numpy as np

from dlcourse.data import digits, xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import draw_starts
from dlcourse.layers import Linear
from dlcourse.losses import half_squared_error, sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.numbers import Number, kept
from dlcourse.ops import sigmoid, softmax, tanh
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step

N_DIGITS, N_STEPS, EVERY = 100, 500, 25
FIRST, FRESH = range(5), range(5, 10)
XOR_FIRST, XOR_FRESH, XOR_STEPS, XOR_LR = range(400), range(400, 800), 700, 0.3


def squares_of(answer):
    """The loss that is half the squared error of answer(z), a mean over the samples; answer: an op."""
    return lambda z, y: half_squared_error(answer(z), y) * (1 / len(y))


def as_rows(y):
    """Classes as rows with a 1.   y (m,) -> (m, 10)"""
    return np.eye(10)[y]


LOSSES = {  # name: the loss, how it wants its targets
    "squares": (squares_of(softmax), as_rows),
    "entropy": (softmax_cross_entropy, np.asarray),
}


@kept
def relabeled(loss: str, lr: float, seed: int) -> np.ndarray:
    """The share of labels that a softmax regression gets right, each EVERY steps of gradient descent.

    It is trained for N_STEPS on N_DIGITS digits labeled one too many (0 as 1, 9 as 0), then for N_STEPS on
    the right labels. The share is that of the labels in use: the last of the first half is how well the wrong
    ones were learned, and the one after it how many of the right ones were right before a step for them.
    """
    x, y = digits()
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(x))[:N_DIGITS]
    x, y = x[chosen], y[chosen]
    model, (f, form) = Linear(64, 10, rng=rng), LOSSES[loss]
    step = compile_step(model, f, SGD(model.parameters(), lr=lr))
    shares = []
    for labels in ((y + 1) % 10, y):
        targets = form(labels)
        for n in range(N_STEPS + 1):
            if n % EVERY == 0:
                shares.append((model(x).array.argmax(axis=1) == labels).mean())
            if n < N_STEPS:
                step(x, targets)
    return np.array(shares)


def most_steps_to(share: float) -> int:
    """After how many steps with cross-entropy every run has that share of the right labels."""
    half = N_STEPS // EVERY + 1  # where the right labels begin
    runs = [relabeled("entropy", 1.0, seed)[half:] for seed in (*FIRST, *FRESH)]
    return EVERY * max(int((run >= share).argmax()) for run in runs)


@kept
def xor_learned(loss: str, seeds=XOR_FIRST) -> int:
    """How many of chapter 2's networks, with two tanh units and a sigmoid output, learn XOR with a loss."""
    x, y = xor()
    stack = Stack(draw_starts(2, seeds), tanh)
    f = sigmoid_cross_entropy if loss == "entropy" else squares_of(sigmoid)
    step = compile_step(stack, f, SGD(stack.parameters(), lr=XOR_LR, momentum=0.9))
    targets = np.tile(y, len(seeds))
    for _ in range(XOR_STEPS):
        step(x, targets)
    return int(((stack(x).array > 0) == (y > 0.5)).all(axis=0).sum())


def numbers() -> dict[str, Number]:
    """How many right labels each loss reaches after wrong ones, and how many networks learn XOR."""
    chosen = {"n_digits": N_DIGITS, "n_steps": N_STEPS, "n_xor": len(XOR_FIRST), "xor_steps": XOR_STEPS}
    found = {name: Number(n, "d", (), "a setting of ours") for name, n in chosen.items()}
    found["soon"] = Number(most_steps_to(0.9), "d", ("S063",), "gradients by hand")
    half = N_STEPS // EVERY
    for loss in LOSSES:
        for key, seeds in (("", FIRST), ("_fresh", FRESH)):
            runs = np.array([relabeled(loss, 1.0, seed) for seed in seeds])
            for end, of in (("least", np.min), ("most", np.max)):
                value = float(of(runs[:, -1]))
                found[f"{loss}_{end}{key}"] = Number(value, ".0%", ("S063",), "gradients by hand", 0.02)
            value = float(runs[:, half].min())
            found[f"{loss}_wrong{key}"] = Number(value, ".0%", ("S063",), "gradients by hand", 0.02)
            k = xor_learned(loss, {"": XOR_FIRST, "_fresh": XOR_FRESH}[key])
            n = XOR_FIRST if not key else XOR_FRESH
            found[f"{loss}_xor{key}"] = estimate(k, n, "gradients by hand", form=".0%")
        # the same at a third and at three times the rate, where another rate might have saved it
        ends = [relabeled(loss, lr, 0)[-1] for lr in (0.3, 1.0, 3.0)]
        best = min(ends) if loss == "entropy" else max(ends)
        found[f"{loss}_rates"] = Number(float(best), ".0%", ("S063",), "gradients by hand", 0.02)
    return found
