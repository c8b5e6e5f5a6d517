"""Chapter 7: passes. The gradients of a network of any depth, and of two layers: exercises 7.2 and 7.3."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by, sigmoid


def value(unit, z):
    """g(z) of a unit, also of complex numbers.

    >>> value("relu", np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    if unit == "relu":
        return np.where(z.real > 0, z, 0)
    return np.tanh(z) if unit == "tanh" else sigmoid(z) if unit == "sigmoid" else z


def slope(unit, z):
    """g'(z) of a unit.

    >>> slope("tanh", np.zeros(2))
    array([1., 1.])
    """
    if unit == "relu":
        return 1.0 * (z > 0)
    g = value(unit, z)
    return 1 - g**2 if unit == "tanh" else g * (1 - g) if unit == "sigmoid" else np.ones_like(z)


def layers(x, W, b, units):
    """z and h of all layers, as lists; h has x first."""
    z, h = [], [x]
    for W_k, b_k, unit in zip(W, b, units, strict=True):
        z.append(h[-1] @ W_k + b_k)
        h.append(value(unit, z[-1]))
    return z, h


def deep_cost(x, G, units, alpha, W1, W2, W3, b1, b2, b3, **others):
    """The sum of the outputs, each times the slope in G that arrives at it, plus the penalty."""
    W = W1, W2, W3
    _, h = layers(x, W, (b1, b2, b3), units)
    return (G * h[-1]).sum() + alpha / 2 * sum((W_k**2).sum() for W_k in W)


def two_layers_cost(X, y, W1, W2, lam):
    """The mean cross-entropy of softmax behind ReLUs, plus lam times the squares of all weights."""
    U1 = X @ W1
    U2 = np.where(U1.real > 0, U1, 0) @ W2
    log_p = U2 - np.log(np.exp(U2).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean() + lam * ((W1**2).sum() + (W2**2).sum())


def _deep(numbers, m, n0, n1, n2):
    sizes, units = (n0, n1, n2, n1), ["tanh", "none", "sigmoid"]
    W = [numbers(pair) for pair in zip(sizes, sizes[1:], strict=False)]
    b = [numbers((n,)) for n in sizes[1:]]
    z, h = layers(numbers((m, n0)), W, b, units)
    return {"z": z, "h": h, "G": numbers((m, n1)), "W": W, "units": units, "alpha": 0.3}


def _given(inputs):
    z, h, W = (inputs[name] for name in ("z", "h", "W"))
    b = [z_k[0] - h_k[0] @ W_k for z_k, h_k, W_k in zip(z, h, W, strict=False)]
    named = {f"W{k + 1}": W_k for k, W_k in enumerate(W)} | {f"b{k + 1}": b_k for k, b_k in enumerate(b)}
    return named | {"x": h[0]}


def _two_layers(numbers, m, n, u, k):
    shapes = {"X": (m, n), "W1": (n, u), "W2": (u, k)}
    return {name: numbers(shape) for name, shape in shapes.items()} | {
        "y": [i % k for i in range(m)],
        "lam": 0.3,
    }


PASSES = (
    Pass("07_training_an_mlp/backward_pass", (7, 5, 3, 2), (1, 1, 1, 1), _deep,
         by(deep_cost, "W1", "W2", "W3", "b1", "b2", "b3"),
         lambda inputs, results: (*results[0], *results[1]), _given,
         {"slope": slope, "value": value}),
    Pass("07_training_an_mlp/two_layer_grads", (7, 5, 3, 2), (1, 1, 1, 2), _two_layers,
         by(two_layers_cost, "W1", "W2"), lambda inputs, results: results[1:]),
)  # fmt: skip
