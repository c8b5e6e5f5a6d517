"""Reading: a message's values, as if they were forged: every letter, number and length is looked at."""

import collections

import numpy as np

from dlcourse.grading.split import arrays as layout
from dlcourse.grading.split import atoms, frames, random
from dlcourse.grading.split.effort import Effort
from dlcourse.grading.split.wire import DEPTH, Forged

MOST_NODES = 20_000_000  # values, counted again wherever a container stands again
WRONG = (
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    ArithmeticError,
    RecursionError,
    AttributeError,
)


class Decoder:
    """The values of one message.

    resolve: (decoder, letter, parts) -> the value of what `refer` said on the other side.
    question: of an answer, the `Encoder` of what it answers.   most: bytes that an array may have.
    effort: that reading may take. Raises Costly when it takes more.
    """

    def __init__(self, header: dict, buffers, resolve, question=None, most: int = 1 << 28, effort=None):
        self.effort = effort or Effort()
        self.resolve, self.question, self.buffers, self.most = resolve, question, buffers, most
        self.known, self.sizes = [], {}  # containers by their numbers; how many values stand in each
        self.nodes = self.depth = 0
        self.pools, self.raw, self.arrays = [], [], []
        places = header.get("a", [])
        if type(places) is not list:
            raise Forged("places of arrays that are none")
        self._pool_of: dict = {}
        for said in places:
            if type(said) is not list or len(said) != 2:
                raise Forged("a place of an array that is none")
            try:
                self.arrays.append(self._array(*said))
            except WRONG as error:
                raise error if isinstance(error, Forged) else Forged("an array that is none") from None
            self.effort.look()

    def _array(self, pool, said):
        if type(pool) is list:
            if len(pool) != 2 or pool[0] != "^" or not self.question:
                raise Forged("a pool that is none")
            array = _item(self.question.pools, pool[1]).point(said, self.most)
            atoms.check_items(array)
            return array
        raw = self.buffer(pool)
        if pool not in self._pool_of:
            self._pool_of[pool] = np.frombuffer(raw, np.uint8).copy()
            self.pools.append(self._pool_of[pool])
            self.raw.append(raw)
        array = layout.placed(said, self._pool_of[pool], self.most)
        atoms.check_items(array)
        return array

    def buffer(self, i):
        return _item(self.buffers, i)

    def value(self, said):
        """The value that this part of a header says. Raises Forged for anything that no Encoder writes."""
        kind = type(said)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Forged("more values than allowed")
        self.effort.counted(self.nodes)
        if kind in atoms.SCALARS:
            return said
        if kind is not list or not said or type(said[0]) is not str:
            raise Forged("a value of no known kind")
        self.depth += 1
        if self.depth > DEPTH:
            raise Forged("values nested too deep")
        try:
            return self._of_letter(*said)
        except Forged:
            raise
        except WRONG as error:
            raise Forged(f"a value that is none ({type(error).__name__})") from error
        finally:
            self.depth -= 1

    def _of_letter(self, letter, *parts):
        if letter in atoms.READ:
            return atoms.READ[letter](self, *parts)
        if letter in IMMUTABLE:
            return IMMUTABLE[letter](self, *parts)
        if letter == "=":
            return self._again(*parts)
        if letter == "^":
            return _item(self.question.kept, *parts)
        if letter not in MUTABLE:
            return self.resolve(self, letter, parts)
        number, before = len(self.known), self.nodes
        self.known.append(OPEN)
        self.known[number] = found = MUTABLE[letter](self, *parts)
        self.sizes[number] = self.nodes - before
        return found

    def _again(self, number):
        """A container that stood before: its values count again, since they are read again."""
        found = _item(self.known, number)
        if found is OPEN:
            raise Forged("a container that contains itself")
        self.nodes += self.sizes[number]
        return found

    def values(self, said) -> list:
        """Several values, the plain ones among them without a call each."""
        if type(said) is not list:
            raise Forged("values that are none")
        self.nodes += len(said)
        scalars = atoms.SCALARS
        return [one if type(one) in scalars else self.value(one) for one in said]


OPEN = object()


def _item(items, i):
    """items[i] for an index from 0. Raises Forged for any other."""
    if type(i) is not int or not 0 <= i < len(items):
        raise Forged("a number of nothing")
    return items[i]


def read_packed(decoder, letter, i):
    """The numbers of a long list."""
    raw = decoder.buffer(i)
    dtype = {"f": "<f8", "i": "<i8"}[letter]
    found = np.frombuffer(raw, dtype).tolist()
    decoder.nodes += len(found)
    return found


def read_dict(decoder, keys, values):
    """A dict from its keys and values."""
    return decoder.effort.dict_of(decoder.values(keys), decoder.values(values))


def read_counter(decoder, keys, values):
    """A Counter."""
    return collections.Counter(read_dict(decoder, keys, values))


def read_default(decoder, factory, keys, values):
    """A dict whose factory is a type of the closed list, or None."""
    factory = decoder.value(factory)
    if factory is not None and not isinstance(factory, type):
        raise Forged("a factory that is no type of Python's own")
    return collections.defaultdict(factory, read_dict(decoder, keys, values))


def read_deque(decoder, items, most):
    """A deque."""
    return collections.deque(decoder.values(items), most)


def read_array(decoder, i):
    """An array of the message, by its number."""
    return _item(decoder.arrays, i)


def read_objects(decoder, shape, items):
    """An array of Python values."""
    items = decoder.values(items)
    found = np.empty(len(items), object)
    for i, item in enumerate(items):  # at once, NumPy would look into lists
        found[i] = item
    return found.reshape([*map(atoms.whole, shape)])


IMMUTABLE = {
    "t": lambda decoder, items: tuple(decoder.values(items)),
    "T": lambda decoder, *parts: tuple(read_packed(decoder, *parts)),
    "fs": lambda decoder, items: frozenset(decoder.effort.set_of(decoder.values(items))),
    "sl": lambda decoder, *parts: slice(*map(decoder.value, parts)),
}
MUTABLE = {
    "l": lambda decoder, items: decoder.values(items),
    "L": read_packed,
    "d": read_dict,
    "s": lambda decoder, items: decoder.effort.set_of(decoder.values(items)),
    "ba": lambda decoder, i: bytearray(decoder.buffer(i)),
    "od": lambda decoder, *parts: collections.OrderedDict(read_dict(decoder, *parts)),
    "ct": read_counter,
    "dd": read_default,
    "dq": read_deque,
    "a": read_array,
    "ao": read_objects,
    "g": random.read,
    "df": frames.read_frame,
    "se": frames.read_series,
}
