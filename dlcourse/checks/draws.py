"""Checks: the hidden check of an exercise, on inputs drawn for one student."""

import hashlib
import os
from collections.abc import Callable

import numpy as np

from dlcourse.checks.bank import exercise
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
    decimals: 0 for whole numbers; 1 for inputs that a student reads: up to 2.4, no two alike, none 0 or 1.

    >>> normal(np.random.default_rng(0), decimals=0, x=(1, 4))
    {'x': array([[ 0., -0.,  1.,  0.]])}
    """
    for _ in range(1000):
        if decimals == 1:
            drawn = {name: _uneven(rng, shape) for name, shape in shapes.items()}
        else:
            drawn = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        if decimals == 0:
            drawn = {name: np.round(value) for name, value in drawn.items()}
        inputs = {name: value if np.ndim(value) else float(value) for name, value in drawn.items()}
        # Beside a kink a rounding error lands on the other side: a right answer would look wrong.
        if away is None or np.abs(away(**inputs)).min() >= MARGIN:
            return inputs
    raise ValueError(
        f"normal: expected values {MARGIN} away from 0, got none in 1000 draws; draw larger numbers"
    )


def _uneven(rng, shape):
    """Numbers of one decimal. Of two that are alike, one may hide a slip in the other; 1 hides a factor."""
    sizes = np.delete(np.arange(1, 25), 9) / 10
    return rng.choice(sizes, shape, replace=False) * rng.choice([-1, 1], shape)


def draws(inputs: Callable, *sizes: tuple) -> Callable:
    """The `draw` of an exercise: rng -> inputs(rng, *s) for each tuple of sizes, small ones first."""
    return lambda rng: (inputs(rng, *each) for each in sizes)


def shown(inputs: Callable, seed: int, *sizes: tuple) -> list[dict]:
    """The VISIBLE of an exercise: inputs(rng, *s, decimals=1) for each tuple of sizes."""
    rng = np.random.default_rng(seed)
    return [inputs(rng, *each, decimals=1) for each in sizes]


def grade(name: str, function: Callable) -> None:
    """The hidden check of the exercise "NN_topic/function". Raises CheckFailed for a wrong answer."""
    asked = exercise(name)
    examine(function, asked.task(quiet=True), asked.hidden(rng_for(asked.name)))
