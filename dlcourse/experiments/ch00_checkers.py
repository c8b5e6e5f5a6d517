"""Chapter 0: gradient checks. Checker designs in common use, on all wrong backward passes of the course.

Six designs differ in one respect, one of them in two, from a seventh: random numbers of both signs, a random
gradient from above, sizes that are distinct primes, each gradient compared as a whole by its relative error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.experiments.ch00_wrong_answers import PASSES, Pass, WrongAnswer, claimed, wrong_answers
from dlcourse.gradcheck import numerical_gradient
from dlcourse.numbers import Number

RTOL, ATOL = 1e-5, 1e-9  # of the good checker; the second for gradients that are 0
LOOSE = 1e-3  # an absolute tolerance that looks small
SEEDS = range(20)  # of the random numbers that a design tries
SMALL = 0.01  # the size of the weights at a small start


def relative_error(a, b) -> float:
    """The length of a - b over that of the longer one; 0 for two zeros, infinite for other shapes and NaN.

    >>> round(relative_error([3.0, 4.0], [4.0, 3.0]), 3)
    0.283
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:
        return np.inf
    off, size = np.linalg.norm(a - b), max(np.linalg.norm(a), np.linalg.norm(b))
    error = off / size if size else off
    return float(error) if np.isfinite(error) else np.inf


def each_gradient(claims, measured) -> bool:
    """Every gradient by itself, as a whole: what a checker should compare."""
    return all(
        np.shape(a) == np.shape(b) and (relative_error(a, b) <= RTOL or abs(a - b).max() <= ATOL)
        for a, b in zip(claims, measured, strict=True)
    )


def first_entry(claims, measured) -> bool:
    """The first number of the first gradient alone."""
    return relative_error(np.ravel(claims[0])[0], np.ravel(measured[0])[0]) <= RTOL


def lengths(claims, measured) -> bool:
    """The lengths of the gradients alone."""
    return all(
        relative_error(np.linalg.norm(a), np.linalg.norm(b)) <= RTOL
        for a, b in zip(claims, measured, strict=True)
    )


def nearly_zero(claims, measured) -> bool:
    """Differences of each number, against an absolute tolerance."""
    return all(
        np.shape(a) == np.shape(b) and abs(a - b).max() <= LOOSE
        for a, b in zip(claims, measured, strict=True)
    )


def small(rng):
    """Normal numbers of size SMALL: weights, inputs, targets, the gradient from above."""
    return lambda shape: SMALL * rng.normal(size=shape)


@dataclass(frozen=True)
class Design:
    """A checker: which numbers it tries, of which sizes, and what it compares.

    numbers: rng -> (shape -> array).   least: whether it takes the smallest sizes.
    """

    numbers: Callable = lambda rng: lambda shape: rng.normal(size=shape)
    least: bool = False
    agree: Callable = each_gradient


DESIGNS = {
    "one entry": Design(agree=first_entry),
    "one of each": Design(least=True),
    "ones": Design(numbers=lambda rng: np.ones),
    "positive": Design(numbers=lambda rng: lambda shape: rng.uniform(size=shape)),
    "small start": Design(numbers=small, agree=nearly_zero),
    "lengths": Design(agree=lengths),
    "random and prime": Design(),
}
HALVES = {  # of the small start: either of its weaknesses by itself
    "small alone": Design(numbers=small),
    "absolute alone": Design(agree=nearly_zero),
}


def accepts(design: Design, one: Pass, sources, seed: int = 0) -> list[bool]:
    """Which answers a checker takes for right, at the one point that it tries.   sources: their code"""
    measured, claims = _tried(design.numbers, design.least, one, tuple(sources), seed)
    return [_agree(design, those, measured) for those in claims]


@cache
def _tried(numbers, least, one, sources, seed):
    """What is measured at a point, and what each answer claims there, None if it does not run.

    Designs that only compare in other ways share it.
    """
    inputs = one.draw(numbers(np.random.default_rng(seed)), *(one.least if least else one.sizes))
    at = inputs | one.given(inputs)
    measured = [
        numerical_gradient(lambda v, f=cost, name=name: f(**at | {name: v}), at[name])
        for cost, name in one.costs
    ]
    return measured, [_claimed(one, source, inputs) for source in sources]


def _claimed(one, source, inputs):
    try:
        with np.errstate(all="ignore"):
            return claimed(one, source, inputs)
    except Exception:  # an answer that does not run has been found out
        return None


def _agree(design, claims, measured):
    try:
        with np.errstate(all="ignore"):
            return claims is not None and design.agree(claims, measured)
    except Exception:  # as is one whose claims cannot be compared
        return False


@cache
def accepted(name: str, seed: int = 0) -> tuple[WrongAnswer, ...]:
    """The wrong answers that a design takes for right, of all that there are."""
    found = []
    for one in PASSES:
        answers = [wrong for wrong in wrong_answers() if wrong.of is one]
        verdicts = accepts((DESIGNS | HALVES)[name], one, [wrong.source for wrong in answers], seed)
        found += [wrong for wrong, right in zip(answers, verdicts, strict=True) if right]
    return tuple(found)


def numbers_accepted(name: str, seeds=SEEDS) -> list[int]:
    """How many of the wrong answers a design lets through, for each seed of its random numbers, sorted."""
    return sorted(len(accepted(name, seed)) for seed in seeds)


def numbers() -> dict[str, Number]:
    """The number of wrong answers, and how many each design lets through: median draw, least, most."""
    source, total = "each answer at random points, by complex steps", len(wrong_answers())
    found = {
        "n_wrong": Number(total, "d", source=source),
        "n_exercises": Number(
            len({one.exercise for one in PASSES}),
            "d",
            source="exercises with derivatives among their results",
        ),
        "n_seeds": Number(len(SEEDS), "d", source="by definition"),
    }
    for name in DESIGNS:
        through, key = numbers_accepted(name), name.replace(" ", "_")
        parts = {"": through[len(through) // 2], "_least": through[0], "_most": through[-1]}
        found |= {f"{key}{part}": Number(n, "d", source="other seeds") for part, n in parts.items()}
    for name in HALVES:
        through = numbers_accepted(name)
        found[name.replace(" ", "_")] = Number(through[len(through) // 2], "d", source="other seeds")
    found["by_hand"] = Number(relative_error([3.0, 4.0], [4.0, 3.0]), ".2f", source="by hand")
    for key in ("one_entry", "small_start"):
        found[f"{key}_share"] = Number(found[key].value / total, ".0%", source="other seeds")
    return found
