"""Checks: networks with equal units for exercises 14.4a and 14.4b, and their gradients by complex steps."""

import numpy as np

from dlcourse.checks.gradients import slopes
from dlcourse.checks.right import Right


def start(rng, d: int, groups, out) -> dict:
    """W, c and w of a network.   groups: units with the same number have the same W and c.   out: of w"""
    n = max(groups) + 1
    W, c, w = rng.normal(size=(d, n)), rng.normal(size=n), rng.normal(size=max(out) + 1)
    return {"W": W[:, groups], "c": c[groups], "w": w[list(out)]}


def network(rng, m: int, d: int, groups, out, mirrored=(), zero=()) -> dict:
    """The inputs of `unit_gradients`.   mirrored: units with all signs turned.   zero: parts that are 0"""
    x, y = rng.normal(size=(m, d)), rng.normal(size=m)
    parts = start(rng, d, list(groups), out)
    for i in mirrored:
        parts["W"][:, i], parts["c"][i], parts["w"][i] = -parts["W"][:, i], -parts["c"][i], -parts["w"][i]
    parts |= {name: 0 * parts[name] for name in zero}
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
)


def networks() -> tuple:
    """The VISIBLE and the `draw` of `unit_gradients`."""
    rng = np.random.default_rng(144)
    shown = [
        rounded(network(rng, *TRIED[0])),
        rounded(network(rng, 4, 2, (0, 1, 0, 0, 0, 0), (0, 1, 0, 0, 2, 0), (3,))),
    ]

    def draw(rng):
        yield from (network(rng, *tried) for tried in TRIED)

    return shown, draw


def gradients(x, y, W, c, w, b) -> Right:
    """The judgement of `unit_gradients`."""

    def J(W, c, w):
        return ((np.tanh(x @ W + c) @ w + b - y) ** 2).mean() / 2

    found = slopes(J, {"W": W, "c": c, "w": w}, "W c w")
    G, first = np.vstack([*found.values()]), []
    for j, own in enumerate(G.T):
        same = (i for i in range(j) if abs(G[:, i] - own).max() <= 1e-9 * abs(G).max())
        first.append(next(same, j))
    return Right(**found, first=np.array(first)).apart_from("x", "y")


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
