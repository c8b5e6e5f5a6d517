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
from dlcourse.widgets.frame.plane import grid

WIDTHS = (2, 3, 4)
PARAMETERS = ("W", "c", "w", "b")
RUNS = {"run 1": 9, "run 2": 0}  # the chapter's two runs, by their seeds
LOW, HIGH, CELLS = -0.5, 1.5, 40  # the part of the input plane that is shown, and its grid
GRID, COARSE = grid(LOW, HIGH, CELLS), grid(LOW, HIGH, 10)
CORNERS = np.array([[0.0, 0.0], [0, 1], [1, 1], [1, 0], [0, 0]])
EDGES = np.concatenate([a + np.linspace(0, 1, 17)[:, None] * (b - a) for a, b in pairwise(CORNERS)])
AT_REST = 1e-6  # a gradient shorter than this changes no digit that is shown
SOLVED = 1e-6


def forward(unit: str, x, W, c, w, b) -> dict:
    """Every array on the way.   x (m, 2) -> z, h (m, n), f (m, 1)"""
    z = x @ W + c
    h = UNITS[unit](z)
    return {"z": z, "h": h, "f": h @ w + b}


@functools.cache
def kernels() -> dict[str, Kernel]:
    """For each unit and width: "walk", the batch and its loss; "point", one x; "step", a step of training;
    "plane", "maps" and "edges", what pictures show. And "hidden", f over the plane of two hidden units."""
    made = {"walk": walk, "point": point, "step": step, "plane": plane, "maps": maps, "edges": edges}
    found = {
        f"{name} {unit} {n}": make(unit, n) for unit in UNITS for n in WIDTHS for name, make in made.items()
    }
    h, w, b = symbols(h=(len(GRID), 2), w=(2, 1), b=(1,))
    return found | {"hidden": Kernel([h, w, b], {"hidden": h @ w + b})}


def parameters(n: int, prefix: str = ""):
    """Symbols for the parameters of a network with n hidden units, or for what belongs to each."""
    shapes = {"W": (2, n), "c": (n,), "w": (n, 1), "b": (1,)}
    return symbols(**{prefix + name: shape for name, shape in shapes.items()})


def batch(unit: str, theta):
    """The arrays of the four points, the loss J, and its gradients."""
    x, y = xor()
    arrays = forward(unit, x, *theta)
    J = mean_squared_error(arrays["f"], y)
    return arrays, J, symbolic_gradient(J, theta)


def walk(unit: str, n: int) -> Kernel:
    """W, c, w, b -> the arrays of the batch, J, the length of J's gradient; and what pictures name: W1, W2,
    the rows of W; zt, ht, z and h unit by unit; land, h of the first two units; half, b - 1/2"""
    theta = W, c, w, b = parameters(n)
    arrays, J, gradients = batch(unit, theta)
    outputs = arrays | {"J": J, "slope": sum((g * g).sum() for g in gradients) ** 0.5}
    outputs |= {"W1": np.array([1.0, 0.0]) @ W, "W2": np.array([0.0, 1.0]) @ W, "half": b - 0.5}
    outputs |= {"zt": arrays["z"].T, "ht": arrays["h"].T, "land": arrays["h"] @ np.eye(n)[:, :2]}
    return Kernel(theta, outputs)


def plane(unit: str, n: int) -> Kernel:
    """x (1681, 2), W, c, w, b -> f, over the grid of the input plane"""
    (x,), theta = symbols(x=GRID.shape), parameters(n)
    return Kernel([x, *theta], {"plane": forward(unit, x, *theta)["f"]})


def maps(unit: str, n: int) -> Kernel:
    """x (121, 2), W, c, w, b -> h over a coarser grid, unit by unit"""
    (x,), theta = symbols(x=COARSE.shape), parameters(n)
    return Kernel([x, *theta], {"maps": forward(unit, x, *theta)["h"].T})


def edges(unit: str, n: int) -> Kernel:
    """x (68, 2), W, c, w, b -> where the edges of the unit square land, for the first two units"""
    (x,), theta = symbols(x=EDGES.shape), parameters(n)
    return Kernel([x, *theta], {"edges": forward(unit, x, *theta)["h"] @ np.eye(n)[:, :2]})


def point(unit: str, n: int) -> Kernel:
    """x (1, 2), W, c, w, b -> z, h, f"""
    (x,), theta = symbols(x=(1, 2)), parameters(n)
    arrays = forward(unit, x, *theta)
    return Kernel([x, *theta], {name: arrays[name] for name in ("z", "h", "f")})


def step(unit: str, n: int) -> Kernel:
    """Parameters, velocities, lr -> both after a step of momentum, v <- 0.9 v - lr g, theta <- theta + v, and
    the loss before it"""
    theta, v, (lr,) = parameters(n), parameters(n, "v"), symbols(lr=())
    _, J, gradients = batch(unit, theta)
    outputs = {"J": J}
    for p, velocity, g in zip(theta, v, gradients, strict=True):
        outputs[velocity.name] = MOMENTUM * velocity - lr * g
        outputs[p.name] = p + outputs[velocity.name]
    return Kernel([*theta, *v, lr], outputs)


def glorot_limit(n_in: int, n_out: int) -> float:
    """The a of `glorot_uniform`, which draws weights from [-a, a]."""
    return (6 / (n_in + n_out)) ** 0.5


def start_of(state: dict) -> dict:
    """The parameters at which the state's run starts: name -> array."""
    n, start = int(state["width"]), state["start"]
    if start == "own":
        return unflat(state["own"], n)
    if start in RUNS or start == "seed":
        seed = RUNS.get(start, state["seed"])
        W, c, w, b = draw_starts(n, [seed], float(state["bias"]))
        return {"W": W[0], "c": c[0, 0], "w": w[0], "b": b[0].ravel()}
    theta = {"W": np.zeros((2, n)), "c": np.zeros(n), "w": np.zeros((n, 1)), "b": np.zeros(1)}
    if start == "hand":  # further units stay 0
        for name in PARAMETERS:
            place = tuple(slice(0, k) for k in np.shape(HAND_SET[name]))
            theta[name][place] = HAND_SET[name]
    elif start == "linear":
        theta["b"] += 0.5
    return theta


def unflat(own, n: int) -> dict:
    """The parameters from one list: W row by row, c, w, b."""
    W, c, w, b = np.split(np.array(own, float), np.cumsum([2 * n, n, n]))
    return {"W": W.reshape(2, n), "c": c, "w": w.reshape(n, 1), "b": b}


def run_of(state: dict) -> tuple[dict, dict, list]:
    """The parameters after the state's steps, what `walk` says of them, and the loss at each step so far."""
    key = f"{state['unit']} {state['width']}"
    theta, losses = start_of(state), []
    moved = theta | {f"v{name}": 0 * value for name, value in theta.items()}
    for _ in range(state["step"]):
        moved = kernels()[f"step {key}"](**moved, lr=state["lr"])
        losses.append(float(moved.pop("J")))
    theta = {name: moved[name] for name in PARAMETERS}
    shown = kernels()[f"walk {key}"](**theta)
    return theta, shown, [*losses, float(shown["J"])]


def verdict_of(shown: dict) -> tuple[str, int]:
    """The key of the sentence about a network, and how many points lie on the right side of one half."""
    y = xor()[1].ravel()
    right = int(((shown["f"].ravel() - 0.5) * (y - 0.5) > 1e-9).sum())
    if not shown["J"] < 1e6:
        return "diverged", right
    if shown["J"] < SOLVED:
        return "solved", right
    return ("rests" if shown["slope"] < AT_REST else "moves"), right
