"""Chapter 14: passes. The gradients of a network of one hidden layer, for exercise 14.4a."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by


def tanh_network_cost(x, y, W, c, w, b):
    """Half the mean squared error of tanh units and a linear output."""
    return ((np.tanh(x @ W + c) @ w + b - y) ** 2).mean() / 2


def _network(numbers, m, d, n):
    shapes = {"x": (m, d), "y": (m,), "W": (d, n), "c": (n,), "w": (n,), "b": ()}
    return {name: numbers(shape) for name, shape in shapes.items()}


PASSES = (
    Pass("14_inputs_and_initialization/unit_gradients", (7, 3, 5), (1, 1, 1), _network,
         by(tanh_network_cost, "W", "c", "w"), lambda inputs, results: results[:3]),
)  # fmt: skip
