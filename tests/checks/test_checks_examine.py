"""One case of a check: silence for a right answer, one short paragraph for a wrong one."""

import sys

import numpy as np
import pytest
from checked import check, failure

from dlcourse.checks import CheckFailed, Right
from dlcourse.checks.examine import Case, Task, examine

W, c = np.array([[1.0, -2.0, 0.5], [3.0, 0.5, -1.0]]), np.array([0.3, -0.4, 0.9])
INPUTS = {"W": W, "c": c}
EXPECTED = {"scaled": 2 * W, "shifted": W + c}


def told(function, right=None):
    return failure(function, INPUTS, right or EXPECTED)


def test_a_right_answer_passes_in_silence(capfd):
    check(lambda W, c: (2 * W, W + c), INPUTS, EXPECTED)
    check(lambda W: W * 1, {"W": W}, {"copy": W})
    assert capfd.readouterr() == ("", "")


def test_the_message_says_what_is_wrong_where_what_to_reread_and_what_was_called():
    def affine(W, c):
        return 2 * W, W.copy()

    assert told(affine) == (
        "shifted plus c would be right: that term is missing. First wrong entry: shifted[0, 0], yours is 1. "
        "Reread chapter 0. Called: affine(W of shape (2, 3), c of shape (3,))"
    )


def test_lines_are_short():
    with pytest.raises(CheckFailed) as caught:
        check(lambda W, c: (W, c), INPUTS, EXPECTED)
    assert max(map(len, str(caught.value).split("\n"))) <= 88


def test_a_hint_is_given_only_where_no_cause_is_found():
    right = Right(**EXPECTED).hinting("Look at the second row.")
    assert "second row" in told(lambda W, c: (np.cos(W), W + c), right)
    assert "second row" not in told(lambda W, c: (-2 * W, W + c), right)


def test_the_number_of_results_is_told():
    assert (
        "should return 2 values, scaled, shifted, in this order; it returned one ndarray. Separate"
        in told(lambda W, c: W)
    )
    assert "it returned 3 values" in told(lambda W, c: (W, W, W))
    assert "Does it end with `return scaled, shifted`?" in told(lambda W, c: None)
    assert "returned 1 values; expected is copy alone" in failure(lambda W: (W,), {"W": W}, {"copy": W})


def test_a_generator_and_a_coroutine_are_named():
    def each(W, c):
        yield W

    async def later(W, c):
        return W

    assert "is there `yield` in the place of `return`" in told(each)
    assert "is a coroutine, not yet any numbers" in told(later)
    assert "is a coroutine" in failure(later, INPUTS, {"copy": W})


def test_numpys_warnings_are_part_of_the_message():
    assert "NumPy warned: divide by zero encountered in log." in told(lambda W, c: (np.log(0 * W), W + c))
    assert "NumPy warned" not in told(lambda W, c: (2 * W + 0 * np.exp(-1 / abs(0 * W)), -W - c))  # harmless


def test_an_argument_that_is_never_read_is_named_where_no_cause_is():
    assert "<lambda> never uses its argument c." in told(lambda W, c: (np.cos(W), np.sin(W)))
    assert "never uses" not in told(lambda W, c: (np.cos(W), np.sin(W + c)))
    assert "is not right." in told(zeros := lambda W, c: (0 * W, 0 * W)) and "//" not in told(zeros)


def test_a_notebook_shows_the_message_alone():
    assert CheckFailed("dW is transposed.")._render_traceback_() == ["Not right yet.", "dW is transposed."]


def test_the_precision_of_the_inputs_is_kept_and_judged_by_it():
    def rounded(W, c):
        return 2 * W.astype(np.float32), W + c

    assert "scaled has dtype float32 where the inputs have float64" in told(rounded)
    on_the_way = told(
        lambda W, c: (2.0 * (W / 3).astype(np.float32), W + c), Right(scaled=2 * W / 3, shifted=W + c)
    )
    assert "keep the precision" in on_the_way
    then_widened = told(
        lambda W, c: ((W / 3).astype(np.float32).astype(float), W + c), Right(scaled=W / 3, shifted=W + c)
    )
    assert "as float32 does" in then_widened
    single = {name: value.astype(np.float32) for name, value in INPUTS.items()}
    expected = {"scaled": 2 * single["W"].astype(float), "shifted": single["W"].astype(float) + single["c"]}
    check(rounded, single, expected)
    check(lambda W, c: (2 * W.astype(float), W.astype(float) + c), single, expected)


def test_two_causes_that_explain_one_case_equally_well_are_told_apart_by_another():
    def cases():
        for m in (2, 3):
            x = np.arange(1.0, 1 + m)
            yield Case({"x": x}, lambda x=x, m=m: Right(dx=x / m).knowing({"the number m": m}))

    with pytest.raises(
        CheckFailed, match="2 is the number m: did you forget to divide by it.(?s:.)*Or: Is there"
    ):
        examine(lambda x: x, Task("mean"), list(cases())[:1])
    with pytest.raises(CheckFailed) as caught:
        examine(lambda x: x, Task("mean"), cases())
    assert "Or:" not in str(caught.value) and "2 is the number m" in str(caught.value)


class Proxy:
    """A function as another process would offer it: a call and a name, with copies of arrays."""

    def __init__(self, function):
        self._function, self.__name__ = function, function.__name__

    def __call__(self, *arguments):
        return tuple(np.array(part) for part in self._function(*map(np.array, arguments)))


