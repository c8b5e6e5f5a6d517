"""Chapter 20: traced arrays as other threads see them: as the arrays that they stand for.

They meet them in a module that several threads use, while one of these records it.
"""

import operator

from dlcourse.replay.tape import resolved


def by_its_thread(name, method):
    """The method for the thread that writes the tape; for others that of the array itself."""

    def guarded(self, *args, **options):
        if self.tape.is_written:
            with self.tape.no_errors():
                return method(self, *args, **options)
        return _unseen(name, self.value, args, options)

    def in_place(self, other):
        if self.tape.is_written:
            with self.tape.no_errors():
                return method(self, other)
        result = getattr(operator, name)(self.value, resolved(other, value_of))
        return self if result is self.value else result

    return in_place if name.startswith("__i") and name != "__invert__" else guarded


def _unseen(name, value, args, options):
    """What the method of an array gives. args may be traced, too."""
    if name == "__array_function__":
        function, _, args, options = args
    elif name == "__array_ufunc__":
        function, args = getattr(args[0], args[1]), args[2:]
    else:
        function = getattr(value, name)
    args, options = resolved((args, options), value_of)
    return function(*args, **options)


def value_of(traced):
    """The array in a Traced value."""
    return traced.value
