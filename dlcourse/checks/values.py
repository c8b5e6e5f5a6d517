"""Checks: the shape is right, the numbers are not. Which slip leads to exactly these numbers?

Each suspect is a function of the evidence that returns a sentence, or None when its slip does not explain the
numbers exactly. No guess is made: the slip that is named has been tried out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checks.gradients import close, off


@dataclass(frozen=True)
class Evidence:
    """A wrong answer, the right one (float64, one shape, finite) and what else is known."""

    name: str
    got: np.ndarray
    expected: np.ndarray
    context: dict = field(default_factory=dict)
    rtol: float = 1e-6

    def same(self, a, b) -> bool:
        return close(a, b, self.rtol)

    def wrong(self) -> np.ndarray:
        """The mask of the entries that are off."""
        return off(self.got, self.expected, self.rtol)

    def counts(self) -> dict:
        """The integers of the context: numbers of samples, units, outputs."""
        return {name: v for name, v in self.context.items() if isinstance(v, int) and v > 1}

    def arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        """The other values of the context, in each form (as column, as row) that broadcasts to the answer."""
        for name, value in self.context.items():
            if isinstance(value, int) or not np.size(value):  # counts are tried as factors in `factors`
                continue
            value = np.asarray(value, dtype=float)
            # A vector as row and column, a matrix as it is, else transposed.
            for form in (value, value[:, None] if value.ndim == 1 else value.T):
                try:
                    form = np.broadcast_to(form, self.got.shape)
                except ValueError:
                    continue
                yield name, form
                if value.ndim != 1 or self.got.ndim < 2:  # the first form that fits is the only one
                    break


def all_zero(e: Evidence) -> str | None:
    """A sentence if all entries are 0."""
    if np.any(e.got):
        return None
    if not e.got.ndim:
        return f"{e.name} is 0. Is there a `//`, as in `1 // 2`, which is 0 and not 0.5?"
    return f"{e.name} is zero everywhere. Was it never filled, or does a mask remove everything?"


def wrong_sign(e: Evidence) -> str | None:
    """A sentence if -answer is right."""
    if e.same(-e.got, e.expected):
        return f"{e.name} has the wrong sign: it should be the opposite. Which way round is the difference?"
    return None


def transposed(e: Evidence) -> str | None:
    """A sentence if the answer is a square matrix whose transpose is right."""
    # Other shapes are a matter of `shapes`.
    if e.got.ndim == 2 and e.got.shape == e.got.T.shape and e.same(e.got.T, e.expected):
        return (
            f"{e.name} is transposed: its rows should be its columns. Which factor of the product needs `.T`?"
        )
    return None


def missing_term(e: Evidence) -> str | None:
    """A sentence if answer + a or answer - a is right, for an array a of the context."""
    for name, a in e.arrays():
        if np.any(a) and e.same(e.got + a, e.expected):
            return f"{e.name} plus {name} would be right: that term is missing, or subtracted."
        if np.any(a) and e.same(e.got - a, e.expected):
            return f"{e.name} minus {name} would be right: that term was added once too often."
    return None


def missing_factor(e: Evidence) -> str | None:
    """A sentence if answer * a is right, or if the answer is the right one times a."""
    for name, a in e.arrays():
        if not np.any(a) or not np.any(e.got):
            continue  # 0 times anything is 0: the factor leaves no trace
        if e.same(e.got * a, e.expected):
            return f"{e.name} times {name} would be right: that factor is missing."
        if e.same(e.got, e.expected * a):
            return f"{e.name} has the factor {name} once too often: without it, it would be right."
    return None


def swapped_input(e: Evidence) -> str | None:
    """A sentence if the answer has a factor b in place of a."""
    for right, a in e.arrays():
        for wrong, b in e.arrays():
            # a is divided by, so it has no 0.
            if right != wrong and np.all(a) and np.any(b) and e.same(e.got, e.expected / a * b):
                return f"{e.name} is what comes out with {wrong} in the place where {right} belongs."
    return None


def swapped_entry(e: Evidence) -> str | None:
    """A sentence if an entry of an input was used in place of another, as x2 in the gradient of w1."""
    wrong = np.argwhere(e.wrong())
    for name, a in e.arrays():
        # Gradients entry by entry, as of w1, w2.
        if e.got.ndim != 1 or np.shape(e.context[name]) != e.got.shape or not np.all(a):
            continue
        used = [_which(e, i, a) for (i,) in wrong]  # one slip has to explain every wrong entry
        if all(j is not None for j in used):
            i, j = int(wrong[0][0]), used[0]
            return f"{e.name}[{i}] is what comes out with {name}[{j}] where {name}[{i}] belongs."
    return None


def _which(e: Evidence, i: int, a) -> int | None:
    for j in range(len(a)):
        if j != i and e.same(e.got[i], e.expected[i] / a[i] * a[j]):
            return j
    return None


def permuted(e: Evidence) -> str | None:
    """A sentence if the answer has the right numbers in another order."""
    if e.got.size > 1 and e.same(np.sort(e.got, axis=None), np.sort(e.expected, axis=None)):
        return f"{e.name} has the right numbers in the wrong places. Is the order of an axis changed?"
    return None


def constant_offset(e: Evidence) -> str | None:
    """A sentence if every entry is off by the same number."""
    off = e.got - e.expected
    # Of one number nothing is "everywhere", and two may agree by chance.
    if e.got.size > 2 and e.same(np.full(off.shape, off.mean()), off):
        return f"{e.name} is off by the same number everywhere. Is a bias missing, or added twice?"
    return None
