"""Checks: points, networks and seeds that are drawn for the exercises of chapter 2."""

import numpy as np

from dlcourse.checks.draws import normal
from dlcourse.data import xor

# At least so many of these seeds: 3 ReLU units end at 0, at 1/8, higher; 2 tanh units end at 0, or not.
RELU = """8 74 127 214 217 257 428 447 528 531 573 596 703 745 815 879 980 1022 1113
4 4 60 103 606 664 667 901 921
7 5 12 58 112 113 174 189 205 232 245 322 357 363 448"""
TANH = "11 0 1 2 3 4 5 6 8 10 11 12 13 15 17 18 20 22 23 24 25\n2 16 19 33 66 73 106 131 153 161"
SEEN = "96 128 137 199 238 255 265 273 336 403 439 452 473 714 809 815 1020 1024 1099 1112 1128 1162 1192"
SHOWN_SEEDS = [{"n_units": 4, "unit": "ReLU", "seeds": [*map(int, SEEN.split())], "below": 0.15}]


def points(rng, m: int) -> dict:
    """Corners moved apart, and more points: 300 steps do not reach the minimum, so each one counts."""
    x = np.vstack([xor()[0], rng.uniform(0.3, 1, (m - 4, 2))]) * rng.uniform(0.8, 1.6, (m, 2))
    return {"x": x, "y": rng.uniform(0, 1, (m, 1))}


def network(rng, m: int, n_in: int, n: int, decimals: int | None = None) -> dict:
    """m examples, a network of n ReLU units, the slope G of a later cost. Of whole numbers, some z are 0."""
    shapes = {"x": (m, n_in), "y": (m, 1), "W": (n_in, n), "c": n, "w": (n, 1), "b": 1, "G": None}
    away = None if decimals == 0 else lambda x, y, W, c, w, b, G: x @ W + c
    return normal(rng, away=away, decimals=decimals, **shapes) | ({"G": 1.5} if decimals == 0 else {})


def cost(x, y, W, c, w, b, G):
    """G times the mean squared error of the network. Its numbers may be complex, for `slopes`."""
    z = x @ W + c
    return G * np.mean((np.where(z.real > 0, z, 0) @ w + b - y) ** 2)


def drawn_seeds(rng):
    """The inputs of `success_rate`: seeds of which some succeed, for ReLU units and for tanh ones."""
    for pools, n_units, unit, below in ((RELU, 3, "ReLU", 0.15), (TANH, 2, "tanh", 0.01)):
        lines = [np.array(line.split(), int) for line in pools.split("\n")]
        drawn = [rng.permutation(line[1:])[: line[0] + rng.integers(7)] for line in lines]
        seeds = rng.permutation(np.concatenate(drawn)).tolist()
        yield {"n_units": n_units, "unit": unit, "seeds": seeds, "below": below}
