"""Chapter 12: one table of all methods: a direction and a size, each made of the gradients so far.

step = lr direction / size. gradients: an array (t, n), one row per step; a direction or a size is (n,). eps
is left out; only Adadelta, whose first step it decides, has it.
"""

import numpy as np


def decayed(gradients, beta: float):
    """Each gradient times beta^age, 0 being the age of the last; their sum is the direction of momentum."""
    ages = np.arange(len(gradients))[::-1]
    return beta ** ages[:, None] * gradients


def mean(gradients, beta: float):
    """The mean with decaying weights, which sum to 1: what an average that starts at 0 is once corrected."""
    return decayed(gradients, beta).sum(axis=0) / decayed(np.ones((len(gradients), 1)), beta).sum()


def last(gradients):
    """The last gradient."""
    return gradients[-1]


def adadelta_size(gradients, rho: float = 0.95, eps: float = 1e-6):
    """The root of averaged squared gradients over that of averaged squared steps."""
    d = np.zeros(gradients.shape[1])
    for t in range(1, len(gradients) + 1):
        r = (1 - rho) * decayed(gradients[:t] ** 2, rho).sum(axis=0)
        size = np.sqrt(r + eps) / np.sqrt(d + eps)
        d = rho * d + (1 - rho) * (gradients[t - 1] / size) ** 2
    return size


TABLE = {  # name: direction, size
    "SGD": (last, lambda g: 1),
    "Momentum": (lambda g: decayed(g, 0.9).sum(axis=0), lambda g: 1),
    "AdaGrad": (last, lambda g: np.sqrt((g**2).sum(axis=0))),
    "RMSprop": (last, lambda g: np.sqrt(0.1 * decayed(g**2, 0.9).sum(axis=0))),
    "Adadelta": (last, adadelta_size),
    "Adam": (lambda g: mean(g, 0.9), lambda g: np.sqrt(mean(g**2, 0.999))),
    "Adamax": (lambda g: mean(g, 0.9), lambda g: decayed(abs(g), 0.999).max(axis=0)),
}


def step(name: str, gradients, lr: float = 1.0):
    """The step that a method takes after these gradients, which is subtracted.   gradients (t, n) -> (n,)

    >>> step("AdaGrad", np.array([[3.0], [4.0]])).item()  # 4 / sqrt(9 + 16)
    0.8
    """
    direction, size = TABLE[name]
    return lr * direction(gradients) / size(gradients)
