"""Chapter 9: what depth adds. Near the saw: how near a start must be, and what the gradient sees from afar.

The start is the tent network, which is the saw, with each weight and bias multiplied by 1 + noise times a
number from N(0, 1). From close by descent returns; from a little further off it ends elsewhere.
"""

from dataclasses import replace

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch02_intervals import estimate, estimated_median
from dlcourse.experiments.ch09_depth import EXACT, FOLDS, FOUND_BELOW, draw, final_errors, fit_saw, sawtooth
from dlcourse.experiments.ch09_depth import FRESH as FRESH_FAR
from dlcourse.experiments.ch09_depth import SEEDS as FAR
from dlcourse.experiments.ch09_stack import Stack, mean_squared_errors
from dlcourse.layers import Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.models.regions import tent_network
from dlcourse.numbers import Number, kept

NOISES = (0.01, 0.03, 0.1)
LR, N_STEPS = 0.001, 3000
SEEDS, FRESH = range(20), range(1000, 1020)  # disjoint
WIDTHS = (1, 8, 8, 8, 8, 1)  # of the network whose gradient is taken at the start


def near_the_saw(noise: float, seed: int) -> Sequential:
    """The tent network with each parameter multiplied by 1 + noise N(0, 1)."""
    model, rng = tent_network(FOLDS), np.random.default_rng((1, seed))
    for parameter in model.parameters():
        parameter.array[...] *= 1 + noise * rng.standard_normal(parameter.shape)
    return model


@kept
def errors_from(noise: float, seeds: range = SEEDS, n_steps: int = N_STEPS) -> np.ndarray:
    """The mean squared errors after training from near the saw.   -> (n_runs,)"""
    models = [near_the_saw(noise, seed) for seed in seeds]
    stack = fit_saw(models, n_steps, LR) if n_steps else Stack(models)
    return mean_squared_errors(stack, *sawtooth())


def shifted_error(folds: int, shift: float, n_points: int = 4096) -> float:
    """The mean squared difference of a saw of 2^folds pieces and the same saw, shifted, 0 past its ends.

    With s = 2^folds |shift| <= 1 it is s^2 - 2/3 s^3; 1/12 is the error of the best constant.

    >>> round(shifted_error(4, 1 / 16), 4)  # s = 1: each peak over a valley
    0.3333
    """
    saw, x = tent_network(folds), (np.arange(n_points)[:, None] + 0.5) / n_points
    return float(((saw(np.clip(x + shift, 0, 1)).array - saw(x).array) ** 2).mean())


def as_bad_as_a_constant(folds: int) -> float:
    """The shift from which on the saw is worse than the best constant, by bisection."""
    low, high = 0.0, 2.0**-folds  # the error rises from 0 to 1/3 in between
    for _ in range(50):
        middle = (low + high) / 2
        s = 2**folds * middle
        low, high = (middle, high) if s**2 - 2 / 3 * s**3 < 1 / 12 else (low, middle)
    return low


def slope_at_the_start(y, x, seed: int) -> np.ndarray:
    """The gradient of the mean squared error, at the random start of a seed, in one row."""
    model = draw(WIDTHS, seed)
    found = grad(mean_squared_error(model(x), y), model.parameters())
    return np.concatenate([g.ravel() for g in found])


@kept
def part_of_the_saw(folds: int, seeds: range = SEEDS) -> np.ndarray:
    """How much the target changes the gradient at the start: a saw, or its mean.   -> (n_runs,)

    |g(saw) - g(mean)| / |g(mean)|: 0.01 means that 99 % of the gradient would be the same for a constant.
    """
    x = (np.arange(2**11)[:, None] + 0.5) / 2**11
    y = tent_network(folds)(x).array
    found = []
    for seed in seeds:
        flat = slope_at_the_start(np.full_like(y, y.mean()), x, seed)
        found.append(np.linalg.norm(slope_at_the_start(y, x, seed) - flat) / np.linalg.norm(flat))
    return np.array(found)


def numbers() -> dict[str, Number]:
    """Rates of return by noise over two sets of seeds, shifts that are too large, parts of the gradient."""
    rows, found = ("S098", "S104"), {}
    for noise in NOISES:
        name = f"{100 * noise:.0f}"
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            n_back = int((errors_from(noise, seeds) < FOUND_BELOW).sum())
            found[f"back_{name}{end}"] = estimate(n_back, seeds, "the inventory", form=".0%", rows=rows)
            found[f"n_back_{name}{end}"] = Number(n_back, "d", rows, "the inventory")
        before = errors_from(noise, SEEDS, 0)
        found[f"start_{name}"] = estimated_median(before, SEEDS, "NumPy alone", ".4f")
    n_both = int(found["n_back_10"].value + found["n_back_10_again"].value)
    both = estimate(n_both, range(len(SEEDS) + len(FRESH)), "the inventory", form=".0%", rows=rows)
    found["back_10_both"] = replace(both, seeds="0\N{EN DASH}19, 1000\N{EN DASH}1019")
    for folds in (0, 4, 10):
        far = as_bad_as_a_constant(folds)
        found[f"too_far_{folds}"] = Number(far, ".2g", (), "the root of a cubic", 1e-9)
    for name, folds, seeds in (("1", 1, SEEDS), ("4", 4, SEEDS), ("4_again", 4, FRESH)):
        found[f"part_{name}"] = estimated_median(part_of_the_saw(folds, seeds), seeds, "PyTorch", ".1%")
    far = np.concatenate([final_errors(EXACT, seeds, lr=LR) for seeds in (FAR, FRESH_FAR)])
    return found | {
        "n_far": Number(int((far < FOUND_BELOW).sum()), "d", rows, "the inventory"),
        "runs": Number(len(SEEDS), "d", (), "a setting of ours"),
        "lr": Number(LR, "g", (), "a setting of ours"),
    }
