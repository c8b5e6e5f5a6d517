"""Blocks of `no_grad`, `use_dtype` and `count` that generators hold, which end in any order."""

import pytest

from dlcourse.autodiff import no_grad
from dlcourse.backend import default_dtype, use_dtype
from dlcourse.counting import count, innermost
from dlcourse.op import is_recording


def holding(block):
    """A generator that holds a block open."""
    with block:
        yield


@pytest.mark.parametrize("last", [0, 1])
def test_blocks_of_generators_end_in_any_order(last):
    makers = {no_grad: is_recording, lambda: use_dtype("float32"): default_dtype, count: innermost}
    for make, value in makers.items():
        before, generators = value(), [holding(make()), holding(make())]
        for generator in generators:
            next(generator)
        during = value()
        generators[1 - last].close()
        assert before != value() and (last == 0 or value() is during)
        generators[last].close()
        assert value() == before
