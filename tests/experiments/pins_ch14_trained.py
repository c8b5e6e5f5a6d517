"""Chapter 14: digits and XOR trained in NumPy alone, gradients by hand; bounds for autoencoders."""

import numpy as np
from scipy import special
from xor_by_hand import by_hand

from dlcourse.data import digits
from dlcourse.experiments import ch14_autoencoder, ch14_scaled_digits
from dlcourse.initializers import glorot_uniform, orthogonal


def scaled(kind, x, new):
    """Training and test digits, scaled by the training digits' statistics; the scaling written out."""
    mean, sd = x.mean(axis=0), x.std(axis=0)
    still = sd == 0
    if kind == "unit":
        mean, sd = x.min(axis=0), np.ptp(x, axis=0)
    if kind == "white":
        values, U = np.linalg.eigh(np.cov(x.T))
        flat = values < 1e-9 * values.max()
        W = (U / np.sqrt(np.where(flat, 1, values))) @ U.T
        return (x - mean) @ W, (new - mean) @ W
    sd = np.where(still, 1, sd)
    return (x, new) if kind == "raw" else ((x - mean) / sd, (new - mean) / sd)


def train_on_digits(kind, lr, seeds, leak=False):
    """Of 64-10-10 tanh networks after 120 steps: test losses, accuracies by all and by each class's own
    statistics, training losses."""
    runs = ch14_scaled_digits.Scaled("raw", seeds)
    (x, new), y, y_new = scaled(kind, runs.x, runs.raw), runs.y, runs.new[1]
    if leak:
        both = np.concatenate([runs.x, runs.raw])
        x, new = scaled(kind, both, runs.x)[1], scaled(kind, both, runs.raw)[1]
    W, c, w, b = (p.array.copy() for p in runs.parameters)

    def forward(a):
        h = np.tanh(a @ W + c)
        return h, special.log_softmax(h @ w + b, axis=2)

    for t in range(120):
        rows = runs.order[:, t]
        a, (h, log_p) = x[rows], forward(x[rows])
        G = (np.exp(log_p) - np.eye(10)[y[rows]]) / rows.shape[1]
        D = (G @ w.transpose(0, 2, 1)) * (1 - h * h)
        w = w - lr * h.transpose(0, 2, 1) @ G
        b = b - lr * G.sum(axis=1, keepdims=True)
        W = W - lr * a.transpose(0, 2, 1) @ D
        c = c - lr * D.sum(axis=1, keepdims=True)
    log_p = forward(new)[1]
    own = np.zeros(len(seeds))
    for k in range(10):
        part = runs.raw[y_new == k]
        own += (forward(scaled("standard", part, part)[1])[1].argmax(axis=2) == k).sum(axis=1)
    loss = -log_p[:, np.arange(len(y_new)), y_new].mean(axis=1)
    fit = -forward(x)[1][:, np.arange(len(y)), y].mean(axis=1)
    return loss, (log_p.argmax(axis=2) == y_new).mean(axis=1), own / len(y_new), fit


def scaled_digits():
    found, sets = {"n_runs": 24, "n_rates": 6}, {"": range(1000, 1024), "_again": range(2000, 2024)}
    rates = {"raw": 0.1, "unit": 1.0, "standard": 1.0, "white": 1.0}
    for end, seeds in sets.items():
        base, _, own, fit = train_on_digits("standard", 1.0, seeds)
        found[f"by_itself{end}"] = (own.mean() - 0.02, own.mean() + 0.02)
        found[f"leak{end}"] = apart(train_on_digits("standard", 1.0, seeds, leak=True)[0] - base, 0.001)
        for name, lr in rates.items():
            loss, right, _, training = train_on_digits(name, lr, seeds)
            slack = 10 if name == "raw" else 1  # saturated units: rounding errors grow
            found |= {f"rate_{name}": lr}
            found |= {f"fit_white{end}": apart(training - fit, 0.001)} if name == "white" else {}
            if not end:
                found |= {f"loss_{name}": apart(loss, 0.01 * slack)}
                found |= {f"accuracy_{name}": apart(right, 0.005 * slack)}
            found |= {} if name == "standard" else {f"gap_{name}{end}": apart(loss - base, 0.01 * slack)}
    deviations = 16 * digits()[0].std(axis=0)
    return found | {"largest_spread": deviations.max()}


def apart(values, slack):
    """The mean and what lies that far from it: a run near its limit of stability may differ elsewhere."""
    return values.mean() - slack, values.mean() + slack


def autoencoder():
    found = {"n_runs": 5}
    for end, seed in (("", 0), ("_again", 100)):
        x = ch14_autoencoder.data_of(seed)[0][0]
        values = np.linalg.eigvalsh(np.cov(x.T))[::-1]
        left = found[f"principal{end}"] = values[16:].sum() / values.sum()
        found[f"learned{end}"] = (left, 1.08 * left)
        found |= {f"random{end}": (0.05, 0.2), f"pretrained{end}": (0.35, 0.8), f"relu{end}": (0.92, 0.98)}
    return found


def xor_starts():
    found, sets = {"n_runs": 400, "n_steps": 1000}, {"": range(400), "_again": range(400, 800)}
    for start in ("glorot", "lecun", "he", "orthogonal", "three"):
        for name, x in (("plain", CORNERS), ("centered", 2 * CORNERS - 1)):
            for end, seeds in sets.items():
                rate = descended(start, x, seeds).mean()
                found[f"{start}_{name}{end}"] = (rate - 0.02, rate + 0.02)
    return found | {"dead_plain": 1 / 4, "dead_centered": 0}


CORNERS = np.array([[0.0, 0.0], [0, 1], [1, 0], [1, 1]])
DRAWS = {
    "glorot": glorot_uniform, "orthogonal": orthogonal,
    "lecun": lambda shape, rng: rng.standard_normal(shape) * shape[0] ** -0.5,
    "he": lambda shape, rng: rng.standard_normal(shape) * (2 / shape[0]) ** 0.5,
    "three": lambda shape, rng: 3 * rng.standard_normal(shape),
}  # fmt: skip


def descended(start, x, seeds, n_steps=1000):
    """Which 2-4-1 ReLU networks solve XOR, by momentum with gradients by hand."""
    rngs, draw = [np.random.default_rng(seed) for seed in seeds], DRAWS[start]
    W, w = map(np.stack, zip(*[(draw((2, 4), rng), draw((4, 1), rng)) for rng in rngs], strict=True))
    W, w = np.moveaxis(W, 0, -1), np.moveaxis(w[:, :, 0], 0, -1)
    theta = [W, np.zeros_like(w), w, np.zeros(len(seeds))]
    v, lost = [np.zeros_like(p) for p in theta], np.zeros(len(seeds), bool)
    for _ in range(n_steps + 1):
        error, gradients = by_hand(theta, "ReLU", x)
        J = (error**2).mean(axis=0)
        lost |= J > 1e6
        v = [0.9 * a - 0.1 * g for a, g in zip(v, gradients, strict=True)]
        theta = [np.where(lost, 0, p + a) for p, a in zip(theta, v, strict=True)]
    solved = J < 0.01  # before the last step
    return solved & ~lost
