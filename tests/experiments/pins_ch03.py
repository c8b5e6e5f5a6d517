"""Chapter 3's numbers from elsewhere: closed forms, the normal distribution, counts by hand, other seeds."""

import math
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq
from scipy.special import erf, lambertw

from dlcourse.experiments import (
    ch03_at_zero,
    ch03_dead_units,
    ch03_layers,
    ch03_units_on_trial,
)
from dlcourse.experiments.ch02_intervals import wilson


def activations():
    found = {"left": 0, "right": 1, "central": 0.5, "library": 0}
    half = math.sqrt(1 - 0.04)  # s (1 - s) = 0.01 has the roots (1 +- half) / 2
    beyond = {"sigmoid": math.log((1 + half) / (1 - half)), "tanh": math.atanh(math.sqrt(0.99))}
    for spread in (1, 3, 10):
        for name, z in beyond.items():
            found[f"{name}_flat_{spread}"] = 2 * (1 - NormalDist().cdf(z / spread))
        found[f"relu_flat_{spread}"] = 0.5
    found |= {f"tangents_{k}": 1 / k**2 for k in (2, 4, 8, 16)}
    w = float(lambertw(1 / math.e).real)
    slope = brentq(gelu_slope, -1.0, -0.5)
    return found | {
        "tanh_identity": 3.3e-16,
        "tanh_tenth": 0.1**3 / 3 - 2 * 0.1**5 / 15,
        "silu_at": -1 - w,
        "silu_least": -w,
        "gelu_at": slope,
        "gelu_least": by_tanh(slope),
        "gelu_off": max(abs(by_tanh(x) - x * (1 + erf(x / 2**0.5)) / 2) for x in np.linspace(-6, 6, 2401)),
        "largest_exponent": 1024 * math.log(2) + math.log1p(-(2**-53)),
        "softplus_at_0": math.log(2),
        "sigmoid_at_0": 0.25,
    }


def by_tanh(x):
    return x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def gelu_slope(x, h=1e-6):
    return (by_tanh(x + h) - by_tanh(x - h)) / (2 * h)


def dead_units():
    """A range from two further sets of seeds for each count, scaled to the number of runs."""
    found = {"runs": 400, "units": 3200, "xor_4": 2.19}
    sizes = {"": 400, "_first": 200, "_fresh": 200}
    for name, options in (("plain", {}), ("momentum", {"momentum": 0.9, "lr": 0.2})):
        other = ch03_dead_units.deaths_and_revivals(range(3000, 3200), **options)
        for layer in (0, 1):
            counts = {what: getattr(other, what)[:, layer] for what in ("dead", "revived", "at_end")}
            low, high = ch03_dead_units.ratio_interval(counts["revived"], counts["dead"])
            apart = 1.5 * (high - low)  # of two estimates, each with its own interval
            for part, n_runs in sizes.items():
                key = f"{name}_{layer + 1}{part}"
                for what, count in counts.items():
                    expected, reach = count.sum() * n_runs / 200, 4 * count.std() * n_runs / 200**0.5
                    found[f"{key}_{what}"] = expected - reach, expected + reach
                found[f"{key}_rate"] = low - apart, high + apart
    for part in sizes:  # no gradient, so no way back
        found[f"plain_1{part}_revived"] = found[f"plain_1{part}_rate"] = 0
    return found


def at_zero():
    found = {"zeros_at_start": 0.25, "zeros_by_hand": 3, "z_by_hand": 8}
    seeds = range(10_000, 10_800)
    for n in ch03_at_zero.WIDTHS:
        left, right = (ch03_at_zero.solved(n, slope, seeds) for slope in (0.0, 1.0))
        for name, runs in (("left", left), ("right", right)):
            low, high = wilson(int(runs.sum()), len(seeds))
            for part in ("", "_first", "_fresh"):
                found[f"{name}_{n}{part}"] = low - 0.05, high + 0.05
        for name, pairs in (("left", left & ~right), ("right", right & ~left)):
            low, high = wilson(int(pairs.sum()), len(seeds))
            found[f"only_{name}_{n}"] = 2400 * low, 2400 * high
        found[f"zeros_at_end_{n}"] = (
            ch03_at_zero.zeros_at_end(n, seeds) - 0.01,
            ch03_at_zero.zeros_at_end(n, seeds) + 0.01,
        )
    return found


def units_on_trial():
    found = {
        "runs": 10,
        "parameters_one": 65 * 16 + 17 * 10,
        "parameters_eight": 65 * 16 + 7 * 17 * 16 + 17 * 10,
    }
    medians = {
        unit: ch03_units_on_trial.medians(unit, ch03_units_on_trial.FRESH)
        for unit in ch03_units_on_trial.UNITS
    }
    for unit, by_shape in medians.items():
        for shape, median in by_shape.items():
            room = 0.02 if shape == "one" else 0.1
            found[f"{unit.lower()}_{shape}"] = median - room, median + room
    return found | {"apart_one": (0.3, 2.0)}


def architectures():
    return {"all": 27, "one_way": 9 + 7, "circles": 9 + 2, "deepest": 4}


def layers():
    found = {
        "xor": 9,
        "digits": 65 * 32 + 33 * 10,
        "deep": 65 * 24 + 2 * 25 * 24 + 25 * 10,
        "linear_16": 65 * 16,
        "maxout_16": 65 * 16 * 4,
        "after_pieces": 64 * 10,
        "after_maxout": 16 * 10,
        "tent_deep": 4 + 3 * 6 + 3,
        "tent_shallow": 15 + 15 + 15 + 1,
        "tent_pieces": 16,
        "with_skip": 7,
        "seen_1": 4,
        "seen_2": 10,
        "seen_3": 22,
        "below_1": 0.00515,
        "near_1": 0.605,
        "above_1": 1.645,
        "slope_plain": chain(False),
        "slope_skip": chain(True),
        "noise_n": 30,
        "templates": (0.9, 0.98),
        "templates_dead": (1, 8),
    }
    others = [ch03_layers.noise_fit(seed) for seed in range(1, 21)]
    for name, values in zip(("noise_largest", "noise_fresh"), zip(*others, strict=True), strict=True):
        found[name] = min(values) / 2, 2 * max(values)
    for unit in ("relu", "tanh"):
        found[f"skip_{unit}"] = wilson(int(ch03_layers.solved_with_skip(unit, range(5000, 6200)).sum()), 1200)
    return found


def chain(skip):
    h, product = 0.0, 1.0
    for _ in range(20):
        s = 1 / (1 + math.exp(-h))
        product *= skip + s * (1 - s)
        h = skip * h + s
    return product
