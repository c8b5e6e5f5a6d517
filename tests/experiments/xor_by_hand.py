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


@cache
def final_losses(n_units, unit, seeds, bias=0.0, lr=0.1):
    """J of every run after 3000 steps, infinity for one that passed a million."""
    g, slope = UNITS[unit]
    W, w = starts(n_units, seeds)
    theta = [W, np.full((len(W), 1, n_units), bias), w, np.zeros((len(W), 1, 1))]
    v, lost = [np.zeros_like(p) for p in theta], np.zeros(len(W), bool)
    for step in range(3001):
        W, c, w, b = theta
        z = X @ W + c
        h = g(z)
        error = h @ w + b - Y
        J = (error**2).mean(axis=(1, 2))
        lost |= ~(J <= 1e6)
        if step == 3000:
            return np.where(lost, np.inf, J)
        df = error / 2  # 2/4
        df[lost] = 0
        dz = df * w.swapaxes(1, 2) * slope(z, h)
        gradients = [X.T @ dz, dz.sum(1, keepdims=True), h.swapaxes(1, 2) @ df, df.sum(1, keepdims=True)]
        for p, velocity, gradient in zip(theta, v, gradients, strict=True):
            velocity *= 0.9
            velocity -= lr * gradient
            velocity[lost], p[lost] = 0, 0
            p += velocity
