"""Chapter 1: where to put the centers of bells. Four placements on two kinds of data, and what training adds.

On a sine with a gap the inputs are one number, with clusters two. Source of the placements: deck Fix, page
32; the data and the widths are ours, since the deck names none.
"""

from functools import cache

import numpy as np

from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.models.neural_gas import growing_neural_gas
from dlcourse.models.rbf import fit_three_phases, fit_two_phases, kmeans, random_centers, uniform_centers
from dlcourse.numbers import Number

PLACEMENTS = ("grid", "random", "k-means", "gas")
FIRST, FRESH = range(40), range(1000, 1040)  # disjoint sets of seeds; each seed draws its own data
THIRD, THIRD_FRESH = range(100), range(1000, 1100)  # those of the third phase
N_BELLS, NARROW, WIDE, ROUND = 6, 0.1, 0.2, 0.5  # bells; sigma on the sine, twice, and on clusters
BEFORE_TRAINING = 0.15  # sigma on the sine, before the third phase learns it
CLUSTERS = (100, 60, 40, 20, 20, 20)  # how many points each has


def sine_with_a_gap(rng):
    """30 points of sin(2 pi x) with noise .05, none of them between .4 and .6.   -> x (30, 1), y (30, 1)"""
    x = np.sort(np.concatenate([rng.uniform(0, 0.4, 15), rng.uniform(0.6, 1, 15)]))[:, None]
    return x, np.sin(2 * np.pi * x) + 0.05 * rng.standard_normal(x.shape)


def clusters(rng):
    """Six round clusters on a circle of radius 3, each with its target.   -> x (260, 2), y (260, 1)"""
    angles = 2 * np.pi * np.arange(len(CLUSTERS)) / len(CLUSTERS)
    middles = 3 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    labels = np.repeat(np.arange(len(CLUSTERS)), CLUSTERS)
    x = middles[labels] + 0.15 * rng.standard_normal((len(labels), 2))
    return x, rng.standard_normal((len(CLUSTERS), 1))[labels]


def place(name: str, x, k: int, rng) -> np.ndarray:
    """k centers for x (m, n) by one of PLACEMENTS.   -> (k, n)

    A grid in the plane has k / 2 columns and 2 rows.
    """
    if name == "grid":
        return uniform_centers(x, k) if x.shape[1] == 1 else _grid(x, k // 2, 2)
    if name == "random":
        return random_centers(x, k, rng=rng)
    if name == "k-means":
        return kmeans(x, k, rng=rng).centers
    return growing_neural_gas(x, k, rng=rng, n_between=50, n_after=500).centers


def _grid(x, n_columns, n_rows):
    sides = (
        np.linspace(low, high, n)
        for low, high, n in zip(x.min(axis=0), x.max(axis=0), (n_columns, n_rows), strict=True)
    )
    return np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)


def errors_on_sine(seed: int, sigma: float = NARROW) -> dict[str, float]:
    """The root mean squared error of each placement, between the true sine and six bells, on [0, 1]."""
    x, y = sine_with_a_gap(np.random.default_rng(seed))
    at = np.linspace(0, 1, 101)[:, None]
    return _errors(x, y, sigma, at, np.sin(2 * np.pi * at), seed)


def errors_on_clusters(seed: int) -> dict[str, float]:
    """The root mean squared error of each placement, with six bells on points of six clusters."""
    x, y = clusters(np.random.default_rng(seed))
    return _errors(x, y, ROUND, x, y, seed)


def _errors(x, y, sigma, at, truth, seed):
    found = {}
    for name in PLACEMENTS:
        centers = place(
            name, x, N_BELLS, np.random.default_rng([seed, 1])
        )  # of its own: not that of the data
        answers = fit_two_phases(x, y, centers, sigma)(at).array
        found[name] = float(np.sqrt(((answers - truth) ** 2).mean()))
    return found


@cache
def table(data: str, seeds=FIRST) -> dict[str, np.ndarray]:
    """The errors of each placement, one for each seed.   data: narrow, wide (both the sine) or clusters"""
    runs = {
        "narrow": lambda seed: errors_on_sine(seed, NARROW),
        "wide": lambda seed: errors_on_sine(seed, WIDE),
        "clusters": errors_on_clusters,
    }
    found = [runs[data](seed) for seed in seeds]
    return {name: np.array([one[name] for one in found]) for name in PLACEMENTS}


def wins(data: str, name: str, seeds=FIRST) -> int:
    """On how many of the data sets the placement has the least error of all."""
    errors = table(data, seeds)
    return int((errors[name] <= np.min(list(errors.values()), axis=0)).sum())


@cache
def third_phase(seeds=THIRD, n_steps: int = 20) -> dict[str, np.ndarray]:
    """Errors on the sine before and after training k-means' bells by gradients, for each seed.

    "training": on the data, noise and all; "test": against the true sine. Each is (n seeds, 2).
    """
    at = np.linspace(0, 1, 101)[:, None]
    found = {"training": [], "test": []}
    for seed in seeds:
        x, y = sine_with_a_gap(np.random.default_rng(seed))
        centers = place("k-means", x, N_BELLS, np.random.default_rng([seed, 1]))
        nets = (
            fit_two_phases(x, y, centers, BEFORE_TRAINING),
            fit_three_phases(x, y, centers, BEFORE_TRAINING, n_steps=n_steps),
        )
        for part, inputs, truth in (("training", x, y), ("test", at, np.sin(2 * np.pi * at))):
            found[part].append([np.sqrt(((net(inputs).array - truth) ** 2).mean()) for net in nets])
    return {part: np.array(errors) for part, errors in found.items()}


def numbers() -> dict[str, Number]:
    """Median errors of the placements, how often one is best, and errors around the third phase."""
    found = {
        "n_sets": Number(len(FIRST), "d", (), "a setting of ours"),
        "third_sets": Number(len(THIRD), "d", (), "a setting of ours"),
        "third_sigma": Number(BEFORE_TRAINING, "g", (), "a setting of ours"),
    }
    for data in ("narrow", "wide", "clusters"):
        for name, errors in table(data).items():
            key = f"{data}_{name.replace('-', '_')}"
            found[key] = Number(float(np.median(errors)), ".3f", ("F012",), "other seeds")
    for data, name, part, seeds in (
        ("narrow", "grid", "", FIRST),
        ("narrow", "grid", "_fresh", FRESH),
        ("clusters", "grid", "", FIRST),
        ("clusters", "gas", "", FIRST),
        ("clusters", "gas", "_fresh", FRESH),
    ):
        k = wins(data, name, seeds)
        found[f"{data}_{name}_wins{part}"] = estimate(k, seeds, "other seeds", form=".0%", rows=("F012",))
    for part, errors in third_phase().items():
        for when, column in (("before", 0), ("after", 1)):
            median = float(np.median(errors[:, column]))
            found[f"{part}_{when}"] = Number(median, ".3f", ("F014",), "other seeds")
    for key, seeds in (("third_worse", THIRD), ("third_worse_fresh", THIRD_FRESH)):
        test = third_phase(seeds)["test"]
        worse = int((test[:, 1] > test[:, 0]).sum())
        found[key] = estimate(worse, seeds, "other seeds", form=".0%", rows=("F014",))
    return found
