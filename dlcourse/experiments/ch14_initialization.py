"""Chapter 14: inputs and initialization. The effect of scaled inputs, and the size of signals in 50 layers.

Source of the questions: deck Fix, pages 84 to 91.
"""

from functools import partial

import numpy as np

from dlcourse import initializers
from dlcourse.autodiff import grad
from dlcourse.layers import MLP, Conv2d
from dlcourse.losses import mean_squared_error
from dlcourse.ops import lecun_tanh, relu, sigmoid, tanh
from dlcourse.preprocessing import ZCA
from dlcourse.tensor import Tensor


def linear(z):
    """z itself, the identity: a layer without an activation."""
    return z


ACTIVATIONS = {"linear": linear, "sigmoid": sigmoid, "tanh": tanh, "LeCun tanh": lecun_tanh, "ReLU": relu}
INITIALIZERS = {
    "N(0, .01^2)": initializers.normal(0.01),
    "N(0, 1)": initializers.normal(1.0),
    "LeCun": initializers.lecun_normal,
    "Glorot uniform": initializers.glorot_uniform,
    "Glorot normal": initializers.glorot_normal,
    "Glorot, gain 4": partial(initializers.glorot_normal, gain=4.0),  # makes up for sigmoid'(0) = 1/4
    "He uniform": initializers.he_uniform,
    "He normal": initializers.he_normal,
    "orthogonal": initializers.orthogonal,
}


def line_hessian(x):
    """The Hessian of the mean of (w x + b - y)^2 / 2 with respect to (b, w).   x (m,) -> (2, 2)"""
    A = np.stack([np.ones_like(x), x], axis=1)
    return A.T @ A / len(x)


def condition(H) -> float:
    """The condition number of a symmetric positive definite H: largest over smallest eigenvalue."""
    eigenvalues = np.linalg.eigvalsh(H)
    return float(eigenvalues[-1] / eigenvalues[0])


def uniform_condition(low: float, high: float) -> float:
    """The limit of the condition of `line_hessian` for many x, uniform on [low, high]: 19.2815 for [0, 1]."""
    # the Hessian tends to E[(1, x)^T (1, x)], of which only the moments of x are needed
    mean, square = (low + high) / 2, (low**2 + low * high + high**2) / 3
    return condition(np.array([[1.0, mean], [mean, square]]))


def angle_to_minimum(H, direction) -> float:
    """The angle in degrees between the steepest descent, H d, and the direction to the minimum, d."""
    g = H @ direction
    # arctan2, not arccos of a quotient: that loses half of the digits of a small angle
    cross = direction[0] * g[1] - direction[1] * g[0]
    return float(np.degrees(abs(np.arctan2(cross, direction @ g))))


def conditions_and_angles(scale=None, seeds=range(200), m: int = 30):
    """Condition and angle for the line fit, one of each per seed.   -> two arrays (n_seeds,)

    x: m numbers, uniform on [-10, 10], transformed by the scaler class `scale` if given; the direction from
    the start to the minimum is random. Source: deck Fix, page 85.
    """
    conditions, angles = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x = rng.uniform(-10, 10, (m, 1))
        H = line_hessian((x if scale is None else scale().fit(x).transform(x))[:, 0])
        conditions.append(condition(H))
        angles.append(angle_to_minimum(H, rng.standard_normal(2)))
    return np.array(conditions), np.array(angles)


def whitening_factors(x):
    """Covariances after whitening with two readings of the slide's factor.   x (m, n) -> two (n, n) arrays

    First with sqrt(m - 1) (X X^T)^(-1/2), which gives the identity; then with 1 / sqrt(m - 1), as the text
    has it.
    """
    whitened = ZCA().fit(x).transform(x)
    # 1 / sqrt(m - 1) in place of sqrt(m - 1) divides by m - 1
    return np.cov(whitened.T), np.cov((whitened / (len(x) - 1)).T)


def change_by_whitening(x) -> dict[str, float]:
    """The mean squared change of a centered sample by ZCA and by PCA whitening.   x (m, n)"""
    scaler = ZCA().fit(x)
    centered, whitened = x - scaler.shift, scaler.transform(x)
    # ZCA is U D U^T with D = diag(1 / sqrt(eigenvalues)), PCA whitening U D: ZCA's result rotated by U
    _, U = np.linalg.eigh(np.cov(x.T))
    return {
        name: float(((y - centered) ** 2).sum(axis=1).mean())  # ZCA has the least of all whitenings
        for name, y in (("ZCA", whitened), ("PCA", whitened @ U))
    }


