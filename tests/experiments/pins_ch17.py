"""Chapter 17's numbers from elsewhere: by hand, normal equations, a kernel matrix, loops in NumPy alone."""

import math

import numpy as np
from scipy import linalg

SETS = {"": range(100), "_again": range(100, 200)}
X = np.arange(30) / 29


def wave(x):
    return 0.5 + 0.4 * np.sin(2 * np.pi * x)


def bells(x, centers, sigma):
    return np.exp(-0.5 * ((x[:, None] - centers[None, :]) / sigma) ** 2)


def noisy(seeds):
    noise = np.stack([np.random.default_rng(seed).standard_normal(30) for seed in seeds], axis=1)
    return wave(X)[:, None] + noise / 10


def weights_and_bias(A, y, alpha):
    """Normal equations of centered data, by Cholesky; for alpha 0 the least norm, by singular values."""
    centered, targets = A - A.mean(axis=0), y - y.mean(axis=0)
    if alpha:
        H = centered.T @ centered + alpha * np.eye(A.shape[1])
        w = linalg.cho_solve(linalg.cho_factor(H), centered.T @ targets)
        return w, y.mean(axis=0) - A.mean(axis=0) @ w
    both = linalg.lstsq(np.hstack([A, np.ones((len(A), 1))]), y, lapack_driver="gelss")[0]
    return both[:-1], both[-1]


def medians(sigma, alpha, y):
    grid = np.linspace(0, 1, 500)
    w, b = weights_and_bias(bells(X, X, sigma), y, alpha)
    apart = bells(grid, X, sigma) @ w + b - wave(grid)[:, None]
    return np.sqrt((apart**2).mean(axis=0)), abs(w).max(axis=0)


def of_other_size(seeds, m, n):
    """The median error with m samples and n bells, by singular values."""
    x, centers, grid = np.linspace(0, 1, m), np.linspace(0, 1, n), np.linspace(0, 1, 500)
    noise = np.stack([np.random.default_rng(seed).standard_normal(m) for seed in seeds], axis=1)
    w, b = weights_and_bias(bells(x, centers, 0.05), wave(x)[:, None] + noise / 10, 0)
    apart = bells(grid, centers, 0.05) @ w + b - wave(grid)[:, None]
    return np.median(np.sqrt((apart**2).mean(axis=0)))


def near(value, by=1e-4):
    return value - by, value + by


def penalties():
    found = {"left_14": 0.95**14, "left_100": 0.95**100, "most_times": 120}
    for end, seeds in SETS.items():
        y = noisy(seeds)
        for name, sigma in (("wide", 0.05), ("narrow", 0.02)):
            by = {alpha: medians(sigma, alpha, y) for alpha in (0, 2)}
            for alpha in (0, 2):
                found[f"{name}_{alpha}{end}"] = near(np.median(by[alpha][0]))
                found |= {} if end else {f"{name}_{alpha}_weight": np.median(by[alpha][1])}
            found[f"{name}_better{end}"] = float(np.mean(by[2][0] < by[0][0]))
        found[f"between_better{end}"] = near(np.mean(medians(0.03, 2, y)[0] < medians(0.03, 0, y)[0]), 0.011)
        found[f"with_300_samples{end}"] = near(of_other_size(seeds, 300, 30))
        found[f"with_10_bells{end}"] = near(of_other_size(seeds, 30, 10))
        # two samples nearly on one spot: the last bits decide about weights of 10^8
        found |= {f"random_0{end}": (500, 50_000), f"random_2{end}": (0.08, 0.1)}
    for name, sigma in (("wide", 0.05), ("narrow", 0.02)):
        A = bells(X, X, sigma)
        curvatures = linalg.eigvalsh((A - A.mean(axis=0)).T @ (A - A.mean(axis=0)))
        found[f"{name}_top"] = curvatures[-1]
        if name == "wide":
            found["wide_above"] = int((curvatures > 2).sum())
            C, y = A - A.mean(axis=0), wave(X) - wave(X).mean()
            Q = linalg.eigh(C @ C.T, subset_by_value=(2, np.inf))[1]
            found["wide_share"] = float(np.linalg.norm(Q.T @ y) ** 2 / (y @ y))
        found[f"{name}_alone"] = medians(sigma, 2, wave(X)[:, None])[0][0]
    x = np.random.default_rng(0).standard_normal(20)
    found |= {"squares_of_x": 20 * x.var(), "without_noise": near(medians(0.05, 0, wave(X)[:, None])[0][0])}
    found |= {"narrow_low": curvatures[1], "random_0_weight": (1e7, 5e9)}
    return found | {"slope_free": 0.59149974}


