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
    ch03_lost_paths,
    ch03_units_on_trial,
    ch03_waves,
)
from dlcourse.experiments.ch02_intervals import median_interval, wilson


def activations():
    found = {"left": 0, "right": 1}
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
    }


def by_tanh(x):
    return x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def gelu_slope(x, h=1e-6):
    return (by_tanh(x + h) - by_tanh(x - h)) / (2 * h)


def dead_units():
    """Ranges from 200 further seeds for the counts over 400, and for the rates."""
    found = {"runs": 400, "units": 3200, "xor_4": 2.19}
    found |= {"plain_1_revived": 0, "slow_1_revived": 0}
    for name, options in ch03_dead_units.STEPS.items():
        other = ch03_dead_units.deaths_and_revivals(range(3000, 3200), **options)
        for layer in (0,) if name == "momentum" else (0, 1):
            dead, revived = other.dead[:, layer], other.revived[:, layer]
            low, high = ch03_dead_units.ratio_interval(revived, dead)
            apart = 1.5 * (high - low)  # of two estimates, each with its own interval
            key = f"{name}_{layer + 1}"
            for what, count in (("dead", dead), ("revived", revived)):
                expected, reach = 2 * count.sum(), 8 * count.std() * 200**0.5
                found.setdefault(f"{key}_{what}", (expected - reach, expected + reach))
            if key in ("plain_1", "slow_1"):
                continue  # none comes back
            for part in ("", "_first", "_fresh") if key in ("plain_2", "momentum_1") else ("",):
                found.setdefault(f"{key}{part}_rate", (low - apart, high + apart))
    return found


def at_zero():
    found = {"zeros_at_start": 0.25, "zeros_by_hand": 3, "z_by_hand": 8}
    seeds = range(10_000, 10_800)
    for n in ch03_at_zero.WIDTHS:
        left, right = (ch03_at_zero.solved(n, slope, seeds) for slope in (0.0, 1.0))
        for name, runs in (("left", left), ("right", right)):
            low, high = wilson(int(runs.sum()), len(seeds))
            for part in ("", "_first", "_fresh") if n == 2 else ("",):
                found[f"{name}_{n}{part}"] = low - 0.05, high + 0.05
        for name, pairs in (("left", left & ~right), ("right", right & ~left)):
            low, high = wilson(int(pairs.sum()), len(seeds))
            found[f"only_{name}_{n}"] = 2400 * low, 2400 * high
    return found


def units_on_trial():
    found = {"runs": 10}
    medians = {
        unit: ch03_units_on_trial.medians(unit, ch03_units_on_trial.FRESH)
        for unit in ch03_units_on_trial.UNITS
    }
    for unit, by_shape in medians.items():
        for shape, median in by_shape.items():
            room = 0.02 if shape == "one" else 0.1
            found[f"{unit.lower()}_{shape}"] = median - room, median + room
    return found | {"apart_one": (0.3, 2.0), "sets_apart": (1, 20)}


def waves():
    """Ranges from twenty further seeds."""
    found, seeds = {"narrow_z": 0.5, "wide_z": 8, "epochs": 40, "runs": 20}, range(2000, 2020)
    runs = {name: ch03_waves.errors(spread, seeds) for name, spread in ch03_waves.SPREADS.items()}
    runs["relu"] = ch03_waves.errors_of("ReLU", seeds)
    for name, errors in runs.items():
        low, high = median_interval(errors)
        for part in ("", "_others"):
            found[f"{name}{part}"] = 2 * low - high, 2 * high - low
    return found


def lost_paths():
    """Ranges from ten further seeds."""
    found = {}
    for lost, name in ((False, "kept"), (True, "lost")):
        accuracies, before, after = ch03_lost_paths.with_paths(lost, range(2000, 2010))
        low, high = median_interval(accuracies)
        for part in ("", "_others"):
            found[f"{name}{part}"] = 2 * low - high, 2 * high - low
        found[f"{name}_after"] = after / 2, 2 * after
    return found | {"before": (before - 0.5, before + 0.5)}


def architectures():
    return {"all": 27, "one_way": 9 + 7, "circles": 9 + 2}


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
    largest, fresh = np.transpose([ch03_layers.noise_fit(seed) for seed in range(2000, 2400)])
    low, high = median_interval(fresh)
    found |= {
        "noise_draws": 200,
        "noise_largest": (largest.min(), 1e-10),
        "noise_least": (1, 5 * fresh.min()),
    }
    found |= {name: (low / 1.5, 1.5 * high) for name in ("noise_fresh", "noise_fresh_others")}
    for unit in ("relu", "tanh"):
        low, high = wilson(int(ch03_layers.solved_with_skip(unit, range(5000, 6200)).sum()), 1200)
        found[f"skip_{unit}"] = low, high
        # Of fewer starts each: what a part may be off beyond that.
        found |= {f"skip_{unit}{part}": (low - 0.02, high + 0.02) for part in ("_first", "_fresh")}
    return found


def chain(skip):
    h, product = 0.0, 1.0
    for _ in range(20):
        s = 1 / (1 + math.exp(-h))
        product *= skip + s * (1 - s)
        h = skip * h + s
    return product
