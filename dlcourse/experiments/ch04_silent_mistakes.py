"""Chapter 4: losses. Mistakes that raise no error, each with the numbers that it leads to.

Data and settings are ours.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch04_mixtures import cars, components
from dlcourse.experiments.ch04_spreads import forecasts
from dlcourse.layers import MLP, Linear
from dlcourse.losses import split_mixture
from dlcourse.numbers import Number
from dlcourse.ops import exp, log_softmax, negative, relu, reshape, square, tanh
from dlcourse.optimizers import SGD, Adam
from dlcourse.training import fit

FIRST, FRESH = range(400), range(400, 800)


def fitted_line(y_shape: tuple) -> tuple[float, float, float]:
    """Slope, height and cost of a line fitted to y = 2 x + 1 at x = 0 to 4, by descent on the mean square.

    y_shape: (5, 1), that of the line's answers; or (5,), with which y_hat - y is a table of 25 differences.
    """
    x = np.arange(5.0)[:, None]
    y = (2 * x + 1).reshape(y_shape)

    def cost(theta):
        return square(x * theta[0] + theta[1] - y).mean()

    end = descend(cost, np.zeros(2), SGD, 500, lr=0.05)[-1]
    return float(end[0]), float(end[1]), float(cost(end))


def n_right_by_hinge(of_no: float) -> int:
    """How many of x = 1 to 10 a line w x + b classifies, trained with the hinge; "yes" from 6 on.

    of_no: the label of a "no", which should be -1.
    """
    x = np.arange(1.0, 11)
    yes = x > 5
    y = np.where(yes, 1.0, of_no)

    def cost(theta):
        return relu(1 - y * (x * theta[0] + theta[1])).mean()

    w, b = descend(cost, np.zeros(2), SGD, 1000, lr=0.1)[-1]
    return int(((w * x + b > 0) == yes).sum())


def n_negative(seeds=FIRST) -> int:
    """How many fresh networks 1-8-2 have an output below 0 on some day: no spread is."""
    x, _ = forecasts()
    networks = (MLP((1, 8, 2), activation=tanh, rng=np.random.default_rng(seed)) for seed in seeds)
    return sum(bool((model(x).array[:, 1] < 0).any()) for model in networks)


def densities_multiplied(z, y):
    """Not mixture_nll: logarithms of p_i N_i are added up, so the densities multiply.   z (m, 6), y (m, 1)"""
    logits, mu, log_sigma = split_mixture(z, 2)
    r = (y - reshape(mu, logits.shape)) * exp(negative(log_sigma))
    return (square(r) * 0.5 + log_sigma - log_softmax(logits)).sum() * (1 / len(y))


def means_at_the_tree(n_steps: int = 600) -> np.ndarray:
    """The two means at x = 0 of chapter 4's mixture for `cars`, trained with `densities_multiplied`."""
    x, y = cars()
    model = Linear(1, 6, rng=np.random.default_rng(0))
    optimizer = Adam(model.parameters(), lr=0.05)
    fit(model, densities_multiplied, x, y, optimizer, n_epochs=n_steps, progress=False)
    return components(model, np.zeros((1, 1)))[1][0]


def numbers() -> dict[str, Number]:
    """What the pages state of a table of differences, labels of another loss, spreads below 0, products."""
    slope, height, _ = fitted_line((5,))
    hand = "by hand"
    return {
        "table_slope": Number(abs(slope), ".1f", ("L006",), hand, 1e-6),
        "table_height": Number(height, ".1f", ("L006",), hand, 1e-5),
        "hinge_right": Number(n_right_by_hinge(-1.0), "d", ("L009",), hand),
        "hinge_of_0": Number(n_right_by_hinge(0.0), "d", ("L009",), hand),
        "negative": estimate(n_negative(FIRST), FIRST, "other seeds", form=".0%", rows=("S067",)),
        "negative_fresh": estimate(n_negative(FRESH), FRESH, "other seeds", form=".0%", rows=("S067",)),
        "product_mean": Number(float(means_at_the_tree().mean()), ".2f", ("S066",), "least squares", 0.05),
    }