def walked(kind, y, n_steps, alpha=0.09):
    """Weights after n steps on the bells, from products that are made once."""
    A = np.hstack([np.ones((30, 1)), bells(X, X, 0.05)])
    H, q = A.T @ A, A.T @ y
    lr, w = 1 / linalg.eigvalsh(H)[-1], np.zeros_like(q)
    for _ in range(n_steps):
        v = w - lr * (H @ w - q)
        if kind == "proximal":
            v[1:] = np.where(abs(v[1:]) > lr * alpha, v[1:] - lr * alpha * np.sign(v[1:]), 0)
        elif kind == "slip":
            v[1:] -= lr * alpha * np.sign(w[1:]).sum(axis=0)
        else:
            v[1:] -= lr * alpha * np.sign(w[1:])
        w = v
    return w, ((A @ w - y) ** 2).sum(axis=0) / 2 + alpha * abs(w[1:]).sum(axis=0)


def zeros():
    """Counts from the inventory, with slack for other seeds; the least cost by accelerated descent."""
    found = {"sum_low": 13, "sum_middle": 16.5, "sum_high": 20}
    found |= {"mean_low": 8, "mean_middle": 11, "mean_high": 13}
    found |= {"sum_middle_again": (15, 18), "mean_middle_again": (10, 13)}
    for end, seeds in (("", range(10)), ("_again", range(10, 20))):
        y = noisy(seeds)
        least = accelerated(y)
        for kind in ("subgradient", "proximal", "slip"):
            w, cost = walked(kind, y, 2000)
            count = np.median((w[1:] == 0).sum(axis=0))
            if kind != "slip":
                found[f"{kind}_zeros{end}"] = near(count, 1) if count else 0
            found[f"{kind}_cost{end}"] = np.median(cost / least)
        found[f"slip_early{end}"] = np.median(walked("slip", y, 100)[1] / least)
    return found


def accelerated(y, n_steps=6000, alpha=0.09):
    """The least cost of the lasso by proximal steps with Nesterov's momentum."""
    A = np.hstack([np.ones((30, 1)), bells(X, X, 0.05)])
    H, q = A.T @ A, A.T @ y
    lr, w, ahead, t = 1 / linalg.eigvalsh(H)[-1], np.zeros_like(q), np.zeros_like(q), 1.0
    for _ in range(n_steps):
        v = ahead - lr * (H @ ahead - q)
        v[1:] = np.sign(v[1:]) * np.maximum(abs(v[1:]) - lr * alpha, 0)
        following = (1 + math.sqrt(1 + 4 * t * t)) / 2
        ahead, w, t = v + (t - 1) / following * (v - w), v, following
    return ((A @ w - y) ** 2).sum(axis=0) / 2 + alpha * abs(w[1:]).sum(axis=0)


def prior():
    """With K the products of centered bells, the least of squares + a |w|^2 is a y^T (K + a I)^-1 y."""
    y, A = noisy([0])[:, 0], bells(X, X, 0.02)
    y, A = y - y.mean(), A - A.mean(axis=0)

    def least(a):
        return a * float(y @ linalg.solve(A @ A.T + a * np.eye(30), y, assume_a="pos"))

    found = {"spread_of_weights": 0.1 / math.sqrt(2), "best_spread": math.sqrt(least(2.0) / 30)}
    spreads = {"1": 1.0, "tenth": 0.1, "ten_thousandth": 1e-4}
    for name, sigma in spreads.items():
        free = math.log(sigma) + math.log(2 * math.pi) / 2
        found[f"none_{name}"] = free
        found[f"weights_{name}"] = free + least(2 * sigma**2) / (60 * sigma**2)
        found[f"weights_over_noise_{name}"] = free + least(2.0) / (60 * sigma**2)
    return found
