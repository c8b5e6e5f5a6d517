"""Chapter 20: deferred numbers stand for an optimizer's lr and count of steps, which change between replays.

A number computed from a deferred one while the update is recorded is deferred, too. Before each replay its
value is computed anew, in Python, as the optimizer itself would.
"""

import operator
from numbers import Number

import numpy as np

from dlcourse.backend import ARITHMETIC, COMPARISONS
from dlcourse.replay.machine_code.powers import powers

MOST_ROWS = 512  # steps whose numbers are computed together
# For floats, and ints up to 2**53, which are exact as floats, these give the same bits in numpy as in Python.
# Powers are not among them, but have a module of their own.
EXACT = tuple(getattr(operator, name) for name in ARITHMETIC)
# What gives a plain number or words, in which a replay could not see a change.
ASKED = "it asks for {} of a number that changes from step to step"
ATTRIBUTES = {name for kind in (int, float) for name in dir(kind) if not name.startswith("_")}
UNSEEN = (
    "str format hash index int float complex round trunc floor ceil abs pos invert divmod rdivmod".split()
)
UNSEEN += [f"{side}{name}" for name in ("and", "or", "xor", "lshift", "rshift") for side in ("", "r")]
COMPARED = tuple(getattr(operator, name) for name in COMPARISONS)
LARGEST_INT = 2**53


class Deferred:
    """A number that `compute()` returns, anew at each replay.

    formula: its text; numbers of equal text are computed once. function, parts: the operation and its
    operands, None and () for a setting itself. What would take the number out of sight, as a conversion to an
    int or to words, is refused on the tape.
    """

    __slots__ = ("compute", "formula", "function", "parts", "tape")
    __array_ufunc__ = None  # so a NumPy scalar on the left leaves the operator to the deferred number

    def __init__(self, compute, formula, tape, function=None, parts=()):
        self.compute, self.formula, self.tape = compute, formula, tape
        self.function, self.parts = function, parts

    def __repr__(self) -> str:
        self.tape.refuse(ASKED.format("__repr__"))  # an update may compare the words
        return self.formula

    def __bool__(self):
        """The present truth value, added to the tape's conditions: a replay needs the same outcome."""
        truth = bool(self.compute())
        self.tape.conditions.append((self, truth))
        return truth


class Plan:
    """A plan that computes the deferred numbers `wanted` from settings, common subexpressions once.

    names: of the settings. steps: (function, i, j), each of which computes the next number from numbers i
    and j, counted over the settings, then the constants, then the results of earlier steps. wanted: the
    positions of the results.
    """

    def __init__(self, wanted, names):
        constants = {text_of(x): x for deferred in wanted for x in constants_in(deferred)}
        self.constants, self.steps = list(constants.values()), []
        # By text: equal formulas have one place.
        places = {name: i for i, name in enumerate((*names, *constants))}
        self.wanted = [self._place(deferred, places) for deferred in wanted]
        self._lr, self._first, self._rows = None, 0, ()  # what was computed together

    def _place(self, x, places) -> int:
        """The position of a number, whose steps are added to the plan if it is new."""
        text = text_of(x)
        if text not in places:  # its parts get their places first
            step = (x.function, *[self._place(part, places) for part in x.parts])
            places[text] = len(places)
            self.steps.append(step)
        return places[text]

    def __call__(self, *numbers) -> list:
        """The wanted numbers. numbers: the settings, in the order of `names`."""
        found = [*numbers, *self.constants]
        add = found.append  # looked up once: this runs before each replay
        for function, i, j in self.steps:
            add(function(found[i], found[j]))
        return [found[i] for i in self.wanted]

    def next(self, lr, n_steps):
        """The numbers of the next step, when from step to step n_steps grows by 1 and lr stays.

        The numbers of the next steps are computed together, of twice as many each time, where this pays.
        """
        if lr is not self._lr or n_steps.__class__ is not int:  # the same object: lr has not been set since
            self._lr, self._first, self._rows = lr, n_steps, ()
            return self(lr, n_steps)
        i = n_steps - self._first
        if not 0 <= i < len(self._rows):  # past what was computed together, or back after a load
            # Doubled, as a short training needs few.
            n = min(MOST_ROWS, max(16, 2 * len(self._rows))) if len(self.steps) > 2 else 0
            try:
                columns = self.columns(lr, np.arange(n_steps, n_steps + n)) if n else ()
            except (ArithmeticError, TypeError):  # of some later step: that one will raise it itself
                columns = ()
            i, self._first = 0, n_steps
            self._rows = list(zip(*(as_list(column, n) for column in columns), strict=True))
        return self._rows[i] if self._rows else self(lr, n_steps)

    def columns(self, *settings) -> list:
        """The wanted numbers of many steps, a column for each, with the bits of one call after the other.

        A column is an array or a list with a number for each step, or one number, the same for all. settings:
        a column for each name. Raises what one of the calls would raise.
        """
        found = [*map(as_column, settings), *self.constants]
        for function, i, j in self.steps:
            found.append(in_columns(function, found[i], found[j]))
        return [found[i] for i in self.wanted]


