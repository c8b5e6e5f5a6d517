"""Chapter 11's numbers on the thirty points, from elsewhere: the same draws, fitted in NumPy alone."""

import math
from functools import cache

import numpy as np

from dlcourse.experiments.ch02_intervals import median_interval
from dlcourse.experiments.ch11_first_order import batches_of_sets, line_data


def _about(value, by=1e-9):
    by *= max(1.0, abs(value))
    return float(value) - by, float(value) + by


def fits(data, seed, *, momentum=0.0, ahead=0.0, old=False, size=1, lr=0.005, half=False, n_steps=1000):
    """b and w of each data set after each step, gradients by hand.   -> (n_steps + 1, n_sets, 2)"""
    source, n = batches_of_sets(data, size, np.random.default_rng(seed)), len(data.x)
    theta, v = np.tile([10.0, 5.0], (n, 1)), np.zeros((n, 2))
    path = [theta]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(n_steps):
            x, y = next(source)
            at = theta + ahead * momentum * v
            r = at[:, :1] + at[:, 1:] * x - y
            g = np.stack([r.mean(axis=1), (r * x).mean(axis=1)], axis=1) * (1 if half else 2)
            new = momentum * v - lr * g
            theta, v = theta + (v if old else new), new
            path.append(theta)
    return np.array(path)


def costs_of(theta, data, half=True):
    r = theta[..., :1] + theta[..., 1:] * data.x - data.y
    return (r * r).mean(axis=-1) * (0.5 if half else 1)


RUNS = {
    "plain": {}, "mom6": {"momentum": 0.6}, "mom8": {"momentum": 0.8},
    "nest8": {"momentum": 0.8, "ahead": 1.0},
}  # fmt: skip


def thirty_points():
    found = {
        "theory_b_sd": 0.01054, "theory_w_sd": 0.001826,
        "left_half": 8 * 0.995**1000, "left_whole": 8 * 0.99**1000,
    }  # fmt: skip
    for end, lot in (("", 0), ("_again", 1)):
        data = line_data(400, np.random.default_rng((11, lot)))
        ends = {key: fits(data, (12, lot), **options)[-1] for key, options in RUNS.items()}
        ends["plain_half"] = fits(data, (12, lot), half=True)[-1]
        for key, theta in ends.items():
            for i, letter in enumerate("bw"):
                if lot == 0 or (letter == "b" and key.startswith("plain")):
                    found[f"{key}{end}_{letter}_low"] = _about(np.quantile(theta[:, i], 0.025))
                    found[f"{key}{end}_{letter}_high"] = _about(np.quantile(theta[:, i], 0.975))
            if key != "plain_half":
                found[f"{key}{end}_w_sd"] = _about(theta[:, 1].std(ddof=1))
        least = np.array([np.polyfit(x, y, 1)[::-1] for x, y in zip(data.x, data.y, strict=True)])
        near = (abs(ends["plain"] - least) < [0.01, 0.02]).all(axis=1)
        found |= {f"near{end}": near.mean(), f"reach{end}": (ends["plain_half"][:, 0] <= 1.9882).sum()}
        found[f"ratio{end}"] = ends["mom8"][:, 1].std(ddof=1) / ends["nest8"][:, 1].std(ddof=1)
        shares = {
            "old": fits(data, (12, lot), momentum=0.6, old=True),
            "mom9": fits(data, (12, lot), momentum=0.9),
        }
        for key, path in shares.items():
            off = abs(path[-1] - [2, 3]).max(axis=1)
            for beyond in (1, 100, 10_000, 1_000_000) if key == "old" else (100, 10_000):
                found[f"{key}_{beyond}{end}"] = _lost(path, off, beyond)
        found |= {f"new_1{end}": 0, f"nest9_1{end}": 0}
    data = line_data(100, np.random.default_rng((13, 0)))
    for key, options in RUNS.items():
        path = fits(data, (14, 0), **options)
        heights = np.median(np.log10(costs_of(path, data, half=False)), axis=1)
        found[f"area_{key}"] = _about(np.trapezoid(heights) / 1000)
    return found


def _lost(path, off, beyond):
    """The share that ends beyond a distance; a run that once passed a million counts as lost."""
    passed = ~(abs(path) <= 1e6).all(axis=(0, 2))
    return float((passed | ~(off <= beyond)).mean())


def batches():
    """Runs of the two lots with gradients by hand, and the shrinking of b."""
    allowed = math.sqrt(2 * (0.01 - 0.01 / 3 / 2))
    found = {"expected": math.log(8 / allowed) / -math.log(0.995)}
    for end, seed in (("", 3), ("_again", 5)):
        data = line_data(100, np.random.default_rng(seed))
        for size in (1, 5, 10, 30):
            costs = costs_of(fits(data, seed + 1, size=size, half=True, n_steps=1200), data)
            n = np.median((costs < 0.01).argmax(axis=0))
            found |= {f"updates_{size}{end}": n} | ({} if end else {f"gradients_{size}": size * n})
            if size < 10:
                continue
            ends = fits(data, seed + 1, size=size, half=True, lr=0.005 * size, n_steps=400)[-1]
            found[f"sum_{size}{end}"] = (~(abs(ends - [2, 3]).max(axis=1) <= 100)).mean()
        found[f"times{end}"] = 24_975 / 813
    return found


@cache
def excess_of(key, lr, seed):
    data = line_data(100, np.random.default_rng(seed))
    options = {"plain": {}, "mom6": {"momentum": 0.6}, "nest8": {"momentum": 0.8, "ahead": 1.0}}[key]
    path = fits(data, seed + 10, half=True, n_steps=300, lr=lr, **options)
    least = np.array([np.polyfit(x, y, 1)[::-1] for x, y in zip(data.x, data.y, strict=True)])
    with np.errstate(over="ignore", invalid="ignore"):
        found = costs_of(path[-1], data) - costs_of(least, data)
    return np.where((abs(path) <= 1e6).all(axis=(0, 2)) & (found < 1e12), found, 1e12)


def tuned():
    found, best = {}, {}
    for key in ("plain", "mom6", "nest8"):
        rates = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05)
        best[key] = found[f"rate_{key}"] = min(rates, key=lambda lr: np.median(excess_of(key, lr, 20)))
    for end, seed in (("", 21), ("_again", 22)):
        for key in best:
            found[f"same_{key}{end}"] = np.median(excess_of(key, 0.005, seed))
            found[f"best_{key}{end}"] = np.median(excess_of(key, best[key], seed))
        for what, rates in (("same", (0.005, 0.005)), ("best", (best["plain"], best["nest8"]))):
            times = excess_of("plain", rates[0], seed) / excess_of("nest8", rates[1], seed)
            assert median_interval(times)[0] > 1
            found[f"{what}_times{end}"] = np.median(times)
    return found
