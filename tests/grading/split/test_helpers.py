"""Tests of tests that call helpers: what is told of one that fails, and of hidden lines nothing."""

import pytest
from trials import both, verdict_of
from trials import test as a_test

HELPER = """import math



def check(x, kind):
    assert isinstance(x, kind), f'expected {kind.__name__}, got {x}'
"""
IN_HIDDEN = "assert f(0) == 0\n### BEGIN HIDDEN TESTS\nassert f(1) == 1\n{}\n### END HIDDEN TESTS"


@pytest.mark.parametrize("before", ["", "\n" * 6])
def test_a_helper_of_another_cell_says_what_is_wrong(before):
    test = f"{before}assert f(0) == 0\ncheck(f(0), float)"
    outcome = verdict_of("def f(x): return x", both(HELPER), a_test(test)).outcomes[-1]
    assert outcome.ended == "raised" and outcome.outputs[0]["evalue"] == "expected float, got 0"
    assert "in the line `check(f(0), float)`" in str(outcome.outputs)


@pytest.mark.parametrize("lines", [0, 3, 20])
def test_a_helper_that_a_hidden_line_calls_tells_nothing(lines):
    moved = "\n" * lines + HELPER
    hidden = IN_HIDDEN.format("check(f(987654), float)")
    verdict = verdict_of("def f(x): return x", both(moved), a_test(hidden))
    assert "987654" not in str(verdict.outcomes[-1].outputs)
    above = verdict_of("def f(x): return x", a_test(f"{HELPER}\n{hidden}"))
    assert "987654" not in str(above.outcomes[-1].outputs)


def test_empty_lines_above_a_test_hide_no_line_less():
    told = verdict_of(
        "def f(x): return x", a_test("\n \n\n" + IN_HIDDEN.format("assert f(987654) == 1, f(987654)"))
    )
    assert "987654" not in str(told.outcomes[-1].outputs)
