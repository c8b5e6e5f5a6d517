"""Checks: what slips make of a step of proximal descent, for chapter 17, by what is told."""

from collections.abc import Callable, Iterator

import numpy as np


def thresholded(moved, threshold):
    """Each entry moved towards 0 by the threshold, and to 0 where it is no larger."""
    return np.array([0.0 if abs(one) <= threshold else one - threshold * np.sign(one) for one in moved])


def penalized_by(slope: Callable) -> Callable:
    """A step along the gradient of L plus alpha times a slope, without a threshold."""
    return lambda s: (s.moved - s.lr * s.alpha * slope(s), s.b - s.lr * s.g_b)


def cut(of: Callable) -> Callable:
    """A step in which w becomes of(s), and b is right."""
    return lambda s: (of(s), s.b - s.lr * s.g_b)


def moving_b(of: Callable) -> Callable:
    """A step in which b becomes of(s), and w is right."""
    return lambda s: (thresholded(s.moved, s.t), of(s))


def after_b(s):
    """A step of b first, whose result the gradient of w has already."""
    b = s.b - s.lr * s.g_b
    return thresholded(s.w - s.lr * (s.x.T @ (s.x @ s.w + b - s.y)), s.t), b


def without_b(s):
    """A step in which b has no part in y_hat."""
    error = s.x @ s.w - s.y
    return thresholded(s.w - s.lr * (s.x.T @ error), s.t), s.b - s.lr * error.sum()


def pulled_first(s):
    """A step on L after w was pulled towards 0, with the gradients there."""
    w = thresholded(s.w, s.t)
    error = s.x @ w + s.b - s.y
    return w - s.lr * (s.x.T @ error), s.b - s.lr * error.sum()


def below_0(s):
    """w from which lr alpha is taken off on both sides of 0."""
    return np.where(abs(s.moved) > s.t, s.moved - s.t, 0)


def rounded(s, size: float):
    """The right w, with all entries below a size cut off."""
    w = thresholded(s.moved, s.t)
    return np.where(abs(w) < size, 0, w)


def of_means(s):
    """A step in which both gradients and the threshold are divided by m."""
    m = len(s.x)
    return thresholded(s.w - s.lr * s.g / m, s.t / m), s.b - s.lr * s.g_b / m


def by_sample(s):
    """A step for each sample."""
    w, b = s.w, s.b
    for row, y in zip(s.x, s.y, strict=True):
        error = row @ w + b - y
        w, b = thresholded(w - s.lr * error * row, s.t), b - s.lr * error
    return w, b


ROUNDED = "Small entries are cut off: only those become 0 that lr alpha would take to the other side."
CROSSES = "The step on L may cross 0: an entry becomes 0 where the pull alone would take it across."
SUBGRADIENT = (
    "That is a step along sign(w) alpha: it jumps over 0. First step on L, then pull w towards 0, no further."
)
SCALAR = "The signs are added up to one number for all entries: each entry has its own sign."
ACROSS = "What is nearer to 0 than lr alpha comes out on the other side: it becomes 0."
L2 = "That is L2, which makes w smaller by a factor: L1 takes the same lr alpha off each entry."
OLD = "b takes its step with the new w: both gradients are those of the old w and b."
PENALIZED = "b is pulled towards 0, too: it is not penalized."
UPHILL = "The step on L goes uphill."
SIZE = "The threshold is lr alpha: "

