"""Chapter 4's numbers from elsewhere: closed forms, order statistics, gradients by hand, other seeds."""

from math import exp, log, pi

import numpy as np
from scipy import special, stats
from sklearn.datasets import load_digits
from xor_by_hand import X, Y, starts

from dlcourse.experiments import ch04_beliefs, ch04_mixtures
from dlcourse.experiments.ch02_intervals import wilson

DENSITIES = {
    "normal": stats.norm(),
    "laplace": stats.laplace(scale=0.5**0.5),
    "uniform": stats.uniform(-(3**0.5), 2 * 3**0.5),
}


def deviation_of_median(noise, n=21):
    """The root of the second moment of the middle one of n values: its density is that of a beta in F(y)."""
    y = np.linspace(-6, 6, 4001)
    density = DENSITIES[noise].pdf(y) * stats.beta((n + 1) / 2, (n + 1) / 2).pdf(DENSITIES[noise].cdf(y))
    return (density @ y**2 * (y[1] - y[0])) ** 0.5


def deviation_of_midrange(noise, n=21):
    """The same of the middle between the least and the greatest, from the density of both together."""
    if noise == "uniform":  # its density jumps: the closed form instead
        return (6 / ((n + 1) * (n + 2))) ** 0.5
    y = np.linspace(-9, 9, 1801)
    f, F = DENSITIES[noise].pdf(y), DENSITIES[noise].cdf(y)
    between = np.maximum(F[None, :] - F[:, None], 0) ** (n - 2)
    density = n * (n - 1) * f[:, None] * f[None, :] * between
    middle = (y[:, None] + y[None, :]) / 2
    return float((density * middle**2).sum() * (y[1] - y[0]) ** 2) ** 0.5


def beliefs():
    found = {"n_measurements": 21, "n_sets": 2000, "buses": 600}
    for noise in ("normal", "laplace", "uniform"):
        found[f"{noise}_mean"] = 21**-0.5
        found[f"{noise}_median"] = deviation_of_median(noise)
        found[f"{noise}_midrange"] = deviation_of_midrange(noise)
        name, others = {"laplace": "Laplace"}.get(noise, noise), range(4000, 6000)
        found[f"{noise}_nearest"] = wilson(ch04_beliefs.n_nearest(name, others), 2000)
        found[f"{noise}_nearest_fresh"] = found[f"{noise}_nearest"]
    below = 1 - exp(-1)
    return found | {"below_mean": below, "below_median": 0.5, "below_mean_exactly": below}


def by_loop(slope):
    z, n = -10.0, 0
    while z <= 0:
        z, n = z - slope(z), n + 1
    return n


def output_units():
    p, digit = special.expit([-10.0, -5.0, -2.0, 0.0, 2.0]), 0.6
    found = {"digit_half_squares": 0.0975, "digit_entropy": -log(digit)}
    for name, right, wrong, mse in (("nn1", 0.4, 0.1, 2.42 / 3), ("nn2", 0.7, 0.3, 0.34)):
        found |= {
            f"{name}_error": 1 / 3, f"{name}_entropy": -(2 * log(right) + log(wrong)) / 3,
            f"{name}_mse": mse, f"{name}_half_mse": mse / 2, f"{name}_per_number": mse / 3,
            f"{name}_right": -log(right), f"{name}_wrong": -log(wrong),
        }  # fmt: skip
    for name, q in zip(("10", "5", "2", "0", "right"), p, strict=True):
        found[f"squares_{name}"], found[f"entropy_{name}"] = (q - 1) * q * (1 - q), q - 1
    found |= {f"p_{k}": q for k, q in enumerate(special.softmax([1.0, 2.0, 3.0]), start=1)}
    found |= {f"fraction_{k}": q for k, q in enumerate((0.7, 0.2, 0.1))}
    for name, sigma in (("1", 1), ("tenth", 0.1), ("hundredth", 0.01), ("ten_thousandth", 1e-4)):
        found[f"nll_{name}"] = log(sigma) + log(2 * pi) / 2
    q = special.softmax([-10.0, 0.0, 0.0])
    samples = np.random.default_rng(0).normal(3.0, 0.5, 1000)
    return found | {
        "softmax_squares": -3.404762862930768e-05, "softmax_entropy": -0.9999773005503955,
        "softmax_p": q[0], "wrong_loss": 10.000045398899218,
        "steps_squares": by_loop(lambda z: -special.expit(z) * special.expit(-z) ** 2),
        "steps_entropy": by_loop(lambda z: -special.expit(-z)),
        "growth": np.e**10,
        "sigmoid_2": 0.8807970779778823, "best_mean": 2, "best_median": 0,
        "learned_variance": samples.var(), "mean_square": samples.var(), "constant": log(2 * pi) / 2,
    }  # fmt: skip


