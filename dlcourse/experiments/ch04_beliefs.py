"""Chapter 4: a loss is a belief about noise. Which estimate comes nearer under which noise, and two curves.

Data and settings are ours. Sources of the questions: deck Srihari, section II, slides 8, 9 and 13 to 17;
deck Leibe, "Recap: loss functions".
"""

import numpy as np

from dlcourse import losses
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.layers import MLP
from dlcourse.numbers import Number
from dlcourse.ops import tanh
from dlcourse.optimizers import Adam
from dlcourse.training import fit

N_MEASUREMENTS = 21  # odd, so that the median is one of them
FIRST, FRESH = range(2000), range(2000, 4000)
NOISES = {  # each with mean 0 and variance 1: they differ in shape alone
    "normal": lambda rng, n: rng.standard_normal(n),
    "Laplace": lambda rng, n: rng.laplace(0.0, 0.5**0.5, n),
    "uniform": lambda rng, n: rng.uniform(-(3**0.5), 3**0.5, n),
}
ESTIMATES = {  # what minimizes the sum of squares, the sum of absolute values, the largest absolute value
    "mean": lambda y: y.mean(axis=1),
    "median": lambda y: np.median(y, axis=1),
    "midrange": lambda y: (y.min(axis=1) + y.max(axis=1)) / 2,
}
RIGHT = {"normal": "mean", "Laplace": "median", "uniform": "midrange"}  # by maximum likelihood


def measurements(noise: str, seeds) -> np.ndarray:
    """N_MEASUREMENTS of a quantity that is 0, each with its own noise; a row for each seed."""
    return np.array([NOISES[noise](np.random.default_rng(seed), N_MEASUREMENTS) for seed in seeds])


def misses(noise: str, seeds=FIRST) -> dict[str, np.ndarray]:
    """How far each estimate lies from the truth, for each seed.   name -> (n_seeds,)"""
    y = measurements(noise, seeds)
    return {name: abs(of(y)) for name, of in ESTIMATES.items()}


def root_mean_squares(noise: str, seeds=FIRST) -> dict[str, float]:
    """The root of the mean squared miss of each estimate."""
    return {name: float((miss**2).mean() ** 0.5) for name, miss in misses(noise, seeds).items()}


def n_nearest(noise: str, seeds=FIRST) -> int:
    """In how many sets the estimate of maximum likelihood is the nearest of the three."""
    found = misses(noise, seeds)
    return int((np.array(list(found.values())).min(axis=0) == found[RIGHT[noise]]).sum())


def mean_lateness(x):
    """How late a bus is on average, in minutes, x hours before or after noon."""
    return 3 + 2 * np.sin(2 * x)


def buses(m: int = 600, seed: int = 0):
    """Hours x (m, 1) from -2 to 2, and how late a bus was, y (m, 1): many a little, a few very much.

    The lateness is exponential, so its mean is mean_lateness(x), and its median ln 2 times that.
    """
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, (m, 1))
    return x, rng.exponential(mean_lateness(x))


def curve(loss: str, n_steps: int = 1500) -> MLP:
    """A network 1-8-1 trained on `buses` with a loss of `dlcourse.losses`, by its name."""
    x, y = buses()
    model = MLP((1, 8, 1), activation=tanh, rng=np.random.default_rng(0))
    optimizer = Adam(model.parameters(), lr=0.02)
    fit(model, getattr(losses, loss), x, y, optimizer, n_epochs=n_steps, progress=False)
    return model


def numbers() -> dict[str, Number]:
    """What the page states of estimates under three kinds of noise, and of two curves for the buses."""
    found = {
        "n_measurements": Number(N_MEASUREMENTS, "d", (), "a setting of ours"),
        "n_sets": Number(len(FIRST), ",", (), "a setting of ours"),
    }
    for noise in NOISES:
        for name, value in root_mean_squares(noise).items():
            found[f"{noise}_{name}".lower()] = Number(value, ".2f", (), "order statistics", 0.05)
        for key, seeds in (("nearest", FIRST), ("nearest_fresh", FRESH)):
            k = n_nearest(noise, seeds)
            found[f"{noise}_{key}".lower()] = estimate(k, seeds, "other seeds", form=".0%")
    return found | _of_curves()


def _of_curves():
    x, y = buses()
    squared, absolute = (
        float((y < curve(loss)(x).array).mean()) for loss in ("mean_squared_error", "mean_absolute_error")
    )
    return {
        "below_mean": Number(squared, ".0%", ("S042",), "1 - 1/e", 0.05),
        "below_median": Number(absolute, ".0%", ("S043",), "one half", 0.05),
        "below_mean_exactly": Number(1 - float(np.exp(-1)), ".0%", (), "1 - 1/e"),
        "buses": Number(len(x), "d", (), "a setting of ours"),
    }
