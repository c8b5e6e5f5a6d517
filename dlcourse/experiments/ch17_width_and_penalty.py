"""Chapter 17: bigger networks with stronger regularization: width against an L2 penalty, on the digits.

Source: deck Srihari, section V, last slides, without numbers; sizes, penalties and the small training set are
our choice.
"""

import numpy as np

from dlcourse.data import digits
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch10_stacks import Stack, accuracies, cross_entropies
from dlcourse.numbers import Number, kept

WIDTHS, PENALTIES = (2, 8, 32, 128), (0.0, 0.01, 0.02, 0.05)
LR = 0.1
M_TRAINING = 200  # few, so that a wide network can fit them all, wrong labels included
SETS = {"": range(8), "_again": range(100, 108)}  # disjoint
NOISY = {"wrong": 0.3, "n_steps": 150}  # what the page shows
SHOWN = {"free": 0.0, "held": 0.02, "strong": 0.05}


def errors_on_new_digits(width: int, penalty: float, seeds: range, **options) -> np.ndarray:
    """The errors of `errors_and_learned`.   -> (n_seeds,)"""
    return errors_and_learned(width, penalty, seeds, **options)[0]


@kept
def errors_and_learned(
    width: int, penalty: float, seeds: range, *, wrong: float = 0.0, n_steps: int = 300
) -> np.ndarray:
    """Error rates on 1000 new digits; of the training labels that are wrong, the fraction that is learned.

    wrong: the fraction of the 200 training labels that are replaced by random ones, of which a tenth happens
    to be right. One split and one initialization per seed.   -> (2, n_seeds)
    """
    x, y = digits()
    stack, runs = Stack(len(seeds), x.shape[1], width, 10, rng=np.random.default_rng(0)), []
    for k, seed in enumerate(seeds):
        # split and labels come first: equal for all widths and penalties
        rng = np.random.default_rng((17, seed))
        order = rng.permutation(len(x))
        here, new = order[:M_TRAINING], order[-1000:]
        labels = np.where(rng.random(M_TRAINING) < wrong, rng.integers(10, size=M_TRAINING), y[here])
        runs.append((x[here], labels, y[here], x[new], y[new]))
        alone = Stack(1, x.shape[1], width, 10, rng=rng)
        for parameter, of_run in zip(stack.parameters(), alone.parameters(), strict=True):
            parameter.array[k] = of_run.array[0]
    x_here, labels, y_here, x_new, y_new = map(np.stack, zip(*runs, strict=True))
    stack.descend(lambda s: cross_entropies(s(x_here), labels), n_steps, LR, penalty)
    is_wrong, answers = labels != y_here, stack(x_here).array.argmax(axis=2)
    n_learned, n_wrong = (is_wrong & (answers == labels)).sum(axis=1), is_wrong.sum(axis=1)
    return np.array([1 - accuracies(stack(x_new).array, y_new), n_learned / np.maximum(1, n_wrong)])


def table(widths=WIDTHS, penalties=PENALTIES, seeds=range(10), **options) -> dict[tuple, np.ndarray]:
    """`errors_on_new_digits` for every width and penalty, on the same splits."""
    return {(w, p): errors_on_new_digits(w, p, seeds, **options) for w in widths for p in penalties}


def gain(worse, better) -> tuple[float, float, float]:
    """The mean decrease of the error from one setting to another, seed by seed, and its 99 % interval."""
    difference = np.asarray(worse) - np.asarray(better)
    return (float(difference.mean()), *mean_interval(difference))


@kept
def shown(end: str) -> dict[tuple[int, str], np.ndarray]:
    """The errors that the page shows of a set of seeds, by width and penalty."""
    cells = [(width, name) for name in ("free", "held") for width in (4, 8, 64)] + [(64, "strong")]
    return {
        (width, name): errors_on_new_digits(width, SHOWN[name], SETS[end], **NOISY) for width, name in cells
    }


def numbers() -> dict[str, Number]:
    """Mean errors by width and penalty over two sets of seeds; differences in percentage points."""
    found = {}
    for end, seeds in SETS.items():
        errors = shown(end)
        for (width, name), values in errors.items():
            found[f"{name}_{width}{end}"] = _mean(values, seeds, ".1%")
        for width, name in ((8, "free"), (64, "free"), (64, "held")):
            learned = errors_and_learned(width, SHOWN[name], seeds, **NOISY)[1]
            found[f"learned_{name}_{width}{end}"] = _mean(learned, seeds, ".0%")
        for name, before, after in (
            ("grown_free", (8, "free"), (64, "free")),
            ("grown_held", (8, "held"), (64, "held")),
            ("penalty_4", (4, "free"), (4, "held")),
            ("penalty_64", (64, "free"), (64, "held")),
        ):
            found[name + end] = _mean(100 * (errors[after] - errors[before]), seeds, "+.1f")
    settings = {"m": (M_TRAINING, "d"), "wrong": (NOISY["wrong"], ".0%"), "n_runs": (len(SETS[""]), "d")}
    return found | {key: Number(v, form, (), "a setting of ours") for key, (v, form) in settings.items()}


def _mean(values, seeds, form):
    which = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    source, interval = "NumPy alone", mean_interval(values)
    n = len(values)
    return Number(float(np.mean(values)), form, ("S181",), source, interval=interval, n=n, seeds=which)
