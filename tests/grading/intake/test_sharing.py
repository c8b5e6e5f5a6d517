"""Tests of sharing: which global names the functions of a cell use."""

import pytest

from dlcourse.grading.intake.sharing import Shared, shared_by

CASES = {
    "x = 1\ny = x": ("", ""),
    "def f(): return x": ("x", ""),
    "def f(x): return x": ("", ""),
    "def f():\n    x = 1\n    return lambda: x": ("", ""),
    "def f():\n    global n\n    n += 1": ("", "n"),
    "def f():\n    global n\n    n = 1": ("", "n"),
    "class A:\n    y = x\n    def f(self): return z": ("z", ""),
    "[x for y in z]": ("", ""),
    "def f(): return [x for y in z]": ("x z", ""),
    "[lambda: x for y in z]": ("x", ""),
    "%time y = 1\n!ls\ndef f(): return x": ("x", ""),
    "async def f(): return await x": ("x", ""),
}


@pytest.mark.parametrize("source", CASES)
def test_functions_share_the_global_names_that_they_use(source):
    reads, binds = CASES[source]
    assert shared_by(source) == Shared(frozenset(reads.split()), frozenset(binds.split()))


def test_a_cell_that_is_no_python_says_nothing():
    assert shared_by("def f(:") is None
