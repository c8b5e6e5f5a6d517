"""Chapter 9: regions counted: of networks that fold, of random ones in the plane and on a line, of XOR's.

Random networks in the plane have weights and biases from N(0, 1), and their regions are counted in the square
[-3, 3]^2. Random networks on a line start as those of `ch09_depth` do, counted from -3 to 3.
"""

import math

import numpy as np

from dlcourse.experiments.ch02_intervals import estimated_median, mean_interval
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.experiments.ch09_depth import draw
from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.models.regions import (
    count_regions,
    folding_network,
    guaranteed_regions,
    hidden_layers,
    maxout_regions,
    regions_seen,
    tent_network,
    upper_regions,
    zaslavsky,
)
from dlcourse.models.zigzag import zigzag_network
from dlcourse.numbers import Number, kept
from dlcourse.ops import absolute, relu

SEEDS, FRESH = range(20), range(1000, 1020)  # disjoint
PLANE = [(-3, 3), (-3, 3)]
LINE = [(-3, 3)]
IN_THE_PLANE = ((4,), (8,), (8, 8), (8, 8, 8))  # widths of random networks of two inputs
UNITS, DEPTHS = (12, 24), (1, 2, 3, 4)  # so many units in so many layers, on a line


def random_network(widths, seed: int) -> Sequential:
    """A ReLU network of two inputs and one output, hidden weights and biases from N(0, 1)."""
    rng, steps, n = np.random.default_rng(seed), [], 2
    for width in widths:
        steps += [linear_of(rng.standard_normal((n, width)), rng.standard_normal(width)), relu]
        n = width
    return Sequential(*steps, linear_of(np.ones((n, 1)), [0.0]))


@kept
def counts_in_the_plane(widths: tuple, seeds: range = SEEDS) -> np.ndarray:
    """The regions of random networks in the square.   -> (n_seeds,)"""
    networks = [random_network(widths, seed) for seed in seeds]
    return np.array([count_regions(hidden_layers(network), PLANE) for network in networks])


@kept
def counts_on_a_line(n_units: int, depth: int, seeds: range = SEEDS) -> np.ndarray:
    """The regions of networks at their start, n_units in layers of equal width.   -> (n_seeds,)"""
    widths = (1, *[n_units // depth] * depth, 1)
    return np.array([count_regions(hidden_layers(draw(widths, seed)), LINE) for seed in seeds])


def least_error_rate(n_units: int, folds: int) -> float:
    """The error rate below which no layer of n_units ReLU comes, at 2^folds peaks and valleys of the saw.

    The question is whether the saw is above 1/2; the answers alternate. n_units + 1 pieces cross 1/2 at most
    as often, so they are constant on at most n_units + 2 stretches, each with at most half a point more right
    than wrong. Source: after Telgarsky 2016.

    >>> least_error_rate(6, folds=4), least_error_rate(14, folds=4)
    (0.25, 0.0)
    """
    return max(0.0, (1 - (n_units + 2) / 2**folds) / 2)


def folded_xor() -> Sequential:
    """XOR by one fold of the plane: |x1 - x2|."""
    return Sequential(linear_of([[1.0], [-1.0]], [0.0]), absolute, linear_of([[1.0]], [0.0]))


def mean_number(values, seeds: range, source: str, rows: tuple = ()) -> Number:
    """A mean as a page shows it, with its 99 % interval."""
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    interval = mean_interval(values)
    return Number(float(np.mean(values)), ".1f", rows, source, interval=interval, n=len(values), seeds=shown)


def exact_numbers() -> dict[str, Number]:
    """Counts of networks whose weights are chosen, and bounds."""
    xor, folded = hidden_layers(hand_set_network()), hidden_layers(folded_xor())
    exact = {
        "seen_10": (regions_seen(tent_network(4), [(0, 1)], 10), ("S111",), "by hand"),
        "tent_10": (count_regions(hidden_layers(tent_network(10)), [(0, 1)]), ("S108", "F029"), "2^10"),
        "tent_10_shallow": (2**10 - 1, ("S108",), "one less than pieces"),
        "folds_5": (count_regions(hidden_layers(folding_network(5)), [(-1, 1)] * 2, -1), ("S109",), "4^5"),
        "lines_3": (zaslavsky(3, 2), ("S111",), "the inventory"),
        "lines_4": (zaslavsky(4, 2), ("S111",), "the inventory"),
        "lines_8": (zaslavsky(8, 2), ("S110", "S111"), "the inventory"),
        "lines_10": (zaslavsky(10, 2), ("S111",), "the inventory"),
        "lines_24": (zaslavsky(24, 2), ("S110",), "the inventory"),
        "guaranteed_4_2": (guaranteed_regions(4, 2, 2), ("S110",), "the inventory"),
        "guaranteed_8_3": (guaranteed_regions(8, 2, 3), ("S110",), "the inventory"),
        "upper_4_2": (upper_regions((4, 4), 2), ("S110",), "the inventory"),
        "binomial": (math.comb(4, 2) ** 2 * 4**2, ("S110",), "the inventory"),
        "maxout_2_5": (maxout_regions(2, 2, 5), ("S112",), "the inventory"),
        "maxout_2_3": (maxout_regions(2, 1, 3), ("S112",), "the inventory"),
        "zigzag_counted": (count_regions(hidden_layers(zigzag_network(3, 4)), [(0, 1)]), ("S110",), "4^4"),
        "zigzag_guaranteed": (guaranteed_regions(3, 1, 4), ("S110",), "by hand"),
        "line_upper": (upper_regions((6, 6, 6, 6), 1), (), "7^4"),
        "xor_regions": (
            count_regions(xor, [(-1, 2)] * 2),
            ("S109",),
            "by hand",
        ),
        "xor_folded": (count_regions(folded, [(-1, 2)] * 2, -1), ("S109",), "by hand"),
    }
    return {name: Number(count, ",", rows, source) for name, (count, rows, source) in exact.items()}


def numbers() -> dict[str, Number]:
    """Exact counts and bounds; ranges, medians and means of random networks over two sets of seeds."""
    found = exact_numbers()
    found["wrong_100"] = Number(least_error_rate(100, 10), ".0%", ("F029",), "by hand")
    for widths in IN_THE_PLANE:
        name = "_".join(map(str, widths))
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            counts = counts_in_the_plane(widths, seeds)
            for what, count in (("least", counts.min()), ("most", counts.max())):
                found[f"{what}_{name}{end}"] = Number(int(count), "d", ("S111",), "patterns on a grid")
            if widths[0] == 8:
                median = estimated_median(counts, seeds, "patterns on a grid", ".0f", ("S111",))
                found[f"median_{name}{end}"] = median
    for depth in (1, 4):
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            counts = counts_on_a_line(24, depth, seeds)
            found[f"line_24_{depth}{end}"] = mean_number(counts, seeds, "kinks between floats")
    return found
