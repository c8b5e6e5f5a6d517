"""Late numbers: what is computed from lr and the count of steps is computed anew at each replay."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.replay.late import Late, number_of
from dlcourse.replay.tape import Tape

numbers = st.floats(0.1, 10.0)
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


def late(box, tape=None):
    return Late(lambda: box[0], "x", tape or Tape(None))


@given(numbers, numbers, numbers, st.sampled_from(OPERATORS))
def test_what_is_computed_from_a_late_number_has_its_bits_before_and_after_it_changes(a, b, c, function):
    box = [a]
    forward, backward = function(late(box), b), function(b, late(box))
    both, negative = function(late(box), function(late(box), 1.0)), -late(box)
    for value in (a, c):
        box[0] = value
        assert number_of(forward) == function(value, b) and number_of(backward) == function(b, value)
        assert number_of(both) == function(value, function(value, 1.0)) and number_of(negative) == -value


@pytest.mark.parametrize("compare", COMPARISONS)
def test_a_comparison_is_a_condition_that_a_replay_finds_the_same_or_not(compare):
    tape, box = Tape(None), [1.0]
    truth = bool(compare(late(box, tape), 2.0))
    ((compute, expected),) = tape.conditions
    assert truth is expected is compare(1.0, 2.0) and compute() is truth
    for value in (2.0, 3.0):
        box[0] = value
        assert compute() is compare(value, 2.0)


def test_a_number_itself_is_a_condition_by_its_truth():
    tape, box = Tape(None), [3]
    assert late(box, tape)
    ((compute, expected),) = tape.conditions
    assert compute() is expected is True
    box[0] = 0
    assert compute() is False


def test_equal_formulas_have_equal_names():
    box = [2.0]
    assert repr(1 - 0.9 ** late(box)) == repr(1 - 0.9 ** late(box)) == "sub(1, pow(0.9, x))"
    assert repr(late(box) / 3) != repr(3 / late(box))


@pytest.mark.parametrize("use", [float, abs, round, lambda x: x + "a", lambda x: [1][x], hash])
def test_what_python_would_take_out_of_sight_is_refused(use):
    with pytest.raises(TypeError):
        use(late([1.0]))
