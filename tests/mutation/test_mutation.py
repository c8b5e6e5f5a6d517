"""The mutation tool: it makes the expected mutants, and tells a good test from a blind one."""

import sys
import textwrap
from collections import Counter

import pytest

from mutation import forks
from mutation.__main__ import files
from mutation.mutants import mutants_of
from mutation.patch import all_functions, put_in
from mutation.reach import Reached, follow
from mutation.trial import KILLED, SURVIVED, TIMEOUT, Trials
from mutation.work import LIBRARY

TOY = '''
"""A toy."""

class Double:
    factor = 2

    def bprop(self, G, W, axis=1):
        """G W^T, twice."""
        if axis == 0:
            raise ValueError(f"{1 + 1}")
        return G @ W.T * self.factor

def least(x, low=0):
    n = 0
    while x < low and not n > 9:
        x += 1
        n += 1
    return x

def keep(cell):
    def fill(i):
        cell[i] = -1
        cell.append(i)
    return fill

def counter(cells):
    def count():
        cells.append(1)
    return count

def scaled(k):
    return lambda x: x * k
'''


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A module of the text above, by its path, imported."""
    path = tmp_path / "toy.py"
    path.write_text(textwrap.dedent(TOY))
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop("toy", None)
    import toy

    all_functions.cache_clear()
    yield toy
    sys.modules.pop("toy", None)
    all_functions.cache_clear()


def changes(path, function):
    return [m.change for m in mutants_of(path) if m.function == function]


def test_a_rule_loses_its_factors_its_transposition_and_its_sign(toy):
    assert changes(toy.__file__, "Double.bprop") == [
        "def bprop(self, G, W, axis=1) -> def bprop(self, G, W, axis=2)",
        "if axis == 0 -> if axis != 0",
        "if axis == 0 -> if axis == 1",
        "return G @ W.T * self.factor -> return -(G @ W.T * self.factor)",
        "return G @ W.T * self.factor -> return G @ W.T / self.factor",
        "return G @ W.T * self.factor -> return G @ W.T",
        "return G @ W.T * self.factor -> return self.factor",
        "return G @ W.T * self.factor -> return W.T @ G * self.factor",
        "return G @ W.T * self.factor -> return G @ W * self.factor",
    ]
    assert changes(toy.__file__, "Double") == ["factor = 2 -> factor = 3"]


def test_a_loop_gets_other_bounds_and_statements_are_left_out(toy):
    assert changes(toy.__file__, "least") == [
        "def least(x, low=0) -> def least(x, low=1)",
        "n = 0 -> n = 1",
        "while x < low and (not n > 9) -> while x < low or not n > 9",
        "while x < low and (not n > 9) -> while x <= low and (not n > 9)",
        "while x < low and (not n > 9) -> while x < low and n > 9",
        "while x < low and (not n > 9) -> while x < low and (not n >= 9)",
        "while x < low and (not n > 9) -> while x < low and (not n > 10)",
        "x += 1 -> x -= 1",
        "x += 1 -> pass",
        "x += 1 -> x += 2",
        "n += 1 -> n -= 1",
        "n += 1 -> pass",
        "n += 1 -> n += 2",
    ]
    assert changes(toy.__file__, "keep") == [
        "cell[i] = -1 -> pass",
        "cell[i] = -1 -> cell[i] = 1",
        "cell[i] = -1 -> cell[i] = 0",
        "cell.append(i) -> pass",
    ]


class Items:
    """In place of pytest: functions as tests."""

    def __init__(self, *tests):
        self.items = tests
        for i, test in enumerate(tests):
            test.nodeid = f"test {i}"

    def run(self, i):
        self.items[i]()


def fates(toy, function, *tests, patience=20.0):
    """The fates of a function's mutants under tests, {change: fate}."""
    folder = toy.__file__.removesuffix("toy.py")
    reach = {i: follow(test, folder) for i, test in enumerate(tests)}
    mutants = [m for m in mutants_of(toy.__file__) if m.function == function]
    done = Trials(Items(*tests), reach, patience=patience).run(mutants, 2)
    return {mutant.change: trial["fate"] for mutant, trial in done}


@pytest.mark.slow
def test_a_good_test_kills_and_a_blind_one_leaves_a_survivor(toy):
    import numpy as np

    double, G, W = toy.Double(), np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [0.0, 5.0]])

    def good():
        assert double.bprop(G, W).tolist() == [[22.0, 20.0]]

    def blind():
        assert double.bprop(G, W).shape == (1, 2)

    seen = fates(toy, "Double.bprop", good)
    default = "def bprop(self, G, W, axis=1) -> def bprop(self, G, W, axis=2)"
    assert seen.pop(default) == SURVIVED  # axis 2 does as axis 1: equivalent
    assert set(seen.values()) == {KILLED}
    assert fates(toy, "Double", good) == {"factor = 2 -> factor = 3": KILLED}
    seen = fates(toy, "Double.bprop", blind)
    assert seen["return G @ W.T * self.factor -> return G @ W * self.factor"] == SURVIVED
    assert seen["return G @ W.T * self.factor -> return self.factor"] == KILLED
    assert good() is None, "the mutants lived in forks only"


