"""Chapter 15: passes. Gradients through residual blocks and a cell state, for exercises 15.4a and 15.4b."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by, sigmoid


def blocks_cost(x, G, W1, W2, b1, b2, **others):
    """The sum of the outputs of two blocks, each times the slope in G that arrives at it."""
    h = x
    for W, b in ((W1, b1), (W2, b2)):
        h = h + np.tanh(h @ W + b)
    return (G * h).sum()


def cell_cost(z_i, z_f, z_g, z_o, c0, G, more):
    """The sum of all h of a cell, each times its slope in G.   more (T + 1, n): is added to the states"""
    c, total = c0 + more[0], 0.0
    for t in range(len(G)):
        c = sigmoid(z_f[t]) * c + sigmoid(z_i[t]) * np.tanh(z_g[t]) + more[t + 1]
        total = total + (G[t] * sigmoid(z_o[t]) * np.tanh(c)).sum()
    return total


def _blocks(numbers, m, n):
    W, b = ([numbers(shape) for _ in range(2)] for shape in ((n, n), (n,)))
    return {"x": numbers((m, n)), "W": W, "b": b, "G": numbers((m, n))}


def _one_by_one(inputs):
    return {f"{name}{k + 1}": one for name in "Wb" for k, one in enumerate(inputs[name])}


def _cell(numbers, T, n):
    gates = {name: numbers((T, n)) for name in ("z_i", "z_f", "z_g", "z_o")}
    return gates | {"c0": numbers((n,)), "G": numbers((T, n))}


PASSES = (
    Pass("15_vanishing_gradients/residual_grads", (5, 3), (1, 1), _blocks,
         by(blocks_cost, "x", "W1", "W2", "b1", "b2"),
         lambda inputs, results: (results[0], *results[1], *results[2]), _one_by_one),
    Pass("15_vanishing_gradients/cell_state_grads", (5, 3), (1, 1), _cell,
         by(cell_cost, "more", "z_i", "z_f", "z_g", "z_o"), lambda inputs, results: results,
         lambda inputs: {"more": np.zeros((len(inputs["G"]) + 1, len(inputs["c0"])))}),
)  # fmt: skip
