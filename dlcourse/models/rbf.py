"""Chapter 1: radial basis function networks. Place the centers, choose a width, solve for the weights.

In two phases the centers stay fixed; a third phase trains all parameters by gradients. Deck Fix, page 32.
"""

from dataclasses import dataclass, field

import numpy as np

from dlcourse import expect
from dlcourse.initializers import expect_generator
from dlcourse.layers import RBF, Linear, Sequential
from dlcourse.losses import squared_error
from dlcourse.models.linear import least_squares, numbers_in
from dlcourse.ops import rbf
from dlcourse.optimizers import LBFGS


def rbf_features(x, centers, sigma):
    """exp(-||x - c||^2 / (2 sigma^2)) for each center c.   x (m, n), centers (k, n) -> (m, k)

    sigma: the standard deviation of the Gaussian, one number or one per center; in `ops.rbf` the exponent has
    no factor 2. The constant phi_0 = 1 of the deck is the bias of `least_squares`. Source: deck Srihari,
    section I, slide 17; deck Fix, page 32. Raises ValueError for a sigma that is not positive or shapes that
    do not fit.

    >>> rbf_features(np.array([[0.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 1.0]]), 0.5**0.5).round(4)
    array([[1.    , 0.1353]])
    """
    sigma = np.asarray(sigma, float)
    if not (sigma > 0).all():
        raise ValueError(f"rbf_features: expected sigma > 0, got {sigma.min()}; it is the width of a bell")
    # ops.rbf divides by its width squared: sqrt(2) sigma makes that 2 sigma^2
    return rbf(np.asarray(x, float), np.asarray(centers, float), 2**0.5 * sigma)


def uniform_centers(x, k: int):
    """k equally spaced centers over the range of x, ends included.   x (m, 1) -> (k, 1)

    For one input only: a grid in n dimensions needs k^n centers. Raises ValueError for more than one input or
    fewer than two centers.
    """
    x = _expect_samples("uniform_centers", x, k, least=2)
    if x.shape[1] != 1:
        raise ValueError(f"uniform_centers: expected x (m, 1), got {x.shape}; use random_centers or kmeans")
    return np.linspace(x.min(), x.max(), k)[:, None]


def random_centers(x, k: int, *, rng):
    """k different samples as centers.   x (m, n) -> (k, n).   Raises ValueError unless 1 <= k <= m."""
    x = _expect_samples("random_centers", x, k)
    expect_generator("random_centers", rng)
    # without replacement: two equal centers would have two equal features
    return x[rng.choice(len(x), k, replace=False)]


@dataclass(frozen=True)
class KMeans:
    """The result of `kmeans`.   centers (k, n), labels (m,); inertia: sum ||x - c||^2 after each round"""

    centers: np.ndarray
    labels: np.ndarray
    inertia: list = field(repr=False)


def kmeans(x, k: int, *, rng, centers=None, max_rounds: int = 300) -> KMeans:
    """k centers by Lloyd's algorithm: assign samples to the nearest center, move centers to their means.

    x (m, n). Starts at `centers`, or at k different samples. The inertia never rises; the rounds end in a
    local minimum, when no sample changes its center. A center without samples moves to the sample farthest
    from its own center, which also lowers the inertia. Source: deck Fix, page 32; Lloyd 1982. Raises
    ValueError unless 1 <= k <= m.

    >>> found = kmeans(np.array([[0.0], [1.0], [10.0], [11.0]]), 2, rng=np.random.default_rng(0))
    >>> sorted(found.centers.ravel().tolist()), found.inertia[-1]
    ([0.5, 10.5], 1.0)
    """
    x = _expect_samples("kmeans", x, k)
    expect.count("kmeans", max_rounds=max_rounds, advice="count rounds")
    centers = random_centers(x, k, rng=rng) if centers is None else np.array(centers, float)
    if centers.shape != (k, x.shape[1]):
        raise ValueError(
            f"kmeans: expected centers ({k}, {x.shape[1]}), got {centers.shape}; a single center is a row"
        )
    if not np.isfinite(centers).all():
        raise ValueError("kmeans: expected finite centers, got NaN or infinity; start at samples")
    labels, inertia = None, []
    for _ in range(max_rounds):
        distances = _squared_distances(x, centers)
        previous, labels = labels, distances.argmin(axis=1)  # the first of equally near centers
        nearest = distances[np.arange(len(x)), labels]
        _fill_empty(labels, nearest, k)  # before the means: that of no samples is NaN
        centers = np.stack([x[labels == j].mean(axis=0) for j in range(k)])
        inertia.append(float(((x - centers[labels]) ** 2).sum()))
        # equal labels give equal means, so nothing would change any more
        if previous is not None and (previous == labels).all():
            break
    return KMeans(centers, labels, inertia)


