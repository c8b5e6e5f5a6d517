"""Checks: exercise 17.4. What slips multiply by, what shares they leave, and what is said of each."""

import math
from collections.abc import Callable

import numpy as np

from dlcourse.checks.wording import number

NEAR = 1e-5  # relative: float32 rounds to 1e-7
DROPPING = "1 - keep is the probability of dropping."

Slips = tuple[tuple[str, Callable], ...]  # (what is told, keep -> the factor or the share)
IN_TRAINING: dict[bool, tuple[str, Slips]] = {  # by whether the form is the inverted one: the rule, slips
    True: (
        "Inverted dropout divides what stays by keep.",
        (
            ("That is the classic form.", lambda keep: 1.0),
            ("keep multiplies.", lambda keep: keep),
            (DROPPING, lambda keep: 1 / (1 - keep)),
            (DROPPING, lambda keep: 1 - keep),
            ("keep divides twice.", lambda keep: keep**-2),
            ("The root of keep preserves the squares, and the mean is to stay.", lambda keep: keep**-0.5),
        ),
    ),
    False: (
        "The classic form leaves what stays as it is in training.",
        (
            ("That is the inverted form.", lambda keep: 1 / keep),
            ("That is for test time.", lambda keep: keep),
            (DROPPING, lambda keep: 1 / (1 - keep)),
            (DROPPING, lambda keep: 1 - keep),
        ),
    ),
}
AT_TEST: dict[bool, tuple[str, Slips]] = {
    True: (
        "Inverted dropout has divided in training: at test time x stays as it is.",
        (
            ("That is the classic form.", lambda keep: keep),
            ("That is for training.", lambda keep: 1 / keep),
            (DROPPING, lambda keep: 1 - keep),
        ),
    ),
    False: (
        "The classic form multiplies by keep at test time, since all units send now.",
        (
            ("That is the inverted form.", lambda keep: 1.0),
            ("keep divides.", lambda keep: 1 / keep),
            (DROPPING, lambda keep: 1 - keep),
            ("keep stands twice.", lambda keep: keep**2),
        ),
    ),
}
TENTHS = (
    "Is it drawn by `rng.integers(0, 10)`? Whole numbers know tenths alone: `rng.random` knows all shares."
)
SHARES: Slips = (
    ("keep and drop have changed places: keep is the probability of staying.", lambda keep: 1 - keep),
    ("Two masks, one after the other, leave keep squared: draw one.", lambda keep: keep**2),
    (
        "Is the mask drawn by `rng.normal`? `rng.random` draws evenly from 0 to 1.",
        lambda keep: 0.5 + 0.5 * math.erf(keep / math.sqrt(2)),
    ),
    ("Is it drawn evenly from -1 to 1? `rng.random` draws from 0 to 1.", lambda keep: (1 + keep) / 2),
    ("A half stays: is keep used in the draw?", lambda keep: 0.5),
    (TENTHS, lambda keep: math.ceil(10 * keep) / 10),
)
SLOPE = "the slope of y with respect to x is the mask, scaled."
OF_DX: dict[str, Callable] = {  # what is told: (x, G, y, slope of y) -> dx
    "dx is y: what comes back is G, through the mask.": lambda x, G, y, slope: y,
    "dx is the mask, scaled: G is missing.": lambda x, G, y, slope: slope,
    f"dx has y as a factor: {SLOPE}": lambda x, G, y, slope: G * y,
    f"dx has x as a factor: {SLOPE}": lambda x, G, y, slope: G * x,
    f"dx is divided by x: {SLOPE}": lambda x, G, y, slope: G * slope / x,
    "dx has the mask and its scale twice.": lambda x, G, y, slope: G * slope**2,
    f"dx has the sign of x as a factor: {SLOPE}": lambda x, G, y, slope: G * np.sign(y),
    "dx has the wrong sign.": lambda x, G, y, slope: -G * slope,
    "dx is added up over the samples: each has its own.": lambda x, G, y, slope: (
        np.zeros_like(G) + (G * slope).sum(axis=0)
    ),
}


def near(a, b) -> bool:
    """Whether all numbers agree, up to the rounding of float32."""
    return bool((abs(a - b) <= NEAR * np.abs(b).max()).all())


def factor(ratio) -> float | None:
    """The number that all that is not 0 has in common; None where there is none."""
    found = ratio[ratio != 0]
    return float(found[0]) if found.size and np.ptp(found) <= NEAR * abs(found).max() else None


def as_multiple(of: str, times: float) -> str:
    """A multiple in words.

    >>> as_multiple("x", 0.8)
    'x times 0.8'
    """
    return f"{of} as it is" if near(times, 1.0) else f"{of} times {number(times)}"


def says(slips: tuple[str, Slips], times: float | None, keep: float) -> str:
    """Which slip leads to a factor, if one is known, and the rule."""
    rule, known = slips
    led = next((told for told, of in known if times and keep < 1 and near(times, of(keep))), "")
    return f"{led} {rule}".lstrip()