SLIPS: list[tuple[str, Callable]] = [
    (f"{SIZE}lr is missing.", cut(lambda s: thresholded(s.moved, s.alpha))),
    (f"{SIZE}alpha is missing.", cut(lambda s: thresholded(s.moved, s.lr))),
    (f"{SIZE}yours is half of it. |w| leaves no 2.", cut(lambda s: thresholded(s.moved, s.t / 2))),
    (f"{SIZE}yours is twice that. |w| leaves no 2.", cut(lambda s: thresholded(s.moved, 2 * s.t))),
    (f"{SIZE}yours is divided by m.", cut(lambda s: thresholded(s.moved, s.t / len(s.x)))),
    (f"{SIZE}yours is divided by n.", cut(lambda s: thresholded(s.moved, s.t / len(s.w)))),
    (f"{SIZE}yours has lr squared.", cut(lambda s: thresholded(s.moved, s.lr * s.t))),
    (f"{SIZE}yours has a root.", cut(lambda s: thresholded(s.moved, np.sqrt(s.t)))),
    (f"{SIZE}yours is that times |w|.", cut(lambda s: s.moved * (1 - np.minimum(1, s.t)))),
    (SUBGRADIENT, penalized_by(lambda s: np.sign(s.w))),
    (ACROSS, penalized_by(lambda s: np.sign(s.moved))),
    (SCALAR, penalized_by(lambda s: np.sign(s.w).sum())),
    (SCALAR, penalized_by(lambda s: np.sign(s.moved).sum())),
    ("The penalty's slope is 1 for all entries: those below 0 have -1.", penalized_by(lambda s: 1.0)),
    ("alpha has no part: that is gradient descent on L alone.", cut(lambda s: s.moved)),
    (
        "What is larger than lr alpha stays as it is: it moves towards 0, too.",
        cut(lambda s: np.where(abs(s.moved) > s.t, s.moved, 0)),
    ),
    (
        "What is nearer to 0 than lr alpha stays as it is: it becomes 0.",
        cut(lambda s: np.where(abs(s.moved) > s.t, s.moved - s.t * np.sign(s.moved), s.moved)),
    ),
    ("Entries below 0 are lost: they move up, towards 0.", cut(lambda s: np.maximum(s.moved - s.t, 0))),
    ("The sign of the moved w is lost.", cut(lambda s: abs(thresholded(s.moved, s.t)))),
    (
        "That is what is taken off: each entry is cut to -lr alpha ... lr alpha.",
        cut(lambda s: np.clip(s.moved, -s.t, s.t)),
    ),
    (
        "The entries move away from 0: lr alpha is added to what is above 0.",
        cut(lambda s: s.moved + s.t * np.sign(s.moved)),
    ),
    (
        "The sign is that of w before its step on L: take that of the moved w.",
        cut(lambda s: np.sign(s.w) * np.maximum(abs(s.moved) - s.t, 0)),
    ),
    (
        "The size is compared before the step on L: compare that of the moved w.",
        cut(lambda s: np.where(abs(s.w) > s.t, s.moved - s.t * np.sign(s.moved), 0)),
    ),
    (
        "w is pulled towards 0 before its step on L: the step comes first.",
        cut(lambda s: thresholded(s.w, s.t) - s.lr * s.g),
    ),
    ("w is pulled towards 0 before its step on L: the step comes first.", pulled_first),
    (
        "The size is that of w before its step on L: take that of the moved w.",
        cut(lambda s: np.sign(s.moved) * np.maximum(abs(s.w) - s.t, 0)),
    ),
    (
        "The gradient is taken off |w|: take it off w, then the size.",
        cut(lambda s: np.sign(s.w) * np.maximum(abs(s.w) - s.lr * s.g - s.t, 0)),
    ),
    (
        CROSSES,
        cut(
            lambda s: np.where(
                s.w * (s.moved - s.t * np.sign(s.moved)) < 0, 0, s.moved - s.t * np.sign(s.moved)
            )
        ),
    ),
    (
        CROSSES,
        cut(lambda s: np.where(s.w * (s.moved - s.t * np.sign(s.w)) < 0, 0, s.moved - s.t * np.sign(s.w))),
    ),
    (CROSSES, cut(lambda s: np.where(s.w * s.moved < 0, 0, thresholded(s.moved, s.t)))),
    ("w is pulled towards 0 and the step on L is left out.", cut(lambda s: thresholded(s.w, s.t))),
    ("w stays as it is: it takes a step in each turn.", cut(lambda s: s.w)),
    (L2, cut(lambda s: s.moved - s.t * s.w)),
    (L2, cut(lambda s: s.moved / (1 + s.t))),
    (L2, cut(lambda s: s.moved * (1 - s.t))),
    (
        "The whole w is compared with lr alpha, by its length: each entry is by itself.",
        cut(lambda s: s.moved * max(0, 1 - s.t / np.linalg.norm(s.moved))),
    ),
    ("The gradient is pulled towards 0: the moved w is.", cut(lambda s: s.w - s.lr * thresholded(s.g, s.t))),
    (
        "The gradient is pulled towards 0: the moved w is.",
        cut(lambda s: s.w - s.lr * thresholded(s.g, s.alpha)),
    ),
    ("lr is missing in the step of w on L.", cut(lambda s: thresholded(s.w - s.g, s.t))),
    (f"{UPHILL} In w.", cut(lambda s: thresholded(s.w + s.lr * s.g, s.t))),
    (f"{UPHILL} In w and in b.", lambda s: (thresholded(s.w + s.lr * s.g, s.t), s.b + s.lr * s.g_b)),
    (f"{UPHILL} In b.", moving_b(lambda s: s.b + s.lr * s.g_b)),
    (ROUNDED, cut(lambda s: rounded(s, 1e-2))),
    (ROUNDED, cut(lambda s: rounded(s, 1e-3))),
    ("lr alpha is subtracted below 0: there it is added.", cut(below_0)),
    (f"{SIZE}yours is that times n_steps.", cut(lambda s: thresholded(s.moved, s.n_steps * s.t))),
    ("lr alpha is inside of | |: take it off |w|.", cut(lambda s: np.sign(s.moved) * abs(s.moved - s.t))),
    (
        "What is left of |w| is multiplied by w: by its sign alone.",
        cut(lambda s: np.maximum(abs(s.moved) - s.t, 0) * s.moved),
    ),
    (
        "min and max have changed places: what comes to the other side is kept, the rest is lost.",
        cut(lambda s: np.where(abs(s.moved) < s.t, s.moved - s.t * np.sign(s.moved), 0)),
    ),
    ("L and the penalty are divided by m: both are as they stand.", of_means),
    ("A step is taken for each sample: it has the sum over all.", by_sample),
    (PENALIZED, moving_b(lambda s: thresholded(np.array([s.b - s.lr * s.g_b]), s.t)[0])),
    (PENALIZED, moving_b(lambda s: s.b - s.lr * s.g_b - s.t * np.sign(s.b))),
    (OLD, moving_b(lambda s: s.b - s.lr * (s.x @ thresholded(s.moved, s.t) + s.b - s.y).sum())),
    (
        "b takes its step with the moved w: both gradients are those of the old w and b.",
        moving_b(lambda s: s.b - s.lr * (s.x @ s.moved + s.b - s.y).sum()),
    ),
    ("w takes its step with the new b: both gradients are those of the old w and b.", after_b),
    ("b is missing in y_hat: the error is x w + b - y.", without_b),
    ("b stays as it is: it takes its step on L.", moving_b(lambda s: s.b)),
    (
        "The gradient of w is a mean: L is a sum over the samples.",
        cut(lambda s: thresholded(s.w - s.lr * s.g / len(s.x), s.t)),
    ),
    (
        "The gradient of w has a 2: the half in L cancels it.",
        cut(lambda s: thresholded(s.w - 2 * s.lr * s.g, s.t)),
    ),
    (
        "The gradient of w is halved: the 2 of the square has cancelled the half.",
        cut(lambda s: thresholded(s.w - s.lr * s.g / 2, s.t)),
    ),
    ("lr is missing in the step of b.", moving_b(lambda s: s.b - s.g_b)),
    (
        "The gradient of b is a mean: L is a sum over the samples.",
        moving_b(lambda s: s.b - s.lr * s.g_b / len(s.x)),
    ),
    (
        "The gradient of b is the sum of that of w: it is that of the errors.",
        moving_b(lambda s: s.b - s.lr * s.g.sum()),
    ),
    ("b is the mean of y: it takes a step on L.", moving_b(lambda s: s.y.mean())),
    (
        "b is made the best for its w at once: it takes a step.",
        moving_b(lambda s: (s.y - s.x @ thresholded(s.moved, s.t)).mean()),
    ),
]