def test_a_function_may_be_a_proxy():
    def affine(W, c):
        return 2 * W, W + c

    check(Proxy(affine), INPUTS, EXPECTED)
    assert "shifted has the wrong sign" in told(Proxy(lambda W, c: (2 * W, -W - c)))


def test_nothing_of_the_judgement_is_left_on_when_a_call_is_over():
    check(lambda W, c: (2 * W, W + c), INPUTS, EXPECTED, refused=("dlcourse.autodiff.grad",))
    assert sys.getprofile() is None


def test_a_cause_that_a_right_answer_to_an_earlier_case_excludes_is_not_named():
    def case(x):
        right = Right(y=2 * x).slip("y", x * x, "x is squared.").slip("y", x + 6.0, "6 is added.")
        return Case({"x": x}, lambda: right)

    def told_for(f, *at):
        with pytest.raises(CheckFailed) as caught:
            examine(f, Task("f"), [case(x) for x in at])
        return str(caught.value)

    # At 3 both slips give 9. One who has added 6 would have failed at 5, and one who squares as well.
    assert "x is squared. Or: 6 is added." in told_for(lambda x: 9.0, 3.0)
    assert "x is squared. Or: 6 is added." in told_for(lambda x: 2 * x if x == 6 else 9.0, 3.0)
    # At 6, adding is right: only squaring is excluded. At 5 both are.
    told = told_for(lambda x: 2 * x if x == 6 else 9.0, 6.0, 3.0)
    assert "6 is added." in told and "squared" not in told
    told = told_for(lambda x: 2 * x if x == 5 else 9.0, 5.0, 3.0)
    assert "added" not in told and "squared" not in told


def test_two_slips_with_one_sentence_are_excluded_together_alone():
    def case(x):
        right = (
            Right(y=2 * x)
            .slip("y", x * x, "2 is in the wrong place.")
            .slip("y", 2.0**x, "2 is in the wrong place.")
        )
        return Case({"x": x}, lambda: right)

    for wrong in (lambda x: x * x, lambda x: 2.0**x):  # both are right at 2, and one of them is at 1
        with pytest.raises(CheckFailed, match="2 is in the wrong place."):
            examine(wrong, Task("f"), [case(2.0), case(1.0), case(3.0)])


def test_a_single_cause_is_excluded_by_an_earlier_case_too():
    def case(x):
        right = Right(y=2 * x).slip("y", x * x, "x is squared.")
        return Case({"x": x}, lambda: right)

    with pytest.raises(CheckFailed, match="y is not right, and a single number does not show why."):
        examine(lambda x: 2 * x if x == 5 else 9.0, Task("f"), [case(5.0), case(3.0)])


def test_a_sign_that_is_wrong_on_some_inputs_alone_is_not_called_a_difference_the_wrong_way_round():
    cases = [Case({"x": x}, lambda x=x: Right(y=x)) for x in (-2.0, 3.0)]
    for order in (cases, cases[::-1]):
        with pytest.raises(CheckFailed, match="y: the sign is wrong here, not on all inputs. Is an absolute"):
            examine(lambda x: abs(x), Task("f"), order)
        with pytest.raises(CheckFailed, match="Which way round is the difference"):
            examine(lambda x: -x, Task("f"), order)


def test_whole_numbers_in_the_place_of_others_are_named_though_another_result_suffers_from_them():
    def step(w):
        new = np.zeros(2, int)
        new[:] = w
        return new, float((new * new).sum())

    w = np.array([1.25, -0.75])
    told = failure(step, {"w": w}, {"w_new": w, "J_new": float(w @ w)})
    assert told.startswith("w_new has dtype int64, so everything after the decimal point is lost")


@pytest.mark.parametrize("words", [("line", "square", "cube"), (False, True, False)])
def test_a_case_with_another_word_speaks_against_no_cause(words):
    x = np.array([1.0, 2.0, 5.0])
    line, square, cube = words

    def case(unit, y):
        return Case({"unit": unit, "x": x}, lambda: Right(y=y).knowing({"the slope": 1 / x}))

    other = x if cube == line else x**3
    cases = [case(line, x), case(square, x**2), case(cube, other)]
    answer = {line: x, square: x, cube: other}.__getitem__
    with pytest.raises(CheckFailed, match="y times x would be right: that factor is missing"):
        examine(lambda unit, x: answer(unit), Task("f"), cases)
    signs = {line: x, square: -(x**2), cube: other}.__getitem__
    with pytest.raises(CheckFailed, match="y has the wrong sign"):
        examine(lambda unit, x: signs(unit), Task("f"), cases)


def test_of_two_mistakes_at_once_the_one_that_another_case_shows_is_named():
    def case(m):
        x = np.arange(1.0, 1 + m)
        return Case({"x": x}, lambda: Right(y=x / m).knowing({"m": m}))

    cases = [case(3), case(5), case(200)]
    with pytest.raises(CheckFailed, match="3 is m: did you forget to divide by it"):
        examine(lambda x: np.minimum(x, 99), Task("mean"), cases)  # cut off in the last case alone
    with pytest.raises(CheckFailed) as caught:
        examine(lambda x: x if len(x) == 3 else np.cos(x), Task("mean"), cases)
    assert not caught.value.finding.causes
