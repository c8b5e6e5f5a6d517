"""Chapter 17: dropout on 300 digits: on the inputs, or on the hidden units; all labels right, or some wrong.

Source: deck Fix, page 55, which keeps half of the hidden units and four fifths of the inputs. Sizes are ours.
"""

import numpy as np

from dlcourse.experiments.ch10_stacks import accuracies as accuracies_of
from dlcourse.experiments.ch17_augmentation import mean_of, parts, trained_together
from dlcourse.layers import Dropout
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu

WIDTH, M_IMAGES, N_STEPS, WRONG = 128, 300, 300, 0.3
KEEP = {"none": (1.0, 1.0), "inputs": (0.8, 1.0), "hidden": (1.0, 0.5)}  # of inputs, of hidden units
SETS = {"": range(6), "_again": range(100, 106)}  # disjoint, by the end of a number's name
ROWS = ("F040", "F101")


def data(seeds: range, wrong: float):
    """Digits per seed; a fraction `wrong` of the training labels is drawn anew, from all ten.

    -> x (n_seeds, 300, 64), y (n_seeds, 300), x_new (n_seeds, 1000, 64), y_new (n_seeds, 1000)
    """
    found = []
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, M_IMAGES)
        rng = np.random.default_rng((17, seed))
        labels = np.where(rng.random(M_IMAGES) < wrong, rng.integers(10, size=M_IMAGES), y)
        found.append((x, labels, x_new, y_new))
    return map(np.stack, zip(*found, strict=True))


@kept
def accuracies(seeds: range, wrong: float = 0.0) -> dict[str, np.ndarray]:
    """Accuracies on new digits by what was dropped.   -> name: (n_seeds,)"""
    (x, y, x_new, y_new), found = data(seeds, wrong), {}
    for name, keeps in KEEP.items():
        # generators of the same seeds for all: they start from the same weights
        rngs, masks = [np.random.default_rng(seed) for seed in seeds], np.random.default_rng(seeds.start)
        on_inputs, on_hidden = (Dropout(keep, rng=masks) for keep in keeps)
        options = {"inputs": on_inputs, "activation": _then(on_hidden)}
        stack = trained_together(x, y, rngs, n_steps=N_STEPS, width=WIDTH, **options)
        on_hidden.eval()
        found[name] = accuracies_of(stack(x_new).array, y_new)
    return found


def _then(layer):
    """ReLU, and then the layer."""
    return lambda z: layer(relu(z))


def numbers() -> dict[str, Number]:
    """Accuracy without dropout, and what it gains where it is put: over two sets of seeds, and over both."""
    found = {
        "m": Number(M_IMAGES, "d", (), "a setting of ours"),
        "n": Number(len(SETS[""]), "d", (), "a setting of ours"),
    }
    found["wrong"] = Number(WRONG, ".0%", (), "a setting of ours")
    for of_labels, wrong in (("", 0.0), ("noisy_", WRONG)):
        both = [accuracies(seeds, wrong) for seeds in SETS.values()]
        for (end, seeds), by in zip(SETS.items(), both, strict=True):
            found[f"{of_labels}none{end}"] = mean_of(by["none"], seeds, rows=ROWS)
        for name in ("inputs", "hidden"):
            gains = [by[name] - by["none"] for by in both]
            for (end, seeds), values in zip(SETS.items(), gains, strict=True):
                found[f"{of_labels}{name}{end}"] = mean_of(values, seeds, "+.1%", ROWS)
            all_of_them = mean_of(np.concatenate(gains), tuple(SETS.values()), "+.1%", ROWS)
            found[f"{of_labels}{name}_both"] = all_of_them
    return found
