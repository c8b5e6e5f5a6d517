"""Tests of changes in place: those that the reference solution makes count, others cannot fool a test."""

import pytest
from trials import test as a_test
from trials import verdict_of

SORTED = a_test("xs = [3, 1, 2]\nassert in_order(xs) == sorted(xs)")
CHEATS = {
    "a list that is emptied": ("def in_order(xs):\n    xs.clear()\n    return []", SORTED),
    "an array that is overwritten": (
        "def in_order(x):\n    x[...] = 0\n    return x * 1",
        a_test("import numpy as np\nx = np.arange(4.0)\nassert in_order(x[1:]).sum() == sum(x[1:] ** 2)"),
    ),
    "a dict that is filled": (
        "def in_order(d):\n    d['n'] = 7\n    return 7",
        a_test("d = {'n': 3}\nassert in_order(d) == d['n']"),
    ),
    "a generator that is put back": (
        "import numpy as np\ndef in_order(rng):\n    rng.bit_generator.state = np.random.PCG64(0).state\n"
        "    return np.random.default_rng(0).random()",
        a_test("import numpy as np\nr = np.random.default_rng(5)\nassert in_order(r) == r.random()"),
    ),
    "a method": (
        "class A:\n    def f(self, xs):\n        xs.clear()\n        return []\nin_order = A().f",
        SORTED,
    ),
    "a name that is declared for another": (
        "def in_order(xs):\n    xs.clear()\n    return []\nin_order.__name__ = 'other'",
        SORTED,
    ),
}


@pytest.mark.parametrize("name", CHEATS)
def test_a_change_that_the_reference_does_not_make_cannot_fool_a_test(name):
    answer, text = CHEATS[name]
    verdict = verdict_of(answer, text, changes=("other",))
    assert verdict.outcomes[-1].score == 0 and "look at it" in verdict.notes[0]
    assert "changes what it is given" in verdict.outcomes[-1].outputs[-1]["evalue"]


RIGHT = {
    "sorted in place on the way": "def in_order(xs):\n    xs.sort()\n    return xs",
    "a copy": "def in_order(xs):\n    return sorted(xs)",
    "put back": "def in_order(xs):\n    a = [*xs]\n    xs.sort()\n    b, xs[:] = [*xs], a\n    return b",
}


@pytest.mark.parametrize("name", RIGHT)
def test_an_answer_that_is_right_either_way_keeps_its_points(name):
    verdict = verdict_of(RIGHT[name], a_test("xs = [3, 1, 2]\nassert in_order(xs) == [1, 2, 3]"), changes=())
    assert verdict.outcomes[-1].score == 4 and not verdict.notes


def test_the_run_of_the_reference_says_which_functions_change_what_they_are_given():
    answer = "def sort(xs):\n    xs.sort()\ndef top(xs):\n    return max(xs)"
    text = a_test("xs = [3, 1, 2]\nassert top(xs) == 3\nsort(xs)\nassert xs == [1, 2, 3]")
    assert verdict_of(answer, text).changed == ("sort",)
    assert verdict_of(answer, text, changes=("sort",)).outcomes[-1].score == 4
    assert verdict_of(answer, text, changes=()).outcomes[-1].score == 0


def test_a_change_that_a_test_looks_for_still_costs_its_points():
    keeps = a_test("xs = [3, 1, 2]\nin_order(xs)\nassert xs == [3, 1, 2], 'the list is to stay as it is'")
    assert verdict_of(RIGHT["sorted in place on the way"], keeps, changes=()).outcomes[-1].score == 0
    assert verdict_of(RIGHT["a copy"], keeps, changes=()).outcomes[-1].score == 4


def test_what_is_given_back_unchanged_is_the_same_object():
    same = a_test("a, b = [1], [2]\nassert first(a, b) is a")
    assert verdict_of("def first(a, b):\n    return a", same, changes=()).outcomes[-1].score == 4
