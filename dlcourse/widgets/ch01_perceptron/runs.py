"""Chapter 1: the perceptron, sample by sample: its samples, its rule, and the run that these make."""

import functools

import numpy as np

from dlcourse import ops
from dlcourse.data import truth_table
from dlcourse.widgets.frame.kernel import Kernel, symbols
from dlcourse.widgets.frame.plane import grid

LOW, HIGH, MOST, SEEDS = -1, 2, 4000, 20  # the plane; presentations; clouds
SAMPLES = 8  # at most
GATES = ("AND", "OR", "NAND", "XOR")
RULES = {  # what a correction takes of y - answer, and of 2 y - 1; what of it the bias gets; what it is
    "right": (1, 0, 1, "the perceptron's"),
    "sign": (-1, 0, 1, "slip: wrong sign"),
    "bias": (1, 0, 0, "slip: bias left alone"),
    "always": (0, 1, 1, "slip: not only mistakes"),
}


def present() -> Kernel:
    """A sample (x, y) is shown to w, b.   p, q, r: as in RULES -> its answer, what is added, the new w, b"""
    x, y, w, b, p, q, r = inputs = symbols(x=(2,), y=(), w=(2,), b=(), p=(), q=(), r=())
    z = (x * w).sum() + b
    answer = ops.step(z)  # h(0) = 0
    change = p * (y - answer) + q * (2 * y - 1)
    outputs = {"z": z, "answer": answer, "mistake": ops.absolute(y - answer), "change": change}
    outputs |= {"dw": change * x, "w": w + change * x, "b": b + r * change}
    return Kernel(inputs, outputs)


KERNELS = functools.cache(lambda: {"present": present()})


@functools.cache
def tables() -> dict[str, list[float]]:
    """The samples of each gate, x1, x2 and y of one after the other, in the order 00, 01, 10, 11."""
    return {name: np.hstack(truth_table(name.lower())).ravel().tolist() for name in GATES}


@functools.cache
def clouds() -> list[list[float]]:
    """The samples of `cloud` for each seed."""
    return [cloud(np.random.default_rng(seed)) for seed in range(SEEDS)]


def cloud(rng) -> list[float]:
    """Eight samples, as `tables` has them, four on each side of a line through the middle of the plane."""
    angle, x = rng.uniform(0, 2 * np.pi), rng.permutation(grid(-0.4, 1.4, 9)).round(1)
    side = (x - 0.5) @ [np.cos(angle), np.sin(angle)]
    kept = np.sort([*np.flatnonzero(side > 0.06)[:4], *np.flatnonzero(side < -0.06)[:4]])
    return np.column_stack([x[kept], side[kept] > 0]).ravel().tolist()


def samples_of(state: dict) -> list[dict]:
    """The samples of a state: x, y and name of each."""
    data, named = state["data"], state["data"] in GATES
    flat = state["own"] if data == "own" else tables()[data] if named else clouds()[state["seed"]]
    return [
        {"x": [a, b], "y": float(y > 0.5), "name": f"{a:.0f}{b:.0f}" if named else str(j)}
        for j, (a, b, y) in enumerate(np.reshape(flat, (-1, 3)).tolist(), 1)
    ]


def run_of(state: dict) -> list[dict]:
    """The places of a run, one after each presentation, up to the state's step; as in `training.js`.

    A place: k, i (the sample shown), u and ub (w and b before), what the kernel gives, updates so far, moves
    (updates in this epoch), over; once: the step whose weights came back, and the step at which they did.
    """
    samples, picks, ends = samples_of(state), state["picks"], {}
    m, rule = len(samples), dict(zip("pqr", RULES[state["rule"]], strict=False))

    def shown(i, place):
        return KERNELS()["present"](**samples[i] | rule | {name: place[name] for name in "wb"})

    def following(last):
        k, moves = last["k"] + 1, last["moves"] if last["k"] % m else 0
        i = int(picks[k - 1]) % m if k <= len(picks) else (last["i"] + 1) % m
        place = shown(i, last) | {"k": k, "i": i, "u": last["w"], "ub": last["b"], "once": last["once"]}
        moved = int(place["change"] != 0)
        place |= {"moves": moves + moved, "updates": last["updates"] + moved, "over": False}
        return closed(place) if k % m == 0 else place

    def closed(place):
        """The place at the end of an epoch."""
        key = tuple(np.round([*place["w"], place["b"]], 6) + 0.0)
        place["over"] = not place["moves"] and not any(shown(i, place)["mistake"] for i in range(m))
        if not place["over"] and key in ends and not place["once"]:
            place["once"] = [ends[key], place["k"]]
        if place["k"] >= len(picks):
            ends.setdefault(key, place["k"])
        return place

    first = {"k": 0, "i": -1, "w": np.zeros(2), "b": 0.0, "updates": 0, "moves": 1, "once": None}
    places = [closed(first)]
    while len(places) <= state["step"] and not places[-1]["over"]:
        places.append(following(places[-1]))
    return places
