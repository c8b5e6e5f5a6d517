"""What a function reads besides its arguments, by its bytecode."""

import numpy as np

from dlcourse.replay.reads import reads, words

RATE = 2.0


def test_globals_come_with_the_attributes_that_are_read_of_them():
    def f(x):
        return np.linalg.norm(x) * RATE + len(x)

    assert set(reads(f.__code__).chains) == {("np", "linalg", "norm"), ("RATE",), ("len",)}


def test_functions_within_and_comprehensions_are_read_as_well():
    def f(x):
        def g(y):
            return [RATE * z for z in y]

        return g(x)

    assert ("RATE",) in reads(f.__code__).chains


def test_imports_names_of_attributes_and_words_are_found():
    def f(x):
        import math

        return math.pi * x.rate * getattr(x, "other")  # noqa: B009

    found = reads(f.__code__)
    assert found.imports == ("math",) and {"pi", "rate", "other"} <= found.names and found.computed
    assert words(("a", ("b c", "d"), 1)) == {"a", "d"}


def test_what_is_set_outside_is_found_and_what_is_set_within_is_not():
    def outer():
        n = 0

        def counting():
            nonlocal n
            n += 1
            return n

        return counting

    def setting():
        global RATE
        RATE = 3.0

    assert reads(outer.__code__).sets == () and reads(outer().__code__).sets == ("n",)
    assert reads(setting.__code__).sets == ("RATE",) and not reads(outer.__code__).computed
