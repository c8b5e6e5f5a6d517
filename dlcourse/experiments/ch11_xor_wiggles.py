"""Chapter 11: the wiggles in chapter 2's XOR curve, predicted from the curvatures where it ends."""

import math

import numpy as np

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import SGD
from dlcourse.training import fit

SEED, LR, MOMENTUM = 9, 0.1, 0.9  # of chapter 2's first run
N_STEPS, FROM, DONE = 400, 100, 1e-3


@kept
def run(momentum: float = MOMENTUM, lr: float = LR, n_steps: int = N_STEPS):
    """The losses of the run, and the Hessian where it ends.   -> (n_steps,), (9, 9)"""
    x, y = xor()
    model = MLP((2, 2, 1), activation=ops.relu, rng=np.random.default_rng(SEED))
    optimizer = SGD(model.parameters(), lr=lr, momentum=momentum)
    history = fit(model, mean_squared_error, x, y, optimizer, n_epochs=n_steps, progress=False)
    return np.array(history.loss), hessian_of(model, x)


def hessian_of(model, x) -> np.ndarray:
    """The Hessian of the mean squared error where all errors are 0: half the sum of squared slopes, of four.

    The slope of sample i's answer with respect to all parameters is row i of A; H = 2 A^T A / 4.
    """
    answers, rows = model(x).reshape(len(x)), []
    for i in range(len(x)):
        rows.append(np.concatenate([np.ravel(g) for g in grad(answers[i], model.parameters())]))
    A = np.array(rows)
    return 2 * A.T @ A / len(x)


def curvatures(momentum: float = MOMENTUM) -> np.ndarray:
    """The eigenvalues that are not 0, largest first."""
    found = np.linalg.eigvalsh(run(momentum)[1])[::-1]
    return found[found > 1e-9 * found[0]]


def n_peaks(losses) -> int:
    """How often a curve turns from rising to falling."""
    rises = np.diff(losses) > 0
    return int((rises[:-1] & ~rises[1:]).sum())


def period(c: float, momentum: float = MOMENTUM) -> float:
    """Steps from one peak of J to the next on an axis with lr times curvature c, from the angle of the roots.

    theta turns by the angle u, with cos u = (1 + a - c) / (2 sqrt a); J, its square, twice as fast.
    """
    return math.pi / math.acos((1 + momentum - c) / (2 * momentum**0.5))


def slope(losses) -> float:
    """The factor by which the loss shrinks per step, from a line through log J from step 100 on."""
    t = np.arange(FROM, len(losses))
    return float(math.exp(np.polyfit(t, np.log(losses[FROM:]), 1)[0]))


def numbers() -> dict[str, Number]:
    """Peaks, periods and factors with momentum and without."""
    found, rolls, plain = {}, run()[0], run(0.0)[0]
    found["plain_peaks"] = Number(n_peaks(plain[:FROM]), "d", (), "NumPy alone")
    found["peaks_100"] = Number(n_peaks(rolls[:FROM]), "d", (), "NumPy alone")
    found["steps"] = Number(int((rolls < DONE).argmax()), "d", (), "NumPy alone")
    found["plain_steps"] = Number(int((plain < DONE).argmax()), "d", (), "NumPy alone")
    peaks = n_peaks(rolls[FROM:])
    found["measured_period"] = Number((N_STEPS - FROM) / peaks, ".1f", (), "NumPy alone")
    for i, c in enumerate(curvatures()):
        found[f"curvature_{i + 1}"] = Number(float(c), ".2f", (), "NumPy alone", 1e-4)
        found[f"period_{i + 1}"] = Number(period(LR * float(c)), ".1f", (), "NumPy alone", 1e-4)
    found["factor"] = Number(slope(rolls), ".3f", (), "theory", 0.005)
    found["plain_factor"] = Number(slope(plain), ".3f", (), "NumPy alone", 1e-4)
    return found
