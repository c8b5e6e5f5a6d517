"""Chapter 11: momentum as a low-pass filter: constant gradients are amplified, alternating ones damped.

Source: deck Fix, pages 69 and 70, which advises alpha in (.5, .9, .99).
"""

import numpy as np

from dlcourse.numbers import Number
from dlcourse.optimizers import Momentum
from dlcourse.tensor import Parameter

ADVISED = (0.5, 0.9, 0.99)


def gain(momentum: float, frequency: float, n_steps: int = 4000) -> float:
    """The measured gain of Momentum at a frequency: the length of its steps over that of plain descent.

    frequency: of the gradient, in radians per step; 0 is a constant gradient, pi one that changes its sign in
    every step.
    """
    theta = Parameter(np.zeros(2))
    optimizer = Momentum([theta], lr=1.0, momentum=momentum)  # plain descent with lr 1 has steps of length 1
    steps = []
    for t in range(n_steps):
        before = theta.array.copy()
        optimizer.step([np.array([np.cos(frequency * t), np.sin(frequency * t)])])
        steps.append(theta.array - before)
    # cosine and sine together, so that the length of a step is the amplitude at any time; only the second
    # half, when the start is forgotten (0.99^2000 is 2e-9)
    return float(np.linalg.norm(steps[n_steps // 2 :], axis=1).max())


def theoretical_gain(momentum: float, frequency: float) -> float:
    """1 / |1 - momentum e^(-i frequency)|: 1 / (1 - momentum) at 0, 1 / (1 + momentum) at pi."""
    return float(1 / abs(1 - momentum * np.exp(-1j * frequency)))


def noise_gain(momentum: float, n_steps: int = 4000) -> float:
    """The gain for white noise: the root of the summed squares of all steps that one gradient leads to."""
    theta = Parameter(np.zeros(1))
    optimizer = Momentum([theta], lr=1.0, momentum=momentum)
    squares, before = 0.0, 0.0
    for t in range(n_steps):
        optimizer.step([np.array([1.0 if t == 0 else 0.0])])
        squares, before = squares + float(theta.array[0] - before) ** 2, float(theta.array[0])
    return squares**0.5


def numbers() -> dict[str, Number]:
    """Gains for what stays, what alternates, and noise."""
    found, closed = {}, "closed forms"
    for momentum in ADVISED:
        key = f"{momentum:g}".removeprefix("0.")
        rows = ("F096", "F055")
        found[f"stays_{key}"] = Number(gain(momentum, 0.0), ".3g", rows, closed, 1e-7)
        found[f"turns_{key}"] = Number(gain(momentum, np.pi), ".3f", rows, closed, 1e-7)
    found["stays_8"] = Number(gain(0.8, 0.0), ".3g", ("F055",), closed, 1e-7)
    found["ratio"] = Number(gain(0.9, 0.0) / gain(0.9, np.pi), ".0f", ("F096",), closed, 1e-7)
    found["noise"] = Number(noise_gain(0.9), ".2f", ("F096",), closed, 1e-7)
    return found
