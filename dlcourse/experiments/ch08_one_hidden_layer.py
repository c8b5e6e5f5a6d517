"""Chapter 8: what one hidden layer can represent. How errors of written-down networks fall with their size.

The target is sin(2 pi x) on [0, 1]. Source: deck Fix, page 46; deck Srihari, section IV, slides 17 to 20.
The settings are our choice.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.layers import Sequential
from dlcourse.models import bump_network, maxout_tangents, relu_interpolant
from dlcourse.models.approximation import bump, linear_of, sup_error
from dlcourse.numbers import Number
from dlcourse.ops import relu
from dlcourse.tensor import Tensor

SIZES = (5, 10, 20, 50, 100, 200)  # bumps, or ReLUs
FACTORS = (2, 8, 32)  # steepnesses by K: with 2 the bumps blur, with 32 they are nearly stairs
CLOSE = 0.001
BESIDE = 1e-9
N_POINTS = 4001  # 0 and the middles of all pieces are among them, where errors are largest


def sine(x):
    """The target, sin(2 pi x)."""
    return np.sin(2 * np.pi * x)


def slope_of_sine(x):
    """Its derivative, 2 pi cos(2 pi x)."""
    return 2 * np.pi * np.cos(2 * np.pi * x)


def height(steepness: float) -> float:
    """The height of a bump from 0.3 to 0.7 at its middle."""
    return float(bump(0.5, 0.3, 0.7, steepness))


def errors(network, sizes=SIZES) -> np.ndarray:
    """The largest errors of networks of the sine, one per size. network: bump_network or relu_interpolant."""
    return np.array([sup_error(network(sine, n), sine, n=N_POINTS) for n in sizes])


def error_inside(n_bumps: int) -> float:
    """The largest error of bumps of the sine without the two outer pieces, where half a bump is missing."""
    return sup_error(bump_network(sine, n_bumps), sine, 1 / n_bumps, 1 - 1 / n_bumps)


def rate(found, sizes=SIZES) -> float:
    """The slope of log(error) against log(size), by least squares; -1: twice the size, half the error."""
    slope, _ = np.polyfit(np.log(sizes), np.log(found), 1)
    return float(slope)


def fewest(network, n_points: int, error: float = CLOSE) -> int:
    """The smallest size whose error, at n_points of the interval, is at most `error`, by halving."""
    few, many = 0, 2048  # too few, enough
    while many - few > 1:
        middle = (few + many) // 2
        enough = sup_error(network(sine, middle), sine, n=n_points) <= error
        few, many = (few, middle) if enough else (middle, many)
    return many


def slope_of(model, x) -> np.ndarray:
    """The derivative of a network with one input and one output.   x (m,) -> (m,)"""
    x = Tensor(np.reshape(x, (-1, 1)))
    return grad(model(x).sum(), x).ravel()


def slope_error(network, n: int) -> float:
    """The largest error of the derivative, on a grid and close to both sides of all edges or knots."""
    ends = np.arange(n + 1) / n  # there bumps are steepest, and a broken line has two slopes
    x = np.concatenate([(np.arange(5000) + 0.37) / 5000, ends[:-1] + BESIDE, ends[1:] - BESIDE])
    return float(abs(slope_of(network(sine, n), x) - slope_of_sine(x)).max())


def slopes_for_changes(n: int) -> Sequential:
    """A slip: the slopes themselves as output weights, in the place of their changes."""
    right = relu_interpolant(sine, n)
    hidden, output = right.layers
    slopes = np.cumsum(output.W.array, axis=0)
    return Sequential(hidden, relu, linear_of(slopes, output.b.array))


def numbers() -> dict[str, Number]:
    """Heights of bumps, errors and their rates, errors of slopes, what a slip costs."""
    deck, closed = "deck Fix", "closed form"
    found = {
        "close": Number(CLOSE, "g", (), "a setting of ours"),
        "slip_20": Number(sup_error(slopes_for_changes(20), sine), ".1f", ("S103",), "NumPy alone", 1e-9),
        "height_10": Number(height(10), ".4f", ("F027",), deck),
        "height_50": Number(height(50), ".4f", ("F027",), deck),
        "below_one_100": Number(1 - height(100), ".0e", ("F027",), deck, 1e-6),
        "edge_10": Number(float(bump(0.3, 0.3, 0.7, 10)), ".3f", ("F027",), closed),
        "about_20": Number(np.pi / 40, ".4f", ("F028",), "the inventory, for 100", 1e-3),
        "bound_20": Number(np.pi**2 / 800, ".4f", ("S103",), "the inventory", 1e-4),
        "inside_20": Number(error_inside(20), ".3f", ("F028",), "NumPy alone", 1e-4),
    }
    for name, network, row in (("bumps", bump_network, "F028"), ("relu", relu_interpolant, "S103")):
        measured = errors(network)
        error_20 = float(measured[SIZES.index(20)])
        found[f"{name}_20"] = Number(error_20, ".4f", (row,), "the inventory", 0.002)
        found[f"{name}_rate"] = Number(rate(measured), ".2f", (row,), "the inventory's errors", 0.002)
        for n in (10, 50, 200):
            wrong, form = slope_error(network, n), ".2f" if name == "bumps" else ".3f"
            found[f"{name}_slope_{n}"] = Number(wrong, form, ("S102",), closed, 0.03)
    found["bumps_200"] = Number(
        float(errors(bump_network, [200])[0]), ".4f", ("F028",), "the inventory", 2e-3
    )
    found["bump_units_for_close"] = Number(2 * fewest(bump_network, 201), ",", ("F028",), "1,000 pi", 2e-3)
    found["relu_units_for_close"] = Number(
        fewest(relu_interpolant, N_POINTS), "d", ("S103",), "pi sqrt(500)", 0
    )
    for factor in FACTORS:
        error = sup_error(bump_network(sine, 20, steepness=factor * 20), sine)
        found[f"steepness_{factor}"] = Number(error, ".3f", ("F028",), "NumPy alone", 1e-9)
    unit = maxout_tangents(np.square, lambda x: 2 * x, 4)
    found["tangents_4"] = Number(sup_error(unit, np.square, -1, 1, 4097), ".4f", ("S078",), closed)
    return found
