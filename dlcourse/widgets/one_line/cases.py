"""Chapters 4 and 7: the numbers of the puzzles: inputs that are drawn, and gradients by the library's engine.

Each puzzle has two cases of different sizes, so that a 5 in the place of m is noticed. A line of a puzzle is
an expression of Python: the engine computes it on tensors, and never asks `language.py`.
"""

import functools

import numpy as np

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.tensor import Tensor
from dlcourse.widgets.one_line.gradients import GRADIENTS
from dlcourse.widgets.one_line.losses import LOSSES

PARTS = {"What to minimize": LOSSES, "Gradients": GRADIENTS}
SIZES = ({"m": 5, "n": 2, "k": 3}, {"m": 4, "n": 7, "k": 5})  # those of a case all differ
MARGIN = 0.1  # from kinks: wider than any small step
DRAWS = {  # how numbers are drawn, to two decimals
    "normal": lambda shape, rng: rng.normal(size=shape),
    "wide": lambda shape, rng: 1.6 * rng.normal(size=shape),
    "small": lambda shape, rng: rng.uniform(-0.6, 0.6, shape),
    "positive": lambda shape, rng: rng.uniform(0.2, 1.5, shape),
    "shares": lambda shape, rng: rng.uniform(0, 1, shape),
    "share": lambda shape, rng: rng.uniform(0.1, 0.4, shape),
    "signs": lambda shape, rng: rng.choice([-1.0, 1.0], shape),
    "one-hot": lambda shape, rng: np.eye(shape[1])[rng.integers(shape[1], size=shape[0])],
}
NAMES = {name: getattr(ops, name) for name in "exp log sqrt tanh sigmoid relu sign square".split()}
NAMES |= {
    "abs": ops.absolute,
    "softmax": lambda z: ops.softmax(z, -1),
    "maximum": lambda a, b: ops.relu(b - a) + a,
    "where": lambda mask, a, b: mask * a + ~mask * b,
}


def every() -> dict:
    """The puzzles of all parts, by name."""
    return {name: one for puzzles in PARTS.values() for name, one in puzzles.items()}


@functools.cache
def puzzles() -> dict:
    """The puzzles, each with its cases and with its place: its part, its number there, what comes next."""
    found = {}
    for part, those in PARTS.items():
        names = list(those)
        for k, (name, one) in enumerate(those.items()):
            place = {"part": part, "k": k + 1, "next": names[(k + 1) % len(names)], "names": names}
            found[name] = one | place | {"cases": [case(name, one, sizes) for sizes in SIZES]}
    return found


def case(name: str, one: dict, sizes: dict) -> dict:
    """Inputs of these sizes, drawn away from kinks and so that no line of `apart` is right; the gradient."""
    rng = np.random.default_rng([*name.encode(), sizes["m"]])
    while True:
        given = {
            key: np.round(DRAWS[one["draws"].get(key, "normal")]([sizes[n] for n in letters], rng), 2)
            for key, letters in one["shapes"].items()
        }
        values = followed(one, given, sizes)
        if any(np.abs(line(kink, values).array).min() <= MARGIN for kink in one["kinks"]):
            continue
        gradient = np.asarray(grad(values["J"], [values[one["of"]]])[0])
        others = [np.asarray(line(other, given | sizes), float) for other in one["apart"]]
        if not any(np.allclose(other, gradient) for other in others):
            arrays = {key: plain(value) for key, value in given.items()}
            return {"sizes": sizes, "given": arrays, "gradient": plain(gradient)}


def followed(one: dict, given: dict, sizes: dict) -> dict:
    """All values of a puzzle as tensors: what is given, its steps, and J."""
    values = {key: Tensor(np.asarray(value, float)) for key, value in given.items()} | sizes
    for name, text in [*one["steps"], ("J", one["J"])]:
        values[name] = line(text, values)
    return values


def line(text: str, values: dict):
    """What a line of the course's own gives, computed by the library."""
    return eval(text, {"__builtins__": {}, **NAMES}, values)


def plain(x) -> dict:
    """An array as the page holds it."""
    return {"shape": list(np.shape(x)), "data": [float(f"{value:.12g}") for value in np.ravel(x)]}
