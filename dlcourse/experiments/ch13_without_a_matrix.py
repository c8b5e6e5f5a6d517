"""Chapter 13: curvature without a matrix: products with H, conjugate gradients, BFGS and L-BFGS, batches."""

import numpy as np

from dlcourse.critical_points import gradient_at, hessian_at
from dlcourse.experiments.ch10_surfaces import rosenbrock
from dlcourse.numbers import Number
from dlcourse.optimizers import BFGS, LBFGS, bfgs_update, conjugate_gradient, two_loop
from dlcourse.tensor import Parameter

AT, ALONG = (-1.0, 2.0), (0.6, 0.8)  # a place in Rosenbrock's valley, and a direction of length 1
N_SPREADS = range(10)  # seeds of quadratics on which BFGS and L-BFGS are compared
SIZES = (25, 100, 400, 1600)


def product_by_difference(f, theta, v, eps: float) -> np.ndarray:
    """H v, estimated as (g(theta + eps v) - g(theta - eps v)) / (2 eps).   theta, v (n,) -> (n,)"""
    theta, v = np.asarray(theta, float), np.asarray(v, float)
    return (gradient_at(f, theta + eps * v) - gradient_at(f, theta - eps * v)) / (2 * eps)


def errors_of_products(epsilons=(1e-2, 1e-5, 1e-12)) -> dict[float, float]:
    """How far H v by differences lies from the true one in Rosenbrock's valley, relative, for each eps."""
    true = hessian_at(rosenbrock, AT) @ ALONG
    found = {eps: product_by_difference(rosenbrock, AT, ALONG, eps) for eps in epsilons}
    return {eps: float(np.linalg.norm(Hv - true) / np.linalg.norm(true)) for eps, Hv in found.items()}


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


def residuals_of_steepest_descent(n: int, rng, condition: float = 20.0) -> list[float]:
    """|b - A x| before each of n steps along the residual, each to the lowest point, and after the last."""
    A, b = random_quadratic(n, condition, rng)
    x, residuals = np.zeros(n), []
    for _ in range(n):
        r = b - A @ x
        residuals.append(float(np.linalg.norm(r)))
        x = x + (r @ r) / (r @ A @ r) * r
    return [*residuals, float(np.linalg.norm(b - A @ x))]


def largest_difference() -> float:
    """The largest relative difference of BFGS's and L-BFGS's directions over N_SPREADS, with full memory."""
    both = [directions_of_bfgs(8, 8, np.random.default_rng(seed)) for seed in N_SPREADS]
    return max(float(np.linalg.norm(a - b) / np.linalg.norm(a)) for a, b in both)


def numbers_kept(n: int, memory: int) -> dict[str, int]:
    """The count of numbers that BFGS and L-BFGS store between steps for n parameters: n^2 and 2 memory n.

    Source: deck Fix, page 82.
    """
    kept = {}  # counted in the optimizers' own state, so a change there would show
    for name, make in (("BFGS", BFGS), ("L-BFGS", lambda theta: LBFGS(theta, memory=memory))):
        kept[name] = sum(np.size(slot) for slot in make([Parameter(np.zeros(n))]).state.values())
    return kept


def errors_of_batches(sizes=SIZES, n: int = 20, seed: int = 0, n_batches: int = 50):
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


def numbers() -> dict[str, Number]:
    """Errors of products, residuals, memory, and how large a batch a gradient and a Newton step need."""
    found = {}
    for eps, error in errors_of_products().items():
        name = f"by_difference_{-round(np.log10(eps))}"
        found[name] = Number(error, ".0e", ("F069",), "differences by hand", 0.5)
    for n in (2, 5, 30):
        ours, theirs = (
            f(n, np.random.default_rng(n)) for f in (residuals_of_cg, residuals_of_steepest_descent)
        )
        found[f"first_{n}"] = Number(ours[0], ".1f", ("F067",), "NumPy alone")
        found[f"before_{n}"] = Number(ours[n - 1], ".0e", ("F067",), "least squares", 1e-3)
        found[f"cg_{n}"] = Number(ours[n], ".0e", ("F067",), "the inventory")
        found[f"steepest_{n}"] = Number(theirs[n], ".0e", ("F067",), "NumPy alone", 1e-6)
    found["two_loops"] = Number(largest_difference(), ".0e", ("F070",), "the inventory")
    n, memory = 266_610, 10  # a network 784-300-100-10, and what is common
    few = numbers_kept(200, memory)
    found["kept_bfgs"] = Number(few["BFGS"], ",", ("F098",), "by hand")
    found["kept_lbfgs"] = Number(few["L-BFGS"], ",", ("F098",), "by hand")
    found["gigabytes"] = Number(8 * n**2 / 1e9, ".0f", ("F098",), "by hand")
    found["megabytes"] = Number(8 * 2 * memory * n / 1e6, ".0f", ("F098",), "by hand")
    for end, seed in (("", 0), ("_again", 1)):
        for kind, errors in zip(("gradient", "newton"), errors_of_batches(SIZES, seed=seed), strict=True):
            for size, error in zip(SIZES, errors, strict=True):
                found[f"{kind}_{size}{end}"] = Number(error, ".2f", ("F098",), "other seeds")
    return found
