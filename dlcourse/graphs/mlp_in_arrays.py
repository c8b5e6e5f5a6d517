"""Chapter 7: algorithms 3 and 4, forward and backward through a multi-layer perceptron, in plain arrays.

What `autodiff.grad` does for any graph, written out for one: a chain of layers. No graph is recorded. Such
code is quick to read and slow to change: a skip connection or a recurrence needs new lines (deck Leibe,
"Analysis: backpropagation").
"""

from dataclasses import dataclass

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.op import Op


@dataclass(frozen=True)
class Forward:
    """What the forward pass has computed and the backward pass needs.

    h[0] is the input and h[-1] the prediction; layer k, from 0, maps h[k] to its pre-activation z[k] and on
    to h[k + 1]. L is the loss alone, J the cost with the penalty.
    """

    z: list
    h: list
    L: float
    J: float


class MeanSquaredNorm(Op):
    """Mean over samples of |y_hat - y|^2.   y_hat, y (m, k) -> scalar

    The cost J_MLE of deck Srihari, section V, slide 6.
    """

    def f(self, y_hat, y):
        residual = y_hat - y
        return (residual * residual).sum() / len(y_hat)

    def bprop(self, inputs, X, G, Y):
        y_hat, y = inputs
        slope = (y_hat - y) * (2 * G / len(y_hat))  # numbers first: one product of arrays, not two
        return slope if X == 0 else -slope  # the loss depends on the difference alone


mean_squared_norm = MeanSquaredNorm()


def mlp_forward(x, y, weights, biases, activations, loss=mean_squared_norm, penalty: float = 0.0) -> Forward:
    """Forward pass by algorithm 3: z = h W + b, h = g(z) for each layer; J = L(y_hat, y) + penalty Omega(W).

    x (m, n_in); y: as the loss takes it. Per layer one of weights (n_in, n_out), biases (n_out,) and
    activations, an op or None (identity). loss: an op of (y_hat, y) that returns a number. Omega is half the
    sum of all squared weights, without the biases; for the deck's lambda sum W^2 (section V, slide 6) take
    penalty = 2 lambda. Samples are rows; the book has one sample as a column and writes W h. Source: DL book,
    algorithm 6.3; deck Srihari, section V, slide 37. Raises ValueError for lists of different lengths, shapes
    that do not fit or a negative penalty, TypeError for an activation that is no op.
    """
    _check(weights, biases, activations, penalty)
    _check_shapes(x, weights, biases)  # a wrong b could broadcast without an error
    z, h = [], [x]  # all are kept: the backward pass reads every one
    for W, b, activation in zip(weights, biases, activations, strict=True):
        z.append(h[-1] @ W + b)
        h.append(z[-1] if activation is None else activation(z[-1]))
    L = loss(h[-1], y)
    omega = 0.5 * sum((W * W).sum() for W in weights)
    return Forward(z, h, L, L + penalty * omega)


def mlp_backward(
    forward: Forward, y, weights, activations, loss=mean_squared_norm, penalty: float = 0.0
) -> tuple[list, list]:
    """Backward pass by algorithm 4: two lists, dJ/dW and dJ/db of each layer.

    forward: the result of `mlp_forward`; the other arguments are those given to it. g is the gradient with
    respect to y_hat, then z, then the h below, and so on. Source: DL book, algorithm 6.4; deck Srihari,
    section V, slide 38; deck Leibe, "Summary: MLP Backpropagation", which takes g' at the output, not at z.
    Raises ValueError for another number of layers than in the forward pass.
    """
    z, h = forward.z, forward.h
    if not len(weights) == len(activations) == len(z):
        raise ValueError(
            f"mlp_backward: expected the {len(z)} layers of the forward pass, got {len(weights)} weights and "
            f"{len(activations)} activations; pass those of mlp_forward"
        )
    dW, db = [None] * len(weights), [None] * len(weights)
    g = loss.bprop((h[-1], y), 0, 1.0, forward.L)  # g <- dJ/dy_hat
    for k in reversed(range(len(weights))):
        # g <- g * g'(z), now with respect to z; right for activations that act element by element alone
        g = g if activations[k] is None else g * derivative(activations[k], z[k], h[k + 1])
        db[k] = g.sum(axis=0)  # b is added to every row, so its gradient sums over the samples
        dW[k] = h[k].T @ g + penalty * weights[k]  # the penalty acts on W directly, not through g
        g = g @ weights[k].T  # with respect to the h below
    return dW, db


def derivative(activation, z, h):
    """g'(z) for an activation h = g(z) that acts element by element: its bprop with a gradient of ones.

    >>> import numpy as np
    >>> from dlcourse.ops import relu
    >>> z = np.array([-1.0, 2.0])
    >>> derivative(relu, z, relu(z))
    array([0., 1.])
    """
    return activation.bprop((z,), 0, xp_of(z).ones_like(z), h)


def _check(weights, biases, activations, penalty):
    counts = len(weights), len(biases), len(activations)
    if len(set(counts)) > 1 or not weights:
        raise ValueError(
            f"mlp_forward: expected a weight matrix, a bias and an activation per layer, got {counts} of "
            "them; use None for a layer without an activation"
        )
    expect.not_negative("mlp_forward", penalty=penalty, advice="0 is none")
    for activation in activations:
        if activation is not None and not isinstance(activation, Op):
            raise TypeError(
                f"mlp_forward: expected ops or None as activations, got {activation!r}; "
                "an op knows its derivative"
            )


def _check_shapes(x, weights, biases):
    shape = x.shape
    for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
        if len(shape) != 2 or W.ndim != 2 or W.shape[0] != shape[1] or b.shape != W.shape[1:]:
            raise ValueError(
                f"mlp_forward: expected h (m, n), W (n, k), b (k,) in layer {k}, got {shape}, {W.shape} and "
                f"{b.shape}; samples are rows"
            )
        shape = (shape[0], W.shape[1])
