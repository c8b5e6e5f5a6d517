"""Chapter 4: output units and losses. Which loss dies with which output, what each asks for, what overflows.

Every function returns numbers of the chapter; where settings are not the slide's, it says so. Slides without
a deck are Srihari's, section II. The naive formulas are here, to be seen breaking, and nowhere else.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_descent import descend
from dlcourse.losses import (
    classification_error,
    cross_entropy,
    gaussian_nll,
    half_squared_error,
    mean_squared_error,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
)
from dlcourse.ops import sigmoid, softmax
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor

TABLE_CLASSES = np.array([2, 1, 0])  # deck Sohn, "Loss function": democrat, republican, other
TABLE = {
    "NN1": np.array([[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]]),
    "NN2": np.array([[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]]),
}
DIGIT = np.array([[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]])  # deck Sohn: one answer, class 2
LOGITS = (-10.0, -5.0, -2.0, 0.0, 2.0)  # where saturation is looked at


@dataclass(frozen=True)
class Scores:
    """One network by three measures, and the terms of the second, a number per sample."""

    classification_error: float
    cross_entropy: float
    mean_squared_error: float
    cross_entropies: list[float]


def compare_networks() -> dict[str, Scores]:
    """NN1 and NN2 make one error each, and NN2 is the better one by both losses. Deck Sohn, "Loss function".

    The deck's MSE drops the half of its own definition and does not divide by the three classes.
    """
    y = np.eye(3)[TABLE_CLASSES]
    return {
        name: Scores(
            classification_error(p, TABLE_CLASSES),
            float(cross_entropy(p, y)),
            float(mean_squared_error(p, y)),
            [float(cross_entropy(p[i : i + 1], y[i : i + 1])) for i in range(3)],
        )
        for name, p in TABLE.items()
    }


def digit_losses() -> tuple[float, float]:
    """Half the squared error and the cross-entropy of one answer to a digit 2. Deck Sohn, "Loss function"."""
    y = np.eye(10)[[2]]
    return float(half_squared_error(DIGIT, y)), float(cross_entropy(DIGIT, y))


def slope_by_logit(loss, z, y):
    """dJ/dz of a loss of logits, an array like z."""
    z = Tensor(z)
    return grad(loss(z, y), z)


def sigmoid_saturation(z=LOGITS):
    """dJ/dz of a sigmoid output with target 1, by half the squared error and by cross-entropy. -> two arrays

    Squared error has almost no slope where the answer is most wrong. Deck Leibe, "Another Note on Error
    Functions"; deck Fix, page 29.
    """
    z = np.array(z)[:, None]
    y = np.ones_like(z)
    squared = slope_by_logit(lambda z, y: half_squared_error(sigmoid(z), y), z, y)
    entropy = slope_by_logit(lambda z, y: sigmoid_cross_entropy(z, y) * len(y), z, y)
    return squared.ravel(), entropy.ravel()


def softmax_saturation(z=(-10.0, 0.0, 0.0), y: int = 0) -> tuple[float, float]:
    """dJ/dz_y at a softmax output, by half the squared error and by cross-entropy. Section II, slide 38."""
    z, classes = np.array([z]), np.array([y])
    onehot = np.eye(z.shape[1])[classes]
    squared = slope_by_logit(lambda z, y: half_squared_error(softmax(z), y), z, onehot)
    entropy = slope_by_logit(softmax_cross_entropy, z, classes)
    return float(squared[0, y]), float(entropy[0, y])


def naive_sigmoid_cross_entropy(z: float, y: float) -> float:
    """-y ln p - (1 - y) ln(1 - p) with p = sigmoid(z), formed first: infinite once p rounds to 0 or 1."""
    with np.errstate(divide="ignore"):
        p = sigmoid(np.float64(z))
        return float(-(np.log(p) if y else np.log(1 - p)))


def naive_breaking_point() -> float:
    """The least z at which the naive loss of a target 0 is infinite: 53 ln 2 = 36.73680..., by bisection.

    There e^-z falls to 2^-53 and 1 - sigmoid(z) rounds to 0. Section II, slide 30: the curves of
    cross-entropy and softplus are the same function; floating point tells them apart.
    """
    low, high = 30.0, 40.0
    while (middle := (low + high) / 2) not in (low, high):
        if np.isinf(naive_sigmoid_cross_entropy(middle, 0)):
            high = middle
        else:
            low = middle
    return high


def naive_softmax(z):
    """e^z / sum(e^z) without subtracting the greatest: nan as soon as one e^z overflows. Slide 40."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z)
        return e / e.sum()


def overflow_points() -> tuple[float, float]:
    """The greatest x whose e^x is finite, in float64 and in float32: ln of the greatest number. Slide 40."""
    return tuple(float(np.log(float(np.finfo(dtype).max))) for dtype in (np.float64, np.float32))


def slide_softmax(z):
    """The softmax of deck Leibe, "Commonly Used Nonlinearities", whose minus signs reverse the ranking."""
    return softmax(-np.asarray(z))


def fractions_of_counts(counts=(7, 2, 1), lr: float = 4.0, n_steps: int = 200):
    """What an output without inputs learns from classes that often: softmax(z) = their shares. Slide 37."""
    y = np.repeat(np.arange(len(counts)), counts)

    def loss(z):
        return softmax_cross_entropy(z + np.zeros((len(y), 1)), y)

    return softmax(descend(loss, np.zeros((1, len(counts))), SGD, n_steps, lr=lr)[-1])[0]


def best_constant(loss, y=(0.0, 0.0, 0.0, 1.0, 9.0), lr=lambda t: 0.3, n_steps: int = 200) -> float:
    """The one number c that a loss asks for as the prediction of all y, from c = 0.5 downhill.

    mean_squared_error asks for the mean, here 2; mean_absolute_error for the median, here 0, with steps
    that shrink, since its slope does not. Section II, slides 15 to 17. The data and the steps are ours.
    """
    y = np.array(y)
    return float(descend(lambda c: loss(c + np.zeros_like(y), y), 0.5, SGD, n_steps, lr=lr)[-1])


def learned_variance(seed: int = 0, n_steps: int = 200) -> tuple[float, float]:
    """sigma^2 learned by descent on gaussian_nll, and the mean squared distance from the mean: the same.

    1000 samples of N(3, 0.5^2); mu starts at 2, ln sigma at 0. Section II, slide 44.
    """
    x = np.random.default_rng(seed).normal(3.0, 0.5, 1000)

    def loss(theta):
        return gaussian_nll(theta[0] + np.zeros_like(x), x, log_sigma=theta[1])

    _, log_sigma = descend(loss, (2.0, 0.0), SGD, n_steps, lr=0.2)[-1]
    return float(np.exp(2 * log_sigma)), float(((x - x.mean()) ** 2).mean())


def nll_at_zero_residual(sigmas=(1.0, 0.1, 0.01, 1e-4)) -> list[float]:
    """gaussian_nll of a prediction that meets its target, for ever smaller sigma: it has no least value.

    Section II, slide 12.
    """
    return [float(gaussian_nll(np.zeros(1), np.zeros(1), sigma=sigma)) for sigma in sigmas]
