"""Chapter 2: a network with one hidden layer in a live control: kernels, lists, tables; as `network.js`.

f(x) = g(x W + c) w + b, with W (inputs, n), c (n,), w (n, 1), b (1,). As one list: W row by row, c, w, b.
"""

from collections.abc import Mapping

import numpy as np

from dlcourse.graphs import symbolic_gradient
from dlcourse.losses import mean_squared_error
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.kernel import Kernel, symbols
from dlcourse.widgets.frame.state import number
from dlcourse.widgets.frame.training import momentum_kernel

PARAMETERS = ("W", "c", "w", "b")
RIGHT = 1e-9  # so far beyond one half is more than rounding
SEEN = 2  # hidden units whose plane is shown


def shapes(n_in: int, n: int) -> dict[str, tuple]:
    """The shape of each parameter, in their order."""
    return {"W": (n_in, n), "c": (n,), "w": (n, 1), "b": (1,)}


def unflat(numbers, n_in: int, n: int) -> dict:
    """The parameters from one list.

    >>> unflat([1, 2, 3, 4, 5], 2, 1)["w"]
    array([[4.]])
    """
    parts = np.split(np.array(numbers, float), np.cumsum([n_in * n, n, n]))
    return {name: p.reshape(shape) for p, (name, shape) in zip(parts, shapes(n_in, n).items(), strict=True)}


def glorot_limit(n_in: int, n_out: int) -> float:
    """The a of `glorot_uniform`, which draws weights from [-a, a]."""
    return (6 / (n_in + n_out)) ** 0.5


def output(h, w, b):
    """f of the hidden units.   h (m, n) -> (m, 1)"""
    return h @ w + b


def forward(g, x, W, c, w, b) -> dict:
    """Every array on the way.   x (m, inputs) -> z, h (m, n), f (m, 1)"""
    z = x @ W + c
    h = g(z)
    return {"z": z, "h": h, "f": output(h, w, b)}


def network_kernels(units: Mapping, widths, x, y, momentum: float) -> dict[str, Kernel]:
    """For each unit and width: "batch", the samples x with targets y of 0 or 1, and "point", one x. For each
    width "named", what pictures name. And "output" of two hidden units; "moved", a step for one number."""
    found = {}
    for n in widths:
        found[f"named {n}"] = named(x.shape[1], n, y)
        for unit, g in units.items():
            found[f"batch {unit} {n}"], found[f"point {unit} {n}"] = (
                batch(g, n, x, y),
                point(g, n, x.shape[1]),
            )
    h, w, b = symbols(h=(1, SEEN), w=(SEEN, 1), b=(1,))
    return found | {"output": Kernel([h, w, b], {"f": output(h, w, b)}), "moved": momentum_kernel(momentum)}


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


def of_unit(j: int, n: int) -> str:
    """The attributes of what belongs to unit j, of n that are there."""
    return f'data-part-of="{j}"{"" if j < n else " hidden"}'


def numbers_table(values: dict, n_in: int, n: int, units) -> str:
    """The network's numbers as inputs, a row for each unit, of which n are there."""

    def box(name, spoken):
        value = markup.value_of(values, name)
        field = number(name, 0, -100, 100, spoken=spoken, step=0.05)
        return f"<td>{markup.number_input(field, 0.0 if value is None else markup.rounded(value, 3))}</td>"

    rows = ""
    for j, name in enumerate(units):
        unit = f"hidden unit {j + 1}"
        cells = [box(f"W{i}.{j}", f"weight from input {i} to {unit}") for i in range(1, n_in + 1)]
        cells += [box(f"c.{j}", f"bias of {unit}"), box(f"w.{j}", f"weight from {unit} to the output")]
        rows += f'<tr {of_unit(j, n)}><th scope="row">{name}</th>{"".join(cells)}</tr>'
    names = ["unit", "W, from x₁", *(f"from x{'₀₁₂₃₄'[i]}" for i in range(2, n_in + 1)), "c", "w, to f"]
    head = "".join(f'<th scope="col">{text}</th>' for text in names)
    last = f'<tr><th scope="row">f</th>{"<td></td>" * n_in}{box("b.0", "bias of the output")}<td></td></tr>'
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}{last}</tbody>"
    return f'<table class="dlc-weights dlc-live">{body}</table>'


def walk_table(values: dict, x, y, most: int) -> str:
    """The batch on its way through the network, a sample in each row.   most: units"""
    rows, m = "", len(x)
    for i in range(m):
        names = [f"{name}t.{m * j + i}" for name in "zh" for j in range(most)] + [f"f.{i}"]
        cells = "".join(markup.output(name, f"{{{name}:2}}", values, tag="td") for name in names)
        sample = " ".join(f"{v:g}" for v in x[i])
        rows += f'<tr><th scope="row">{sample}</th>{cells}<td>{y[i, 0]:g}</td></tr>'
    head = [("x", 1), ("z = xW + c", most), ("h", most), ("f", 1), ("y", 1)]
    top = "".join(f'<th scope="col" colspan="{n}">{text}</th>' for text, n in head)
    return (
        '<div class="dlc-scroll"><table class="dlc-walk"><caption>A sample in each row</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
