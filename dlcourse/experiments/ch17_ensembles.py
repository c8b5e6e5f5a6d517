"""Chapter 17: five networks together on the digits, against one of them: the gain is how far they differ.

Source: deck Fix, pages on convolutional networks, which name ensembles without numbers.
"""

import numpy as np

from dlcourse.experiments.ch17_augmentation import mean_of, parts, trained_together
from dlcourse.experiments.ch17_copies import M_IMAGES
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops import softmax

N_MODELS, N_STEPS = 5, 200
SETS = {"": range(8), "_again": range(100, 108)}  # disjoint, by the end of a number's name


@kept
def measured(seeds: range) -> np.ndarray:
    """Accuracy of one network and of the mean of five; squared errors of probabilities, alone and together.

    -> (n_seeds, 5): mean accuracy alone, accuracy together, error alone, error together, variance of the five
    """
    pairs = [(seed, k) for seed in seeds for k in range(N_MODELS)]
    x, y, x_new, y_new = map(np.stack, zip(*(parts(seed, M_IMAGES) for seed, _ in pairs), strict=True))
    stack = trained_together(x, y, [np.random.default_rng(pair) for pair in pairs], n_steps=N_STEPS)
    p = softmax(stack(x_new).array).reshape(len(seeds), N_MODELS, -1, 10)  # logits have no common scale
    y_new = y_new[::N_MODELS]
    mean, right = p.mean(axis=1), np.eye(10)[y_new]
    alone = np.mean([is_right(p[:, k], y_new).mean(axis=1) for k in range(N_MODELS)], axis=0)
    error_alone = ((p - right[:, None]) ** 2).sum(axis=-1).mean(axis=(1, 2))
    error_together = ((mean - right) ** 2).sum(axis=-1).mean(axis=1)
    variance = p.var(axis=1).sum(axis=-1).mean(axis=1)
    together = is_right(mean, y_new).mean(axis=1)
    return np.column_stack([alone, together, error_alone, error_together, variance])


def numbers() -> dict[str, Number]:
    """Accuracy alone and the gain together, the error alone and the variance, over two sets of seeds."""
    found = {"n": Number(len(SETS[""]), "d", (), "a setting of ours")}
    for end, seeds in SETS.items():
        alone, together, error_alone, _, variance = measured(seeds).T
        found[f"alone{end}"] = mean_of(alone, seeds)
        found[f"gain{end}"] = mean_of(together - alone, seeds, "+.2%")
        found[f"error_alone{end}"] = mean_of(error_alone, seeds, ".4f")
        found[f"variance{end}"] = mean_of(variance, seeds, ".4f")
    return found
