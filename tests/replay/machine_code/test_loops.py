"""Many steps as one function of machine code: numpy in a loop of Python is the oracle."""

import ctypes
import operator

import numpy as np
import pytest
from machine_code_cases import call

from dlcourse.replay.machine_code import as_loop
from dlcourse.replay.randomness import into
from dlcourse.replay.tape import expect_all

N, M = 7, 4


def made(calls, own, data, size, loss, cells=(), scratch=()):
    if len(data) == 1:  # and targets that nobody reads
        own, data = [*own, np.zeros((len(own[0]), 1))], [*data, np.zeros((len(data[0]), 1))]
    loop = as_loop(calls, scratch, inputs=own, data=data, size=size, loss=loss, cells=cells)
    assert not isinstance(loop, str), loop
    return loop


def sums(size=None, dtype="float64", guard=None):
    """A loop that adds up its batches: total += batch sum times a deferred number; the loss is the sum."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(N, 3)).astype(dtype), rng.normal(size=(N, 2)).astype(dtype)
    own = [np.zeros((M, 3), dtype), np.zeros((M, 2), dtype)]
    loss, deferred, total = np.zeros((), dtype), np.zeros((), dtype), np.zeros((), dtype)
    calls = [
        call(np.add.reduce, own[0], None, None, loss, False),
        *([] if guard is None else [call(expect_all, np.count_nonzero, guard)]),
        call(np.multiply, loss, deferred, deferred),
        call(np.add, total, deferred, total),
    ]
    return made(calls, own, (x, y), size, loss, [deferred]), x, y, own, total


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_rows_deferred_numbers_and_losses_are_those_of_each_step(dtype):
    loop, x, y, own, total = sums(dtype=dtype)
    rows = np.random.default_rng(1).integers(0, N, (9, M))
    table, losses, expected = np.arange(9, dtype=dtype), np.zeros(9), np.zeros((), dtype)
    loop.prepare(x, y, rows, losses, [table])
    loop.run(0, 5, release_gil=False)
    assert loop.done == 5 and not losses[5:].any()
    loop.run(5, 9, release_gil=True)
    assert loop.done == 9
    for k, row in enumerate(rows):
        J = np.add.reduce(x[row], axis=None)
        assert losses[k] == J
        expected += J * table[k]
    assert total == expected and np.array_equal(own[1], y[rows[-1]])


def test_neighbours_are_those_from_the_first_on():
    loop, x, y, own, _ = sums(size=M)
    starts, losses = np.array([0, 0, 3, 1, 1, 0]), np.zeros(6)
    loop.prepare(x, y, starts, losses, [np.ones(6)])
    loop.run(0, 6, release_gil=False)
    assert losses.tolist() == [np.add.reduce(x[s : s + M], axis=None) for s in starts]
    x *= 2  # between two runs anything may change
    loop.run(5, 6, release_gil=False)
    assert losses[5] == np.add.reduce(x[:M], axis=None) and np.array_equal(own[0], x[:M])


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_it_ends_before_a_step_that_is_not_finite_or_raises_a_flag(value):
    loop, x, y, *_ = sums()
    x[6] = value
    rows, losses = np.zeros((5, M), int), np.zeros(5)
    rows[3] = 6
    loop.prepare(x, y, rows, losses, [np.ones(5)])
    loop.run(0, 5, release_gil=False)
    assert loop.done == 3
    loop.run(0, 3, release_gil=False)
    assert loop.done == 3


def test_it_ends_before_a_step_whose_check_fails():
    fits = np.ones(3, bool)
    loop, x, y, _, total = sums(guard=fits)
    loop.prepare(x, y, np.zeros((2, M), int), np.zeros(2), [np.ones(2)])
    loop.run(0, 2, release_gil=False)
    fits[1], before = False, total.copy()
    loop.run(0, 2, release_gil=False)
    assert loop.done == 0 and total == before


def test_what_becomes_too_small_is_no_reason_to_end():
    x = np.full((2, 3), 1e-200)
    own, loss = [np.zeros((2, 3))], np.zeros(())
    loop = made(
        [call(np.multiply, own[0], own[0], own[0]), call(operator.setitem, loss, ..., 1.0)], own, [x], 2, loss
    )
    losses = np.zeros(2)
    loop.prepare(x, x, np.zeros(2, int), losses, [])
    loop.run(0, 2, release_gil=False)
    assert loop.done == 2 and losses.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("layout", ["C", "F", "step", "back", "apart", "bytes", "ranks"])
def test_data_of_any_layout_are_copied(layout):
    x = np.random.default_rng(3).normal(size=(12, 3, 21))
    x = {
        "C": lambda: x,
        "F": lambda: np.asfortranarray(x),
        "step": lambda: x[::2],
        "back": lambda: x[::-1, :, ::-1],
        "apart": lambda: x[:, :, ::3],
        "bytes": lambda: x > 0,
        "ranks": lambda: x[:, 0, 0],
    }[layout]()
    own, loss = [np.zeros_like(x[:5], order="K")], np.zeros(())
    loop = made([call(operator.setitem, loss, ..., 1.0)], own, [x], None, loss)
    rows = np.array([[5, 0, 1, 1, 4]])
    loop.prepare(x, x, rows, np.zeros(1), [])
    loop.run(0, 1, release_gil=False)
    assert np.array_equal(own[0], x[rows[0]])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", [np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64])
def test_draws_are_those_of_the_generator(kind, dtype):
    generator, oracle = (np.random.Generator(kind(5)) for _ in range(2))
    out, loss, x = np.zeros((3, 5), dtype), np.zeros(()), np.zeros((2, 1))
    loop = made(
        [call(into, generator.random, out), call(operator.setitem, loss, ..., 1.0)], [x.copy()], [x], 2, loss
    )
    loop.prepare(x, x, np.zeros(4, int), np.zeros(4), [])
    loop.run(0, 4, release_gil=False)
    for _ in range(4):
        expected = oracle.random((3, 5), dtype)
    assert np.array_equal(out, expected) and loop.locks == [generator.bit_generator.lock]
    assert str(generator.bit_generator.state) == str(oracle.bit_generator.state)


def test_other_draws_are_left_to_numpy():
    generator, out = np.random.default_rng(0), np.zeros(4)
    loop = as_loop(
        [call(into, generator.standard_normal, out)],
        (),
        inputs=[],
        data=[],
        size=1,
        loss=np.zeros(()),
        cells=[],
    )
    assert loop == "machine code cannot do into"


def test_other_threads_run_while_it_lets_go():
    loop, *_ = sums()
    assert isinstance(loop.without_gil, ctypes.CFUNCTYPE(None, ctypes.c_ssize_t, ctypes.c_ssize_t))
    assert not isinstance(loop.function, ctypes.CFUNCTYPE(None, ctypes.c_ssize_t, ctypes.c_ssize_t))
