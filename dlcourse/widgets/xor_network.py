"""Chapter 2: XOR. The 2-2-1 network of the playground in plain NumPy, the same as in `xor_network.js`.

theta (9,) holds the parameters in the order of NAMES: W row by row, c, w, b.
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
    """Endless uniform numbers in [0, 1) from a 32-bit seed, the same as in control.js."""
    # numpy's generators are not available in JavaScript; & 0xFFFFFFFF keeps 32 bits, as Math.imul does there
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
    """The arrays of the forward pass of x (m, 2): XW, Z = XW + c, H = g(Z), all (m, 2), f = H w + b (m,)."""
    W, c, w, b = np.reshape(theta[:4], (2, 2)), np.array(theta[4:6]), np.array(theta[6:8]), theta[8]
    XW = x @ W
    H = UNITS[unit](XW + c)
    return XW, XW + c, H, H @ w + b


def gradient(theta, unit):
    """dJ/dtheta (9,) of J = 1/4 sum (f - target)^2, by the chain rule from the output backward."""
    _, Z, H, f = walk(theta, unit)
    # at a kink the derivatives are taken as 0, as in the library
    slope = {"relu": Z > 0, "tanh": 1 - H * H, "absolute": np.sign(Z)}[unit]
    G_f = (f - TARGET) / 2
    G_Z = G_f[:, None] * np.array(theta[6:8]) * slope
    return np.concatenate([(X.T @ G_Z).ravel(), G_Z.sum(axis=0), H.T @ G_f, [G_f.sum()]])


def hidden_range(H, unit):
    """The limits of both axes of the hidden plane."""
    # a few fixed sizes: limits that followed every step of training would make the picture unsteady
    if unit == "tanh":
        return -1.5, 1.5
    high = next((size for size in (1.25, 2.5, 5, 10, 20, 40) if size >= 1.1 * np.abs(H).max()), 80)
    return -high / 5, high


def verdict(theta, unit):
    """A sentence that says what the network does."""
    f = walk(theta, unit)[3]
    # 1e-9: an output of exactly 1/2 is on no side, also when rounding moves it
    right = int(((f - 0.5) * (TARGET - 0.5) > 1e-9).sum())
    if np.mean((f - TARGET) ** 2) < 1e-6:
        return "All four outputs are right: a solution of XOR."
    stuck = (
        " The gradient is zero, so training stays here."
        if np.linalg.norm(gradient(theta, unit)) < 1e-6
        else ""
    )
    return f"{right} of 4 points lie on the right side of one half.{stuck}"
