"""Chapter 17: where an ellipse touches a circle, and where a diamond: L2 and L1 with two weights.

The loss is (w_1 - 1/2)^2 / 2 + 2 (w_2 - 1)^2: its level lines are ellipses around (1/2, 1). Source: deck Fix,
page 52, whose picture has no numbers; DL book, figures 7.1 and 7.2. The numbers here are our choice.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.ops import square
from dlcourse.optimizers import SGD
from dlcourse.regularization import L1, L2
from dlcourse.tensor import Parameter

LEAST, CURVATURES = np.array([[0.5], [1.0]]), np.array([[1.0], [4.0]])
KINDS = {"L2": L2(1.0), "L1": L1(1.0)}


def loss(W):
    """Half the sum of curvatures times squared distances from LEAST.   W (2, ...) -> a number for each"""
    shape = (2, *[1] * (W.ndim - 1))
    apart = square(W - LEAST.reshape(shape)) * (CURVATURES.reshape(shape) / 2)
    return apart.sum(axis=0)


def touching_point(kind: str, n_steps: int = 300, lr: float = 0.2, least=LEAST):
    """Where loss and penalty are least together, by descent; for L1 with a proximal step.   -> (2,)"""
    penalty, W = KINDS[kind], Parameter(np.ones((2, 1)))
    optimizer = SGD([W], lr=lr)
    for _ in range(n_steps):
        J = (square(W - least) * (CURVATURES / 2)).sum()
        optimizer.step([grad(J + penalty([W]) if kind == "L2" else J, W)])
        if kind == "L1":
            penalty.proximal_step([W], lr)
    return W.array[:, 0]


def slope(w):
    """The gradient of the loss at w (2,)."""
    W = Parameter(np.array(w, float)[:, None])
    return grad(loss(W).sum(), W)[:, 0]
