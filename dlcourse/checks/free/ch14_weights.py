"""Checks: exercises 14.2b and 14.2c. Weights with the mean and the variance of a rule."""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from dlcourse.checks import precision, shapes
from dlcourse.checks.free.ch14_variances import TYPED, of_normal, of_uniform, variance
from dlcourse.checks.right import Free

ERRORS, EXACT, ZERO = 4, 1e-9, 1e-14  # standard errors; relative
MANY = 10_000
MOST = 3  # causes that are told together
MOST_VALUES = 5  # of a W that is drawn from a list
ORDER = (
    "its axes are in another order. A weight is (n_in, n_out), that of a convolution (n_out, n_in, kh, kw)."
)
MEAN = "All numbers of W have one sign: draw around 0, so that their mean is 0."
OWN = "W is divided by its own spread: v is the variance of the distribution, not of the numbers drawn."
SHIFTED = "The mean of W is not 0: `normal` takes mean and deviation, `uniform` takes both limits."
CENTERED = "The mean of W is exactly 0, which chance never makes: is its own mean subtracted?"
FEW = "The same few values come again and again: draw from a distribution that has all numbers between."
COPIED = "The same numbers come again and again: each weight is drawn by itself, `size` is the whole shape."
CLIPPED = "W is cut off: its largest numbers are all the same."
EQUAL = "All numbers of W are equal, as those of one draw: pass the shape."
SHAPE = {
    "normal": {
        "uniform": "W is uniform: draw from a normal distribution.",
        "other": "The variance is right, but not the shape of the distribution: a normal one is asked for.",
    },
    "uniform": {
        "normal": "W is normal: draw from a uniform distribution, in which no weight is beyond a.",
        "other": "The variance is right, but some weights are beyond a, so W is not uniform.",
    },
}
LARGE = "The variance of W is too large"
SMALL = "The variance of W is too small"


@dataclass(frozen=True)
class Weights(Free):
    """A judgement of one array of random numbers.   shape: which it is to have"""

    shape: tuple = ()

    def problem(self, result, function: str) -> str | None:
        """A sentence on what is wrong with the result; None when it will do."""
        if result is None:
            return f"{function} should return W; it returned None."
        if told := shapes.kind_of(result, "W"):
            return told
        W = np.asarray(result, dtype=float)
        if W.shape != self.shape:
            told = f"W has the shape {W.shape}; expected is {self.shape}"
            return f"{told}: {ORDER}" if sorted(W.shape) == sorted(self.shape) else f"{told}."
        return precision.not_finite("W", W) or self.test(W)


def normal(rule, shape, seed) -> Free:
    """The judgement of `normal_weights(rule, shape, seed)`."""
    return of_kind("normal", rule, tuple(shape), seed)


def uniform(rule, shape, seed) -> Free:
    """The judgement of `uniform_weights(rule, shape, seed)`."""
    return of_kind("uniform", rule, tuple(shape), seed)


def of_kind(kind: str, rule, shape, seed) -> Free:
    """The judgement; of many weights it is not asked whether they are those of the seed alone."""
    return Weights({}, partial(problem, kind, rule, shape, seed), seeded=math.prod(shape) < MANY, shape=shape)


def problem(kind: str, rule, shape, seed: int, W) -> str | None:
    """A sentence on what is wrong with the numbers of W."""
    flat, v = W.ravel(), variance(rule, shape)
    squares = flat * flat
    n, second = flat.size, float(squares.mean())
    if (flat == flat[0]).all():
        return EQUAL
    if len(np.unique(flat)) <= MOST_VALUES < n:
        return FEW
    if len(np.unique(flat[:1000])) < 0.8 * min(n, 1000) or (W[0] == W[1]).all() or (W[:, 0] == W[:, 1]).all():
        return COPIED
    if np.count_nonzero(flat == flat.max()) > 1:
        return CLIPPED
    if abs(flat.mean()) > (ERRORS + 1) * np.sqrt(second / n):
        return SHIFTED if flat.min() < 0 < flat.max() else MEAN
    if abs(flat.mean()) < ZERO * np.sqrt(second):
        return CENTERED
    fourth = float(squares @ squares) / n / second**2  # 3 of a normal distribution, 1.8 of a uniform one
    tails = "normal" if abs(fourth - 3) <= (ERRORS + 1) * np.sqrt(24 / n) else "other"
    tails = "uniform" if abs(fourth - 1.8) < 0.1 else tails
    error = ERRORS * np.sqrt((fourth - 1) / n)  # of the variance, relative
    if n < MANY or abs(second / v - 1) > error:
        exact = scale(tails, seed, flat)
        if exact:
            if abs(exact**2 / v - 1) > EXACT and min(abs(second / v - 1), abs(flat.var() / v - 1)) < EXACT:
                return OWN
            second, error = exact**2, EXACT
    if abs(second / v - 1) > error:
        return of_variance(kind, rule, shape, second, error, tails)
    if kind == "uniform" and abs(flat).max() > np.sqrt(3 * v) * (1 + EXACT):
        return SHAPE[kind]["normal" if tails == "normal" else "other"]
    return SHAPE[kind][tails] if tails != kind else None


def scale(tails: str, seed: int, flat) -> float | None:
    """What NumPy's first numbers of this seed, of variance 1, are multiplied by in W; None if W is not such.

    Then the variance is known without chance.
    """
    rng, n = np.random.default_rng(seed), flat.size
    sample = rng.normal(size=n) if tails == "normal" else rng.uniform(-np.sqrt(3), np.sqrt(3), n)
    times = float(sample @ flat / (sample @ sample))
    return times if abs(flat - times * sample).max() <= EXACT * abs(times) else None


def of_variance(kind: str, rule, shape, second: float, error: float, tails: str) -> str:
    """Which slip leads to this variance, if one alone does, or two."""
    for slips in (of_normal if kind == "normal" else of_uniform)(rule, shape):
        led = {told: v for told, v in slips if v > 0 and abs(second / v - 1) <= 1.2 * error}
        if error > EXACT:  # with chance in it, no typed number is known
            led.pop(TYPED, None)
        if 0 < len(led) < MOST:
            return " Or: ".join(led)
    other = SHAPE[kind][tails] if tails not in (kind, "other") else ""
    side = LARGE if second > variance(rule, shape) else SMALL
    of = f', rule being "{rule}"' if isinstance(rule, str) else ", rule being a number: it is v itself"
    return " ".join(filter(None, (f"{side}{of}.", other)))
