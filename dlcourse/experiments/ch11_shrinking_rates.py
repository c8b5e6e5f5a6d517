"""Chapter 11: noisy gradients and rates that shrink: constant, 1/sqrt t, 1/t, 1/(t+1)^2.

J is half the mean squared distance to samples, its minimum their mean; each step sees one sample. Source:
deck Fix, page 24; DL book, equations 8.12 and 8.13.
"""

import numpy as np

from dlcourse.numbers import Number, kept
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter

MEAN, START = 2.0, 10.0  # samples are N(2, 1)
RATES = {  # of the step t = 1, 2, ...
    "constant": lambda t: 0.1,
    "root": lambda t: t**-0.5,
    "inverse": lambda t: 1 / t,
    "squared": lambda t: (t + 1) ** -2.0,
}


@kept
def distances(name: str, n_steps: int = 1000, n_runs: int = 2000, seed: int = 0) -> np.ndarray:
    """The root mean square over runs of the distance to the minimum, after each step.   -> (n_steps + 1,)"""
    rng, theta = np.random.default_rng((16, seed)), Parameter(np.full(n_runs, START))
    method = SGD([theta], lr=1.0)
    found = [START - MEAN]
    for t in range(1, n_steps + 1):
        method.lr = RATES[name](t)
        method.step([theta.array - rng.normal(MEAN, 1, n_runs)])
        found.append(float(((theta.array - MEAN) ** 2).mean() ** 0.5))
    return np.array(found)


def expected_distances(name: str, n_steps: int = 1000) -> np.ndarray:
    """What theory says: theta - 2 shrinks by 1 - lr, and each step adds noise of variance lr^2."""
    found = [(START - MEAN) ** 2]
    for t in range(1, n_steps + 1):
        lr = RATES[name](t)
        found.append((1 - lr) ** 2 * found[-1] + lr**2)
    return np.array(found) ** 0.5


def left_after(n_epochs: int = 300, n: int = 30) -> float:
    """How far theta is from the mean of n numbers after whole epochs with the rate 1/t."""
    rng = np.random.default_rng(17)
    x, theta = rng.uniform(-10, 10, n), Parameter(np.array([START]))
    method, t = SGD([theta], lr=1.0), 0
    for _ in range(n_epochs):
        for one in rng.permutation(x):
            t += 1
            method.lr = 1 / t
            method.step([theta.array - one])
    return float(abs(theta.array[0] - x.mean()))


def numbers() -> dict[str, Number]:
    """Distances after 1000 steps, of two lots of 2000 runs, against the recursion for the variance."""
    found = {}
    for end, seed in (("", 0), ("_again", 1)):
        for name in RATES:
            last = float(distances(name, seed=seed)[-1])
            found[f"{name}{end}"] = Number(last, ".3f", ("F003",), "theory", 0.06)
    found["left"] = Number(left_after(), ".0e", ("F003",), "the inventory")
    return found
