"""Chapter 17's third page: other ways to the same fits, closed forms, and networks in NumPy alone."""

import math

import numpy as np
from scipy import linalg

from dlcourse.data import digits

ENDS = {"": 0, "_again": 100}


def about(value, by):
    return value - by, value + by


def fitted(seed, p, alpha=0.0, noise=0.2, k=8, n=30, n_new=500):
    """The test error: by the Gram matrix of the samples, by QR where there are fewer weights."""
    draw = [np.random.default_rng((17, seed, i)).standard_normal for i in range(5)]
    u, x, e, x_new, V = draw[0](k), draw[1]((n, k)), draw[2](n), draw[3]((n_new, k)), draw[4]((p - 1, k + 1))
    u, V = u / math.sqrt(u @ u), V / math.sqrt(k)
    A, A_new = (
        np.column_stack([np.clip(z @ V[:, :k].T + V[:, k], 0, None), np.ones(len(z))]) for z in (x, x_new)
    )
    y = np.tanh(x @ u) + noise * e
    if k == 1:  # units that are 0 at all samples, and others that differ by a factor
        w = linalg.pinv(A) @ y
    elif p > n:
        w = A.T @ linalg.solve(A @ A.T + alpha * np.eye(n), y, assume_a="pos")
    else:
        Q, R = linalg.qr(np.vstack([A, math.sqrt(alpha) * np.eye(p)]), mode="economic")
        w = linalg.solve_triangular(R, Q.T @ np.append(y, np.zeros(p)))
    return np.mean((A_new @ w - np.tanh(x_new @ u)) ** 2)


def double_descent():
    found = {"n": 30, "n_inputs": 8, "n_runs": 50}
    found |= {
        "noise_10": 10 / 19,
        "noise_28": 28,
        "noise_32": 30,
        "noise_100": 30 / 69,
        "noise_1000": 30 / 969,
    }
    found |= {
        f"tenth_{name}": np.median([tenth(i, k) for i in range(50)]) for name, k in (("one", 1), ("eight", 8))
    }
    for name, p, n, noise in (
        ("20", 20, 20, 0.2),
        ("10", 20, 10, 0.2),
        ("many", 500, 30, 1.0),
        ("few", 5, 30, 1.0),
    ):
        found[f"task_{name}"] = fitted(7, p, noise=noise, n=n, n_new=100)

    def middle(first, *args, **options):
        value = np.median([fitted(first + i, *args, **options) for i in range(50)])
        return about(value, 1e-5 * value)

    for end, first in ENDS.items():
        for p in (10, 30, 100, 1000):
            for name, alpha in (("free", 0.0), ("held", 0.1), ("strong", 3.0)):
                if p < 1000 or name == "free":
                    found[f"{name}_{p}{end}"] = middle(first, p, alpha)
        for p in (5, 30, 200):  # with one input columns are nearly alike, and digits are lost
            value = middle(first, p, k=1)[0]
            found[f"line_{p}{end}"] = about(value, 0.1 * value)
        for p in (10, 30, 200):
            found[f"clean_{p}{end}"] = middle(first, p, noise=0.0)
    return found


def tenth(seed, k):
    """By the eigenvalues of the Gram matrix of the features."""
    x = np.random.default_rng((17, seed, 1)).standard_normal((30, k))
    V = np.random.default_rng((17, seed, 4)).standard_normal((200, k + 1))
    A = np.clip(x @ V[:, :k].T + V[:, k], 0, None)
    values = linalg.eigvalsh(A @ A.T)
    return math.sqrt(values[-10] / values[-1])


def descended(seeds, alpha, n_steps=2000):
    """Answers of 2-4-1 ReLU networks under alpha / 2 sum w^2, gradients by hand.   -> (n_runs, 4)"""
    x, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    W, w = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        W.append(rng.uniform(-1, 1, (2, 4)))  # sqrt(6 / (2 + 4)) = 1
        w.append(rng.uniform(-math.sqrt(1.2), math.sqrt(1.2), (4, 1)))
    n = len(W)
    theta = [np.array(W), np.zeros((n, 1, 4)), np.array(w), np.zeros((n, 1, 1))]
    v = [np.zeros_like(p) for p in theta]
    for _ in range(n_steps + 1):
        W, c, w, b = theta
        h = np.maximum(x @ W + c, 0)
        f = h @ w + b
        G = (f - y[:, None]) / 2
        g = (G @ w.transpose(0, 2, 1)) * (h > 0)
        grads = (x.T @ g + alpha * W, g.sum(1, keepdims=True))
        grads += (h.transpose(0, 2, 1) @ G + alpha * w, G.sum(1, keepdims=True))
        v = [0.9 * a - 0.1 * d for a, d in zip(v, grads, strict=True)]
        theta = [p + a for p, a in zip(theta, v, strict=True)]
    return f[:, :, 0]


