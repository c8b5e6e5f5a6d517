"""Chapter 13: second-order methods, measured. A step at a saddle, conjugate gradients, steps to a minimum."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.critical_points import gradient_at, hessian_at
from dlcourse.experiments.ch10_surfaces import rosenbrock, saddle
from dlcourse.optimizers import (
    BFGS,
    LBFGS,
    SGD,
    LineSearchError,
    Newton,
    SaddleFreeNewton,
    bfgs_update,
    conjugate_gradient,
    two_loop,
)
from dlcourse.tensor import Parameter, Tensor

VALLEY_START = (-1.2, 1.0)  # the usual start for Rosenbrock's function


def taylor(f, x, order: int = 2):
    """The Taylor model of f around x: d -> f(x) + g d, and for order 2 + d^T H d / 2.   x, d (n,)

    Source: deck Fix, pages 65 (order 1) and 80 (order 2). Raises ValueError for another order.
    """
    if order not in (1, 2):
        raise ValueError(f"taylor: expected order 1 or 2, got {order!r}; higher ones need more derivatives")
    x = np.asarray(x, float)
    value, g = float(f(Tensor(x))), gradient_at(f, x)
    H = hessian_at(f, x) if order == 2 else np.zeros((x.size, x.size))
    return lambda d: value + float(g @ d) + 0.5 * float(d @ H @ d)


def one_step_at_the_saddle(start=(1.0, 0.5), lr: float = 0.1) -> dict[str, np.ndarray]:
    """Where one step on x^2 - y^2 leads: Newton onto the saddle, the others away from it."""
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
        else:
            optimizer.step(lambda theta=theta: saddle(theta))
        found[name] = theta.array.copy()
    return found


def random_quadratic(n: int, condition: float, rng):
    """A (n, n) with eigenvalues evenly from 1 to condition in a random frame, and b (n,), normal."""
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return (Q * np.linspace(1.0, condition, n)) @ Q.T, rng.standard_normal(n)


def residuals_of_cg(n: int, rng, condition: float = 20.0) -> list[float]:
    """|b - A x| before each of n steps of conjugate gradients, and after the last."""
    A, b = random_quadratic(n, condition, rng)
    return conjugate_gradient(lambda v: A @ v, b, tol=0.0).residuals


def directions_of_bfgs(n: int, n_pairs: int, rng, condition: float = 20.0):
    """The direction M g of BFGS and of L-BFGS after the same pairs on a quadratic.   -> (n,), (n,)"""
    A, g = random_quadratic(n, condition, rng)
    pairs, M = [(s, A @ s) for s in rng.standard_normal((n_pairs, n))], np.eye(n)
    for s, y in pairs:
        M = bfgs_update(M, s, y)
    return M @ g, two_loop(g, pairs)


def steps_down_the_valley(method, tol: float = 1e-6, n_steps: int = 300, f=rosenbrock, start=VALLEY_START):
    """How many steps, and how many looks at the cost, until the gradient is below tol.   -> (steps, looks)

    A second-order step looks at the cost more than once, and each look may cost several sweeps.
    """
    theta, looks = Parameter(np.array(start)), 0
    optimizer = method([theta])

    def cost():
        nonlocal looks
        looks += 1
        return f(theta)

    for i in range(n_steps):
        if np.linalg.norm(grad(f(theta), theta)) < tol:
            return i, looks
        try:
            optimizer.step(cost)
        except LineSearchError:  # rounding hides further descent
            return i, looks
    return n_steps, looks


def numbers_kept(n: int, memory: int) -> dict[str, int]:
    """How many numbers BFGS and L-BFGS keep between steps for n parameters, counted: n^2 and 2 memory n.

    Source: deck Fix, page 82.
    """
    kept = {}
    for name, make in (("BFGS", BFGS), ("L-BFGS", lambda theta: LBFGS(theta, memory=memory))):
        kept[name] = sum(np.size(slot) for slot in make([Parameter(np.zeros(n))]).state.values())
    return kept


def errors_of_batches(sizes=(25, 100, 400, 1600), n: int = 20, seed: int = 0, n_batches: int = 50):
    """How far directions from a batch are from those of all 6400 samples: gradient steps, Newton steps.

    Relative distances, the mean over batches, an array (n_sizes,) each, for least squares at 0. A Newton step
    also divides by a curvature that the batch only estimates: it needs larger batches. Source: deck Fix,
    page 82; DL book, section 8.1.3.
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((6400, n)) * np.geomspace(1.0, 0.1, n)
    y = x @ rng.standard_normal(n) + rng.standard_normal(len(x))

    def directions(x, y):
        g = -(x.T @ y) / len(x)
        return g, np.linalg.solve(x.T @ x / len(x), g)

    full, errors = directions(x, y), []
    for size in sizes:
        batches = [rng.choice(len(x), size, replace=False) for _ in range(n_batches)]
        found = [directions(x[batch], y[batch]) for batch in batches]
        errors.append(
            [
                np.mean([np.linalg.norm(d[k] - full[k]) for d in found]) / np.linalg.norm(full[k])
                for k in (0, 1)
            ]
        )
    return tuple(np.array(errors).T)
