"""Chapter 5: backpropagation. A network with two layers of sigmoids, every gradient by hand."""

from dataclasses import dataclass, replace

import numpy as np

from dlcourse import ops
from dlcourse.experiments.ch05_backpropagation import sigmoid
from dlcourse.layers import Linear, Sequential
from dlcourse.numbers import Number, kept

N_STEPS, LR = 10_000, 0.5


@dataclass(frozen=True)
class TwoLayers:
    """A network with one hidden layer; all units are sigmoid, z = h W + b.   x (m, n), y (m, k)"""

    x: np.ndarray
    y: np.ndarray
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


@dataclass(frozen=True)
class Pass:
    """Values and gradients of a forward and a backward pass; dJ_dW1 has the shape of W1, and so on."""

    h: np.ndarray
    y_hat: np.ndarray
    J: float
    dJ_dz2: np.ndarray
    dJ_dW2: np.ndarray
    dJ_db2: np.ndarray
    dJ_dh: np.ndarray
    dJ_dz1: np.ndarray
    dJ_dW1: np.ndarray
    dJ_db1: np.ndarray


def worked_example() -> TwoLayers:
    """The 2-2-2 network of Mazur's step-by-step example; deck Mirabello, "Backpropagation", links to it.

    His w1 to w4 are W1 column by column: he numbers by the unit that an edge goes to. So are w5 to w8 in W2.
    """
    W1, W2 = np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([[0.40, 0.50], [0.45, 0.55]])
    x, y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    return TwoLayers(x, y, W1, np.array([0.35, 0.35]), W2, np.array([0.60, 0.60]))


def two_layer_pass(network: TwoLayers, W2_back=None) -> Pass:
    """J = half the squared error, and its gradients, the last layer first.

    W2_back: the weights of the backward pass: W2, unless the trap of using the updated W2 is to be shown.
    """
    h = sigmoid(network.x @ network.W1 + network.b1)
    y_hat = sigmoid(h @ network.W2 + network.b2)
    J = ((y_hat - network.y) ** 2).sum() / 2
    dJ_dz2 = (y_hat - network.y) * y_hat * (1 - y_hat)  # dJ/dy_hat times the slope of the sigmoid
    dJ_dh = dJ_dz2 @ (network.W2 if W2_back is None else W2_back).T
    dJ_dz1 = dJ_dh * h * (1 - h)
    second = dJ_dz2, h.T @ dJ_dz2, dJ_dz2.sum(axis=0)  # a bias is a weight whose input is 1
    return Pass(h, y_hat, J, *second, dJ_dh, dJ_dz1, network.x.T @ dJ_dz1, dJ_dz1.sum(axis=0))


def as_model(network: TwoLayers) -> Sequential:
    """The network as a model of the library, to be drawn."""
    sizes, rng = [network.W1.shape, network.W2.shape], np.random.default_rng(0)
    first, second = (Linear(*size, rng=rng) for size in sizes)  # the rng draws what the next lines overwrite
    for layer, W, b in ((first, network.W1, network.b1), (second, network.W2, network.b2)):
        layer.W.array[...], layer.b.array[...] = W, b
    return Sequential(first, ops.sigmoid, second, ops.sigmoid)


def train_two_layers(network: TwoLayers, n_steps: int, lr: float = LR) -> tuple[TwoLayers, list[float]]:
    """The network after n_steps, and J before the first step and after each. The biases are not trained."""
    losses = []
    for _ in range(n_steps):
        now = two_layer_pass(network)
        losses.append(float(now.J))
        network = replace(network, W1=network.W1 - lr * now.dJ_dW1, W2=network.W2 - lr * now.dJ_dW2)
    return network, [*losses, float(two_layer_pass(network).J)]


def train_in_the_wrong_order(network: TwoLayers, n_steps: int, lr: float = LR) -> TwoLayers:
    """The network after n_steps in which W2 is updated before the error goes back through it."""
    for _ in range(n_steps):
        W2 = network.W2 - lr * two_layer_pass(network).dJ_dW2
        W1 = network.W1 - lr * two_layer_pass(network, W2_back=W2).dJ_dW1
        network = replace(network, W1=W1, W2=W2)
    return network


@kept
def _after_many_steps(n_steps: int):
    """The worked example, trained: in the right order, its losses, and in the wrong order."""
    net = worked_example()
    return *train_two_layers(net, n_steps), train_in_the_wrong_order(net, n_steps)


def numbers() -> dict[str, Number]:
    """The worked example: first gradients, one step, ten thousand steps, and updates that come too early."""
    net, rows = worked_example(), ("M032",)
    now = two_layer_pass(net)
    too_early = two_layer_pass(net, W2_back=net.W2 - LR * now.dJ_dW2).dJ_dW1[0, 0]
    _, losses, wrong = _after_many_steps(N_STEPS)
    found = {
        "z_h1": ((net.x @ net.W1 + net.b1)[0, 0], ".4f", "by hand"),
        "h1": (now.h[0, 0], ".4f", "Mazur's example"),
        "y_hat1": (now.y_hat[0, 0], ".4f", "Mazur's example"),
        "dJ_dz_y1": (now.dJ_dz2[0, 0], ".4f", "PyTorch"),
        "dJ_dz_y2": (now.dJ_dz2[0, 1], ".4f", "PyTorch"),
        "dJ_dw5": (now.dJ_dW2[0, 0], ".4f", "Mazur's example"),
        "path_1": (now.dJ_dz2[0, 0] * net.W2[0, 0], ".4f", "PyTorch"),
        "path_2": (now.dJ_dz2[0, 1] * net.W2[0, 1], ".4f", "PyTorch"),
        "dJ_dh1": (now.dJ_dh[0, 0], ".4f", "PyTorch"),
        "dJ_dz_h1": (now.dJ_dz1[0, 0], ".5f", "PyTorch"),
        "dJ_dw1": (now.dJ_dW1[0, 0], ".6f", "Mazur's example"),
        "off_when_too_early": (1 - too_early / now.dJ_dW1[0, 0], ".0%", "PyTorch"),
        "J_before": (losses[0], ".4f", "Mazur's example"),
        "J_after_1": (losses[1], ".4f", "Mazur's example"),
        "J_end": (losses[-1], ".2e", "Mazur's example"),
        "J_end_wrong_order": (two_layer_pass(wrong).J, ".2e", "PyTorch"),
    }
    return {
        name: Number(float(value), form, rows, source, tolerance=1e-6)
        for name, (value, form, source) in found.items()
    }
