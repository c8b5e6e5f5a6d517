"""The methods that take a closure, and problems for them."""

import numpy as np

from dlcourse.optimizers import BFGS, LBFGS, DampedNewton, HessianFree, Newton, NonlinearCG, SaddleFreeNewton
from dlcourse.tensor import Parameter

DESCENDING = [DampedNewton, NonlinearCG, BFGS, LBFGS, HessianFree]  # with a line search
CLOSURE_OPTIMIZERS = [Newton, SaddleFreeNewton, *DESCENDING]


def quadratic(eigenvalues, seed=0):
    """A (n, n) with these eigenvalues in a random frame, and b (n,): J = theta A theta / 2 - b theta."""
    rng = np.random.default_rng(seed)
    n = len(eigenvalues)
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return Q @ np.diag(eigenvalues) @ Q.T, rng.standard_normal(n)


def cost_of(A, b, theta):
    return lambda: 0.5 * (theta @ A @ theta) - (theta * b).sum()


def run(optimizer, f, start, n_steps, tol=1e-9, **options):
    """Steps until the gradient is below tol: the point, and how many steps it took."""
    from dlcourse.autodiff import grad

    theta = Parameter(start)
    method = optimizer([theta], **options)
    for i in range(n_steps):
        if np.linalg.norm(grad(f(theta), theta)) < tol:
            return theta.array.copy(), i
        method.step(lambda: f(theta))
    return theta.array.copy(), n_steps
