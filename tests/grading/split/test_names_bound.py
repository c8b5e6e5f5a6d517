"""Tests of names that answers and tests both bind: what a test has put there, no student can change."""

import pytest
from trials import both, scores
from trials import test as a_test

LIES = """
import dlcourse.grading.split.student as half
honest = half.OPERATIONS["name"]
half.OPERATIONS["name"] = lambda student, text: LIES[text] if text in LIES else honest(student, text)
def f(x): return 0 * x
"""
CHEATS = {
    "the variable of a loop": (
        "for i in range(3): pass",
        {"i": 0},
        "for i in range(5): assert f(i) == 2 * i",
    ),
    "what is expected": ("expected = 3", {"expected": 0}, "expected = 9\nassert f(3) == expected"),
    "an argument": ("x = 3", {"x": 0}, "x = 5\nassert f(x) == 2 * x"),
    "a list": ("x = [1]", {"x": []}, "x = [5]\nassert f(x) == x"),
    "an array": (
        "import numpy as np\nx = np.ones(2)",
        {"x": 0},
        "import numpy as np\nx = np.ones(2)\nassert np.allclose(f(x), 2 * x)",
    ),
    "a name in a comprehension": ("x = 2\n[x for _ in ()]", {"x": 0}, "x = 5\nassert f(x) == 2 * x"),
    "a name that a function of theirs only reads": (
        "n = 2\ndef g(): return n",
        {"n": 0},
        "n = 5\nassert f(n) == 2 * n",
    ),
    "a name of a cell of the instructor's": (
        "x = 3",
        {"x": 0},
        "assert f(x) == 2 * x",
    ),
}


@pytest.mark.parametrize("name", CHEATS)
def test_what_a_test_has_bound_is_the_tests(name):
    binds, lies, text = CHEATS[name]
    given = [both("x = 5")] if "instructor" in name else []
    assert scores(f"{binds}\nLIES = {lies}\n{LIES}", *given, a_test(text)) == [0]


HONEST = {
    "a counter that is declared global": (
        "n = 0\ndef up():\n    global n\n    n += 1",
        "n = 0\nup()\nup()\nassert n == 2",
    ),
    "a list that a function fills": (
        "log = []\ndef up(): log.append(1)",
        "log = []\nup()\nassert log == [1]",
    ),
    "a dict that a method fills": (
        "seen = {}\nclass A:\n    def see(self, x): seen[x] = 1",
        "seen = {}\nA().see('a')\nassert seen == {'a': 1}",
    ),
    "a number that a function reads": (
        "r = 1\ndef tax(x): return x * r",
        "r = 3\nassert tax(2) == 6 and r == 3",
    ),
    "a function that is replaced": (
        "def one(): return 1\ndef two(): return 2 * one()",
        "one = lambda: 5\nassert two() == 10 and one() == 5",
    ),
    "a name that is deleted": (
        "def one(): return 1\ndef two(): return 2 * one()",
        "keep = one\none = 3\ndel one\ntry:\n    two()\nexcept NameError:\n    one = keep\nassert two() == 2",
    ),
    "a name within a comprehension of a function": (
        "log = []\ndef up(): return [log.append(i) for i in range(2)]",
        "log = []\nup()\nassert log == [0, 1]",
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_functions_of_the_answers_do_to_a_global_name_is_seen(name):
    answer, text = HONEST[name]
    assert scores(answer, a_test(text)) == [4]


def test_a_cell_of_the_students_below_a_test_binds_the_name_anew():
    first = a_test("x = 5\nassert x == 5")
    assert scores("x = 1", first, "x = 2", a_test("assert x == 2")) == [4, 4]
