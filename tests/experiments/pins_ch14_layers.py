"""Chapter 14: fifty layers in NumPy alone, units and slopes as functions of z."""

import math

import numpy as np
from scipy import special

from dlcourse.initializers import orthogonal

LECUN = 1.7159
CURVES = {  # unit and slope as functions of z
    "sigmoid": (special.expit, lambda z: special.expit(z) * special.expit(-z)),
    "tanh": (np.tanh, lambda z: np.cosh(z) ** -2.0),
    "lecun": (lambda z: LECUN * np.tanh(2 * z / 3), lambda z: LECUN * 2 / 3 * np.cosh(2 * z / 3) ** -2.0),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.heaviside(z, 0)),
}


def rms(a):
    return math.sqrt(np.square(a).mean())


def through(weights, x, G, unit):
    """log10: signal, spread, gradient on the first; first weight gradient over last, and the last.   (5,)"""
    f, slope = CURVES[unit]
    hs, zs, of_weights = [x], [], []
    for W in weights:
        zs.append(hs[-1] @ W)
        hs.append(f(zs[-1]))
    first = G
    for layer in range(len(weights) - 1, -1, -1):
        first = G
        D = G * slope(np.clip(zs[layer], -300, 300) if unit != "relu" else zs[layer])
        of_weights.append(rms(hs[layer].T @ D))
        G = D @ weights[layer].T
    spread = math.sqrt(np.square(hs[-1] - hs[-1].mean(axis=0)).mean())
    return np.log10([rms(hs[-1]), spread, rms(first), of_weights[-1] / of_weights[0], of_weights[0]])


DEVIATIONS = {"tiny": 0.01, "glorot": 0.1, "he": 0.02**0.5, "gain": 0.4, "one": 1.0}


def layers_of(start, seed):
    """Weights, inputs and the gradient on the last output, as the chapter draws them."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((50, 100))
    if start == "orthogonal":
        weights = [orthogonal((100, 100), rng) for _ in range(50)]
    else:
        weights = [DEVIATIONS[start] * rng.standard_normal((100, 100)) for _ in range(50)]
    return weights, x, rng.standard_normal((50, 100))


def runs_of(start, seeds):
    """What comes through 50 layers of 100 units, by unit, a row a seed; gradients are divided."""
    runs = {unit: [] for unit in CURVES}
    for seed in seeds:
        layers = layers_of(start, seed)
        for unit in CURVES:
            runs[unit].append(through(*layers, unit)[:4] - [0, 0, np.log10(rms(layers[2])), 0])
    return runs


def medians(start, seeds):
    """Of each column of `runs_of`, by unit."""
    return {unit: np.median(values, axis=0) for unit, values in runs_of(start, seeds).items()}


def chaotic():
    """Where N(0, 1) weights drive tanh layers, rounding errors reach the size of the signals: each processor
    has its own networks after the first layers, and two medians of 12 differ as those of other seeds do.
    """
    found, runs = {}, runs_of("one", range(12))
    for unit in ("tanh", "lecun"):
        values = np.array(runs[unit])
        error = 1.2533 * values.std(axis=0, ddof=1) / math.sqrt(len(values))  # of a median, near enough
        low, high = np.median(values, axis=0) + 4 * math.sqrt(2) * np.array([-error, error])
        found[f"spread_{unit}_one"] = low[1], high[1]
        found[f"gradient_{unit}_one"] = low[2], high[2]
        found |= {"weight_tanh_one": (low[3], high[3])} if unit == "tanh" else {}
    return found


def tower():
    """Of seed 0: signals, gradients and weight gradients."""
    glorot, he, tiny = (through(*layers_of(start, 0), "relu") for start in ("glorot", "he", "tiny"))
    sigmoid, gain = (through(*layers_of(start, 0), "sigmoid")[2] for start in ("glorot", "gain"))
    found = {"glorot": glorot[0], "he": he[0], "sigmoid": sigmoid, "gain": gain, "tiny": tiny[0]}
    found |= {"tiny_gradient": tiny[2], "last_weight": tiny[4], "first_weight": tiny[3] + tiny[4]}
    return {f"tower_{name}": value for name, value in found.items()}


def fifty_layers():
    found = {"width": 100, "n_samples": 50, "n_seeds": 12, "sums_apart": (0, 1e-11)}
    for start in (*DEVIATIONS, "orthogonal"):
        by = medians(start, range(12))
        for unit, (_, spread, gradient, _) in by.items():
            if start != "gain" or unit == "sigmoid":
                found[f"gradient_{unit}_{start}"] = gradient
            if start != "gain" and (unit != "sigmoid" or start == "one"):
                found[f"spread_{unit}_{start}"] = spread
        for unit in {"tiny": ["relu"], "glorot": ["sigmoid"], "one": ["tanh"]}.get(start, []):
            found[f"weight_{unit}_{start}"] = by[unit][3]
        if start == "glorot":
            found["signal_sigmoid"] = 10 ** by["sigmoid"][0]
    for unit, start in (("sigmoid", "glorot"), ("tanh", "glorot"), ("relu", "he"), ("relu", "one")):
        found[f"told_{unit}_{start}"] = found[f"gradient_{unit}_{start}"]
        found[f"told_{unit}_{start}_again"] = medians(start, range(1000, 1012))[unit][2]
    return found | tower() | chaotic()


def from_data():
    found = {}
    cases = (("sigmoid", "spread"), ("tanh", "spread"), ("relu", "spread"), ("sigmoid", "all"))
    for end, seeds in (("", range(12)), ("_again", range(1000, 1012))):
        runs = {case: [] for case in cases}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            x, new, G = rng.standard_normal((3, 50, 100))
            Q = [orthogonal((100, 100), rng) for _ in range(50)]
            for unit, measure in cases:
                h, weights = x, []
                for W in Q:
                    z = h @ W
                    centered = z - z.mean(axis=0) if measure == "spread" else z - z.mean()
                    weights.append(W / rms(centered))
                    h = CURVES[unit][0](h @ weights[-1])
                values = through(weights, new, G, unit)
                runs[unit, measure].append((values[1], values[2] - np.log10(rms(G))))
        for (unit, measure), values in runs.items():
            signal, gradient = np.median(values, axis=0)
            found[f"gradient_{unit}_{measure}{end}"] = gradient
            found |= {f"signal_{unit}_{measure}{end}": signal} if measure == "spread" else {}
    return found
