"""Chapter 4: two right answers. Cars that pass a tree, and mixtures that narrow onto single examples.

Data and settings are ours. Source of the questions: Bishop, "Mixture density networks" (1994); deck Srihari,
section II, slides 12 and 42.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.layers import Linear
from dlcourse.losses import mixture_nll, split_mixture
from dlcourse.numbers import Number, kept
from dlcourse.ops import sigmoid, softmax
from dlcourse.optimizers import Adam
from dlcourse.training import fit

FIRST, FRESH = range(500), range(500, 1000)
N_POINTS, N_COMPONENTS = 10, 3
COLLAPSED_BELOW = 1e-6  # the points lie about 0.3 apart


def cars(m: int = 400, seed: int = 0):
    """Where a car is, x (m, 1) from -1 to 1 beside a tree at 0; its steering y (m, 1), below 0 to the left.

    Drivers pass on the right with probability sigmoid(5 x), steering 0.8 - 0.3 x, else -0.8 - 0.3 x, with a
    standard deviation of 0.1.
    """
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (m, 1))
    side = np.where(rng.random((m, 1)) < sigmoid(5 * x), 1.0, -1.0)
    return x, 0.8 * side - 0.3 * x + 0.1 * rng.standard_normal((m, 1))


def mean_steering(x):
    """The conditional mean of the steering, to which any network tends that is trained with squared error."""
    return 0.8 * (2 * sigmoid(5 * x) - 1) - 0.3 * x


def two_sides(z, y):
    """mixture_nll of a network's outputs, for two components.   z (m, 6), y (m, 1)"""
    return mixture_nll(*split_mixture(z, 2), y)


def train(n_steps: int = 600, seed: int = 0) -> Linear:
    """A linear layer with six outputs, the parameters of two components, trained on `cars`."""
    x, y = cars()
    model = Linear(1, 6, rng=np.random.default_rng(seed))
    optimizer = Adam(model.parameters(), lr=0.05)
    fit(model, two_sides, x, y, optimizer, n_epochs=n_steps, progress=False)
    return model


def components(model, x):
    """Probabilities, means, spreads of both components, the lower mean first.   x (m, 1) -> three (m, 2)"""
    logits, mu, log_sigma = split_mixture(model(x).array, 2)
    order = np.argsort(mu[:, :, 0], axis=1)
    parts = softmax(logits), mu[:, :, 0], np.exp(log_sigma)
    return tuple(np.take_along_axis(part, order, axis=1) for part in parts)


def points(seeds, n: int = N_POINTS) -> np.ndarray:
    """Data sets of n numbers, each from N(-1.5, 0.5^2) or N(1.5, 0.5^2); a row for each seed."""
    rows = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        rows.append(rng.choice([-1.5, 1.5], n) + 0.5 * rng.standard_normal(n))
    return np.array(rows)


@kept
def spreads(floor: float, seeds=FIRST, n_rounds: int = 200) -> np.ndarray:
    """The smallest sigma of a mixture fitted to each data set by expectation-maximization.   -> (n_seeds,)

    A round: each example is divided among the components, by their shares of its density; then each component
    takes the mean and the mean square of what it was given, plus floor^2. Means start at examples.
    """
    y = points(seeds)[:, :, None]
    starts = [np.random.default_rng([s, 1]).choice(N_POINTS, N_COMPONENTS, replace=False) for s in seeds]
    mu = np.take_along_axis(y, np.array(starts)[:, :, None], axis=1).transpose(0, 2, 1)
    variance, p = np.ones_like(mu), np.full_like(mu, 1 / N_COMPONENTS)
    for _ in range(n_rounds):
        log_density = np.log(p) - (y - mu) ** 2 / (2 * variance) - np.log(variance) / 2
        part = softmax(log_density)  # (n_seeds, n, c): sums to 1 over the components
        weight = part.sum(axis=1, keepdims=True)
        p = weight / N_POINTS
        mu = (part * y).sum(axis=1, keepdims=True) / weight
        # never quite 0, as else no density could be computed
        variance = (part * (y - mu) ** 2).sum(axis=1, keepdims=True) / weight + max(floor**2, 1e-30)
    return np.sqrt(variance).min(axis=(1, 2))


def n_collapsed(floor: float, seeds=FIRST) -> int:
    """In how many data sets a component has shrunk onto a single example."""
    return int((spreads(floor, seeds) < COLLAPSED_BELOW).sum())


def n_at_floor(floor: float, seeds=FIRST) -> int:
    """In how many data sets the narrowest component is within a hundredth of the floor: on one example."""
    return int((spreads(floor, seeds) < 1.01 * floor).sum())


def numbers() -> dict[str, Number]:
    """The two ways round the tree, and how many mixtures collapse."""
    p, mu, sigma = (part[0] for part in components(train(), np.zeros((1, 1))))
    own = "the data's own"
    found = {
        "p_right": Number(float(p[1]), ".2f", ("S066",), own, 0.15),
        "mu_left": Number(float(mu[0]), ".2f", ("S066",), own, 0.05),
        "mu_right": Number(float(mu[1]), ".2f", ("S066",), own, 0.05),
        "sigma": Number(float(sigma.mean()), ".2f", ("S066",), own, 0.15),
        "mean": Number(float(mean_steering(np.zeros(1))[0]), ".0f", ("S066",), "symmetry"),
        "n_cars": Number(len(cars()[0]), "d", (), "a setting of ours"),
        "n_points": Number(N_POINTS, "d", (), "a setting of ours"),
        "floor": Number(0.1, "g", (), "a setting of ours"),
    }
    for key, seeds in (("", FIRST), ("_fresh", FRESH)):
        k = n_collapsed(0.0, seeds)
        found[f"collapsed{key}"] = estimate(k, seeds, "scikit-learn, other seeds", form=".0%", rows=("S040",))
        k = n_at_floor(0.1, seeds)
        found[f"at_floor{key}"] = estimate(k, seeds, "scikit-learn, other seeds", form=".0%", rows=("S170",))
    return found
