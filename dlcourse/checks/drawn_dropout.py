"""Checks: what dropout is tried on, for chapter 17: both forms, in training and at test time."""

from collections.abc import Callable

import numpy as np


def masked(rng, m: int, n: int, keep: float, inverted: bool, training: bool, decimals: int = 9) -> dict:
    """The inputs of `dropout`: no number of x or G is 0, so that the mask can be seen in both."""
    x, G = (rng.uniform(0.2, 2.4, (m, n)) * rng.choice([-1.0, 1.0], (m, n)) for _ in "xG")
    form = {"keep": keep, "inverted": inverted, "training": training}
    return {"x": x.round(decimals), "G": G.round(decimals), **form, "seed": int(rng.integers(1000))}


def layers_to_drop() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `dropout`: 20,000 numbers and more show what share stays."""
    rng = np.random.default_rng(174)
    shown = [
        masked(rng, 12, 8, 0.8, True, True, 1),
        masked(rng, 12, 8, 0.75, False, True, 1),
        masked(rng, 3, 4, 0.8, True, False, 1),
        masked(rng, 2, 5, 0.6, False, False, 1),
    ]

    def draw(rng):
        for case in (
            (7, 5, 0.6, True, False),
            (5, 7, 0.3, False, False),
            (200, 100, 0.8, True, True),
            (300, 200, 0.35, False, True),
            (100, 200, 0.5, True, True),
            (3, 4, 1.0, True, True),
        ):
            yield masked(rng, *case)
        relu = masked(rng, 20, 30, 0.7, True, True)
        yield relu | {"x": np.maximum(relu["x"], 0)}

    return shown, draw
