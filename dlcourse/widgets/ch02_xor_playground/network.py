"""Chapter 2: XOR. Where a run of the playground starts, where it goes, what is shown and said of a place.

The network is that of `frame/network.py`; its starts, units and training are those of
`experiments/ch02_xor_training.py`.
"""

from itertools import pairwise

import numpy as np

from dlcourse.experiments.ch02_xor import HAND_SET
from dlcourse.experiments.ch02_xor_outcomes import RESTING_LOSSES
from dlcourse.experiments.ch02_xor_training import MOMENTUM, N_STEPS, SOLVED_BELOW
from dlcourse.widgets.frame import compared, fill
from dlcourse.widgets.frame.network import SEEN, as_arrays, by_name, drawn_start, shapes, unflat
from dlcourse.widgets.frame.network_run import WEIGHTS_ALONG, is_over, kernels_for, loss_after, planes

WIDTHS = (2, 3, 4)
RUNS = {"run 1": 9, "run 2": 0}  # the chapter's two runs, by their seeds
LOW, HIGH, CELLS = -0.5, 1.5, 40  # the part of the input plane that is shown, and its grid
CORNERS = [[0.0, 0.0], [0, 1], [1, 1], [1, 0], [0, 0]]
EDGES = [
    [p + k / 16 * (r - p), q + k / 16 * (s - q)] for (p, q), (r, s) in pairwise(CORNERS) for k in range(17)
]
TOP, SEEDS = 0.5, 100  # of the loss that is drawn; of the starts that are tried
RESTING = [*RESTING_LOSSES.values()]
AT_REST = 1e-6  # a gradient shorter than this changes no digit that is shown
SOLVED = 1e-6
SENTENCES = {
    "solved": "All four outputs are right: XOR is solved.",
    "moves": "{right:0} of 4 points lie on the right side of one half.",
    "rests": "{right:0} of 4 points lie on the right side of one half. The gradient is zero, so training "
    "stays here.",
    "diverged": "Training has diverged: go back to step 0, and take a smaller learning rate.",
    "two": "Two of {width} units, h₁ and h₂; on the line f = ½ with the others at their means.",
    "guess": "Where will the loss come to rest? Drag the mark or type, then train.",
    "rate": "How many of 100 random starts will solve XOR? Say a number, then train them.",
    "many": "{solved:0} of {runs:0} starts have solved XOR.",
}


def named_starts(n: int) -> dict[str, list]:
    """Starts that are no draw, each as one list; where set by hand, further units stay 0."""
    hand = {name: np.zeros(shape) for name, shape in shapes(2, n).items()}
    for name, array in hand.items():
        array[tuple(slice(0, k) for k in np.shape(HAND_SET[name]))] = HAND_SET[name]
    zeros = [0.0] * (4 * n + 1)
    flat = np.concatenate([array.ravel() for array in hand.values()]).tolist()
    return {"hand": flat, "zeros": zeros, "linear": [*zeros[:-1], 0.5]}


NAMED = {n: named_starts(n) for n in WIDTHS}


def start_of(state):
    """The parameters at which the state's run starts."""
    n, start = int(state["width"]), state["start"]
    if start != "seed" and start not in RUNS:
        return unflat(state["own"] if start == "own" else NAMED[n][start], 2, n)
    return drawn_start(RUNS.get(start, state["seed"]), 2, n, float(state["bias"]))


def setting(state, kernels):
    """What a run depends on."""
    of = kernels_for(state["unit"], state["width"], kernels)
    return {**of, "lr": state["lr"], "momentum": MOMENTUM, "theta": start_of(state)}


def final(seed, state, kernels):
    """The loss at which the start with this seed ends."""
    return loss_after(N_STEPS, setting({**state, "start": "seed", "seed": seed}, kernels))


def bar_of(J):
    """The bar in which a run with this final loss is counted."""
    if J < SOLVED_BELOW:
        return 0
    near = [k for k, value in enumerate(RESTING) if abs(J - value) < 0.001]
    return near[0] + 1 if near else len(RESTING) + 1


def verdict(n):
    """What is said of a network."""
    rests = "rests" if n["slope"] < AT_REST else "moves"
    key = "diverged" if not n["J"] < 1e6 else "solved" if n["J"] < SOLVED else rests
    return fill(SENTENCES[key], n)


# what is found in the page: where the lines' arrows stand; where starts have ended, and how many
SEEN_AT_FIRST = {"along": WEIGHTS_ALONG, "counts": [0] * (len(RESTING) + 2)}


def values(state, past, run, seen=SEEN_AT_FIRST):
    """What pictures and texts name."""
    n, losses = past[-1], [place["J"] for place in past]
    found = n["J"] if state["step"] >= N_STEPS or is_over(n, run) else None
    counts, tried = seen["counts"], sum(seen["counts"])
    rate = counts[0] if tried == SEEDS else None
    texts = {"verdict": verdict(n), "two": "" if len(n["c"]) == SEEN else fill(SENTENCES["two"], state)}
    texts["guess"] = compared(SENTENCES["guess"], state["guess"], found, 3, "Train")
    texts["rate"] = compared(SENTENCES["rate"], state["rate"], rate, 0, "Train")
    texts["many"] = fill(SENTENCES["many"], {"solved": counts[0], "runs": tried}) if tried else ""
    n = {**n, **planes(n, state["unit"], run["point"], LOW, HIGH, CELLS, EDGES), "losses": losses}
    n |= {"along": seen["along"], "counts": counts, "rate_found": rate, "above": max(losses) > TOP}
    n |= {"rest": None if found is None else min(found, TOP), "things": len(n["c"]), "texts": texts}
    return {**n, "results": as_arrays(n, 2), "own_now": by_name(n, 2)}
