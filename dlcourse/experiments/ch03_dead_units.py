"""Chapter 3: dead units. ReLUs that no sample switches on, and which of them come back.

Deck Sohn says that dead units are no problem, deck Fix, page 49, that they are lost for ever. A unit that no
sample switches on gets no gradient; it comes back only if what lies below it moves. Counted, run by run.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import moons
from dlcourse.layers import MLP
from dlcourse.losses import sigmoid_cross_entropy
from dlcourse.ops import relu
from dlcourse.optimizers import SGD

WIDTH = 8


@dataclass(frozen=True)
class Deaths:
    """Per hidden layer, over all runs: units that were dead at some step, and those that came back."""

    dead: np.ndarray
    revived: np.ndarray


def deaths_and_revivals(seeds, *, n_steps: int = 300, lr: float = 0.5, bias: float = -0.5) -> Deaths:
    """2-8-8-1 ReLU networks on two moons, all samples in each step, biases started at `bias`.

    With biases below 0 some units are dead from the start. Rates and sizes are ours.
    """
    dead, revived = np.zeros(2, int), np.zeros(2, int)
    for seed in seeds:
        rng = np.random.default_rng((51, seed))
        x, y = moons(60, rng=rng, noise=0.2)
        model = MLP((2, WIDTH, WIDTH, 1), activation=relu, rng=rng)
        for layer in model.layers[:2]:
            layer.b.array[...] = bias
        off = _dead_by_step(model, x, y[:, None].astype(float), n_steps, lr)
        dead += off.any(axis=0).sum(axis=1)
        revived += (off[:-1] & ~off[1:]).any(axis=0).sum(axis=1)
    return Deaths(dead, revived)


def _dead_by_step(model, x, y, n_steps, lr):
    """Whether each unit is off for every sample, at every step.   -> (n_steps + 1, 2, WIDTH)"""
    parameters = model.parameters()
    optimizer, off = SGD(parameters, lr=lr), []
    for _ in range(n_steps + 1):
        h = [relu(model.layers[0](x))]
        h.append(relu(model.layers[1](h[0])))
        off.append([(layer.array <= 0).all(axis=0) for layer in h])
        optimizer.step(grad(sigmoid_cross_entropy(model.layers[2](h[1]), y), parameters))
    return np.array(off)
