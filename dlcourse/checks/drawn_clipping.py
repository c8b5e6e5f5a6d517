"""Checks: gradients and starts on the cliff for chapter 15, and what slips make of clipping by the norm."""

from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.listed import entries
from dlcourse.checks.right import Right
from dlcourse.experiments.ch15_vanishing import cliff


def of_length(rng, shapes, norm: float) -> list:
    """Gradients of these shapes whose common length is norm."""
    drawn = [rng.normal(size=shape) for shape in shapes]
    length = np.sqrt(sum((g**2).sum() for g in drawn))
    return [g * (norm / length) for g in drawn]


def gradients_to_clip() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `clip_global_norm`: long and short ones, zeros, huge and lost ones."""
    long = [np.array([[0.6, -1.5], [2.4, 0.9]]), np.array([-0.8, 0.7])]
    huge = [np.array([3e25, -1e25], np.float32), np.array([[2e25]], np.float32)]
    shown = [
        {"gradients": long, "max_norm": 1.3},
        {"gradients": long, "max_norm": 3.4},
        {"gradients": [np.zeros(2), np.zeros((1, 3))], "max_norm": 1.3},
        {"gradients": huge, "max_norm": 2.5},
        {"gradients": [np.array([0.4, np.inf]), np.array([-1.7])], "max_norm": 1.3},
    ]

    def draw(rng):
        shapes = (2,), (3, 2), (2, 1, 2)
        for norm, max_norm in ((7.0, 1.7), (0.4, 1.7), (3.1, 3.0), (2.9, 3.0)):
            yield {"gradients": of_length(rng, shapes, norm), "max_norm": max_norm}
        yield {"gradients": of_length(rng, [(1,)], 6.0), "max_norm": 0.25}
        yield {"gradients": of_length(rng, shapes, 1e-12), "max_norm": 0.25}
        yield {"gradients": [0 * g for g in of_length(rng, shapes, 1.0)], "max_norm": 0.5}
        yield {"gradients": of_length(rng, shapes, 6e29), "max_norm": 2.5}
        for bad in (-np.inf, np.nan):
            lost = of_length(rng, shapes, 7.0)
            lost[1][2, 0] = bad
            yield {"gradients": lost, "max_norm": 1.7}

    return shown, draw


def long_at(start, lr: float) -> float:
    """A max_norm that clips the first gradient, its square, and lr times it."""
    length = float(np.hypot(*cliff(*start)[1:]))
    return 0.5 * length * min(length, lr)


def starts_on_the_cliff() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `descend_cliff`: few steps, which show a slip; then the descent."""
    start = np.array([5.5, -2.7])
    descent = {"lr": 0.1, "max_norm": 1.0, "n_steps": 500}
    shown = [
        {"start": start, "lr": 0.3, "max_norm": 0.005, "n_steps": 2},
        {"start": np.array([3.2, -1.3]), "lr": 0.3, "max_norm": 1.5, "n_steps": 3},
        {"start": start, **descent},
    ]

    def draw(rng):
        for lr, n_steps, clips in ((0.2, 5, True), (0.7, 4, False)):
            drawn = start + rng.uniform(-0.3, 0.3, size=2)
            max_norm = long_at(drawn, lr) if clips else 1.4
            yield {"start": drawn, "lr": lr, "max_norm": max_norm, "n_steps": n_steps}
        yield {"start": start + rng.uniform(-0.3, 0.3, size=2), **descent}

    return shown, draw


