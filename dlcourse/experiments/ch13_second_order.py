"""Chapter 13: second-order methods: Newton's step, on a bowl, at a saddle point and down a bent valley."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.critical_points import gradient_at, hessian_at
from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, rosenbrock, saddle
from dlcourse.layers import MLP
from dlcourse.numbers import Number
from dlcourse.optimizers import SGD, DampedNewton, LineSearchError, Newton, SaddleFreeNewton
from dlcourse.tensor import Parameter, Tensor

VALLEY_START = (-1.2, 1.0)  # the usual start for Rosenbrock's function


def taylor(f, x, order: int = 2):
    """The Taylor polynomial of f at x, a function d -> f(x) + g d (+ d^T H d / 2 for order 2).   x, d (n,)

    Source: deck Fix, pages 65 (order 1) and 80 (order 2). Raises ValueError for another order.
    """
    if order not in (1, 2):
        raise ValueError(f"taylor: expected order 1 or 2, got {order!r}; higher ones need more derivatives")
    x = np.asarray(x, float)
    value, g = float(f(Tensor(x))), gradient_at(f, x)
    H = hessian_at(f, x) if order == 2 else np.zeros((x.size, x.size))
    return lambda d: value + float(g @ d) + 0.5 * float(d @ H @ d)


def one_step_at_the_saddle(start=(1.0, 0.5), lr: float = 0.1) -> dict[str, np.ndarray]:
    """The points after one step on x^2 - y^2: Newton's is the saddle point, the others are farther off."""
    found = {}
    for name, method, options in (
        ("Newton", Newton, {}),
        ("saddle-free Newton", SaddleFreeNewton, {}),
        ("gradient descent", SGD, {"lr": lr}),
    ):
        theta = Parameter(np.array(start))
        optimizer = method([theta], **options)
        if method is SGD:
            optimizer.step([grad(saddle(theta), theta)])
        else:  # second-order methods take the cost, to differentiate it themselves
            optimizer.step(lambda theta=theta: saddle(theta))
        found[name] = theta.array.copy()
    return found


def steps_down_the_valley(method, tol: float = 1e-6, n_steps: int = 300, f=rosenbrock, start=VALLEY_START):
    """The numbers of steps and of cost evaluations until the gradient is below tol.   -> (steps, evaluations)

    A second-order step evaluates the cost more than once, and each time may take several sweeps.
    """
    theta, evaluations = Parameter(np.array(start)), 0
    optimizer = method([theta])  # with default settings: second-order methods need no tuned lr

    def cost():
        nonlocal evaluations
        evaluations += 1
        return f(theta)

    for i in range(n_steps):
        if np.linalg.norm(grad(f(theta), theta)) < tol:  # f, not cost: this check does not count
            return i, evaluations
        try:
            optimizer.step(cost)
        except LineSearchError:  # rounding hides further descent
            return i, evaluations
    return n_steps, evaluations


def newton_path(f, start, n_steps: int, damping: float = 0.0) -> np.ndarray:
    """The points of Newton's method on f, from the start on.   start (n,) -> (n_steps + 1, n)"""
    theta = Parameter(np.array(start, float))
    optimizer, path = Newton([theta], damping=damping), [theta.array.copy()]
    for _ in range(n_steps):
        optimizer.step(lambda: f(theta))
        path.append(theta.array.copy())
    return np.array(path)


def descent_down_the_valley(lr: float = 1e-3, tol: float = 1e-6, most: int = 200_000) -> int:
    """The steps of gradient descent down Rosenbrock's valley until the gradient is below tol."""
    x, y = VALLEY_START
    for i in range(most):  # by hand: so many steps would take a minute with a graph each
        g = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
        if g[0] ** 2 + g[1] ** 2 < tol**2:
            return i
        x, y = x - lr * g[0], y - lr * g[1]
    return most


def numbers() -> dict[str, Number]:
    """Where steps lead on a bowl and at a saddle point, how many go down the valley, what a Hessian takes."""
    rows, by_hand = ("F066",), "by hand"
    places = one_step_at_the_saddle() | {
        "damped": newton_path(saddle, (1.0, 0.5), 1, 4.0)[1],
        "barely": newton_path(saddle, (1.0, 0.5), 1, 1.0)[1],
    }
    found = {}
    for name, short in (("gradient descent", "descent"), ("damped", "damped"), ("barely", "barely")):
        found |= {
            f"{short}_{k}": Number(v, ".2g", rows, by_hand) for k, v in zip("xy", places[name], strict=True)
        }
    found["damped_x"] = Number(places["damped"][0], ".2f", rows, by_hand)
    found["barely_x"] = Number(places["barely"][0], ".2f", rows, by_hand)
    left = descend(bowl, BOWL_START, SGD, 30, lr=0.3)[-1][0]
    way = values(rosenbrock, newton_path(rosenbrock, VALLEY_START, 6))
    damped, _ = steps_down_the_valley(DampedNewton)
    n = sum(p.size for p in MLP((784, 300, 100, 10), rng=np.random.default_rng(0)).parameters())
    return found | {
        "left": Number(left, ".1f", rows, by_hand),
        "valley_newton": Number(steps_down_the_valley(Newton)[0], "d", (), "NumPy alone"),
        "valley_start": Number(way[0], ".1f", (), by_hand),
        "valley_highest": Number(way.max(), ",.0f", (), "NumPy alone", 1e-6),
        "valley_damped": Number(damped, "d", (), "the lengths of its steps"),
        "valley_descent": Number(descent_down_the_valley(), ",", (), "NumPy alone"),
        "n_mnist": Number(n, ",", (), by_hand),
        "gigabytes": Number(8 * n**2 / 1e9, ".0f", ("F098",), by_hand),
        "operations": Number(n**3 / 3, ".0e", (), by_hand),
    }
