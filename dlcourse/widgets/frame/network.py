"""Chapter 2: a network with one hidden layer in a live control: kernels, lists, tables.

f(x) = g(x W + c) w + b, with W (inputs, n), c (n,), w (n, 1), b (1,). As one list: W row by row, c, w, b.
"""

import math
from collections.abc import Mapping

import numpy as np

from dlcourse.graphs import symbolic_gradient
from dlcourse.losses import mean_squared_error
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.arrays import arrays_of, named_numbers
from dlcourse.widgets.frame.kernel import Kernel, symbols
from dlcourse.widgets.frame.random import draws

PARAMETERS = ("W", "c", "w", "b")
RIGHT = 1e-9  # so far beyond one half is more than rounding
SEEN = 2  # hidden units whose plane is shown
HIDDEN_UNITS = ["h₁", "h₂", "h₃", "h₄"]


def shapes(n_in: int, n: int) -> dict[str, tuple]:
    """The shape of each parameter, in their order."""
    return {"W": (n_in, n), "c": (n,), "w": (n, 1), "b": (1,)}


def unflat(numbers, n_in, n):
    """The parameters from one list, each as one.

    >>> unflat([1, 2, 3, 4, 5], 2, 1)
    {'W': [1, 2], 'c': [3], 'w': [4], 'b': [5]}
    """
    return arrays_of(numbers, {"W": [n_in * n], "c": [n], "w": [n], "b": [1]})


def drawn_start(seed, n_in, n, bias):
    """The parameters as `glorot_uniform` draws them for a seed, with this bias in each hidden unit."""
    one, other = math.sqrt(6 / (n_in + n)), math.sqrt(6 / (n + 1))
    u = draws(seed, (n_in + 1) * n)
    W, w = [2 * one * v - one for v in u[0 : n_in * n]], [2 * other * v - other for v in u[n_in * n :]]
    return {"W": W, "c": [bias] * n, "w": w, "b": [0.0]}


def as_arrays(place, n_in):
    """What Python reads: arrays with their rows."""
    n = len(place["c"])
    found = arrays_of(place["W"], {"W": [n_in, n]})
    return {**found, "c": place["c"], "w": [[v] for v in place["w"]], "b": place["b"]}


def by_name(place, n_in):
    """The numbers by their names, as in W1.0, from input 1 to unit 1."""
    return named_numbers({**as_arrays(place, n_in), "w": place["w"]})


def forward(g, x, W, c, w, b) -> dict:
    """Every array on the way.   x (m, inputs) -> z, h (m, n), f (m, 1)"""
    z = x @ W + c
    h = g(z)
    return {"z": z, "h": h, "f": h @ w + b}


def network_kernels(units: Mapping, widths, x, y) -> dict[str, Kernel]:
    """For each unit and width: "batch", the samples x with targets y of 0 or 1, and "point", one x. For each
    width "named", what pictures name."""
    found = {}
    for n in widths:
        found[f"named {n}"] = named(x.shape[1], n, y)
        for unit, g in units.items():
            found[f"batch {unit} {n}"] = batch(g, n, x, y)
            found[f"point {unit} {n}"] = point(g, n, x.shape[1])
    return found


def batch(g, n: int, x, y) -> Kernel:
    """W, c, w, b -> z, h, f of the samples, J, and J's gradients dW, dc, dw, db"""
    theta = symbols(**shapes(x.shape[1], n))
    arrays = forward(g, x, *theta)
    J = mean_squared_error(arrays["f"], y)
    gradients = zip(PARAMETERS, symbolic_gradient(J, theta), strict=True)
    return Kernel(theta, arrays | {"J": J} | {f"d{name}": grad for name, grad in gradients})


def point(g, n: int, n_in: int) -> Kernel:
    """x (1, inputs), W, c, w, b -> z, h, f"""
    x, *theta = symbols(x=(1, n_in), **shapes(n_in, n))
    return Kernel([x, *theta], forward(g, x, *theta))


def named(n_in: int, n: int, y) -> Kernel:
    """What a batch has besides: slope, the length of J's gradient; W1, W2, ..., W's rows; zt, ht: z and h
    unit by unit; right: how many samples lie on the right side of one half; half: with every further unit at
    its mean, f is 1/2 where w1 h1 + w2 h2 + half is 0."""
    W, c, w, b = theta = symbols(**shapes(n_in, n))
    gradients, m = symbols(**{f"d{name}": shape for name, shape in shapes(n_in, n).items()}), len(y)
    z, h, f = symbols(z=(m, n), h=(m, n), f=(m, 1))
    further = np.where(np.arange(n) < SEEN, 0.0, 1.0)
    outputs = {"slope": sum((g * g).sum() for g in gradients) ** 0.5, "zt": z.T, "ht": h.T}
    outputs |= {f"W{i + 1}": row @ W for i, row in enumerate(np.eye(n_in))}
    outputs["half"] = (np.full(m, 1 / m) @ h * further) @ w + b - 0.5
    outputs["right"] = ((f - 0.5) * (y - 0.5) > RIGHT).sum()
    return Kernel([*theta, z, h, f, *gradients], outputs)


def numbers_table(control, n_in: int) -> str:
    """The network's numbers as inputs, a row for each unit, of which some are there."""

    def box(name, spoken):
        return control.typed(name, -100, 100, spoken)

    rows = []
    for j, name in enumerate(HIDDEN_UNITS):
        unit = f"hidden unit {j + 1}"
        row = [name, *(box(f"W{i}.{j}", f"weight from input {i} to {unit}") for i in range(1, n_in + 1))]
        row += [box(f"c.{j}", f"bias of {unit}"), box(f"w.{j}", f"weight from {unit} to the output")]
        rows.append((markup.part_of(j, control.values["things"]), row))
    head = ["unit", "W, from x₁", *(f"from x{'₀₁₂₃₄'[i]}" for i in range(2, n_in + 1)), "c", "w, to f"]
    last = ["f", *[""] * n_in, box("b.0", "bias of the output"), ""]
    return markup.table("dlc-typed dlc-live", head, [*rows, ("", last)])


def network_legend(control) -> str:
    """What marks and lines of its pictures mean."""
    n = control.values["things"]
    units = [(f"unit{j}", f"{h}: z = 0", markup.part_of(j - 1, n)) for j, h in enumerate(HIDDEN_UNITS, 1)]
    return markup.legend(
        *(("zero", "y = 0"), ("one", "y = 1"), ("half", "f = ½ (blue below, orange above)"), *units),
        *(("plus", "weight above 0"), ("minus", "weight below 0")),
    )


def walk_table(control, x, y, most: int) -> str:
    """The batch on its way through the network, a sample in each row.   most: units"""
    rows, m = [], len(x)
    for i in range(m):
        names = [f"{name}t.{m * j + i}" for name in "zh" for j in range(most)] + [f"f.{i}"]
        cells = [control.output(name, f"{{{name}:2}}", tag="td") for name in names]
        rows.append(("", [" ".join(f"{v:g}" for v in x[i]), *cells, f"{y[i, 0]:g}"]))
    spans = [("x", 1), ("z = xW + c", most), ("h", most), ("f", 1), ("y", 1)]
    head = [f'<th scope="col" colspan="{n}">{text}</th>' for text, n in spans]
    return markup.table("dlc-walk", head, rows, "A sample in each row")
