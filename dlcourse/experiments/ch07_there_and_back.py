"""Chapter 7: training an MLP. Every array of a network with one hidden layer, there and back, without biases.

X (m, n), W1 (n, u), W2 (u, k), classes y (m,), counted from 0. U1 = X W1, H = max(0, U1), U2 = H W2, and the
cost J = J_MLE + lam (sum W1^2 + sum W2^2), where J_MLE is the mean cross-entropy of the softmax of U2.
Source: deck Srihari, section V, slides 56 to 62.
"""

from types import SimpleNamespace

import numpy as np

from dlcourse.gradcheck import numerical_gradient
from dlcourse.numbers import Number
from dlcourse.ops.cross_entropy import softmax_cross_entropy

LAM = 0.01


def example():
    """Five samples of four inputs, the third always 0; three hidden units, two classes.   -> X, y, W1, W2

    Small whole numbers, all sizes different, and no unit at its kink.
    """
    X = [[1, 0, 0, 0], [1, 0, 0, 1], [2, 1, 0, 1], [0, 1, 0, 0], [1, 2, 0, 1]]
    W1 = [[-1, -2, 1], [1, 1, -2], [-1, -2, 0], [2, 1, 1]]
    W2 = [[1, 1], [1, -1], [-1, 0]]
    return np.array(X, float), np.array([0, 1, 0, 0, 1]), np.array(W1, float), np.array(W2, float)


def forward(X, y, W1, W2, lam: float = LAM):
    """U1, H, U2, and the cost: J_MLE and J.   -> a namespace of these"""
    U1 = X @ W1
    H = np.maximum(0, U1)
    U2 = H @ W2
    J_MLE = softmax_cross_entropy(U2, y)
    J = J_MLE + lam * ((W1**2).sum() + (W2**2).sum())
    return SimpleNamespace(U1=U1, H=H, U2=U2, J_MLE=float(J_MLE), J=float(J))


def backward(X, y, W1, W2, U1, H, U2, lam: float = LAM):
    """G on U2, then the two gradients, each the sum of a data path and a penalty path.

    -> a namespace of G, dW2, dH, dU1, dW1; dU1 is the G' of the deck.
    """
    p = np.exp(U2 - U2.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    G = (p - np.eye(p.shape[1])[y]) / len(y)
    dW2 = H.T @ G + 2 * lam * W2
    dH = G @ W2.T
    dU1 = dH * (U1 > 0)
    dW1 = X.T @ dU1 + 2 * lam * W1
    return SimpleNamespace(G=G, dW2=dW2, dH=dH, dU1=dU1, dW1=dW1)


def trace(lam: float = LAM):
    """All arrays of the example, there and back.   -> a namespace with X, y, W1, W2 and those of both ways"""
    X, y, W1, W2 = example()
    there = forward(X, y, W1, W2, lam)
    back = backward(X, y, W1, W2, there.U1, there.H, there.U2, lam)
    return SimpleNamespace(X=X, y=y, W1=W1, W2=W2, **vars(there), **vars(back))


def error_by_small_steps() -> float:
    """The largest difference between a number of dW1 or dW2 and its measurement by small steps."""
    t = trace()
    by_W1 = numerical_gradient(lambda W1: forward(t.X, t.y, W1, t.W2).J, t.W1)
    by_W2 = numerical_gradient(lambda W2: forward(t.X, t.y, t.W1, W2).J, t.W2)
    return float(max(abs(by_W1 - t.dW1).max(), abs(by_W2 - t.dW2).max()))


def numbers() -> dict[str, Number]:
    """Costs and single entries of the example."""
    t = trace()
    by_hand = "by hand"
    return {
        "lam": Number(LAM, "g", (), "a setting of ours"),
        "J_MLE": Number(t.J_MLE, ".3f", ("S158",), by_hand),
        "penalty": Number(t.J - t.J_MLE, ".2f", ("S159",), by_hand),
        "J": Number(t.J, ".3f", ("S159",), by_hand),
        "last_loss": Number(float(softmax_cross_entropy(t.U2[4:], t.y[4:])), ".2f", ("S158",), by_hand),
        "p_last": Number(5 * float(t.G[4, 0]), ".2f", ("S161",), by_hand),
        "G_last": Number(float(t.G[4, 0]), ".3f", ("S161",), by_hand),
        "data_11": Number(float((t.H.T @ t.G)[0, 0]), ".3f", ("S161",), by_hand),
        "dW2_11": Number(float(t.dW2[0, 0]), ".3f", ("S160", "S161"), by_hand),
        "dW1_blank": Number(float(t.dW1[2, 1]), ".2f", ("S160",), by_hand),
        "by_steps": Number(error_by_small_steps(), ".0e", ("S161",), "rounding and curvature"),
    }