def as_column(numbers):
    """The numbers as an array if all are Python floats, or ints that are exact as floats; else as a list."""
    if isinstance(numbers, Number) or len(numbers) == 0:
        return numbers
    # A bool is of another type, and stays in its list.
    kinds = {*map(type, numbers)} if isinstance(numbers, list) else {numbers.dtype.type}
    if kinds in ({int}, {np.int64}) and not -LARGEST_INT < np.min(numbers) <= np.max(numbers) < LARGEST_INT:
        return as_list(numbers, len(numbers))
    return np.array(numbers) if kinds in ({int}, {float}) else numbers


def as_list(column, n: int) -> list:
    """The column as a list of n Python numbers."""
    if isinstance(column, Number):
        return [column] * n
    return column.tolist() if isinstance(column, np.ndarray) else column


def in_columns(function, first, second):
    """The column of function(a, b): by numpy where it gives Python's bits, else number by number."""
    lengths = [len(column) for column in (first, second) if not isinstance(column, Number)]
    if not lengths:
        return function(first, second)  # once for all steps
    if is_exact(function, first, second):
        with np.errstate(all="ignore"):  # Python does not warn of overflow in these operations
            return as_column(function(first, second))
    if function is operator.pow and kind_of(first) == "f" and kind_of(second) != "-":
        found = powers(first, second)
        if found is not None:
            return found
    return as_column([*map(function, as_list(first, lengths[0]), as_list(second, lengths[0]))])


def is_exact(function, first, second) -> bool:
    """Whether numpy gives the bits that Python gives for each pair."""
    kinds = kind_of(first) + kind_of(second)
    if function in COMPARED:
        return kinds in ("ff", "ii")
    if function is operator.truediv and not np.all(second):  # Python raises for a division by 0
        return False
    # A product of ints may be larger than any int64; only Python rounds a quotient of ints in one step.
    return function in EXACT and (kinds in ("ff", "fi", "if") or kinds == "ii" and function in EXACT[:2])


def kind_of(column) -> str:
    """f for floats, i for ints that are exact as floats, - for others, for which numpy's rules may differ."""
    if isinstance(column, np.ndarray):
        return column.dtype.kind if column.dtype.kind in "fi" else "-"
    if type(column) is int:
        return "i" if abs(column) < LARGEST_INT else "-"
    return "f" if type(column) is float else "-"


def constants_in(x) -> list:
    """The numbers in the formula of x that are not Deferred."""
    return [c for part in x.parts for c in constants_in(part)] if isinstance(x, Deferred) else [x]


def text_of(x) -> str:
    """The formula of a Deferred, the repr of a plain number."""
    return x.formula if isinstance(x, Deferred) else repr(x)


def number_of(x):
    """The present value of x, a Deferred or plain number."""
    return x.compute() if isinstance(x, Deferred) else x


def _deferred(tape, function, first, second) -> Deferred:
    formula = f"{function.__name__}({text_of(first)}, {text_of(second)})"
    return Deferred(
        lambda: function(number_of(first), number_of(second)), formula, tape, function, (first, second)
    )


def _operator(function):
    def method(self, other):
        if not isinstance(other, Number | Deferred):
            return NotImplemented
        return _deferred(self.tape, function, self, other)

    return method


def _reflected(function):
    def method(self, other):
        if not isinstance(other, Number):
            return NotImplemented
        return _deferred(self.tape, function, other, self)

    return method


def _refused(name):
    # Noted on the tape and not only raised: an update may catch the error, and go on with another number.
    def method(self, *others):
        self.tape.refuse(ASKED.format(name))
        raise TypeError(ASKED.format(name))

    return method


def negative(x, _):
    """-x, as a function of two numbers, like all steps of a Plan."""
    return -x


for _name in (*ARITHMETIC, "floordiv", "mod", "pow"):
    setattr(Deferred, f"__{_name}__", _operator(getattr(operator, _name)))
    setattr(Deferred, f"__r{_name}__", _reflected(getattr(operator, _name)))
for _name in COMPARISONS:
    setattr(Deferred, f"__{_name}__", _operator(getattr(operator, _name)))
for _name in UNSEEN:
    setattr(Deferred, f"__{_name}__", _refused(f"__{_name}__"))
for _name in ATTRIBUTES:  # such as is_integer
    setattr(Deferred, _name, property(_refused(_name)))
Deferred.__neg__ = lambda self: _deferred(self.tape, negative, self, 0)
