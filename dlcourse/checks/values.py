"""Checks: the shape is right, the numbers are not. Which slip leads to exactly these numbers?

Each suspect is a function of the evidence that yields causes: a key, the same for all results, and a
sentence. No guess is made: a cause explains the numbers exactly, each of them.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checks.gradients import close, off, tolerance
from dlcourse.checks.wording import number

Causes = Iterator[tuple]  # (key, sentence) each


@dataclass(frozen=True)
class Evidence:
    """A wrong answer, the right one (float64, one shape, finite) and what else is known.

    hinted: whether the exercise has a sentence of its own for numbers that show no cause.
    """

    name: str
    got: np.ndarray
    expected: np.ndarray
    context: dict = field(default_factory=dict)
    rtol: float = 1e-6
    hinted: bool = False

    def same(self, a, b) -> bool:
        """Whether every number of a equals that of b, up to the tolerance."""
        return close(a, b, self.rtol)

    def fits(self, a) -> bool:
        """Whether every number of a is right."""
        return bool((abs(a - self.expected) <= self._allowed).all())

    @functools.cached_property  # asked hundreds of times
    def _allowed(self):
        return tolerance(self.expected, self.rtol)

    def wrong(self) -> np.ndarray:
        """The mask of the entries that are off."""
        return off(self.got, self.expected, self.rtol)

    def counts(self) -> dict:
        """The integers of the context: numbers of samples, units, outputs."""
        return {name: v for name, v in self.context.items() if isinstance(v, int) and v > 1}

    def arrays(self) -> list[tuple[str, np.ndarray]]:
        """The other values of the context, in each form (as column, as row) that broadcasts to the answer."""
        return self._arrays

    @functools.cached_property  # each suspect goes through them
    def _arrays(self) -> list[tuple[str, np.ndarray]]:
        return list(self._forms())

    def _forms(self) -> Iterator[tuple[str, np.ndarray]]:
        for name, value in self.context.items():
            # Counts are tried as factors in `factors`; that h lacks h says nothing.
            if isinstance(value, int) or not np.size(value) or name == self.name:
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


def wrong_sign(e: Evidence) -> Causes:
    """When -answer is right."""
    if e.fits(-e.got):
        yield (
            "sign",
            f"{e.name} has the wrong sign: it should be the opposite. Which way round is the difference?",
        )


def transposed(e: Evidence) -> Causes:
    """When the answer is a square matrix whose transpose is right."""
    # Other shapes are a matter of `shapes`.
    if e.got.ndim == 2 and e.got.shape == e.got.T.shape and e.fits(e.got.T):
        yield (
            "transposed",
            f"{e.name} is transposed: rows should be columns. Which factor of the product needs `.T`?",
        )


def missing_term(e: Evidence) -> Causes:
    """When the answer is right but for a term a of the context: missing, doubled, or of the wrong sign."""
    if e.fits(-e.got) or not np.any(e.got):
        return  # of a result that is a term alone, only its sign is wrong; one of zeros lacks everything
    for name, a in e.arrays():
        if not np.any(a) or _is_multiple(e, a):
            continue
        for times, told in (
            (1, f"{e.name} plus {name} would be right: that term is missing."),
            (-1, f"{e.name} minus {name} would be right: that term was added once too often."),
            (2, f"{e.name} plus twice {name} would be right: is {name} subtracted, and should be added?"),
            (-2, f"{e.name} minus twice {name} would be right: is {name} added, and should be subtracted?"),
        ):
            if e.fits(e.got + times * a):
                yield ("term", name, times), told


def _is_multiple(e: Evidence, a) -> bool:
    """Whether the right answer is a times a number: then nothing is missing but a factor."""
    return e.got.size > 1 and e.same(np.vdot(a, e.expected) / np.vdot(a, a) * a, e.expected)


def missing_factor(e: Evidence) -> Causes:
    """When answer * a is right, or when the answer is the right one times a."""
    for name, a in e.arrays():
        if not np.any(a) or not np.any(e.got):
            continue  # 0 times anything is 0: the factor leaves no trace
        if e.fits(e.got * a):
            yield ("factor", name), f"{e.name} times {name} would be right: that factor is missing."
        elif e.same(e.got, e.expected * a):
            yield (
                ("factor twice", name),
                f"{e.name} has the factor {name} once too often: without it, it would be right.",
            )
        elif e.same(2 * e.got, e.expected * a):
            yield (
                ("square", name),
                f"{e.name} has {name} squared and halved in the place of {name}: was a square "
                "left as it is, not differentiated?",
            )


def after_a_step(e: Evidence) -> Causes:
    """When the answer to dW is W minus or plus a multiple of dW: the weights after a step."""
    old = e.context.get(e.name[1:]) if e.name[0] == "d" else None
    if old is None or np.shape(old) != e.got.shape:
        return
    way, square = e.got - old, np.vdot(e.expected, e.expected)
    times = float(np.vdot(e.expected, way) / square) if square else 0.0
    is_one = abs(abs(times) - 1) < 10 * e.rtol
    # W that is added to dW is a `missing_term`; of two single numbers each is a multiple of the other.
    if not times or (is_one and times > 0) or (e.got.size == 1 and not is_one):
        return
    if e.fits(way / times):
        sign, size = "minus" if times < 0 else "plus", "" if is_one else f"{number(abs(times))} times "
        told = f"{e.name} is {e.name[1:]} {sign} {size}the gradient, as after a step:"
        yield "step", f"{told} the gradient alone is asked for."


def swapped_input(e: Evidence) -> Causes:
    """When the answer has a factor b in place of a."""
    one = np.unravel_index(np.argmax(abs(e.got - e.expected)), e.got.shape)
    for right, a in e.arrays():
        if not np.all(a):  # it is divided by
            continue
        factor = e.expected[one] / a[one] if e.got.ndim else e.expected / a
        for wrong, b in e.arrays():
            if abs(factor * b[one] - e.got[one]) > 1e-3 * abs(e.got[one]) + 1e-6:
                continue  # of hundreds of pairs, nearly all fail at one entry
            if right != wrong and np.any(b) and e.same(e.got, e.expected / a * b):
                yield (
                    ("in place", wrong, right),
                    f"{e.name} is what comes out with {wrong} in the place where {right} belongs.",
                )


def swapped_entry(e: Evidence) -> Causes:
    """When an entry of an input was used in place of another, as x2 in the gradient of w1."""
    wrong = np.argwhere(e.wrong())
    for name, a in e.arrays():
        # Gradients entry by entry, as of w1, w2.
        if e.got.ndim != 1 or np.shape(e.context[name]) != e.got.shape or not np.all(a):
            continue
        used = [_which(e, i, a) for (i,) in wrong]  # one slip has to explain every wrong entry
        if all(j is not None for j in used):
            i, j = int(wrong[0][0]), used[0]
            yield (
                ("entry", name, i, j),
                f"{e.name}[{i}] is what comes out with {name}[{j}] where {name}[{i}] belongs.",
            )


def _which(e: Evidence, i: int, a) -> int | None:
    for j in range(len(a)):
        if j != i and e.same(e.got[i], e.expected[i] / a[i] * a[j]):
            return j
    return None


def permuted(e: Evidence) -> Causes:
    """When the answer has the right numbers in another order."""
    if e.got.size > 1 and e.same(np.sort(e.got, axis=None), np.sort(e.expected, axis=None)):
        yield (
            "permuted",
            f"{e.name} has the right numbers in the wrong places. Is the order of an axis changed?",
        )


def constant_offset(e: Evidence) -> Causes:
    """When every entry is off by the same number."""
    off = e.got - e.expected
    # Of one number nothing is "everywhere", and two may agree by chance.
    if e.got.size > 2 and e.same(np.full(off.shape, off.mean()), off):
        yield (
            "offset",
            f"{e.name} is off by the same number everywhere. Is a constant, as a bias, missing or wrong?",
        )
