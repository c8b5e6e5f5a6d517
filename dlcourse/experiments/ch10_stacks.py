"""Chapters 10 and 17: stacks of networks of one shape, trained together on the same data.

Only their initial weights differ. One array holds a parameter of all networks, so a step of the whole stack
takes as many calls as a step of one network.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import glorot_uniform
from dlcourse.losses.classification import is_right
from dlcourse.ops import logsumexp, matmul, square, tanh
from dlcourse.optimizers import Momentum
from dlcourse.tensor import Parameter


class Stack:
    """n_nets networks with one hidden layer, Glorot uniform, biases 0.   x (m, n_in) -> (n_nets, m, n_out)"""

    def __init__(self, n_nets: int, n_in: int, width: int, n_out: int, *, rng, activation=tanh):
        shapes = [(n_in, width), (1, width), (width, n_out), (1, n_out)]
        self.W, self.c, self.w, self.b = (Parameter(np.zeros((n_nets, *shape))) for shape in shapes)
        self.activation = activation
        for weights in (self.W, self.w):
            # drawn network by network: Glorot's width depends on the shape of one, not of the stack
            weights.array[...] = [glorot_uniform(weights.shape[1:], rng) for _ in range(n_nets)]

    def parameters(self) -> list[Parameter]:
        """W (n_nets, n_in, width), c (n_nets, 1, width), w (n_nets, width, n_out), b (n_nets, 1, n_out)."""
        return [self.W, self.c, self.w, self.b]

    def __call__(self, x):
        return matmul(self.activation(matmul(x, self.W) + self.c), self.w) + self.b

    def descend(self, losses, n_steps: int, lr: float, penalty: float = 0.0) -> None:
        """Train by n_steps of momentum on losses(self) (n_nets,) + penalty / 2 times the squared weights."""
        parameters = self.parameters()
        optimizer = Momentum(parameters, lr=lr)
        for _ in range(n_steps):
            J = losses(
                self
            ).sum()  # the gradient of the sum holds that of each network, which has its own part
            if penalty:  # not on the biases
                J = J + (square(self.W).sum() + square(self.w).sum()) * (penalty / 2)
            optimizer.step(grad(J, parameters))


def cross_entropies(z, y):
    """The mean of -log softmax(z)[y] for each network.   z (n_nets, m, k), y (m,) -> (n_nets,)"""
    right = np.eye(z.shape[2])[y]  # one-hot rows, to pick the logit of the right class
    return (logsumexp(z, axis=2) - (z * right).sum(axis=2)).mean(axis=1)


def accuracies(z, y) -> np.ndarray:
    """The accuracy of each network.   z (n_nets, m, k), y (m,) -> (n_nets,)"""
    return is_right(np.asarray(z), y).mean(axis=1)
