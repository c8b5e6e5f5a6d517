"""Chapter 2: XOR. The playground's network, f(x) = g(x W + c) w + b with 2 to 4 hidden units: its formulas.

Starts, units and the numbers of training are those of `experiments/ch02_xor_training.py`.
"""

import functools
from itertools import pairwise

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import HAND_SET
from dlcourse.experiments.ch02_xor_training import MOMENTUM, UNITS, draw_starts
from dlcourse.graphs import symbolic_gradient
from dlcourse.losses import mean_squared_error
from dlcourse.widgets.frame.kernel import Kernel, symbols
from dlcourse.widgets.frame.training import momentum_kernel, trained

WIDTHS = (2, 3, 4)
PARAMETERS = ("W", "c", "w", "b")
RUNS = {"run 1": 9, "run 2": 0}  # the chapter's two runs, by their seeds
LOW, HIGH, CELLS = -0.5, 1.5, 40  # the part of the input plane that is shown, and its grid
MAP = 10  # cells of the grid of a unit's map
CORNERS = np.array([[0.0, 0.0], [0, 1], [1, 1], [1, 0], [0, 0]])
EDGES = np.concatenate([a + np.linspace(0, 1, 17)[:, None] * (b - a) for a, b in pairwise(CORNERS)])
AT_REST = 1e-6  # a gradient shorter than this changes no digit that is shown
SOLVED = 1e-6
RIGHT = 1e-9  # so far beyond one half is more than rounding


def forward(unit: str, x, W, c, w, b) -> dict:
    """Every array on the way.   x (m, 2) -> z, h (m, n), f (m, 1)"""
    z = x @ W + c
    h = UNITS[unit](z)
    return {"z": z, "h": h, "f": output(h, w, b)}


def output(h, w, b):
    """f of the hidden units.   h (m, n) -> (m, 1)"""
    return h @ w + b


@functools.cache
def kernels() -> dict[str, Kernel]:
    """For each unit and width: "batch", the four points, the loss and its gradients; "point", one x. For each
    width "named", what pictures name. And "output" of two hidden units; "moved", a step for one number."""
    made = {"batch": batch, "point": point}
    found = {
        f"{name} {unit} {n}": make(unit, n) for unit in UNITS for n in WIDTHS for name, make in made.items()
    }
    h, w, b = symbols(h=(1, 2), w=(2, 1), b=(1,))
    found |= {f"named {n}": named(n) for n in WIDTHS}
    return found | {"output": Kernel([h, w, b], {"f": output(h, w, b)}), "moved": momentum_kernel(MOMENTUM)}


def parameters(n: int, prefix: str = "") -> list:
    """Symbols for the parameters of a network with n hidden units, or for what belongs to each."""
    shapes = {"W": (2, n), "c": (n,), "w": (n, 1), "b": (1,)}
    return symbols(**{prefix + name: shape for name, shape in shapes.items()})


def batch(unit: str, n: int) -> Kernel:
    """W, c, w, b -> z, h, f of the four points, J, and J's gradients dW, dc, dw, db"""
    (x, y), theta = xor(), parameters(n)
    arrays = forward(unit, x, *theta)
    J = mean_squared_error(arrays["f"], y)
    gradients = zip(PARAMETERS, symbolic_gradient(J, theta), strict=True)
    return Kernel(theta, arrays | {"J": J} | {f"d{name}": g for name, g in gradients})


def point(unit: str, n: int) -> Kernel:
    """x (1, 2), W, c, w, b -> z, h, f"""
    (x,), theta = symbols(x=(1, 2)), parameters(n)
    return Kernel([x, *theta], forward(unit, x, *theta))


def named(n: int) -> Kernel:
    """What a batch has besides: slope, the length of J's gradient; W1, W2, the rows of W; half, b - 1/2; zt,
    ht, z and h unit by unit; right, how many points lie on the right side of one half"""
    (W, _, _, b), gradients = parameters(n), parameters(n, "d")
    z, h, f = symbols(z=(4, n), h=(4, n), f=(4, 1))
    outputs = {"slope": sum((g * g).sum() for g in gradients) ** 0.5, "zt": z.T, "ht": h.T, "half": b - 0.5}
    outputs |= {"W1": np.array([1.0, 0.0]) @ W, "W2": np.array([0.0, 1.0]) @ W}
    outputs["right"] = ((f - 0.5) * (xor()[1] - 0.5) > RIGHT).sum()
    return Kernel([W, b, z, h, f, *gradients], outputs)


def glorot_limit(n_in: int, n_out: int) -> float:
    """The a of `glorot_uniform`, which draws weights from [-a, a]."""
    return (6 / (n_in + n_out)) ** 0.5


def named_starts(n: int) -> dict[str, list]:
    """Starts that are no draw, each as one list; where set by hand, further units stay 0."""
    hand = {"W": np.zeros((2, n)), "c": np.zeros(n), "w": np.zeros((n, 1)), "b": np.zeros(1)}
    for name, array in hand.items():
        array[tuple(slice(0, k) for k in np.shape(HAND_SET[name]))] = HAND_SET[name]
    zeros = [0.0] * (4 * n + 1)
    flat = np.concatenate([array.ravel() for array in hand.values()]).tolist()
    return {"hand": flat, "zeros": zeros, "linear": [*zeros[:-1], 0.5]}


NAMED = {n: named_starts(n) for n in WIDTHS}


def start_of(state: dict) -> dict:
    """The parameters at which the state's run starts: name -> array."""
    n, start = int(state["width"]), state["start"]
    if start == "own":
        return unflat(state["own"], n)
    if start in RUNS or start == "seed":
        seed = RUNS.get(start, state["seed"])
        W, c, w, b = draw_starts(n, [seed], float(state["bias"]))
        return {"W": W[0], "c": c[0, 0], "w": w[0], "b": b[0].ravel()}
    return unflat(NAMED[n][start], n)


def unflat(own, n: int) -> dict:
    """The parameters from one list: W row by row, c, w, b."""
    W, c, w, b = np.split(np.array(own, float), np.cumsum([2 * n, n, n]))
    return {"W": W.reshape(2, n), "c": c, "w": w.reshape(n, 1), "b": b}


def shown_of(state: dict, theta: dict) -> dict:
    """The batch of a network, and what pictures name of it."""
    found = kernels()[f"batch {state['unit']} {state['width']}"](**theta)
    return found | kernels()[f"named {state['width']}"](**theta, **found)


def run_of(state: dict) -> tuple[dict, dict, list]:
    """The parameters after the state's steps, what `shown_of` says of them, and the loss at each step so
    far."""
    batch = kernels()[f"batch {state['unit']} {state['width']}"]
    theta, losses = trained(batch, start_of(state), state["step"], state["lr"], MOMENTUM)
    shown = shown_of(state, theta)
    return theta, shown, [*losses, float(shown["J"])]


def verdict_of(shown: dict) -> str:
    """The key of the sentence about a network."""
    if not shown["J"] < 1e6:
        return "diverged"
    if shown["J"] < SOLVED:
        return "solved"
    return "rests" if shown["slope"] < AT_REST else "moves"
