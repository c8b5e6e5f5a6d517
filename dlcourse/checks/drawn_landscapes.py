"""Checks: surfaces with a critical point, and networks at one, for the exercises of chapter 10."""

from collections.abc import Callable

import numpy as np

from dlcourse.autodiff import hessian
from dlcourse.ops import matmul, tanh
from dlcourse.tensor import Tensor

ROOM, TINY = (
    1e-6,
    1e-10,
)  # sizes beside the largest: of an eigenvalue that is not 0, at least; of one that is, at most


def valleys() -> tuple:
    """The VISIBLE and the `draw` of `valley`."""
    shown = [{"theta": np.array([0.7, -1.1]), "a": 1.6}, {"theta": np.array([-1.3, 0.4]), "a": -0.6}]

    def draw(rng):
        for size in (2.0, -1.0, 0.5, 100.0):
            yield {"theta": rng.normal(size=2), "a": float(rng.uniform(0.5, 1.5) * size)}

    return shown, draw


def basin(x):
    """x^2 + y^2, a minimum at 0.   x (..., 2) -> (...)"""
    return x[..., 0] ** 2 + x[..., 1] ** 2


def flat_hill(x):
    """-(x^4 + y^4), a maximum at 0, where H is 0."""
    return -(x[..., 0] ** 4) - x[..., 1] ** 4


def flat_saddle(x):
    """x^3 + y^2, a saddle at 0, where the eigenvalues are 0 and 2."""
    return x[..., 0] ** 3 + x[..., 1] ** 2


def trough(x):
    """x^2 + y^4, a minimum at 0, where the eigenvalues are 0 and 2."""
    return x[..., 0] ** 2 + x[..., 1] ** 4


def pass_of_five(x):
    """5 variables, a saddle at 0: it falls along three axes and rises along two."""
    return x**2 @ np.array([-1.0, 2.0, -0.5, 1.5, -2.0])


SURFACES = basin, flat_hill, flat_saddle, trough, pass_of_five


def degenerate(a, k, b, n, peano=False) -> Callable:
    """a u^k + b v^n; or (v - u^2)(v - 2 u^2), a minimum along every straight line, and yet a saddle."""

    def f(u):
        if peano:
            return (u[..., 1] - u[..., 0] ** 2) * (u[..., 1] - 2 * u[..., 0] ** 2)
        return a * u[..., 0] ** k + b * u[..., 1] ** n

    return f


def moved(f: Callable, curvatures, radius: float, turn, x) -> dict:
    """The inputs of `kind_of_point`: f turned, and moved from 0 to x.   curvatures: of f at 0"""

    def surface(points):
        return f((points - x) @ turn) + 0.75

    return {"f": surface, "x": x, "H": (turn * curvatures) @ turn.T, "radius": radius}


def turned(rng, n: int):
    """A random rotation, or with a mirror."""
    return np.linalg.qr(rng.normal(size=(n, n)))[0]


def bowl(rng, curvatures) -> dict:
    """The inputs of `kind_of_point` for a quadratic surface with these curvatures, in any directions."""
    c = np.array(curvatures, float)
    return moved(lambda u: u**2 @ (c / 2), c, 0.01, turned(rng, len(c)), rng.normal(size=len(c)))


def points() -> tuple:
    """The VISIBLE and the `draw` of `kind_of_point`."""
    first = [(basin, [2, 2]), (pass_of_five, [-2, 4, -1, 3, -4])]
    pairs = [*first, (flat_saddle, [0, 2]), (flat_hill, [0, 0]), (trough, [2, 0])]
    shown = [
        {"f": f, "x": np.zeros(len(c)), "H": np.diag(np.array(c, float)), "radius": 0.1} for f, c in pairs
    ]

    def draw(rng):
        yield tilted(rng)
        for signs in ("+++", "---", "--+-", "-+", "+0-", "-0-+0"):
            sizes = rng.uniform(0.5, 3, size=len(signs))
            yield bowl(rng, [size * ("-0+".index(sign) - 1) for size, sign in zip(sizes, signs, strict=True)])
        yield narrow(rng)
        for k, b, n in (
            (3, 1, 2),
            (4, 1, 4),
            (4, -1, 4),
            (2, 1, 4),
            (3, -1, 2),
            (4, 1, 2),
            (3, 1, 3),
            (2, -1, 4),
        ):
            a = float(rng.uniform(0.5, 2))
            yield from (flat(rng, sign * a, k, sign * b, n) for sign in (1, -1))
        yield moved(
            degenerate(0, 0, 0, 0, True), np.array([0.0, 2.0]), 0.1, turned(rng, 2), rng.normal(size=2)
        )

    return shown, draw


def tilted(rng) -> dict:
    """A saddle whose index is read from its eigenvalues alone, not from the signs of entries of H."""
    while True:
        drawn = bowl(rng, rng.uniform(0.5, 3, size=5) * [1, -1, 1, -1, 1])
        parts = (drawn["H"] < 0).mean(), (np.diag(drawn["H"]) < 0).mean(), 0.4, 0.6, 0.0
        if len(set(np.round(parts, 6))) == 5:
            return drawn


