"""Chapter 20: traced arrays in other threads, where they act as the plain arrays that they stand for.

Another thread meets them when it uses a module while this thread records it.
"""

import operator

from dlcourse.replay.tape import resolved


def only_in_its_thread(name, method):
    """The method, made to record only in the thread that writes the tape; in others it is numpy's."""

    def guarded(self, *args, **options):
        if self.tape.is_written:
            with self.tape.no_errors():
                return method(self, *args, **options)
        return _untraced(name, self.value, args, options)

    def in_place(self, other):
        if self.tape.is_written:
            with self.tape.no_errors():
                return method(self, other)
        result = getattr(operator, name)(self.value, resolved(other, value_of))
        return self if result is self.value else result  # a scalar is immutable: a += b makes a new one

    # __iadd__ and the like; but __invert__, which is ~, begins with __i, too.
    return in_place if name.startswith("__i") and name != "__invert__" else guarded


def _untraced(name, value, args, options):
    """The result of the method of a plain array; traced arguments count as their arrays."""
    # These two protocols are handed the function; any other method is looked up in the array.
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
