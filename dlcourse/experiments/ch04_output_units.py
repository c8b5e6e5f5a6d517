"""Chapter 4: output units and losses. Where gradients vanish, and what each loss estimates.

Every function returns numbers that the chapter shows and says where settings are our choice. Slides without
a deck are Srihari's, section II.
"""

from dataclasses import dataclass
from math import exp

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_descent import descend
from dlcourse.losses import (
    classification_error,
    cross_entropy,
    gaussian_nll,
    half_squared_error,
    mean_absolute_error,
    mean_squared_error,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
)
from dlcourse.numbers import Number
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


def steps_until_right(slope, z: float = -10.0, lr: float = 1.0, most: int = 10**6) -> int:
    """How many steps of gradient descent take a logit z with target 1 above 0; `most` where they do not."""
    for n in range(most):
        if z > 0:
            return n
        z -= lr * slope(z)
    return most


def slope_of_squares(z: float) -> float:
    """d/dz of (p - 1)^2 / 2 with p = sigmoid(z): the slope with respect to p, times p (1 - p)."""
    p = 1 / (1 + exp(-z))
    return (p - 1) * p * (1 - p)


def slope_of_entropy(z: float) -> float:
    """d/dz of -ln p with p = sigmoid(z): p - 1."""
    return 1 / (1 + exp(-z)) - 1


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


def numbers() -> dict[str, Number]:
    """What the pages state of scores, slopes, probabilities, and estimates."""
    return _of_scores() | _of_slopes() | _of_softmax() | _of_estimates()


def _of_scores():
    found = {}
    y, halves, deck = np.eye(3)[TABLE_CLASSES], {}, "deck Sohn, computed again"
    for name, score in compare_networks().items():
        n = name.lower()
        halves[name] = float(half_squared_error(TABLE[name], y)) / len(y)
        found |= {
            f"{n}_error": Number(score.classification_error, ".2f", ("K022",), deck),
            f"{n}_entropy": Number(score.cross_entropy, ".2f", ("K023",), deck),
            f"{n}_mse": Number(score.mean_squared_error, ".2f", ("K024",), deck),
            f"{n}_half_mse": Number(halves[name], ".2f", ("K024",), deck),
            f"{n}_per_number": Number(score.mean_squared_error / 3, ".2f", ("K024",), deck),
            f"{n}_right": Number(score.cross_entropies[0], ".2f", ("K023",), deck),
            f"{n}_wrong": Number(score.cross_entropies[2], ".2f", ("K023",), deck),
        }
    squared, entropy = digit_losses()
    return found | {
        "digit_half_squares": Number(squared, ".4f", ("K020",), deck),
        "digit_entropy": Number(entropy, ".2f", ("K020",), deck),
    }


def _of_slopes():
    form, rows = "closed form", ("L038", "F008")
    squared, entropy = sigmoid_saturation()
    names = ("10", "5", "2", "0", "right")  # how far the logit is on the wrong side
    found = {
        f"squares_{name}": Number(float(s), ".1e" if abs(s) < 1e-3 else ".4f", rows, form)
        for name, s in zip(names, squared, strict=True)
    }
    # five digits, since -0.99995 would round to -1
    found |= {
        f"entropy_{name}": Number(float(s), ".2f" if s > -0.99 else ".5f", rows, form)
        for name, s in zip(names, entropy, strict=True)
    }
    by_squares, by_entropy = softmax_saturation()
    p = softmax(np.array([-10.0, 0.0, 0.0]))
    z = np.array([-10.0])
    loss = sigmoid_cross_entropy(z, np.ones(1))
    return found | {
        "softmax_squares": Number(by_squares, ".1e", ("S063",), form),
        "softmax_entropy": Number(by_entropy, ".5f", ("S063",), form),
        "softmax_p": Number(float(p[0]), ".1e", ("S063",), form),
        "wrong_loss": Number(float(loss), ".5f", ("S051",), form),
        "steps_squares": Number(steps_until_right(slope_of_squares), ",", ("S044",), "another loop"),
        "steps_entropy": Number(steps_until_right(slope_of_entropy), "d", ("S044",), "another loop"),
        "growth": Number(exp(10), ",.0f", (), "e^10"),
    }


def _of_softmax():
    found = {
        f"p_{k}": Number(float(p), ".4f", ("S058",), "closed form")
        for k, p in enumerate(softmax(np.array([1.0, 2.0, 3.0])), start=1)
    }
    return found | {"sigmoid_2": Number(float(sigmoid(2.0)), ".4f", ("S050",), "closed form")}


def _of_estimates():
    fractions = fractions_of_counts()
    learned, mean_square = learned_variance()
    median = best_constant(mean_absolute_error, lr=lambda t: 0.5 / (t + 1), n_steps=2000)
    found = {
        f"fraction_{k}": Number(float(p), ".1f", ("S062",), "the counts") for k, p in enumerate(fractions)
    }
    sigmas = ("1", "tenth", "hundredth", "ten_thousandth")
    found |= {
        f"nll_{name}": Number(nll, ".2f", ("S040",), "ln sigma + ln(2 pi) / 2")
        for name, nll in zip(sigmas, nll_at_zero_residual(), strict=True)
    }
    return found | {
        "best_mean": Number(best_constant(mean_squared_error), ".0f", ("S042",), "the mean"),
        "best_median": Number(median, ".0f", ("S043",), "the median", tolerance=1e-3),
        "learned_variance": Number(learned, ".6f", ("S067",), "the mean square"),
        "mean_square": Number(mean_square, ".6f", ("S067",), "the mean square"),
        "constant": Number(nll_at_zero_residual()[0], ".4f", ("S038",), "ln(2 pi) / 2"),
    }