@pytest.mark.slow
def test_a_loop_without_end_is_killed_by_time_and_a_line_that_no_test_reaches_survives(toy):
    seen = fates(toy, "least", lambda: toy.least(-1) == 0 or pytest.fail(), patience=1.0)
    assert seen["n += 1 -> pass"] == SURVIVED, "n counts to no test's knowledge"
    assert seen["def least(x, low=0) -> def least(x, low=1)"] == KILLED
    assert set(fates(toy, "keep", lambda: toy.least(0)).values()) == {SURVIVED}

    def endless():
        while toy.least(-3) != 0:
            pass

    assert fates(toy, "least", endless, patience=0.2)["x += 1 -> x -= 1"] == TIMEOUT


def test_a_function_that_was_made_before_runs_the_mutant_and_keeps_its_closure(toy):
    cell = [0, 0]
    fill = toy.keep(cell)
    mutant = next(m for m in mutants_of(toy.__file__) if m.change == "cell.append(i) -> pass")
    all_functions.cache_clear()

    def work(job, clock):
        put_in(mutant)
        fill(1)
        return cell

    (ended,) = forks.in_forks(work, [None], 1)
    assert (ended.end, ended.answer) == (forks.DONE, [0, -1])
    fill(0)
    assert cell == [-1, 0, 0]


@pytest.mark.parametrize(
    ("make", "change", "result"),
    [
        ("counter", "cells.append(1) -> pass", []),
        ("scaled", "return lambda x: x * k -> return lambda x: x", 5),
    ],
)
def test_a_closure_may_lose_the_last_use_of_its_name(toy, make, change, result):
    cells = []
    made = getattr(toy, make)(cells if make == "counter" else 2)
    mutant = next(m for m in mutants_of(toy.__file__) if m.change == change)
    all_functions.cache_clear()

    def work(job, clock):
        put_in(mutant)
        return cells if make == "counter" and not made() else made(5)

    (ended,) = forks.in_forks(work, [None], 1)
    assert (ended.end, ended.answer) == (forks.DONE, result)


def test_a_failing_job_tells_how_far_it_came():
    def work(job, clock):
        clock.begin(30)
        clock.begin(30)
        raise KeyError(job)

    ended = list(forks.in_forks(work, ["a", "b", "c"], 2))
    assert sorted((e.job, e.end, e.count, e.answer) for e in ended) == [
        (job, forks.FAILED, 2, f"KeyError: '{job}'") for job in "abc"
    ]


def test_the_rules_of_all_ops_are_among_the_mutants_and_figures_are_not():
    names = {path.relative_to(LIBRARY).as_posix() for path in files([])}
    assert {"ops/linalg.py", "sweep.py", "optimizers/adam.py", "layers/recurrent.py"} <= names
    assert not any(name.startswith(("plotting", "widgets", "grading", "checks")) for name in names)
    assert {path.name for path in files(["ops/lin", "op.py"])} == {"linalg.py", "op.py"}
    rules = {m.function for m in mutants_of(LIBRARY / "ops" / "linalg.py") if m.is_rule}
    assert rules == {"Affine.bprop", "Matmul.bprop"} or rules > {"Affine.bprop", "Matmul.bprop"}


def test_a_killer_that_fails_without_a_mutant_is_found(toy):
    lucky = [True]

    def moody():
        assert lucky and toy.least(0) == 0

    def steady():
        assert toy.least(-1) == 0

    folder = toy.__file__.removesuffix("toy.py")
    reach = {i: follow(test, folder) for i, test in enumerate((moody, steady))}
    trials = Trials(Items(moody, steady), reach)
    trials.kills = {("toy.py", "least"): Counter({0: 3, 1: 1})}
    lucky.clear()
    assert trials.forget_killers_that_fail_by_themselves(2) == {0}
    assert {i for tests in trials.tests.values() for i in tests} == {1}


def test_what_a_run_reaches_is_noted_by_line(toy):
    reached = follow(lambda: toy.least(5), toy.__file__.removesuffix("toy.py"))
    text = TOY.split("\n")
    lines = [text[number - 1].strip() for number in sorted(reached.lines[toy.__file__])]
    assert isinstance(reached, Reached)
    assert lines == ["def least(x, low=0):", "n = 0", "while x < low and not n > 9:", "return x"]
