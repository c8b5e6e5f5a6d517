"""What came back as a whole, and what may be claimed about it: order, memory, factors, rounding; no crash."""

import warnings

import numpy as np
import pytest
from checked import check
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlcourse.checks import CheckFailed, Right, diagnose
from dlcourse.checks.inputs import remember, unchanged
from dlcourse.checks.results import by_name
from dlcourse.checks.review import compare
from dlcourse.tensor import Tensor

rng = np.random.default_rng(3)
x, W = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
EXPECTED = {"xW": x @ W, "h": np.maximum(x @ W, 0), "J": 0.7}


def failure(function, inputs=None, expected=None, hint=""):
    right = Right(**(expected or EXPECTED)).hinting(hint)
    with pytest.raises(CheckFailed) as caught:
        check(function, inputs or {"x": x, "W": W}, right)
    return str(caught.value)


def flat(text):
    return " ".join(text.split())


def test_results_in_another_order_are_told_before_all_else():
    right = tuple(EXPECTED.values())
    for order in ((2, 1, 0), (1, 2, 0), (0, 2, 1)):
        told = flat(failure(lambda x, W, order=order: tuple(right[i] for i in order)))
        assert told.startswith("The values are right, but they come in another order:"), told
        assert "should return xW, h, J, in this order" in told


def test_two_results_that_changed_places_are_told_though_a_third_is_wrong():
    told = flat(failure(lambda x, W: (EXPECTED["h"], EXPECTED["xW"], 0.1)))
    assert told.startswith("xW and h have changed places:")


def test_counts_in_another_order_are_told():
    told = flat(failure(lambda x, W: (6, 9), expected={"n_paths": 9, "n_edges": 6}))
    assert "another order" in told


def test_numbers_in_one_array_are_several_results():
    expected = {"df": 1.5, "dg": -2.0}
    check(lambda x: np.array([1.5, -2.0]), {"x": 1.0}, expected)
    assert "it returned 3 values" in flat(failure(lambda x, W: np.ones(3), expected=expected))


def test_arrays_packed_into_one_are_told_to_be_separated():
    told = flat(failure(lambda x, W: np.stack([x @ W, x @ W]), expected={"a": x, "b": x}))
    assert "it returned one ndarray. Separate them by commas: `return a, b`." in told


def test_results_in_one_memory_are_told_which():
    def forward(x, W):
        xW = x @ W
        h = xW
        h[h < 0] = 0
        return xW, h, 0.7

    assert flat(failure(forward)).startswith("xW holds the numbers of h: xW and h are one array.")


def test_a_slip_that_explains_both_comes_before_their_memory():
    both = np.arange(4.0)
    right = Right(left=both - 1, right=both).if_instead("They are one side.", {"left": both, "right": both})
    with pytest.raises(CheckFailed, match="They are one side"):
        check(lambda x: (both, both), {"x": x}, right)


def test_results_that_share_memory_harmlessly_pass():
    both = np.arange(4.0)
    check(lambda x: (both[:2], both[:2]), {"x": x}, {"a": both[:2], "b": both[:2]})
    check(lambda G: (G, G.sum(axis=0)), {"G": x}, {"dx": x, "db": x.sum(axis=0)})


def test_a_forgotten_step_is_not_called_shared_memory():
    c = np.array([0.5, -0.25])
    expected = {"xW": x @ W, "z": x @ W + c}
    told = flat(failure(lambda x, W, c: (x @ W,) * 2, {"x": x, "W": W, "c": c}, expected))
    assert told.startswith("z plus c would be right: that term is missing.")


def test_a_change_in_the_last_digit_shows():
    inputs = {"w": np.array([0.3])}
    before = remember(inputs)
    inputs["w"] -= 1e-16
    told = unchanged(inputs, before)
    assert "was 0.3 before" in told and "is 0.3 after" not in told


def test_the_cause_comes_first_and_the_call_last():
    first, *_, last = failure(lambda x, W: (-(x @ W), EXPECTED["h"], 0.7)).split("\n")
    assert first.startswith("xW has the wrong sign")
    assert last == "Called: <lambda>(x of shape (5, 3), W of shape (3, 2))"
    lines = failure(lambda x, W: W @ x).split("\n")
    assert lines[0].startswith("<lambda> stopped with ValueError") and lines[-1] == last


# Claims that must be true


@pytest.mark.parametrize("factor", [0.95, 0.98, 1.01, 1.03])
def test_a_wrong_formula_that_comes_close_is_not_called_rounded(factor):
    told = diagnose(np.array([0.059, 0.060]) * factor, np.array([0.059, 0.060]))
    assert "round" not in told and "typed in" not in told


@pytest.mark.parametrize("decimals", [1, 2, 3, 5])
def test_rounding_is_told_for_the_right_numbers_rounded(decimals):
    right = np.array([[0.9137462, -1.7135289]])
    assert f"rounded to {decimals} decimal" in diagnose(right.round(decimals), right)
    assert "rounded" not in diagnose(right.round(decimals) + 1, right)