def stable_forms():
    return {
        "lse_123": 3.40760596444438, "softplus_0": log(2),
        "softplus_difference": 10, "breaking_point": 53 * log(2), "underflow": 1075 * log(2),
        "overflow": 709.782712893384, "overflow_single": 88.72283905206835,
    }  # fmt: skip


def error_functions():
    found, margins = {}, {"wrong": -1, "0": 0, "1": 1, "3": 3}
    for name, m in margins.items():
        found[f"ideal_{name}"], found[f"squared_{name}"] = float(m <= 0), (m - 1) ** 2
        found[f"squared_on_sigmoid_{name}"] = 1 / (1 + exp(m)) ** 2
        found[f"cross_entropy_{name}"], found[f"hinge_{name}"] = log(1 + exp(-m)), max(0, 1 - m)
    total = exp(10) + 2
    least = log(2 * pi * 0.01) / 2
    return found | {
        "right_slope": 2 / total, "wrong_top": 1 - 2 / total, "wrong_target": 1 / total - 1,
        "penalized_variance": 0.01, "penalized_cost": least + 0.5, "floor_cost": least,
    }  # fmt: skip


def label_smoothing():
    found = {"target_right": 0.91, "target_wrong": 0.01, "best_gap": log(91)}
    found["least_loss"] = -0.91 * log(0.91) - 0.09 * log(0.01)
    for eps, name in ((0.0, "hard"), (0.1, "smooth")):
        right, other = 0.0, 0.0  # one logit of the class, nine equal ones of the others
        for n in range(1, 1001):
            p = exp(right) / (exp(right) + 9 * exp(other))
            right, other = right - (p - 1 + eps * 0.9), other - ((1 - p) / 9 - eps / 10)
            if n in (10, 100, 1000):
                found[f"{name}_{n}"] = right - other
    return found


def sure_of_wrong(loss, lr, seed, n_steps=500):
    """The shares of wrong labels learned and of right ones, and the steps to nine in ten; slopes by hand."""
    data, rng = load_digits(), np.random.default_rng(seed)
    chosen = rng.permutation(1797)[:100]
    x, y = data.data[chosen] / 16, data.target[chosen]
    W, b, shares = rng.uniform(-1, 1, (64, 10)) * (6 / 74) ** 0.5, np.zeros(10), []
    for labels in ((y + 1) % 10, y):
        along = []
        for n in range(n_steps):
            if n % 25 == 0:
                along.append(((x @ W + b).argmax(axis=1) == labels).mean())
            p = np.exp(x @ W + b)  # its logits stay far below 700
            p /= p.sum(axis=1, keepdims=True)
            dz = p - np.eye(10)[labels]
            if loss == "squares":
                dz = p * (dz - (p * dz).sum(axis=1, keepdims=True))
            W, b = W - lr * x.T @ dz / 100, b - lr * dz.mean(axis=0)
        shares.append(((x @ W + b).argmax(axis=1) == labels).mean())
    return *shares, 25 * int((np.array(along) >= 0.9).argmax())


