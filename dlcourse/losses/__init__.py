"""Chapter 4: losses. Each takes predictions or logits first and targets second, and gives one number.

The squared losses go by three names, since the decks keep or drop the half and the mean: `squared_error`,
`half_squared_error`, `mean_squared_error`; the absolute ones by two. Train with the losses of logits: they
are finite and have the right gradient for logits of any size. All logarithms are natural.
"""

from dlcourse.losses.absolute import absolute_error, mean_absolute_error
from dlcourse.losses.classification import classification_error
from dlcourse.losses.cross_entropy import cross_entropy, sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.losses.gaussian import gaussian_nll
from dlcourse.losses.hinge import hinge
from dlcourse.losses.mixture import mixture_nll, split_mixture
from dlcourse.losses.squared import half_squared_error, mean_squared_error, squared_error

__all__ = [
    "absolute_error",
    "classification_error",
    "cross_entropy",
    "gaussian_nll",
    "half_squared_error",
    "hinge",
    "mean_absolute_error",
    "mean_squared_error",
    "mixture_nll",
    "sigmoid_cross_entropy",
    "softmax_cross_entropy",
    "split_mixture",
    "squared_error",
]
