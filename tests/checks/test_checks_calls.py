"""A student's function is called: whatever happens there is told in words, and nothing leaks out."""

import sys
import warnings

import numpy as np

from dlcourse.checks.calls import call
from dlcourse.checks.limits import Limits

INPUTS = {"x": np.ones((2, 3)), "w": np.ones(2)}


def test_the_result_comes_back():
    outcome = call(lambda x, w: w @ x, INPUTS)
    assert outcome.problem is None and outcome.result.tolist() == [2, 2, 2]


def test_an_unwritten_answer_is_called_that():
    def forward(x, w):
        raise NotImplementedError()

    assert call(forward, INPUTS).problem.startswith("forward is not written yet")


def test_an_exception_is_told_with_its_line():
    def forward(x, w):
        return x @ w

    problem = call(forward, INPUTS).problem
    assert problem.startswith("forward stopped with ValueError: matmul")
    assert "in the line `return x @ w`" in problem


def test_the_wrong_number_of_arguments_is_told_before_the_call():
    def forward(x):
        return x

    assert "should take the 2 arguments x, w, in this order" in call(forward, INPUTS).problem
    assert "is not a function but a float" in call(0.5, INPUTS).problem


def test_leaving_python_is_a_problem_like_any_other():
    def leave(x, w):
        sys.exit(3)

    assert "leave stopped with SystemExit: 3" in call(leave, INPUTS).problem


def test_a_call_that_never_ends_is_stopped():
    def loop(x, w):
        while True:
            try:
                pass
            except Exception:
                pass

    problem = call(loop, INPUTS, Limits(seconds=0.1, slow="Walk no path twice.")).problem
    assert problem == "loop was not done after 0.1 seconds and was stopped. Walk no path twice."


def test_a_call_that_recurses_for_ever_is_told():
    def again(x, w):
        return again(x, w)

    assert "RecursionError" in call(again, INPUTS).problem


def test_nothing_reaches_stderr_and_warnings_are_kept(capfd):
    def noisy(x, w):
        sys.stderr.write("oops")
        warnings.warn("mind the gap", stacklevel=1)
        return np.log(x * 0)

    outcome = call(noisy, INPUTS)
    assert outcome.warned == ["divide by zero encountered in log", "mind the gap"]
    assert capfd.readouterr().err == ""


def test_prints_are_swallowed_on_request_only(capsys):
    def shout(x, w):
        sys.stdout.write("here\n")

    call(shout, INPUTS)
    assert capsys.readouterr().out == "here\n"
    call(shout, INPUTS, Limits(quiet=True))
    assert capsys.readouterr().out == ""


def test_an_input_that_was_written_to_is_told():
    def update(x, w):
        w -= 0.5
        return w

    problem = call(update, {"x": np.ones(2), "w": np.ones(2)}).problem
    assert problem.startswith("update changed its input: w[0] was 1 before the call and is 0.5 after it")
