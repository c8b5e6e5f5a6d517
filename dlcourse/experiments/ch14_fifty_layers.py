"""Chapter 14: what arrives after fifty layers: signals, their spread over samples, and gradients, by start.

Square layers h = f(h W) without biases, inputs N(0, 1), a gradient N(0, 1) on the last output. All sizes are
root mean squares, shown as logarithms to base 10.
"""

from dataclasses import replace
from functools import partial

import numpy as np

from dlcourse import initializers
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.numbers import Number, kept
from dlcourse.ops import lecun_tanh, relu, sigmoid, tanh

N_LAYERS, WIDTH, N_SAMPLES = 50, 100, 50
UNITS = {  # name: unit, and its slope as a function of its output h
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (tanh, lambda h: 1 - h * h),
    "LeCun tanh": (lecun_tanh, lambda h: 2 / 3 * (1.7159 - h * h / 1.7159)),
    "ReLU": (relu, lambda h: (h > 0) * 1.0),
}
STARTS = {
    "tiny": initializers.normal(0.01),
    "glorot": initializers.glorot_normal,  # LeCun's, too: these layers are square
    "he": initializers.he_normal,
    "gain": partial(initializers.glorot_normal, gain=4.0),  # makes up for sigmoid'(0) = 1/4
    "orthogonal": initializers.orthogonal,
    "one": initializers.normal(1.0),
}
SETS = {"": range(12), "_again": range(1000, 1012)}  # disjoint
WHAT = ("signal", "spread", "gradient", "weight")
SHORT = {"sigmoid": "sigmoid", "tanh": "tanh", "LeCun tanh": "lecun", "ReLU": "relu"}
TOLD_TWICE = (("sigmoid", "glorot"), ("tanh", "glorot"), ("ReLU", "he"), ("ReLU", "one"))


def size(array) -> float:
    """The root mean square."""
    return float(np.sqrt((array * array).mean()))


def spread(h) -> float:
    """How far samples differ: the root mean, over units, of the variance over samples.   h (m, n)"""
    return float(np.sqrt(h.var(axis=0).mean()))


def forward(weights, f, x) -> list[np.ndarray]:
    """The inputs, and the outputs of each layer.   x (m, n) -> n_layers + 1 arrays"""
    found = [x]
    for W in weights:
        found.append(f(found[-1] @ W))
    return found


def backward(weights, slope, outputs, G):
    """dJ/dh and dJ/dW of each layer, from G = dJ/dh of the last, by the chain rule."""
    on_outputs, on_weights = [G], []
    for W, x, h in zip(weights[::-1], outputs[-2::-1], outputs[:0:-1], strict=True):
        D = on_outputs[-1] * slope(h)
        on_weights.append(x.T @ D)
        on_outputs.append(D @ W.T)
    return on_outputs[-2::-1], on_weights[::-1]  # without that on the inputs


