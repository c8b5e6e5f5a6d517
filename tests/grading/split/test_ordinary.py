"""Tests of ordinary test cells: each runs unchanged, passes the right answer and not the wrong one."""

import pytest
from told_cases import cases
from trials import test as a_test
from trials import verdict_of

ORDINARY = cases("ordinary_cells.txt")


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_test_cell_tells_right_from_wrong(name):
    right, wrong, text = ORDINARY[name]
    passed = verdict_of(right, a_test(text)).outcomes[-1]
    assert passed.score == 4, passed
    failed = verdict_of(wrong, a_test(text)).outcomes[-1]
    assert failed.score == 0, failed


PANDAS = cases("pandas_cells.txt")


@pytest.mark.parametrize("name", PANDAS)
def test_a_table_of_pandas_crosses(name):
    pytest.importorskip("pandas", reason="tables cross where pandas is installed")
    right, wrong, text = PANDAS[name]
    assert verdict_of(right, a_test(text)).outcomes[-1].score == 4
    assert verdict_of(wrong, a_test(text)).outcomes[-1].score == 0
