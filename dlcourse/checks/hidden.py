"""Checks: random inputs for hidden tests, drawn for one student and exercise, in three variants."""

import hashlib
import os
from collections.abc import Callable

import numpy as np

from dlcourse.checks.check import check_function
from dlcourse.checks.inputs import as_float32, as_float64, strided

SECRET, STUDENT = "DLCOURSE_GRADING_SECRET", "DLCOURSE_STUDENT"
MARGIN = 1e-3  # least distance of an input from a kink: a central difference moves it by 1e-5


def rng_for(exercise: str) -> np.random.Generator:
    """A generator seeded with a hash of the course's secret, the student's id and the exercise.

    Secret and id come from the grader's environment variables; without them the draw is a public one.
    """
    text = "/".join((os.environ.get(SECRET, "dlcourse"), os.environ.get(STUDENT, ""), exercise))
    # Not hash(), which differs from process to process: a regrade must draw the same.
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))


def away_from_kinks(draw, kinks, margin: float = MARGIN) -> dict:
    """The first inputs from draw() for which every number in kinks(**inputs) is at least `margin` from 0."""
    # Beside a kink a rounding error or a small step lands on the other side: a right answer looks wrong.
    for _ in range(1000):
        inputs = draw()
        if np.abs(kinks(**inputs)).min() >= margin:
            return inputs
    raise ValueError(
        f"away_from_kinks: expected kinks {margin} away, got none in 1000 draws; draw larger numbers"
    )


def check_variants(
    function: Callable, inputs: dict, judge: Callable, *, reread: str, rtol: float = 1e-6, rtol32=1e-4
) -> None:
    """Run check_function on float64 arrays, on arrays that are not contiguous, and on float32 arrays.

    judge(**inputs in float64) returns further arguments of check_function: expected, perhaps context, slips,
    hint.   rtol32: the tolerance for float32.
    """
    variants = (
        (inputs, rtol, ""),
        # Finds x.shape = ..., and reshapes taken for views.
        (strided(inputs), rtol, "The arrays are not contiguous here."),
        (as_float32(inputs), rtol32, "The arrays are float32 here."),
    )
    for variant, tolerance, remark in variants:
        judged = judge(**as_float64(variant))  # of the float32 values, so that their rounding is no error
        judged["hint"] = f"{judged.get('hint', '')} {remark}".strip()
        check_function(function, variant, reread=reread, rtol=tolerance, quiet=True, **judged)
