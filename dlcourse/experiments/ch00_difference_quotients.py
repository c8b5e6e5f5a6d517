"""Chapter 0: gradient checks. Derivatives measured by small steps: their error, the best step, and kinks.

A step that is too large misses the curve, one that is too small is lost in the rounding of the values.
"""

import numpy as np

from dlcourse.gradcheck import numerical_gradient, one_sided_slopes
from dlcourse.numbers import Number

STEPS = tuple(10.0 ** (-k / 2) for k in range(2, 25))  # 0.1 down to 1e-12
AT, STEP = 2.0, 0.1  # of the quotients by hand: of x^3


def smooth_test(x):
    """sum of tanh(x)^2, for real and complex x; its gradient is 2 tanh(x) (1 - tanh(x)^2)."""
    h = np.tanh(x)
    return (h * h).sum()


def numerical_errors(steps, scheme: str = "central", dtype=np.float64, n: int = 50, seed: int = 0) -> list:
    """The relative error |g - dJ/dx| / |dJ/dx| of finite differences g, for each eps in steps.

    J is `smooth_test` of n normal numbers, computed in `dtype`; the deck names no function. The error of
    large steps is truncation (eps for "forward", eps^2 for "central"), that of small steps is rounding
    (1/eps); "complex" subtracts nothing and has no such rounding. Source: deck Leibe, "Approach 2: Numerical
    Differentiation"; DL book, section 11.5.

    >>> [f"{e:.0e}" for e in numerical_errors([1e-2, 1e-4])]
    ['8e-05', '8e-09']
    """
    # rounded to dtype before the exact gradient is computed, so that both are taken at the same point
    x = np.random.default_rng(seed).standard_normal(n).astype(dtype).astype(float)
    h = np.tanh(x)
    exact = 2 * h * (1 - h * h)

    def J(x):
        return smooth_test(x if scheme == "complex" else x.astype(dtype))

    # norms, not entry by entry: an entry that happens to be near 0 would have any relative error
    measured = (numerical_gradient(J, x, eps=eps, scheme=scheme) for eps in steps)
    return [float(np.linalg.norm(g - exact) / np.linalg.norm(exact)) for g in measured]


def best(scheme: str, dtype=np.float64, steps=STEPS) -> tuple[float, float]:
    """The step with the smallest of the errors of `numerical_errors`, and this error."""
    errors = numerical_errors(steps, scheme, dtype)
    i = int(np.nanargmin(errors))  # some steps are too small to move a number in float32: no quotient
    return steps[i], errors[i]


def gap(dtype) -> float:
    """u, the gap between 1 and the next number of a precision."""
    return float(np.finfo(dtype).eps)


def truncation(h, scheme: str = "central", bend=1.0):
    """How far a difference quotient is off since the curve bends.   h, bend -> error

    bend: the second derivative for "forward", the third for "central". All may be numbers or symbols: the
    chapter's control prints these formulas.
    """
    return bend * h * 0.5 if scheme == "forward" else bend * h * h * (1 / 6)


def rounding(h, scheme: str = "central", u=2.0**-52, size=1.0):
    """How far it is off since each value is rounded, by up to u / 2 of its size.   h, u, size -> error"""
    return u * size / h if scheme == "forward" else u * size * 0.5 / h


def error_bound(h, scheme: str = "central", dtype=np.float64, size: float = 1.0, bend: float = 1.0):
    """How far a difference quotient may be off: truncation + rounding.   h (any shape) -> same shape"""
    return truncation(h, scheme, bend) + rounding(h, scheme, gap(dtype), size)


def best_step(scheme: str = "central", dtype=np.float64, size: float = 1.0, bend: float = 1.0) -> float:
    """The h at which `error_bound` is least: where its derivative is 0.

    >>> f"{best_step():.0e}", f"{best_step('forward'):.0e}", f"{best_step(dtype=np.float32):.0e}"
    ('7e-06', '2e-08', '6e-03')
    """
    u = gap(dtype)
    if scheme == "forward":
        return (2 * u * size / bend) ** 0.5
    return (3 * u * size / (2 * bend)) ** (1 / 3)


