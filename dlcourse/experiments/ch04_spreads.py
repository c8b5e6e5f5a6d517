"""Chapter 4: a spread for each input. A network that answers with a mean and with how sure it is.

Data are ours: forecasts x days ahead, which the weather follows ever more loosely. Source of the question:
deck Srihari, section II, slides 22 and 42 to 44.
"""

import numpy as np

from dlcourse.layers import MLP
from dlcourse.losses import gaussian_nll
from dlcourse.numbers import Number
from dlcourse.ops import tanh
from dlcourse.optimizers import Adam
from dlcourse.training import fit

N_DAYS, N_NEW = 600, 20_000


def mean_temperature(x):
    """The mean temperature x days ahead, in degrees."""
    return 12 + 4 * np.sin(x)


def true_spread(x):
    """The standard deviation x days ahead, in degrees."""
    return 0.5 + 0.5 * x


def forecasts(m: int = N_DAYS, seed: int = 0):
    """Days ahead x (m, 1) from 0 to 6, and temperatures y (m, 1)."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 6, (m, 1))
    return x, mean_temperature(x) + true_spread(x) * rng.standard_normal((m, 1))


def two_heads(omega, y):
    """gaussian_nll of a network's two outputs, the mean and ln sigma.   omega (m, 2), y (m, 1)"""
    return gaussian_nll(omega[:, :1], y, log_sigma=omega[:, 1:])


def train(n_steps: int = 2000) -> MLP:
    """A network 1-8-2 trained on `forecasts`. It counts in tens of degrees above 12, and so starts near."""
    x, y = forecasts()
    model = MLP((1, 8, 2), activation=tanh, rng=np.random.default_rng(0))
    optimizer = Adam(model.parameters(), lr=0.02)
    fit(model, two_heads, x, (y - 12) / 10, optimizer, n_epochs=n_steps, progress=False)
    return model


def answer(model: MLP, x):
    """The mean and the spread, in degrees.   x (m, 1) -> mu (m, 1), sigma (m, 1)"""
    omega = model(x).array
    return 12 + 10 * omega[:, :1], 10 * np.exp(omega[:, 1:])


def share_within(mu, sigma, x, y, low: float, high: float) -> float:
    """The share of the temperatures of days from low to high that lie within one sigma of the mean."""
    chosen = (x >= low) & (x < high)
    return float((abs(y - mu) <= sigma)[chosen].mean())


def numbers() -> dict[str, Number]:
    """Spreads at the first and the last day, and what share of new data lies within one sigma."""
    model, (x, y) = train(), forecasts(N_NEW, seed=1)
    mu, sigma = answer(model, x)
    single = np.full_like(sigma, ((y - mu) ** 2).mean() ** 0.5)  # one for all days
    ends = answer(model, np.array([[0.5], [5.5]]))[1].ravel()
    found = {
        "n_days": Number(N_DAYS, "d", (), "a setting of ours"),
        "n_new": Number(N_NEW, ",", (), "a setting of ours"),
        "sigma_first": Number(float(ends[0]), ".1f", ("S047",), "the data's own", 0.2),
        "sigma_last": Number(float(ends[1]), ".1f", ("S047",), "the data's own", 0.2),
        "single": Number(float(single[0, 0]), ".1f", ("S047",), "the data's own", 0.05),
        "normal": Number(0.6826894921370859, ".0%", (), "a table of the normal distribution"),
    }
    for key, low, high in (("first", 0, 1), ("last", 5, 6)):
        for name, spread in (("own", sigma), ("one", single)):
            value = share_within(mu, spread, x, y, low, high)
            found[f"{name}_{key}"] = Number(value, ".0%", ("S066",), "the data's own spread", 0.1)
    return found
