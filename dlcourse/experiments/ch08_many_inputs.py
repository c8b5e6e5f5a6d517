"""Chapter 8: many inputs. A table of cells needs ever more units as inputs are added; waves drawn do not.

The target is exp(-|x|^2 / 2) on the cube [-1, 1]^d, which is the mean of cos(w x) over w from a normal
distribution. Errors are root mean squares over the cube. Source: Barron 1993; the target is our choice.
"""

import numpy as np

from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.numbers import Number
from dlcourse.ops import cosine

DIMENSIONS = (1, 2, 8)
N_UNITS, N_DRAWS, N_SAMPLES = (
    256,
    20,
    2000,
)  # 256 = 2^8, a whole number of cells a side in 1, 2, 4, 8 dimensions


def bell(x) -> np.ndarray:
    """exp(-|x|^2 / 2).   x (m, d) -> (m,)"""
    return np.exp(-(x**2).sum(axis=1) / 2)


def drawn_waves(n_units: int, d: int, rng) -> Sequential:
    """The mean of n_units waves cos(w x), w (d,) drawn from a normal distribution.   x (m, d) -> (m, 1)"""
    hidden = linear_of(rng.standard_normal((d, n_units)), np.zeros(n_units))
    return Sequential(hidden, cosine, linear_of(np.full((n_units, 1), 1 / n_units), [0.0]))


def cells(x, per_side: int) -> np.ndarray:
    """The bell's value at the middle of the cell that x is in; per_side^d cells.   x (m, d) -> (m,)"""
    side = 2 / per_side
    return bell(np.floor((x + 1) / side) * side - 1 + side / 2)


def wave_error(n_units: int, d: int, seed: int = 0) -> float:
    """The error of drawn waves over N_DRAWS networks, each at its own N_SAMPLES points."""
    rng, squares = np.random.default_rng((8, d, seed)), []
    for _ in range(N_DRAWS):
        x = rng.uniform(-1, 1, (N_SAMPLES, d))
        squares.append(((drawn_waves(n_units, d, rng)(x).array[:, 0] - bell(x)) ** 2).mean())
    return float(np.mean(squares) ** 0.5)


def cell_error(n_cells: int, d: int, seed: int = 0) -> float:
    """The error of a value for each of n_cells cells, a whole number of them per side."""
    per_side = round(n_cells ** (1 / d))
    if per_side**d != n_cells:
        raise ValueError(f"cell_error: expected k^{d} cells, got {n_cells}; take {per_side**d}")
    x = np.random.default_rng((9, d, seed)).uniform(-1, 1, (N_DRAWS * N_SAMPLES, d))
    return float(((cells(x, per_side) - bell(x)) ** 2).mean() ** 0.5)


def cells_needed(error: float, d: int) -> int:
    """The smallest k^d whose cells are as good as `error`."""
    per_side = 1
    while cell_error(per_side**d, d) > error:
        per_side += 1
    return per_side**d


def numbers() -> dict[str, Number]:
    """Errors with as many cells as waves, and how many cells the waves of eight inputs are worth."""
    found = {"n_units": Number(N_UNITS, "d", (), "a setting of ours")}
    for d in DIMENSIONS:
        waves, boxes = wave_error(N_UNITS, d), cell_error(N_UNITS, d)
        found[f"waves_{d}"] = Number(waves, ".3f", (), "the variance of a wave, in closed form", 0.15)
        found[f"cells_{d}"] = Number(boxes, ".3f", (), "integrals along one side", 0.02)
    found["cells_needed"] = Number(cells_needed(wave_error(N_UNITS, 8), 8), ",", (), "the same integrals", 0)
    return found
