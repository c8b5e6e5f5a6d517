"""Chapter 7: algorithms 3 and 4, forward and backward through a multi-layer perceptron, in arrays only.

What `autodiff.grad` does for every graph, written out for one: a chain of layers. Nothing is recorded. Code
like this is fast to read and slow to change: a skip connection or a recurrence needs new lines (deck Leibe,
"Analysis: backpropagation").
"""

from dataclasses import dataclass

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.op import Op


@dataclass(frozen=True)
class Forward:
    """What the forward pass computed and the backward pass needs: z[k] before, h[k] after activation k.

    h[0] is the input, h[-1] the prediction, so layer k (from 0) leads from h[k] by z[k] to h[k + 1]. L is the
    loss alone, J the cost with the penalty.
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
        slope = (y_hat - y) * (2 * G / len(y_hat))
        return slope if X == 0 else -slope


mean_squared_norm = MeanSquaredNorm()


def mlp_forward(x, y, weights, biases, activations, loss=mean_squared_norm, penalty: float = 0.0) -> Forward:
    """Algorithm 3: z = h W + b and h = g(z), layer after layer; then J = L(y_hat, y) + penalty Omega(W).

    x (m, n_in); y as the loss wants it. weights: matrices (n_in, n_out), biases: vectors (n_out,),
    activations: an op or None (identity), one each per layer. loss: an op of (y_hat, y) that gives a number.
    Omega is half the sum of all squared weights, biases left out; for the deck's lambda sum W^2 (section V,
    slide 6) take penalty = 2 lambda. Samples are rows, where the book has one column and writes W h.
    Source: DL book, algorithm 6.3; deck Srihari, section V, slide 37. Raises ValueError when the lists differ
    in length or the penalty is negative.
    """
    _check(weights, biases, activations, penalty)
    _check_shapes(x, weights, biases)
    z, h = [], [x]
    for W, b, activation in zip(weights, biases, activations, strict=True):
        z.append(h[-1] @ W + b)
        h.append(z[-1] if activation is None else activation(z[-1]))
    L = loss(h[-1], y)
    omega = 0.5 * sum((W * W).sum() for W in weights)
    return Forward(z, h, L, L + penalty * omega)


def mlp_backward(
    forward: Forward, y, weights, activations, loss=mean_squared_norm, penalty: float = 0.0
) -> tuple[list, list]:
    """Algorithm 4: dJ/dW and dJ/db of each layer, as two lists, from the last layer to the first.

    The arguments are those of `mlp_forward`, the first is its result. g is the gradient on what the line
    before computed: on y_hat, then on z, then on the h below. Source: DL book, algorithm 6.4; deck Srihari,
    section V, slide 38; deck Leibe, "Summary: MLP Backpropagation", which takes g' at the output, not at z.
    """
    z, h = forward.z, forward.h
    if not len(weights) == len(activations) == len(z):
        raise ValueError(
            f"mlp_backward: expected the {len(z)} layers of the forward pass, got {len(weights)} weights and "
            f"{len(activations)} activations; pass those of mlp_forward"
        )
    by_W, by_b = [None] * len(weights), [None] * len(weights)
    g = loss.bprop((h[-1], y), 0, 1.0, forward.L)
    for k in reversed(range(len(weights))):
        g = g if activations[k] is None else g * derivative(activations[k], z[k], h[k + 1])
        by_b[k] = g.sum(axis=0)
        by_W[k] = h[k].T @ g + penalty * weights[k]
        g = g @ weights[k].T
    return by_W, by_b


def derivative(activation, z, h):
    """g'(z) of an op that acts element by element, h = g(z): its rule with a gradient of ones.

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
