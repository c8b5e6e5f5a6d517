"""Chapter 7: training an MLP. Minibatches: how well their gradients estimate the whole one, and how large.

The network, the digits and the seeds are those of `ch07_digits_mlp`; XOR is that of chapter 2.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch00_checkers import relative_error
from dlcourse.experiments.ch02_intervals import estimate, estimated_median
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import SOLVED_BELOW, UNITS, draw_starts
from dlcourse.experiments.ch07_digits_mlp import N_TRAINING, network, parts
from dlcourse.experiments.ch09_stack import Stack as Networks
from dlcourse.experiments.ch09_stack import summed_cross_entropy
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.replay import compile_step
from dlcourse.training import fit

SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint
SIZES, N_EPOCHS, LR, LR_OF_SUM = (1, 5, 25, 125, 1000), 5, 0.1, 0.01
RATES = (0.03, 0.1, 0.3, 1.0)
BEST_RATE = {1: 0.03, 5: 0.1, 25: 0.3, 125: 1.0, 1000: 1.0}  # of RATES, for SEEDS
XOR_RUNS, XOR_FRESH, XOR_LR, VISITS = range(400), range(400, 800), 0.1, 20_000
FLAT_ABOVE = 0.2  # the loss where all answers are alike is at least 1/4


def gradient(model, x, y) -> np.ndarray:
    """The gradient of the mean loss with respect to all parameters, in one row."""
    found = grad(softmax_cross_entropy(model(x), y), model.parameters())
    return np.concatenate([g.ravel() for g in found])


@kept
def estimate_errors(size: int, seed: int = 0, n_draws: int = 100) -> np.ndarray:
    """The relative error of the gradient of random minibatches, at the start.   -> (n_draws,)"""
    (x, y), _ = parts(seed)
    model, rng = network(seed), np.random.default_rng((5, seed))
    whole = gradient(model, x, y)
    found = []
    for _ in range(n_draws):
        rows = rng.permutation(len(x))[:size]
        off = gradient(model, x[rows], y[rows]) - whole
        found.append(float(np.linalg.norm(off) / np.linalg.norm(whole)))
    return np.array(found)


def mean_of_an_epoch(size: int = 50, seed: int = 0) -> float:
    """How far the mean gradient of an epoch's minibatches, all at the start, is from the whole gradient."""
    (x, y), _ = parts(seed)
    model = network(seed)
    order = np.random.default_rng(seed).permutation(len(x)).reshape(-1, size)
    mean = np.mean([gradient(model, x[rows], y[rows]) for rows in order], axis=0)
    return relative_error(mean, gradient(model, x, y))


@kept
def side_by_side(size: int, lr: float, seeds: range) -> np.ndarray:
    """The accuracies on the test digits after N_EPOCHS of minibatches, the loss a mean over each.

    Networks side by side, each with the digits and the order of its seed: none knows of the others.
    -> (n_runs,)
    """
    data = [parts(seed) for seed in seeds]
    x, y = (np.stack(part) for part in zip(*(training for training, _ in data), strict=True))
    stack, runs = Networks([network(seed) for seed in seeds]), np.arange(len(seeds))[:, None]
    step = compile_step(stack, summed_cross_entropy, SGD(stack.parameters(), lr=lr))
    rngs = [np.random.default_rng((4, seed)) for seed in seeds]
    for _ in range(N_EPOCHS):
        order = np.stack([rng.permutation(N_TRAINING) for rng in rngs])
        for first in range(0, N_TRAINING, size):
            rows = order[:, first : first + size]
            step(x[runs, rows], y[runs, rows].ravel())
    x_test, y_test = (np.stack(part) for part in zip(*(test for _, test in data), strict=True))
    return is_right(stack(x_test).array, y_test).mean(axis=1)


def accuracies(size: int, summed: bool = False, seeds=SEEDS, lr: float | None = None) -> list[float]:
    """An accuracy for each seed, with the rate of the page or another."""
    # a sum of `size` losses: the mean's gradient, times the size
    lr = (LR_OF_SUM * size if summed else LR) if lr is None else lr
    return side_by_side(size, lr, seeds).tolist()


