"""Deferred numbers: what is computed from lr and the count of steps is computed anew at each replay."""

import operator
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_turn import in_turn

from dlcourse.replay.machine_code.deferred import Deferred, Plan, as_list, number_of
from dlcourse.replay.machine_code.update_tape import UpdateTape

numbers = st.floats(0.1, 10.0)
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


def deferred(box, tape=None):
    return Deferred(lambda: box[0], "x", tape or UpdateTape(None))


@given(numbers, numbers, numbers, st.sampled_from(OPERATORS))
def test_what_is_computed_from_a_deferred_number_has_its_bits_before_and_after_it_changes(a, b, c, function):
    box = [a]
    forward, backward = function(deferred(box), b), function(b, deferred(box))
    both, negative = function(deferred(box), function(deferred(box), 1.0)), -deferred(box)
    for value in (a, c):
        box[0] = value
        assert number_of(forward) == function(value, b) and number_of(backward) == function(b, value)
        assert number_of(both) == function(value, function(value, 1.0)) and number_of(negative) == -value


@pytest.mark.parametrize("compare", COMPARISONS)
def test_a_comparison_is_a_condition_that_a_replay_finds_the_same_or_not(compare):
    tape, box = UpdateTape(None), [1.0]
    truth = bool(compare(deferred(box, tape), 2.0))
    ((condition, expected),) = tape.conditions
    assert truth is expected is compare(1.0, 2.0) and condition.compute() is truth
    for value in (2.0, 3.0):
        box[0] = value
        assert condition.compute() is compare(value, 2.0)


def test_a_number_itself_is_a_condition_by_its_truth():
    tape, box = UpdateTape(None), [3]
    assert deferred(box, tape)
    ((condition, expected),) = tape.conditions
    assert expected is True and bool(Plan([condition], ["x"])(3)[0])
    assert not Plan([condition], ["x"])(0)[0]


def test_equal_formulas_have_equal_names():
    box = [2.0]
    assert repr(1 - 0.9 ** deferred(box)) == repr(1 - 0.9 ** deferred(box)) == "sub(1, pow(0.9, x))"
    assert repr(deferred(box) / 3) != repr(3 / deferred(box))


@pytest.mark.parametrize("use", [float, abs, round, lambda x: x + "a", lambda x: [1][x], hash])
def test_what_python_would_take_out_of_sight_is_refused(use):
    with pytest.raises(TypeError):
        use(deferred([1.0]))


KINDS = [np.float64(0.01), np.float32(0.1), np.int8(3), True, 7, 1e-8, -0.0, 1e300]


@in_turn("constant", KINDS)
@pytest.mark.parametrize("function", [*OPERATORS, operator.floordiv, operator.mod])
def test_numbers_of_any_type_beside_a_deferred_one_give_what_python_gives(function, constant):
    def attempt(compute):
        try:
            with np.errstate(all="ignore"):
                result = compute()
            return type(result), repr(result)
        except ArithmeticError as error:
            return type(error)

    for x in (0.25, 3, 0.0):
        for a, b, deferred_one in ((x, constant, deferred([x])), (constant, x, deferred([x]))):
            made = function(deferred_one, constant) if a is x else function(constant, deferred_one)
            assert isinstance(made, Deferred)
            expected = attempt(lambda a=a, b=b: function(a, b))
            assert attempt(lambda m=made, x=x: Plan([m], ["x"])(x)[0]) == expected
            assert (
                attempt(lambda m=made, x=x: as_list(Plan([m], ["x"]).columns([x] * 3)[0], 3)[2]) == expected
            )
            assert attempt(lambda m=made, x=x: as_list(Plan([m], ["x"]).columns(x)[0], 3)[2]) == expected


def test_what_is_no_number_is_refused_as_by_python():
    for other in ("a", [1.0], np.ones(2), None):
        with pytest.raises(TypeError):
            deferred([1.0]) * other
    with pytest.raises(TypeError):
        number_of(deferred([1.0]) * Decimal(1))


def adam_numbers(lr, t):
    """The deferred numbers of Adam with decay, of numbers or of deferred ones."""
    t = t + 1
    correction = (1 - 0.999**t) ** 0.5
    return [1 - lr * np.float64(0.01), 1e-8 * correction, lr * correction / (1 - 0.9**t), -lr, t, lr / t]


def test_a_table_of_many_steps_has_the_bits_of_each_and_what_is_shared_is_computed_once():
    tape = UpdateTape(None)
    lr, t = (Deferred(None, name, tape) for name in ("lr", "t"))
    plan = Plan(adam_numbers(lr, t), ["lr", "t"])
    assert len(plan.steps) == 13 and sum(function is operator.pow for function, *_ in plan.steps) == 3
    lrs = np.random.default_rng(0).uniform(1e-5, 1.0, 500).tolist()
    counts = list(range(3, 503))
    rows = list(zip(*(as_list(column, 500) for column in plan.columns(lrs, counts)), strict=True))
    for row, pair in zip(rows, zip(lrs, counts, strict=True), strict=True):
        expected = adam_numbers(*pair)
        assert list(map(repr, row)) == list(map(repr, plan(*pair))) == list(map(repr, expected))


def test_a_table_raises_what_the_numbers_raise_one_by_one():
    x = deferred([1.0])
    plan = Plan([1.0 / (x - 2.0)], ["x"])
    with pytest.raises(ZeroDivisionError):
        plan.columns([1.0, 2.0, 3.0])


def test_the_numbers_of_the_next_step_have_the_bits_of_a_call_whatever_lr_and_the_count_do():
    lr, t = (Deferred(None, name, UpdateTape(None)) for name in ("lr", "t"))
    plan = Plan(adam_numbers(lr, t), ["lr", "t"])
    ways = [(0.001, t) for t in range(1200)] + [(0.1, 5), (0.1, 6), (0.1, 6), (0.1, 3), (0.2, 4), (0.2, 9000)]
    ways += [(0.1 / k, k) for k in range(1, 5)] + [(0.2, np.int64(3)), (0.2, 3), (0.2, np.int64(4))]
    for way in ways:
        now, expected = plan.next(*way), plan(*way)
        assert [*map(repr, now)] == [*map(repr, expected)], way


def test_a_next_step_that_can_be_computed_does_not_raise_for_a_later_one_that_cannot():
    x, t = (Deferred(None, name, UpdateTape(None)) for name in ("x", "t"))
    plan = Plan([x / (t - 5.0) + 1.0 - 1.0], ["x", "t"])
    one = 1.0
    for k in range(5):
        assert list(plan.next(one, k)) == plan(one, k)
    with pytest.raises(ZeroDivisionError):
        plan.next(one, 5)
