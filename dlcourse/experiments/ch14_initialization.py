"""Chapter 14: how large signals are: predicted layer by layer, for the starts of LeCun, Glorot and He.

Source of the questions: deck Fix, pages 88 to 91.
"""

from functools import partial

import numpy as np

from dlcourse import initializers
from dlcourse.autodiff import grad
from dlcourse.layers import Conv2d
from dlcourse.numbers import Number, kept
from dlcourse.ops import lecun_tanh, relu, sigmoid, tanh
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


def second_moment(f, variance: float, n_nodes: int = 201) -> float:
    """E[f(z)^2] for z ~ N(0, variance), by Gauss-Hermite quadrature.

    >>> round(second_moment(lecun_tanh, 1.0), 4)
    0.7504
    """
    # hermite_e has the weight e^(-x^2 / 2) of the normal distribution; its sum, sqrt(2 pi), is divided out
    nodes, weights = np.polynomial.hermite_e.hermegauss(n_nodes)
    return float((weights * f(nodes * variance**0.5) ** 2).sum() / weights.sum())


def predicted_moments(f, scale: float = 1.0, start: float = 1.0, n_layers: int = 50) -> np.ndarray:
    """E[h^2] after each layer h = f(x W) with W ~ N(0, scale / n_in), for infinite width.   -> (n_layers,)

    A unit's z is then Gaussian with variance scale E[x^2]. The second moment counts, not the variance, since
    the output of a ReLU has a mean above 0. Source: He, Zhang, Ren and Sun 2015.
    """
    moments = [start]
    for _ in range(n_layers):  # one number describes a layer: the next distribution depends on it alone
        moments.append(second_moment(f, scale * moments[-1]))
    return np.array(moments[1:])


def measured_moments(init, f, *, rng, width: int = 256, m: int = 32, n_layers: int = 50) -> np.ndarray:
    """The mean of h^2 after each layer h = f(x W), x standard normal (m, width).   -> (n_layers,)"""
    h, moments = rng.standard_normal((m, width)), []
    for _ in range(n_layers):
        h = f(h @ init((width, width), rng))  # arrays, no Linear: 50 layers without a graph
        moments.append(float((h * h).mean()))
    return np.array(moments)


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


@kept
def measured_growth(n_in: int = 16, n_out: int = 64, seed: int = 0) -> tuple[float, float]:
    """`measured_he_conditions` of a convolution, from its own generator."""
    return measured_he_conditions(n_in, n_out, rng=np.random.default_rng(seed), n_draws=10)


def numbers() -> dict[str, Number]:
    """Moments by quadrature, limits and deviations of the starts, and He's two conditions."""
    settled = float(predicted_moments(lecun_tanh, n_layers=300)[-1])
    mean = 1 / (2 * np.pi) ** 0.5  # of relu(z), z standard normal
    forward, backward = he_conditions(64, 256, 3, variance=2 / (9 * 64))
    measured = measured_growth()
    forms = {  # name: value, form, rows, tolerance
        "at_1": (float(lecun_tanh(np.array(1.0))), ".7f", ("F079",), 1e-9),
        "factor": (float(1 / np.tanh(2 / 3)), ".7f", ("F079",), 1e-9),
        "first": (second_moment(lecun_tanh, 1.0), ".4f", ("F080",), 1e-4),
        "second": (second_moment(lecun_tanh, second_moment(lecun_tanh, 1.0)), ".4f", ("F080",), 1e-4),
        "settled": (settled, ".4f", ("F080",), 2e-4),
        "settled_sd": (settled**0.5, ".3f", ("F080",), 1e-3),
        "tanh_50": (float(predicted_moments(tanh)[-1]), ".5f", ("F082",), 1e-3),
        "tanh_50_sd": (float(predicted_moments(tanh)[-1]) ** 0.5, ".2f", ("F082",), 1e-3),
        "bent": (float(0.1 - tanh(np.array(0.1))), ".6f", ("S086",), 1e-9),
        "cube": (0.1**3 / 3, ".6f", ("S086",), 1e-9),
        "relu_variance": (0.5 - mean**2, ".3f", ("F083",), 1e-9),
        "relu_wrong": ((1 - 2 * mean**2) ** 5, ".2f", ("F083",), 1e-9),
        "relu_50": (2.0**-50, ".0e", ("F083",), 1e-12),
        "glorot_limit": ((6 / 884) ** 0.5, ".4f", ("F081",), 1e-9),
        "glorot_std": ((2 / 884) ** 0.5, ".4f", ("F081",), 1e-9),
        "he_std": ((2 / 784) ** 0.5, ".4f", ("F083",), 1e-9),
        "he_limit": ((6 / 784) ** 0.5, ".4f", ("F083",), 1e-9),
        "conv_std": ((2 / (9 * 64)) ** 0.5, ".4f", ("F083",), 1e-9),
        "forward": (forward, ".0f", ("F099",), 1e-12),
        "backward": (backward, ".0f", ("F099", "F095"), 1e-12),
        "measured_forward": (measured[0], ".2f", ("F099",), 0.15),
        "measured_backward": (measured[1], ".1f", ("F099",), 0.15),
    }
    return {
        name: Number(value, form, rows, "closed forms, and the inventory", tolerance)
        for name, (value, form, rows, tolerance) in forms.items()
    }
