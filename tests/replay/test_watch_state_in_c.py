"""State that a class in C hides, bases that are set anew, and private slots: noticed, or not replayed."""

import decimal
import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from replay_cases import MSE, expect_the_loop
from watch_cases import BATCHES, BOXES, of


def read_by(read, change):
    """The compiled step whose loss is multiplied by read(); change(i) comes before two of the steps."""

    def make():
        number, box = read()
        return lambda z, y: MSE(z, y) * float(number()), box

    def at_steps(i, model, optimizer):
        if i in (4, 9):
            change(BOXES[model], i)

    return expect_the_loop(of(make), BATCHES[:12], at_steps)


class Failure(Exception):
    pass


class Bytes(bytearray):
    pass


class Count(itertools.count):
    pass


def in_exception(kind):
    def read():
        error = kind(1.0)
        return lambda: error.args[0], error

    return read, lambda error, i: setattr(error, "args", (float(i),))


def in_bytes():
    numbers = Bytes(b"\x01")
    return lambda: numbers[0], numbers


def in_function_of_objects():
    rates = [1.0]
    scaled = np.frompyfunc(lambda x: x * rates[0], 1, 1)
    return lambda: scaled(2.0), rates


HIDDEN = {  # words in the reason: how a loss gets a number, and how that number changes
    "error, a ValueError": in_exception(ValueError),
    "error, a Failure": in_exception(Failure),
    "numbers, a Bytes": (in_bytes, lambda numbers, i: numbers.__setitem__(0, i)),
    "scaled, a ufunc": (in_function_of_objects, lambda rates, i: rates.__setitem__(0, float(i))),
}


@pytest.mark.parametrize("words", HIDDEN)
def test_an_object_whose_state_lies_in_c_is_not_replayed(words):
    step = read_by(*HIDDEN[words])
    assert step.gear == "recorded" and words in step.why, step.why


def test_an_iterator_of_a_class_of_ones_own_goes_on_by_one_in_each_step():
    def counted():
        numbers = Count(1)
        return lambda: next(numbers), numbers

    assert "numbers, a Count" in read_by(counted, lambda numbers, i: None).why


@pytest.mark.parametrize("read", [lambda third: float(1 / third), lambda third: float(type(third)(1) / 3)])
def test_decimal_numbers_round_by_a_setting_of_the_thread_and_are_not_replayed(read):
    def third():
        decimal.getcontext().prec = 28
        box = decimal.Decimal(3)
        return lambda: read(box), box

    with decimal.localcontext():
        step = read_by(third, lambda box, i: setattr(decimal.getcontext(), "prec", i))
    assert "decimal numbers round by a setting" in step.why


def test_bases_that_are_set_anew_are_noticed():
    class One:
        rate = 1.0

    class Other:
        rate = 7.0

    def inherited():
        class Part(One):
            pass

        box = Part()
        return lambda: box.rate, box

    step = read_by(inherited, lambda box, i: setattr(type(box), "__bases__", (Other,)))
    assert step.gear == "replayed"


class Private:
    __slots__ = ("__rate",)

    def __init__(self):
        self.__rate = 1.0

    def rate(self):
        return self.__rate

    def set_rate(self, rate):
        self.__rate = rate


@dataclass(slots=True)
class Slotted:
    factor: float = 1.0

    def rate(self):
        return 2 * self.factor


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Private, lambda box, i: box.set_rate(float(i))),
        (Slotted, lambda box, i: setattr(box, "factor", float(i))),
    ],
)
def test_objects_with_slots_may_have_methods_and_private_names(kind, change):
    def slotted():
        box = kind()
        return lambda: box.rate(), box

    assert read_by(slotted, change).gear == "replayed"