def second_moment(f, variance: float, n_nodes: int = 201) -> float:
    """E[f(z)^2] for z ~ N(0, variance), by Gauss-Hermite quadrature.

    >>> round(second_moment(lecun_tanh, 1.0), 4)
    0.7504
    """
    # hermite_e has the weight e^(-x^2 / 2) of the normal distribution; its sum, sqrt(2 pi), is divided out
    nodes, weights = np.polynomial.hermite_e.hermegauss(n_nodes)
    return float((weights * f(nodes * variance**0.5) ** 2).sum() / weights.sum())


def predicted_moments(f, gain: float = 1.0, start: float = 1.0, n_layers: int = 50) -> np.ndarray:
    """E[h^2] after each layer h = f(x W) with W ~ N(0, gain / n_in), for infinite width.   -> (n_layers,)

    A unit's z is then Gaussian with variance gain E[x^2]. The second moment counts, not the variance, since
    the output of a ReLU has a mean above 0. Source: He, Zhang, Ren and Sun 2015.
    """
    moments = [start]
    for _ in range(n_layers):  # one number describes a layer: the next distribution depends on it alone
        moments.append(second_moment(f, gain * moments[-1]))
    return np.array(moments[1:])


def measured_moments(init, f, *, rng, width: int = 256, m: int = 32, n_layers: int = 50) -> np.ndarray:
    """The mean of h^2 after each layer h = f(x W), x standard normal (m, width).   -> (n_layers,)"""
    h, moments = rng.standard_normal((m, width)), []
    for _ in range(n_layers):
        h = f(h @ init((width, width), rng))  # arrays, no Linear: 50 layers without a graph
        moments.append(float((h * h).mean()))
    return np.array(moments)


def signal_table(seed: int = 0, **options) -> dict[tuple[str, str], float]:
    """log10 of the mean of h^2 after 50 layers for every initializer under every activation."""
    return {
        (name, unit): float(
            # the same seed for every pair, so that all see the same inputs
            np.log10(measured_moments(init, f, rng=np.random.default_rng(seed), **options)[-1])
        )
        for name, init in INITIALIZERS.items()
        for unit, f in ACTIVATIONS.items()
    }


def hidden_gradients(init, seed: int = 0) -> np.ndarray:
    """dJ/dW of the first layer of a 3-4-1 tanh network on random data, one column per hidden unit."""
    rng = np.random.default_rng(seed)
    model = MLP((3, 4, 1), rng=rng, init=init)
    x, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 1))
    return grad(mean_squared_error(model(x), y), model.layers[0].W)


def he_conditions(n_in: int, n_out: int, kernel: int, variance: float) -> tuple[float, float]:
    """1/2 k^2 c Var(w) and 1/2 k^2 d Var(w) for a convolution from c to d channels: each should be 1.

    If the first is 1, the signal keeps its size under ReLU; if the second is, the gradient does. Both are
    only if c = d. Source: deck Fix, page 91; He, Zhang, Ren and Sun 2015, equations 10 and 14.
    """
    return 0.5 * kernel**2 * n_in * variance, 0.5 * kernel**2 * n_out * variance


def measured_he_conditions(n_in: int, n_out: int, kernel: int = 3, *, rng, n_draws: int = 30, size: int = 8):
    """The values of `he_conditions` measured as growth of mean squares, for layers drawn by he_normal.

    Forward: the mean square of z over that of the pre-activations below, before their ReLU. Backward: the
    mean square of dJ/dx over that of the gradient on the ReLU's output. Means over n_draws layers.
    """
    off, found = slice(kernel // 2, size - kernel // 2), []
    for _ in range(n_draws):  # off the border, where padding feeds zeros in and sums are smaller
        layer = Conv2d(n_in, n_out, kernel, padding=kernel // 2, rng=rng, init=initializers.he_normal)
        before = rng.standard_normal((1, n_in, size, size))
        x = Tensor(relu(before))
        z = layer(x)
        G = rng.standard_normal(z.shape)
        back = grad((relu(z) * G).sum(), x)
        forward = (z.array[:, :, off, off] ** 2).mean() / (before**2).mean()
        found.append([forward, (back[:, :, off, off] ** 2).mean() / (G**2).mean()])
    return tuple(np.mean(found, axis=0).tolist())
