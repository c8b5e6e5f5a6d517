"""Chapter 10: the edge of stability. Along full-batch descent the largest curvature climbs to 2 / lr.

Networks 1-12-1 with tanh learn 20 points of sin 4x with noise 0.1, plain gradient descent on the mean squared
error. Source: Cohen et al. 2021, on other tasks; sizes and rates are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch02_intervals import median_interval
from dlcourse.experiments.ch10_landscape import gradients_and_hessians
from dlcourse.initializers import glorot_uniform
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, square, tanh
from dlcourse.tensor import Tensor

WIDTH, N_POINTS, NOISE = 12, 20, 0.1
RATES, N_STEPS, EVERY = (0.2, 0.1, 0.05), 4500, 100
SETTLED = 4000  # from this step on, curvatures with the two larger rates are said to hover
SEEDS, FRESH = range(8), range(1000, 1008)  # disjoint


@dataclass(frozen=True)
class Climb:
    """What was measured every EVERY steps.   steps (k,), sharpness and J (k, n_runs)

    sharpness: the largest eigenvalue of the Hessian.
    """

    steps: np.ndarray
    sharpness: np.ndarray
    J: np.ndarray


def draw(seed: int):
    """Targets (N_POINTS, 1) and a start (37,): W, c, w, b in one row."""
    rng = np.random.default_rng(seed)
    y = np.sin(4 * inputs()) + NOISE * rng.standard_normal((N_POINTS, 1))
    W, w = glorot_uniform((1, WIDTH), rng), glorot_uniform((WIDTH, 1), rng)
    return y, np.concatenate([W.ravel(), np.zeros(WIDTH), w.ravel(), [0.0]])


def inputs():
    """N_POINTS inputs, evenly spaced from -1 to 1.   -> (N_POINTS, 1)"""
    return np.linspace(-1, 1, N_POINTS)[:, None]


def costs(theta, y):
    """The mean squared error of each network.   theta (n_runs, 37), y (n_runs, N_POINTS, 1) -> (n_runs,)"""
    n = len(theta)
    W, c, w, b = (
        theta[:, i : i + size].reshape(n, *shape)
        for i, size, shape in (
            (0, WIDTH, (1, WIDTH)),
            (WIDTH, WIDTH, (1, WIDTH)),
            (2 * WIDTH, WIDTH, (WIDTH, 1)),
            (3 * WIDTH, 1, (1, 1)),
        )
    )
    y_hat = matmul(tanh(matmul(inputs(), W) + c), w) + b
    return square(y_hat - y).reshape(n, N_POINTS).mean(axis=1)


@kept
def climbs(rates: tuple = RATES, seeds: range = SEEDS, n_steps: int = N_STEPS) -> Climb:
    """The Climb of one network per rate and seed, rate by rate, all of them trained side by side."""
    ys, starts = zip(*map(draw, seeds), strict=True)
    y, theta = (np.concatenate([np.stack(parts)] * len(rates)) for parts in (ys, starts))
    lr = np.repeat(rates, len(seeds))[:, None]
    sharpness, J = [], []
    for step in range(n_steps + 1):
        if step % EVERY == 0:
            _, H = gradients_and_hessians(lambda rows: costs(rows, y), theta)
            sharpness.append(np.linalg.eigvalsh(H)[:, -1])
            J.append(costs(Tensor(theta), y).array)
        tensor = Tensor(theta)
        theta = theta - lr * grad(costs(tensor, y).sum(), tensor)
    return Climb(np.arange(0, n_steps + 1, EVERY), np.array(sharpness), np.array(J))


def climb(lr: float, seeds: range = SEEDS) -> Climb:
    """The Climb of one network per seed with one of RATES."""
    found, first = climbs(RATES, seeds), RATES.index(lr) * len(seeds)
    own = slice(first, first + len(seeds))
    return Climb(found.steps, found.sharpness[:, own], found.J[:, own])


def reached(lr: float, seeds: range) -> np.ndarray:
    """The first measured step at which the sharpness is 2 / lr or more.   -> (n_runs,), NaN for never"""
    found = climb(lr, seeds)
    above = found.sharpness >= 2 / lr
    return np.where(above.any(axis=0), found.steps[above.argmax(axis=0)], np.nan)


def late(lr: float, seeds: range) -> np.ndarray:
    """The sharpness of all runs from step SETTLED on.   -> (k, n_runs)"""
    found = climb(lr, seeds)
    return found.sharpness[found.steps >= SETTLED]


def numbers() -> dict[str, Number]:
    """Sharpness at the start, at the edge, and with the smallest rate, over two sets of seeds."""
    found, alone = {}, "NumPy alone"
    for end, seeds in (("", SEEDS), ("_again", FRESH)):
        shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
        for lr in RATES:
            name, means = f"{lr:g}".replace("0.", ""), late(lr, seeds).mean(axis=0)
            middle, around = float(np.median(means)), median_interval(means)
            found[f"late_{name}{end}"] = Number(
                middle, ".1f", (), alone, interval=around, n=len(seeds), seeds=shown
            )
        runs = late(0.1, seeds)
        found[f"least_1{end}"] = Number(float(runs.min()), ".1f", (), alone)
        found[f"most_1{end}"] = Number(float(runs.max()), ".1f", (), alone)
        found[f"last_reached{end}"] = Number(int(reached(0.1, seeds).max()), ",", (), alone)  # NaN is refused
    starts = np.concatenate([climb(0.1, seeds).sharpness[0] for seeds in (SEEDS, FRESH)])
    found["start_low"] = Number(float(starts.min()), ".1f", (), "finite differences", 1e-5)
    found["start_high"] = Number(float(starts.max()), ".1f", (), "finite differences", 1e-5)
    slow = np.concatenate([reached(0.05, seeds) for seeds in (SEEDS, FRESH)])
    found["n_reached_05"] = Number(int(np.isfinite(slow).sum()), "d", (), alone)
    settings = {"n_steps": N_STEPS, "settled": SETTLED, "n_runs": len(SEEDS)}
    settings |= {"width": WIDTH, "n_points": N_POINTS}
    found |= {name: Number(n, ",", (), "a setting of ours") for name, n in settings.items()}
    return found | {f"edge_{lr:g}".replace("0.", ""): Number(2 / lr, ".0f", (), "2 / lr") for lr in RATES}
