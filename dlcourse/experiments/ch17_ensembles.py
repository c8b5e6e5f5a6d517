"""Chapter 17: five networks together on the digits, against one of them: the gain is how far they differ.

Source: deck Fix, pages on convolutional networks, which name ensembles without numbers.
"""

import numpy as np

from dlcourse.experiments.ch17_augmentation import mean_of, parts, trained
from dlcourse.experiments.ch17_copies import M_IMAGES
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops import softmax
from dlcourse.prediction import predict

N_MODELS, N_STEPS = 5, 200
SETS = {"": range(12), "_again": range(100, 112)}  # disjoint, by the end of a number's name


@kept
def measured(seeds: range) -> np.ndarray:
    """Accuracy of one network and of the mean of five; squared errors of probabilities, alone and together.

    -> (n_seeds, 5): mean accuracy alone, accuracy together, error alone, error together, variance of the five
    """
    found = []
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, M_IMAGES)
        rngs = [np.random.default_rng((seed, k)) for k in range(N_MODELS)]
        models = [trained(x, y, rng=rng, n_steps=N_STEPS) for rng in rngs]
        p = np.array([softmax(predict(model, x_new)) for model in models])  # logits have no common scale
        mean, target = p.mean(axis=0), np.eye(10)[y_new]
        alone, together = is_right(p, y_new).mean(), is_right(mean, y_new).mean()
        errors = [((q - target) ** 2).sum(axis=-1).mean() for q in (p, mean)]
        found.append([alone, together, *errors, p.var(axis=0).sum(axis=-1).mean()])
    return np.array(found)


def numbers() -> dict[str, Number]:
    """Accuracy alone and the gain together, errors and their difference, over two sets of seeds."""
    found = {}
    for end, seeds in SETS.items():
        alone, together, *errors = measured(seeds).T
        found[f"alone{end}"] = mean_of(alone, seeds)
        found[f"gain{end}"] = mean_of(together - alone, seeds, "+.2%")
        for name, values in zip(("error_alone", "error_together", "variance"), errors, strict=True):
            found[f"{name}{end}"] = mean_of(values, seeds, ".4f")
    return found
