"""Chapter 7: training an MLP. 64-32-10 on the digits: accuracies, and what the first layer looks like.

Each run has a seed of its own, which decides which 1,000 digits are learned from, the start, and the order of
the minibatches. The others are the test digits. The settings are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import kept
from dlcourse.ops import relu
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.regularization import L2
from dlcourse.training import fit

WIDTHS, N_TRAINING, SIZE, N_EPOCHS, LR = (64, 32, 10), 1000, 50, 20, 0.5
SEEDS, FRESH = range(20), range(1000, 1020)  # disjoint
STRONG = 0.01  # alpha, of the penalty alpha / 2 sum W^2
TORCH_APART = 1e-9  # relative: as near as PyTorch has to come


@dataclass(frozen=True)
class Run:
    """A training: its losses by epoch, accuracies, first weights, and where no training digit has ink."""

    loss: np.ndarray  # (n_epochs,), the mean before each step, as the history has it
    test_loss: np.ndarray  # (n_epochs,), after each epoch
    accuracy: np.ndarray  # (n_epochs,), on the test digits
    training_accuracy: float
    training_loss: float  # without the penalty, at the end
    omega: np.ndarray  # (n_epochs,), half the sum of all squared weights, after each epoch
    start: np.ndarray  # W1 (64, 32) before
    W1: np.ndarray  # and after training
    blank: np.ndarray  # (64,)


def parts(seed: int):
    """Digits to learn from, and test digits.   -> (x (1000, 64), y (1000,)), (x (797, 64), y (797,))"""
    x, y = digits()
    order = np.random.default_rng((2, seed)).permutation(len(x))
    return tuple((x[part], y[part]) for part in (order[:N_TRAINING], order[N_TRAINING:]))


def network(seed: int) -> MLP:
    """64-32-10 with ReLU at its start."""
    return MLP(WIDTHS, activation=relu, rng=np.random.default_rng((3, seed)))


@kept
def train(seed: int, alpha: float = 0.0, n_epochs: int = N_EPOCHS) -> Run:
    """Plain steps on minibatches, with the penalty alpha / 2 times the sum of all squared weights."""
    (x, y), test = parts(seed)
    model, penalty = network(seed), L2(alpha)
    start = model.layers[0].W.array.copy()

    def cost(z, y):
        return softmax_cross_entropy(z, y) + penalty(model)

    def accuracy(z, y):
        return is_right(z, y).mean()

    def omega(z, y):
        return 0.5 * sum((layer.W.array**2).sum() for layer in model.layers)

    history = fit(
        model,
        cost if alpha else softmax_cross_entropy,
        x,
        y,
        SGD(model.parameters(), lr=LR),
        n_epochs=n_epochs,
        batch_size=SIZE,
        rng=np.random.default_rng((4, seed)),
        validation=test,
        metrics={"accuracy": accuracy, "omega": omega},
        progress=False,
    )
    z = predict(model, x)
    return Run(
        np.array(history.loss),
        np.array(history.validation_loss),
        np.array(history.metrics["accuracy"]),
        float(is_right(z, y).mean()),
        float(softmax_cross_entropy(z, y)),
        np.array(history.metrics["omega"]),
        start,
        model.layers[0].W.array.copy(),
        (x == 0).all(axis=0),
    )


def runs(alpha: float = 0.0, seeds=SEEDS) -> list[Run]:
    """A run for each seed."""
    return [train(seed, alpha) for seed in seeds]


def likeness(a, b) -> float:
    """The correlation of the numbers of two arrays."""
    return float(np.corrcoef(np.ravel(a), np.ravel(b))[0, 1])


def neighbors(W1) -> float:
    """The correlation of a pixel's weight with that of the pixel to its right, over all units."""
    images = W1.T.reshape(-1, 8, 8)
    return likeness(images[:, :, 1:], images[:, :, :-1])