def flat(rng, a, k, b, n) -> dict:
    """The inputs of `kind_of_point` for a u^k + b v^n."""
    curvatures = np.array([2.0 * a * (k == 2), 2.0 * b * (n == 2)])
    return moved(degenerate(a, k, b, n), curvatures, 0.1, turned(rng, 2), rng.normal(size=2))


def narrow(rng) -> dict:
    """A saddle that falls in a sector too narrow for the circle, between two of its points."""
    angle = (int(rng.integers(720)) + 0.5) * np.pi / 360
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    c = np.array([-2e-6, 2.0])
    return moved(lambda u: u**2 @ (c / 2), c, 0.1, turn, np.zeros(2))


def outputs(theta, x):
    """The outputs of a network at x, and what they change with, up to factors.   -> (m,), (m, p)"""
    d = x.shape[1]
    n = (len(theta) - 1) // (d + 2)
    W, c, w = theta[: d * n].reshape(d, n), theta[d * n : -n - 1], theta[-n - 1 : -1]
    h = np.tanh(x @ W + c)
    slope = 1 - h * h
    dW = (x[:, :, None] * slope[:, None]).reshape(len(x), -1)
    return h @ w + theta[-1], np.concatenate([dW, slope, h, np.ones((len(x), 1))], axis=1)


def critical(theta, x, errors) -> dict:
    """The inputs of `index_of_network`: y such that the errors are orthogonal to all slopes: no gradient."""
    y_hat, slopes = outputs(theta, x)
    Q = np.linalg.qr(slopes)[0]  # orthogonal columns, which do not lose digits where slopes are nearly alike
    return {"theta": theta, "x": x, "y": y_hat - errors + Q @ (Q.T @ errors)}


def hessian_of_network(theta, x, y):
    """The Hessian (p, p) of J, the mean of (tanh(x W + c) w + b - y)^2 / 2, by the library's own sweeps."""
    d = x.shape[1]
    n = (len(theta) - 1) // (d + 2)
    t = Tensor(theta)
    W, c, w, b = t[: d * n].reshape(d, n), t[d * n : -n - 1], t[-n - 1 : -1].reshape(n, 1), t[-1:]
    error = matmul(tanh(matmul(x, W) + c), w) + b - y[:, None]
    H = hessian((error * error).sum() * (0.5 / len(y)), t)
    return (H + H.T) / 2


def nearly_dead(rng, d: int, n: int, m: int, least=1) -> dict:
    """The inputs of `index_of_network`: a weight of 1e-11 behind a unit leaves some eigenvalues near 0.

    At least one of them is below 0, without any rounding. All others are clear of 0, and of both signs.
    least: how many are clearly below 0
    """
    while True:
        theta, x = rng.normal(size=n * (d + 2) + 1), rng.normal(size=(m, d))
        theta[-n - 1] = 1e-11
        drawn = critical(theta, x, 3 * rng.normal(size=m))
        values = np.linalg.eigvalsh(hessian_of_network(**drawn))
        size = abs(values) / abs(values).max()
        tiny, clear = size < TINY, size > ROOM
        n_below, n_clear = (values[clear] < 0).sum(), clear.sum()
        if (
            tiny.sum() == d + 1 == len(theta) - n_clear
            and n_below >= least
            and 2 * n_below != n_clear != n_below
        ):
            if (values[tiny] < -1e-14).any():
                return drawn


def networks() -> tuple:
    """The VISIBLE and the `draw` of `index_of_network`. The first has one unit, and all its numbers are 0."""
    x = np.array([[-1.0], [0.5], [2.0], [-1.5], [1.0]])
    shown = [{"theta": np.zeros(4), "x": x, "y": np.array([-0.5, 1.0, 0.5, -1.5, 0.5])}]
    rng = np.random.default_rng(10)
    shown.append(nearly_dead(rng, 1, 2, 8))

    def draw(rng):
        yield from (nearly_dead(rng, *sizes) for sizes in ((1, 2, 9), (2, 2, 13), (1, 3, 13), (3, 2, 17, 2)))

    return shown, draw


def units() -> tuple:
    """The VISIBLE and the `draw` of `symmetric_copies`: no two numbers of an array are of one size."""
    sizes = np.arange(1, 20) / 10

    def network(d, n, numbers):
        W, c, w = numbers[: d * n].reshape(d, n), numbers[d * n : -n], numbers[-n:]
        return {"W": W, "c": c, "w": w}

    def numbers(rng, count):
        return rng.permutation(sizes)[:count] * rng.choice([-1, 1], size=count)

    rng = np.random.default_rng(4)
    shown = [network(d, n, numbers(rng, n * (d + 2))) for d, n in ((1, 1), (1, 2), (2, 3))]

    def draw(rng):
        for d, n in ((2, 2), (3, 3), (1, 3), (5, 1)):
            yield network(d, n, numbers(rng, n * (d + 2)) * rng.uniform(0.5, 2))

    return shown, draw
