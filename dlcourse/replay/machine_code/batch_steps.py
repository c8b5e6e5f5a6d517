"""Chapter 20: the parts around a step in a loop of machine code: batch, deferred numbers, draws, loss."""

import ctypes
from dataclasses import dataclass

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.arithmetic import is_finite
from dlcourse.replay.machine_code.emitter import FLOATS, INTP, vector_widths
from dlcourse.replay.machine_code.space import Space, address

UINT32 = ir.IntType(32)
NOT_FINITE = "the loss is not finite"


@dataclass(frozen=True)
class Batch:
    """own <- the rows of an array that belong to batch k.

    data, rows: positions of two addresses in the emitter's list, of the array and of the row indices. like:
    an array with the layout of the data. size: of batches of consecutive rows, where only the index of the
    first is given; else None.
    """

    own: np.ndarray
    like: np.ndarray
    data: int
    rows: int
    size: int | None

    def emit(self, e) -> None:
        """Write the copy of the batch.

        Consecutive rows are copied only when they differ from those of the step before, which saves the whole
        copy when every batch is the full data set.
        """
        if self.size is None:
            e.repeat(len(self.own), lambda r: self.emit_row(e, r, self.number(e, r)))
            return
        start = e.builder.load(e.element(self.rows, np.intp), typ=INTP)
        before = e.builder.sub(e.k, e.integer(1))
        is_first = e.builder.icmp_signed("==", e.k, e.first)
        index = e.builder.select(is_first, e.k, before)  # there is no entry before the first
        other = e.builder.icmp_signed(
            "!=", start, e.builder.load(e.element(self.rows, np.intp, index), typ=INTP)
        )
        with e.builder.if_then(e.builder.or_(is_first, other)):
            e.repeat(self.size, lambda r: self.emit_row(e, r, e.builder.add(start, r)))

    def number(self, e, r):
        """The index, in the data, of row r of batch k."""
        index = e.builder.add(e.builder.mul(e.k, e.integer(len(self.own))), r)
        return e.builder.load(e.element(self.rows, np.intp, index), typ=INTP)

    def emit_row(self, e, r, number) -> None:
        """Write the copy of one row, by whole vectors where its numbers are contiguous."""
        target = e.pointer(address(self.own), e.builder.mul(r, e.integer(self.own.strides[0])))
        step = e.builder.mul(number, e.integer(self.like.strides[0]))
        source = e.at(e.addresses[self.data], step)
        # A copy of bytes: `load` would compute with a bool.
        dtype = self.own.dtype if self.own.dtype.kind != "b" else np.dtype(np.uint8)
        space = Space.of([self.own[0], self.like[0]])  # a row, whose two layouts may differ
        dense = all(steps[-1] == dtype.itemsize for steps in space.strides) and space.counts[-1] > 1
        inner = space.counts[-1] if dense else 1  # else number by number
        counts = space.counts[:-1] if dense else space.counts

        def piece(offsets):
            start = 0
            for width in vector_widths([dtype]):
                n = (inner - start) // width  # as many of this width as fit, then the next narrower one
                e.repeat(n, lambda i, w=width, s=start: copy(offsets, i, w, s))  # defaults bind now
                start += n * width

        def copy(offsets, i, width, start):
            further = e.builder.add(
                e.builder.mul(i, e.integer(width * dtype.itemsize)), e.integer(start * dtype.itemsize)
            )
            # None stands for offset 0.
            to, of = (further if o is None else e.builder.add(o, further) for o in offsets)
            e.store(e.load(e.at(source, of), dtype, width), e.at(target, to), dtype, width)

        e.nested(counts, [s[: len(counts)] for s in space.strides], piece)


@dataclass(frozen=True)
class DeferredNumber:
    """cell <- entry k of a table of deferred numbers, which are computed before the loop."""

    cell: np.ndarray
    table: int

    def emit(self, e) -> None:
        dtype = self.cell.dtype
        e.store(e.load(e.element(self.table, dtype), dtype, 1), e.pointer(address(self.cell)), dtype, 1)


@dataclass(frozen=True)
class Loss:
    """losses[k] <- the loss; the loop ends where it is not finite."""

    loss: np.ndarray
    losses: int

    def emit(self, e) -> None:
        J = e.load(e.pointer(address(self.loss)), self.loss.dtype, 1)
        e.expect(is_finite(e.builder, J, 1), 0)  # the loop stops: Python finds out in which layer it arose
        # The history is in float64.
        wide = J if self.loss.dtype.itemsize == 8 else e.builder.fpext(J, FLOATS[8])
        e.store(wide, e.element(self.losses, np.float64), np.dtype(np.float64), 1)


@dataclass(frozen=True)
class Draw:
    """out <- rng.random(), with the numbers that numpy would draw from the same generator.

    Calls the C functions that numpy.random offers for this purpose, in `bit_generator.ctypes`.
    """

    generator: np.random.Generator
    out: np.ndarray

    reads = ()

    @property
    def writes(self):
        return [self.out]

    def emit(self, e, fail) -> None:
        interface, dtype = self.generator.bit_generator.ctypes, self.out.dtype
        state = e.pointer(interface.state_address)
        wide = dtype.itemsize == 8
        function = interface.next_double if wide else interface.next_uint32
        function = ctypes.cast(function, ctypes.c_void_p).value

        def one(i):
            number = e.call(function, FLOATS[8] if wide else UINT32, [state])
            if not wide:  # as numpy does it: the upper 24 bits, as many as the significand of float32 holds
                upper = e.builder.lshr(number, ir.Constant(UINT32, 8))
                number = e.builder.fmul(e.builder.uitofp(upper, FLOATS[4]), ir.Constant(FLOATS[4], 2.0**-24))
            place = e.pointer(address(self.out), e.builder.mul(i, e.integer(dtype.itemsize)))
            e.store(number, place, dtype, 1)

        e.repeat(self.out.size, one)  # one after the other, as the generator's state demands


def draw_of(call):
    """The Draw for a recorded draw into an array, or None where machine code cannot do as numpy does."""
    draw, out = call.args
    generator = getattr(draw, "__self__", None)
    # A subclass may draw otherwise.
    is_plain = type(generator) is np.random.Generator and draw.__name__ == "random"
    if not is_plain or out.dtype not in (np.float32, np.float64) or not out.flags.c_contiguous:
        return None
    return Draw(generator, out)
