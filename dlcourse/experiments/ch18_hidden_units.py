"""Chapter 18: the choice of the hidden unit, by trials: choose on validation data, report on test data.

Source: deck Srihari, section III, slides 4 and 5; cosine units: slide 25, which reports an error below 1 % on
MNIST. The data here are the digits of 8 x 8 pixels, and the settings are our choice.
"""

import math

import numpy as np

from dlcourse.experiments.ch18_digits_trials import N_EPOCHS, SEEDS, Trials, digits_trials
from dlcourse.initializers import glorot_uniform, normal, uniform, zeros
from dlcourse.layers import MLP
from dlcourse.ops import absolute, cosine, leaky_relu, relu, sigmoid, softplus, tanh

WIDTH = 32
UNITS = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "ReLU": relu,
    "leaky ReLU": leaky_relu,
    "absolute value": absolute,
    "softplus": softplus,
    "cosine": cosine,
}
# the standard deviation of a cosine unit's weights: that of z is then about 1.2 on the digits, so that most z
# lie within one period, 2 pi
COSINE_SPREAD = 0.3


def network(unit: str, rng, width: int = WIDTH) -> MLP:
    """An MLP with one hidden layer of the unit, from 64 pixels to 10 logits.

    A cosine unit is cos(x W + b). Raises ValueError for an unknown unit.
    """
    if unit not in UNITS:
        raise ValueError(f"network: expected one of {', '.join(UNITS)}, got {unit!r}; choose one of them")
    wave = unit == "cosine"
    model = MLP((64, width, 10), activation=UNITS[unit], rng=rng)
    hidden = model.layers[0]
    hidden.W.array[...] = (normal(COSINE_SPREAD) if wave else glorot_uniform)(hidden.W.shape, rng)
    # at b = 0 the cosine is even in z and flat at z = 0: start b anywhere in a period
    hidden.b.array[...] = (uniform(-math.pi, math.pi) if wave else zeros)(hidden.b.shape, rng)
    return model


def unit_trials(units=tuple(UNITS), seeds=SEEDS, n_epochs: int = N_EPOCHS) -> list[Trials]:
    """Trials of every unit, on the same splits."""
    return [digits_trials(unit, lambda rng, unit=unit: network(unit, rng), seeds, n_epochs) for unit in units]


def choose(trials) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Per seed: the unit of the best validation accuracy (the first of several), that and its test accuracy.

    The best of many is also lucky: its validation accuracy is too high on average; its test accuracy is not.
    """
    validation = np.array([t.validation for t in trials])
    test = np.array([t.test for t in trials])
    best = validation.argmax(axis=0)  # by validation alone: choosing by test would spoil the test
    seeds = np.arange(validation.shape[1])
    return [trials[i].name for i in best], validation[best, seeds], test[best, seeds]
