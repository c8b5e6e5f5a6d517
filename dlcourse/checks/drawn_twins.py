"""Checks: networks with equal units for exercises 14.4a and 14.4b, and their gradients by complex steps."""

import itertools

import numpy as np

from dlcourse.checks.gradients import slopes
from dlcourse.checks.right import Right


def start(rng, d: int, groups, out) -> dict:
    """W, c and w of a network.   groups: units with the same number have the same W and c.   out: of w"""
    n = max(groups) + 1
    W, c, w = rng.normal(size=(d, n)), rng.normal(size=n), rng.normal(size=max(out) + 1)
    return {"W": W[:, groups], "c": c[groups], "w": w[list(out)]}


def network(rng, m: int, d: int, groups, out, mirrored=(), zero=(), turned=(), blind=False) -> dict:
    """The inputs of `unit_gradients`.

    mirrored: units with all signs turned.   turned: units with those of W and c turned, so that dW and dc are
    the same.   zero: parts that are 0.   blind: the first input is always 0, and each unit has its own weight
    on it.
    """
    x, y = rng.normal(size=(m, d)), rng.normal(size=m)
    parts = start(rng, d, list(groups), out)
    for i in mirrored:
        parts["W"][:, i], parts["c"][i], parts["w"][i] = -parts["W"][:, i], -parts["c"][i], -parts["w"][i]
    for i in turned:
        parts["W"][:, i], parts["c"][i] = -parts["W"][:, i], -parts["c"][i]
    parts |= {name: 0 * parts[name] for name in zero}
    if blind:
        x[:, 0], parts["W"][0] = 0.0, rng.normal(size=len(groups))
    return {"x": x, "y": y, **parts, "b": float(rng.normal())}


def rounded(inputs: dict) -> dict:
    """With one decimal."""
    return {name: np.round(value, 1) if np.ndim(value) else round(value, 1) for name, value in inputs.items()}


TRIED = (  # samples, inputs, equal W and c, equal w, and what else
    (5, 2, (0, 1, 1), (0, 1, 1)),
    (4, 2, (0, 0, 0, 0), (0, 1, 0, 1)),
    (7, 3, (0, 1, 1, 0, 1), (0, 1, 1, 0, 1), (3,)),
    (5, 3, (0, 0, 0, 0), (0, 1, 2, 1), (), ("W", "c")),
    (5, 2, (0, 0, 0), (0, 0, 0), (), ("W", "c")),
    (5, 3, (0, 1, 0, 0), (0, 1, 0, 0), (), (), (3,)),
    (6, 3, (0, 1, 0), (0, 1, 0), (), (), (), True),
)
OTHERS = "first compares dW or dc without dw: a unit has all three."
WEIGHTS = "first compares weights, not gradients: that on an input that is always 0 has none."
APART = "first tells equal units apart: compare up to rounding, as np.isclose does, not with `==`."
ALL_BEFORE = "Compare each unit with all units before it, not with its neighbor or unit 0 alone."


def networks() -> tuple:
    """The VISIBLE and the `draw` of `unit_gradients`."""
    rng = np.random.default_rng(144)
    shown = [
        rounded(network(rng, *TRIED[0])),
        rounded(network(rng, 4, 2, (0, 1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 2, 0, 0), (3,), (), (6,))),
    ]

    def draw(rng):
        yield from (network(rng, *tried) for tried in TRIED)

    return shown, draw


def gradients(x, y, W, c, w, b) -> Right:
    """The judgement of `unit_gradients`."""

    def J(W, c, w):
        return ((np.tanh(x @ W + c) @ w + b - y) ** 2).mean() / 2

    found = slopes(J, {"W": W, "c": c, "w": w}, "W c w")
    G = np.vstack([*found.values()])
    first, places = first_of(G), np.arange(len(w))
    right = Right(**found, first=first).apart_from("x", "y").knowing({"m": len(x), "n": len(w)})
    for rows in (G[:-2], G[-2:-1], G[:-1]):
        right.slip("first", first_of(rows), OTHERS)
    right.slip("first", first_of(np.vstack([W, c, w])), WEIGHTS)
    same = first[1:] == first[:-1]
    neighbor = np.where(np.r_[False, same], places - 1, places)
    chain = np.maximum.accumulate(np.where(np.r_[False, same], 0, places))
    for other in (np.where(first == 0, 0, places), neighbor, chain):
        right.slip("first", other, ALL_BEFORE)
    _, group = np.unique(G[:, first].round(9), axis=1, return_inverse=True)
    right.slip("first", group.ravel(), "first has numbers of groups, not of units.")
    known = {tuple(slip.results["first"]) for slip in right.slips} | {tuple(first), tuple(places)}
    members = [np.flatnonzero(first[: j + 1] == first[j]) for j in places]
    known.add(tuple(group[-2:][0] for group in members))  # the nearest unit before
    for other in itertools.product(*members):  # what `==` may make of them
        if other not in known and all(other[i] == i for i in other):
            right.slip("first", np.array(other), APART)
    return right


def first_of(G) -> np.ndarray:
    """Of each column the number of the first that is equal, up to rounding."""
    near = 1e-9 * abs(G).max()
    return np.array(
        [next(i for i in range(j + 1) if abs(G[:, i] - G[:, j]).max() <= near) for j in range(G.shape[1])]
    )


def starts() -> tuple:
    """The VISIBLE and the `draw` of `break_symmetry`."""

    def case(rng, d, groups, out, size, zero=()):
        parts = start(rng, d, list(groups), out)
        return {
            **parts,
            **{name: 0 * parts[name] for name in zero},
            "size": size,
            "seed": int(rng.integers(1000)),
        }

    rng = np.random.default_rng(14)
    shown = [
        rounded(case(rng, 2, (0, 0, 0), (0, 0, 0), 0.1)),
        rounded(case(rng, 3, (0, 1, 0, 1), (0, 1, 0, 1), 0.05)),
    ]
    shown.append({"W": np.zeros((2, 3)), "c": np.zeros(3), "w": np.zeros(3), "size": 0.01, "seed": 5})

    def draw(rng):
        yield case(rng, 3, (0, 1, 1, 0, 0), (0, 1, 1, 0, 0), float(rng.uniform(0.01, 0.1)))
        yield case(rng, 1, (0, 0, 0, 0), (0, 0, 0, 0), float(rng.uniform(1e-3, 1e-2)))
        yield case(rng, 5, (0, 0, 0), (0, 1, 2), float(rng.uniform(0.1, 0.3)), ("W", "c"))
        yield case(rng, 2, (0,) * 7, (0,) * 7, float(rng.uniform(0.1, 0.3)), ("W", "c", "w"))

    return shown, draw
