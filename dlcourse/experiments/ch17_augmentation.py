"""Chapter 17: what data augmentation and ensembles gain on the digits, seed by seed.

Source: deck Fix, pages on convolutional networks, which name both without numbers; sizes are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import digits, reflected, with_shifts
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch10_stacks import Stack, cross_entropies
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number
from dlcourse.ops import relu, softmax
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

SHAPE, N_STEPS = (8, 8), 600


@dataclass(frozen=True)
class Gains:
    """Accuracies on new digits, one per seed: of the plain method, and of the other."""

    plain: np.ndarray
    other: np.ndarray

    @property
    def mean(self) -> float:
        """The mean gain in accuracy."""
        return float((self.other - self.plain).mean())

    @property
    def interval(self) -> tuple[float, float]:
        """The 99 % interval of the mean gain."""
        # of differences per seed: both networks of a seed share their data, so luck with those cancels
        return mean_interval(self.other - self.plain)


def parts(seed: int, m: int):
    """m digits for training and 1000 others for testing.   -> x, y, x_new, y_new"""
    x, y = digits()
    order = np.random.default_rng((100, seed)).permutation(len(x))
    here, new = order[:m], order[-1000:]  # from the end: the same new digits for every m
    return x[here], y[here], x[new], y[new]


def trained(x, y, *, rng, n_steps: int | None = None) -> MLP:
    """A 64-64-10 ReLU network trained by Adam on batches of 50 for about n_steps (N_STEPS), whatever m is."""
    model = MLP((64, 64, 10), activation=relu, rng=rng)
    # equal steps, not equal epochs: five times the samples must not mean five times the training
    n_epochs = max(1, round((n_steps or N_STEPS) * 50 / len(x)))
    options = {"n_epochs": n_epochs, "batch_size": 50, "rng": rng, "progress": False}
    fit(model, softmax_cross_entropy, x, y, Adam(model.parameters(), lr=0.003), **options)
    return model


def trained_together(x, y, rngs, *, n_steps: int, width: int = 64, inputs=None, activation=relu) -> Stack:
    """One 64-width-10 network per generator, trained side by side by Adam, each on batches of 50 of its data.

    x (n_nets, m, 64), y (n_nets, m). inputs: a function of a batch, such as a layer of dropout.
    """
    stack = Stack(len(rngs), x.shape[2], width, 10, rng=np.random.default_rng(0), activation=activation)
    parameters, per_epoch, rows = stack.parameters(), x.shape[1] // 50, []
    for k, rng in enumerate(rngs):  # a generator each, so that the networks share nothing
        alone = Stack(1, x.shape[2], width, 10, rng=rng)
        for parameter, of_one in zip(parameters, alone.parameters(), strict=True):
            parameter.array[k] = of_one.array[0]
        orders = [rng.permutation(x.shape[1])[: 50 * per_epoch] for _ in range(-(-n_steps // per_epoch))]
        rows.append(np.reshape(orders, (-1, 50))[:n_steps])
    optimizer, nets = Adam(parameters, lr=0.003), np.arange(len(rngs))[:, None]
    for batch in np.stack(rows, axis=1):  # (n_nets, 50)
        seen = x[nets, batch]
        J = cross_entropies(stack(inputs(seen) if inputs else seen), y[nets, batch]).sum()
        optimizer.step(grad(J, parameters))
    return stack


def whole_shifts(x, y):
    """The samples and copies shifted by one pixel, an eighth of the image."""
    return with_shifts(x, y, SHAPE)


def half_shifts(x, y):
    """The samples and copies shifted by half a pixel."""
    # the mean of an image and its copy shifted by one pixel: linear interpolation
    moved, classes = whole_shifts(x, y)
    return (moved + np.concatenate([x] * 5)) / 2, classes


def mirror_images(x, y):
    """The samples and their mirror images, which for most digits are no digits."""
    return np.concatenate([x, reflected(x.reshape(-1, *SHAPE)).reshape(x.shape)]), np.concatenate([y, y])


def gain_of_copies(seeds, copies, m: int = 100, moved: bool = False) -> Gains:
    """The gain of training on `copies` of m images over training on the m images, for equally many steps.

    moved: test on new images and their copies shifted by a pixel in all four directions.
    """
    found = []
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, m)
        if moved:
            x_new, y_new = whole_shifts(x_new, y_new)
        # a generator of the same seed for both: they start from the same weights
        models = [trained(*data, rng=np.random.default_rng(seed)) for data in ((x, y), copies(x, y))]
        found.append([is_right(predict(model, x_new), y_new).mean() for model in models])
    return Gains(*np.array(found).T)


def gain_of_an_ensemble(seeds, n_models: int = 5, m: int = 300) -> Gains:
    """The gain of averaging the probabilities of n_models networks over their mean accuracy.   m images"""
    found = []
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, m)
        models = [trained(x, y, rng=np.random.default_rng((seed, k))) for k in range(n_models)]
        p = np.array([softmax(predict(model, x_new)) for model in models])  # logits have no common scale
        alone = is_right(p, y_new).mean(axis=1).mean()
        found.append([alone, is_right(p.mean(axis=0), y_new).mean()])
    return Gains(*np.array(found).T)


def mean_of(values, seeds, form: str = ".1%", rows=("F100",), source="NumPy alone") -> Number:
    """A mean over seeds, or over those of two sets, with its 99 % interval."""
    sets = seeds if isinstance(seeds, tuple) else (seeds,)
    shown = " and ".join(f"{s.start}\N{EN DASH}{s.stop - 1}" for s in sets)
    interval, mean = mean_interval(values), float(np.mean(values))
    return Number(mean, form, rows, source, interval=interval, n=len(values), seeds=shown)
