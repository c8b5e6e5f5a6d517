"""Chapter 13: second-order methods: a step at a saddle point, conjugate gradients, steps to a minimum."""

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


def random_quadratic(n: int, condition: float, rng):
    """A (n, n) with random eigenvectors, eigenvalues evenly from 1 to condition, and a normal b (n,)."""
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return (Q * np.linspace(1.0, condition, n)) @ Q.T, rng.standard_normal(n)


def residuals_of_cg(n: int, rng, condition: float = 20.0) -> list[float]:
    """|b - A x| before each of n steps of conjugate gradients, and after the last."""
    A, b = random_quadratic(n, condition, rng)
    # tol 0: it would otherwise stop early, and the fall to rounding after n steps is the point
    return conjugate_gradient(lambda v: A @ v, b, tol=0.0).residuals


def directions_of_bfgs(n: int, n_pairs: int, rng, condition: float = 20.0):
    """The directions M g of BFGS and of L-BFGS from the same pairs on a quadratic.   -> (n,), (n,)"""
    A, g = random_quadratic(n, condition, rng)
    # on a quadratic the gradient changes by A s; both methods start from M = I, so they agree
    pairs, M = [(s, A @ s) for s in rng.standard_normal((n_pairs, n))], np.eye(n)
    for s, y in pairs:
        M = bfgs_update(M, s, y)
    return M @ g, two_loop(g, pairs)


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


def numbers_kept(n: int, memory: int) -> dict[str, int]:
    """The count of numbers that BFGS and L-BFGS store between steps for n parameters: n^2 and 2 memory n.

    Source: deck Fix, page 82.
    """
    kept = {}  # counted in the optimizers' own state, so a change there would show
    for name, make in (("BFGS", BFGS), ("L-BFGS", lambda theta: LBFGS(theta, memory=memory))):
        kept[name] = sum(np.size(slot) for slot in make([Parameter(np.zeros(n))]).state.values())
    return kept


def errors_of_batches(sizes=(25, 100, 400, 1600), n: int = 20, seed: int = 0, n_batches: int = 50):
    """Relative errors of directions from a batch against those from all 6400 samples, the mean over batches.

    For gradient steps and for Newton steps, an array (n_sizes,) each, on least squares at 0. A Newton step
    also divides by a curvature that the batch only estimates, so it needs larger batches. Source: deck Fix,
    page 82; DL book, section 8.1.3.
    """
    rng = np.random.default_rng(seed)
    # features of different scales: curvatures from 1 to 1/100, so that Newton's division matters
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
