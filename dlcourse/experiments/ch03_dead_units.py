"""Chapter 3: dead units: ReLUs that are active for no sample, and how many become active again.

Deck Sohn says that dead units are no problem, deck Fix, page 49, that they are lost for ever. A dead unit
gets no gradient; it becomes active again only if the layers below it change. Here both are counted.
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
    """Units per hidden layer, over all runs: those that were dead at some step, and those that revived."""

    dead: np.ndarray
    revived: np.ndarray


def deaths_and_revivals(seeds, *, n_steps: int = 300, lr: float = 0.5, bias: float = -0.5) -> Deaths:
    """Counts for 2-8-8-1 ReLU networks trained on two moons, full batch, one network per seed.

    bias: the initial value of the hidden biases. The settings are our choice.
    """
    dead, revived = np.zeros(2, int), np.zeros(2, int)
    for seed in seeds:
        rng = np.random.default_rng((51, seed))  # 51: streams of this experiment's own (row K051)
        x, y = moons(60, rng=rng, noise=0.2)
        model = MLP((2, WIDTH, WIDTH, 1), activation=relu, rng=rng)
        for layer in model.layers[:2]:
            layer.b.array[...] = bias  # below 0, so that some units are dead from the start
        off = _dead_by_step(model, x, y[:, None].astype(float), n_steps, lr)
        dead += off.any(axis=0).sum(axis=1)
        revived += (off[:-1] & ~off[1:]).any(axis=0).sum(axis=1)  # off at one step, on at the next
    return Deaths(dead, revived)


def _dead_by_step(model, x, y, n_steps, lr):
    """Whether each unit is off for all samples, at every step of training.   -> (n_steps + 1, 2, WIDTH)"""
    # layer by layer instead of model(x), to see the hidden activations
    parameters = model.parameters()
    optimizer, off = SGD(parameters, lr=lr), []
    for _ in range(n_steps + 1):
        h = [relu(model.layers[0](x))]
        h.append(relu(model.layers[1](h[0])))
        off.append([(layer.array <= 0).all(axis=0) for layer in h])
        optimizer.step(grad(sigmoid_cross_entropy(model.layers[2](h[1]), y), parameters))
    return np.array(off)
