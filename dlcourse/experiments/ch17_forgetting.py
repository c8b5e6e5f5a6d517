"""Chapter 17: catastrophic forgetting. A network that learns the digits 5 to 9 after 0 to 4 forgets those.

Source: deck Srihari, section III, on units that forget; the task and its sizes are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits, split
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.training import fit

SETS = {"": range(5), "_again": range(100, 105)}  # disjoint
REHEARSED = {"alone": 0.0, "tenth": 0.1, "all": 1.0}  # the fractions of 0 to 4 in the second part


@dataclass(frozen=True)
class Forgetting:
    """Test accuracies, one per seed: on 0 to 4 before and after learning 5 to 9, and on 5 to 9 (second)."""

    before: np.ndarray
    after: np.ndarray
    second: np.ndarray


@kept
def one_after_the_other(seeds, *, rehearse: float = 0.0, n_epochs: int = 10, lr: float = 0.1) -> Forgetting:
    """Train a 64-32-10 ReLU network on 0 to 4, then on 5 to 9 and a fraction `rehearse` of 0 to 4."""
    found = []
    for seed in seeds:
        rng = np.random.default_rng((104, seed))  # 104: streams of this experiment's own (row F104)
        (x, y), (x_new, y_new) = split(*digits(), (0.7, 0.3), rng=rng, stratify=True)
        first, first_new = y < 5, y_new < 5
        model = MLP((64, 32, 10), activation=relu, rng=rng)

        # defaults bind the variables of this seed; a closure would see those of the next
        def learn(rows, model=model, x=x, y=y, rng=rng):
            # a new optimizer each time: nothing is carried over but the weights; no replay, whose code takes
            # longer to make than these few steps
            options = {"n_epochs": n_epochs, "batch_size": 32, "rng": rng, "progress": False, "replay": False}
            fit(model, softmax_cross_entropy, x[rows], y[rows], SGD(model.parameters(), lr=lr), **options)

        def accuracy(rows, model=model, x=x_new, y=y_new):
            return is_right(predict(model, x[rows]), y[rows]).mean()

        learn(first)
        before = accuracy(first_new)
        learn(~first | (first & (rng.random(len(y)) < rehearse)))  # with rehearse 0: 5 to 9 alone
        found.append([before, accuracy(first_new), accuracy(~first_new)])
    return Forgetting(*np.array(found).T)


def numbers() -> dict[str, Number]:
    """Mean accuracies before and after, over two sets of seeds, with their 99 % intervals."""
    found = {"n_runs": Number(len(SETS[""]), "d", (), "a setting of ours")}
    for end, seeds in SETS.items():
        for name, fraction in REHEARSED.items():
            runs = one_after_the_other(seeds, rehearse=fraction)
            shown = {f"after_{name}": runs.after, f"second_{name}": runs.second}
            shown |= {} if fraction else {"before": runs.before}
            for which, values in shown.items():
                found[which + end] = _mean(values, seeds)
    return found


def _mean(values, seeds):
    interval = mean_interval(values)
    which = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    # an accuracy is at most 1: where all runs are close to it, Student's interval may reach beyond
    interval = max(0.0, interval[0]), min(1.0, interval[1])
    return Number(
        float(np.mean(values)), ".0%", ("F104",), "NumPy alone", interval=interval, n=len(values), seeds=which
    )