def relative_sizes(n: int = 50, seed: int = 0) -> dict[str, float]:
    """The lengths of values, second and third derivatives over that of the gradient, of `smooth_test`.

    By these the relative errors of `numerical_errors` are bounded.
    """
    x = np.random.default_rng(seed).standard_normal(n)
    h = np.tanh(x)
    slope = 1 - h * h
    g = np.linalg.norm(2 * h * slope)
    bend2, bend3 = 2 * slope * (1 - 3 * h * h), -4 * h * slope + 12 * h**3 * slope - 12 * h * slope**2
    sizes = {"size": smooth_test(x) * n**0.5, "bend2": np.linalg.norm(bend2), "bend3": np.linalg.norm(bend3)}
    return {name: float(value / g) for name, value in sizes.items()}


def cube_by_hand(h: float = STEP) -> dict[str, float]:
    """The quotients of x^3 at 2, where the derivative is 12: forward 12 + 6 h + h^2, central 12 + h^2."""
    return {
        scheme: float(numerical_gradient(lambda x: x**3, np.array(AT), eps=h, scheme=scheme))
        for scheme in ("forward", "central")
    }


def xor_at_a_kink(c2: float = -1.0) -> dict[str, float]:
    """dJ/dc2 of chapter 2's network, set by hand, when the target of 01 is 0 by mistake.

    With c2 = -1 the second unit has z = 0 in the case 01, the kink of its ReLU. "claimed": by the rule
    that the slope of max(0, z) is 0 at z = 0; "central": measured; "left", "right": measured on one side.
    """
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [0], [1], [0.0]])
    W, w = np.ones((2, 2)), np.array([[1.0], [-2.0]])

    def J(bias):
        return (((np.maximum(0, x @ W + np.array([0.0, bias])) @ w) - y) ** 2).mean()

    z = x @ W + np.array([0.0, c2])
    df = 2 * (np.maximum(0, z) @ w - y) / len(x)
    left, right = one_sided_slopes(np.vectorize(J), np.array(c2))
    central = numerical_gradient(lambda c2: J(float(c2)), np.array(c2))
    claimed = (df @ w.T * (z > 0)).sum(axis=0)[1]
    found = {"claimed": claimed, "central": central, "left": left, "right": right}
    return {name: round(float(value), 4) + 0.0 for name, value in found.items()}  # + 0.0: no -0


def numbers() -> dict[str, Number]:
    """The smallest errors and their steps, the quotients by hand, and the slopes at a kink."""
    cases = {"forward": ("forward", np.float64), "central": ("central", np.float64)}
    cases["central32"] = ("central", np.float32)
    found, row = {}, ("L017",)
    for name, (scheme, dtype) in cases.items():
        h, error = best(scheme, dtype)
        found[f"{name}_step"] = Number(h, ".0e", row, "other seeds")
        found[f"{name}_error"] = Number(error, ".1e", row, "other seeds")
        found[f"{name}_rule"] = Number(
            best_step(scheme, dtype), ".0e", row, "the least of the bound, by search"
        )
    (error,) = numerical_errors([1e-9])
    found["central_billionth"] = Number(error, ".0e", row, "other seeds")
    (error,) = numerical_errors([1e-20], "complex")
    found["complex_error"] = Number(error, ".1e", row, "other seeds")
    for name, value in cube_by_hand().items():
        found[f"cube_{name}"] = Number(value, ".2f", row, "by hand", 1e-9)
    for name in ("claimed", "central"):
        found[f"kink_{name}"] = Number(xor_at_a_kink()[name], "g", ("S177",), "by hand")
    beside = xor_at_a_kink(-0.99)["claimed"]
    found["beside_kink"] = Number(beside, "g", ("S177",), "by hand")
    return found
