"""Chapter 18: trials: a setting trained on the digits from several seeds, each with a split of its own.

A single run says little: splits and initial weights change the accuracy more than the settings compared do.
So a trial is repeated over seeds, and settings that are compared use the same split for the same seed.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits, split
from dlcourse.experiments.ch09_stack import Stack, summed_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step

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
    """Trials of an MLP trained by Adam, one per seed: 60 % training, 20 % validation, 20 % test data.

    make_model: rng -> an MLP from (m, 64) to 10 logits. The classes have equal proportions in each part.
    """
    splits = [split(*digits(), rng=np.random.default_rng(seed), stratify=True) for seed in seeds]
    # streams of their own: the split must not depend on how many numbers a model draws
    rngs = [np.random.default_rng((1, seed)) for seed in seeds]
    models = [make_model(rng) for rng in rngs]
    stack = Stack(models, models[0].steps[1])  # side by side: a step of all takes hardly longer
    parts = [
        [np.stack(arrays) for arrays in zip(*part, strict=True)] for part in zip(*splits, strict=True)
    ]  # (n_seeds, m, 64), (n_seeds, m)
    (x, y), runs = parts[0], np.arange(len(models))[:, None]
    step = compile_step(stack, summed_cross_entropy, Adam(stack.parameters(), lr=LR))
    for _ in range(n_epochs):
        order = np.stack([rng.permutation(x.shape[1]) for rng in rngs])
        for first in range(0, x.shape[1], BATCH_SIZE):
            rows = order[:, first : first + BATCH_SIZE]
            step(x[runs, rows], y[runs, rows].ravel())
    # of all three parts: training to see overfitting, validation to choose, test to report
    accuracies = [is_right(stack(x).array, y).mean(axis=1) for x, y in parts]
    return Trials(name, models[0].n_parameters, *accuracies)
