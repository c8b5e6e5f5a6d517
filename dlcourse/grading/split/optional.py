"""Optional: methods that stand for a student's object only where its class has them: loops, lengths, items.

Else `isinstance(x, Sized)` would be true of all, and `len(x)` an error of the student's process.
"""

from dlcourse.grading.split.operand import contains_there, is_remote

MOST_ITEMS = 100_000  # that a loop takes from a student's iterator


def items(iterator):
    """What a student's iterator gives, one after the other, and no more than MOST_ITEMS."""
    for _ in range(MOST_ITEMS):
        found = (
            iterator._ask("next", iterator)
            if is_remote(iterator)
            else [*zip(range(1), iterator, strict=False)]
        )
        if not found:
            return
        yield found[0]
    raise ValueError(f"a loop over more than {MOST_ITEMS:,} values of a student's iterator: does it end?")


async def awaited(x):
    """What a student's awaitable gives: their process runs it to its end."""
    return x._ask("await", x)


def _iter(self):
    return items(self._ask("apply", "iter", self))


def _next(self):
    found = self._ask("next", self)
    if not found:
        raise StopIteration
    return found[0]


def _len(self):
    return self._ask("apply", "len", self)


def _enter(self):
    return self._ask("enter", self)


def _exit(self, kind, error, trace):
    return self._ask("exit", self, kind, error if isinstance(error, BaseException) else None, None) is True


def _await(self):
    return awaited(self).__await__()


METHODS = {
    "iter": _iter,
    "next": _next,
    "len": _len,
    "enter": _enter,
    "exit": _exit,
    "await": _await,
    "getitem": lambda self, key: self._ask("apply", "getitem", self, key),
    "setitem": lambda self, key, value: self._ask("apply", "setitem", self, key, value),
    "delitem": lambda self, key: self._ask("apply", "delitem", self, key),
    "contains": contains_there,
    "dataclass_fields": property(lambda self: self._ask("attribute", self, "__dataclass_fields__")),
    "reversed": lambda self: items(self._ask("apply", "reversed", self)),
}
