"""From steps to functions: calls in Python stand between segments, and memory stays alive."""

import gc
import weakref

import numpy as np
from machine_code_cases import call, expect_same_bits, numbers

from dlcourse.replay.machine_code import as_machine_code
from dlcourse.replay.machine_code.segments import Segment


def test_what_only_python_can_do_stands_between_segments_in_its_place():
    x, y = numbers(6), np.zeros(6)
    calls = [call(np.negative, x, y), call(np.cumsum, y, out=y), call(np.add, y, 1.0, y)]
    kinds = [isinstance(part, Segment) for part in as_machine_code(calls, ())]
    assert kinds == [True, False, True]
    expect_same_bits(calls, [y], n_in_python=1)


def test_memory_lives_as_long_as_the_segment_does():
    x, y = np.ones(50), np.zeros(50)
    [segment] = as_machine_code([call(np.add, x, 1.0, y)], ())
    alive = weakref.ref(x), weakref.ref(y)
    del x
    y = None
    gc.collect()
    assert all(ref() is not None for ref in alive)
    segment()
    assert alive[1]().tolist() == [2.0] * 50
    del segment
    gc.collect()
    assert all(ref() is None for ref in alive)
