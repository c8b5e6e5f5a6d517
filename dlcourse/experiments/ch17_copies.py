"""Chapter 17: what copies of 100 digits gain: moved by half a pixel or a whole one, or mirrored.

Source: deck Fix, pages on convolutional networks, which name shifts and reflections without numbers.
"""

import numpy as np

from dlcourse.experiments.ch17_augmentation import (
    half_shifts,
    mean_of,
    mirror_images,
    parts,
    trained,
    whole_shifts,
)
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.prediction import predict

M_IMAGES = 100
COPIES = {"plain": None, "half": half_shifts, "whole": whole_shifts, "mirror": mirror_images}
SETS = {"": range(16), "_again": range(100, 116)}  # disjoint, by the end of a number's name
HURT = 5  # by mirror images, most of all digits


@kept
def accuracies(seeds: range) -> dict[str, np.ndarray]:
    """Accuracies on new digits and on shifted new ones, by the copies that were trained on.

    -> name: (n_seeds, 12), the first for all new digits, the second for shifted ones, then one for each class
    """
    found = {name: [] for name in COPIES}
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, M_IMAGES)
        moved, classes = whole_shifts(x_new, y_new)
        for name, copies in COPIES.items():
            data = copies(x, y) if copies else (x, y)
            # a generator of the same seed for all: they start from the same weights
            model = trained(*data, rng=np.random.default_rng(seed))
            right = is_right(predict(model, x_new), y_new)
            by_class = [right[y_new == k].mean() for k in range(10)]
            found[name].append([right.mean(), is_right(predict(model, moved), classes).mean(), *by_class])
    return {name: np.array(values) for name, values in found.items()}


def gain(seeds: range, name: str, column: int = 0) -> np.ndarray:
    """How much higher the accuracy is with copies than without, seed by seed.   -> (n_seeds,)"""
    found = accuracies(seeds)
    return found[name][:, column] - found["plain"][:, column]


def numbers() -> dict[str, Number]:
    """Accuracies without copies and gains by copies, on new digits and on shifted ones."""
    found, both = {"m": Number(M_IMAGES, "d", (), "a setting of ours")}, tuple(SETS.values())
    for end, seeds in SETS.items():
        plain = accuracies(seeds)["plain"]
        for column, name in enumerate(("plain", "plain_moved")):
            found[f"{name}{end}"] = mean_of(plain[:, column], seeds)
        for name in ("half", "whole", "mirror"):
            found[f"{name}{end}"] = mean_of(gain(seeds, name), seeds, "+.1%")
        found[f"whole_moved{end}"] = mean_of(gain(seeds, "whole", 1), seeds, "+.1%")
        found[f"mirror_{HURT}{end}"] = mean_of(gain(seeds, "mirror", 2 + HURT), seeds, "+.0%")
    of_both = np.concatenate([gain(seeds, "half") for seeds in both])
    return found | {"half_both": mean_of(of_both, both, "+.1%")}
