"""Chapter 20: elementwise steps as machine code, many in one pass over memory.

Each step knows the arrays that it reads and writes, and `emit` writes its code.
"""

from dataclasses import dataclass

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.arithmetic import computed
from dlcourse.replay.machine_code.emitter import constant, in_memory, vector_widths
from dlcourse.replay.machine_code.space import Space, bounds, key, meet

LARGE = 2**14  # numbers that do not stay in the nearest cache
MOST_FUSED = 100  # steps in one pass: each is compared with those before it


@dataclass(frozen=True)
class Elementwise:
    """out <- name(*inputs), place by place; where out is None, a check that all are true.

    All arrays have one shape; where numpy would broadcast them, they are broadcast views.
    """

    name: str
    dtype: np.dtype  # the one that it is computed in
    inputs: tuple
    out: np.ndarray | None
    failure: str = ""

    def arrays(self) -> list:
        """The one that it writes, and those that it reads."""
        return [*self.inputs] if self.out is None else [self.out, *self.inputs]


class Fused:
    """Elementwise steps over the same places, in one pass over memory."""

    def __init__(self, first: Elementwise, checks_close: bool = True):
        self.steps, self.checks_close = [], checks_close
        self.unneeded = set()  # keys of results that nobody reads afterwards
        self.places = {}  # key -> array, of all that are read and written; results first: none is broadcast
        self.extents = {}  # key -> from where to where it lies
        self.written = set()  # keys of results
        self.add(first)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more may come: what comes after a check must not be done when it fails."""
        return self.checks_close and self.steps[-1].out is None

    def add(self, step: Elementwise) -> None:
        """Put the step behind the others."""
        self.steps.append(step)
        for array in step.arrays():
            k = key(array)
            self.places.setdefault(k, array)
            self.extents.setdefault(k, bounds(array))
        if step.out is not None:
            self.written.add(key(step.out))

    def takes(self, step: Elementwise) -> bool:
        """Whether the step may join: it passes over the same places, and each depends on itself only."""
        full = self.is_closed or len(self.steps) >= MOST_FUSED
        if full or self.steps[-1].inputs[0].shape != step.inputs[0].shape:
            return False
        new = {key(array): array for array in step.arrays()}
        written = None if step.out is None else key(step.out)
        for k, array in new.items():
            extent, others = bounds(array), self.extents if k == written else self.written
            if any(k != other and meet(extent, self.extents[other]) for other in others):
                return False
        if step.inputs[0].size > LARGE and not self.places.keys() & new.keys():
            return False  # it would only add to the places in memory that one pass goes through
        arrays = [*self.places.values(), *[a for k, a in new.items() if k not in self.places]]
        return Space.of(arrays).is_dense(arrays)

    @property
    def reads(self) -> list:
        """Those that are read before a step writes them."""
        written, found = set(), []
        for step in self.steps:
            found += [a for a in step.inputs if key(a) not in written]
            if step.out is not None:
                written.add(key(step.out))
        return found

    @property
    def writes(self) -> list:
        return [step.out for step in self.steps if step.out is not None]

    def emit(self, e, fail) -> None:
        """One nest of loops; the innermost goes on by whole vectors, and by halves of them in the end."""
        arrays = self.places
        space = Space.of(list(arrays.values()))
        strides = dict(zip(arrays, space.strides, strict=True))
        still = {k for k in arrays if not any(strides[k])} if space.counts != (1,) else ()
        still = {k: e.load(e.pointer(k[0]), arrays[k].dtype, 1) for k in still}
        inner, outer = space.counts[-1], space.counts[:-1]
        widths = vector_widths([a.dtype for a in arrays.values()])

        def row(offsets):
            offset_of = dict(zip(arrays, offsets, strict=True))

            def piece(i, width):
                self.emit_piece(e, Place(arrays, strides, still, offset_of, i, width), fail)

            start = 0
            for width in widths:
                n = (inner - start) // width
                first = e.integer(start)
                e.repeat(
                    n, lambda i, w=width, f=first: piece(e.builder.add(f, e.builder.mul(i, e.integer(w))), w)
                )
                start += n * width

        e.nested(outer, [s[:-1] for s in space.strides], row)

    def emit_piece(self, e, place, fail) -> None:
        """All steps for as many places as a vector holds."""
        values = {}
        last = {key(s.out): i for i, s in enumerate(self.steps) if s.out is not None}
        for number, step in enumerate(self.steps):
            inputs = []
            for i, array in enumerate(step.inputs):
                k = key(array)
                if k not in values:
                    values[k] = place.load(e, k)
                inputs.append(self.converted(e, step, i, values[k], place.width))
            value = computed(e, step.name, step.dtype, place.width, inputs)
            if step.out is None:
                e.expect(all_of(e, value, place.width), fail(step.failure))
                continue
            k = key(step.out)
            values[k] = value
            if last[k] == number and k not in self.unneeded:
                place.store(e, k, value)

    @staticmethod
    def converted(e, step, i, value, width):
        """A bool beside floats counts as 1 or 0."""
        is_truth = step.inputs[i].dtype.kind == "b"
        if not is_truth or step.dtype.kind != "f" or (step.name == "where" and i == 0):
            return value
        kind = in_memory(step.dtype)
        return e.builder.select(value, constant(kind, width, 1.0), constant(kind, width, 0.0))


@dataclass(frozen=True)
class Place:
    """Where in its arrays a piece of a loop is."""

    arrays: dict
    strides: dict
    still: dict
    offsets: dict
    i: object
    width: int

    def load(self, e, k):
        if k in self.still:
            return e.spread(self.still[k], self.width)
        array = self.arrays[k]
        if self.strides[k][-1] == 0:
            return e.spread(e.load(e.pointer(k[0], self.offsets[k]), array.dtype, 1), self.width)
        return e.load(self.pointer(e, k), array.dtype, self.width)

    def store(self, e, k, value):
        e.store(value, self.pointer(e, k), self.arrays[k].dtype, self.width)

    def pointer(self, e, k):
        return e.pointer(k[0], e.moved(self.offsets[k], self.i, self.arrays[k].itemsize))


def all_of(e, truths, width: int):
    """Whether all of a vector of BOOL are true."""
    if width == 1:
        return truths
    bits = ir.IntType(width)
    return e.builder.icmp_unsigned("==", e.builder.bitcast(truths, bits), ir.Constant(bits, 2**width - 1))
