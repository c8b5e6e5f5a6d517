"""Chapter 3: passes. What units and layers give back, for exercises 3.1, 3.3, 3.4, 3.6, 3.7 and 3.10."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by, sigmoid


def units_cost(unit, z, G):
    """The sum of the outputs of smooth units, each times the slope in G that arrives at it."""
    s = sigmoid(z)
    h = {"sigmoid": s, "LeCun tanh": 1.7159 * np.tanh(2 * z / 3), "softplus": np.logaddexp(0, z)}
    return (G * (h | {"SiLU": z * s, "cos": np.cos(z), "bell": np.exp(-z * z)})[unit]).sum()


def prelu_cost(z, alpha, G):
    """The same of PReLU units."""
    return (G * np.where(z > 0, z, alpha * z)).sum()


def maxout_cost(z, k, G):
    """The same of maxout units with k pieces."""
    return (G * z.reshape(*G.shape, k).max(axis=2)).sum()


def layer_cost(x, W, b, G):
    """The same of a linear layer."""
    return (G * (x @ W + b)).sum()


def twice_cost(x1, x2, W, b, G1, G2):
    """The same of a linear layer that serves two batches."""
    return layer_cost(x1, W, b, G1) + layer_cost(x2, W, b, G2)


def residual_cost(x, W, b, V, G):
    """The same of a residual block."""
    return (G * (x + np.tanh(x @ W + b) @ V)).sum()


def _units(unit):
    return lambda numbers, m, n: {"unit": unit, "z": numbers((m, n)), "G": numbers((m, n))}


def _prelu(numbers, m, n):
    # Leaks of both signs: without one below 0, the sign of h tells as much as that of z.
    alpha = abs(numbers((n,))) * (-1.0) ** np.arange(n)
    return {"z": numbers((m, n)), "alpha": alpha, "G": numbers((m, n))}


def _maxout(numbers, m, n, k):
    # No two pieces of a unit are alike, also where all numbers are 1: there is no derivative.
    spread = 1 + np.arange(n * k) % k
    return {"z": spread * numbers((m, n * k)), "k": k, "G": numbers((m, n))}


def _layer(numbers, m, n_in, n_out):
    found = {"x": numbers((m, n_in)), "W": numbers((n_in, n_out)), "b": numbers((n_out,))}
    return found | {"G": numbers((m, n_out))}


def _twice(numbers, m1, m2, n_in, n_out):
    found = {"x1": numbers((m1, n_in)), "x2": numbers((m2, n_in)), "W": numbers((n_in, n_out))}
    return found | {"G1": numbers((m1, n_out)), "G2": numbers((m2, n_out))}


def _residual(numbers, m, n, k):
    found = {"x": numbers((m, n)), "W": numbers((n, k)), "b": numbers((k,)), "V": numbers((k, n))}
    return found | {"G": numbers((m, n))}


SMOOTH = "sigmoid", "LeCun tanh", "softplus", "SiLU", "cos", "bell"  # one exercise, a pass for each unit
PASSES = (
    *(Pass("03_layers_and_units/smooth_units", (5, 3), (1, 1), _units(unit),
           by(units_cost, "z"), lambda inputs, results: results[1:]) for unit in SMOOTH),
    Pass("03_layers_and_units/prelu", (7, 5), (1, 1), _prelu,
         by(prelu_cost, "z", "alpha"), lambda inputs, results: results[1:]),
    Pass("03_layers_and_units/maxout", (5, 3, 2), (1, 1, 2), _maxout,
         by(maxout_cost, "z"), lambda inputs, results: results[1:]),
    Pass("03_layers_and_units/linear_layer", (7, 3, 5), (1, 1, 1), _layer,
         by(layer_cost, "x", "W", "b"), lambda inputs, results: results[1:]),
    Pass("03_layers_and_units/shared_layer", (5, 7, 3, 2), (1, 1, 1, 1), _twice,
         by(twice_cost, "x1", "x2", "W", "b"), lambda inputs, results: results,
         lambda inputs: {"b": np.zeros(inputs["W"].shape[1])}),
    Pass("03_layers_and_units/residual_block", (7, 3, 5), (1, 1, 1), _residual,
         by(residual_cost, "x", "W", "V"), lambda inputs, results: results[1:]),
)  # fmt: skip
