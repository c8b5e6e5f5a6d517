"""A loop in LLVM's language: how often it runs, where it ends, what addresses it is told."""

import ctypes

import numpy as np
import pytest
from llvmlite import ir
from machine_code_cases import environment

from dlcourse.replay.machine_code.loop_emitter import LoopEmitter
from dlcourse.replay.machine_code.translation import compiled


def loop(body, n_addresses=1):
    """The loop of a body(e), and the memory that it reads and writes."""
    module, imports = ir.Module("test"), {}
    e = LoopEmitter(module, "f", environment(), imports, n_addresses)
    body(e)
    e.finish()
    library = compiled(module, imports)
    function = ctypes.PYFUNCTYPE(None, ctypes.c_ssize_t, ctypes.c_ssize_t)(library["f"])
    return function, e.memory, (library, e.keep)


def count(e):
    """counts[k] += 1"""
    place = e.element(0, np.int64)
    e.store(e.builder.add(e.load(place, np.dtype(np.int64), 1), e.integer(1)), place, np.dtype(np.int64), 1)


@pytest.mark.parametrize("first, last", [(0, 0), (0, 1), (2, 5), (4, 4)])
def test_it_does_the_steps_from_the_first_to_before_the_last(first, last):
    function, memory, keep = loop(count)
    counts = np.zeros(5, np.int64)
    memory[1] = counts.ctypes.data
    function(first, last)
    assert counts.tolist() == [int(first <= k < last) for k in range(5)] and memory[0] == last and keep


def test_it_ends_where_a_check_fails():
    def body(e):
        count(e)
        e.expect(e.builder.icmp_signed("!=", e.k, e.integer(3)), 1)
        count(e)

    function, memory, keep = loop(body)
    counts = np.zeros(5, np.int64)
    memory[1] = counts.ctypes.data
    function(1, 5)
    assert counts.tolist() == [0, 2, 2, 1, 0] and memory[0] == 3 and keep
