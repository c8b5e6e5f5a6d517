"""Checks: several arrays of given shapes, for a test that asks for more than equality."""

import numpy as np

from dlcourse.checks import precision, shapes
from dlcourse.checks.listed import apart, entries
from dlcourse.checks.wording import joined


def arrays_of(result, expected_shapes: dict, function: str) -> tuple[list[np.ndarray], str | None]:
    """The results as float arrays, lists of numbers converted; and None, or what is wrong with one of them.

    expected_shapes: shapes by the names of the results, in order, with None for any length of an axis; None
    for a list of any length; a list of shapes for a list of arrays, whose entries then stand by themselves.
    One result alone is no list of results.   function: the name of the student's function, for the message.

    >>> arrays_of(([[1, 2]], 3), {"W": (1, None), "b": ()}, "answer")
    ([array([[1., 2.]]), array(3.)], None)
    >>> arrays_of(([[1, 2], [3]], 4), {"W": [(2,), (1,)], "b": ()}, "answer")
    ([array([1., 2.]), array([3.]), array(4.)], None)
    """
    found, problem = _read(result, expected_shapes, function)
    return ([], _turned(result, expected_shapes, function) or problem) if problem else (found, None)


def _turned(result, expected_shapes: dict, function: str) -> str | None:
    """A sentence on results that would fit if they were laid out in another way."""
    due, names = f"`return {', '.join(expected_shapes)}`", joined(expected_shapes)
    if len(expected_shapes) < 2 or not isinstance(result, (tuple, list)):
        return None
    if all(isinstance(one, (tuple, list)) and len(one) == len(expected_shapes) for one in result):
        pairs = [list(own) for own in zip(*result, strict=True)]
        wanted = expected_shapes.values()
        lists = all(isinstance(shape, list) or (shape and shape[0] is None) for shape in wanted)  # or stacks
        if lists and not _read(pairs, expected_shapes, function)[1]:
            return f"{names} come entry by entry, together: each is to be a list of its own, {due}."
    if not _read(result[::-1], expected_shapes, function)[1]:
        return f"{names} come in another order: {due}."
    return None


def _read(result, expected_shapes: dict, function: str) -> tuple[list[np.ndarray], str | None]:
    if len(expected_shapes) == 1:
        result = [result]
    numbers = all(shape == () for shape in expected_shapes.values())
    if isinstance(result, np.ndarray) and result.shape == (len(expected_shapes),) and numbers:
        result = [*result]  # numbers may come as an array
    # Else an array is one result, whatever its length.
    if not isinstance(result, (tuple, list)) or len(result) != len(expected_shapes):
        none = "; it returned None" if result is None else ""
        names = ", ".join(expected_shapes)
        return [], f"{function} should return {len(expected_shapes)} arrays: `return {names}`{none}."
    wanted = {name: _apart(name, shape) for name, shape in expected_shapes.items()}
    lists = {name: list(own) for name, own in wanted.items()}
    parts, problem = apart(dict(zip(expected_shapes, result, strict=True)), lists)
    if problem:
        return [], problem
    shape_of, found = {name: shape for own in wanted.values() for name, shape in own.items()}, []
    for name, part in parts.items():
        shape = shape_of[name]
        problem = shapes.kind_of(part, name)
        array = np.asarray(0.0 if problem else part, dtype=float)  # of another kind, it may not convert
        if not problem and not _fits(array.shape, shape):
            problem = f"{name} has the shape {array.shape}; expected is {_in_words(shape)}."
        problem = problem or precision.not_finite(name, array)
        if problem:
            return [], problem  # only the first: it may cause the others
        found.append(array)
    return found, None


def _apart(name: str, shape) -> dict:
    return entries(name, shape) if isinstance(shape, list) else {name: shape}


def _fits(own: tuple, shape) -> bool:
    wanted = (None,) if shape is None else shape
    return len(own) == len(wanted) and all(n is None or n == m for m, n in zip(own, wanted, strict=True))


def _in_words(shape) -> str:
    """a list of numbers", or a shape with letters for lengths that are free: "(m, 2)"."""
    if shape is None:
        return "a list of numbers"
    letters = iter("mnk")
    return str(tuple(next(letters) if n is None else n for n in shape)).replace("'", "")
