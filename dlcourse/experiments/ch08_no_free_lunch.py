"""Chapter 8: no free lunch. Averaged over all targets, every learner is right on half of the unseen points.

Source: deck Srihari, section IV, slides 21 and 22; Wolpert 1996.
"""

import itertools

import numpy as np

from dlcourse.models.linear import least_squares


def constant(x, y, x_new):
    """Predicts 1, whatever the data."""
    return np.ones(len(x_new), int)  # the theorem makes even this as good as any


def majority(x, y, x_new):
    """Predicts the class of most samples, 0 for a tie."""
    return np.full(len(x_new), int(2 * y.sum() > len(y)))


def nearest_neighbor(x, y, x_new):
    """Predicts the class of the nearest sample, the first of several."""
    distances = ((x_new[:, None] - x[None]) ** 2).sum(axis=2)
    return y[distances.argmin(axis=1)]


def linear(x, y, x_new):
    """Predicts 1 where the least squares fit is above 1/2."""
    w, b = least_squares(x, y.reshape(-1, 1))
    # the 1e-9: rounding must not decide where the fit is exactly 1/2
    return ((x_new @ w + b)[:, 0] > 0.5 + 1e-9).astype(int)


LEARNERS = {
    "constant": constant,
    "majority": majority,
    "nearest neighbor": nearest_neighbor,
    "linear": linear,
}


# by default seen: 000 and the three patterns with a single 1, which determine a linear function
def accuracy_on_the_unseen(learner, n_bits: int = 3, seen=(0, 1, 2, 4)) -> float:
    """The accuracy off the training points, averaged over all 2^(2^n_bits) Boolean targets: 1/2.

    learner: (x, y, x_new) -> predictions 0 or 1. seen: the indices of the training points among all bit
    patterns. Raises ValueError when no point is left unseen.
    """
    x = np.array(list(itertools.product((0.0, 1.0), repeat=n_bits)))
    unseen = [i for i in range(len(x)) if i not in set(seen)]
    if not unseen:
        raise ValueError("accuracy_on_the_unseen: expected an unseen point, got none; leave one out")
    seen = list(seen)
    right = 0  # counted in integers, so that the result is exactly 1/2
    for target in itertools.product((0, 1), repeat=len(x)):
        y = np.array(target)
        right += int((learner(x[seen], y[seen], x[unseen]) == y[unseen]).sum())
    return right / (len(unseen) * 2 ** len(x))
