"""Tests of a trial: ordinary test cells of nbgrader's kind run unchanged, and a crash costs one test."""

import pytest
from trials import both, scores, verdict_of
from trials import test as a_test

from dlcourse.grading.plans import CRASHED, LATE, RAISED, RAN, Limits

SQUARES = """
def squares(n):
    if n < 1:
        raise ValueError("n")
    return [i ** 2 for i in range(1, n + 1)]
"""
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
RIGHT = a_test("assert squares(1) == [1]\nassert squares(10)[-1] == 100")
INVALID = a_test(
    "try:\n    squares(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('did not raise')"
)
RELIES = a_test("""
orig_squares = squares
del squares
try:
    sum_of_squares(1)
except NameError:
    pass
else:
    raise AssertionError("sum_of_squares does not use squares")
finally:
    squares = orig_squares
""")
AGAIN = a_test("assert sum_of_squares(3) == 14")


def test_the_quickstart_of_nbgrader_runs_unchanged():
    assert scores(SQUARES, "squares(10)", RIGHT, INVALID, SUM, AGAIN, RELIES, AGAIN) == [4, 4, 4, 4, 4]


@pytest.mark.parametrize(
    ("squares", "sums", "expected"),
    [
        ("def squares(n): return [i ** 2 for i in range(n)]", SUM, [0, 0, 0, 4, 0]),
        (SQUARES, "def sum_of_squares(n): return n * (n + 1) * (2 * n + 1) // 6", [4, 4, 4, 0, 4]),
        ("def squares(n): raise NotImplementedError()", SUM, [0, 0, 0, 4, 0]),
        ("", "", [0, 0, 0, 0, 0]),
        ("def squares(n:", SUM, [0, 0, 0, 0, 0]),
    ],
)
def test_wrong_answers_lose_the_points_of_their_tests(squares, sums, expected):
    names = ("squares", "sum_of_squares")
    assert scores(squares, RIGHT, INVALID, sums, AGAIN, RELIES, AGAIN, names=names) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("1.5", 1.5),
        ("3", 3),
        ("9", 4),
        ("-1", 0),
        ("float('nan')", 0),
        ("import numpy as np; np.float64(0.5)", 0.5),
        ("True", 4),
        ("'0.5'", 4),
        ("None", 4),
        ("[1]", 4),
        ("0.5;", 4),
        ("import sys; print('careful', file=sys.stderr)", 4),
        ("raise ValueError", 0),
        ("assert False", 0),
        ("x = (", 0),
        ("raise SystemExit", 0),
        ("raise KeyboardInterrupt", 0),
    ],
)
def test_a_test_scores_as_nbgrader_means_it(last, expected):
    assert scores(a_test(last)) == [expected]


CRASH = "import os\ndef f(x):\n    if x == 3:\n        os.kill(os.getpid(), 9)\n    return x"
LOOP = CRASH.replace(
    "os.kill(os.getpid(), 9)",
    """
        while True:
            try:
                while True: pass
            except BaseException:
                pass""",
)


@pytest.mark.parametrize(
    ("answer", "ended"),
    [(CRASH, CRASHED), (LOOP, LATE), (CRASH.replace("os.kill(os.getpid(), 9)", "os._exit(0)"), CRASHED)],
)
def test_a_crash_or_a_loop_costs_the_test_that_met_it_and_no_other(answer, ended):
    tests = [a_test(f"assert f({x}) == {x}") for x in (1, 3, 4)]
    limits = Limits(cell_seconds=1.0, seconds=20.0)
    verdict = verdict_of("n = 7", answer, *tests, "print(n)", a_test("assert n == 7"), limits=limits)
    assert [one.score for one in verdict.outcomes if one.score is not None] == [4, 0, 4, 4]
    assert [one.ended for one in verdict.outcomes] == [RAN, RAN, RAN, ended, RAN, RAN, RAN]
    assert verdict.outcomes[5].outputs[0]["text"] == "7\n"


def test_a_test_cannot_take_the_end_of_a_process_for_an_answer():
    caught = a_test("try:\n    f(3)\nexcept BaseException:\n    pass")
    assert scores(CRASH, caught, a_test("assert f(1) == 1")) == [0, 4]


def test_a_cell_of_the_student_that_ends_their_process_is_left_out_from_then_on():
    verdict = verdict_of("def f(): return 1", "import os; os._exit(3)", "g = f", a_test("assert g() == 1"))
    assert [one.ended for one in verdict.outcomes] == [RAN, CRASHED, RAN, RAN]
    assert verdict.outcomes[3].score == 4


