"""Checks: several arrays of given shapes, for a test that asks for more than equality."""

import numpy as np

from dlcourse.checks import precision, shapes
from dlcourse.checks.check import CheckFailed


def arrays_of(result, expected_shapes: dict, function: str, *, reread: str) -> list[np.ndarray]:
    """The results as float arrays; lists of numbers are converted. Raises CheckFailed for a wrong shape.

    expected_shapes: shapes by the names of the results, in order.   function: the name of the student's
    function, for the message.

    >>> arrays_of(([[1, 2]], 3), {"W": (1, 2), "b": ()}, "answer", reread="chapter 0")
    [array([[1., 2.]]), array(3.)]
    """
    names = ", ".join(expected_shapes)
    # An array is one result, whatever its length.
    if not isinstance(result, (tuple, list)) or len(result) != len(expected_shapes):
        raise CheckFailed(f"{function} should return {len(expected_shapes)} arrays: `return {names}`.")
    found = []
    for part, (name, shape) in zip(result, expected_shapes.items(), strict=True):
        problem = shapes.kind_of(part, name)
        array = np.asarray(0.0 if problem else part, dtype=float)  # of another kind, it may not convert
        if not problem and array.shape != shape:
            problem = f"{name} has the shape {array.shape}; expected is {shape}."
        # Only the first problem is reported: it may cause the others.
        problem = problem or precision.not_finite(name, array)
        if problem:
            raise CheckFailed(problem, f"Reread {reread}.")
        found.append(array)
    return found
