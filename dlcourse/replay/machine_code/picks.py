"""Chapter 20: indexing by pairs as machine code, such as the logit of the right class of each example."""

from dataclasses import dataclass

import numpy as np

from dlcourse.replay.machine_code.emitter import INTP
from dlcourse.replay.machine_code.space import address


@dataclass(frozen=True)
class Pick:
    """values[k] <- matrix[i[k], j[k]], or with `back` matrix[i[k], j[k]] <- values[k].

    failure: the message for an index out of range.
    """

    matrix: np.ndarray
    i: np.ndarray
    j: np.ndarray
    values: np.ndarray
    back: bool
    failure: str

    @property
    def reads(self):
        return [self.matrix, self.i, self.j, *([self.values] if self.back else [])]

    @property
    def writes(self):
        return [] if self.back else [self.values]

    def emit(self, e, fail) -> None:
        def one(k):
            offset = None
            for index, n, stride in zip(
                (self.i, self.j), self.matrix.shape, self.matrix.strides, strict=True
            ):
                place = self.index(e, index, k, n, fail)
                step = e.builder.mul(place, e.integer(stride))
                offset = step if offset is None else e.builder.add(offset, step)
            inside = e.pointer(address(self.matrix), offset)
            steps = np.broadcast_to(self.values, self.i.shape).strides[0]
            outside = e.pointer(address(self.values), e.moved(None, k, steps))
            source, target = (outside, inside) if self.back else (inside, outside)
            e.store(e.load(source, self.matrix.dtype, 1), target, self.matrix.dtype, 1)

        e.repeat(self.i.size, one)

    def index(self, e, index, k, n, fail):
        """Index k, where a negative one counts from the end; the step fails for one out of range, as machine
        code would read or write any memory there."""
        b = e.builder
        place = e.load(e.pointer(address(index), e.moved(None, k, index.strides[0])), index.dtype, 1)
        if index.dtype.itemsize < 8:
            place = b.sext(place, INTP) if index.dtype.kind == "i" else b.zext(place, INTP)
        if index.dtype.kind == "i":
            place = b.select(b.icmp_signed("<", place, e.integer(0)), b.add(place, e.integer(n)), place)
        e.expect(b.icmp_unsigned("<", place, e.integer(n)), fail(self.failure))
        return place