def xor_with_a_sigmoid(loss, seeds, n_steps=700, lr=0.3):
    """How many networks of two tanh units have all four signs right, with gradients written out."""
    W, w = starts(2, seeds)
    theta = [W, np.zeros((len(W), 1, 2)), w, np.zeros((len(W), 1, 1))]
    v = [np.zeros_like(p) for p in theta]
    for step in range(n_steps + 1):
        W, c, w, b = theta
        h = np.tanh(X @ W + c)
        z = h @ w + b
        if step == n_steps:
            return int(((z > 0) == (Y > 0)).all(axis=(1, 2)).sum())
        p = special.expit(z)
        dz = (p - Y) / 4 if loss == "entropy" else (p - Y) * p * (1 - p) / 4
        dh = dz * w.swapaxes(1, 2) * (1 - h * h)
        gradients = [X.T @ dh, dh.sum(1, keepdims=True), h.swapaxes(1, 2) @ dz, dz.sum(1, keepdims=True)]
        for velocity, gradient, p in zip(v, gradients, theta, strict=True):
            velocity *= 0.9
            velocity -= lr * gradient
            p += velocity


def relabeled():
    found = {"n_digits": 100, "n_steps": 500, "n_xor": 400, "xor_steps": 700}
    for loss in ("squares", "entropy"):
        for key, first in (("", 0), ("_fresh", 5)):
            wrong, right, soon = np.array([sure_of_wrong(loss, 1.0, first + i) for i in range(5)]).T
            if loss == "entropy":
                found["soon"] = max(found.get("soon", 0), soon.max())
            found[f"{loss}_wrong{key}"] = wrong.min()
            found[f"{loss}_least{key}"], found[f"{loss}_most{key}"] = right.min(), right.max()
            learned = xor_with_a_sigmoid(loss, range(80 * first, 80 * first + 400))
            found[f"{loss}_xor{key}"] = (learned - 3.5) / 400, (learned + 3.5) / 400
        ends = [sure_of_wrong(loss, lr, 0)[1] for lr in (0.3, 1.0, 3.0)]
        found[f"{loss}_rates"] = min(ends) if loss == "entropy" else max(ends)
    return found


def spreads():
    within = 0.6826894921370859
    one = (np.mean((0.5 + 0.5 * np.linspace(0, 6, 1001)) ** 2)) ** 0.5
    found = {"sigma_first": 0.75, "sigma_last": 3.25, "single": one, "normal": within}
    found |= {"own_first": within, "own_last": within, "n_days": 600, "n_new": 20_000}
    for key, low in (("first", 0), ("last", 5)):
        own = 0.5 + 0.5 * np.linspace(low, low + 1, 101)
        found[f"one_{key}"] = (2 * stats.norm.cdf(one / own) - 1).mean()
    return found


def mixtures():
    found = {"p_right": 0.5, "mu_left": -0.8, "mu_right": 0.8, "sigma": 0.1, "mean": 0}
    found |= {"n_cars": 400, "n_points": 10, "floor": 0.1}
    others = range(2000, 2500)
    found["collapsed"] = wilson(ch04_mixtures.n_collapsed(0.0, others), len(others))
    found["at_floor"] = wilson(ch04_mixtures.n_at_floor(0.1, others), len(others))
    return found | {f"{name}_fresh": found[name] for name in ("collapsed", "at_floor")}


def share_of_negative_spreads(seeds):
    """Of networks 1-8-2 with Glorot's uniform weights, those whose second output is below 0 within 0 to 6."""
    n, x = 0, np.linspace(0, 6, 1001)[:, None]
    for seed in seeds:
        rng = np.random.default_rng(seed)
        W, w = (rng.uniform(-1, 1, shape) * (6 / sum(shape)) ** 0.5 for shape in ((1, 8), (8, 2)))
        n += ((np.tanh(x @ W) @ w)[:, 1] < 0).any()
    return (n - 2.5) / len(seeds), (n + 2.5) / len(seeds)


def silent_mistakes():
    x, y = ch04_mixtures.cars()
    line = np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)[0]
    return {
        "table_slope": 0, "table_height": 5, "hinge_right": 10, "hinge_of_0": 5,
        "negative": share_of_negative_spreads(range(400)),
        "negative_fresh": share_of_negative_spreads(range(400, 800)), "product_mean": line[1, 0],
    }  # fmt: skip
