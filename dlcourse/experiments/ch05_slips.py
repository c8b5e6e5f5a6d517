"""Chapter 5: backpropagation. Slips of the decks in derivatives, and what each of them does."""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.ch05_backpropagation import LR, PRINTED, W, X, Y, sigmoid, training_step
from dlcourse.experiments.ch15_vanishing import chain_gradient
from dlcourse.numbers import Number


@dataclass(frozen=True)
class Slip:
    """dJ/dw1 with its own input x1, and as printed with x2 (slip); and w1 after either update.

    rounded, rounded_slip: products of the factors as printed. decimals: the fewest at which the gradients
    differ. x1_from, x1_to: the range of inputs that lead to the two printed digits.
    """

    gradient: float
    gradient_slip: float
    w1_new: float
    w1_new_slip: float
    rounded: float
    rounded_slip: float
    decimals: int
    x1_from: float
    x1_to: float


def slip() -> Slip:
    """Deck Mirabello, "4. Weight update": x2 = 0.51 stands where the gradient of w1 needs x1 = 0.50."""
    step = training_step()
    gradient, wrong = (float(step.dJ_dz * x) for x in X)
    factors = PRINTED["dJ_dy_hat"][0] * PRINTED["dy_hat_dz"][0]  # 0.49 times 0.24
    shown, half = PRINTED["dJ_dw1"][0], 0.005  # two decimals are right to half a unit of the second
    return Slip(
        gradient=gradient,
        gradient_slip=wrong,
        w1_new=W[0] - LR * gradient,
        w1_new_slip=W[0] - LR * wrong,
        rounded=factors * X[0],
        rounded_slip=factors * X[1],
        decimals=next(d for d in range(17) if round(gradient, d) != round(wrong, d)),
        x1_from=float((shown - half) / step.dJ_dz),
        x1_to=float((shown + half) / step.dJ_dz),
    )


def chain_with_slips(x: float = X[0], w=W, y: float = Y) -> dict[str, float]:
    """dJ/dw1 of a chain of units, h_k = sigmoid(w_k h_{k-1}) with h_0 = x, right and with each of two slips.

    "middle": dz_k/dw_k = h_{k-1} in place of dz_k/dh_{k-1} = w_k; "end": dz_1/dx = w_1 in place of x.
    Source of the slips: deck Mirabello, "Gradient vanishing", first and second slide. The numbers are ours.
    """
    h = [x]
    for weight in w:
        h.append(sigmoid(weight * h[-1]))
    slopes = [unit * (1 - unit) for unit in h[1:]]
    shared = float((h[-1] - y) * np.prod(slopes))  # in all three: dJ/dh of the last unit and every dh_k/dz_k
    right, middle = float(np.prod(w[1:])), float(np.prod(h[1:-1]))  # of the units 2 to n
    return {"right": shared * right * x, "middle": shared * middle * x, "end": shared * right * float(w[0])}


def squared_norm_gradient(theta, x, y) -> tuple[np.ndarray, np.ndarray]:
    """d/dtheta ||theta^T x - y||^2 = 2 x (theta^T x - y)^T, and the expression that is printed instead.

    theta (n, n), x (n,), y (n,) -> (n, n) and (n,). Deck Srihari, section V, slide 8, prints
    theta^T theta x - theta^T y, which is half the gradient of ||theta x - y||^2 with respect to x.
    """
    return 2 * np.outer(x, theta.T @ x - y), theta.T @ theta @ x - theta.T @ y


def numbers() -> dict[str, Number]:
    """What a factor x2 in place of x1 changes, a wrong factor in a chain of units, and a chain of five."""
    one, chain = slip(), chain_with_slips()
    return {
        "decimals": Number(one.decimals, "d", ("M023",), "by hand"),
        "x1_from": Number(one.x1_from, ".2f", ("M023",), "PyTorch"),
        "x1_to": Number(one.x1_to, ".2f", ("M023",), "PyTorch"),
        "wrong_in_the_middle": Number(chain["middle"] / chain["right"], ".2f", ("M029",), "complex steps"),
        "wrong_at_the_end": Number(chain["end"] / chain["right"], ".2f", ("M029",), "closed form"),
        "five_units": Number(chain_gradient(5), ".1e", ("M030",), "complex steps"),
        "bound_of_five": Number(0.25**5, ".0e", ("M030",), "by hand"),
    }
