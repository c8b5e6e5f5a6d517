"""Chapter 17: what copies of 100 digits gain: moved by half a pixel or a whole one, or mirrored.

Source: deck Fix, pages on convolutional networks, which name shifts and reflections without numbers.
"""

import numpy as np

from dlcourse.experiments.ch17_augmentation import (
    half_shifts,
    mean_of,
    mirror_images,
    parts,
    trained_together,
    whole_shifts,
)
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept

M_IMAGES, N_STEPS = 100, 300
COPIES = {"plain": None, "half": half_shifts, "whole": whole_shifts, "mirror": mirror_images}
SETS = {"": range(16), "_again": range(100, 116)}  # disjoint, by the end of a number's name
HURT = 5  # by mirror images, most of all digits


@kept
def accuracies(seeds: range) -> dict[str, np.ndarray]:
    """Accuracies on new digits and on shifted new ones, by the copies that were trained on.

    -> name: (n_seeds, 12), the first for all new digits, the second for shifted ones, then one for each class
    """
    digits_of = [parts(seed, M_IMAGES) for seed in seeds]
    x_new, y_new = (np.stack(arrays) for arrays in list(zip(*digits_of, strict=True))[2:])
    n_new, found = y_new.shape[1], {}
    # the digits themselves come first in what `whole_shifts` returns: only those that have moved
    moved = np.stack([whole_shifts(*one)[0][n_new:] for one in zip(x_new, y_new, strict=True)])
    for name, copies in COPIES.items():
        data = [copies(x, y) if copies else (x, y) for x, y, *_ in digits_of]
        x, y = map(np.stack, zip(*data, strict=True))
        # generators of the same seeds for all: they start from the same weights
        stack = trained_together(x, y, [np.random.default_rng(seed) for seed in seeds], n_steps=N_STEPS)
        right = is_right(stack(x_new).array, y_new)
        on_moved = is_right(stack(moved).array, np.tile(y_new, 4)).mean(axis=1)
        by_class = [[r[y == k].mean() for k in range(10)] for r, y in zip(right, y_new, strict=True)]
        found[name] = np.column_stack([right.mean(axis=1), on_moved, by_class])
    return found


def gain(found, name: str, column: int = 0) -> np.ndarray:
    """How much higher the accuracy is with copies than without, seed by seed.   -> (n_seeds,)

    found: as `accuracies` returns it.
    """
    return found[name][:, column] - found["plain"][:, column]


def numbers() -> dict[str, Number]:
    """Accuracies without copies and gains by copies, on new digits and on shifted ones."""
    found = {
        "m": Number(M_IMAGES, "d", (), "a setting of ours"),
        "n": Number(len(SETS[""]), "d", (), "a setting of ours"),
    }
    for end, seeds in SETS.items():
        by = accuracies(seeds)
        for column, name in enumerate(("plain", "plain_moved")):
            found[f"{name}{end}"] = mean_of(by["plain"][:, column], seeds)
        for name in ("half", "whole", "mirror"):
            found[f"{name}{end}"] = mean_of(gain(by, name), seeds, "+.1%")
        found[f"whole_moved{end}"] = mean_of(gain(by, "whole", 1), seeds, "+.1%")
        found[f"mirror_{HURT}{end}"] = mean_of(gain(by, "mirror", 2 + HURT), seeds, "+.0%")
    return found
