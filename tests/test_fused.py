"""Fused steps: what goes over memory together gives what one by one gives."""

import numpy as np
from machine_code_cases import call, expect_same_bits, numbers

from dlcourse.replay.machine_code.grouping import grouped


def test_a_chain_in_place_is_one_pass_and_gives_the_bits_of_numpy():
    x, out = numbers(37), np.zeros(37)
    calls = [call(np.add, x, 1.0, out), call(np.multiply, out, out, out), call(np.sqrt, out, out)]
    assert [len(step.steps) for step in grouped(calls, ())] == [3]
    expect_same_bits(calls, [x, out])


def test_steps_of_other_places_do_not_join():
    x, y = numbers(8), numbers(9)
    calls = [call(np.negative, x, x), call(np.negative, y, y)]
    assert [len(step.steps) for step in grouped(calls, ())] == [1, 1]
    expect_same_bits(calls, [x, y])
