"""Chapter 14: the network of the tower: its weights, the signal through it, the gradients back through it.

For the same seed they are those of the chapter, number by number: inputs, weights and the gradient on the
last outputs, all drawn from one generator, the inputs and that gradient from N(0, 1). A size is a root mean
square.
"""

import math

from dlcourse.experiments.ch14_initialization import ACTIVATIONS
from dlcourse.graphs import symbolic_gradient
from dlcourse.widgets.frame import Kernel, symbols
from dlcourse.widgets.frame.bins import counted
from dlcourse.widgets.frame.random import generator, normals, orthonormal, uniforms

M, WIDTHS, MOST = 50, (25, 50, 100), 50  # samples, widths, layers; the chapter has width 100
RULES = {  # of a square weight matrix: what is drawn, and its size for width n: factor * n ** -power
    "N(0, .01^2)": ["normal", 0.01, 0],
    "N(0, 1)": ["normal", 1.0, 0],
    "LeCun": ["normal", 1.0, 0.5],
    "Glorot uniform": ["uniform", math.sqrt(3), 0.5],
    "Glorot normal": ["normal", 1.0, 0.5],
    "Glorot, gain 4": ["normal", 4.0, 0.5],
    "He uniform": ["uniform", math.sqrt(6), 0.5],
    "He normal": ["normal", math.sqrt(2), 0.5],
    "orthogonal": ["orthogonal", 1.0, 0],
}
FLAT = 0.01  # a slope below it in size counts as flat, as in chapter 3
LEAST = 1e-150  # of a size: below it there is no logarithm
DOWN = ("signal", "spread")  # what goes down the tower; gradients go up
SIDE, REACH, NEAR = 41, 3.0, 4.0  # bins of a histogram; how far they go in the tower, and in the large one


def unit_kernel(f, n: int) -> Kernel:
    """Outputs and slopes of a unit for n numbers.   z (n,)"""
    (z,) = symbols(z=(n,))
    h = f(z)
    return Kernel([z], {"h": h, "slope": symbolic_gradient(h.sum(), [z])[0]})


def product_kernel(n: int) -> Kernel:
    """h W.   h (M, n), W (n, n)"""
    h, W = symbols(h=(M, n), W=(n, n))
    return Kernel([h, W], {"z": h @ W})


def gradient_kernel(n: int) -> Kernel:
    """The gradients with respect to h and W, if that with respect to z = h W is dz.   dz (M, n)"""
    dz, h, W = symbols(dz=(M, n), h=(M, n), W=(n, n))
    dh, dW = symbolic_gradient(((h @ W) * dz).sum(), [h, W])
    return Kernel([dz, h, W], {"dh": dh, "dW": dW})


def kernels() -> dict[str, Kernel]:
    """For each width: the product, its gradients, and every unit."""
    found = {}
    for n in WIDTHS:
        found |= {f"product {n}": product_kernel(n), f"gradients {n}": gradient_kernel(n)}
        found |= {f"{unit} {n}": unit_kernel(f, M * n) for unit, f in ACTIVATIONS.items()}
    return found


def weights(run, rng):
    """The next weight matrix (n, n), flat."""
    n = run["width"]
    kind, factor, power = RULES[run["initializer"]]
    size = factor / n**power
    if kind == "uniform":
        return [size * (2 * u - 1) for u in uniforms(rng, n * n)]
    W = normals(rng, n * n)
    return orthonormal(W, n) if kind == "orthogonal" else [size * w for w in W]


def layer_on(h, run, rng):
    """The next layer, whose input is h: its weights, its outputs, and the slopes of its units there."""
    n, W = run["width"], weights(run, rng)
    z = run["kernels"][f"product {n}"](h, W)["z"]
    out = run["kernels"][f"{run['unit']} {n}"](z)
    return {"below": h, "W": W, "h": out["h"], "slope": out["slope"]}


def size_of(numbers):
    """The root mean square."""
    return math.sqrt(sum([x * x for x in numbers]) / len(numbers))


def log_of(size):
    """log10 of a size."""
    return math.log10(max(size, LEAST))


def centered(h, n):
    """h (M, n) minus the mean over samples: what differs from sample to sample."""
    means = [sum([h[r * n + k] for r in range(M)]) / M for k in range(n)]
    return [h[j] - means[j % n] for j in range(M * n)]


