"""Chapter 18: which hidden unit. No theory decides: try them, choose on validation data, judge on others.

Source: deck Srihari, section III, slides 4 and 5; cosine units: slide 25, which reports an error below 1 % on
MNIST. Here the digits of 8 x 8 pixels stand in, and the settings are ours.
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
COSINE_SPREAD = 0.3  # standard deviation of the weights: pixels lie in [0, 1], so z spreads over a period


def network(unit: str, rng, width: int = WIDTH) -> MLP:
    """64 pixels, one hidden layer of the unit, 10 logits.

    A cosine unit, cos(x W + b), starts with b uniform over a period: at b = 0 it is even in z, and flat where
    z is 0. Raises ValueError for an unknown unit.
    """
    if unit not in UNITS:
        raise ValueError(f"network: expected one of {', '.join(UNITS)}, got {unit!r}; choose one of them")
    wave = unit == "cosine"
    model = MLP((64, width, 10), activation=UNITS[unit], rng=rng)
    hidden = model.layers[0]
    hidden.W.array[...] = (normal(COSINE_SPREAD) if wave else glorot_uniform)(hidden.W.shape, rng)
    hidden.b.array[...] = (uniform(-math.pi, math.pi) if wave else zeros)(hidden.b.shape, rng)
    return model


def unit_trials(units=tuple(UNITS), seeds=SEEDS, n_epochs: int = N_EPOCHS) -> list[Trials]:
    """Trials of each unit, on the same splits."""
    return [digits_trials(unit, lambda rng, unit=unit: network(unit, rng), seeds, n_epochs) for unit in units]


def choose(trials) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Per seed: the unit with the best validation accuracy (the first of several), that accuracy, its test's.

    The best of many is lucky: its validation accuracy is on average too high, its test accuracy is fair.
    """
    validation = np.array([t.validation for t in trials])
    test = np.array([t.test for t in trials])
    best = validation.argmax(axis=0)
    seeds = np.arange(validation.shape[1])
    return [trials[i].name for i in best], validation[best, seeds], test[best, seeds]
