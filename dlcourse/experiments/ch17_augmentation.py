"""Chapter 17: augmentation and ensembles on the digits, what they gain, seed by seed.

Source: deck Fix, pages on convolutional networks, which name both without numbers; sizes are ours.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits, reflected, with_shifts
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.ops import relu, softmax
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

SHAPE, N_STEPS = (8, 8), 600


@dataclass(frozen=True)
class Gains:
    """Accuracies on new digits, one per seed, and what was gained over `plain`."""

    plain: np.ndarray
    other: np.ndarray

    @property
    def mean(self) -> float:
        """The mean gain, as a share of the new digits."""
        return float((self.other - self.plain).mean())

    @property
    def interval(self) -> tuple[float, float]:
        """The 99 % interval of the mean gain."""
        return mean_interval(self.other - self.plain)


def parts(seed: int, m: int):
    """m digits to learn from and 1000 others.   -> x, y, x_new, y_new"""
    x, y = digits()
    order = np.random.default_rng((100, seed)).permutation(len(x))
    here, new = order[:m], order[-1000:]
    return x[here], y[here], x[new], y[new]


def trained(x, y, *, rng) -> MLP:
    """A 64-64-10 ReLU network after about N_STEPS steps of Adam on batches of 50, whatever m is."""
    model = MLP((64, 64, 10), activation=relu, rng=rng)
    n_epochs = max(1, round(N_STEPS * 50 / len(x)))
    options = {"n_epochs": n_epochs, "batch_size": 50, "rng": rng, "progress": False}
    fit(model, softmax_cross_entropy, x, y, Adam(model.parameters(), lr=0.003), **options)
    return model


def whole_shifts(x, y):
    """The samples and copies moved by one pixel, an eighth of the image."""
    return with_shifts(x, y, SHAPE)


def half_shifts(x, y):
    """The samples and copies moved by half a pixel: the means of each image and its whole shifts."""
    moved, classes = whole_shifts(x, y)
    return (moved + np.concatenate([x] * 5)) / 2, classes


def mirror_images(x, y):
    """The samples and their reflections, which for most digits are no digits."""
    return np.concatenate([x, reflected(x.reshape(-1, *SHAPE)).reshape(x.shape)]), np.concatenate([y, y])


def gain_of_copies(seeds, copies, m: int = 100, moved: bool = False) -> Gains:
    """Networks trained on m images alone and on `copies` of them, for as many steps.

    moved: judged on new images that are moved by a pixel in all four directions, or not at all.
    """
    found = []
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, m)
        if moved:
            x_new, y_new = whole_shifts(x_new, y_new)
        models = [trained(*data, rng=np.random.default_rng(seed)) for data in ((x, y), copies(x, y))]
        found.append([is_right(predict(model, x_new), y_new).mean() for model in models])
    return Gains(*np.array(found).T)


def gain_of_an_ensemble(seeds, n_models: int = 5, m: int = 300) -> Gains:
    """The mean accuracy of n_models networks on m images, and that of the mean of their probabilities."""
    found = []
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, m)
        models = [trained(x, y, rng=np.random.default_rng((seed, k))) for k in range(n_models)]
        p = np.array([softmax(predict(model, x_new)) for model in models])
        alone = is_right(p, y_new).mean(axis=1).mean()
        found.append([alone, is_right(p.mean(axis=0), y_new).mean()])
    return Gains(*np.array(found).T)
