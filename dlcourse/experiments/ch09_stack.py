"""Chapter 9: what depth adds. Deep networks of the same widths side by side, trained as one.

Each array holds one parameter of all networks, W (n_nets, n_in, n_out), so that a step of all of them takes
as many calls as a step of one.
"""

import numpy as np

from dlcourse.layers import Module
from dlcourse.losses import softmax_cross_entropy, squared_error
from dlcourse.ops import matmul, relu
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step
from dlcourse.tensor import Parameter


class Stack(Module):
    """Linear layers with units in between, of many networks.   x (n_nets, m, n_in) -> (n_nets, m, n_out)

    x may also be (m, n_in), the same for all. models: networks with `layers` of equal
    shapes, whose parameters are copied; their units are `activation`.
    """

    def __init__(self, models, activation=relu):
        self.activation = activation
        groups = list(zip(*(model.layers for model in models), strict=True))
        # a group is layer i of every model
        self.weights = [Parameter(np.stack([layer.W.array for layer in group])) for group in groups]
        self.biases = [Parameter(np.stack([layer.b.array[None] for layer in group])) for group in groups]

    def fprop(self, x):
        h = x  # matmul broadcasts it, if all networks see the same inputs
        for i, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            h = matmul(h if i == 0 else self.activation(h), W) + b
        return h


def summed_cross_entropy(z, y):
    """The mean cross-entropy over the samples, summed over the networks.   z (n_nets, m, k), y (n_nets m,)"""
    return softmax_cross_entropy(z.reshape((len(y), z.shape[-1])), y) * z.shape[0]


def summed_error(y_hat, y):
    """The mean squared error over the samples, summed over the networks.   y_hat, y (n_nets, m, 1)"""
    # each network's parameters enter its own term alone, and Adam treats every number by itself: so each
    # takes the steps that it would take alone
    return squared_error(y_hat, y) * (1 / y.shape[1])


def descend(stack: Stack, x, y, n_steps: int, lr: float) -> None:
    """Train by n_steps of Adam on all samples.   x as for the stack, y (n_nets, m, 1)"""
    step = compile_step(stack, summed_error, Adam(stack.parameters(), lr=lr))
    for _ in range(n_steps):
        step(x, y)


def mean_squared_errors(stack: Stack, x, y) -> np.ndarray:
    """The mean squared error of each network.   -> (n_nets,)"""
    return ((stack(x).array - y) ** 2).mean(axis=(1, 2))
