"""Chapter 20: loop fusion. Many elementwise steps become one pass over memory.

Each step knows the arrays that it reads and writes, and `emit` writes its code.
"""

from dataclasses import dataclass

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.arithmetic import computed
from dlcourse.replay.machine_code.emitter import constant, in_memory, vector_widths
from dlcourse.replay.machine_code.space import Space, bounds, intersect, key

LARGE = 2**14  # numbers: more than the first-level cache holds
MOST_FUSED = 100  # steps in one pass: each new one is compared with all of them


@dataclass(frozen=True)
class Elementwise:
    """out <- name(*inputs), element by element; where out is None, a check that all are true.

    All arrays have one shape: those that numpy would broadcast are broadcast views here.
    """

    name: str
    dtype: np.dtype  # of the computation; out may be bool
    inputs: tuple
    out: np.ndarray | None
    failure: str = ""

    @property
    def shape(self) -> tuple:
        return self.inputs[0].shape

    def arrays(self) -> list:
        """The array that it writes, if any, followed by those that it reads."""
        return [*self.inputs] if self.out is None else [self.out, *self.inputs]


class Fused:
    """Elementwise steps on arrays of one shape, in one pass over memory."""

    def __init__(self, first: Elementwise, checks_close: bool = True):
        self.steps, self.checks_close = [], checks_close
        self.dead = set()  # keys of results that no later step reads: they stay in registers
        self.places = {}  # key -> array; a result comes first, since it is not broadcast and orders the loops
        self.extents = {}  # key -> first and last address
        self.written = set()  # keys of results
        self.add(first)

    @property
    def shape(self) -> tuple:
        """The shape of all steps."""
        return self.steps[0].shape

    @property
    def is_closed(self) -> bool:
        """Whether no step may follow: those after a check must not run when it fails."""
        return self.checks_close and self.steps[-1].out is None

    def add(self, step: Elementwise) -> None:
        """Append a step."""
        self.steps.append(step)
        for array in step.arrays():
            k = key(array)
            self.places.setdefault(k, array)
            self.extents.setdefault(k, bounds(array))
        if step.out is not None:
            self.written.add(key(step.out))

    def takes(self, step: Elementwise, others=()) -> bool:
        """Whether the step may join, together with the steps of other passes that do not depend on these.

        It has the same shape, and its elements depend on no other places: a step that reads what an earlier
        one writes elsewhere in the array would find it half done.
        """
        parts = (self, *others)
        full = self.is_closed or sum(len(part.steps) for part in parts) >= MOST_FUSED
        if full or self.shape != step.shape or any(part.depends(step, elsewhere=True) for part in parts):
            return False
        arrays = {key(array): array for array in step.arrays()}
        for part in reversed(parts):  # each in front: the first pass comes first, as after `add`
            arrays = part.places | arrays
        arrays = [*arrays.values()]
        return Space.of(arrays).is_dense(arrays)  # with the new arrays, too, vectors can be loaded

    def shares(self, step: Elementwise) -> bool:
        """Whether it saves time to do the step in this pass: always for small arrays, and where a number that
        the step reads is in a register already. With other large arrays, more streams compete for the cache.
        """
        if step.inputs[0].size <= LARGE:
            return True
        # Single numbers, which are broadcast, do not count.
        return any(key(array) in self.places for array in step.inputs if any(array.strides))

    def depends(self, step: Elementwise, elsewhere=False) -> bool:
        """Whether the step must come after this pass, as one of both writes what the other reads or writes.

        elsewhere: whether only other places count than those that both have element by element.
        """
        written = None if step.out is None else key(step.out)
        for array in step.arrays():
            k, extent = key(array), bounds(array)
            # A write depends on all, a read on writes.
            others = self.extents if k == written else self.written
            if any(intersect(extent, self.extents[o]) for o in others if not (elsewhere and k == o)):
                return True
        return False

    @property
    def reads(self) -> list:
        """The arrays that are read before one of the steps writes them."""
        written, found = set(), []
        for step in self.steps:
            found += [a for a in step.inputs if key(a) not in written]  # the others come out of registers
            if step.out is not None:
                written.add(key(step.out))
        return found

    @property
    def writes(self) -> list:
        return [step.out for step in self.steps if step.out is not None]

    def emit(self, e, fail) -> None:
        """Write one nest of loops, the innermost by vectors, with shorter ones for the rest."""
        arrays = self.places
        space = Space.of(list(arrays.values()))
        strides = dict(zip(arrays, space.strides, strict=True))
        # Single numbers are loaded once, before the loops. In a space of one element all
        # strides are 0, those of results, too.
        invariant = {k for k in arrays if not any(strides[k])} if space.counts != (1,) else ()
        invariant = {k: e.load(e.pointer(k[0]), arrays[k].dtype, 1) for k in invariant}
        inner, outer = space.counts[-1], space.counts[:-1]
        widths = vector_widths([a.dtype for a in arrays.values()])

        def row(offsets):
            offset_of = dict(zip(arrays, offsets, strict=True))

            def piece(i, width):
                self.emit_piece(e, Position(arrays, strides, invariant, offset_of, i, width), fail)

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
        """Write all steps for one vector of elements, with intermediate results in registers."""
        values = {}
        # An array written twice is stored once, by its last step.
        last = {key(s.out): i for i, s in enumerate(self.steps) if s.out is not None}
        for number, step in enumerate(self.steps):
            inputs = []
            for i, array in enumerate(step.inputs):
                k = key(array)
                if k not in values:  # loaded once, or computed by an earlier step: then it is in a register
                    values[k] = place.load(e, k)
                inputs.append(self.converted(e, step, i, values[k], place.width))
            value = computed(e, step.name, step.dtype, place.width, inputs)
            if step.out is None:
                # Leaves before anything that follows is stored.
                e.expect(all_of(e, value, place.width), fail(step.failure))
                continue
            k = key(step.out)
            values[k] = value
            if last[k] == number and k not in self.dead:
                place.store(e, k, value)

    @staticmethod
    def converted(e, step, i, value, width):
        """The value of input i in the dtype of the step: a bool beside floats counts as 1 or 0."""
        is_truth = step.inputs[i].dtype.kind == "b"
        if not is_truth or step.dtype.kind != "f" or (step.name == "where" and i == 0):
            return value
        kind = in_memory(step.dtype)
        return e.builder.select(value, constant(kind, width, 1.0), constant(kind, width, 0.0))


@dataclass(frozen=True)
class Position:
    """The position of a piece of a loop in the arrays."""

    arrays: dict
    strides: dict
    invariant: dict
    offsets: dict
    i: object
    width: int

    def load(self, e, k):
        if k in self.invariant:
            return e.spread(self.invariant[k], self.width)
        array = self.arrays[k]
        if self.strides[k][-1] == 0:  # the same number along the innermost loop
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
    bits = ir.IntType(width)  # a vector of bits as one integer: all ones
    return e.builder.icmp_unsigned("==", e.builder.bitcast(truths, bits), ir.Constant(bits, 2**width - 1))
