"""Chapter 8: no free lunch. Averaged over all targets, every learner is right on half of the unseen points.

Source: deck Srihari, section IV, slides 21 and 22; Wolpert 1996.
"""

import itertools

import numpy as np

from dlcourse.experiments.ch01_perceptron import learned
from dlcourse.models.approximation import n_boolean_functions
from dlcourse.models.linear import least_squares
from dlcourse.models.table import bit_patterns
from dlcourse.numbers import Number


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
SEEN = (0, 1, 2, 4)


def accuracy_on_the_unseen(learner, n_bits: int = 3, seen=SEEN, targets=None) -> float:
    """The accuracy off the training points, averaged over targets: 1/2 over all 2^(2^n_bits) Boolean ones.

    learner: (x, y, x_new) -> predictions 0 or 1. seen: the indices of the training points among all bit
    patterns. targets (n, 2^n_bits): the functions to average over, all of them by default. Raises ValueError
    when no point is left unseen.
    """
    unseen = [i for i in range(2**n_bits) if i not in set(seen)]
    if not unseen:
        raise ValueError("accuracy_on_the_unseen: expected an unseen point, got none; leave one out")
    return accuracy_on(unseen, learner, n_bits, seen, targets)


def accuracy_on(asked, learner, n_bits: int = 3, seen=SEEN, targets=None) -> float:
    """The accuracy on the patterns with indices `asked`, averaged over targets, see above."""
    x, seen, asked = bit_patterns(n_bits), list(seen), list(asked)
    targets = all_targets(n_bits) if targets is None else np.asarray(targets)
    right = 0  # counted in integers, so that one half is exactly one half
    for y in targets:
        right += int((learner(x[seen], y[seen], x[asked]) == y[asked]).sum())
    return right / (len(asked) * len(targets))


def all_targets(n_bits: int):
    """Every Boolean function of n bits as a row of its values.   -> (2^(2^n), 2^n), 0 and 1"""
    return np.array(list(itertools.product((0, 1), repeat=2**n_bits)))


def threshold_targets(n_bits: int = 3):
    """Those functions that a single unit can answer, 104 of the 256 of three bits."""
    return all_targets(n_bits)[learned(n_bits)]  # both count the functions up, as binary numbers


def accuracies_for_any_four(learner) -> list[float]:
    """The accuracy on the unseen of three bits over threshold functions, for each choice of four points."""
    targets = threshold_targets()
    return [accuracy_on_the_unseen(learner, 3, seen, targets) for seen in itertools.combinations(range(8), 4)]


def units_for_most(n_bits: int, bits_of_a_weight: int = 32) -> float:
    """With fewer units in one hidden layer, most functions of n_bits are out of reach: they are too many."""
    return 2**n_bits / bits_of_a_weight / (n_bits + 2)  # a unit's weights, its bias and its output weight


def numbers() -> dict[str, Number]:
    """Accuracies of the four learners: unseen points, all points, and in a world of threshold functions."""
    worlds = threshold_targets()
    found = {"n_thresholds": Number(len(worlds), "d", (), "the known count of threshold functions")}
    found |= {
        f"units_{n}": Number(units_for_most(n), ",.0f", ("S106",), "powers of 2", 1e-9) for n in (20, 40)
    }
    any_four = {name: accuracies_for_any_four(learner) for name, learner in LEARNERS.items()}
    line, neighbor = any_four["linear"], any_four["nearest neighbor"]
    ahead = sum(a < b for a, b in zip(line, neighbor, strict=True))
    found["n_choices"] = Number(len(line), "d", (), "8 over 4")
    found["neighbor_ahead"] = Number(ahead, "d", ("S105",), "counted in plain Python", 0)
    for name, learner in LEARNERS.items():
        short = name.replace(" ", "_")
        mean = float(np.mean(any_four[name]))
        found[f"{short}_any_four"] = Number(mean, ".2f", ("S105",), "counted in plain Python", 1e-9)
        unseen, everywhere = accuracy_on_the_unseen(learner), accuracy_on(range(8), learner)
        share = accuracy_on_the_unseen(learner, targets=worlds)
        found[short] = Number(unseen, "g", ("S105",), "the theorem", 0)
        found[f"{short}_all"] = Number(everywhere, ".2f", ("S105",), "counted in plain Python", 1e-9)
        found[f"{short}_thresholds"] = Number(share, ".2f", ("S105",), "counted in plain Python", 1e-9)
    for n in range(1, 6):
        found[f"functions_{n}"] = Number(n_boolean_functions(n), ",", ("S106",), "deck Srihari", 0)
    return found
