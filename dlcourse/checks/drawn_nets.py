"""Checks: networks and trainings that are drawn for the exercises of chapter 7."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.curves import line_slopes, unit_slopes
from dlcourse.checks.draws import MARGIN, normal
from dlcourse.experiments.ch07_passes import layers


def deep(rng, m: int, sizes, units, decimals=None) -> dict:
    """x, W, b, units of a network, its z and h, a G for its output, and alpha.

    m: the number of samples   sizes: of x and of all layers. No ReLU is within MARGIN of its kink. Weights
    shrink with the number of terms in a sum, so that deep networks are alive in all layers.
    """
    pairs = list(zip(sizes, sizes[1:], strict=False))
    shapes = {f"W{k}": pair for k, pair in enumerate(pairs)} | {f"b{k}": n for k, n in enumerate(sizes[1:])}

    def built(x, **drawn):
        W = [drawn[f"W{k}"] / (2 if pair[0] < 5 else 4) for k, pair in enumerate(pairs)]
        b = [drawn[f"b{k}"] / 2 for k in range(len(pairs))]
        z, h = layers(x, W, b, units)
        return {"x": x, "W": W, "b": b, "units": list(units), "z": z, "h": h}

    def distances(**drawn):
        net = built(**drawn)
        kinked = [z_k.ravel() for z_k, unit in zip(net["z"], units, strict=True) if unit == "relu"]
        return np.concatenate([*kinked, [2 * MARGIN]])

    G = normal(rng, decimals=decimals, G=(m, sizes[-1]))
    return (
        built(**normal(rng, away=distances, decimals=decimals, x=(m, sizes[0]), **shapes))
        | G
        | {"alpha": 0.7}
    )


# The first one for the eye has square weights: there a transpose fits.
SHOWN = (5, (3, 3, 3), "sigmoid tanh"), (7, (2, 5, 3), "relu none")
DRAWN = (
    (5, (3, 2), "sigmoid"),
    (7, (3, 5, 2), "tanh none"),
    (5, (2, 3, 7), "relu sigmoid"),
    (3, (2, 5, 7, 11), "sigmoid tanh relu"),
    (2, (3, 5, 7, 2, 11), "relu tanh relu none"),
    (3, (5, 2, 7, 3, 2, 11), "tanh sigmoid none tanh none"),
)


def nets(seed: int, names: str) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of an exercise on networks of one to five layers.   names: of its inputs"""

    def picked(rng, sizes, decimals=None):
        net = deep(rng, *sizes[:2], sizes[2].split(), decimals)
        return {name: net[name] for name in names.split()}

    rng = np.random.default_rng(seed)
    return [picked(rng, each, 1) for each in SHOWN], lambda rng: (picked(rng, each) for each in DRAWN)


def two_layers(rng, m: int, n: int, u: int, k: int, decimals=None) -> dict:
    """X, classes y, W1, W2 and lam of a network without biases, no ReLU within MARGIN of its kink."""
    shapes = {"X": (m, n), "W1": (n, u), "W2": (u, k)}
    drawn = normal(rng, away=lambda X, W1, W2: X @ W1 / 2, decimals=decimals, **shapes)
    W1, W2 = drawn["W1"] / 2, drawn["W2"] / 4  # so that no probability is nearly 1
    return {"X": drawn["X"], "y": rng.permutation(np.arange(m) % k).tolist(), "W1": W1, "W2": W2, "lam": 0.35}


def loop(rng, slopes, m: int, size: int, n_epochs: int, decimals=None) -> dict:
    """Samples, parameters and settings of a training with the slopes of a line, or of a layer of units."""
    of = {"W": (3, 2), "b": (2,)} if slopes is line_slopes else {"W": (3, 5), "b": (5,), "v": (5, 2)}
    x, y, *theta = normal(rng, decimals=decimals, x=(m, 3), y=(m, 2), **of).values()
    given = {"x": x, "y": y, "theta": theta, "slopes": slopes, "lr": 0.03}
    return given | {"size": size, "n_epochs": n_epochs, "seed": int(rng.integers(100))}


def loops(seed: int) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of an exercise on trainings."""
    rng = np.random.default_rng(seed)
    of = (line_slopes, 6, 2, 3), (unit_slopes, 11, 5, 2), (line_slopes, 5, 13, 3), (unit_slopes, 7, 1, 2)
    shown = (line_slopes, 7, 7, 1), (line_slopes, 7, 3, 2)
    return [loop(rng, *each, decimals=1) for each in shown], lambda rng: (loop(rng, *each) for each in of)