@kept
def shuffled_apart(seed: int) -> float:
    """The accuracy when x and y are shuffled by different orders."""
    (x, y), test = parts(seed)
    model, rng = network(seed), np.random.default_rng((7, seed))
    options = {"n_epochs": 20, "batch_size": 50, "rng": rng, "progress": False}
    fit(model, softmax_cross_entropy, x, rng.permutation(y), SGD(model.parameters(), lr=0.5), **options)
    return float(is_right(predict(model, test[0]), test[1]).mean())


@kept
def xor_losses(size: int, unit: str = "tanh", seeds: range = XOR_RUNS) -> np.ndarray:
    """The losses on XOR of networks with two hidden units after `size` cases a step.   -> (n_runs,)

    Every size sees VISITS cases. The runs of a set share the order of their cases, not their starts.
    """
    stack, (x, y) = Stack(draw_starts(2, seeds), UNITS[unit]), xor()
    step = compile_step(stack, mean_squared_error, SGD(stack.parameters(), lr=XOR_LR))
    rng = np.random.default_rng((6, seeds.start))
    for _ in range(VISITS // 4):
        for rows in rng.permutation(4).reshape(-1, size):
            step(x[rows], np.tile(y[rows], len(seeds)))
    return ((stack(x).array - y) ** 2).mean(axis=0)


def numbers() -> dict[str, Number]:
    """Errors of estimates, accuracies by size of the minibatch, XOR by cases a step."""
    found = {
        "n_epochs": Number(N_EPOCHS, "d", (), "a setting of ours"),
        "lr": Number(LR, "g", (), "a setting of ours"),
        "lr_of_sum": Number(LR_OF_SUM, "g", (), "a setting of ours"),
        "shuffled_apart": estimated_median(
            [shuffled_apart(seed) for seed in SEEDS], SEEDS, "one class in ten", ".0%", ("K035",)
        ),
        "mean_of_epoch": Number(mean_of_an_epoch(), ".0e", ("K035",), "rounding"),
        "visits": Number(VISITS, ",", (), "a setting of ours"),
        "xor_lr": Number(XOR_LR, "g", (), "a setting of ours"),
    }
    for size in (10, 50, 200):
        error = float(np.mean(estimate_errors(size)))
        found[f"error_{size}"] = Number(error, ".0%", ("K035",), "the variance of single gradients", 0.05)
    for name, summed in (("mean", False), ("sum", True)):
        for size in SIZES:
            for end, seeds in (("", SEEDS), ("_again", FRESH)):
                found[f"{name}_{size}{end}"] = estimated_median(
                    accuracies(size, summed, seeds), seeds, "NumPy alone", ".0%", ("K036",)
                )
                found[f"steps_{size}"] = Number(N_EPOCHS * N_TRAINING // size, ",", (), "counted by hand")
    for size, lr in BEST_RATE.items():
        found[f"rate_{size}"] = Number(lr, "g", (), "the best of four")
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            found[f"best_{size}{end}"] = estimated_median(
                accuracies(size, seeds=seeds, lr=lr), seeds, "NumPy alone", ".0%", ("K035",)
            )
    for size in (1, 2, 4):
        for end, seeds in (("", XOR_RUNS), ("_again", XOR_FRESH)):
            losses = xor_losses(size, seeds=seeds)
            solved = int((losses < SOLVED_BELOW).sum())
            found[f"xor_{size}{end}"] = estimate(solved, seeds, "NumPy alone", form=".0%")
            if size == 1:
                found[f"xor_failed{end}"] = Number(len(seeds) - solved, "d", (), "NumPy alone")
            if size != 2:
                flat = int((losses > FLAT_ABOVE).sum())
                found[f"xor_flat_{size}{end}"] = Number(flat, "d", (), "NumPy alone")
    return found
