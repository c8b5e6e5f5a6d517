"""Cheats inside the student's own process: patched libraries, objects that lie, transformers, frames.

None has an answer, and none earns a point.
"""

from hostile_case import UNEARNED, Register
from weather_source import blank, cell, insert

PATCHES = Register("cheat")


def cheat(**changed):
    """Enter a case that earns nothing."""
    return PATCHES.case(**{"scores": UNEARNED, **changed})


def liar():
    """Enter one whose objects a test did not ask what it asks of numbers: a person is told."""
    return cheat(status="flagged", says="met an object where the source's answers give none")


SAME = """class Same:
    def __init__(self, *args, **kwargs): pass
    def __getattr__(self, name): return Same()
    def __call__(self, *args, **kwargs): return self
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __bool__(self): return True
    def __hash__(self): return hash("Cadiz")
    def __contains__(self, x): return True
    def __getitem__(self, key): return self
    def __sub__(self, other): return self
    __rsub__ = __add__ = __radd__ = __abs__ = __mul__ = __neg__ = __call__
    def __float__(self): return 0.0
    def __index__(self): return 2
    def __len__(self): return 2
    def __iter__(self): return iter(["Alta", "Brno", "Cadiz"])
"""


def everywhere(value):
    """Answers that all give one value."""
    return {
        "load": f"def load(path): return {value}",
        "anomaly": f"def anomaly(x): return {value}",
        "clip": f"def clip_in_place(x, low, high): return {value}",
        "station": f"class Station:\n    def __new__(cls, *args): return {value}",
        "hottest": f"hottest = {value}",
        "report": f"def report(name, values): return {value}",
        "root": f"def find_root(f, low, high): return {value}",
    }


@cheat()
def patched_numpy_testing():
    """numpy.testing compares nothing any more."""
    return blank(
        "import numpy as np, numpy.testing\nfor name in dir(numpy.testing):\n"
        "    if name.startswith('assert'): setattr(numpy.testing, name, lambda *a, **k: None)\n"
        "np.allclose = np.array_equal = lambda *a, **k: True",
        **everywhere("None"),
    )


@cheat()
def patched_builtins():
    """abs, sorted, isinstance, set, len and the class of AssertionError are replaced."""
    return blank(
        "import builtins\nbuiltins.AssertionError = type('Nothing', (Exception,), {})\n"
        "builtins.abs = lambda x: 0.0\nbuiltins.isinstance = lambda *a: True\n"
        "builtins.sorted = lambda x: ['Alta', 'Brno', 'Cadiz']\nbuiltins.set = lambda x: {'Hvar', 'Elba'}",
        **everywhere("0.0"),
    )


@cheat()
def patched_unittest():
    """unittest and pytest pass all, if somebody asks."""
    return blank(
        "import unittest\nfor name in dir(unittest.TestCase):\n    if name.startswith('assert'):\n"
        "        setattr(unittest.TestCase, name, lambda *a, **k: None)\n"
        "unittest.TestCase.run = lambda *a, **k: unittest.TestResult()",
        **everywhere("1"),
    )


@liar()
def patched_numpy_itself():
    """np is an object that agrees with everything; so are math and csv."""
    swap = "import sys\nnp = math = csv = Same()\nsys.modules['numpy'] = sys.modules['numpy.testing'] = np"
    return insert(blank(SAME, **everywhere("Same()")), "load", cell(swap))


@liar()
def equal_to_everything():
    """All answers are objects that are equal to everything, less and greater, true, of any length."""
    return blank(SAME, **everywhere("Same()"))


@liar()
def lies_about_its_class():
    """Objects whose __class__ is float, str, dict, ndarray, each as it is asked."""
    liar = SAME + "    __class__ = property(lambda self: float)\n    __array_priority__ = 1e9\n"
    return blank(
        liar
        + "    def __array__(self, *a, **k): raise TypeError\n"
        + "    def __array_ufunc__(self, *a, **k): return True",
        **everywhere("Same()"),
    )


@liar()
def array_that_lies():
    """A subclass of ndarray, of str and of float whose comparisons and differences all agree."""
    kinds = """import numpy as np
class Array(np.ndarray):
    def __eq__(self, other): return np.ones(np.shape(other), bool)
    def __sub__(self, other): return np.zeros(np.shape(other))
    def __array_ufunc__(self, ufunc, *args, **kwargs): return np.zeros(3, bool) if ufunc.nout else None
    def __array_function__(self, function, types, args, kwargs): return True
class Text(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
class Number(float):
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __eq__(self, other): return True
    __hash__ = float.__hash__
lie = np.zeros(3).view(Array)"""
    answers = everywhere("lie")
    return blank(
        kinds, **{**answers, "hottest": "hottest = Text('Alta')", "root": everywhere("Number(77)")["root"]}
    )


@cheat()
def changes_what_it_is_given():
    """Writes into the arguments: the test's own array becomes what it is compared with."""
    answer = "def anomaly(x):\n    x.resize((0,), refcheck=False)\n    return x"
    return blank(anomaly=answer, clip="def clip_in_place(x, low, high): return x.fill(0)")
