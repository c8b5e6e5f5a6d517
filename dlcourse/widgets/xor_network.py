"""Chapter 2: XOR. The 2-2-1 network of the playground in plain NumPy, as `xor_network.js` has it.

theta holds the nine parameters in the order of NAMES: W row by row, c, w, b.
"""

import numpy as np

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGET = np.array([0.0, 1.0, 1.0, 0.0])
NAMES = ("W11", "W12", "W21", "W22", "c1", "c2", "w1", "w2", "b")
UNITS = {"relu": lambda z: np.maximum(0, z), "tanh": np.tanh, "absolute": np.abs}
STARTS = {
    "exact": (1, 1, 1, 1, 0, -1, 1, -2, 0),  # Srihari I, slide 32
    "zeros": (0, 0, 0, 0, 0, 0, 0, 0, 0),
    "linear": (0, 0, 0, 0, 0, 0, 0, 0, 0.5),  # the least squares fit: 1/2 everywhere
}


def mulberry32(seed: int):
    """Uniform numbers in [0, 1) from a 32-bit seed, without end; the same as in control.js."""
    a = seed & 0xFFFFFFFF
    while True:
        a = (a + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((a ^ (a >> 15)) * (a | 1)) & 0xFFFFFFFF
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF
        yield (t ^ (t >> 14)) / 2**32


def random_start(seed: int):
    """Glorot uniform weights in the order W11 W12 W21 W22 w1 w2, biases 0.   Returns theta (9,)"""
    draw = mulberry32(seed)
    W = [(2 * next(draw) - 1) * (6 / 4) ** 0.5 for _ in range(4)]
    w = [(2 * next(draw) - 1) * (6 / 3) ** 0.5 for _ in range(2)]
    return np.array([*W, 0, 0, *w, 0])


def walk(theta, unit, x=X):
    """Every array on the way: x (m, 2) -> XW, Z = XW + c, H = g(Z), all (m, 2), and f = H w + b (m,)."""
    W, c, w, b = np.reshape(theta[:4], (2, 2)), np.array(theta[4:6]), np.array(theta[6:8]), theta[8]
    XW = x @ W
    H = UNITS[unit](XW + c)
    return XW, XW + c, H, H @ w + b


def gradient(theta, unit):
    """dJ/dtheta (9,) of J = 1/4 sum (f - target)^2, by the chain rule, from the output backwards."""
    _, Z, H, f = walk(theta, unit)
    slope = {"relu": Z > 0, "tanh": 1 - H * H, "absolute": np.sign(Z)}[unit]
    G_f = (f - TARGET) / 2
    G_Z = G_f[:, None] * np.array(theta[6:8]) * slope
    return np.concatenate([(X.T @ G_Z).ravel(), G_Z.sum(axis=0), H.T @ G_f, [G_f.sum()]])


def hidden_range(H, unit):
    """The ends of both axes of the hidden picture, in steps, so that they seldom jump."""
    if unit == "tanh":
        return -1.5, 1.5
    high = next((size for size in (1.25, 2.5, 5, 10, 20, 40) if size >= 1.1 * np.abs(H).max()), 80)
    return -high / 5, high


def verdict(theta, unit):
    """What this network does, in a sentence."""
    f = walk(theta, unit)[3]
    right = int(((f - 0.5) * (TARGET - 0.5) > 1e-9).sum())
    if np.mean((f - TARGET) ** 2) < 1e-6:
        return "All four outputs are right: a solution of XOR."
    stuck = (
        " The gradient is zero, so training stays here."
        if np.linalg.norm(gradient(theta, unit)) < 1e-6
        else ""
    )
    return f"{right} of 4 points lie on the right side of one half.{stuck}"
