"""Chapter 20: Late numbers stand for an optimizer's lr and count of steps, which change between replays.

What is computed from a Late number while the update is recorded is Late, too. Before each replay its value
is computed anew, in Python, as the optimizer itself would.
"""

import operator
from numbers import Number

import numpy as np

from dlcourse.backend import ARITHMETIC, COMPARISONS

MOST_ROWS = 512  # steps whose numbers are computed together
EXACT = (operator.add, operator.sub, operator.mul, operator.truediv)  # of floats: numpy gives Python's bits


class Late:
    """A number that `compute()` returns, anew at each replay.

    formula: its text; numbers of equal text are computed once. function, parts: the operation and its
    operands, None and () for a setting itself.
    """

    __slots__ = ("compute", "formula", "function", "parts", "tape")
    __hash__ = None
    __array_ufunc__ = None  # so a NumPy scalar on the left leaves the operator to the Late number

    def __init__(self, compute, formula, tape, function=None, parts=()):
        self.compute, self.formula, self.tape = compute, formula, tape
        self.function, self.parts = function, parts

    def __repr__(self) -> str:
        return self.formula

    def __bool__(self):
        """The truth value now; it is noted, since a replay is right only where it is the same."""
        truth = bool(self.compute())
        self.tape.conditions.append((self, truth))
        return truth


class Plan:
    """A plan that computes the Late numbers `wanted` from settings, common subexpressions once.

    names: of the settings. steps: (function, i, j), each of which computes the next number from numbers i
    and j, counted over the settings, then the constants, then the results of earlier steps. wanted: the
    positions of the results.
    """

    def __init__(self, wanted, names):
        constants = {repr(x): x for late in wanted for x in constants_in(late)}
        self.constants, self.steps = list(constants.values()), []
        places = {name: i for i, name in enumerate((*names, *constants))}
        self.wanted = [self._place(late, places) for late in wanted]
        self._lr, self._first, self._rows = None, 0, ()  # what was computed together

    def _place(self, x, places) -> int:
        """The position of a number, whose steps are added to the plan if it is new."""
        if repr(x) not in places:
            step = (x.function, *[self._place(part, places) for part in x.parts])
            places[repr(x)] = len(places)
            self.steps.append(step)
        return places[repr(x)]

    def __call__(self, *numbers) -> list:
        """The wanted numbers. numbers: the settings, in the order of `names`."""
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
        """The wanted numbers of many steps, a list for each, with the bits of one call after the other.

        columns: a list for each name, with a number for each step. Raises what one of the calls would raise.
        """
        n = len(columns[0])
        found = [Column(list(column)) for column in columns]
        found += [Column([x] * n, is_constant=True) for x in self.constants]
        for function, i, j in self.steps:
            found.append(in_columns(function, found[i], found[j]))
        return [found[i].numbers for i in self.wanted]


class Column:
    """A number for each step. floats: the same as an array, or None unless all are Python floats."""

    def __init__(self, numbers=None, floats=None, is_constant=False):
        if floats is None and {*map(type, numbers[:1] if is_constant else numbers)} <= {float}:
            floats = np.array(numbers)
        self.floats, self._numbers = floats, numbers

    @property
    def numbers(self) -> list:
        """The numbers as a list of Python numbers."""
        if self._numbers is None:
            self._numbers = self.floats.tolist()
        return self._numbers


def in_columns(function, first, second):
    """The Column of function(a, b) for each pair: by numpy where it gives Python's bits, else one by one, as
    for powers."""
    if function in EXACT and first.floats is not None and second.floats is not None:
        if function is not operator.truediv or second.floats.all():  # Python raises for a division by 0
            with np.errstate(all="ignore"):  # Python does not warn of overflow in these operations
                return Column(floats=function(first.floats, second.floats))
    return Column(list(map(function, first.numbers, second.numbers)))


def constants_in(x) -> list:
    """The numbers in the formula of x that are not Late."""
    return [c for part in x.parts for c in constants_in(part)] if isinstance(x, Late) else [x]


def number_of(x):
    """The present value of x, a Late or plain number."""
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
    """-x, as a function of two numbers, like all steps of a Plan."""
    return -x


for _name in (*ARITHMETIC, "floordiv", "mod", "pow"):
    setattr(Late, f"__{_name}__", _operator(getattr(operator, _name)))
    setattr(Late, f"__r{_name}__", _reflected(getattr(operator, _name)))
for _name in COMPARISONS:
    setattr(Late, f"__{_name}__", _operator(getattr(operator, _name)))
Late.__neg__ = lambda self: _late(self.tape, negative, self, 0)
