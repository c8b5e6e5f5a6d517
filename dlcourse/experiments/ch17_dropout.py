"""Chapter 17: dropout as noise: in means and squares, in a loss, on the way back; a mean of subnetworks.

Source: deck Fix, pages 55 and 56. What no page states, the penalty and the layers after it, is ours.
"""

import numpy as np

from dlcourse.experiments.ch17_regularization import (
    averages_over_subnetworks,
    growth_of_the_square,
    unit_with_dropout,
)
from dlcourse.layers import BatchNorm, Dropout, Linear, Sequential, subnetworks
from dlcourse.numbers import Number
from dlcourse.ops import relu, sigmoid, tanh

W, X, Y = np.array([1.0, 1.0]), np.array([1.0, 2.0]), 3.0  # fitted exactly, so that all that is left is noise
SETS = {"": range(20), "_again": range(100, 120)}  # disjoint, by the end of a number's name


def all_masks(n: int, keep: float):
    """All masks of inverted dropout on n units, divided by keep, with their probabilities.

    -> p (2^n,), masks (2^n, n)
    """
    p, masks = subnetworks(Dropout(keep, rng=np.random.default_rng(0)), np.ones((1, n)), [n])
    return p, masks[:, 0]


def mean_loss(w, x, y, keep: float) -> float:
    """The mean over all masks on x of half the squared error of the linear unit x w.   w, x (n,), y: one"""
    p, masks = all_masks(len(x), keep)
    return float(p @ (masks @ (w * x) - y) ** 2 / 2)


def penalty(w, x, keep: float) -> float:
    """(1 - keep) / (2 keep) times the sum of w^2 x^2: what dropout on x adds to that loss, on average."""
    return float((1 - keep) / (2 * keep) * ((w * x) ** 2).sum())


def mean_gradient(w, x, y, keep: float, same: bool = True):
    """The mean over all masks of the gradient of that loss with respect to w.   -> (n,)

    same: back through the mask of the forward pass; else through another, drawn on its own.
    """
    p, masks = all_masks(len(x), keep)
    errors = masks @ (w * x) - y
    return p @ (errors[:, None] * masks * x) if same else (p @ errors) * (p @ masks) * x


def ratio_of_means(keep: float = 0.5, m: int = 10_000, n: int = 256, seed: int = 0) -> float:
    """The mean output of inverted dropout in training, over that at test time, for ones (m, n)."""
    layer, x = Dropout(keep, rng=np.random.default_rng(seed)), np.ones((m, n))
    return float(layer(x).mean() / layer.eval()(x).mean())


def growth_with_one_mask(m: int = 50, n: int = 2000, keep: float = 0.5, equal: bool = False) -> float:
    """How many times larger the variance of a unit's mean over m samples is with one mask for all samples.

    n ReLU units of normal numbers, or of ones: (m, n); the variance is that over masks, its mean over units.
    """
    rng = np.random.default_rng(0)
    h = np.ones((m, n)) if equal else relu(rng.standard_normal((m, n)))
    layer, squares = Dropout(keep, rng=rng), np.zeros(2)
    for _ in range(20):
        outputs = layer(h), layer.masked(h, rng.random(n) < keep)
        squares += [((Y - h).mean(axis=0) ** 2).mean() for Y in outputs]
    return float(squares[1] / squares[0])


def spread_after_batch_norm(keep: float = 0.5, m: int = 200_000, seed: int = 0) -> float:
    """The deviation of a ReLU unit at test time, behind dropout and batch normalization; it should be 1."""
    rng = np.random.default_rng(seed)
    # momentum 0: the running statistics are those of the one batch, as they would be after many
    model = Sequential(Dropout(keep, rng=rng), BatchNorm(1, momentum=0.0))
    x = relu(rng.standard_normal((m, 1)))
    model(x)
    return float(np.std(model.eval()(x).array))


def answers_of_subnetworks(n: int = 10, seed: int = 0):
    """The probabilities of the 2^n subnetworks of a sigmoid unit with dropout on n inputs; its answers."""
    model, x = unit_with_dropout(n, seed)
    p, z = subnetworks(model, x, [n])
    return p, sigmoid(z[:, 0, 0])


def averages_of_a_deeper_one(seed: int) -> dict[str, float]:
    """Means over the 1,024 subnetworks of a 5-5-1 network, with masks on inputs and tanh units; one pass.

    Weights are standard normal, twice as wide as a start by Glorot's rule, so that the units are curved.
    """
    rng = np.random.default_rng(seed)
    model = Sequential(
        Dropout(0.8, rng=rng), Linear(5, 5, rng=rng, init=_normal), tanh,
        Dropout(0.5, rng=rng), Linear(5, 1, rng=rng, init=_normal),
    )  # fmt: skip
    x = rng.standard_normal((1, 5))
    p, z = subnetworks(model, x, [5, 5])
    z = z[:, 0, 0]
    found = {"arithmetic": float(p @ sigmoid(z)), "geometric": float(sigmoid(p @ z))}
    return found | {"scaled": float(sigmoid(model.eval()(x).array[0, 0]))}


def _normal(shape, rng):
    return rng.standard_normal(shape)


def distances(seeds: range) -> tuple[float, float]:
    """Medians over networks: how far the test pass lies from the geometric and from the arithmetic mean."""
    found = [averages_of_a_deeper_one(seed) for seed in seeds]
    return tuple(
        float(np.median([abs(one["scaled"] - one[mean]) for one in found]))
        for mean in ("geometric", "arithmetic")
    )


def numbers() -> dict[str, Number]:
    """Growth of the square, the loss and its penalty, the gradient by each mask, means of subnetworks."""
    rows, by_hand = ("F040",), "by hand"
    found = {
        "growth_half": Number(
            growth_of_the_square(0.5, np.random.default_rng(0)), ".2f", rows, "deck Fix, 55", 0.02
        ),
        "growth_fifth": Number(
            growth_of_the_square(0.8, np.random.default_rng(0)), ".2f", rows, "deck Fix, 55", 0.02
        ),
        "ratio": Number(ratio_of_means(), ".4f", rows, "the mean of a coin", 0.003),
        "one_mask": Number(growth_with_one_mask(), ".0f", rows, "moments of a half normal", 0.04),
        "one_mask_ones": Number(growth_with_one_mask(equal=True), ".0f", rows, "independent samples", 0.04),
        "mean_loss": Number(mean_loss(W, X, Y, 0.5), ".2f", rows, by_hand),
        "spread": Number(spread_after_batch_norm(), ".2f", ("F101",), "moments of a half normal", 0.01),
    }
    for end, same in (("", True), ("_other", False)):
        for k, g in enumerate(mean_gradient(W, X, Y, 0.5, same), 1):
            found[f"g_{k}{end}"] = Number(float(g), ".0f", rows, by_hand)
    averages = averages_over_subnetworks()
    for name in ("linear", "arithmetic", "geometric", "scaled"):
        found[name] = Number(averages[name], ".6f", ("F041",), "deck Fix, 56")
    for end, seeds in SETS.items():
        for name, value in zip(("geometric", "arithmetic"), distances(seeds), strict=True):
            found[f"off_{name}{end}"] = Number(value, ".4f", ("F041",), "NumPy alone", 1e-9)
    return found
