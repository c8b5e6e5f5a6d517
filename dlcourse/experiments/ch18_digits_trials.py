"""Chapter 18: one network on the digits, from one seed. Fresh split, fresh weights, three accuracies.

A single run says little: splits and starts differ by more than the settings compared. So a trial is repeated
over seeds, and what is compared shares the splits, seed by seed.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits, split
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

SEEDS = range(8)
LR, BATCH_SIZE, N_EPOCHS = 0.003, 64, 40


@dataclass(frozen=True)
class Trials:
    """One setting from several seeds: the accuracies on the three parts, each (n_seeds,)."""

    name: str
    n_parameters: int
    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def mean(self) -> float:
        """The mean accuracy on the test part."""
        return float(self.test.mean())

    @property
    def sd(self) -> float:
        """The standard deviation of a single run about the mean, from n - 1."""
        return float(self.test.std(ddof=1))


def digits_trials(name: str, make_model, seeds=SEEDS, n_epochs: int = N_EPOCHS) -> Trials:
    """Train a model per seed by Adam on 60 % of the digits; 20 % are there to choose by, 20 % to judge by.

    make_model: rng -> a Module from (m, 64) to 10 logits. Classes keep their shares in each part.
    """
    accuracies = []
    for seed in seeds:
        parts = split(*digits(), rng=np.random.default_rng(seed), stratify=True)
        rng = np.random.default_rng((1, seed))
        model = make_model(rng)
        optimizer = Adam(model.parameters(), lr=LR)
        options = {"n_epochs": n_epochs, "batch_size": BATCH_SIZE, "rng": rng, "progress": False}
        fit(model, softmax_cross_entropy, *parts[0], optimizer, **options)
        accuracies.append([is_right(predict(model, x), y).mean() for x, y in parts])
    return Trials(name, model.n_parameters, *np.array(accuracies).T)
