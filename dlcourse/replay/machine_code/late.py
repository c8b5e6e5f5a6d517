"""Chapter 20: numbers that are known late. An optimizer's lr and its count of steps change between replays.

A Late number stands for one while the update is recorded. What is computed from it is late too; a replay
computes it anew, in Python, as the optimizer itself would.
"""

import operator
from numbers import Number

import numpy as np

from dlcourse.backend import ARITHMETIC, COMPARISONS

MOST_ROWS = 512  # steps whose numbers are computed together
EXACT = (operator.add, operator.sub, operator.mul, operator.truediv)  # of floats: numpy gives Python's bits


class Late:
    """A number that `compute()` gives, anew at each replay.

    formula: what it is called; equal ones are computed once. function, parts: what it is computed by, and
    from, None for a number that is not computed.
    """

    __slots__ = ("compute", "formula", "function", "parts", "tape")
    __hash__ = None
    __array_ufunc__ = None  # a number of numpy's leaves the operator to the late one

    def __init__(self, compute, formula, tape, function=None, parts=()):
        self.compute, self.formula, self.tape = compute, formula, tape
        self.function, self.parts = function, parts

    def __repr__(self) -> str:
        return self.formula

    def __bool__(self):
        """Which way a condition went; a replay must find it the same."""
        truth = bool(self.compute())
        self.tape.conditions.append((self, truth))
        return truth


class Plan:
    """How the late numbers `wanted` follow from the numbers `names`, what they have in common computed once.

    steps: (function, i, j), which computes the next number from numbers i and j: first come those of names,
    then constants, then what the steps before gave. wanted: the places of the results.
    """

    def __init__(self, wanted, names):
        constants = {repr(x): x for late in wanted for x in constants_in(late)}
        self.constants, self.steps = list(constants.values()), []
        places = {name: i for i, name in enumerate((*names, *constants))}
        self.wanted = [self._place(late, places) for late in wanted]
        self._lr, self._first, self._rows = None, 0, ()  # what was computed together

    def _place(self, x, places) -> int:
        """Where the number lies; it is planned first, when it is met for the first time."""
        if repr(x) not in places:
            step = (x.function, *[self._place(part, places) for part in x.parts])
            places[repr(x)] = len(places)
            self.steps.append(step)
        return places[repr(x)]

    def __call__(self, *numbers) -> list:
        """The wanted numbers, from those of `names`."""
        found = [*numbers, *self.constants]
        add = found.append
        for function, i, j in self.steps:
            add(function(found[i], found[j]))
        return [found[i] for i in self.wanted]

    def next(self, lr, n_steps):
        """What a call gives for lr and the count of steps, of which the one grows by 1 and the other stays.

        The numbers of the next steps are computed together, of twice as many each time, where this pays.
        """
        if lr is not self._lr or n_steps.__class__ is not int:
            self._lr, self._first, self._rows = lr, n_steps, ()
            return self(lr, n_steps)
        i = n_steps - self._first
        if not 0 <= i < len(self._rows):
            n = min(MOST_ROWS, max(16, 2 * len(self._rows))) if len(self.steps) > 2 else 0
            try:
                table = self.table([lr] * n, list(range(n_steps, n_steps + n))) if n else ()
            except (ArithmeticError, TypeError):  # at one of them
                table = ()
            i, self._first, self._rows = 0, n_steps, list(zip(*table, strict=True))
        return self._rows[i] if self._rows else self(lr, n_steps)

    def table(self, *columns) -> list:
        """The wanted numbers of many steps, a list for each, to the bits of one call after the other.

        columns: per name a list, with a number for each step. Raises what one of the calls would raise.
        """
        n = len(columns[0])
        found = [Column(list(column)) for column in columns]
        found += [Column([x] * n, is_constant=True) for x in self.constants]
        for function, i, j in self.steps:
            found.append(in_columns(function, found[i], found[j]))
        return [found[i].numbers for i in self.wanted]


class Column:
    """A number of each step. `floats`: the same as an array, None unless all are floats of Python's."""

    def __init__(self, numbers=None, floats=None, is_constant=False):
        if floats is None and {*map(type, numbers[:1] if is_constant else numbers)} <= {float}:
            floats = np.array(numbers)
        self.floats, self._numbers = floats, numbers

    @property
    def numbers(self) -> list:
        """As a list of numbers of Python's."""
        if self._numbers is None:
            self._numbers = self.floats.tolist()
        return self._numbers


def in_columns(function, first, second):
    """The function of each pair of numbers: at once where numpy has the bits of Python, one by one where not,
    such as for powers."""
    if function in EXACT and first.floats is not None and second.floats is not None:
        if function is not operator.truediv or second.floats.all():
            with np.errstate(all="ignore"):  # Python does not tell of an overflow here, either
                return Column(floats=function(first.floats, second.floats))
    return Column(list(map(function, first.numbers, second.numbers)))


def constants_in(x) -> list:
    """The numbers in the formula of x that are no Late ones."""
    return [c for part in x.parts for c in constants_in(part)] if isinstance(x, Late) else [x]


def number_of(x):
    """The number that x is now."""
    return x.compute() if isinstance(x, Late) else x


def _late(tape, function, first, second) -> Late:
    formula = f"{function.__name__}({first!r}, {second!r})"
    return Late(
        lambda: function(number_of(first), number_of(second)), formula, tape, function, (first, second)
    )


def _operator(function):
    def method(self, other):
        if not isinstance(other, Number | Late):
            return NotImplemented
        return _late(self.tape, function, self, other)

    return method


def _reflected(function):
    def method(self, other):
        if not isinstance(other, Number):
            return NotImplemented
        return _late(self.tape, function, other, self)

    return method


def negative(x, _):
    """-x, as a function of two numbers."""
    return -x


for _name in (*ARITHMETIC, "floordiv", "mod", "pow"):
    setattr(Late, f"__{_name}__", _operator(getattr(operator, _name)))
    setattr(Late, f"__r{_name}__", _reflected(getattr(operator, _name)))
for _name in COMPARISONS:
    setattr(Late, f"__{_name}__", _operator(getattr(operator, _name)))
Late.__neg__ = lambda self: _late(self.tape, negative, self, 0)
