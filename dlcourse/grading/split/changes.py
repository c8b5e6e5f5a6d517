"""Changes: what a call did to the lists, dicts, sets, arrays and generators that it was given."""

import collections
import copy
import operator

import numpy as np

from dlcourse.grading.split import frames, random
from dlcourse.grading.split.wire import Forged

ITEMS = (list, collections.deque)
PAIRS = (dict, collections.OrderedDict, collections.Counter, collections.defaultdict)


class Watch:
    """The containers of a question as they were when it came.   decoder: that read it"""

    def __init__(self, decoder):
        self.decoder = decoder
        self.before = [snapshot(x) for x in decoder.known]

    def changed(self, encoder) -> dict:
        """What an answer says of changes: pools of arrays, and other containers, by their numbers."""
        pools = [
            [k, encoder.buffer(pool.tobytes())]
            for k, (pool, raw) in enumerate(zip(self.decoder.pools, self.decoder.raw, strict=True))
            if memoryview(pool) != raw
        ]
        both = zip(self.decoder.known, self.before, strict=True)
        others = [[i, encoder.contents(x)] for i, (x, before) in enumerate(both) if differs(x, before)]
        return {"pools": pools, "others": others}


def snapshot(x):
    """What a container is compared with later: what it held, not copies of that."""
    if isinstance(x, ITEMS):
        return [*x]
    if isinstance(x, PAIRS):
        return [*x, *x.values()]
    if isinstance(x, set | bytearray):
        return x.copy()
    if isinstance(x, np.ndarray):
        return x.ravel().tolist() if x.dtype == object else None
    if isinstance(x, np.random.Generator | np.random.RandomState):
        return state(x)
    return x.copy()  # a table of pandas


def state(x):
    """The state of a generator, as plain numbers."""
    bits = x._bit_generator if isinstance(x, np.random.RandomState) else x.bit_generator
    return random.flat(bits.state)


def differs(x, before) -> bool:
    """Whether a container is no longer as it was."""
    if isinstance(x, np.ndarray) and x.dtype != object:
        return False  # its pool tells
    if isinstance(x, (*ITEMS, *PAIRS, np.ndarray)):
        now = snapshot(x)
        return len(now) != len(before) or not all(map(operator.is_, now, before))
    if isinstance(x, set | bytearray):
        return x != before
    if isinstance(x, np.random.Generator | np.random.RandomState):
        return state(x) != before
    return not (x.equals(before) and [*x.index] == [*before.index] and x.axes[-1].equals(before.axes[-1]))


def apply(said, question, decoder) -> bool:
    """Do to the question's containers what an answer says; whether it says anything.

    question: the `Encoder` of the question.   decoder: of the answer. Raises Forged for what cannot be.
    """
    if (
        type(said) is not dict
        or {*said} != {"pools", "others"}
        or not all(type(v) is list for v in said.values())
    ):
        raise Forged("changes that are none")
    for part in said.values():
        for one in part:
            if type(one) is not list or len(one) != 2 or type(one[0]) is not int or one[0] < 0:
                raise Forged("a change that is none")
        if len({one[0] for one in part}) < len(part):
            raise Forged("two changes of one")
    for k, i in said["pools"]:
        if k >= len(question.pools):
            raise Forged("a change of nothing")
        question.pools[k].write(decoder.buffer(i))
    # All are read before the first is changed: one may hold another.
    new = [(i, decoder.value(contents)) for i, contents in said["others"]]
    for i, now in new:
        if i >= len(question.kept) or type(question.kept[i]) is not type(now):
            raise Forged("a change into another kind")
        put(question.kept[i], now)
    return bool(said["pools"] or new)


def set_apart(question) -> None:
    """Let an answer change copies of the question's containers, so that the test keeps what it gave."""
    memo: dict = {}
    question.pools = [pool.apart(memo) for pool in question.pools]
    question.kept = [apart(x, memo) for x in question.kept]


def apart(x, memo: dict):
    """A copy of a container, with copies of those in it; anything else as it is.   memo: copies, by id"""
    if id(x) in memo:
        return memo[id(x)]
    if type(x) is tuple:
        return tuple(apart(one, memo) for one in x)
    if type(x) in ITEMS:
        found = memo[id(x)] = type(x)() if type(x) is list else collections.deque(maxlen=x.maxlen)
        found.extend(apart(one, memo) for one in x)
    elif type(x) in PAIRS:
        found = memo[id(x)] = x.copy()
        for key in found:
            found[key] = apart(found[key], memo)
    elif type(x) in (np.random.Generator, np.random.RandomState):
        found = memo[id(x)] = copy.deepcopy(x)
    else:
        kept = type(x) in (set, bytearray, np.ndarray) or frames.writer(type(x))
        found = memo[id(x)] = x.copy() if kept else x
    return found


def put(x, now):
    """Give a container the contents of another of its kind."""
    if isinstance(x, ITEMS):
        x.clear()
        x.extend(now)
    elif isinstance(x, (*PAIRS, set)):
        x.clear()
        x.update(now)
    elif isinstance(x, bytearray):
        x[:] = now
    elif isinstance(x, np.ndarray):
        if x.shape != now.shape or x.dtype != now.dtype:
            raise Forged("an array of another shape")
        if x.flags.writeable:
            x[...] = now
    elif isinstance(x, np.random.Generator | np.random.RandomState):
        random.move(x, now)
    else:
        x._update_inplace(now)
