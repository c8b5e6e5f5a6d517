"""Chapter 20: a watch over all that a step reads besides its batch. After any change there is no replay.

Tracing compilers call such a check a guard: it must be right always, and cheap, since it precedes each
replay.
"""

import operator
from itertools import chain
from operator import is_

import numpy as np

from dlcourse.backend import default_dtype, to_numpy
from dlcourse.replay.places import EMPTY
from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.reach import Reach
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.trust import is_constant
from dlcourse.tensor import Tensor

MOST_BYTES = 2**20  # of arrays that are compared before each step: a tenth of a millisecond


class Watch:
    """All that must stay the same for a recording to be right.

    roots: pairs of a name and an object that a step starts from: its model, its loss. modes: whether the
    modes of modules count. at_once: whether a module's attributes are compared as a whole, also those that
    nothing reads. modules, tensors: all that can be read, which a recording traces. key: what a recording
    belongs to; two watches have equal keys when one program serves both. Raises CannotReplay for what cannot
    be watched.
    """

    def __init__(self, roots, modes=True, names=(), at_once=True):
        reach = Reach(roots, names)
        self.modules, self.tensors = reach.modules, reach.tensors
        places, self.arrays = reach.places, [(a, layout(a), content(a)) for _, a in reach.arrays]
        refuse_large(reach.arrays)
        # Dicts and lists that one == compares, where it does so by identity: the fastest check there is.
        spaces = [p for p in places if at_once or isinstance(p.space, list)]
        spaces = [p for p in spaces if p.space is not None]
        whole = [p for p in spaces if isinstance(p.space, dict) or all(map(is_itself, p.space))]
        self.live = [place.space for place in whole]
        self.then = [type(space)(space) for space in self.live]  # copies, as they are now
        self._puts = [(place.put, place.values()) for place in places if place.put and reach.has_code]
        self._look_out(reach.absent)
        get = operator.attrgetter("training")
        modules = reach.modules if modes else ()
        self._look_within()
        # The library's modules otherwise: one attrgetter in C reads all attributes that count.
        others = [place for place in places if place not in whole]
        parts = [place for place in others if place.module is not None and place.keys]
        self.owners = [place.module for place in parts]
        self.getters = [operator.attrgetter(*p.keys, "training" if modes else p.keys[0]) for p in parts]
        self.values = [*chain.from_iterable(map(operator.call, self.getters, self.owners))]
        others = [place for place in others if place not in parts]
        named = [p for p in others if p.get and (p.keys or p.space is not None)]
        self.named = [(p.get, p.keys, [*map(p.get, p.keys)], *sized(p.space)) for p in named]
        self.listed = [(p.values, p.values()) for p in others if not p.get]
        if reach.has_code:
            self.listed.append((lambda: [default_dtype()], [default_dtype()]))
        known = {id(space) for space in (*self.live, *map(vars, self.owners))}  # their modes are compared
        by_class = [module for module in modules if id(vars(module)) not in known]
        if by_class:
            self.named.append((get, by_class, [*map(get, by_class)], (), 0))
        classes = self._look_at_classes(reach.objects, [*reach.classes])
        self.key = (
            *((p.words, *map(str, p.keys), *map(token, p.values())) for p in places),
            *((words, *then) for (words, _), (_, *then) in zip(reach.arrays, self.arrays, strict=True)),
            ("modes", *map(get, modules)),
            classes,
            *([default_dtype()] if reach.has_code else []),  # a user's code may ask for it
        )

    def _look_within(self):
        """Find the numbers in what is compared as a whole: 1 == 1.0 and 0.0 == -0.0 hide a change."""
        dicts = [space for space in self.live if isinstance(space, dict)]
        pairs = [(space, name) for space in dicts for name in space if name != "training"]
        pairs = [(space, name) for space, name in pairs if not is_itself(space[name])]
        self.same = [(space.get, name, space[name]) for space, name in pairs]

    def _look_at_classes(self, objects, classes) -> tuple:
        """Note the classes of objects, and the bases of classes. Returns what they add to the key."""
        bases = operator.attrgetter("__mro__")
        for get, owners in ((type, objects), (bases, classes)):
            self.named += [(get, owners, [*map(get, owners)], (), 0)] if owners else []
        return "classes", *map(type, objects), frozenset(map(bases, classes))

    def _look_out(self, absent):
        """Note the names that were looked for and not found, in what is not compared as a whole."""
        live = {*map(id, self.live)}
        spaces = [
            (space.keys(), new) for space, new in absent if id(space) not in live
        ]  # views, of that time
        self.absent = [(names, new) for names, new in spaces if new is not None]
        self.present = [(names, frozenset(names)) for names, new in spaces if new is None]

    def holds(self) -> bool:
        """Whether everything is as it was. It may be False where something was set and set back.

        Called before each step, so the cheap comparisons come first, and every loop is a plain one.
        """
        try:
            if self.live != self.then:  # in C: by identity first, then by ==
                return False
            for get, name, then in self.same:
                now = get(name)
                if now is not then and differ([now], [then]):
                    return False
            if self.owners:
                now = chain.from_iterable(map(operator.call, self.getters, self.owners))
                if not all(map(is_, now, self.values)):  # another object; it may be an equal number
                    now = chain.from_iterable(map(operator.call, self.getters, self.owners))
                    if differ([*now], self.values):
                        return False
            for get, keys, then, space, n in self.named:
                if not all(map(is_, map(get, keys), then)) or len(space) != n:
                    if len(space) != n or differ([*map(get, keys)], then):
                        return False
            for values, then in self.listed:
                if differ(values(), then):
                    return False
            for names, new in self.absent:  # an attribute that was read and not found, as by getattr
                if not names.isdisjoint(new):
                    return False
            for names, then in self.present:
                if names != then:
                    return False
            for array, form, then in self.arrays:
                if layout(array) != form or content(array) != then:
                    return False
        except Exception:  # an attribute is gone, or an array, whose == has no truth, took a number's place
            return False
        return True

    def put_back(self) -> None:
        """Undo the changes of a recording, since the loop does the step once more, and so the changes."""
        for put, values in self._puts:
            put(values)
        for array, form, then in self.arrays:
            if layout(array) == form and content(array) != then:
                array[...] = np.frombuffer(then, array.dtype).reshape(array.shape)

    def difference(self, other) -> str:
        """The name of the first thing that differs in the other watch."""
        pairs = zip(self.key, other.key, strict=False)
        return next((a[0] for a, b in pairs if a != b), "what it reads")


