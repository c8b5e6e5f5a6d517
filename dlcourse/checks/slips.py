"""Checks: the slips of a judgement, and which of them lead to an answer: all are compared at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dlcourse.checks.agreement import agrees
from dlcourse.checks.gradients import tolerance
from dlcourse.checks.prints import Print
from dlcourse.checks.shapes import kind_of

EXACT = 2**53  # below it, a float holds every whole number


@dataclass(frozen=True)
class Slip:
    """The results of a wrong answer, by name, and the sentence that says what went wrong in it.

    Of a result that is written down there may be its `Print` alone.
    """

    told: str
    results: dict


class Slips:
    """The slips of a judgement, in order. Those given `later` are worked out when they are asked for."""

    def __init__(self, slips: Iterable[Slip] = ()):
        self._all, self._later, self._stacks = list(slips), None, {}

    def append(self, slip: Slip) -> None:
        """Add one."""
        self._all.append(slip)
        self._stacks.clear()

    def later(self, slips: Callable[[], Iterable[Slip]]) -> None:
        """Add those of slips()."""
        self._later = slips

    def __iter__(self) -> Iterator[Slip]:
        return iter(self._known())

    def __getitem__(self, i: int) -> Slip:
        return self._known()[i]

    def _known(self) -> list[Slip]:
        if self._later:
            later, self._later = self._later, None
            self._all += later()
        return self._all

    def leading_to(self, name: str, got, rtol: float) -> list[int]:
        """The slips that lead to this result of that name, by their places."""
        if not self._known() or kind_of(got, name):
            return []
        key = name, np.shape(got), rtol
        if key not in self._stacks:
            self._stacks[key] = self._stacked(*key)
        places, values, allowed, others = self._stacks[key]
        found = [i for i in others if gives(self._all[i].results[name], got, rtol)]
        if places:
            with np.errstate(all="ignore"):  # NaN, or numbers too large to be subtracted, fit none
                near = abs(_floats(got).reshape(1, -1) - values) <= allowed
            found += [places[i] for i in np.flatnonzero(near.all(axis=1))]
        return sorted(found)

    def _stacked(self, name: str, shape, rtol: float):
        """(places, values, what each may be off) of the slips with finite numbers; the places of others.

        Whole numbers have to be equal, those that a float does not tell apart are others.
        """
        places, rows, allowed, others = [], [], [], []
        for i, slip in enumerate(self._known()):
            value = slip.results.get(name)
            if value is None or shape_of(value) != shape:
                continue
            array = np.asarray(value if not isinstance(value, Print) else None)
            whole = array.dtype.kind in "iu" and (abs(array) < EXACT).all()
            if whole or (array.dtype.kind == "f" and np.isfinite(array).all()):
                places.append(i)
                rows.append(np.ravel(array).astype(float))
                allowed.append(np.zeros(array.size) if whole else tolerance(rows[-1], rtol))
            else:
                others.append(i)
        return places, np.array(rows), np.array(allowed), others


def _floats(got) -> np.ndarray:
    """An answer as floats; infinite where a whole number has no float of its size."""
    try:
        return np.asarray(got, dtype=float)
    except OverflowError:
        return np.full(np.shape(got), np.inf)


def gives(value, got, rtol: float) -> bool:
    """Whether a slip's result is that of an answer.   value: an array, a number or a Print"""
    return value.is_of(got) if isinstance(value, Print) else agrees(got, value, rtol)


def shape_of(value) -> tuple:
    """The shape of a slip's result."""
    return value.shape if isinstance(value, Print) else np.shape(value)
