"""Chapter 7: training an MLP. A whole network checked: wrong backward passes, and checks that let them by.

A network with two hidden layers and biases, algorithms 3 and 4, squared error, a penalty on the weights.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.experiments.ch00_checkers import relative_error
from dlcourse.gradcheck import numerical_gradient
from dlcourse.graphs.mlp_in_arrays import derivative, mean_squared_norm, mlp_forward
from dlcourse.numbers import Number
from dlcourse.ops import relu, sigmoid, tanh

WIDTHS, M, ALPHA, RTOL, LOOSE = (4, 7, 5, 3), 11, 0.1, 1e-6, 1e-3
LEARNED = 0.1  # a loss, of more than 12 at the start
UNITS = {"tanh": tanh, "sigmoid": sigmoid, "ReLU": relu}


class Backward:
    """Algorithm 4, a method for each of its lines, so that one of them can be replaced by a wrong one."""

    def slope(self, unit, z, h):
        return derivative(unit, z, h)

    def rows(self, G):
        return G.sum(axis=0)

    def decay(self, W, alpha):
        return alpha * W

    def decay_of_bias(self, b, alpha):
        return 0.0

    def pass_on(self, G, W, k):
        return G @ W.T

    def __call__(self, forward, y, W, b, units, alpha):
        """dJ/dW and dJ/db of each layer, one list after the other."""
        dW, db = [], []
        G = mean_squared_norm.bprop((forward.h[-1], y), 0, 1.0, forward.L)
        for k in reversed(range(len(W))):
            if units[k] is not None:
                G = G * self.slope(units[k], forward.z[k], forward.h[k + 1])
            db.insert(0, self.rows(G) + self.decay_of_bias(b[k], alpha))
            dW.insert(0, forward.h[k].T @ G + self.decay(W[k], alpha))
            G = self.pass_on(G, W[k], k)
        return [*dW, *db]


class SlopeAtH(Backward):
    """The slope is taken at h."""

    def slope(self, unit, z, h):
        return derivative(unit, h, unit(h))


class PenaltyLost(Backward):
    """No penalty path."""

    def decay(self, W, alpha):
        return 0.0


class PenaltyTwice(Backward):
    """As if Omega had no half."""

    def decay(self, W, alpha):
        return 2 * alpha * W


class BiasesPenalized(Backward):
    """Omega as if with the biases."""

    def decay_of_bias(self, b, alpha):
        return alpha * b


class RowsAveraged(Backward):
    """A mean over the samples for b, where the sum is meant."""

    def rows(self, G):
        return G.mean(axis=0)


class PassedOnTooSmall(Backward):
    """The mean over the samples taken once more, on the way to the first layer."""

    def pass_on(self, G, W, k):
        return G @ W.T / (len(G) if k == 1 else 1)


WRONG = {
    "g'(h) for g'(z)": SlopeAtH(),
    "penalty path lost": PenaltyLost(),
    "2 alpha W for alpha W": PenaltyTwice(),
    "biases penalized": BiasesPenalized(),
    "rows averaged for b": RowsAveraged(),
    "1/m once more": PassedOnTooSmall(),
}


@dataclass(frozen=True)
class Check:
    """What a check varies: the penalty, the start, and what it compares."""

    alpha: float = ALPHA
    biases_at_0: bool = False
    compare: str = "each array"

    def accepts(self, backward, unit: str = "tanh", seed: int = 0) -> bool:
        """Whether the gradient by `backward` passes."""
        claims, measured = gradients(backward, unit, self.alpha, self.biases_at_0, seed)
        if self.compare == "one weight":
            return relative_error(claims[len(WIDTHS) - 2][0, 0], measured[len(WIDTHS) - 2][0, 0]) < RTOL
        if self.compare == "differences":
            return all(abs(a - b).max() < LOOSE for a, b in zip(claims, measured, strict=True))
        return all(relative_error(a, b) < RTOL for a, b in zip(claims, measured, strict=True))


CHECKS = {
    "each array": Check(),
    "one weight of the last layer": Check(compare="one weight"),
    "without a penalty": Check(alpha=0.0),
    "at the start, biases 0": Check(biases_at_0=True),
    "difference below 0.001": Check(alpha=1e-4, compare="differences"),
}


def setting(biases_at_0: bool = False, seed: int = 0):
    """Inputs, targets, weights and biases, at random."""
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((M, WIDTHS[0])), rng.standard_normal((M, WIDTHS[-1]))
    W = [rng.standard_normal(shape) / shape[0] ** 0.5 for shape in zip(WIDTHS, WIDTHS[1:], strict=False)]
    b = [rng.standard_normal(n) * (not biases_at_0) for n in WIDTHS[1:]]
    return x, y, W, b


def gradients(backward, unit="tanh", alpha=ALPHA, biases_at_0=False, seed=0):
    """The gradients by `backward` and by small steps, an array for each W, then for each b."""
    x, y, W, b = setting(biases_at_0, seed)
    units = [UNITS[unit]] * (len(W) - 1) + [None]
    claims = backward(mlp_forward(x, y, W, b, units, penalty=alpha), y, W, b, units, alpha)
    return claims, measured_gradients(unit, alpha, biases_at_0, seed)


@cache
def measured_gradients(unit="tanh", alpha=ALPHA, biases_at_0=False, seed=0):
    """The gradients by small steps."""
    x, y, W, b = setting(biases_at_0, seed)
    units, arrays = [UNITS[unit]] * (len(W) - 1) + [None], [*W, *b]

    def cost(i, array):
        moved = [*arrays[:i], array, *arrays[i + 1 :]]
        return mlp_forward(x, y, moved[: len(W)], moved[len(W) :], units, penalty=alpha).J

    return [numerical_gradient(lambda a, i=i: cost(i, a), array) for i, array in enumerate(arrays)]


def error_of_the_whole(unit: str = "tanh", seed: int = 0) -> float:
    """The relative error of the gradient of all parameters in one row."""
    claims, measured = gradients(Backward(), unit, seed=seed)
    return relative_error(*(np.concatenate([np.ravel(a) for a in found]) for found in (claims, measured)))


def trained(backward, n_steps: int = 1000, lr: float = 0.05, seed: int = 0) -> float:
    """The loss without the penalty after plain steps with the gradient by `backward`, ALPHA a hundredth."""
    x, y, W, b = setting(seed=seed)
    units, alpha = [tanh] * (len(W) - 1) + [None], ALPHA / 100
    for _ in range(n_steps):
        gradients = backward(mlp_forward(x, y, W, b, units, penalty=alpha), y, W, b, units, alpha)
        arrays = [a - lr * g for a, g in zip([*W, *b], gradients, strict=True)]
        W, b = arrays[: len(W)], arrays[len(W) :]
    return float(mlp_forward(x, y, W, b, units).L)


def verdicts() -> dict[str, list[bool]]:
    """For each backward pass, the right one first, which of the CHECKS accept it."""
    passes = {"right": Backward()} | WRONG
    return {name: [c.accepts(backward) for c in CHECKS.values()] for name, backward in passes.items()}


def numbers() -> dict[str, Number]:
    """The error of the whole gradient for three units, and how many wrong passes each check lets by."""
    found = verdicts()
    del found["right"]
    accepted = np.sum(list(found.values()), axis=0)
    names = ("whole", "one", "unpenalized", "start", "loose")
    passed = {f"pass_{n}": Number(int(k), "d", (), "by hand") for n, k in zip(names, accepted, strict=True)}
    errors = [error_of_the_whole(unit, seed) for unit in UNITS for seed in range(5)]
    n = sum((a + 1) * b for a, b in zip(WIDTHS, WIDTHS[1:], strict=False))
    z = 4.0
    s = 1 / (1 + np.exp(-z))
    return passed | {
        "error": Number(max(errors), ".0e", ("S145",), "rounding and curvature"),
        "n_parameters": Number(n, "d", (), "counted by hand"),
        "wrong": Number(len(WRONG), "d", (), "counted by hand"),
        "learned": Number(LEARNED, "g", (), "a setting of ours"),
        "loss_right": Number(trained(Backward()), ".2f", (), "PyTorch", 1e-9),
        "loss_slope": Number(
            trained(SlopeAtH()), ".2f", ("L023",), "PyTorch; some steps amplify rounding", 0.02
        ),
        "loss_right_again": Number(trained(Backward(), seed=5), ".3f", (), "PyTorch", 0.02),
        "loss_slope_again": Number(
            trained(SlopeAtH(), seed=5), ".2f", ("L023",), "PyTorch; some steps amplify rounding", 0.05
        ),
        "learning": Number(sum(trained(b) < LEARNED for b in WRONG.values()), "d", (), "PyTorch"),
        "slope_at_z": Number(s * (1 - s), ".4f", ("L023",), "the inventory", 3e-3),
        "slope_at_h": Number(_slope(s), ".4f", ("L023",), "the inventory", 1e-3),
        "slopes_apart": Number(_slope(s) / (s * (1 - s)), ".0f", ("L023",), "by hand"),
    }


def _slope(z):
    s = 1 / (1 + np.exp(-z))
    return float(s * (1 - s))
