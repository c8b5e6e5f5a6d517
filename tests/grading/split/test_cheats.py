"""Tests of cheats: no patch, no class and no forged byte of the student's process earns a point."""

import pytest
from told_cases import cases
from trials import scores, verdict_of
from trials import test as a_test

from dlcourse.grading.plans import Limits

CHEATS = cases("cheats.txt")


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_earns_nothing(name):
    answer, text = CHEATS[name]
    outcome = verdict_of(answer, a_test(text)).outcomes[-1]
    assert outcome.score == 0, outcome


HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
LEAKS = {
    "a text": "def f(x): raise ValueError(f'tried {x}')",
    "the name of a class": "def f(x): raise type(f'Tried{x}', (Exception,), {})()",
    "a print": """
import os, sys
def f(x):
    print(x)
    print(x, file=sys.stderr)
    os.write(1, str(x).encode())
    return x""",
    "a warning": "import warnings\ndef f(x):\n    warnings.warn(str(x))\n    return x",
    "what it returns": "def f(x): return x, str(x)",
    "a later cell": """
seen = []
def f(x):
    seen.append(x)
    open('seen', 'a').write(str(x))
    return x""",
}
LATER = "print(seen, open('seen').read())"
ASKS = (
    "assert f(987654) == 5",
    "import numpy as np\nnp.testing.assert_equal(f(987654), 5)",
    "import unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(f(987654), 5)\n"
    "unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(T))\nassert False",
    "{987654: f(987654)}['nothing']",
    "raise KeyError(f(987654) and None)",
)


@pytest.mark.parametrize("name", LEAKS)
def test_what_a_hidden_test_tries_is_in_no_output(name):
    tests = [a_test("assert f\n" + HIDDEN.format(ask)) for ask in ASKS]
    verdict = verdict_of(LEAKS[name], *tests, LATER)
    shown = str([one.outputs for one in verdict.outcomes])
    assert "987654" not in shown, shown
    assert "assertEqual" not in shown and "assert_equal(" not in shown


def test_a_visible_test_shows_its_line_and_its_own_words():
    told = verdict_of("def f(x): return x", a_test("assert f(1) == 2, 'f(1) is 2'")).outcomes[-1].outputs[-1]
    assert told["evalue"] == "f(1) is 2"
    assert told["traceback"][-1] == "in the line `assert f(1) == 2, 'f(1) is 2'`"


def test_a_hidden_test_shows_the_words_of_its_author_and_nothing_else():
    hidden = a_test(HIDDEN.format("assert f(987654) == 2, 'f is wrong for large numbers'"))
    told = verdict_of("def f(x): return x", hidden).outcomes[-1].outputs[-1]
    assert told["evalue"] == "f is wrong for large numbers" and len(told["traceback"]) == 1


BOMBS = {
    "a large integer": "def f(): return 1 << (80 << 20)",
    "a long text": "def f(): return 'x' * (40 << 20)",
    "a large array": "import numpy as np\ndef f(): return np.zeros(5 << 20)",
    "an array of no memory": "import numpy as np\ndef f(): return np.broadcast_to(1.0, (1 << 40,))",
    "deep lists": "def f():\n    x = []\n    for _ in range(100_000): x = [x]\n    return x",
    "lists within each other": "def f():\n    x = [1]\n    for _ in range(60): x = [x, x]\n    return x",
    "a list of itself": "def f():\n    x = []\n    x.append(x)\n    return x",
    "a loop without an end": "def f():\n    while True: yield 1",
    "an exception whose text raises": """
class E(Exception):
    def __str__(self): raise E
def f(): raise E""",
    "an exception whose text has no end": """
class E(Exception):
    def __str__(self): return 'x' * (1 << 30)
def f(): raise E""",
    "an attribute that raises": """
class A:
    def __getattr__(self, name): raise BaseException
    @property
    def x(self): raise SystemExit
def f(): return A()""",
    "a class that raises when it is asked": """
class M(type):
    def __getattribute__(cls, name): raise BaseException
class A(metaclass=M): pass
def f(): return A()""",
    "prints without an end": "def f():\n    for _ in range(1_000_000): print('x' * 100)\n    return 0",
    "recursion": "def f(): return f()",
    "a repr without an end": """
class A:
    def __repr__(self): return 'x' * (1 << 28)
def f(): return A()""",
}
USES = "r = f()\nassert repr(r)[:3] == 'yes' and sum(r) == 1"


LONG = "an array of no memory"  # until its time is over


@pytest.mark.parametrize("name", [*sorted(BOMBS.keys() - {LONG}), pytest.param(LONG, marks=pytest.mark.slow)])
def test_a_bomb_costs_its_test_and_the_next_goes_on(name):
    limits = Limits(cell_seconds=4.0, seconds=40.0, message=8 << 20)
    found = scores(BOMBS[name], "def g(): return 1", a_test(USES), a_test("assert g() == 1"), limits=limits)
    assert found == [0, 4]


KEEPS = "kept = []\ndef f(g):\n    kept.append(g)\ndef later(): kept[0](5)"
THREAD = """
import threading
def f(g):
    t = threading.Thread(target=g)
    t.start()
    t.join()"""
SECRET = "class T:\n    _secret = 1\nassert f(T())"
CALL_BACKS = {
    "kept and called later": (KEEPS, "calls = []\nf(calls.append)\nlater()\nassert calls == [5]", 4),
    "called without an end": ("def f(g):\n    while True: g(1)", "f(lambda x: x)", 0),
    "called from another thread": (THREAD, "calls = []\nf(lambda: calls.append(1))\nassert calls == [1]", 4),
    "called by a cell, when no test runs": (KEEPS, "f(print)", 4),
    "asked for what is private": ("def f(g): return g.__globals__", "assert f(lambda: 1)", 0),
    "asked for what is private of an object": ("def f(t): return t._secret", SECRET, 0),
}


@pytest.mark.parametrize("name", CALL_BACKS)
def test_a_call_back_is_called_and_no_more(name):
    answer, text, expected = CALL_BACKS[name]
    limits = Limits(cell_seconds=2.0, seconds=30.0)
    later = "kept[0](1)" if "kept" in answer else "1"
    assert scores(answer, a_test(text), later, a_test("assert f"), limits=limits) == [expected, 4]
