"""Chapter 17: bigger networks with stronger regularization: width against an L2 penalty, on the digits.

Source: deck Srihari, section V, last slides, without numbers; sizes, penalties and the small training set are
our choice.
"""

import numpy as np

from dlcourse.data import digits
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch10_stacks import Stack, accuracies, cross_entropies

WIDTHS, PENALTIES = (2, 8, 32, 128), (0.0, 0.01, 0.02, 0.05)
LR = 0.1
M_TRAINING = 200  # few, so that a wide network can fit them all, wrong labels included


def errors_on_new_digits(
    width: int, penalty: float, seeds, *, wrong: float = 0.0, n_steps: int = 300
) -> np.ndarray:
    """Error rates on 1000 new digits, with one split and one initialization per seed.   -> (n_seeds,)

    wrong: the fraction of the 200 training labels that are replaced by random ones.
    """
    x, y = digits()
    found = []
    for seed in seeds:
        rng = np.random.default_rng(
            (17, seed)
        )  # split and labels come first: equal for all widths and penalties
        order = rng.permutation(len(x))
        here, new = order[:M_TRAINING], order[-1000:]
        labels = np.where(rng.random(M_TRAINING) < wrong, rng.integers(10, size=M_TRAINING), y[here])
        stack = Stack(1, x.shape[1], width, 10, rng=rng)  # of one: each seed has training data of its own
        stack.descend(lambda s, r=here, t=labels: cross_entropies(s(x[r]), t), n_steps, LR, penalty)
        found.append(1 - accuracies(stack(x[new]).array, y[new])[0])
    return np.array(found)


def table(widths=WIDTHS, penalties=PENALTIES, seeds=range(10), **options) -> dict[tuple, np.ndarray]:
    """`errors_on_new_digits` for every width and penalty, on the same splits."""
    return {(w, p): errors_on_new_digits(w, p, seeds, **options) for w in widths for p in penalties}


def gain(worse, better) -> tuple[float, float, float]:
    """The mean decrease of the error from one setting to another, seed by seed, and its 99 % interval."""
    difference = np.asarray(worse) - np.asarray(better)
    return (float(difference.mean()), *mean_interval(difference))
