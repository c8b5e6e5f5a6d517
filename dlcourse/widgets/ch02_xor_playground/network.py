"""Chapter 2: XOR. Where a run of the playground starts, where it stands, and what is said of it.

The network is that of `frame/network.py`; its starts, units and training are those of
`experiments/ch02_xor_training.py`.
"""

from itertools import pairwise

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import HAND_SET
from dlcourse.experiments.ch02_xor_training import MOMENTUM, UNITS, draw_starts
from dlcourse.widgets.frame.kernel import Kernel
from dlcourse.widgets.frame.network import network_kernels, shapes, unflat
from dlcourse.widgets.frame.training import trained

WIDTHS = (2, 3, 4)
RUNS = {"run 1": 9, "run 2": 0}  # the chapter's two runs, by their seeds
LOW, HIGH, CELLS = -0.5, 1.5, 40  # the part of the input plane that is shown, and its grid
MAP = 10  # cells of the grid of a unit's map
CORNERS = np.array([[0.0, 0.0], [0, 1], [1, 1], [1, 0], [0, 0]])
EDGES = np.concatenate([a + np.linspace(0, 1, 17)[:, None] * (b - a) for a, b in pairwise(CORNERS)])
AT_REST = 1e-6  # a gradient shorter than this changes no digit that is shown
SOLVED = 1e-6


def formulas() -> dict[str, Kernel]:
    """The kernels of every unit and width, on the four points."""
    return network_kernels(UNITS, WIDTHS, *xor(), MOMENTUM)


def named_starts(n: int) -> dict[str, list]:
    """Starts that are no draw, each as one list; where set by hand, further units stay 0."""
    hand = {name: np.zeros(shape) for name, shape in shapes(2, n).items()}
    for name, array in hand.items():
        array[tuple(slice(0, k) for k in np.shape(HAND_SET[name]))] = HAND_SET[name]
    zeros = [0.0] * (4 * n + 1)
    flat = np.concatenate([array.ravel() for array in hand.values()]).tolist()
    return {"hand": flat, "zeros": zeros, "linear": [*zeros[:-1], 0.5]}


NAMED = {n: named_starts(n) for n in WIDTHS}


def start_of(state: dict) -> dict:
    """The parameters at which the state's run starts: name -> array."""
    n, start = int(state["width"]), state["start"]
    if start in RUNS or start == "seed":
        drawn = draw_starts(n, [RUNS.get(start, state["seed"])], float(state["bias"]))
        return {
            name: array.reshape(shape)
            for array, (name, shape) in zip(drawn, shapes(2, n).items(), strict=True)
        }
    return unflat(state["own"] if start == "own" else NAMED[n][start], 2, n)


def run_of(kernels: dict, state: dict) -> tuple[dict, dict, list]:
    """The parameters after the state's steps, what pictures name of the batch there, the losses so far."""
    batch = kernels[f"batch {state['unit']} {state['width']}"]
    theta, losses = trained(batch, start_of(state), state["step"], state["lr"], MOMENTUM)
    found = batch(**theta)
    shown = found | kernels[f"named {state['width']}"](**theta, **found)
    return theta, shown, [*losses, float(shown["J"])]


def verdict_of(shown: dict) -> str:
    """The key of the sentence about a network."""
    if not shown["J"] < 1e6:
        return "diverged"
    if shown["J"] < SOLVED:
        return "solved"
    return "rests" if shown["slope"] < AT_REST else "moves"
