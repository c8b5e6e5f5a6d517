"""Chapter 10's numbers from elsewhere: by hand, the inventory, NumPy alone with gradients by hand."""

import cmath
import math

import numpy as np
from xor_by_hand import by_hand, joined, split


def landscape():
    """Circles by hand: at angle u, x^4 + y^4 = r^4 (1 - sin(2u)^2 / 2)."""
    r, w = 0.01, 1 / (3 * math.tanh(0.5) - math.tanh(1.5))
    b = -w * (math.tanh(1.5) - math.tanh(0.5))
    found = {
        "flat_hill_low": -(r**4), "flat_hill_high": -(r**4) / 2, "flat_basin_low": r**4 / 2,
        "flat_basin_high": r**4, "flat_saddle_low": -(r**3), "flat_saddle_high": r**2,
        "flat_saddle_above": 0.968, "saddle_index": 0.5, "per_hundred": math.log(100) / math.log(1.2),
        "copies_2": 8, "copies_3": 48, "copies_4": 384, "copies_10": 3_715_891_200,
        "xor_w": w, "xor_b": b, "halfway": (2 * b**2 + 2 * (b - 1) ** 2) / 8,
    }  # fmt: skip
    return found | {"escape_2": 26, "theory_2": (25.25, 25.35)}


def convexity():
    x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 3.0]])
    p = 1 / (1 + np.exp(-x @ [0.0, 1.0]))
    H = sum(p[i] * (1 - p[i]) * np.outer(x[i], x[i]) for i in range(3))
    root = math.sqrt(13**2 - 4 * 14)  # eigenvalues of [[3, 4], [4, 10]]: sum 13, product 14
    found = {
        "largest_factor": 0.25, "logistic_last": H[1, 1], "one_factor_last": 0.25 * (1 + 9),
        "squares_least": (13 - root) / 2,
        "squares_largest": (13 + root) / 2,
    }  # fmt: skip
    w = 0.0
    for t in range(1, 10_001):
        w += 1 / (1 + math.exp(w))
        if t in (100, 1000, 10_000):
            found[f"w_{t}"] = (w - 1e-9, w + 1e-9)
    J = math.log(1 + math.exp(-w))
    return found | {"J_end": (0.999 * J, 1.001 * J)}


def counterexamples():
    """The gradient of x^2 - y^2 at (1, 2) is (2, -4); that of x^2/20 + y^2 at (-7, 2) is (-0.7, 4)."""
    turn = cmath.phase(complex(7, -2) / complex(0.7, -4))
    return {
        "by_y": -1, "by_x": 1, "squared_norm": 4 + 16, "angle": math.degrees(abs(turn)),
        "curvature": 2 * 4 - 2 * 16, "below_near": 0, "n_probed": 3600,
        "below_far": 2 * sum(0.01 < math.tan(k * math.pi / 1800) < 0.02 for k in range(30)),
    }  # fmt: skip


def critical_xor():
    """The inventory's shares, as far as 3000 starts and 1000 differ; descent with gradients by hand."""
    found = {
        "n_starts": 1000, "n_runs": 200, "negative_0": 0, "negative_16": 0, "negative_12": 1,
        "negative_8": 2, "strict_16": 0, "strict_12": 0, "strict_8": (1300, 1600),
        "size_16": (10, 12), "size_12": (10, 12), "size_8": (0.3, 0.5),
        "short_of_1": (2e-10, 4e-9),
    }  # fmt: skip
    for end in ("", "_again"):
        found |= {
            f"arrived{end}": (950, 1000), f"at_0{end}": (0.004, 0.04), f"at_16{end}": (0.02, 0.06),
            f"at_12{end}": (0.08, 0.16), f"at_8{end}": (0.78, 0.9), f"correlation{end}": (0.35, 0.6),
            f"left{end}": (0.9, 1.0),
        }  # fmt: skip
        for name, spread in (("01", 0.1), ("03", 0.3), ("1", 1.0), ("2", 2.0)):
            rng = np.random.default_rng(0 if end == "" else 1)
            J = descended(spread * rng.standard_normal((200, 9)))
            found[f"solved_{name}{end}"] = _about((J < 1 / 32).mean(), 0.01)
    return found


def _about(value, by):
    return float(value) - by, float(value) + by


def descended(theta, n_steps=3000, lr=0.2, momentum=0.9):
    """The costs of 2-2-1 tanh networks after momentum, half the mean squared error, gradients by hand."""
    theta, v = theta.copy(), np.zeros_like(theta)
    for _ in range(n_steps):
        v = momentum * v - lr * slopes(theta)[1]
        theta += v
    return slopes(theta)[0]


def slopes(theta):
    error, gradients = by_hand(split(theta), "tanh")
    return (error**2).mean(axis=0) / 2, joined(gradients) / 2


def minima_of_digits():
    """The same starts trained in NumPy alone; Hessians as central differences of gradients by hand."""
    from dlcourse.experiments.ch10_minima_of_digits import halves

    data = halves()
    found = {"n_starts": 12, "n_indexed": 8, "n_parameters_4": 310}
    found["n_parameters_64"] = 64 * 64 + 64 + 640 + 10
    for end, seed in (("", 0), ("_again", 1)):
        for width in (2, 4, 8, 16, 64):
            losses = [loss_of_digits(theta, *data[1]) for theta in trained(width, 12, seed, 100, *data[0])]
            found[f"spread_{width}{end}"] = _about(np.std(losses, ddof=1), 1e-6)
            if not end:
                found[f"mean_{width}"] = _about(np.mean(losses), 1e-6)
        for n_steps in (1, 600):
            networks = trained(4, 8, seed, n_steps, *data[0])
            share = np.median([negative_share(theta, *data[0]) for theta in networks])
            found[f"index_{n_steps}{end}"] = _about(share, 0.007 if n_steps == 1 else 0.03)  # rounding grows
    found["index_without_tol"] = (1.5 * found["index_600"][0], 0.2)  # what rounding adds depends on it
    return found


