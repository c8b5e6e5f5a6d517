"""Chapter 4: output units and losses. Where gradients vanish, what each loss estimates, what overflows.

Every function returns numbers that the chapter shows and says where settings are our choice. Slides without
a deck are Srihari's, section II. The naive formulas are here to be seen failing; the library has none.
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
LOGITS = (-10.0, -5.0, -2.0, 0.0, 2.0)  # from very wrong to right, for target 1


@dataclass(frozen=True)
class Scores:
    """Three measures of a network on a data set, and the cross-entropy of each sample."""

    classification_error: float
    cross_entropy: float
    mean_squared_error: float
    cross_entropies: list[float]


def compare_networks() -> dict[str, Scores]:
    """The scores of NN1 and NN2: one error each, but NN2 has both losses lower. Deck Sohn, "Loss function".

    The deck's MSE drops the factor 1/2 of its own definition and does not divide by the three classes.
    """
    y = np.eye(3)[TABLE_CLASSES]
    return {
        name: Scores(
            classification_error(p, TABLE_CLASSES),
            float(cross_entropy(p, y)),
            float(mean_squared_error(p, y)),
            [float(cross_entropy(p[i : i + 1], y[i : i + 1])) for i in range(3)],  # batches of one
        )
        for name, p in TABLE.items()
    }


def digit_losses() -> tuple[float, float]:
    """Half the squared error and the cross-entropy of one prediction for a 2. Deck Sohn, "Loss function"."""
    y = np.eye(10)[[2]]
    return float(half_squared_error(DIGIT, y)), float(cross_entropy(DIGIT, y))


def logit_gradient(loss, z, y):
    """dJ/dz of a loss of logits, with the shape of z."""
    z = Tensor(z)
    return grad(loss(z, y), z)


def sigmoid_saturation(z=LOGITS):
    """dJ/dz of a sigmoid output with target 1, for half the squared error and for cross-entropy: two arrays.

    The squared error has almost no slope where the output is most wrong. Deck Leibe, "Another Note on Error
    Functions"; deck Fix, page 29.
    """
    z = np.array(z)[:, None]  # each logit is a sample of its own
    y = np.ones_like(z)
    squared = logit_gradient(lambda z, y: half_squared_error(sigmoid(z), y), z, y)
    # times len(y): sigmoid_cross_entropy is a mean over samples, and the slope of each is wanted
    entropy = logit_gradient(lambda z, y: sigmoid_cross_entropy(z, y) * len(y), z, y)
    return squared.ravel(), entropy.ravel()


def softmax_saturation(z=(-10.0, 0.0, 0.0), y: int = 0) -> tuple[float, float]:
    """dJ/dz_y of a softmax output, for half the squared error and for cross-entropy. Section II, slide 38."""
    z, classes = np.array([z]), np.array([y])
    onehot = np.eye(z.shape[1])[classes]
    squared = logit_gradient(lambda z, y: half_squared_error(softmax(z), y), z, onehot)
    entropy = logit_gradient(softmax_cross_entropy, z, classes)
    return float(squared[0, y]), float(entropy[0, y])


def naive_sigmoid_cross_entropy(z: float, y: float) -> float:
    """-y ln p - (1 - y) ln(1 - p), computed from p = sigmoid(z): infinite as soon as p rounds to 0 or 1."""
    with np.errstate(divide="ignore"):  # ln 0 is what is to be shown
        p = sigmoid(np.float64(z))
        return float(-(np.log(p) if y else np.log(1 - p)))


def naive_breaking_point() -> float:
    """The smallest z at which the naive loss of target 0 is infinite: 53 ln 2 = 36.73680..., by bisection.

    There e^-z falls to 2^-53, and 1 - sigmoid(z) rounds to 0. Section II, slide 30: the curves of
    cross-entropy and softplus are one function; only floating point makes them differ.
    """
    low, high = 30.0, 40.0
    while (middle := (low + high) / 2) not in (low, high):  # until no float lies between the two
        if np.isinf(naive_sigmoid_cross_entropy(middle, 0)):
            high = middle
        else:
            low = middle
    return high


def naive_softmax(z):
    """e^z / sum(e^z), without subtracting the maximum: NaN as soon as one e^z overflows. Slide 40."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z)
        return e / e.sum()


def overflow_points() -> tuple[float, float]:
    """The largest x with a finite e^x, in float64 and float32: the ln of the largest number. Slide 40."""
    # the maximum as a float64 first: a float32 logarithm would round the answer
    return tuple(float(np.log(float(np.finfo(dtype).max))) for dtype in (np.float64, np.float32))


def slide_softmax(z):
    """The softmax of deck Leibe, "Commonly Used Nonlinearities", whose minus signs reverse the ranking."""
    return softmax(-np.asarray(z))


def fractions_of_counts(counts=(7, 2, 1), lr: float = 4.0, n_steps: int = 200):
    """The probabilities that a softmax without inputs learns: the relative class frequencies. Slide 37."""
    y = np.repeat(np.arange(len(counts)), counts)

    def loss(z):  # the one row of logits, repeated for every sample
        return softmax_cross_entropy(z + np.zeros((len(y), 1)), y)

    return softmax(descend(loss, np.zeros((1, len(counts))), SGD, n_steps, lr=lr)[-1])[0]


def best_constant(loss, y=(0.0, 0.0, 0.0, 1.0, 9.0), lr=lambda t: 0.3, n_steps: int = 200) -> float:
    """The constant prediction c for all y that minimizes a loss, by gradient descent from c = 0.5.

    For mean_squared_error it is the mean, here 2; for mean_absolute_error the median, here 0. The latter
    needs an lr that shrinks, since its slope does not. Section II, slides 15 to 17. Data and steps are our
    choice.
    """
    y = np.array(y)
    return float(descend(lambda c: loss(c + np.zeros_like(y), y), 0.5, SGD, n_steps, lr=lr)[-1])


def learned_variance(seed: int = 0, n_steps: int = 200) -> tuple[float, float]:
    """sigma^2 learned by descent on gaussian_nll, and the variance of the samples: they agree.

    1000 samples of N(3, 0.5^2); mu starts at 2, ln sigma at 0. Section II, slide 44.
    """
    x = np.random.default_rng(seed).normal(3.0, 0.5, 1000)

    def loss(theta):  # theta = (mu, ln sigma), one array, as `descend` takes it
        return gaussian_nll(theta[0] + np.zeros_like(x), x, log_sigma=theta[1])

    _, log_sigma = descend(loss, (2.0, 0.0), SGD, n_steps, lr=0.2)[-1]
    return float(np.exp(2 * log_sigma)), float(((x - x.mean()) ** 2).mean())


def nll_at_zero_residual(sigmas=(1.0, 0.1, 0.01, 1e-4)) -> list[float]:
    """gaussian_nll of a perfect prediction, for smaller and smaller sigma: it has no minimum.

    Section II, slide 12.
    """
    return [float(gaussian_nll(np.zeros(1), np.zeros(1), sigma=sigma)) for sigma in sigmas]
