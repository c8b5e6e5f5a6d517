"""One call in a test cell: silence for a right answer, one short paragraph for a wrong one."""

import numpy as np
import pytest

from dlcourse.checks import CheckFailed, check_function, result_of

W, c = np.array([[1.0, -2.0, 0.5], [3.0, 0.5, -1.0]]), np.array([0.3, -0.4, 0.9])
INPUTS = {"W": W, "c": c}
EXPECTED = {"scaled": 2 * W, "shifted": W + c}


def failure(function, **options):
    with pytest.raises(CheckFailed) as caught:
        check_function(function, INPUTS, EXPECTED, reread="Affine maps, in chapter 3", **options)
    return " ".join(str(caught.value).split())


def test_a_right_answer_passes_in_silence(capfd):
    check_function(lambda W, c: (2 * W, W + c), INPUTS, EXPECTED, reread="chapter 3")
    check_function(lambda W: W * 1, {"W": W}, {"copy": W}, reread="chapter 3")
    assert capfd.readouterr() == ("", "")


def test_the_message_says_what_is_wrong_where_what_to_reread_and_what_was_called():
    def affine(W, c):
        return 2 * W, W.copy()

    assert failure(affine) == (
        "shifted plus c would be right: that term is missing, or subtracted. First wrong entry: "
        "shifted[0, 0], yours is 1. Reread Affine maps, in chapter 3. "
        "Called: affine(W of shape (2, 3), c of shape (3,))"
    )


def test_lines_are_short():
    with pytest.raises(CheckFailed) as caught:
        check_function(lambda W, c: (W, c), INPUTS, EXPECTED, reread="Affine maps, in chapter 3")
    assert max(map(len, str(caught.value).split("\n"))) <= 88


def test_a_result_with_a_known_cause_is_told_before_an_unexplained_one():
    assert "shifted has the wrong sign" in failure(lambda W, c: (np.cos(W), -(W + c)))


def test_a_hint_is_given_only_where_no_cause_is_found():
    hint = "Look at the second row."
    assert hint in failure(lambda W, c: (np.cos(W), W + c), hint=hint)
    assert hint not in failure(lambda W, c: (-2 * W, W + c), hint=hint)


def test_slips_belong_to_a_result():
    told = "scaled is W itself."
    assert told in failure(lambda W, c: (W * 1, W + c), slips={"scaled": [(W, told)]})


def test_the_number_of_results_is_told():
    assert (
        "should return 2 values, scaled, shifted, in this order; it returned one ndarray. Separate"
        in failure(lambda W, c: W)
    )
    assert "it returned 3 values" in failure(lambda W, c: (W, W, W))
    assert "Does it end with `return scaled, shifted`?" in failure(lambda W, c: None)
    with pytest.raises(CheckFailed, match="returned 1 values; expected is copy alone"):
        check_function(lambda W: (W,), {"W": W}, {"copy": W}, reread="chapter 3")


def test_a_result_that_is_an_input_is_told():
    with pytest.raises(CheckFailed, match="copy is the input W itself"):
        check_function(lambda W: W, {"W": W}, {"copy": W}, reread="chapter 3")


def test_numpys_warnings_are_part_of_the_message():
    assert "NumPy warned: divide by zero encountered in log." in failure(lambda W, c: (np.log(0 * W), W + c))


def test_a_notebook_shows_the_message_alone():
    assert CheckFailed("dW is transposed.")._render_traceback_() == ["Not right yet.", "dW is transposed."]


def test_result_of_returns_what_the_function_returns_or_says_why_not():
    assert result_of(lambda n: n + 1, {"n": 2}, reread="chapter 0") == 3
    with pytest.raises(CheckFailed, match="ZeroDivisionError"):
        result_of(lambda n: n / 0, {"n": 2}, reread="chapter 0")
