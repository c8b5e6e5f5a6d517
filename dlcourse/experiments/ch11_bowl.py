"""Chapter 11: paths in the bowl x^2 / 20 + y^2, and how many steps each method needs in narrower ones."""

import numpy as np

from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl
from dlcourse.experiments.ch11_first_order import (
    Rates,
    best_gradient_descent,
    best_heavy_ball,
    measured_factor,
    stability_limit,
)
from dlcourse.numbers import Number
from dlcourse.optimizers import SGD, Momentum, Nesterov

CURVATURES = (0.1, 2.0)
CONDITIONS = (20, 100, 1000, 10_000)
PATHS = {  # the three of the pages, 30 steps each
    "plain": (SGD, {"lr": 0.95}),
    "momentum": (Momentum, {"lr": 0.1, "momentum": 0.9}),
    "nesterov": (Nesterov, {"lr": 0.1, "momentum": 0.9}),
}


def path_of(name: str, n_steps: int = 30) -> np.ndarray:
    """One of PATHS from (-7, 2).   -> (n_steps + 1, 2)"""
    optimizer, options = PATHS[name]
    return descend(bowl, BOWL_START, optimizer, n_steps, **options)


def best_nesterov(eigenvalues) -> Rates:
    """lr = 4 / (3 L + l), momentum = (r - 2) / (r + 2), factor 1 - 2 / r, with r = sqrt(3 L / l + 1).

    Source: Lessard, Recht and Packard 2016, table 1.
    """
    low, high = float(min(eigenvalues)), float(max(eigenvalues))
    root = (3 * high / low + 1) ** 0.5
    return Rates(4 / (3 * high + low), (root - 2) / (root + 2), 1 - 2 / root)


BEST = {
    "plain": (SGD, best_gradient_descent),
    "heavy_ball": (Momentum, best_heavy_ball),
    "nesterov": (Nesterov, best_nesterov),
}


def valley(condition: float):
    """(x^2 / condition + y^2) / 2: curvatures 1 / condition and 1."""

    def f(theta):
        return theta[0] * theta[0] * (0.5 / condition) + theta[1] * theta[1] * 0.5

    return f


def best_path(method: str, condition: float, n_steps: int) -> np.ndarray:
    """The path of a method with its best settings, from (1, 1).   -> (n_steps + 1, 2)"""
    optimizer, best = BEST[method]
    rates = best((1 / condition, 1.0))
    options = {} if optimizer is SGD else {"momentum": rates.momentum}
    return descend(valley(condition), (1.0, 1.0), optimizer, n_steps, lr=rates.lr, **options)


def steps_to(fraction: float, method: str, condition: float, n_steps: int) -> int:
    """The number of steps after which the distance to 0 stays below this fraction of that at the start.

    Raises ValueError where n_steps are too few.
    """
    distances = np.linalg.norm(best_path(method, condition, n_steps), axis=1)
    above = np.flatnonzero(distances >= fraction * distances[0])
    if above[-1] == n_steps:
        raise ValueError(
            f"steps_to: expected {method} to arrive within {n_steps} steps, got {distances[-1]:.1e}; "
            "allow more"
        )
    return int(above[-1]) + 1


def numbers() -> dict[str, Number]:
    """Steps by hand, the limit, the best rates, and steps to a thousandth in ever narrower valleys."""
    found, hand = {}, "by hand"
    plain, ball = best_gradient_descent(CURVATURES), best_heavy_ball(CURVATURES)
    found["limit"] = Number(stability_limit(CURVATURES), "g", ("M015", "F051"), hand)
    found["best_lr"] = Number(plain.lr, ".5f", ("K038", "M015"), "the inventory", 1e-5)
    found["best_factor"] = Number(plain.factor, ".5f", ("K038",), "the inventory", 1e-5)
    found["ball_lr"] = Number(ball.lr, ".3f", ("K039",), "the inventory", 1e-5)
    found["ball_momentum"] = Number(ball.momentum, ".4f", ("K039",), "the inventory", 1e-5)
    found["ball_factor"] = Number(ball.factor, ".4f", ("K039",), "the inventory", 1e-5)
    found["ball_measured"] = Number(measured_ball(), ".3f", ("K039",), "theory", 0.03)
    for name, row in (("plain", "K038"), ("momentum", "K039"), ("nesterov", "F058")):
        path = path_of(name)
        for step in {"plain": (), "momentum": (1, 2), "nesterov": (2,)}[name]:
            for axis, at in zip("xy", path[step], strict=True):
                found[f"{name}_{axis}{step}"] = Number(float(at), ".4f", (row,), hand, 1e-9)
        if name != "nesterov":
            found[f"{name}_J30"] = Number(float(values(bowl, path)[30]), ".4f", (row,), "NumPy alone", 1e-9)
    J = values(bowl, path_of("plain"))
    found["J0"], found["J1"] = (Number(float(J[i]), ".3f", ("F051",), hand, 1e-9) for i in (0, 1))
    for method in BEST:
        for condition in CONDITIONS[:3]:
            n = steps_to(1e-3, method, condition, {20: 100, 100: 400, 1000: 3600}[condition])
            found[f"{method}_{condition}"] = Number(n, ",", ("K038", "K039"), "powers of matrices")
    return found


def measured_ball() -> float:
    """The factor of the best heavy ball in the bowl, over steps 100 to 200."""
    ball = best_heavy_ball(CURVATURES)
    path = descend(bowl, BOWL_START, Momentum, 200, lr=ball.lr, momentum=ball.momentum)
    return measured_factor(path)
