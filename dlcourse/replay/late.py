"""Chapter 20: numbers that are known late. An optimizer's lr and its count of steps change between replays.

A Late number stands for one while the update is recorded. What is computed from it is late too; a replay
computes it anew, in Python, as the optimizer itself would.
"""

import operator


class Late:
    """A number that `compute()` gives, anew at each replay.

    `formula` says how; of equal ones only one is computed.
    """

    __slots__ = ("compute", "formula", "tape")
    __hash__ = None

    def __init__(self, compute, formula, tape):
        self.compute, self.formula, self.tape = compute, formula, tape

    def __repr__(self) -> str:
        return self.formula

    def __bool__(self):
        """Which way a condition went; a replay must find it the same."""
        truth = bool(self.compute())
        self.tape.conditions.append((lambda: bool(self.compute()), truth))
        return truth


def together(formulas, names):
    """A function of the numbers `names` that gives what all formulas give, many times faster than one by one.

    formulas: those of Late numbers, made of functions of `operator`, the names, and numbers.
    """
    return eval(f"lambda {', '.join(names)}: [{', '.join(formulas)}]", dict(vars(operator)))


def number_of(x):
    """The number that x is now."""
    return x.compute() if isinstance(x, Late) else x


def _late(tape, function, first, second) -> Late:
    formula = f"{function.__name__}({first!r}, {second!r})"
    return Late(lambda: function(number_of(first), number_of(second)), formula, tape)


def _operator(function):
    def method(self, other):
        if not isinstance(other, int | float | Late):
            return NotImplemented
        return _late(self.tape, function, self, other)

    return method


def _reflected(function):
    def method(self, other):
        if not isinstance(other, int | float):
            return NotImplemented
        return _late(self.tape, function, other, self)

    return method


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(Late, f"__{_name}__", _operator(getattr(operator, _name)))
    setattr(Late, f"__r{_name}__", _reflected(getattr(operator, _name)))
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Late, f"__{_name}__", _operator(getattr(operator, _name)))
Late.__neg__ = lambda self: -1.0 * self
