"""Chapter 14: inputs: what their unit does to the fit of a line: condition, number of steps, and angle.

Source of the questions: deck Fix, pages 84 and 85.
"""

import math

import numpy as np

from dlcourse.numbers import Number
from dlcourse.preprocessing import MinMax, ZScore

YEARS = np.arange(1990.0, 2020.0)
SHIFTED = {  # the years in other units, and with other zero points
    "raw": YEARS,
    "since": YEARS - 1990,
    "unit": (YEARS - 1990) / 29,
    "both": (YEARS - 1990) / 14.5 - 1,
    "centered": YEARS - 2004.5,
    "standard": ZScore().fit(YEARS[:, None]).transform(YEARS[:, None])[:, 0],
}
SETS = {"": range(200), "_again": range(1000, 1200)}  # disjoint
CORRELATED = np.array([[1.0, 0.8], [0.8, 1.0]])


def line_hessian(x):
    """The Hessian of the mean of (w x + b - y)^2 / 2 with respect to (b, w).   x (m,) -> (2, 2)"""
    A = np.stack([np.ones_like(x), x], axis=1)
    return A.T @ A / len(x)


def condition(H) -> float:
    """The condition number of a symmetric positive definite H: largest over smallest eigenvalue."""
    eigenvalues = np.linalg.eigvalsh(H)
    return float(eigenvalues[-1] / eigenvalues[0])


def n_steps(kappa: float, left: float = 0.01) -> int:
    """The number of steps of descent at its best rate after which no more than `left` of the way is left.

    Each multiplies what is left by (kappa - 1) / (kappa + 1) at most.

    >>> n_steps(3.0, left=0.25), n_steps(1.0)
    (2, 1)
    """
    if kappa - 1 < 1e-9:  # 1 but for rounding
        return 1
    # log((kappa + 1) / (kappa - 1)) without the quotient, which is 1 but for a few digits
    return math.ceil(-math.log(left) / (2 * math.atanh(1 / kappa)) - 1e-9)


def uniform_condition(low: float, high: float) -> float:
    """The limit of the condition of `line_hessian` for many x, uniform on [low, high]: 19.2815 for [0, 1]."""
    # the Hessian tends to E[(1, x)^T (1, x)], of which only the moments of x are needed
    mean, square = (low + high) / 2, (low**2 + low * high + high**2) / 3
    return condition(np.array([[1.0, mean], [mean, square]]))


def angle_to_minimum(H, direction) -> float:
    """The angle in degrees between the steepest descent, H d, and the direction to the minimum, d."""
    g = H @ direction
    # arctan2, not arccos of a quotient: that loses half of the digits of a small angle
    cross = direction[0] * g[1] - direction[1] * g[0]
    return float(np.degrees(abs(np.arctan2(cross, direction @ g))))


def largest_angle(kappa: float) -> float:
    """The largest angle in degrees between steepest descent and the minimum in a valley of this condition."""
    return math.degrees(math.atan((kappa - 1) / (2 * kappa**0.5)))


def conditions_and_angles(scale=None, seeds=SETS[""], m: int = 30):
    """Condition and angle for the line fit, one of each per seed.   -> two arrays (n_seeds,)

    x: m numbers, uniform on [-10, 10], transformed by the scaler class `scale` if given; the direction from
    the start to the minimum is random. Source: deck Fix, page 85.
    """
    conditions, angles = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x = rng.uniform(-10, 10, (m, 1))
        H = line_hessian((x if scale is None else scale().fit(x).transform(x))[:, 0])
        conditions.append(condition(H))
        angles.append(angle_to_minimum(H, rng.standard_normal(2)))
    return np.array(conditions), np.array(angles)


def numbers() -> dict[str, Number]:
    """Conditions and steps of the years in six units; conditions and angles of lines, over two sets."""
    forms = {}
    for name, x in SHIFTED.items():
        kappa = condition(line_hessian(x))
        forms[f"kappa_{name}"] = (kappa, ".1e" if kappa > 1e6 else ",.1f", (), 1e-4)
        forms[f"steps_{name}"] = (n_steps(kappa), ".1e" if kappa > 1e6 else ",", (), 1e-4)
    for name, x in (("123", (1.0, 2.0, 3.0)), ("101", (-1.0, 0.0, 1.0))):
        forms[f"kappa_{name}"] = (condition(line_hessian(np.array(x))), ".1f", (), 1e-9)
    for name, ends in (("unit", (0, 1)), ("both", (-1, 1))):
        forms[f"uniform_{name}"] = (uniform_condition(*ends), ".4f", ("F071",), 1e-9)
    forms["correlated"] = (condition(CORRELATED), ".0f", ("F095",), 1e-9)
    angle = angle_to_minimum(CORRELATED, np.array([1.0, 0.0]))
    forms["correlated_angle"] = (angle, ".1f", ("F095",), 1e-9)
    forms["correlated_largest"] = (largest_angle(condition(CORRELATED)), ".1f", ("F095",), 1e-9)
    typed = np.where(YEARS == 2005, 9999.0, YEARS)[:, None]
    forms["typo"] = (float(np.sort(MinMax().fit(typed).transform(typed)[:, 0])[-2]), ".1%", (), 1e-9)
    found = {
        name: Number(value, form, rows, "closed forms", tolerance)
        for name, (value, form, rows, tolerance) in forms.items()
    }
    for end, seeds in SETS.items():
        for name, scale in (("raw", None), ("unit", MinMax), ("standard", ZScore)):
            kappas, angles = conditions_and_angles(scale, seeds)
            for what, values, form in (("condition", kappas, ".1f"), ("angle", angles, ".0f")):
                low, middle, high = np.quantile(values, [0.025, 0.5, 0.975])
                for part, value in (("low", low), ("median", middle), ("high", high)):
                    if name != "standard" and (part == "median" or (name, what) == ("raw", "condition")):
                        found[f"{what}_{name}_{part}{end}"] = Number(
                            float(value), form, ("F074",), "the inventory, and NumPy alone"
                        )
            if name == "standard":
                found[f"angle_standard{end}"] = Number(
                    float(angles.max()), ".0e", ("F074",), "0 but for rounding"
                )
    return found
