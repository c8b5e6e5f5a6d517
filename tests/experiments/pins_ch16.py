"""Chapter 16's numbers from elsewhere: by hand, scipy, the inventory, networks in NumPy alone."""

import math

import numpy as np
from scipy import special, stats

EPS = 1e-5


def one_batch():
    draws = np.random.default_rng(0).exponential(size=2000)
    least = (draws.min() - draws.mean()) / draws.std()
    found = {"left_9": 9 / (9 + EPS), "left_small": 1 / 11, "least": least}
    return found | {"skew_before": stats.skew(draws), "skew_after": stats.skew(draws)}


def batch_normalization():
    found = {"bias_1": 0.1, "bias_10": 1, "bias_100": 10, "mean_1": 0.6, "mean_2": 1.14}
    found |= {"mean_10": 6 * (1 - 0.9**10), "variance_1": 0.9 + 1.2, "variance_2": 0.81 + 0.09 * 12 + 1.2}
    found |= {"start_10": 0.3487, "start_100": 2.7e-5, "start_slow": 0.99**50}
    found |= {"factor_2": 2, "factor_8": 8 / 7, "factor_32": 32 / 31}
    u = np.random.default_rng(0).standard_normal(20)
    y = 1 + np.random.default_rng(1).permutation(u[:, None])[:, 0]
    J = ((u - u.mean() - y - 1 + y.mean()) ** 2).mean() / 2
    w = 1.0
    for _ in range(100):
        w += 0.1 / w
    return found | {"weight_100": w, "loss_100": J}


class ByHand:
    """64-100-100-100-10 sigmoid units in NumPy alone, gradients by hand, with or without batch norm."""

    def __init__(self, seed, bn, std=None):
        rng = self.rng = np.random.default_rng(seed)
        centers = 0.6 * rng.standard_normal((10, 64))
        self.data = []
        for m in (5000, 2000):
            y = rng.integers(0, 10, m)
            self.data.append((centers[y] + rng.standard_normal((m, 64)), y))
        self.bn, self.W = bn, []
        for n_in, n_out in ((64, 100), (100, 100), (100, 100), (100, 10)):
            a = math.sqrt(6 / (n_in + n_out))
            small = std and std * rng.standard_normal((n_in, n_out))
            self.W.append(rng.uniform(-a, a, (n_in, n_out)) if std is None else small)
        self.b = [np.zeros(W.shape[1]) for W in self.W]
        self.gamma = [np.ones(100) for _ in range(3)]
        self.running = [[np.zeros(100), np.ones(100)] for _ in range(3)]

    def forward(self, x, by):
        """by: "training", "batch" or "running". -> logits, and what the way back needs"""
        saved, self.inputs = [], [x]
        for k in range(3):
            z = x @ self.W[k] + self.b[k] * (not self.bn)
            std, z_hat = None, None
            if self.bn:
                mean, variance = (z.mean(0), z.var(0)) if by != "running" else self.running[k]
                if by == "training":
                    new = mean, z.var(0, ddof=1)
                    self.running[k] = [
                        0.9 * old + 0.1 * v for old, v in zip(self.running[k], new, strict=True)
                    ]
                std = np.sqrt(variance + EPS)
                z_hat = (z - mean) / std
                z = self.gamma[k] * z_hat + self.b[k]  # b is beta here
            h = special.expit(z)
            saved.append((x, z_hat, std, h))
            x = h
            self.inputs.append(x)
        return x @ self.W[3] + self.b[3], saved

    def step(self, lr=0.5, size=64):
        x, y = self.data[0]
        rows = self.rng.integers(0, len(x), size)
        logits, saved = self.forward(x[rows], "training")
        G = (special.softmax(logits, axis=1) - np.eye(10)[y[rows]]) / size
        dW, db = saved[-1][3].T @ G, G.sum(0)
        G = G @ self.W[3].T
        self.W[3] -= lr * dW
        self.b[3] -= lr * db
        for k in (2, 1, 0):
            x, z_hat, std, h = saved[k]
            G = G * h * (1 - h)
            db = G.sum(0)
            if self.bn:
                dgamma, G = (G * z_hat).sum(0), G * self.gamma[k]
                G = (G - G.mean(0) - z_hat * (G * z_hat).mean(0)) / std
                self.gamma[k] -= lr * dgamma
            dW, G = x.T @ G, G @ self.W[k].T
            self.W[k] -= lr * dW
            self.b[k] -= lr * db

    def right(self, by="running", rows=None):
        x, y = self.data[1]
        rows = np.arange(len(y)) if rows is None else rows
        return float((self.forward(x[rows], by)[0].argmax(1) == y[rows]).mean())


SETS = {"": range(5), "_again": range(100, 105)}


def near(value, by):
    return value - by, value + by


def sigmoid_layers():
    """Spreads at the start and accuracies to step 300 by hand; bounds for what comes later."""
    found = {"n_runs": 5}
    for end, seeds in SETS.items():
        for name, bn in (("bare", False), ("bn", True)):
            at, spreads = {100: [], 300: []}, []
            for seed in seeds:
                net = ByHand(seed, bn)
                net.forward(net.data[1][0][:200], "running")
                spreads.append([math.sqrt(h.var(0).mean()) for h in net.inputs])
                for step in range(1, 301 if bn else 101):
                    net.step()
                    if step in at:
                        at[step].append(net.right())
            found[f"{name}_100{end}"] = near(np.mean(at[100]), 0.02)
            found[f"{name}_300{end}"] = near(np.mean(at[300]), 0.02) if bn else (0.9, 0.98)
            found[f"{name}_1000{end}"] = (0.97, 0.999)
            if not bn and not end:
                for layer, value in enumerate(np.median(spreads, axis=0), 1):
                    found[f"spread_bare_{layer}_first"] = near(value, 0.001 * value)
                    found[f"spread_bare_{layer}_last"] = (
                        near(value, 0.1 * value) if layer == 1 else (0.2, 0.36)
                    )
            found[f"widening_{name}{end}"] = (1, 1.6) if bn else (5, 16)
    return found


def fellows():
    found = {}
    for end, seeds in SETS.items():
        by = {}
        for seed in seeds:
            net = ByHand(seed, True)
            for _ in range(300):
                net.step()
            y = net.data[1][1]
            by.setdefault("running", []).append(net.right())
            order = np.random.default_rng((seed, 99)).permutation(1984)  # other batches
            for size in (2, 4, 16, 64):
                parts = [net.right("batch", rows) for rows in order.reshape(-1, size)]
                by.setdefault(str(size), []).append(np.mean(parts))
            classes = [np.flatnonzero(y == k) for k in range(10)]
            by.setdefault("sorted", []).append(np.mean([net.right("batch", rows) for rows in classes]))
        slack = {"2": 0.05, "4": 0.03, "sorted": 0.03}
        found |= {f"right_{name}{end}": near(np.mean(v), slack.get(name, 0.008)) for name, v in by.items()}
        found[f"right_sorted_running{end}"] = near(np.mean(by["running"]), 0.004)
    net = ByHand(0, True)
    for _ in range(300):
        net.step()
    x, y = net.data[1]
    found["alone"] = near(special.softmax(net.forward(x[:1], "running")[0])[0, y[0]], 0.01)
    rng, answers = np.random.default_rng(7), []
    for _ in range(500):
        rows = [0, *rng.integers(1, 2000, 3)]
        answers.append(special.softmax(net.forward(x[rows], "batch")[0][0])[y[0]])
    return found | {
        "low": near(np.quantile(answers, 0.05), 0.06),
        "high": near(np.quantile(answers, 0.95), 0.02),
    }