def is_itself(value) -> bool:
    """Whether == between the value and any other is as good as `is`: by identity, or of strings."""
    if value is None or value is EMPTY or type(value) is str:
        return True
    if type(value) in (list, tuple):
        return all(map(is_itself, value))
    if isinstance(value, Tensor):
        return value.size > 1  # == gives an array without a truth: an error, unless it is the same object
    return type(value).__eq__ is object.__eq__


def sized(space) -> tuple:
    """A dict and its present length, or an empty pair for anything else."""
    return (space, len(space)) if isinstance(space, dict) else ((), 0)


def differ(now, then) -> bool:
    """Whether two lists differ. Numbers with the same type and bits count as equal, other objects by
    identity."""
    if len(now) == len(then) and all(map(is_, now, then)):
        return False
    return [*map(token, now)] != [*map(token, then)]


def refuse_large(arrays) -> None:
    """Raise CannotReplay where it would take long to compare the arrays before each step."""
    if sum(array.nbytes for _, array in arrays) > MOST_BYTES:
        words, _ = max(arrays, key=lambda pair: pair[1].nbytes)
        raise CannotReplay(
            f"the step reads {words}, an array too large to be compared before each step; "
            "pass it with the batch, or keep it in a buffer of the model"
        )


def token(value):
    """The part of a key that stands for a value: type and bits of a number, the identity of other objects."""
    if type(value) is tuple:
        return tuple(map(token, value))
    if isinstance(value, TracedGenerator):  # of another thread, which records a module that both use
        return id(value.generator)
    if type(value) in (float, complex):
        return type(value), repr(value)  # tells 0.0 from -0.0, and NaN is equal to NaN
    if isinstance(value, np.generic):
        return type(value), value.tobytes()
    if is_constant(value):
        return type(value), value
    return id(value)


def layout(array) -> tuple:
    """Shape, dtype and strides of an array: they, too, can be set in place."""
    return array.shape, array.dtype, array.strides


def content(array) -> bytes:
    """The bits of an array's numbers, in C order."""
    return to_numpy(array).tobytes()