def test_a_cell_that_raises_shows_its_error_and_what_follows_runs():
    verdict = verdict_of("x = 1\n1 / 0", "y = 2", a_test("assert x + y == 3"))
    assert [one.ended for one in verdict.outcomes] == [RAISED, RAN, RAN]
    assert verdict.outcomes[0].outputs[0]["ename"] == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        ("def f(x):\n    retrun x", "stopped with SyntaxError"),
        ("exit()\ndef f(x): return x", "stopped with SystemExit"),
        ("class Secret(Exception): pass\nraise Secret\ndef f(x): pass", "stopped with an error"),
        ("import os; os._exit(0)\ndef f(x): return x", "ended its process"),
        ("def g(x): return x", None),
    ],
)
def test_a_name_that_is_missing_is_told_with_the_end_of_its_cell(answer, end):
    verdict = verdict_of(answer, a_test("assert f(1) == 1"), names=("f",))
    (said,) = verdict.outcomes[1].outputs
    told = f", as the cell that was to define it {end}." if end else ""
    assert said["evalue"] == f"name 'f' is not defined{told}"


def test_warnings_of_a_cell_stand_among_its_outputs_and_on_no_terminal(capfd):
    verdict = verdict_of("import warnings\nwarnings.warn('slow')\nexit()")
    text, error = (
        next(one for one in verdict.outcomes[0].outputs if one["output_type"] == kind)
        for kind in ("stream", "error")
    )
    assert "UserWarning: slow" in text["text"]
    assert "exit() or quit() ended this cell" in error["traceback"][0]
    assert "slow" not in capfd.readouterr().err


def test_a_test_that_ends_the_judge_itself_costs_its_own_points_and_is_noted():
    verdict = verdict_of(
        "def f(): return 1",
        a_test("assert f() == 1"),
        a_test("import os; os._exit(0)"),
        a_test("assert f() == 1"),
    )
    assert [one.score for one in verdict.outcomes if one.score is not None] == [4, 0, 4]
    assert "look at that test" in verdict.notes[0]


def test_a_test_that_loops_is_stopped():
    limits = Limits(cell_seconds=0.5, seconds=20.0)
    loop = a_test("while True:\n    try:\n        f()\n    except Exception:\n        pass")
    assert scores("def f(): return 1", loop, a_test("assert f() == 1"), limits=limits) == [0, 4]


def test_prints_in_tests_do_not_reach_the_outputs_of_later_cells():
    seen = "seen = []\ndef f(x):\n    print('hidden', x)\n    seen.append(x)\n    return x"
    verdict = verdict_of(
        seen, a_test("assert f(12345) == 12345"), "print(seen)\nseen", a_test("assert len(seen) == 1")
    )
    shown = str([one.outputs for one in verdict.outcomes])
    assert "12345" not in shown and "hidden" not in shown
    assert verdict.outcomes[2].outputs[0]["text"] == "[]\n"
    assert [one.score for one in verdict.outcomes if one.score is not None] == [4, 4]


def test_a_cell_of_both_halves_does_not_do_twice_what_the_student_has_bound():
    account = "n = 0\ndef deposit(k):\n    global n\n    n += k\n    return n\nrows = [1]"
    calls = both("deposit(5)\nrows.append(2)\nafter = deposit(1) * 0 + 7\ndef helper(): return deposit(0)")
    seen = a_test("assert after == 7 and rows == [1, 2] and helper() == n, (n, rows)")
    names = ("n", "deposit", "rows")
    verdict = verdict_of(account, calls, seen, a_test("assert n == 7"), names=names)
    assert [one.score for one in verdict.outcomes if one.score is not None] == [4, 4] and not verdict.notes


def test_objects_that_a_cell_of_both_halves_has_made_are_made_anew_after_a_crash():
    made = "import os\nclass A:\n    def f(self, x):\n        return os._exit(1) if x == 3 else x"
    tests = [a_test(f"assert a.f({x}) == {x}") for x in (1, 3, 4)]
    assert scores(made, both("a = A()"), *tests, names=("A",)) == [4, 0, 4]


def test_a_copy_of_the_process_that_an_answer_forks_answers_no_test():
    forks = "import os\ndef f():\n    os.fork()\n    return 1"
    found = scores(forks, a_test("assert f() == 1"), "def g(): return 2", a_test("assert g() == 2"))
    assert found == [4, 4]
