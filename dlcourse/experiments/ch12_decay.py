"""Chapter 12: weight decay beside Adam, and the same penalty within it: a counter-example of two parameters.

Their gradients alternate in sign and cancel, those of one being larger; so only the penalty should move them.
Source: Loshchilov and Hutter 2019; the example is ours.
"""

import numpy as np

from dlcourse.numbers import Number
from dlcourse.optimizers import SGD, Adam, AdamW
from dlcourse.tensor import Parameter

SCALES = np.array([0.1, 10.0])  # of the alternating gradients of the two parameters
LR, DECAY, N_STEPS = 0.01, 0.1, 1000


def alternating(t: int) -> np.ndarray:
    """The gradients of step t: as large as SCALES, with signs that alternate.   -> (2,)"""
    return SCALES * (-1) ** t


def path(kind: str, *, decay: float = DECAY, lr: float = LR, n_steps: int = N_STEPS, data=alternating):
    """Both parameters, from 1 on.   kind: "L2 in SGD", "L2 in Adam" or "AdamW" -> (n_steps + 1, 2)"""
    theta = Parameter(np.ones(2))
    methods = {"L2 in SGD": SGD, "L2 in Adam": Adam}
    method = AdamW([theta], lr=lr, decay=decay) if kind == "AdamW" else methods[kind]([theta], lr=lr)
    found = [theta.array.copy()]
    for t in range(n_steps):
        penalty = 0.0 if kind == "AdamW" else decay * theta.array  # the gradient of decay / 2 theta^2
        method.step([data(t) + penalty])
        found.append(theta.array.copy())
    return np.array(found)


def penalty_alone(decay: float, n_steps: int = 50) -> float:
    """What is left of a parameter that started at 1, when Adam sees the gradient of the penalty alone."""
    return float(path("L2 in Adam", decay=decay, n_steps=n_steps, data=lambda t: np.zeros(2))[-1, 0])


def numbers() -> dict[str, Number]:
    """What is left of parameters with each kind of decay, and of one under the penalty alone."""
    (small, large), (beside, _) = path("L2 in Adam")[-1], path("AdamW")[-1]
    values = {"adam_small": (small, ".2f"), "adam_large": (large, ".2f"), "adamw_small": (beside, ".2f")}
    values |= {"alone_weak": (penalty_alone(0.001), ".3f"), "alone_strong": (penalty_alone(10.0), ".3f")}
    found = {name: Number(float(v), form, (), "NumPy alone", 1e-6) for name, (v, form) in values.items()}
    return found | {"kept": Number((1 - LR * DECAY) ** N_STEPS, ".2f", (), "e^-1, nearly", 1e-3)}