def of_scale(m: int, n: int) -> Iterator[tuple[str, float]]:
    """(what is told, the factor that a slip has in both gradients of L)."""
    yield "The gradients of L are divided by m: L is a sum over the samples.", 1 / m
    yield "The gradients of L have a 2: the half in L cancels that of the square.", 2.0
    yield "The gradients of L are halved: the 2 of the square has cancelled the half already.", 0.5
    yield "The gradients of L are divided by m and have a 2: L is half a sum over the samples.", 2 / m


def of_dw(x, y, w, b, alpha, lr, before) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, what a slip makes of dw at w, b).   before: w and b before the last step"""
    dw = x.T @ (x @ w + b - y)
    yield (
        "dw is that before the last step: take it with the new w and b.",
        x.T @ (x @ before[0] + before[1] - y),
    )
    yield "dw is that with the old b: take it with the new w and b.", x.T @ (x @ w + before[1] - y)
    yield "dw is that with the old w: take it with the new w and b.", x.T @ (x @ before[0] + b - y)
    yield "dw has the penalty: it is the gradient of L alone.", dw + alpha * np.sign(w)
    yield "dw is divided by m: L is a sum over the samples.", dw / len(x)
    yield "dw lacks b: the error is x w + b - y.", x.T @ (x @ w - y)
    yield "dw has the opposite sign: the error is x w + b - y.", -dw
    yield "dw lacks y: the error is x w + b - y.", x.T @ (x @ w + b)
    yield "dw is divided by alpha.", dw / alpha
    yield "dw has lr: it is the gradient alone.", lr * dw
    yield "dw has absolute values: its signs count.", abs(dw)
