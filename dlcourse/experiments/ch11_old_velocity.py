"""Chapter 11: how large lr times curvature may be: heavy ball, with the old velocity, and looking ahead."""

import numpy as np

from dlcourse.experiments.ch11_first_order import LR, OldVelocity
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import Momentum, Nesterov
from dlcourse.tensor import Parameter

MOMENTA = (0.0, 0.3, 0.6, 0.9)
METHODS = {"heavy": Momentum, "old": OldVelocity, "ahead": Nesterov}


def theory(method: str, momentum: float) -> float:
    """The largest lr times curvature at which a method converges on a quadratic."""
    if method == "heavy":
        return 2 * (1 + momentum)  # a root of z^2 - (1 + a - c) z + a reaches -1
    if method == "old":
        return 1 - momentum  # z^2 - (1 + a) z + a + c: the product of the roots reaches 1
    return 2 * (1 + momentum) / (1 + 2 * momentum)  # z^2 - (1 + a) (1 - c) z + a (1 - c): -1 again


@kept
def measured(method: str, momentum: float, n_steps: int = 500) -> float:
    """The same, measured: the last of 0.01, 0.02, ..., 4 with which theta^2 / 2 ends below its start."""
    curvatures = np.arange(1, 401) / 100
    theta = Parameter(np.ones(len(curvatures)))
    optimizer = METHODS[method]([theta], lr=1.0, momentum=momentum)
    for _ in range(n_steps):
        with optimizer.lookahead():
            gradient = curvatures * np.clip(theta.array, -1e50, 1e50)  # those that diverge stay finite
        optimizer.step([gradient])
    settled = abs(theta.array) < 1
    return float(curvatures[settled.argmin() - 1])


def path(method: str, c: float, momentum: float, n_steps: int) -> np.ndarray:
    """theta on c theta^2 / 2 from 1, with lr 1.   -> (n_steps + 1,)"""
    theta = Parameter(np.ones(1))
    optimizer = METHODS[method]([theta], lr=1.0, momentum=momentum)
    found = [1.0]
    for _ in range(n_steps):
        with optimizer.lookahead():
            gradient = c * theta.array
        optimizer.step([gradient])
        found.append(float(theta.array[0]))
    return np.array(found)


def numbers() -> dict[str, Number]:
    """Limits for two momenta, and which samples of the 30 points lie beyond that of the old velocity."""
    found = {}
    for method, momentum in (("heavy", 0.6), ("old", 0.6), ("heavy", 0.8), ("ahead", 0.8)):
        key = f"{method}_{round(10 * momentum)}"
        found[key] = Number(measured(method, momentum), ".2f", ("F055",), "the roots", 0.011)
    worst = LR * 2 * (1 + 10**2)  # the curvature of one sample's squared error is 2 (1 + x^2)
    found["worst"] = Number(worst, ".2f", ("F055",), "by hand", 1e-9)
    edge = (0.4 / LR / 2 - 1) ** 0.5
    found["edge"] = Number(edge, ".2f", ("F055",), "by hand", 1e-9)
    found["share"] = Number(1 - edge / 10, ".0%", ("F055",), "by hand", 1e-9)
    for method, late in (("heavy", ".0e"), ("old", ".1f")):
        for t, form in ((1, "g"), (2, "g"), (3, "g"), (60, late)):
            at = float(path(method, 0.5, 0.6, 60)[t])
            found[f"{method}_at_{t}"] = Number(at, form, ("F055", "K050"), "by hand", 1e-9)
    return found
