"""Chapter 5: passes. The gradients of a neuron and of two layers, for exercises 5.1 to 5.5."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by, sigmoid, steps


def neuron_cost(x, w, y, **others):
    """Half the squared error of one neuron."""
    return (sigmoid(x @ w) - y) ** 2 / 2


def two_layers_cost(x, y, W1, b1, W2, b2, lr):
    """Half the squared error of a network of two layers of sigmoid units."""
    return ((sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2) - y) ** 2).sum() / 2


def _neuron(numbers, n):
    return {"x": numbers((n,)), "w": numbers((n,)), "y": numbers(())}


def _update(numbers, n):
    found = _neuron(numbers, n)
    y_hat = sigmoid(found["x"] @ found["w"])
    dw = (y_hat - found["y"]) * y_hat * (1 - y_hat) * found["x"]
    return found | {"dw": dw, "lr": numbers(())}


def _layer_before(numbers, k, n):
    return {"u": numbers((k,)), "V": numbers((k, n)), "w": numbers((n,)), "y": numbers(())}


def _two_layers(numbers, n_in, n, n_out):
    shapes = {"x": (n_in,), "y": (n_out,), "W1": (n_in, n), "b1": (n,), "W2": (n, n_out), "b2": (n_out,)}
    return {name: numbers(shape) for name, shape in shapes.items()} | {"lr": numbers(())}


PASSES = (
    Pass("05_backpropagation/neuron_grads", (3,), (1,), _neuron,
         by(neuron_cost, "w"), lambda inputs, results: (results,)),
    Pass("05_backpropagation/update", (3,), (1,), _update,
         by(neuron_cost, "w"), lambda inputs, results: steps(inputs, ("w",), results[:1])),
    Pass("05_backpropagation/layer_before", (5, 3), (1, 1), _layer_before,
         ((lambda x, w, y, **others: neuron_cost(x, w, y), "x"),
          (lambda u, V, w, y, **others: neuron_cost(sigmoid(u @ V), w, y), "V")),
         lambda inputs, results: results, lambda inputs: {"x": sigmoid(inputs["u"] @ inputs["V"])}),
    Pass("05_backpropagation/chain_rule", (), (),
         lambda numbers: {name: numbers(()) for name in ("x", "y", "w1", "w2", "w", "b")},
         by(lambda x, w1, w2, **others: w2 * np.exp(w1 * x), "w1", "w2")
         + by(lambda x, y, w, b, **others: (y - w * x - b) ** 2, "w", "x"),
         lambda inputs, results: results),
    Pass("05_backpropagation/train_step", (3, 5, 2), (1, 1, 1), _two_layers,
         by(two_layers_cost, "W1", "W2", "W1", "W2"),
         lambda inputs, results: (*results[:2], *steps(inputs, ("W1", "W2"), results[2:]))),
)  # fmt: skip