def xor_penalty():
    """Rates of one set by hand, of the other like those; kept contrasts near the closed form, or below it."""
    found = {"n_runs": 400, "n_dropped": 100, "n_steps": 2000}
    found |= {"no_more": math.sqrt(2) / 8, "solved_up_to": math.sqrt(2) / 40}  # 8 alpha^2 = 1 / 100
    for name, alpha in (("0", 0.0), ("003", 0.03), ("01", 0.1), ("015", 0.15), ("02", 0.2)):
        f = descended(range(400), alpha)
        right = (f[:, 1:3].min(axis=1) > 0.5 + 1e-6) & (f[:, [0, 3]].max(axis=1) < 0.5 - 1e-6)
        best = found[f"best_{name}"] = max(0, 1 - math.sqrt(32) * alpha)
        for end, by in (("", 0.03), ("_again", 0.09)):
            found[f"right_alpha_{name}{end}"] = about(right.mean(), by)
        found |= {f"kept_alpha_{name}": about(best, 0.03)} if alpha < 0.2 else {}
    for keep, width, best, low, rate in (
        ("1", 4, 1.0, 0.99, (0.45, 0.75)), ("05", 4, 0.5, 0.3, (0.15, 0.5)),
        ("1", 16, 1.0, 0.99, (0.95, 1)), ("05", 16, 0.8, 0.55, (0.9, 1)),
    ):  # fmt: skip
        found |= {f"best_{keep}_{width}": best, f"kept_keep_{keep}_{width}": (low, best + 1e-3)}
        found |= {f"right_keep_{keep}_{width}{end}": rate for end in ENDS}
    return found


def glorot(shape, rng):
    a = math.sqrt(6 / sum(shape))
    return rng.uniform(-a, a, shape)


def gradients(W, c, w, b, x, y, unit):
    """Of the mean cross-entropy. unit: z -> h and its slope"""
    h, slope = unit(x @ W + c)
    z = h @ w + b
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    G = p / len(y)
    g = (G @ w.T) * slope
    return x.T @ g, g.sum(axis=0), h.T @ G, G.sum(axis=0)


def wrong_on(theta, x, y, unit):
    W, c, w, b = theta
    return ((unit(x @ W + c)[0] @ w + b).argmax(axis=1) != y).mean()


def width_and_penalty():
    def unit(z):
        h = np.tanh(z)
        return h, 1 - h * h

    def error(seed, width, alpha):
        (x, y), rng = digits(), np.random.default_rng((17, seed))
        order = rng.permutation(len(x))
        here, new = order[:200], order[-1000:]
        t = np.where(rng.random(200) < 0.3, rng.integers(10, size=200), y[here])
        theta = [glorot((64, width), rng), np.zeros(width), glorot((width, 10), rng), np.zeros(10)]
        v = [0.0] * 4
        for _ in range(150):
            g = gradients(*theta, x[here], t, unit)
            g = [g[0] + alpha * theta[0], g[1], g[2] + alpha * theta[2], g[3]]
            v = [0.9 * a - 0.1 * d for a, d in zip(v, g, strict=True)]
            theta = [p + a for p, a in zip(theta, v, strict=True)]
        W, c, w, b = theta
        answers, off = (unit(x[here] @ W + c)[0] @ w + b).argmax(axis=1), t != y[here]
        return wrong_on(theta, x[new], y[new], unit), (answers[off] == t[off]).mean()

    found = {"m": 200, "wrong": 0.3, "n_runs": 8}
    for end, first in ENDS.items():
        cells = {f"free_{n}": (n, 0.0) for n in (4, 8, 64)} | {f"held_{n}": (n, 0.02) for n in (4, 8, 64)}
        both = {
            name: np.mean([error(first + i, *cell) for i in range(8)], axis=0)
            for name, cell in (cells | {"strong_64": (64, 0.05)}).items()
        }
        means = {name: pair[0] for name, pair in both.items()}
        for name in ("free_8", "free_64", "held_64"):
            found[f"learned_{name}{end}"] = about(both[name][1], 0.03)
        found |= {name + end: about(value, 0.01) for name, value in means.items()}
        for name, before, after in (
            ("grown_free", "free_8", "free_64"), ("grown_held", "held_8", "held_64"),
            ("penalty_4", "free_4", "held_4"), ("penalty_64", "free_64", "held_64"),
        ):  # fmt: skip
            found[name + end] = about(100 * (means[after] - means[before]), 1.5)
    return found


def forgetting():
    """Networks of ours, with other splits and other batches."""

    def unit(z):
        return np.maximum(z, 0), z > 0

    def accuracies(seed, fraction):
        (x, y), rng = digits(), np.random.default_rng(seed)
        order = rng.permutation(len(x))
        rows, new = order[: len(x) * 7 // 10], order[len(x) * 7 // 10 :]
        theta = [glorot((64, 32), rng), np.zeros(32), glorot((32, 10), rng), np.zeros(10)]
        low, found = new[y[new] < 5], []
        first = rows[y[rows] < 5]
        second = np.append(rows[y[rows] >= 5], first[rng.random(len(first)) < fraction])
        for part in (first, second):
            for _ in range(10):
                part = rng.permutation(part)
                for k in range(0, len(part), 32):
                    some = part[k : k + 32]
                    g = gradients(*theta, x[some], y[some], unit)
                    theta = [p - 0.1 * d for p, d in zip(theta, g, strict=True)]
            found.append(1 - wrong_on(theta, x[low], y[low], unit))
        high = new[y[new] >= 5]
        return [*found, 1 - wrong_on(theta, x[high], y[high], unit)]

    found = {"n_runs": 5}
    for name, fraction, by in (("alone", 0.0, 0.02), ("tenth", 0.1, 0.12), ("all", 1.0, 0.05)):
        before, after, second = np.mean([accuracies(1000 + seed, fraction) for seed in range(5)], axis=0)
        for end in ENDS:
            found |= {f"after_{name}{end}": about(after, by), f"second_{name}{end}": about(second, 0.04)}
            found[f"before{end}"] = about(before, 0.03)
    return found
