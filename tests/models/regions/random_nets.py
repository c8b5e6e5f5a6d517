"""Layers with weights drawn from a normal distribution, and the square in which their regions are counted."""

import itertools

import numpy as np

SQUARE = [(-3, 3), (-3, 3)]


def random_layers(widths, seed, n_inputs=2):
    rng, layers = np.random.default_rng(seed), []
    for n_in, n_out in itertools.pairwise((n_inputs, *widths)):
        layers.append((rng.standard_normal((n_in, n_out)), rng.standard_normal(n_out)))
    return layers
