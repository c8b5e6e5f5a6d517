"""Chapter 11: descent on a curve: too small, too large, flat, trapped.

A curve of our own for the series of pictures in deck Mirabello, "Minimizing loss" and "Learning rate".
"""

import math

from dlcourse.experiments.ch04_descent import descend
from dlcourse.numbers import Number
from dlcourse.ops import exp, square
from dlcourse.optimizers import SGD

DEEP, SHALLOW = 0.0, 3.0  # where the two valleys are, nearly
SETTINGS = {  # name: (start, rate, steps)
    "too small": (-1.5, 0.01, 30),
    "good": (-1.5, 0.8, 30),
    "too large": (-1.5, 3.0, 30),
    "flat": (-4.5, 0.8, 30),
    "trapped": (2.6, 0.8, 30),
}


def curve(w):
    """1 - e^(-w^2 / 2) - e^(-2 (w - 3)^2) / 2: a deep valley at 0, a shallow one at 3, and flat far out.

    w (...) -> a scalar, the sum over all entries.
    """
    return (1.0 - exp(square(w) * -0.5) - exp(square(w - SHALLOW) * -2.0) * 0.5).sum()


def bounce(lr: float) -> float:
    """Where descent jumps to and fro in the deep valley for ever, when lr lies above 2.

    It goes from w to -w when lr J'(w) = 2 w, and J'(w) is w e^(-w^2 / 2) there: w^2 = 2 ln(lr / 2).
    """
    return math.sqrt(2 * math.log(lr / 2))


def numbers() -> dict[str, Number]:
    """Where each setting ends, and where descent jumps to and fro."""
    found = {}
    for name, (start, lr, n_steps) in SETTINGS.items():
        end = float(descend(curve, start, SGD, n_steps, lr=lr)[-1])
        found[name.replace(" ", "_")] = Number(end, ".2f", ("M014", "M015"), "NumPy alone", 1e-9)
    found["bounce"] = Number(bounce(3.0), ".2f", ("M015",), "by hand", 1e-9)
    return found
