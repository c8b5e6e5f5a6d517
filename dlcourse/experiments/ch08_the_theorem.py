"""Chapter 8: the theorem of universal approximation. Where each of its words is needed, in numbers.

Units that are polynomials, targets with a jump, points outside of the interval, targets that are not 0 at its
ends. Source: deck Srihari, section IV, slides 17 to 20; deck Fix, pages 33 and 46.
"""

import numpy as np

from dlcourse.experiments.ch08_one_hidden_layer import sine
from dlcourse.models import bump_network, relu_interpolant
from dlcourse.models.approximation import sup_error
from dlcourse.numbers import Number

OUTSIDE = 1.25  # a quarter of a period behind the end of [0, 1]: the sine is 1 there
JUMP_AT = 1 / 3  # for 10 and 100 pieces a third of a piece behind a knot


def least_error_of_squares() -> float:
    """The least possible largest error of any number of units z^2: that of the best parabola, a line here.

    The sine is odd about 1/2, so a line through (1/2, 0) is the best; its slope is sought on a grid.
    """
    x = np.linspace(0, 0.5, 2001)  # the other half is its mirror image
    slopes = np.linspace(0, 4, 2001)[:, None]
    return float(abs(sine(x) - slopes * (0.5 - x)).max(axis=1).min())


def jump(x):
    """A target that jumps from 0 to 1 at JUMP_AT, and is not continuous there."""
    return (np.asarray(x) > JUMP_AT) * 1.0


def errors_at_a_jump(n_units: int) -> tuple[float, float]:
    """The root mean square error and the largest error of the interpolant of the jump."""
    x = (np.arange(90_000) + 0.5) / 90_000
    error = relu_interpolant(jump, n_units)(x[:, None]).array[:, 0] - jump(x)
    return float((error**2).mean() ** 0.5), float(abs(error).max())


def at_outside(network) -> float:
    """What a network says at OUTSIDE."""
    return float(network(np.array([[OUTSIDE]])).array[0, 0])


def cosine(x):
    """A target that is 1 at both ends of [0, 1]."""
    return np.cos(2 * np.pi * x)


def error_of_more_bumps(n_bumps: int) -> float:
    """The largest error of the cosine on [0, 1] when the row of bumps has one more before 0 and behind 1."""
    width = 1 / n_bumps
    network = bump_network(cosine, n_bumps + 2, -width, 1 + width, steepness=8 * n_bumps)
    return sup_error(network, cosine)


def numbers() -> dict[str, Number]:
    """The least error of squares, errors at a jump, answers outside, errors at the ends."""
    found = {
        "squares_least": Number(least_error_of_squares(), ".2f", ("S101",), "tan u = pi + u", 2e-3),
        "outside_relu": Number(at_outside(relu_interpolant(sine, 20)), ".2f", (), "the last chord"),
        "outside_bumps": Number(at_outside(bump_network(sine, 20)), ".0f", (), "no bump there", 1e-6),
    }
    for n in (10, 100):
        spread, largest = errors_at_a_jump(n)
        found[f"jump_rms_{n}"] = Number(spread, ".3f", ("F015",), "integral over a piece", 1e-3)
    found["jump_largest_100"] = Number(largest, ".2f", ("F015",), "2 / 3", 0.02)
    for n in (20, 80):
        error = sup_error(bump_network(cosine, n), cosine)
        found[f"ends_{n}"] = Number(error, ".2f", ("F028",), "half a bump at an end", 0.02)
        found[f"more_bumps_{n}"] = Number(error_of_more_bumps(n), ".3f", ("F028",), "NumPy alone", 1e-9)
    return found
