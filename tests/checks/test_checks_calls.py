"""A student's function is called: whatever happens there is told in words, and nothing leaks out."""

import linecache
import math
import sys
import warnings

import numpy as np
from checked import failure

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
    assert problem == (
        "loop was not done after 0.1 seconds of computing, and was stopped. Walk no path twice."
    )


def test_errors_that_say_little_to_a_beginner_are_explained():
    def again(x, w):
        return again(x, w)

    def unset(x, w):
        if x is None:
            h = x
        return h

    for function, told in (
        (lambda x, w: x & w, "`&`, `|`, `^` and `~` work on booleans and whole numbers"),
        (
            lambda x, w: max(0, w),
            "`np.maximum(0, z)`, `np.where` and `(0 < z) & (z < 1)` work entry by entry",
        ),
        (lambda x, w: -(x > 0), "`1.0 * (z > 0)` has numbers instead"),
        (lambda x, w: (x > 0) - (x < 0), "`1.0 * (z > 0)` has numbers instead"),
        (again, "RecursionError"),
        (again, "It calls itself deeper than Python allows: does it end?"),
        (unset, "No line that ran has set it"),
        (lambda x, w: math.exp(x), "`np.exp` and `np.sqrt` work entry by entry"),
        (lambda x, w: x - x.mean(axis=1), "is a mean or a sum taken over the wrong axis"),
        (lambda x, w: math.exp(1000), "A power is too large for a float."),
        (lambda x, w: x @ w, "A needs as many columns as B has rows"),
        (lambda x, w: np.array([x, w]), "put commas between them"),
        (lambda w, x: x @ w + np.ones(7), "should take x, w, in this order; yours takes w, x."),
    ):
        assert told in call(function, INPUTS).problem


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


def test_one_who_prints_and_returns_nothing_is_told_the_difference():
    def shout(x):
        sys.stdout.write(f"{x}")

    told = failure(shout, {"x": 1.0}, {"y": 1.0})
    assert told.startswith("shout prints and returns None: `print` shows a result, `return` gives it back.")
    assert "prints" not in failure(lambda x: None, {"x": 1.0}, {"y": 1.0})
    told = failure(lambda unit, x: None, {"unit": "tanh", "x": 1.0}, {"y": 1.0})
    assert told.startswith("<lambda> returns None where unit is 'tanh': is that case written")


def test_what_is_printed_is_shown_unless_it_is_to_be_quiet(capsys):
    call(print, {"x": 1.0}, Limits(quiet=True))
    assert capsys.readouterr().out == ""
    assert call(print, {"x": 1.0}).printed
    assert capsys.readouterr().out == "1.0\n"


def test_a_record_of_the_library_in_the_place_of_one_of_its_parts_is_told_its_parts():
    from dlcourse.experiments.ch02_xor_training import equal_start

    problem = call(lambda x: equal_start(0.5, "ReLU") < x, {"x": 1.0}).problem
    assert "The library's Runs holds `.unit`, `.W`" in problem and "`.J`: take one of its parts" in problem


def test_the_line_that_is_told_is_one_of_the_function_not_of_what_it_calls():
    names: dict = {}
    for file, source in (
        ("<set up>", "def helper(x):\n    return x[9]\n"),
        ("<own>", "def f(x):\n    return helper(x)\n"),
    ):
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        exec(compile(source, file, "exec"), names)
    assert "in the line `return helper(x)`" in call(names["f"], {"x": np.zeros(2)}).problem
