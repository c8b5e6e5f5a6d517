"""Checks: several arrays of given shapes, for a test that asks for more than equality."""

import numpy as np

from dlcourse.checks import precision, shapes


def arrays_of(result, expected_shapes: dict, function: str) -> tuple[list[np.ndarray], str | None]:
    """The results as float arrays, lists of numbers converted; and None, or what is wrong with one of them.

    expected_shapes: shapes by the names of the results, in order, None for a list of any length; one result
    alone is no list of results.   function: the name of the student's function, for the message.

    >>> arrays_of(([[1, 2]], 3), {"W": (1, 2), "b": ()}, "answer")
    ([array([[1., 2.]]), array(3.)], None)
    """
    names = ", ".join(expected_shapes)
    if len(expected_shapes) == 1:
        result = [result]
    # An array is one result, whatever its length.
    if not isinstance(result, (tuple, list)) or len(result) != len(expected_shapes):
        none = "; it returned None" if result is None else ""
        return [], f"{function} should return {len(expected_shapes)} arrays: `return {names}`{none}."
    found = []
    for part, (name, shape) in zip(result, expected_shapes.items(), strict=True):
        problem = shapes.kind_of(part, name)
        array = np.asarray(0.0 if problem else part, dtype=float)  # of another kind, it may not convert
        wanted = "a list of numbers" if shape is None else shape
        if not problem and (array.ndim != 1 if shape is None else array.shape != shape):
            problem = f"{name} has the shape {array.shape}; expected is {wanted}."
        problem = problem or precision.not_finite(name, array)
        if problem:
            return [], problem  # only the first: it may cause the others
        found.append(array)
    return found, None
