"""Chapter 13's numbers from elsewhere: by hand, NumPy alone with gradients and Hessians by hand, SciPy."""

import math

import numpy as np
from pins_ch10 import descended, slopes


def second_order():
    """The bowl and the saddle by hand; Newton's method down Rosenbrock's valley with derivatives by hand."""
    n = 784 * 300 + 300 + 300 * 100 + 100 + 100 * 10 + 10
    found = {
        "descent_x": 1 - 0.1 * 2, "descent_y": 0.5 + 0.1, "damped_x": 1 - 2 / 6, "damped_y": 0.5 + 1 / 2,
        "barely_x": 1 - 2 / 3, "barely_y": 0.5 - 1, "left": -7 * (1 - 0.3 / 10) ** 30, "n_mnist": n,
        "gigabytes": 8 * n * n / 1e9, "operations": n**3 / 3, "valley_damped": (30, 45),
        "valley_start": 2.2**2 + 100 * 0.44**2,
    }  # fmt: skip
    x, way = np.array([-1.2, 1.0]), []
    while np.linalg.norm(g := valley(x)[1]) >= 1e-6:
        way.append(valley(x)[0])
        x = x - np.linalg.solve(valley(x)[2], g)
    found |= {"valley_newton": len(way), "valley_highest": max(way)}
    x, n_steps = np.array([-1.2, 1.0]), 0
    while np.linalg.norm(g := valley(x)[1]) >= 1e-6:
        x, n_steps = x - 1e-3 * g, n_steps + 1
    return found | {"valley_descent": (n_steps - 1, n_steps + 1)}


def valley(point):
    x, y = point
    g = np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
    H = np.array([[2 - 400 * (y - x * x) + 800 * x * x, -400 * x], [-400 * x, 200.0]])
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2, g, H


def quadratic(n):
    rng = np.random.default_rng(n)
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return Q @ np.diag(np.linspace(1, 20, n)) @ Q.T, rng.standard_normal(n)


def without_a_matrix():
    """Residuals of least norms over Krylov spaces; batches of other seeds."""
    found = {"two_loops": (0, 1e-14), "kept_bfgs": 200**2, "kept_lbfgs": 2 * 10 * 200}
    n = 266_610
    found |= {"gigabytes": 8 * n * n / 1e9, "megabytes": 8 * 20 * n / 1e6}
    H, v = np.array([[402.0, 400], [400, 200]]), np.array([0.6, 0.8])
    for k in (2, 5, 12):
        eps = 10.0**-k
        ends = [valley(np.array([-1.0, 2.0]) + sign * eps * v)[1] for sign in (1, -1)]
        error = np.linalg.norm((ends[0] - ends[1]) / (2 * eps) - H @ v) / np.linalg.norm(H @ v)
        found[f"by_difference_{k}"] = (0.99 * error, 1.01 * error) if k == 2 else (error / 30, 30 * error)
    for n in (2, 5, 30):
        A, b = quadratic(n)
        found[f"first_{n}"] = float(np.linalg.norm(b))
        found[f"cg_{n}"] = (0, 1e-13)
        found[f"before_{n}"] = before_the_last(A, b)
        x = np.zeros(n)
        for _ in range(n):
            r = b - A @ x
            x += r * (r @ r) / (r @ A @ r)
        found[f"steepest_{n}"] = float(np.linalg.norm(b - A @ x))
    from dlcourse.experiments.ch13_without_a_matrix import SIZES, errors_of_batches

    others = np.array([errors_of_batches(SIZES, seed=seed) for seed in range(10, 16)])
    for k, kind in enumerate(("gradient", "newton")):
        for i, size in enumerate(SIZES):
            low, high = 0.8 * others[:, k, i].min(), 1.25 * others[:, k, i].max()
            found |= {f"{kind}_{size}{end}": (low, high) for end in ("", "_again")}
    return found