def drawn(start: str, seed: int, n_layers: int = N_LAYERS):
    """Weights of all layers, inputs and the last gradient, from one generator."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((N_SAMPLES, WIDTH))
    weights = [STARTS[start]((WIDTH, WIDTH), rng) for _ in range(n_layers)]
    return weights, x, rng.standard_normal(x.shape)


def sizes(unit: str, weights, x, G) -> dict[str, np.ndarray]:
    """The sizes of WHAT in each layer: of h, its spread, dJ/dh and dJ/dW.   -> four arrays (n_layers,)"""
    f, slope = UNITS[unit]
    outputs = forward(weights, f, x)
    on_outputs, on_weights = backward(weights, slope, outputs, G)
    h = outputs[1:]
    parts = map(size, h), map(spread, h), map(size, on_outputs), map(size, on_weights)
    return {name: np.array(list(part)) for name, part in zip(WHAT, parts, strict=True)}


def passage(start: str, unit: str, seed: int = 0) -> dict[str, np.ndarray]:
    """`sizes` of a network of this start, drawn with the seed."""
    return sizes(unit, *drawn(start, seed))


def shares(start: str, unit: str, seed: int = 0) -> np.ndarray:
    """The sum of W * dJ/dW over each layer's weights.   -> (n_layers,)

    For ReLU layers without biases all are equal: such a layer is linear in h along its own signal, so each
    sum is that of h * dJ/dh.
    """
    (f, slope), (weights, x, G) = UNITS[unit], drawn(start, seed)
    on_weights = backward(weights, slope, forward(weights, f, x), G)[1]
    return np.array([(W * dW).sum() for W, dW in zip(weights, on_weights, strict=True)])


@kept
def arriving(start: str, seeds: range) -> dict[tuple[str, str], np.ndarray]:
    """log10 of what arrives, by unit and what, for each seed: signal and spread of the last layer; the
    gradient on the first layer's outputs over that on the last's; the first weight gradient over the last.
    """
    found = {}
    for seed in seeds:
        layers = drawn(start, seed)  # once for all units
        for unit in UNITS:
            run = sizes(unit, *layers)
            for what, values in run.items():
                ratio = values[-1] if what in ("signal", "spread") else values[0] / values[-1]
                found.setdefault((unit, what), []).append(np.log10(ratio))
    return {key: np.array(values) for key, values in found.items()}


def numbers() -> dict[str, Number]:
    """Medians over seeds by start and unit, four of them for other seeds as well; two sums by layer."""
    found = {}
    for unit, short in SHORT.items():
        for start in [start for start in STARTS if start != "gain"]:
            found[f"gradient_{short}_{start}"] = _median(start, unit, "gradient")
            if unit != "sigmoid" or start == "one":  # else rounding
                found[f"spread_{short}_{start}"] = _median(start, unit, "spread")
    found["gradient_sigmoid_gain"] = _median("gain", "sigmoid", "gradient")  # made for this unit alone
    for unit, start in TOLD_TWICE:
        for end, seeds in SETS.items():
            values = arriving(start, seeds)[unit, "gradient"]
            told = estimated_median(values, seeds, "NumPy alone", ".1f")
            found[f"told_{SHORT[unit]}_{start}{end}"] = replace(told, tolerance=1e-4)
    for unit, start in (("ReLU", "tiny"), ("sigmoid", "glorot"), ("tanh", "one")):
        found[f"weight_{SHORT[unit]}_{start}"] = _median(start, unit, "weight")
    signal = 10 ** np.median(arriving("glorot", SETS[""])["sigmoid", "signal"])
    found["signal_sigmoid"] = Number(float(signal), ".2f", ("S086",), "NumPy alone", 0.02)
    sums = shares("glorot", "ReLU")
    found["sums_apart"] = Number(float(abs(sums / sums[0] - 1).max()), ".0e", (), "0 but for rounding")
    counts = {"width": WIDTH, "n_samples": N_SAMPLES, "n_seeds": len(SETS[""])}
    found |= _of_seed_0()
    return found | {name: Number(n, "d", (), "a setting of ours") for name, n in counts.items()}


def _median(start, unit, what):
    values = arriving(start, SETS[""])[unit, what]
    # tanh layers of large weights are chaotic: rounding grows as gradients do and decides the last places
    chaotic = start == "one" and "tanh" in unit and what != "spread"
    return Number(float(np.median(values)), ".0f" if chaotic else ".1f", ("F078",), "NumPy alone", 1e-4)


def _of_seed_0():
    """What the tasks of the depth tower show."""
    seen = {
        "glorot": ("glorot", "ReLU", "signal", -1),
        "he": ("he", "ReLU", "signal", -1),
        "sigmoid": ("glorot", "sigmoid", "gradient", 0),
        "gain": ("gain", "sigmoid", "gradient", 0),
        "first_weight": ("tiny", "ReLU", "weight", 0),
        "last_weight": ("tiny", "ReLU", "weight", -1),
        "tiny": ("tiny", "ReLU", "signal", -1),
        "tiny_gradient": ("tiny", "ReLU", "gradient", 0),
    }
    found = {}
    for name, (start, unit, what, layer) in seen.items():
        value = float(np.log10(passage(start, unit)[what][layer]))
        found[f"tower_{name}"] = Number(value, ".1f", (), "NumPy alone", 1e-4)
    return found
