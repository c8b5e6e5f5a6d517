"""The report of the mutation tool: what it counts, what it names, and how it words a mutant."""

from collections import Counter

from mutation import report
from mutation.equivalent import reasons
from mutation.mutants import excerpt
from mutation.trial import KILLED, SURVIVED, TIMEOUT


def result(fate, **other):
    fixed = {"path": "a.py", "function": "f", "line": 3, "change": "x -> -x", "is_rule": False}
    return fixed | {"fate": fate, "n_tests": 2, "n_left_out": 0} | other


def test_the_report_counts_what_can_be_killed_and_names_the_survivors():
    results = [result(KILLED), result(TIMEOUT), result(SURVIVED), result(KILLED, is_rule=True)]
    results.append(result(report.EQUIVALENT, reason="x is 0 here."))
    assert report.share(Counter({KILLED: 1, TIMEOUT: 1, SURVIVED: 2, report.EQUIVALENT: 7})) == 0.5
    text = report.as_text(results, ["All files."])
    assert (
        "| the rest | 4 | 2 | 1 | 1 | 1 | 66.7% |" in text
        and "| bprop rules | 1 | 1 | 0 | 0 | 0 | 100.0% |" in text
    )
    assert "- a.py:3 `f`: `x -> -x` (2 tests ran it)" in text
    assert "- a.py:3 `f`: `x -> -x`. x is 0 here." in text
    assert [line.split(", which ")[1] for line in report.reached(results)] == [
        "meets the goal of 100%",
        "misses the goal of 95%",
    ]


def test_reasons_are_read_from_a_table_and_each_mutant_in_it_has_one():
    table = """
a.py f
  x -> -x
    It is
    zero.
  y -> -y  # 2
    So is y.
b.py g
  z -> pass
    Unused.
"""
    assert reasons(table) == {
        ("a.py f", "x -> -x"): "It is zero.",
        ("a.py f", "y -> -y  # 2"): "So is y.",
        ("b.py g", "z -> pass"): "Unused.",
    }
    assert len(reasons()) > 50 and all(reason.endswith(".") for reason in reasons().values())


def test_a_long_statement_is_cut_to_what_differs():
    long = "f(" + "a, " * 40 + "b {} c" + ", d" * 40 + ")"
    text = excerpt(long.format("*"), long.format("/"))
    assert text == ", a, a, a, a, b * c, d, d, d, d, -> , a, a, a, a, b / c, d, d, d, d,"
    assert excerpt("x = 1", "x = 2") == "x = 1 -> x = 2"
    fewer = excerpt("x = " + "a + " * 30 + "a", "x = " + "a + " * 29 + "a")
    assert len(fewer) < 100 and fewer.count(" -> ") == 1
