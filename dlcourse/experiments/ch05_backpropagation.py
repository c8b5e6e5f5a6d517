"""Chapter 5: backpropagation. One sigmoid neuron, every number by hand.

The chain rule in plain NumPy, one line per factor, for comparison with `autodiff.grad` and with finite
differences. The weighted sum is z; deck Mirabello calls it Sigma.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.ch05_paths import Computation
from dlcourse.numbers import Number

# Deck Mirabello, "Practical example" to "4. Weight update". No bias; the step size 1 is implied there.
X, W, Y, LR = (0.50, 0.51), (0.35, 0.40), 0.10, 1.0
STARTS = {
    "given": W,
    "3": (3.0, 3.0),
    "5": (5.0, 5.0),
    "10": (10.0, 10.0),
}  # weights; the sigmoid is flat at large ones
PRINTED = {  # what the slides show, to two digits, and under which heading
    "z": (0.38, "1. Forward pass"),
    "y_hat": (0.59, "1. Forward pass"),
    "J": (0.12, "2. Calculate Loss"),
    "dJ_dy_hat": (0.49, "3. Backpropagate the error: loss"),
    "dy_hat_dz": (0.24, "3. Backpropagate the error: activation"),
    "dJ_dw1": (0.06, "4. Weight update"),
    "w1_new": (0.29, "4. Weight update"),
    "dJ_dw2": (0.06, "4. Weight update, after the exercise"),
    "w2_new": (0.34, "4. Weight update, after the exercise"),
    "z_new": (0.32, "Exercise"),
    "y_hat_new": (0.58, "Exercise"),
}
PRINTED_J_NEW = 0.12  # "Exercise": every other number of the drawing is updated, the loss is not


def sigmoid(z):
    """1 / (1 + e^-z), also for complex z, unlike `ops.sigmoid`. Its e^-z can overflow."""
    return 1 / (1 + np.exp(-z))


@dataclass(frozen=True)
class Step:
    """One training step of a sigmoid neuron without bias; x, w and their gradients are arrays (n,)."""

    x: np.ndarray
    w: np.ndarray
    y: float
    lr: float
    z: float
    y_hat: float
    J: float
    dJ_dy_hat: float
    dy_hat_dz: float
    dJ_dz: float
    dJ_dw: np.ndarray
    dJ_dx: np.ndarray
    w_new: np.ndarray
    z_new: float
    y_hat_new: float
    J_new: float

    def numbers(self) -> dict[str, float]:
        """name -> number for every number; the entries of arrays are named dJ_dw1, dJ_dw2, w1_new, ..."""
        named = {}
        for name, value in vars(self).items():  # vars: every field, so a new one cannot be forgotten here
            if isinstance(value, np.ndarray):
                stem, new = name.removesuffix("_new"), "_new" if name.endswith("_new") else ""
                named.update({f"{stem}{i + 1}{new}": float(v) for i, v in enumerate(value)})
            else:
                named[name] = float(value)
        return named


def training_step(x=X, w=W, y: float = Y, lr: float = LR, digits: int | None = None) -> Step:
    """Forward, backward, update, forward again; with `digits`, every result is rounded before its next use.

    x, w (n,). J = (y_hat - y)^2 / 2 with y_hat = sigmoid(x w). Raises ValueError for unequal shapes.
    """
    x, w = np.array(x, dtype=float), np.array(w, dtype=float)
    if x.ndim != 1 or x.shape != w.shape:
        raise ValueError(
            f"training_step: expected x and w of one shape (n,), got {x.shape} and {w.shape}; pair them up"
        )

    def kept(value):  # as the slides calculate, with the two digits that they print
        return value if digits is None else np.round(value, digits)

    z, y_hat, J = _forward(x, w, y, kept)
    dJ_dy_hat = kept(y_hat - y)
    dy_hat_dz = kept(y_hat * (1 - y_hat))
    dJ_dw = kept(dJ_dy_hat * dy_hat_dz * x)  # the three factors of the slide, rounded once: not dJ_dz * x
    dJ_dx = kept(dJ_dy_hat * dy_hat_dz * w)
    w_new = kept(w - lr * dJ_dw)
    factors = dJ_dy_hat, dy_hat_dz, kept(dJ_dy_hat * dy_hat_dz)  # the last is dJ_dz
    return Step(x, w, y, lr, z, y_hat, J, *factors, dJ_dw, dJ_dx, w_new, *_forward(x, w_new, y, kept))


def _forward(x, w, y, kept):
    z = kept(x @ w)
    y_hat = kept(sigmoid(z))
    return z, y_hat, kept((y_hat - y) ** 2 / 2)


def neuron_graph(step: Step) -> Computation:
    """The forward pass of a step as a graph, with one edge per partial derivative."""
    nodes, edges = {}, []
    for i, (x, w) in enumerate(zip(step.x.tolist(), step.w.tolist(), strict=True), start=1):
        nodes |= {f"x{i}": x, f"w{i}": w}
        edges += [(f"x{i}", "z", w), (f"w{i}", "z", x)]
    nodes |= {"z": float(step.z), "y_hat": float(step.y_hat), "J": float(step.J)}
    edges += [("z", "y_hat", float(step.dy_hat_dz)), ("y_hat", "J", float(step.dJ_dy_hat))]  # y: a constant
    return Computation(nodes, edges)


@dataclass(frozen=True)
class Descent:
    """Many steps. J: the loss before the first step and after each; w, y_hat: at the end."""

    J: list[float]
    w: np.ndarray
    y_hat: float


def train_neuron(n_steps: int, x=X, w=W, y: float = Y, lr: float = LR) -> Descent:
    """Repeat the update of the neuron n_steps times."""
    x, w = np.array(x, dtype=float), np.array(w, dtype=float)
    losses = []
    for _ in range(n_steps):
        y_hat = sigmoid(x @ w)
        losses.append(float((y_hat - y) ** 2 / 2))
        w = w - lr * (y_hat - y) * y_hat * (1 - y_hat) * x
    y_hat = float(sigmoid(x @ w))
    return Descent([*losses, (y_hat - y) ** 2 / 2], w, y_hat)


ROWS = {"z": "M017", "y_hat": "M018", "J": "M019", "dJ_dy_hat": "M020", "dy_hat_dz": "M021", "dJ_dw1": "M023"}
ROWS |= {"w1_new": "M024", "dJ_dw2": "M025", "w2_new": "M025", "dJ_dx1": "M027", "dJ_dx2": "M027"}
FORMS = {"dJ_dw1": ".6f", "dJ_dw2": ".6f"}
SHOWN = """z y_hat dJ_dy_hat dy_hat_dz dJ_dz J dJ_dw1 dJ_dw2 dJ_dx1 dJ_dx2
    w1_new w2_new z_new y_hat_new J_new""".split()


def numbers() -> dict[str, Number]:
    """The neuron of deck Mirabello: its step, exact and rounded on the way, larger weights, many steps."""
    step, deck = training_step(), "deck Mirabello"
    given = {f"x{i + 1}": X[i] for i in range(2)} | {f"w{i + 1}": W[i] for i in range(2)} | {"y": Y}
    exact = step.numbers()
    fall = (step.J - step.J_new) / step.J
    return (
        {name: Number(value, ".2f", ("M016",), deck) for name, value in given.items()}
        | {
            name: Number(exact[name], FORMS.get(name, ".4f"), (ROWS.get(name, "M026"),), "PyTorch")
            for name in SHOWN
        }
        | {"fall": Number(float(fall), ".1%", ("M026",), "PyTorch")}
        | {"printed_J_new": Number(PRINTED_J_NEW, ".2f", ("M026",), deck)}
        | _rounded_on_the_way()
        | _of_large_weights()
        | _of_many_steps()
    )


def _rounded_on_the_way():
    """The losses when every result is rounded to two decimals before it is used."""
    rounded = training_step(digits=2)
    found = {"rounded_J": rounded.J, "rounded_J_new": rounded.J_new}
    return {name: Number(float(J), ".2f", ("M026",), "deck Mirabello") for name, J in found.items()}


def _of_large_weights():
    """The neuron far from its target, where the sigmoid is flat: both weights 3, and both 10."""
    at_3, at_10 = (training_step(w=STARTS[name]) for name in ("3", "10"))
    found = {f"{name}_at_3": (getattr(at_3, name), ".4f") for name in ("y_hat", "dJ_dy_hat", "dy_hat_dz")}
    found |= {"dJ_dw1_at_3": (at_3.dJ_dw[0], ".4f"), "dJ_dw1_at_10": (at_10.dJ_dw[0], ".0e")}
    return {name: Number(float(value), form, (), "PyTorch", 1e-9) for name, (value, form) in found.items()}


def _of_many_steps():
    path = train_neuron(1001)
    J, forms = path.J, {10: ".3f", 100: ".4f", 1000: ".1e"}
    found = {f"J_{k}": Number(J[k], form, ("M028",), "PyTorch", 1e-8) for k, form in forms.items()}
    for name in ("given", "3", "5"):
        n_updates = int(np.argmax(np.array(train_neuron(500, w=STARTS[name]).J) < 0.01))
        found[f"updates_from_{name}"] = Number(n_updates, "d", ("M028",), "PyTorch")
    return found | {"fall_1000": Number(1 - J[1001] / J[1000], ".1%", ("M028",), "PyTorch", 1e-8)}
