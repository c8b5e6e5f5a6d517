"""Chapter 15: the product of Jacobians of fifty layers, by its singular values, and what may be measured.

Layers of 100 units, h <- f(h W), no biases. A gradient on the last layer is multiplied by each Jacobian.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch15_vanishing import deep_net, layer_signals
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu, sigmoid, tanh

WIDTH, N_LAYERS = 100, 50
SETS = {"": range(10), "_again": range(1000, 1010)}  # disjoint, by the end of a number's name
NETS = {  # unit and standard deviation of the weights
    "sigmoid": (sigmoid, WIDTH**-0.5),
    "tanh": (tanh, 1.0),
    "relu": (relu, (2 / WIDTH) ** 0.5),
    "relu_wide": (relu, 1.0),
}


def gaussian(rng) -> np.ndarray:
    """Weights N(0, 1/n).   -> (WIDTH, WIDTH)"""
    return rng.standard_normal((WIDTH, WIDTH)) / WIDTH**0.5


def singular_values(seed: int, n_layers: int = N_LAYERS) -> np.ndarray:
    """The singular values, largest first, after each layer of a linear network.   -> (n_layers, WIDTH)"""
    rng, J, found = np.random.default_rng(seed), np.eye(WIDTH), []
    for _ in range(n_layers):
        J = J @ gaussian(rng)
        found.append(np.linalg.svd(J, compute_uv=False))
    return np.array(found)


@kept
def spectra(seeds: range) -> np.ndarray:
    """Medians over the seeds of the largest, the root mean square and the median.   -> (N_LAYERS, 3)"""
    found = []
    for seed in seeds:
        s = singular_values(seed)
        found.append([s[:, 0], (s**2).mean(axis=1) ** 0.5, np.median(s, axis=1)])
    return np.median(found, axis=0).T


def weight_gradients(model, x, G) -> np.ndarray:
    """The norm of dJ/dW for each Linear of a Sequential, first to last, with J = sum(G model(x))."""
    weights = [layer.W for layer in model.layers]
    return np.array([np.linalg.norm(g) for g in grad((model(x) * G).sum(), weights)])


@kept
def profiles(name: str, seeds: range) -> np.ndarray:
    """log10 of the norms of dJ/dz and dJ/dW in each layer over those in the last.   -> (2, N_LAYERS)

    Means over the seeds, for 32 standard normal inputs and gradients on the outputs.
    """
    activation, std = NETS[name]
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = deep_net(activation, std, n_layers=N_LAYERS, width=WIDTH, rng=rng)
        x, G = rng.standard_normal((2, 32, WIDTH))
        both = np.array([layer_signals(model, x, G), weight_gradients(model, x, G)])
        found.append(np.log10(both / both[:, -1:]))
    return np.mean(found, axis=0)


def silent_share(width: int, n_layers: int, n_nets: int, seed: int) -> float:
    """How many of n_nets deep ReLU networks with biases 0 give 0 for one random input each."""
    rng = np.random.default_rng(seed)
    h = rng.standard_normal((n_nets, 1, width))
    for _ in range(n_layers):  # He's weights: h may shrink, but it is 0 only where all units are off
        h = np.maximum(0, h @ rng.standard_normal((n_nets, width, width)) * (2 / width) ** 0.5)
    return float((h == 0).all(axis=(1, 2)).mean())


def silent_by_hand(width: int, n_layers: int) -> float:
    """1 - (1 - 2^-n)^L: in each layer all n units are off with probability 2^-n.

    >>> round(silent_by_hand(3, 50), 4)
    0.9987
    """
    return 1 - (1 - 2.0**-width) ** n_layers


def numbers() -> dict[str, Number]:
    """Singular values after 1 and 50 layers; ratios of signals and of gradients; silent networks."""
    alone, found = "NumPy alone, other seeds", {}
    for end, seeds in SETS.items():
        spectrum = spectra(seeds)
        for layer in (N_LAYERS,) if end else (1, N_LAYERS):
            for what, value in zip(("largest", "rms", "middle"), spectrum[layer - 1], strict=True):
                form = ".0e" if value < 1e-3 else ".2f"
                found[f"{what}_{layer}{end}"] = Number(float(value), form, ("K033",), alone)
        for name in NETS:
            for what, profile in zip(("signal", "weights"), profiles(name, seeds), strict=True):
                rows = ("F030", "K033")
                found[f"{what}_{name}{end}"] = Number(float(profile[0]), ".1f", rows, "the inventory")
    for width in (3, 5, 10):
        found[f"silent_{width}"] = Number(silent_by_hand(width, 50), ".1%", ("F031",), "by hand")
    for end, seed in (("", 0), ("_again", 1)):
        found[f"silent_measured{end}"] = Number(silent_share(5, 50, 2000, seed), ".1%", ("F031",), "by hand")
    return found