def flat_of(slopes, n):
    """How many outputs are flat, and how many of n units are flat for all samples, both in percent."""
    flat = [abs(slope) < FLAT for slope in slopes]
    dead = [all([flat[r * n + k] for r in range(M)]) for k in range(n)]
    return {"flat": 100 * sum([1 if so else 0 for so in flat]) / (M * n), "dead": 100 * sum(dead) / n}


def shape_of(numbers, size):
    """Their counts in units of a size, for the large histogram."""
    return counted([x / size for x in numbers], -NEAR, 2 * NEAR / SIDE, SIDE)


def bars_of(numbers, scale):
    """The counts of a row: log, "ridge" in units of `scale`, "shape" in those of their own size."""
    size = size_of(numbers)
    ridge = counted([x / scale for x in numbers], -REACH, 2 * REACH / SIDE, SIDE)
    return {"log": log_of(size), "ridge": ridge, "shape": shape_of(numbers, max(size, LEAST))}


def rows_of_layer(layer, n):
    """What is shown of a layer's outputs, and of their spread; "marked": those of "shape" that are flat."""
    h, flat = layer["h"], flat_of(layer["slope"], n)
    at_rest = [h[k] for k, slope in enumerate(layer["slope"]) if abs(slope) < FLAT]
    marked = shape_of(at_rest, max(size_of(h), LEAST))
    signal = {**bars_of(h, 1), **flat, "marked": marked}
    return {"signal": signal, "spread": {**bars_of(centered(h, n), 1), **flat}}


def setting(state, kernels):
    """What a run depends on. Signals go down the tower; gradients come after them, and go up."""
    names = "initializer", "unit", "depth", "seed"
    run = {name: state[name] for name in names} | {"width": int(state["width"]), "kernels": kernels}
    # the gradient on the outputs of layer 1 is there a step before that on its weights
    steps = run["depth"] - 1 if state["quantity"] == "gradient" else run["depth"]
    return {**run, "down": state["quantity"] in DOWN, "steps": steps}


def first(run):
    """The input; of gradients: the whole way of the signal, and the gradient at the top."""
    rng, n = generator(run["seed"]), run["width"]
    h = normals(rng, M * n)
    # the generator goes on from place to place: each of them is computed once, after the one before it
    if run["down"]:
        rows = {"signal": bars_of(h, 1), "spread": bars_of(centered(h, n), 1)}
        return {"step": 0, "h": h, "rng": rng, "rows": rows}
    layers, way = [], [{"log": log_of(size_of(h))}]
    for _ in range(run["depth"]):
        layers.append(layer_on(layers[-1]["h"] if layers else h, run, rng))
        way.append({"log": log_of(size_of(layers[-1]["h"])), **flat_of(layers[-1]["slope"], n)})
    G = normals(rng, M * n)
    rows = {"gradient": bars_of(G, 1), "weight": None}
    return {"step": 0, "layers": layers, "way": way, "G": G, "scale": 0, "rows": rows}


def following(place, run):
    """The signal one layer on, or the gradients one layer back: on the weights, then on what lies below."""
    n, step = run["width"], place["step"] + 1
    if run["down"]:
        layer = layer_on(place["h"], run, place["rng"])
        return {"step": step, "h": layer["h"], "rng": place["rng"], "rows": rows_of_layer(layer, n)}
    layer = place["layers"][run["depth"] - step]
    dz = [g * layer["slope"][k] for k, g in enumerate(place["G"])]
    found = run["kernels"][f"gradients {n}"](dz, layer["below"], layer["W"])
    scale = place["scale"] if place["scale"] > 0 else max(size_of(found["dW"]), LEAST)
    rows = {"gradient": bars_of(found["dh"], 1), "weight": bars_of(found["dW"], scale)}
    return {**place, "step": step, "G": found["dh"], "scale": scale, "rows": rows}


def is_over(place, run):
    """Whether all layers are through."""
    return place["step"] >= run["steps"]


def final(seed, state, kernels, run):
    """log10 of the size where the run of another seed ends."""
    other = {**run, "seed": seed}
    place = first(other)
    for _ in range(run["steps"]):
        place = following(place, other)
    return place["rows"][state["quantity"]]["log"]


def bar_of(log):
    """All runs count alike: their logarithms are kept."""
    return 0
