"""Chapter 7's numbers from elsewhere: a training that overflows, and goes on, in plain numpy."""

import numpy as np
from pins_ch07_digits import about, parts, starts


def nan_and_on():
    """Squared errors in plain numpy: the digits that are 0 are what is left of the accuracy."""
    found = {"n_steps": 20 * 1000 // 50, "n_parameters": 64 * 32 + 32 + 32 * 10 + 10, "left": 0}
    for end, seeds in (("", range(10)), ("_again", range(1000, 1010))):
        runs = [overflown(seed) for seed in seeds]
        found["first_bad" + end] = about(np.median([first for first, _ in runs]), 2)
        found["left"] += sum(left for _, left in runs)
        found["accuracy" + end] = np.median([(parts(seed)[3] == 0).mean() for seed in seeds])
    return found


def overflown(seed):
    """The first step with a loss that is not finite, and how many parameters are in the end."""
    x, y, _, _ = parts(seed)
    (W, b, V, c), rng, bad = starts(seed), np.random.default_rng((4, seed)), []
    with np.errstate(all="ignore"):
        orders = [rng.permutation(1000).reshape(20, 50) for _ in range(20)]
        for step, rows in enumerate(np.concatenate(orders)):
            h = np.maximum(0, x[rows] @ W + b)
            off = h @ V + c - np.eye(10)[y[rows]]
            bad += [] if np.isfinite((off**2).sum() / 50) else [step + 1]
            G = 2 / 50 * off
            D = (G @ V.T) * (h > 0)
            found = [x[rows].T @ D, D.sum(0, keepdims=True), h.T @ G, G.sum(0, keepdims=True)]
            W, b, V, c = (a - 5 * g for a, g in zip((W, b, V, c), found, strict=True))
    return bad[0], sum(int(np.isfinite(a).sum()) for a in (W, b, V, c))
