"""Checks: the hidden check of an exercise, on inputs drawn for one student."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dlcourse.checks.bank import exercise
from dlcourse.checks.closed import Closed
from dlcourse.checks.elsewhere import ask_there
from dlcourse.checks.examine import examine

SECRET, STUDENT = "DLCOURSE_GRADING_SECRET", "DLCOURSE_STUDENT"
MARGIN = 1e-3  # least distance from a kink: float32 rounds to 1e-7


def rng_for(exercise: str) -> np.random.Generator:
    """A generator seeded with a hash of the course's secret, the student's id and the exercise.

    Secret and id come from the grader's environment variables; without them the draw is a public one.
    """
    text = "/".join((os.environ.get(SECRET, "dlcourse"), os.environ.get(STUDENT, ""), exercise))
    # Not hash(), which differs from process to process: a regrade must draw the same.
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))


def normal(rng, /, *, away=None, decimals: int | None = None, **shapes) -> dict:
    """Inputs from the normal distribution, by name: arrays of these shapes, and a number for the shape None.

    away: a function of the inputs whose values keep MARGIN from 0, such as the pre-activations of a ReLU.
    decimals: 0 for whole numbers; 1 for inputs that a student reads, see `_readable`.

    >>> normal(np.random.default_rng(0), decimals=0, x=(1, 4))
    {'x': array([[ 0., -0.,  1.,  0.]])}
    """
    for _ in range(1000):
        if decimals == 1:
            drawn = _readable(rng, shapes)
        else:
            drawn = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        if decimals == 0:
            drawn = {name: np.round(value) for name, value in drawn.items()}
        inputs = {name: value if np.ndim(value) else float(value) for name, value in drawn.items()}
        # Beside a kink a rounding error lands on the other side: a right answer would look wrong.
        if away is None or np.abs(away(**inputs)).min() >= MARGIN:
            if decimals != 1 or not _has_doubles(inputs):
                return inputs
    raise ValueError(
        f"normal: expected values {MARGIN} away from 0, got none in 1000 draws; draw larger numbers"
    )


SIZES = np.delete(np.arange(1, 25), 9) / 10


def _readable(rng, shapes: dict) -> dict:
    """Numbers of one decimal up to 2.4, none 0 or 1, which hides a factor; of both signs in each array.

    No two of a matrix are alike in size, nor any two of all vectors and single numbers: of two that are
    alike, one may hide a slip in the other.
    """
    left, drawn = rng.permutation(SIZES), {}
    for name, shape in shapes.items():
        lengths = () if shape is None else tuple(np.atleast_1d(shape))
        n = int(np.prod(lengths, dtype=int))
        if n > max(lengths, default=1):
            sizes = rng.choice(SIZES, n, replace=False)
        else:
            sizes, left = left[:n], left[n:]
        signs = rng.choice([-1, 1]) * (-1) ** rng.permutation(n)
        drawn[name] = (sizes * signs).reshape(lengths)
    return drawn


def _has_doubles(inputs: dict) -> bool:
    """Whether a number of a short vector is twice another, which looks like a 2 that is missing."""
    short = [np.abs(np.ravel(value)) for value in inputs.values() if 1 < np.size(value) < 4]
    return any(np.isclose(a, 2 * b) for sizes in short for a in sizes for b in sizes)


def shaped(shapes: Callable, **options) -> Callable:
    """The inputs of an exercise: (rng, *sizes) -> `normal` of shapes(*sizes); a float stands for itself.

    >>> shaped(lambda n, lr: {"x": (1, n), "lr": lr})(np.random.default_rng(0), 2, 0.5, decimals=0)
    {'x': array([[ 0., -0.]]), 'lr': 0.5}
    """

    def inputs(rng, /, *sizes, **more):
        named = shapes(*sizes)
        fixed = {name: value for name, value in named.items() if isinstance(value, float)}
        drawn = {name: shape for name, shape in named.items() if name not in fixed}
        return normal(rng, **drawn, **options, **more) | fixed

    return inputs


def draws(inputs: Callable, *sizes: tuple, sides: str = "") -> Callable:
    """The `draw` of an exercise: rng -> inputs(rng, *s) for each tuple of sizes, small ones first.

    sides: the name of a number that is below 0 and above 1 in turn, as a target on both sides of a sigmoid.
    """

    def draw(rng):
        for i, each in enumerate(sizes):
            drawn = inputs(rng, *each)
            yield drawn | ({sides: abs(drawn[sides]) + 1 if i % 2 else -abs(drawn[sides])} if sides else {})

    return draw


def shown(inputs: Callable, seed: int, *sizes: tuple) -> list[dict]:
    """The VISIBLE of an exercise: inputs(rng, *s, decimals=1) for each tuple of sizes."""
    rng = np.random.default_rng(seed)
    return [inputs(rng, *each, decimals=1) for each in sizes]


def grade(name: str, function: Callable) -> None:
    """The hidden check of the exercise "NN_topic/function". Raises CheckFailed for a wrong answer.

    What it tells is such that no answer can learn by it on what it was tried: see `closed`.
    """
    asked = exercise(name)
    task = replace(asked.task(quiet=True), kept=tuple(edit.says for edit in asked.get("WRONG", {}).values()))
    tried = Closed(function, asked.name) if ask_there(function) else function
    examine(tried, task, asked.hidden(rng_for(asked.name)))
