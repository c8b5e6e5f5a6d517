"""Chapter 11: momentum as a filter. What persists passes with gain, what alternates is damped.

Source: deck Fix, pages 69 and 70, which advises alpha in (.5, .9, .99).
"""

import numpy as np

from dlcourse.optimizers import Momentum
from dlcourse.tensor import Parameter

ADVISED = (0.5, 0.9, 0.99)


def gain(momentum: float, frequency: float, n_steps: int = 4000) -> float:
    """How much longer the steps of Momentum get than lr |g| under gradients cos(frequency t), measured.

    frequency, in radians a step: 0 is a gradient that stays, pi one that changes its sign at every step. The
    greatest step of the last half, when the start is forgotten (0.99^2000 is 2e-9), over that of plain
    descent.
    """
    theta = Parameter(np.zeros(2))
    optimizer = Momentum([theta], lr=1.0, momentum=momentum)
    steps = []
    for t in range(n_steps):
        before = theta.array.copy()
        optimizer.step([np.array([np.cos(frequency * t), np.sin(frequency * t)])])
        steps.append(theta.array - before)
    # cosine and sine together: the length of the step is the amplitude, at whatever moment
    return float(np.linalg.norm(steps[n_steps // 2 :], axis=1).max())


def theoretical_gain(momentum: float, frequency: float) -> float:
    """1 / |1 - momentum e^(-i frequency)|: 1 / (1 - momentum) at 0, 1 / (1 + momentum) at pi."""
    return float(1 / abs(1 - momentum * np.exp(-1j * frequency)))