ONE_FACTOR = "Print norm, and each clipped array divided by its gradient: is that one factor everywhere?"
ZERO = "0 / 0 is NaN: where norm is 0, nothing is divided, and all stay as they are."
ALL_NAN = "All gradients are NaN: where norm is infinite or NaN, all stay as they are."
LOST = "An infinite norm divides, so the factor is 0, and 0 times infinite is NaN: then all stay as they are."
HIDDEN = "What is infinite or NaN becomes finite: it stays, so that the optimizer can see it."
LEFT_OUT = "norm leaves out what is infinite or NaN, so the rest is clipped: then all stay as they are."
SHORT = "Short gradients are made longer: they stay as they are."
SIGNS = "Every number becomes max_norm or -max_norm: multiply all by one factor."
FACTOR = "That is the factor: norm is the length of all gradients before clipping."
AFTER = "norm is that after clipping: it is asked for as it was."
OWN_NORM = "Each array is clipped by its own norm, which turns the direction: one factor is for all."
OWN_LARGEST = "Each array is clipped by its own largest entry: one factor, by norm, is for all."
ALONE = "Only arrays that are long themselves are multiplied: one factor is for all."
SO_FAR = "Each array is clipped by the norm of those so far: norm has all squares before any is clipped."
REST = "The arrays that are finite are clipped: if any entry is infinite or NaN, all stay as they are."
BY_VALUE = "Each number is cut by itself, which turns the direction: multiply all by one factor."


def of_norm(gradients, norms) -> dict:
    """What slips make of the norm, by what is said of them.   norms: of each array"""
    row = np.concatenate([np.ravel(g) for g in gradients])
    return {
        "norm is that of one array alone: it has the squares of all.": norms[-1],
        "norm is that of the first array alone: it has the squares of all.": norms[0],
        "norm is a sum of lengths: squares are added first, then comes the root.": sum(norms),
        "norm is the length of the longest array: the squares of all arrays are added.": max(norms),
        "norm is divided by the number of arrays: the squares are added, then comes the root.": (
            np.hypot.reduce(row) / len(norms)
        ),
        "norm is the root of a sum of lengths: squares are added first, then comes one root.": sum(norms)
        ** 0.5,
        "norm has two roots: one is enough.": np.hypot.reduce(row) ** 0.5,
        "norm lacks the root.": np.hypot.reduce(row) ** 2,
        "norm adds absolute values: it is the root of a sum of squares.": abs(row).sum(),
        "norm is the largest entry: it is the root of a sum of squares.": abs(row).max(),
        "norm has a mean over all numbers: their squares are added.": np.hypot.reduce(row) / len(row) ** 0.5,
        "norm has a mean over the arrays: their squares are added.": np.hypot.reduce(norms)
        / len(norms) ** 0.5,
    }


def factors(norm: float, max_norm: float) -> dict:
    """What slips make of the factor, by what is said of them."""
    long = norm > max_norm
    return {
        SHORT: max_norm / norm,
        "Each gradient gets the length 1: long ones get max_norm, short ones stay as they are.": 1 / norm,
        "The length becomes 1: it becomes max_norm.": 1 / norm if long else 1,
        "The factor is upside down: it is max_norm / norm.": norm / max_norm if long else 1,
        "norm is missing in the factor, max_norm / norm.": max_norm if long else 1,
        "The length becomes 1, also where norm is below max_norm: max_norm takes the place of 1.": min(
            1, 1 / norm
        ),
        "norm is squared in the factor: it is max_norm / norm.": max_norm / norm**2 if long else 1,
        "The factor has a root: it is max_norm / norm.": (max_norm / norm) ** 0.5 if long else 1,
        "The factor is squared: it is max_norm / norm.": min(1, max_norm / norm) ** 2,
        "The square of norm is compared with max_norm: compare norm itself.": (
            max_norm / norm if norm**2 > max_norm else 1
        ),
        "Long gradients become 0: they become shorter.": 0 if long else 1,
        "Nothing is clipped.": 1,
        "min and max are mixed up: the factor is 1 at most.": max(1, max_norm / norm),
        "1e-6 is added to norm: where norm is 0, nothing is divided.": min(1, max_norm / (norm + 1e-6)),
        "1e-8 is added to norm: where norm is 0, nothing is divided.": min(1, max_norm / (norm + 1e-8)),
    }


