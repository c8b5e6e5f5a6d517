"""Chapter 20: calls of numpy's inner loops from machine code, for functions, products and reductions.

Each step knows the arrays that it reads and writes, and `emit` writes its code.
"""

from dataclasses import dataclass

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.emitter import BOOL, in_memory
from dlcourse.replay.machine_code.space import Space, address


@dataclass(frozen=True)
class LoopCall:
    """out <- ufunc(*reads), by numpy's own inner loop."""

    loop: tuple  # the addresses of function and data
    reads: tuple
    out: np.ndarray

    @property
    def writes(self):
        return [self.out]

    def emit(self, e, fail) -> None:
        arrays = [self.out, *self.reads]  # out first: it orders the loops, and is never broadcast
        space = Space.of(arrays)
        strides = [*space.strides[1:], space.strides[0]]  # a ufunc's loop takes inputs first, the output last
        # The innermost axis is numpy's, the others are loops here.
        call = Arguments(e, self.loop, [space.counts[-1]], [s[-1] for s in strides])
        pointers = [address(a) for a in (*self.reads, self.out)]
        e.nested(
            space.counts[:-1], [s[:-1] for s in strides], lambda offsets: call.emit(e, pointers, offsets)
        )


class Product(LoopCall):
    """out <- A @ B by the inner loop of numpy's matmul, which hands it to BLAS."""

    def emit(self, e, fail) -> None:
        a, b = self.reads
        m = a.shape[0] if a.ndim == 2 else 1
        p = b.shape[1] if b.ndim == 2 else 1
        # A vector is one row on the left, one column on the right.
        steps_a = a.strides if a.ndim == 2 else (0, *a.strides)
        steps_b = b.strides if b.ndim == 2 else (*b.strides, 0)
        steps_out = self.out.strides
        if a.ndim == 1:
            steps_out = (0, *steps_out)
        if b.ndim == 1:
            steps_out = (*steps_out, 0)
        # A generalized ufunc, (m,n),(n,p)->(m,p): first the count and strides of an outer loop, here 1 pass.
        call = Arguments(e, self.loop, [1, m, a.shape[-1], p], [0, 0, 0, *steps_a, *steps_b, *steps_out])
        call.emit(e, [address(x) for x in (a, b, self.out)], [None] * 3)


@dataclass(frozen=True)
class Reduction:
    """out <- the sum of each row, or another reduction, by numpy's inner loop.

    out: one number per row. start: the neutral element that the reduction starts from, or None to start from
    the first number, as for a maximum.
    """

    loop: tuple
    rows: np.ndarray  # 2 axes
    out: np.ndarray  # 1 axis
    start: object

    @property
    def reads(self):
        return [self.rows]

    @property
    def writes(self):
        return [self.out]

    def emit(self, e, fail) -> None:
        n_rows, n = self.rows.shape
        dtype, step = self.rows.dtype, self.rows.strides[1]
        first = 0 if self.start is not None else 1
        # An output of stride 0 that is also an input is numpy's sign for a reduction, with pairwise sums.
        call = Arguments(e, self.loop, [n - first], [0, step, 0])
        begin, out = address(self.rows), address(self.out)

        def row(i):
            here, there = e.moved(None, i, self.rows.strides[0]), e.moved(None, i, self.out.strides[0])
            e.store(first_value(e, self, begin, here), e.pointer(out, there), dtype, 1)
            if n > first:  # a maximum of one number is that number
                call.emit(e, [out, begin + first * step, out], [there, here, there])

        e.repeat(n_rows, row)


class ColumnReduction(Reduction):
    """out <- the sum of each column, or another reduction, adding row after row to out, as numpy does.

    rows, out, start: as in Reduction, but out has one number per column.
    """

    def emit(self, e, fail) -> None:
        dtype, (n_rows, n) = self.rows.dtype, self.rows.shape
        size, begin, out = dtype.itemsize, address(self.rows), address(self.out)
        first = 0 if self.start is not None else 1

        def start(j):
            place = e.moved(None, j, size)
            e.store(first_value(e, self, begin, place), e.pointer(out, place), dtype, 1)

        def row(i):
            call.emit(e, [out, begin + first * n * size, out], [None, e.moved(None, i, n * size), None])

        e.repeat(n, start)  # first the starting row, then row after row on top
        call = Arguments(e, self.loop, [n], [size] * 3)
        e.repeat(n_rows - first, row)


def first_value(e, reduction, begin, offset):
    """The number that a reduction starts from: its neutral element, or the one at the address."""
    dtype = reduction.rows.dtype
    if reduction.start is None:
        return e.load(e.pointer(begin, offset), dtype, 1)
    return ir.Constant(BOOL if dtype.kind == "b" else in_memory(dtype), reduction.start)


class Arguments:
    """The arguments of an inner loop: counts, strides and pointers in memory; each call sets the pointers."""

    def __init__(self, e, loop, counts, strides):
        self.function, self.data = loop
        # The zeros are places for three pointers.
        self.memory = np.array([*counts, *strides, 0, 0, 0], np.intp)
        e.keep.append(self.memory)
        start = self.memory.ctypes.data
        self.counts, self.strides = start, start + 8 * len(counts)
        self.pointers = start + 8 * (len(counts) + len(strides))

    def emit(self, e, addresses, offsets) -> None:
        e.note_flags()  # numpy's loops may clear them
        for number, (start, offset) in enumerate(zip(addresses, offsets, strict=True)):
            e.builder.store(e.pointer(start, offset), e.pointer(self.pointers + 8 * number))
        arguments = [e.pointer(a) for a in (self.pointers, self.counts, self.strides, self.data)]
        e.call(self.function, ir.VoidType(), arguments)
