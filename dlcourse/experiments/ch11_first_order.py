"""Chapter 11: first-order methods. The 30-point line of the deck on many data sets, and quadratic bowls.

Deck Fix, pages 67 to 74, shows one run each. Where a run ends depends on the data drawn, so here each method
runs on many data sets at once: theta (n_sets, 2) holds b and w of each.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.optimizers import SGD, Momentum, Nesterov
from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.tensor import Parameter

SLOPE, INTERCEPT, NOISE, N_SAMPLES = 3.0, 2.0, 0.1, 30
START_B, START_W, LR, N_STEPS = 10.0, 5.0, 0.005, 1000  # of page 68; the axis of page 71 has 1000 steps
DIVERGED_BEYOND = 100.0  # how many diverge depends on this: state it with the number
METHODS = {  # the three of the deck, and momentum 0.8, at which the deck says that it oscillates
    "SGD": (SGD, {}),
    "momentum 0.6": (Momentum, {"momentum": 0.6}),
    "momentum 0.8": (Momentum, {"momentum": 0.8}),
    "Nesterov 0.8": (Nesterov, {"momentum": 0.8}),
}


class OldVelocity(Optimizer):
    """theta <- theta + v with the old v, as deck Fix prints it on page 69: a slip that diverges."""

    slots = ("v",)

    def __init__(self, parameters, lr: float, momentum: float):
        super().__init__(parameters, lr)
        self.momentum = momentum

    def update(self, theta, g, v):
        theta += v  # Momentum does this last, with the new v
        v *= self.momentum
        v -= self.lr * g


@dataclass(frozen=True)
class LineData:
    """Data sets of y = 3 x + 2 + U(-0.1, 0.1), x from U(-10, 10).   x, y (n_sets, 30)"""

    x: np.ndarray
    y: np.ndarray

    def least_squares(self) -> np.ndarray:
        """b and w of each data set in closed form.   -> (n_sets, 2)"""
        x_mean, y_mean = self.x.mean(axis=1), self.y.mean(axis=1)
        x_centered = self.x - x_mean[:, None]
        w = (x_centered * self.y).sum(axis=1) / (x_centered**2).sum(axis=1)
        return np.stack([y_mean - w * x_mean, w], axis=1)


def line_data(n_sets: int, rng) -> LineData:
    """Data sets as on page 67. The range of x is read from the figure."""
    x = rng.uniform(-10, 10, (n_sets, N_SAMPLES))
    return LineData(x, SLOPE * x + INTERCEPT + rng.uniform(-NOISE, NOISE, x.shape))


def batches_of_sets(data: LineData, size: int, rng):
    """Endless batches x, y (n_sets, size), with a new random order for every data set and epoch."""
    while True:
        # permuted shuffles each row by itself; permutation would give all data sets the same order
        order = rng.permuted(np.tile(np.arange(N_SAMPLES), (len(data.x), 1)), axis=1)
        for start in range(0, N_SAMPLES, size):
            part = order[:, start : start + size]
            yield np.take_along_axis(data.x, part, axis=1), np.take_along_axis(data.y, part, axis=1)


def line_costs(theta, x, y, half: bool):
    """The mean of (b + w x - y)^2, halved or not, summed over the data sets: each has its own gradient."""
    residual = theta[:, :1] + theta[:, 1:] * x - y
    return (residual * residual).sum() * ((0.5 if half else 1.0) / x.shape[1])


def fit_lines(
    data: LineData,
    optimizer=SGD,
    *,
    rng,
    half: bool = False,
    size: int = 1,
    n_steps=N_STEPS,
    lr=LR,
    **options,
) -> np.ndarray:
    """b and w of every data set after each step, from (10, 5).   -> (n_steps + 1, n_sets, 2)

    half: the loss with the factor 1/2 (deck page 26) or without (page 37); the digits of page 68 fit the loss
    without. Once b or w exceeds 1e6, both count as infinite from then on.
    """
    theta = Parameter(np.tile([START_B, START_W], (len(data.x), 1)))
    method = optimizer([theta], lr=lr, **options)
    path, lost = [theta.array.copy()], np.zeros(len(data.x), bool)
    source = batches_of_sets(data, size, rng)  # N_STEPS is no multiple of an epoch, so batches never end
    for _ in range(n_steps):
        x, y = next(source)
        with method.lookahead():
            gradient = grad(line_costs(theta, x, y, half), theta)
        method.step([gradient])
        lost |= (abs(theta.array) > 1e6).any(axis=1)
        if lost.any():  # keep them at 0, where nothing overflows; the path shows infinity
            theta.array[lost] = 0
            for slot in method.state.values():  # velocities, too
                slot.reshape(theta.shape)[lost] = 0
        path.append(np.where(lost[:, None], np.inf, theta.array))
    return np.array(path)


@dataclass(frozen=True)
class Spread:
    """Final b and w over the data sets: mean, standard deviation, and the ends of the middle 95 %.

    diverged: the fraction of data sets that end more than 100 from the truth; the others count in the rest.
    """

    mean: np.ndarray
    sd: np.ndarray
    low: np.ndarray
    high: np.ndarray
    diverged: float


def spread_of(ends) -> Spread:
    """The Spread of ends (n_sets, 2)."""
    kept = ends[(abs(ends - [INTERCEPT, SLOPE]) <= DIVERGED_BEYOND).all(axis=1)]
    low, high = np.quantile(kept, [0.025, 0.975], axis=0)
    # without those that diverged: a single one would dominate mean and standard deviation
    return Spread(kept.mean(axis=0), kept.std(axis=0, ddof=1), low, high, 1 - len(kept) / len(ends))


def mean_costs(path, data: LineData, half: bool) -> np.ndarray:
    """The cost on all 30 points of each data set.   path (..., n_sets, 2) -> (..., n_sets)"""
    residual = path[..., :1] + path[..., 1:] * data.x - data.y
    return (residual**2).mean(axis=-1) * (0.5 if half else 1.0)


def steps_to_reach(cost: float, size: int, data: LineData, rng, n_steps: int = 1500) -> np.ndarray:
    """The number of updates, of `size` samples each, until the halved cost is below `cost`.   -> (n_sets,)

    n_steps + 1 for a data set that does not get there.
    """
    path = fit_lines(data, rng=rng, half=True, size=size, n_steps=n_steps)
    below = mean_costs(path, data, half=True) < cost
    # argmax finds the first True, but says 0 also where there is none
    return np.where(below.any(axis=0), below.argmax(axis=0), n_steps + 1)


@dataclass(frozen=True)
class Rates:
    """lr and momentum for a quadratic, and the factor per step by which its slowest axis shrinks."""

    lr: float
    momentum: float
    factor: float


def stability_limit(eigenvalues) -> float:
    """2 / L, with L the largest eigenvalue of H: gradient descent converges only for smaller lr.

    In each step an axis shrinks by the factor 1 - lr times its curvature.

    >>> stability_limit([0.1, 2.0])
    1.0
    """
    return 2 / float(max(eigenvalues))


def best_gradient_descent(eigenvalues) -> Rates:
    """lr = 2 / (l + L): the flattest and the steepest axis shrink by the same factor, (L - l) / (L + l)."""
    low, high = float(min(eigenvalues)), float(max(eigenvalues))
    return Rates(2 / (low + high), 0.0, (high - low) / (high + low))


def best_heavy_ball(eigenvalues) -> Rates:
    """lr = 4 / (sqrt L + sqrt l)^2, momentum = ((sqrt L - sqrt l) / (sqrt L + sqrt l))^2.

    The factor is the square root of momentum. Source: Polyak 1964.
    """
    low, high = float(min(eigenvalues)) ** 0.5, float(max(eigenvalues)) ** 0.5
    factor = (high - low) / (high + low)
    return Rates(4 / (low + high) ** 2, factor**2, factor)


def measured_factor(path, minimum=0.0) -> float:
    """The mean factor per step by which the distance to the minimum shrinks.   path (m, n)"""
    # over the second half: at first, axes that shrink faster still count
    distances = np.linalg.norm(path - minimum, axis=1)
    half = len(path) // 2
    return float((distances[-1] / distances[half]) ** (1 / (len(path) - 1 - half)))
