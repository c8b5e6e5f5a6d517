"""Chapter 14: since the decks: orthogonal weights, scaled layer by layer to what a batch does in them.

After Mishkin and Matas 2016 (LSUV), who scale the variance of all numbers of a layer; here, also, that over
samples alone.
"""

import numpy as np

from dlcourse.experiments.ch14_fifty_layers import (
    N_LAYERS,
    N_SAMPLES,
    SHORT,
    UNITS,
    WIDTH,
    backward,
    forward,
    size,
    spread,
)
from dlcourse.initializers import orthogonal
from dlcourse.numbers import Number, kept

SETS = {"": range(12), "_again": range(1000, 1012)}  # disjoint
MEASURES = {"spread": spread, "all": np.std}
CASES = (("sigmoid", "spread"), ("tanh", "spread"), ("ReLU", "spread"), ("sigmoid", "all"))


def scaled_to(x, f, measure, weights) -> list[np.ndarray]:
    """The weights of each layer, divided by the measure of z = h W for the batch x (m, n), from below."""
    scaled = []
    for W in weights:
        scaled.append(W / measure(x @ W))
        x = f(x @ scaled[-1])
    return scaled


@kept
def measured(seeds: range) -> dict[tuple[str, str], np.ndarray]:
    """By unit and measure, for each seed, log10 of the spread after the last layer, of samples that scaled
    nothing, and of the gradient on the first layer's outputs over that on the last's.   -> (n_seeds, 2)"""
    found = {}
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x, new, G = rng.standard_normal((3, N_SAMPLES, WIDTH))
        drawn = [orthogonal((WIDTH, WIDTH), rng) for _ in range(N_LAYERS)]  # once for all
        for unit, measure in CASES:
            f, slope = UNITS[unit]
            weights = scaled_to(x, f, MEASURES[measure], drawn)
            outputs = forward(weights, f, new)
            on_outputs, _ = backward(weights, slope, outputs, G)
            ratio = size(on_outputs[0]) / size(on_outputs[-1])
            found.setdefault((unit, measure), []).append((spread(outputs[-1]), ratio))
    return {key: np.log10(values) for key, values in found.items()}


def numbers() -> dict[str, Number]:
    """Medians over seeds, of two sets: for three units by the spread, for the sigmoid by all numbers, too."""
    found = {}
    for end, seeds in SETS.items():
        for (unit, measure), values in measured(seeds).items():
            name, (signal, gradient) = f"{SHORT[unit]}_{measure}", np.median(values, axis=0)
            found[f"gradient_{name}{end}"] = Number(float(gradient), ".1f", (), "NumPy alone", 1e-3)
            if measure == "spread":
                found[f"signal_{name}{end}"] = Number(float(signal), ".1f", (), "NumPy alone", 1e-3)
    return found