def of_lost(gradients, max_norm: float) -> Iterator[tuple[str, dict]]:
    """What slips make of gradients of which an entry is infinite or NaN: (sentence, results)."""
    zeros = [np.where(np.isfinite(g), g, 0) for g in gradients]
    large = [np.nan_to_num(g) for g in gradients]
    cut = [np.clip(g, -max_norm, max_norm) for g in gradients]
    for finite in (zeros, large, cut, [0 * g for g in zeros]):
        yield HIDDEN, entries("clipped", finite)
    whole = [g for g in gradients if np.isfinite(g).all()]
    for counted in (zeros, whole):
        norm = np.sqrt(sum((g**2).sum() for g in counted))
        factor = min(1, max_norm / norm) if norm else 1
        yield LEFT_OUT, entries("clipped", [g * factor for g in gradients]) | {"norm": norm}
        yield REST, entries("clipped", [g * (factor if np.isfinite(g).all() else 1) for g in gradients])


def by_norm(gradients, max_norm: float) -> Right:
    """The judgement of gradients that are clipped by their global norm."""
    norms = [np.hypot.reduce(np.ravel(g)) for g in gradients]
    norm = np.hypot.reduce(norms)

    def clipped(factor):
        with np.errstate(invalid="ignore"):  # 0 times infinite
            return entries("clipped", [g * factor for g in gradients])

    right = Right(**clipped(max_norm / norm if max_norm < norm < np.inf else 1), norm=norm)
    if not 0 < norm < np.inf:
        right.if_instead(ZERO if norm == 0 else ALL_NAN, clipped(np.nan))
        if norm == np.inf:  # a norm that is NaN leads to other factors, and a test with `>` leaves those out
            right.if_instead(LOST, clipped(0.0))
        right.if_instead(SHORT, clipped(0.0 if norm == np.inf else np.nan))
        for told, results in of_lost(gradients, max_norm):
            right.if_instead(told, results)
        return right.hinting(ONE_FACTOR)
    for told, one in factors(norm, max_norm).items():
        right.if_instead(told, clipped(one))
    for told, one in of_norm(gradients, norms).items():
        for factor in (min(1, max_norm / one), max_norm / one):  # of two mistakes the second is told later
            right.if_instead(told, clipped(factor) | {"norm": one})
    right.slip("norm", min(norm, max_norm), AFTER).slip("norm", min(1, max_norm / norm), FACTOR)
    for told, results in one_by_one(gradients, norms, norm, max_norm):
        right.if_instead(told, results)
    return right.hinting(ONE_FACTOR)


def one_by_one(gradients, norms, norm: float, max_norm: float) -> Iterator[tuple[str, dict]]:
    """What slips make of gradients that are not all multiplied by one factor: (sentence, results)."""
    pairs = [*zip(gradients, norms, strict=True)]
    own_norm = entries("clipped", [g * min(1, max_norm / own) for g, own in pairs])
    always = entries("clipped", [g * (max_norm / (own or 1)) for g, own in pairs])
    yield OWN_NORM, own_norm
    yield BY_VALUE, entries("clipped", [np.clip(g, -max_norm, max_norm) for g in gradients])
    yield BY_VALUE, entries("clipped", [np.minimum(g, max_norm) for g in gradients])
    so_far = [g * min(1, max_norm / (np.hypot.reduce(norms[: k + 1]) or 1)) for k, g in enumerate(gradients)]
    yield SO_FAR, entries("clipped", so_far)
    sizes = [abs(g).max() or 1 for g in gradients]
    largest = [g * min(1, max_norm / size) for g, size in zip(gradients, sizes, strict=True)]
    yield OWN_LARGEST, entries("clipped", largest)
    yield SIGNS, entries("clipped", [np.sign(g) * max_norm for g in gradients])
    yield ALONE, entries("clipped", [g * (max_norm / norm if own > max_norm else 1) for g, own in pairs])
    for one in (norm, norms[-1], sum(norms)):
        yield OWN_NORM, own_norm | {"norm": one}
        yield f"{OWN_NORM} And short ones are made longer.", always | {"norm": one}
