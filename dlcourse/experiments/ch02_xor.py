"""Chapter 2: XOR. Why no linear model fits the four points, and the hidden layer that does, array by array.

Every function returns numbers that the chapter shows. Training is in `ch02_xor_training.py`. Source: deck
Srihari, section I, slides 23 to 33.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad, hessian
from dlcourse.data import xor
from dlcourse.layers import MLP, Linear, Sequential
from dlcourse.losses import mean_squared_error, sigmoid_cross_entropy
from dlcourse.models import least_squares
from dlcourse.numbers import Number
from dlcourse.ops import relu
from dlcourse.tensor import Parameter

NAMES = ("00", "01", "10", "11")  # the four points, in the order of data.xor
HAND_SET = {"W": [[1, 1], [1, 1]], "c": [0, -1], "w": [[1], [-2]], "b": [0]}  # slide 32
GATES = {"OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "AND": ([1, 1], -1.5)}  # 1 where x w + b > 0
SLIDE_H_OF_01 = (0, 1)  # slide 33 prints this hidden vector for the points 01 and 10; it is (1, 0)


@dataclass(frozen=True)
class LinearFit:
    """A fitted linear model y_hat = x w + b.   w (n, 1), b (1,), J the loss"""

    w: np.ndarray
    b: np.ndarray
    J: float


def linear_fit() -> LinearFit:
    """The least squares fit of XOR: w = 0, b = 1/2, J = 1/4. Slide 24."""
    x, y = xor()
    w, b = least_squares(x, y)
    return LinearFit(w, b, float(mean_squared_error(x @ w + b, y)))


def logistic_fit(n_steps: int = 8) -> LinearFit:
    """The logistic fit of XOR: w = 0, b = 0, so y_hat = 1/2 everywhere, and J = ln 2. Slide 24.

    By Newton's method: the loss is convex and its minimum unique.
    """
    x, y = xor()
    w, b = (
        Parameter([[1.0], [-1.0]]),
        Parameter([0.5]),
    )  # not 0, where the minimum is: the steps have to find it
    for _ in range(n_steps):  # quadratic convergence: six steps reach rounding
        J = sigmoid_cross_entropy(x @ w + b, y)
        gradient = np.concatenate([g.ravel() for g in grad(J, [w, b])])
        step = np.linalg.solve(hessian(J, [w, b]), gradient)
        w.array -= step[:2].reshape(2, 1)
        b.array -= step[2:]
    return LinearFit(w.array, b.array, sigmoid_cross_entropy(x @ w + b, y).item())


def slopes_needed() -> tuple[float, float]:
    """The slope of y in x2 that XOR needs at x1 = 0 and at x1 = 1: +1 and -1. Slide 25."""
    y = xor()[1].ravel()
    return float(y[1] - y[0]), float(y[3] - y[2])


def perceptron_on_xor(n_epochs: int = 1000) -> tuple[int, int]:
    """The perceptron rule on XOR: the smallest number of errors in an epoch, and the number of all updates.

    Predicts 1 where x w + b > 0; after an error, w changes by (y - prediction) x and b by (y - prediction).
    Source: deck Sohn, "XOR is not linearly separable"; the number of epochs is our choice.
    """
    # not models.fit_perceptron, which counts the updates but not the errors of each epoch
    x, y = xor()
    w, b = np.zeros(2), 0.0
    errors = []
    for _ in range(n_epochs):
        errors.append(0)
        for x_i, y_i in zip(x, y[:, 0], strict=True):
            error = y_i - (x_i @ w + b > 0)
            w, b = w + error * x_i, b + error
            errors[-1] += int(error != 0)
    return min(errors), sum(errors)


def fixed_feature_fit() -> LinearFit:
    """Least squares on x1, x2 and the product x1 x2, chosen by hand: w = (1, 1, -2), b = 0, J = 0."""
    x, y = xor()
    features = np.column_stack([x, x[:, 0] * x[:, 1]])
    w, b = least_squares(features, y)
    return LinearFit(w, b, float(mean_squared_error(features @ w + b, y)))


def gate_network():
    """XOR from threshold gates in two layers, AND(OR, NAND).   -> h (4, 2) the two inner gates, f (4,)

    Source: deck Sohn, "Building XOR from AND and OR".
    """
    h = np.stack([gate("OR", xor()[0]), gate("NAND", xor()[0])], axis=1)
    return h, gate("AND", h)


def gate(name: str, x) -> np.ndarray:
    """A threshold gate of GATES: 1 where x w + b > 0, else 0.   x (m, 2) -> (m,)"""
    w, b = GATES[name]
    return (x @ np.array(w) + b > 0).astype(int)


def collapse(stack: Sequential):
    """The one linear layer that equals a stack of linear layers.   -> W (n_in, n_out), b (n_out,)

    (x W1 + b1) W2 + b2 = x (W1 W2) + (b1 W2 + b2). Slide 28, there without biases.
    """
    first, *others = stack.layers
    W, b = first.W.array, first.b.array
    for layer in others:
        W, b = W @ layer.W.array, b @ layer.W.array + layer.b.array
    return W, b


def network(W, c, w, b, activation=relu) -> MLP:
    """f(x) = g(x W + c) w + b as an MLP with these parameters.   W (2, n), c (n,), w (n, 1), b (1,)"""
    W = np.asarray(W, float)
    # the rng draws weights that the loop below overwrites
    model = MLP((*W.shape, 1), activation=activation, rng=np.random.default_rng(0))
    for parameter, value in zip(model.parameters(), (W, c, w, b), strict=True):
        parameter.array[...] = np.reshape(value, parameter.shape)
    return model


def hand_set_network() -> MLP:
    """The exact solution of slide 32, with ReLU units."""
    return network(**HAND_SET)


def batch_walk(model: MLP) -> dict[str, np.ndarray]:
    """Every array of the forward pass of the four points through a network with one hidden layer.

    "x" (4, 2), "xW" (4, n), "xW + c" (4, n), "h" (4, n), "f" (4, 1). Slide 32.
    """
    x, _ = xor()
    _, z, h, f = model.trace(x)
    return {"x": x, "xW": x @ model.layers[0].W.array, "xW + c": z, "h": h, "f": f}


def n_dimensions(points) -> int:
    """The dimension of the affine hull of points (m, n): 1 if they lie on a line, 2 if only on a plane."""
    # lines of the affine hull need not pass through 0: take differences from one of the points
    return int(np.linalg.matrix_rank(points - points[0]))


def refit_on_hidden() -> LinearFit:
    """Least squares on h instead of x: w = (1, -2), b = 0, J = 0, the output layer of the slide. Slide 33."""
    h, y = batch_walk(hand_set_network())["h"], xor()[1]
    w, b = least_squares(h, y)
    return LinearFit(w, b, float(mean_squared_error(h @ w + b, y)))


def readout_slopes() -> tuple[float, float]:
    """df/dh1 and df/dh2 of f = h w + b, everywhere in the hidden space: 1 and -2. Slide 33 has 0 for h2."""
    w = hand_set_network().layers[1].W.array
    return float(w[0, 0]), float(w[1, 0])


def collapse_difference() -> float:
    """The largest difference between a stack of three random linear layers and its collapsed form, on XOR."""
    rng = np.random.default_rng(0)
    stack = Sequential(*(Linear(n_in, n_out, rng=rng) for n_in, n_out in ((2, 5), (5, 4), (4, 1))))
    W, b = collapse(stack)
    x, _ = xor()
    return float(abs(stack(x).array - (x @ W + b)).max())


def numbers() -> dict[str, Number]:
    """What a linear model can do, and the network set by hand."""
    line, logistic, refit = linear_fit(), logistic_fit(), refit_on_hidden()
    up, down = slopes_needed()
    fewest, n_updates = perceptron_on_xor(n_epochs := 1000)
    walk = batch_walk(hand_set_network())
    f, h = walk["f"].ravel(), walk["h"]
    by_h1, by_h2 = readout_slopes()
    deck, closed = "deck Srihari", "closed form"
    return {
        "slope_up": Number(up, "+.0f", ("S023",), deck),
        "slope_down": Number(down, "+.0f", ("S023",), deck),
        "linear_w": Number(float(abs(line.w).max()), ".0f", ("S021",), closed),
        "linear_b": Number(float(line.b[0]), ".1f", ("S021",), closed),
        "linear_J": Number(line.J, ".2f", ("S021",), closed),
        "logistic_p": Number(float(1 / (1 + np.exp(-logistic.b[0]))), ".1f", ("S022",), closed),
        "logistic_J": Number(logistic.J, ".4f", ("S022",), "ln 2"),
        "perceptron_epochs": Number(n_epochs, ",", ("K007",), "a setting of ours"),
        "perceptron_errors": Number(fewest, "d", ("K007",), "the same rule in integers"),
        "perceptron_updates": Number(n_updates, ",", ("K007",), "the same rule in integers"),
        "collapse_difference": Number(collapse_difference(), ".0e", ("S025",), "algebra", tolerance=1e-14),
        "f_of_00": Number(float(f[0]), ".0f", ("S029",), deck),
        "f_of_01": Number(float(f[1]), ".0f", ("S029",), deck),
        "f_of_11": Number(float(f[3]), ".0f", ("S029",), deck),
        "h1_of_01": Number(float(h[1, 0]), ".0f", ("S031",), closed),
        "h2_of_01": Number(float(h[1, 1]), ".0f", ("S031",), closed),
        "slide_h1_of_01": Number(SLIDE_H_OF_01[0], "d", ("S031",), deck),
        "slide_h2_of_01": Number(SLIDE_H_OF_01[1], "d", ("S031",), deck),
        "refit_w1": Number(float(refit.w[0, 0]), ".0f", ("S032",), deck),
        "refit_w2": Number(float(refit.w[1, 0]), ".0f", ("S032",), deck),
        "slope_h1": Number(by_h1, "+.0f", ("S032",), "f = h1 - 2 h2"),
        "slope_h2": Number(by_h2, ".0f", ("S032",), "f = h1 - 2 h2"),
    }
