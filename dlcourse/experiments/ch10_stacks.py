"""Chapters 10 and 17: stacks of networks. Many of one shape, on the same data, trained at once.

Only their starts differ. One array holds a parameter of all, so that a step costs one call for the stack.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import glorot_uniform
from dlcourse.losses.classification import is_right
from dlcourse.ops import logsumexp, matmul, square, tanh
from dlcourse.optimizers import Momentum
from dlcourse.tensor import Parameter


class Stack:
    """n_nets networks with one hidden layer.   x (m, n_in) -> logits (n_nets, m, n_out)

    Weights Glorot uniform, one network after the other, biases 0.
    """

    def __init__(self, n_nets: int, n_in: int, width: int, n_out: int, *, rng, activation=tanh):
        shapes = [(n_in, width), (1, width), (width, n_out), (1, n_out)]
        self.W, self.c, self.w, self.b = (Parameter(np.zeros((n_nets, *shape))) for shape in shapes)
        self.activation = activation
        for weights in (self.W, self.w):
            weights.array[...] = [glorot_uniform(weights.shape[1:], rng) for _ in range(n_nets)]

    def parameters(self) -> list[Parameter]:
        """W (n_nets, n_in, width), c, w (n_nets, width, n_out), b."""
        return [self.W, self.c, self.w, self.b]

    def __call__(self, x):
        return matmul(self.activation(matmul(x, self.W) + self.c), self.w) + self.b

    def descend(self, losses, n_steps: int, lr: float, penalty: float = 0.0) -> None:
        """n_steps of momentum on losses(self) (n_nets,), plus penalty / 2 times the squares of the weights.

        The networks do not touch each other: the gradient of the sum is that of each.
        """
        parameters = self.parameters()
        optimizer = Momentum(parameters, lr=lr)
        for _ in range(n_steps):
            J = losses(self).sum()
            if penalty:
                J = J + (square(self.W).sum() + square(self.w).sum()) * (penalty / 2)
            optimizer.step(grad(J, parameters))


def cross_entropies(z, y):
    """For each network the mean of -log softmax(z)[y].   z (n_nets, m, k), y (m,) -> (n_nets,)"""
    right = np.eye(z.shape[2])[y]
    return (logsumexp(z, axis=2) - (z * right).sum(axis=2)).mean(axis=1)


def accuracies(z, y) -> np.ndarray:
    """The share of the samples that each network gets right.   z (n_nets, m, k), y (m,) -> (n_nets,)"""
    return is_right(np.asarray(z), y).mean(axis=1)
