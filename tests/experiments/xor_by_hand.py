"""Training on XOR without the library: the gradients of a 2-n-1 network written out, in NumPy."""

from functools import cache

import numpy as np

X, Y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float), np.array([[0], [1], [1], [0]], float)
UNITS = {  # g(z), and g'(z) from z and h
    "ReLU": (lambda z: np.maximum(z, 0), lambda z, h: z > 0),
    "leaky ReLU": (lambda z: np.where(z > 0, z, z / 100), lambda z, h: np.where(z > 0, 1, 0.01)),
    "absolute value": (np.abs, lambda z, h: np.sign(z)),
    "tanh": (np.tanh, lambda z, h: 1 - h * h),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, h: h * (1 - h)),
}


def starts(n_units, seeds):
    """Glorot's uniform weights of both layers, drawn from numpy's generator of each seed."""
    W, w = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        W.append(rng.uniform(-1, 1, (2, n_units)) * (6 / (2 + n_units)) ** 0.5)
        w.append(rng.uniform(-1, 1, (n_units, 1)) * (6 / (n_units + 1)) ** 0.5)
    return np.array(W), np.array(w)


def by_hand(theta, unit, x=X, y=Y):
    """The errors (m, runs) of 2-n-1 networks side by side, and the gradients of their mean squares.

    theta: W (2, n, runs), c and w (n, runs), b (runs,). Runs lie along the last axis, so that each operation
    goes through all of them at once: products of many small matrices take five times as long.
    """
    (W, c, w, b), (g, slope) = theta, UNITS[unit]
    z = (x @ W.reshape(2, -1)).reshape(len(x), *c.shape) + c
    h = g(z)
    error = np.einsum("inr,nr->ir", h, w) + b - y
    df = error * (2 / len(x))
    dz = df[:, None] * w * slope(z, h)
    by_W = (x.T @ dz.reshape(len(x), -1)).reshape(W.shape)
    return error, [by_W, dz.sum(0), np.einsum("inr,ir->nr", h, df), df.sum(0)]


def split(theta):
    """W (2, n, runs), c and w (n, runs), b (runs,) of the rows W, c, w, b of theta (runs, 4 n + 1)."""
    n, columns = theta.shape[1] // 4, np.ascontiguousarray(theta.T)
    return columns[: 2 * n].reshape(2, n, -1), columns[2 * n : 3 * n], columns[3 * n : -1], columns[-1]


def joined(parts):
    """Rows (runs, 4 n + 1) of what `split` gives."""
    return np.concatenate([part.reshape(-1, part.shape[-1]) for part in parts]).T


TOGETHER = 400  # runs whose numbers fit into the processor's cache


@cache
def final_losses(n_units, unit, seeds, bias=0.0, lr=0.1):
    """J of every run after 3000 steps, infinity for one that passed a million."""
    W, w = starts(n_units, seeds)
    parts = (slice(i, i + TOGETHER) for i in range(0, len(W), TOGETHER))
    return np.concatenate([_losses_of(W[part], w[part], unit, bias, lr) for part in parts])


def _losses_of(W, w, unit, bias, lr):
    """What is lost, or rests where all is right, is left out from then on."""
    n_runs, _, n = W.shape
    theta = [
        np.moveaxis(W, 0, -1),
        np.full((n, n_runs), bias),
        np.moveaxis(w[:, :, 0], 0, -1),
        np.zeros(n_runs),
    ]
    theta = [np.ascontiguousarray(p) for p in theta]
    v, left, found = [np.zeros_like(p) for p in theta], np.arange(n_runs), np.zeros(n_runs)
    for step in range(3001):
        error, gradients = by_hand(theta, unit)
        J = np.einsum("ir,ir->r", error, error) / 4
        if step == 3000 or not left.size:
            found[left] = np.where(J <= 1e6, J, np.inf)
            return found
        lost = ~(J <= 1e6)
        if lost.any() or step % 50 == 0:
            found[left] = np.where(lost, np.inf, J)
            slow = [(abs(p) < 1e-9).all(tuple(range(p.ndim - 1))) for p in v]
            rests = np.all(slow, axis=0) & (J < 1e-20)
            go = ~(lost | rests)
            theta, v, gradients = ([p[..., go] for p in parts] for parts in (theta, v, gradients))
            left = left[go]
        for p, velocity, gradient in zip(theta, v, gradients, strict=True):
            velocity *= 0.9
            velocity -= lr * gradient
            p += velocity
