"""Chapter 20: indexing by pairs in machine code, such as the logit of the right class of each example."""

from dataclasses import dataclass

import numpy as np

from dlcourse.replay.machine_code.emitter import INTP
from dlcourse.replay.machine_code.space import address


@dataclass(frozen=True)
class Pick:
    """A gather, values[k] <- matrix[i[k], j[k]], or with `scatter` matrix[i[k], j[k]] <- values[k].

    failure: the message for an index out of range.
    """

    matrix: np.ndarray
    i: np.ndarray
    j: np.ndarray
    values: np.ndarray
    scatter: bool
    failure: str

    @property
    def reads(self):
        return [self.matrix, self.i, self.j, *([self.values] if self.scatter else [])]

    @property
    def writes(self):
        return [] if self.scatter else [self.values]  # a scatter writes only a part of the matrix

    def emit(self, e, fail) -> None:
        def one(k):
            offset = None
            for index, n, stride in zip(
                (self.i, self.j), self.matrix.shape, self.matrix.strides, strict=True
            ):
                place = self.index(e, index, k, n, fail)
                step = e.builder.mul(place, e.integer(stride))
                offset = step if offset is None else e.builder.add(offset, step)
            element = e.pointer(address(self.matrix), offset)
            # Stride 0 for one number in all places.
            steps = np.broadcast_to(self.values, self.i.shape).strides[0]
            entry = e.pointer(address(self.values), e.moved(None, k, steps))
            source, target = (entry, element) if self.scatter else (element, entry)
            e.store(e.load(source, self.matrix.dtype, 1), target, self.matrix.dtype, 1)

        e.repeat(self.i.size, one)

    def index(self, e, index, k, n, fail):
        """Index k, where a negative one counts from the end. The step fails for one out of range.

        Machine code has no bounds of its own: it would read or write whatever memory lies there.
        """
        b = e.builder
        place = e.load(e.pointer(address(index), e.moved(None, k, index.strides[0])), index.dtype, 1)
        if index.dtype.itemsize < 8:
            # Numpy's narrower indices, widened by their sign.
            place = b.sext(place, INTP) if index.dtype.kind == "i" else b.zext(place, INTP)
        if index.dtype.kind == "i":
            place = b.select(b.icmp_signed("<", place, e.integer(0)), b.add(place, e.integer(n)), place)
        # One comparison: as unsigned, a negative number is huge.
        e.expect(b.icmp_unsigned("<", place, e.integer(n)), fail(self.failure))
        return place
