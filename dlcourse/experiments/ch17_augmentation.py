"""Chapter 17: copies of digits, and networks that are trained on them side by side, a seed each.

Source: deck Fix, pages on convolutional networks, which name copies without numbers; sizes are ours.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import digits, reflected, with_shifts
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch10_stacks import Stack, cross_entropies
from dlcourse.numbers import Number
from dlcourse.ops import relu
from dlcourse.optimizers import Adam

SHAPE = (8, 8)


def parts(seed: int, m: int):
    """m digits for training and 1000 others for testing.   -> x, y, x_new, y_new"""
    x, y = digits()
    order = np.random.default_rng((100, seed)).permutation(len(x))
    here, new = order[:m], order[-1000:]  # from the end: the same new digits for every m
    return x[here], y[here], x[new], y[new]


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


def mean_of(values, seeds, form: str = ".1%", rows=("F100",), source="NumPy alone") -> Number:
    """A mean over seeds, or over those of two sets, with its 99 % interval."""
    sets = seeds if isinstance(seeds, tuple) else (seeds,)
    shown = " and ".join(f"{s.start}\N{EN DASH}{s.stop - 1}" for s in sets)
    interval, mean = mean_interval(values), float(np.mean(values))
    return Number(mean, form, rows, source, interval=interval, n=len(values), seeds=shown)