def trained(width, n, seed, n_steps, x, y, lr=0.5, momentum=0.9):
    """Networks 64-width-10, first all W, then all w, from the generator of a seed and a width."""
    rng, ends = np.random.default_rng((seed, width)), []
    draws = [
        [rng.uniform(-((6 / sum(s)) ** 0.5), (6 / sum(s)) ** 0.5, s) for _ in range(n)]
        for s in ((64, width), (width, 10))
    ]
    for W, w in zip(*draws, strict=True):
        theta = [W, np.zeros(width), w, np.zeros(10)]
        v = [np.zeros_like(part) for part in theta]
        for _ in range(n_steps):
            for part, speed, g in zip(theta, v, slopes_of_digits(theta, x, y), strict=True):
                speed *= momentum
                speed -= lr * g
                part += speed
        ends.append(theta)
    return ends


def shares_of_digits(theta, x):
    W, c, w, b = theta
    h = np.tanh(x @ W + c)
    e = np.exp(h @ w + b)
    return h, e / e.sum(axis=1, keepdims=True)


def loss_of_digits(theta, x, y):
    return -np.log(shares_of_digits(theta, x)[1][np.arange(len(y)), y]).mean()


def slopes_of_digits(theta, x, y):
    h, p = shares_of_digits(theta, x)
    G = (p - np.eye(10)[y]) / len(y)
    at_z = G @ theta[2].T * (1 - h * h)
    return x.T @ at_z, at_z.sum(axis=0), h.T @ G, G.sum(axis=0)


def negative_share(theta, x, y, eps=1e-5):
    flat = np.concatenate([part.ravel() for part in theta])
    cuts = np.cumsum([part.size for part in theta])[:-1]

    def slopes_at(point):
        parts = [a.reshape(part.shape) for a, part in zip(np.split(point, cuts), theta, strict=True)]
        return np.concatenate([g.ravel() for g in slopes_of_digits(parts, x, y)])

    H = np.array([slopes_at(flat + s) - slopes_at(flat - s) for s in eps * np.eye(len(flat))]) / (2 * eps)
    values = np.linalg.eigvalsh((H + H.T) / 2)
    return (values < -1e-6 * abs(values).max()).mean()


def edge():
    """Descent with gradients by hand; Hessians as central differences of those gradients."""
    found = {"n_steps": 4500, "settled": 4000, "n_runs": 8, "width": 12, "n_points": 20}
    found |= {"edge_2": 10, "edge_1": 20, "edge_05": 40}
    starts, n_slow = [], 0
    for end, first in (("", 0), ("_again", 1000)):
        for name, lr in (("2", 0.2), ("1", 0.1), ("05", 0.05)):
            sharp = sharpness_on_the_way(range(first, first + 8), lr)
            late = sharp[40:]
            middle = np.median(late.mean(axis=0))
            found[f"late_{name}{end}"] = (0.97 * middle, 1.03 * middle)
            if lr == 0.1:
                starts += [*sharp[0]]
                last = 100 * (sharp >= 20).argmax(axis=0).max()
                found[f"last_reached{end}"] = (last - 100, last + 100)
                found[f"least_1{end}"] = (0.97 * late.min(), 1.03 * late.min())
                found[f"most_1{end}"] = (0.97 * late.max(), 1.03 * late.max())
            if lr == 0.05:
                n_slow += int((sharp >= 40).any(axis=0).sum())
    return found | {"start_low": min(starts), "start_high": max(starts), "n_reached_05": n_slow}


def sharpness_on_the_way(seeds, lr, n_steps=4500, every=100):
    x = np.linspace(-1, 1, 20)[:, None]
    y, theta = [], []
    for seed in seeds:  # targets first, then W, then w
        rng = np.random.default_rng(seed)
        y.append(np.sin(4 * x) + 0.1 * rng.standard_normal((20, 1)))
        a = (6 / 13) ** 0.5
        W, w = rng.uniform(-a, a, 12), rng.uniform(-a, a, 12)
        theta.append(np.concatenate([W, np.zeros(12), w, [0.0]]))
    y, theta, found = np.array(y)[:, :, 0], np.array(theta), []
    for step in range(n_steps + 1):
        if step % every == 0:
            found.append([largest(one, x, target) for one, target in zip(theta, y, strict=True)])
        theta = theta - lr * slopes_of_fits(theta, x, y)
    return np.array(found)


def largest(theta, x, y, eps=1e-5):
    shifts = eps * np.eye(37)
    both = slopes_of_fits(np.concatenate([theta + shifts, theta - shifts]), x, y)
    H = (both[:37] - both[37:]) / (2 * eps)
    return np.linalg.eigvalsh((H + H.T) / 2)[-1]


def slopes_of_fits(theta, x, y):
    """The gradient of the mean squared error of 1-12-1 tanh networks.   theta (n, 37), y (n, 20) or (20,)"""
    W, c, w, b = theta[:, None, :12], theta[:, None, 12:24], theta[:, 24:36], theta[:, 36:]
    h = np.tanh(x * W + c)
    G = (2 / 20) * ((h * w[:, None]).sum(axis=2) + b - y)
    at_z = G[:, :, None] * w[:, None] * (1 - h * h)
    by_w = (G[:, :, None] * h).sum(axis=1)
    return np.column_stack([(at_z * x).sum(axis=1), at_z.sum(axis=1), by_w, G.sum(axis=1)])