def before_the_last(A, b):
    """|b - A x| for the x of least (x - z)^T A (x - z), A z = b, in the span of b, A b, ..., A^(n-2) b.

    From an orthonormal basis Q of that space: Q^T A Q u = Q^T b, x = Q u.
    """
    basis = []
    for _ in range(len(b) - 1):
        w = A @ basis[-1] if basis else b.copy()
        for _ in range(2):
            for q in basis:
                w = w - (q @ w) * q
        basis.append(w / np.linalg.norm(w))
    Q = np.array(basis).T
    residual = float(np.linalg.norm(b - A @ Q @ np.linalg.solve(Q.T @ A @ Q, Q.T @ b)))
    return 0.99 * residual, 1.01 * residual


def newton_on_xor():
    """The same starts, gradients by hand, Hessians as their central differences."""
    found = {"n_runs": 200, "n_steps": 100, "damping": 0.01}
    for end, seed in (("", 0), ("_again", 1)):
        for name, spread in (("03", 0.3), ("1", 1.0)):
            starts = spread * np.random.default_rng(seed).standard_normal((200, 9))
            ways = {m: walked(starts, m) for m in ("newton", "free")} | {"descent": [descended(starts)]}
            for method, way in ways.items():
                J = way[-1]
                at = {"solved": J < 1 / 32, "stays": J > (1 / 12 + 1 / 8) / 2}
                for what, there in at.items():
                    if (method, what) in (("free", "stays"), ("descent", "stays")):
                        continue
                    share = float(there.mean())
                    found[f"{method}_{what}_{name}{end}"] = (share - 0.015, share + 0.015)
            free, descent = (ways[m][-1] < 1 / 32 for m in ("free", "descent"))
            for who, n in (("free", (free & ~descent).sum()), ("descent", (descent & ~free).sum())):
                found[f"only_{who}_{name}{end}"] = (int(n) - 3, int(n) + 3)
            course = np.array(ways["free"])[:, free]
            n = float(np.median((course < 1 / 32).argmax(axis=0)))
            if name == "1":
                found[f"steps_{name}{end}"] = (n - 1, n + 1)
    return found


def walked(theta, method, n_steps=100):
    """The costs on the way of Newton's or of saddle-free steps, at most 1 long."""
    costs = [slopes(theta)[0]]
    for _ in range(n_steps):
        g, eps = slopes(theta)[1], 1e-5
        shifts = eps * np.concatenate([np.eye(9), -np.eye(9)])[:, None]
        ahead, behind = slopes((theta + shifts).reshape(-1, 9))[1].reshape(2, 9, -1, 9)
        H = ((ahead - behind) / (2 * eps)).transpose(1, 0, 2)
        values, Q = np.linalg.eigh((H + H.transpose(0, 2, 1)) / 2)
        sizes = np.maximum(abs(values), 0.01) * np.where((values < 0) & (method == "newton"), -1, 1)
        along = (Q.transpose(0, 2, 1) @ g[:, :, None])[:, :, 0] / sizes
        d = (Q @ along[:, :, None])[:, :, 0]
        theta = theta - d / np.maximum(1, np.linalg.norm(d, axis=1, keepdims=True))
        costs.append(slopes(theta)[0])
    return costs


def in_fit():
    """Both sets of starts against a third one, of other seeds."""
    from dlcourse.experiments.ch13_in_fit import courses, solved

    found = {"n_runs": 30, "n_epochs": 100}
    for name in ("lbfgs", "hessian_free"):
        runs = courses(name, 2)
        share = np.mean([solved(r) for r in runs])
        found |= {name + end: (max(0, share - 0.3), min(1, share + 0.3)) for end in ("", "_again")}
    size = np.median([r.size for r in courses("lbfgs", 2) if not solved(r)])
    return found | {f"stuck_size{end}": (size / 2, 2 * size) for end in ("", "_again")}


def by_layers():
    sides = 784**2 + 300**2
    return {"difference": (0, 1e-8), "two_sides": sides, "whole": math.prod((784, 300)) ** 2}
