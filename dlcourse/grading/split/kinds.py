"""Kinds: values to messages and back, with what is shared between them.

Lists, dicts, sets and arrays are numbered in the order in which they are met, on both sides alike: so one
that stands twice in a message is one on the other side, and an answer can say which of the question's it
changed. What is neither plain nor a container is left to `refer` and `resolve`: handles, call-backs.
"""

import collections

import numpy as np

from dlcourse.grading.split import arrays as layout
from dlcourse.grading.split import atoms, frames, random
from dlcourse.grading.split.wire import DEPTH

PACKED = 64  # a list of so many numbers of one type crosses as an array does


class Encoder:
    """Values to one message.

    refer: (encoder, value) -> what JSON can say of a value of no plain kind.
    question: of an answer, the `Decoder` of what it answers.
    """

    def __init__(self, refer, question=None):
        self._refer, self.question = refer, question
        self.buffers, self.arrays = [], []
        self.known, self.open = {}, set()  # by id: the number of a container; those that are being written
        self.kept = []  # containers in the order of their numbers; alive, so that no id comes again
        self.depth = 0
        self.questioned = {id(one): i for i, one in enumerate(question.known)} if question else {}

    def value(self, x):
        """What stands for a value in a header."""
        kind = type(x)
        write = atoms.WRITE.get(kind)
        if write:
            return write(self, x)
        if kind in (tuple, frozenset, slice):
            return self.nested(x, IMMUTABLE[kind])
        write = MUTABLE.get(kind) or frames.writer(kind)
        if not write:
            return self.refer(x)
        if id(x) in self.questioned:
            return ["^", self.questioned[id(x)]]
        if id(x) in self.open:
            return self.refer(x)  # it contains itself
        if id(x) in self.known:
            return ["=", self.known[id(x)]]
        return self.numbered(x, write)

    def numbered(self, x, write):
        """A container under the next number, which it gives back when it turns out to be no plain one."""
        n = len(self.kept)
        self.known[id(x)] = n
        self.kept.append(x)
        said = self.nested(x, write)
        if said[0] not in LETTERS:
            for one in self.kept[n:]:
                self.known.pop(id(one), None)
            del self.kept[n:]
        return said

    def contents(self, x):
        """A container of the question with what it holds now."""
        return self.numbered(x, MUTABLE.get(type(x)) or frames.writer(type(x)))

    def nested(self, x, write):
        """What a container is written as. Raises ValueError when it is too deep."""
        self.depth += 1
        if self.depth > DEPTH - 20:
            raise ValueError(f"a value nested more than {DEPTH - 20} deep cannot cross to the tests")
        self.open.add(id(x))
        try:
            return write(self, x)
        finally:
            self.open.discard(id(x))
            self.depth -= 1

    def refer(self, x):
        return self._refer(self, x)

    def values(self, items) -> list:
        """Several values, the plain ones among them without a call each."""
        small = atoms.is_small
        return [x if small(x) else self.value(x) for x in items]

    def buffer(self, data) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def places(self) -> list:
        """[pool or ["^", pool of the question], place] of each array; the pools become buffers."""
        places: list = [None] * len(self.arrays)
        asked = {id(pool): k for k, pool in enumerate(self.question.pools)} if self.question else {}
        own = []
        for i, array in enumerate(self.arrays):
            owner = layout.owner_of(array)
            if id(owner) in asked:
                low = owner.__array_interface__["data"][0]
                places[i] = [["^", asked[id(owner)]], layout.place(array, low)]
            else:
                own.append(i)
        self.pools = []
        for members in layout.pools_of([self.arrays[i] for i in own]):
            pool = layout.Pool([self.arrays[own[j]] for j in members])
            at = self.buffer(pool.copy())
            for j in members:
                places[own[j]] = [at, layout.place(self.arrays[own[j]], pool.low)]
            self.pools.append(pool)
        return places


def write_items(letter, packed):
    """The writer of a list or tuple: many numbers of one type as a buffer."""

    def write(encoder, x):
        if len(x) >= PACKED:
            kinds = {*map(type, x)}
            if kinds == {float}:
                return [packed, "f", encoder.buffer(np.array(x, float))]
            if kinds == {int} and max(x) < 1 << 63 and min(x) >= -1 << 63:
                return [packed, "i", encoder.buffer(np.array(x, np.int64))]
        return [letter, encoder.values(x)]

    return write


def write_array(encoder, x):
    """An array by its number in the message; of objects, its entries."""
    if x.dtype == object:
        return ["ao", [*x.shape], encoder.values(x.ravel().tolist())]
    if not layout.plain_dtype(x.dtype) or x.ndim > layout.MOST_DIMENSIONS:
        return encoder.refer(x)
    encoder.arrays.append(x)
    return ["a", len(encoder.arrays) - 1]


def write_default(encoder, x):
    """A dict with a factory of Python's own."""
    factory = x.default_factory
    return ["dd", encoder.value(factory), encoder.values(x), encoder.values(x.values())]


def write_dict(letter):
    """The writer of a dict: its keys, then its values."""
    return lambda encoder, x: [letter, encoder.values(x), encoder.values(x.values())]


IMMUTABLE = {
    tuple: write_items("t", "T"),
    frozenset: lambda encoder, x: ["fs", encoder.values(x)],
    slice: lambda encoder, x: ["sl", *encoder.values((x.start, x.stop, x.step))],
}
LETTERS = frozenset("l L d s ba od ct dd dq a ao g df se".split())  # that a container may be written as
MUTABLE = {
    list: write_items("l", "L"),
    dict: write_dict("d"),
    set: lambda encoder, x: ["s", encoder.values(x)],
    bytearray: lambda encoder, x: ["ba", encoder.buffer(bytes(x))],
    collections.OrderedDict: write_dict("od"),
    collections.Counter: write_dict("ct"),
    collections.defaultdict: write_default,
    collections.deque: lambda encoder, x: ["dq", encoder.values(x), x.maxlen],
    np.ndarray: write_array,
    np.random.Generator: random.write,
    np.random.RandomState: random.write,
}
# Values of these types come as themselves, so a student's object is of none of them. (Of arrays, those of
# records are objects.)
CROSSING = frozenset({*atoms.WRITE, *IMMUTABLE, *MUTABLE} - {np.ndarray})
