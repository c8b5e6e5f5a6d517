"""Chapter 7: training an MLP. 64-32-10 on the digits: accuracies, and what the first layer looks like.

Each run has a seed of its own, which decides which 1,000 digits are learned from, the start, and the order of
the minibatches. The others are the test digits. The settings are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
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


def numbers() -> dict[str, Number]:
    """Accuracies over two sets of seeds, and what is left of the start in the first weights."""
    found = {}
    for end, seeds in (("", SEEDS), ("_again", FRESH)):
        some = runs(seeds=seeds)
        for name, values, form in (
            ("accuracy", [run.accuracy[-1] for run in some], ".1%"),
            ("first_epoch", [run.accuracy[0] for run in some], ".0%"),
            ("start_left", [likeness(run.start, run.W1) for run in some], ".2f"),
        ):
            found[name + end] = estimated_median(values, seeds, "NumPy alone, other seeds", form, ("S008",))
    first = train(0)
    row = int(np.flatnonzero(first.blank)[0])
    strong = train(0, STRONG)
    n_steps = N_EPOCHS * N_TRAINING // SIZE
    return found | {
        "first_loss": Number(float(first.loss[0]), ".2f", (), "NumPy alone", 1e-6),
        "first_test_loss": Number(float(first.test_loss[0]), ".2f", (), "NumPy alone", 1e-6),
        "training": Number(np.median([r.training_accuracy for r in runs()]), ".1%", (), "NumPy alone", 2e-3),
        "n_blank": Number(int(first.blank.sum()), "d", ("S008",), "counted in the data"),
        "blank_moved": Number(float(abs(first.W1 - first.start)[row].max()), ".0f", ("S008",), "by hand"),
        "blank_kept": Number(
            float(strong.W1[row, 0] / strong.start[row, 0]), ".4f", ("S160",), "(1 - lr alpha)^steps", 1e-9
        ),
        "neighbors_start": Number(_median(neighbors, "start"), ".2f", ("S008",), "NumPy alone", 0.2),
        "neighbors_end": Number(_median(neighbors, "W1"), ".2f", ("S008",), "NumPy alone", 0.05),
        "start_left_strong": Number(
            np.median([likeness(r.start, r.W1) for r in runs(STRONG)]), ".2f", ("S160",), "NumPy alone", 0.05
        ),
        "n_steps": Number(n_steps, "d", (), "counted by hand"),
        "lr": Number(LR, "g", (), "a setting of ours"),
        "loss_of_seed_0": Number(float(first.loss[-1]), ".4f", (), "PyTorch", TORCH_APART),
        "torch_apart": Number(TORCH_APART, ".0e", (), "a setting of ours"),
    }


def _median(measure, name):
    return float(np.median([measure(getattr(run, name)) for run in runs()]))