def width_of(centers) -> float:
    """The mean distance from a center to its nearest neighbor, a common choice of sigma.   centers (k, n)

    Raises ValueError for fewer than two centers.
    """
    centers = np.asarray(centers, float)
    if centers.ndim != 2 or len(centers) < 2:
        raise ValueError(
            f"width_of: expected at least two centers (k, n), got {centers.shape}; one has no neighbor"
        )
    distances = _squared_distances(centers, centers)
    np.fill_diagonal(distances, np.inf)  # no center is its own neighbor
    return float(np.sqrt(distances.min(axis=1)).mean())


def fit_two_phases(x, y, centers, sigma) -> Sequential:
    """A network of an RBF and a linear layer: given centers and sigma, weights by least squares.

    x (m, n), y (m, k); the network maps (m, n) to (m, k). Source: deck Fix, page 32.
    """
    w, b = least_squares(rbf_features(x, centers, sigma), y)
    output = Linear(*w.shape, rng=np.random.default_rng(0))  # the drawn weights are overwritten
    output.W.array[...], output.b.array[...] = w, b
    return Sequential(
        RBF.from_centers(centers, 2**0.5 * np.asarray(sigma, float)), output
    )  # as in rbf_features


def fit_three_phases(x, y, centers, sigma, *, n_steps: int = 100) -> Sequential:
    """The network of `fit_two_phases` after n_steps of L-BFGS on centers, widths and weights.   y (m, k)

    The cost is the sum of squares without 1/2, as in the deck, so gradients carry a factor 2. The training
    error falls; the error on new data need not. Source: deck Fix, page 32.
    """
    expect.count("fit_three_phases", least=0, n_steps=n_steps, advice="count steps")
    network = fit_two_phases(x, y, centers, sigma)
    x, y = np.asarray(x, float), np.asarray(y, float)
    optimizer = LBFGS(network.parameters())
    for _ in range(n_steps):
        # a closure: the line search of a step evaluates the cost several times
        optimizer.step(lambda: squared_error(network(x), y))
    return network


def _squared_distances(x, centers):
    # not |x|^2 - 2 x c + |c|^2, which needs less memory: near a center its large terms cancel
    return ((x[:, None, :] - centers[None, :, :]) ** 2).sum(axis=-1)


def _fill_empty(labels, nearest, k):
    """In place: each cluster without samples takes the farthest sample of a cluster that can spare one."""
    for j in range(k):
        # counted anew each time: the sample that moved before has left its cluster
        counts = np.bincount(labels, minlength=k)
        if counts[j] == 0:
            far = np.where(counts[labels] > 1, nearest, -1.0).argmax()
            labels[far] = j


def _expect_samples(who, x, k, least=1):
    x = numbers_in(who, x)
    if x.ndim != 2 or not np.isfinite(x).all():
        raise ValueError(f"{who}: expected finite x (m, n), got {x.shape}; samples are rows")
    if not expect.is_count(k, least) or k > len(x):
        raise ValueError(
            f"{who}: expected k to be an int from {least} to {len(x)}, got {k!r}; one per sample at most"
        )
    return x
