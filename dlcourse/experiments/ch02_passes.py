"""Chapter 2: passes. The gradients of a network with a hidden layer, for exercise 2.5."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by


def network_cost(x, y, W, c, w, b, G):
    """G times the mean squared error of a network with one hidden layer of ReLU units."""
    return G * ((np.maximum(0, x @ W + c) @ w + b - y) ** 2).mean()


def _network(numbers, m, n_in, n):
    shapes = {"x": (m, n_in), "y": (m, 1), "W": (n_in, n), "c": (n,), "w": (n, 1), "b": (1,), "G": ()}
    return {name: numbers(shape) for name, shape in shapes.items()}


PASSES = (
    Pass("02_xor/xor_gradients", (7, 3, 5), (1, 1, 1), _network,
         by(network_cost, "W", "c", "w", "b"), lambda inputs, results: results),
)  # fmt: skip
