"""Chapter 10: sentences on gradients and Hessians that are nearly right, each with what contradicts it."""

import numpy as np

from dlcourse.critical_points import gradient_at, hessian_at, probe
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, crossed_parabolas, saddle
from dlcourse.numbers import Number
from dlcourse.tensor import Tensor

AT = (1.0, 2.0)  # on the saddle, where the two readings of "the gradient squared" are compared


def twisted(theta):
    """x y (x^2 - y^2) / (x^2 + y^2), 0 at 0: its second derivatives at 0 depend on the order (Peano)."""
    x, y = theta[0], theta[1]
    return x * y * (x * x - y * y) / (x * x + y * y)


def mixed_derivatives(eps: float = 1e-3) -> tuple[float, float]:
    """Of `twisted` at 0: the derivative of df/dx with respect to y, and of df/dy with respect to x.

    From first derivatives at a distance eps; at 0 itself both are 0, since f is 0 along the axes.
    """
    by_y = gradient_at(twisted, [0.0, eps])[0] / eps
    by_x = gradient_at(twisted, [eps, 0.0])[1] / eps
    return float(by_y), float(by_x)


def fall(step: float) -> float:
    """By how much the saddle's value falls on one step of descent from AT, per length of the step."""
    theta = np.array(AT)
    after = theta - step * gradient_at(saddle, theta)
    return float(saddle(Tensor(theta)) - saddle(Tensor(after))) / step


def angle_to_the_minimum() -> float:
    """Degrees between the way downhill and the way to the minimum, on the bowl at its start."""
    way, down = -np.array(BOWL_START), -gradient_at(bowl, BOWL_START)
    return float(np.degrees(np.arccos(way @ down / np.linalg.norm(way) / np.linalg.norm(down))))


def curvature_along_the_gradient() -> float:
    """g^T H g on the saddle at AT: negative, so that conjugate gradients have no step to take."""
    g = gradient_at(saddle, AT)
    return float(g @ hessian_at(saddle, AT) @ g)


def numbers() -> dict[str, Number]:
    """The counter-examples' values."""
    by_y, by_x = mixed_derivatives()
    near, far = (probe(crossed_parabolas, [0.0, 0.0], radius) for radius in (1e-4, 1e-2))
    rows, by_hand = ("F095",), "by hand"
    g = gradient_at(saddle, AT)
    return {
        "by_y": Number(by_y, "+.0f", rows, by_hand),
        "by_x": Number(by_x, "+.0f", rows, by_hand),
        "squared_norm": Number(float(g @ g), "g", rows, by_hand),
        "angle": Number(angle_to_the_minimum(), ".0f", rows, "complex numbers", unit="degrees"),
        "curvature": Number(curvature_along_the_gradient(), "g", rows, by_hand),
        "below_near": Number(int((near < 0).sum()), "d", (), by_hand),
        "below_far": Number(int((far < 0).sum()), "d", (), by_hand),
        "n_probed": Number(len(far), ",", (), by_hand),
    }
