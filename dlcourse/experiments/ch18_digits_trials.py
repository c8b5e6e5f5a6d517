"""Chapter 18: trials: a setting trained on the digits from several seeds, each with a split of its own.

A single run says little: splits and initial weights change the accuracy more than the settings compared do.
So a trial is repeated over seeds, and settings that are compared use the same split for the same seed.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits, split
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

SEEDS = range(8)  # a mean over 8 runs varies about a third as much as a single run
LR, BATCH_SIZE, N_EPOCHS = 0.003, 64, 40  # our choice, the same for every setting that is compared


@dataclass(frozen=True)
class Trials:
    """The accuracies of one setting on the three parts of the data, each (n_seeds,)."""

    name: str
    n_parameters: int
    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def mean(self) -> float:
        """The mean accuracy on the test set."""
        return float(self.test.mean())

    @property
    def sd(self) -> float:
        """The standard deviation of the test accuracy of a single run, from n - 1."""
        return float(self.test.std(ddof=1))


def digits_trials(name: str, make_model, seeds=SEEDS, n_epochs: int = N_EPOCHS) -> Trials:
    """Trials of a model trained by Adam, one per seed: 60 % training, 20 % validation, 20 % test data.

    make_model: rng -> a Module from (m, 64) to 10 logits. The classes have equal proportions in each part.
    """
    accuracies = []
    for seed in seeds:
        parts = split(*digits(), rng=np.random.default_rng(seed), stratify=True)
        # a stream of its own: the split must not depend on how many numbers a model draws
        rng = np.random.default_rng((1, seed))
        model = make_model(rng)
        optimizer = Adam(model.parameters(), lr=LR)
        options = {"n_epochs": n_epochs, "batch_size": BATCH_SIZE, "rng": rng, "progress": False}
        fit(model, softmax_cross_entropy, *parts[0], optimizer, **options)
        # of all three parts: training to see overfitting, validation to choose, test to report
        accuracies.append([is_right(predict(model, x), y).mean() for x, y in parts])
    return Trials(name, model.n_parameters, *np.array(accuracies).T)
