"""Chapter 15: fifty residual blocks of tanh units against fifty plain layers, by sizes and singular values.

A block is h <- h + s tanh(h W), with weights N(0, 1/n), biases 0 and a scale s.
"""

import numpy as np

from dlcourse.experiments.ch15_vanishing import carousel, residual_path
from dlcourse.numbers import Number, kept

WIDTH, N_BLOCKS, M = 100, 50, 32
ARMS = {"plain": (0, 1.0), "sum": (1, 1.0), "root": (1, N_BLOCKS**-0.5)}  # whether h is added, and the scale
SETS = {"": range(10), "_again": range(1000, 1010)}  # disjoint, by the end of a number's name
WHAT = ("forward", "back", "middle", "smallest")


def forward(h, weights, skip: int, scale: float):
    """h after each block, h <- skip h + scale tanh(h W), and the slopes of its tanh units.   -> two lists"""
    states, slopes = [h], []
    for W in weights:
        t = np.tanh(h @ W)
        h = skip * h + scale * t
        states.append(h)
        slopes.append(1 - t * t)
    return states, slopes


def back(G, weights, slopes, skip: int, scale: float):
    """The gradient on the input, from the gradient G (m, n) on the output."""
    for W, slope in zip(reversed(weights), reversed(slopes), strict=True):
        G = skip * G + scale * (G * slope) @ W.T
    return G


def size(h) -> float:
    """The root of the mean square."""
    return float((h * h).mean() ** 0.5)


def measured(arm: str, seed: int, n_blocks: int = N_BLOCKS) -> list[float]:
    """How many times larger h and a random gradient get; a Jacobian's median and smallest singular value."""
    rng, way = np.random.default_rng(seed), ARMS[arm]
    weights = [rng.standard_normal((WIDTH, WIDTH)) / WIDTH**0.5 for _ in range(n_blocks)]
    x, G = rng.standard_normal((2, M, WIDTH))
    states, slopes = forward(x, weights, *way)
    one = [slope[:1] for slope in slopes]  # of the first sample
    s = np.linalg.svd(back(np.eye(WIDTH), weights, one, *way), compute_uv=False)
    ends = size(states[-1]) / size(x), size(back(G, weights, slopes, *way)) / size(G)
    return [*ends, float(np.median(s)), s[-1]]


@kept
def medians(arm: str, seeds: range) -> list[float]:
    """The medians over the seeds of what `measured` gives."""
    return [float(v) for v in np.median([measured(arm, seed) for seed in seeds], axis=0)]


@kept
def sizes_back(arm: str, seed: int = 0) -> np.ndarray:
    """The size of a random gradient after each block on the way back, first to last.   -> (N_BLOCKS + 1,)"""
    rng, way = np.random.default_rng(seed), ARMS[arm]
    weights = [rng.standard_normal((WIDTH, WIDTH)) / WIDTH**0.5 for _ in range(N_BLOCKS)]
    x, G = rng.standard_normal((2, M, WIDTH))
    slopes, found = forward(x, weights, *way)[1], [1.0]
    for k in reversed(range(N_BLOCKS)):
        found.append(size(back(G, weights[k:], slopes[k:], *way)) / size(G))
    return np.array(found[::-1])


def numbers() -> dict[str, Number]:
    """What fifty blocks do to signals, by kind of block; the product along the way around."""
    found = {
        "identity": Number(residual_path(), "g", ("F033", "S117"), "a product of ones"),
        "carousel": Number(carousel(), "g", ("S083", "F033"), "a product of ones"),
    }
    for end, seeds in SETS.items():
        for arm in ARMS:
            for what, value in zip(WHAT, medians(arm, seeds), strict=True):
                if (end or arm == "plain") and what == "smallest":
                    continue  # of plain layers it is rounding
                form = ".0e" if value < 1e-3 else ".4f" if value < 0.01 else ".2f" if value < 10 else ".0f"
                found[f"{what}_{arm}{end}"] = Number(value, form, ("S117",), "the engine, other seeds")
    return found