def test_zero_has_no_factor_too_many():
    told = diagnose(0.0, 0.3, name="J_new", c=0.0, w=np.zeros(2))
    assert "factor" not in told and "`1 // 2`" in told


def test_a_result_that_is_a_multiple_of_an_input_lacks_a_factor_and_no_term():
    r = np.array([0.3, -0.7, 1.1])
    told = diagnose(2 * r, r, name="dy_hat", r=r)
    assert "dy_hat is 2 times too large" in told and "term" not in told


def test_terms_that_cancel_up_to_rounding_are_zero_everywhere():
    assert "dz is zero everywhere." in diagnose(np.array([1e-17, -5e-17]), np.array([0.3, 0.7]), name="dz")


def test_the_step_size_is_no_suspect():
    expected = np.array([0.3, 0.7])
    for wrong in (expected / 2, expected * 0.25, expected + 0.25):
        told = failure(
            lambda w, lr, wrong=wrong: wrong + 0 * lr * w[0, 0], {"w": W, "lr": 0.25}, {"dw": expected}
        )
        assert "lr" not in told.replace("lr = 0.25", "")


def test_a_factor_without_a_name_is_an_observation_about_the_first_wrong_result():
    dW, dc = rng.normal(size=(3, 2)), rng.normal(size=2)
    expected = {"dW": dW, "dc": dc}
    told = flat(failure(lambda x, W: (np.cos(dW), 2.6087 * dc, x, W)[:2], expected=expected, hint="Mind b."))
    assert told.startswith("dW ") and "factor" not in told and "Mind b." in told
    told = flat(failure(lambda x, W: (2.6087 * dW, 2.6087 * dc, x, W)[:2], expected=expected, hint="Mind b."))
    assert "Every entry of dW is off by the same factor, 2.6087" in told and "Mind b." in told


def test_a_sign_that_is_wrong_in_one_of_two_wrong_results_is_no_factor():
    expected = {"w_new": np.array([0.3, 0.7]), "J": 0.5}
    told = flat(failure(lambda x, W: (-expected["w_new"], 0.17 + 0 * x[0, 0] * W[0, 0]), expected=expected))
    assert "Every entry of w_new has the wrong sign." in told and "factor" not in told


def test_a_number_that_steps_lead_to_is_not_called_typed_in_where_the_exercise_knows_better():
    told = failure(lambda x, W: (x @ W) * 1.00003, expected={"v": EXPECTED["xW"]}, hint="Each step counts.")
    assert "v is close, it agrees to 4 digits. " in flat(told) and "typed in" not in flat(told)


def test_several_values_in_the_place_of_one_are_no_comma():
    told = failure(lambda x, W: (1.0, 2.0), expected={"xW": EXPECTED["xW"]})
    assert "returned 2 values; expected is xW alone (as one number or array)" in flat(told)


def test_a_tuple_of_numbers_is_as_good_as_a_list_of_them():
    right = np.array([0.5, 0.25, 0.125])
    assert by_name(tuple(right), {"rates": right}, "f") == ({"rates": tuple(right)}, None)
    for result in (tuple(right[:2]), (right, 0.5, 0.5)):
        assert "expected is rates alone" in by_name(result, {"rates": right}, "f")[1]


def test_what_is_unexplained_is_not_said_to_be_no_usual_slip():
    assert "usual slip" not in diagnose(rng.normal(size=(3, 2)), W)


# No answer makes the checker crash

values = st.one_of(
    arrays.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    ),
    st.integers(0, 4),
    st.floats(),
)
numbers = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=0, max_dims=3, max_side=3), elements=st.floats(-2, 2)
)


@pytest.mark.slow
@given(values, numbers, st.dictionaries(st.sampled_from("mkxyzw"), values, max_size=4), numbers)
@settings(deadline=None, max_examples=300)
def test_no_pair_of_shapes_makes_the_diagnosis_raise_or_warn(got, expected, context, slip):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        right = Right(a=expected).knowing(context).slip("a", slip, "b")
        compare({"a": got}, right, {}, "f")


@given(st.lists(values, max_size=3), st.lists(numbers, min_size=2, max_size=3), values)
@settings(deadline=None, max_examples=100)
def test_no_list_of_results_makes_a_check_raise_anything_but_its_message(results, expected, given_input):
    named = {f"r{i}": value for i, value in enumerate(expected)}
    try:
        check(lambda x: tuple(results), {"x": given_input}, named)
    except CheckFailed:
        pass


def test_a_suspect_that_raises_explains_nothing():
    """5.3 with x in the place of u: the factors of the context do not meet the answer's shape."""
    told = diagnose(np.ones((2, 2)), np.ones((3, 2)), V=np.ones((3, 2)), u=np.ones(3))
    assert "(2, 2); expected is an array of shape (3, 2)" in told


def test_a_list_of_tensors_is_called_that():
    told = flat(failure(lambda x, W: [Tensor(1.5), Tensor(2.5)], expected={"J": np.array([1.5, 2.5])}))
    assert told.startswith(
        "J is a list of Tensors; an array of numbers is expected: take the `.array` of each."
    )
