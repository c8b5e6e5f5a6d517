"""What a student is told: wrong answers with the words each must meet, and what must never be said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.checks import diagnose
from dlcourse.checks.review import compare
from dlcourse.checks.right import Right

rng = np.random.default_rng(5)
M, N, K = 7, 5, 3  # examples, inputs, units: no two alike, so that a wrong axis shows
x, G, z = rng.normal(size=(M, N)), rng.normal(size=(M, K)), rng.normal(size=(M, K))
counts = {"the number of examples m": M, "the number of units k": K}
dW, db = x.T @ G / M, G.mean(axis=0)
square = rng.normal(size=(K, K))
v, u = rng.normal(size=N), rng.normal(size=N)

WRONG = {
    "return forgotten": (None, dW, {}, "is None. Does the function end with `return`"),
    "text": ("0.5", 0.5, {}, "of type str"),
    "text in a list": (["+", 1.0], db, {}, "holds text, as '+'"),
    "an iterator": (reversed([1.0]), db, {}, "`list(...)` makes a list of it"),
    "ragged": ([[1.0], [1.0, 2.0]], square, {}, "rows of different lengths"),
    "a tuple of arrays": ((dW, db[:1]), dW, {}, "take one of them, as `[0]` does"),
    "complex": (dW + 0j, dW, {}, "values of type complex128"),
    "call without parentheses": (np.sum, dW, {}, "is a function"),
    "transposed": (dW.T, dW, {}, "The numbers are right but transposed"),
    "transposed and wrong": (dW.T + 1, dW, {}, "The shape is transposed"),
    "square transposed": (square.T, square, {}, "is transposed: rows should be columns"),
    "not summed": (G / M, db, counts, "Summed over axis 0 (of length 7, the number of examples m)"),
    "not averaged": (G, db, counts, "Averaged over axis 0 (of length 7, the number of examples m)"),
    "summed over the wrong axis": (
        G.sum(axis=1),
        db,
        counts,
        "7 is the number of examples m. Was it summed over",
    ),
    "a bias in the weights": (
        np.append(v, 0.5),
        v,
        {"m": N + 1},
        "Without its last entry, it would be right",
    ),
    "a bias before the weights": (np.append(0.5, v), v, {}, "Without its first entry, it would be right"),
    "summed over everything": (G.sum(), db, counts, "one axis too many, or over all entries"),
    "product of vectors": (
        v @ u,
        np.outer(v, u),
        {},
        "`@` of two vectors is one number, `np.outer` a matrix",
    ),
    "entry by entry": (v * u, np.outer(v, u), {}, "is a `*` in the place of `np.outer`"),
    "nothing": (np.zeros((0, 2)), 0.5, {}, "shape (0, 2); expected is a single number"),
    "not summed to a number": (G, G.sum(), {}, "Summed over all its entries, it would be right"),
    "keepdims left": (db[None], db, {}, "extra axis of length 1"),
    "keepdims missing": (G.sum(axis=1), G.sum(axis=1, keepdims=True), {}, "axis of length 1 is missing"),
    "number in an array": (np.array([2.5]), 2.5, {}, "extra axis of length 1"),
    "sign": (-dW, dW, counts, "wrong sign"),
    "sum in place of mean": (
        M * dW,
        dW,
        counts,
        "7 times too large. 7 is the number of examples m: did you forget",
    ),
    "divided twice": (dW / M, dW, counts, "7 times too small. 7 is the number of examples m: did you divide"),
    "divided by another count": (
        dW * M / K,
        dW,
        counts,
        "looks divided by 3 (the number of units k), where 7",
    ),
    "half forgotten": (2 * dW, dW, counts, "2 times too large. Is there a half"),
    "square's 2 forgotten": (dW / 2, dW, counts, "2 times too small. Is the 2 missing"),
    "2 and m alike": (2 * v, v, {"m": 2}, "2 is m: did you forget to divide by it? Or: Is there a half"),
    "sign and factor": (-2 * dW, dW, counts, "Its sign is wrong, too"),
    "odd factor": (1.7 * dW, dW, counts, "off by the same factor, 1.7"),
    "factor missing": (G, G * z, {"sigma'(z)": z}, "times sigma'(z) would be right: that factor is missing"),
    "row factor missing": (np.ones((N, K)), np.ones((N, K)) * v[:, None], {"x": v}, "times x would be right"),
    "factor twice": (G * z * z, G * z, {"z": z}, "has the factor z once too often"),
    "factor missing from a number": (2.5, 2.5 * v, {"x": v}, "Times x it would be right"),
    "a square kept": (G * z * z / 2, G * z, {"z": z}, "has z squared and halved in the place of z"),
    "one entry never filled": (
        np.where(np.arange(N) == 2, 0, v),
        v,
        {},
        "1 of the 5 entries of your answer is wrong; the others are right. That one is 0: does a loop end",
    ),
    "entry swapped": (
        1.7 * np.append(v[1:], v[-1]),
        1.7 * v,
        {"x": v},
        "comes out with x[1] where x[0] belongs",
    ),
    "input swapped": (1.7 * u, 1.7 * v, {"x": v, "w": u}, "with w in the place where x belongs"),
    "bias missing": (G, G + db, {"b": db}, "plus b would be right: that term is missing"),
    "bias added twice": (G + db, G, {"b": db}, "minus b would be right: that term was added once too often"),
    "offset": (G + 0.3, G, {}, "off by the same number everywhere"),
    "zeros for what is known": (0 * G, G, {"h": G}, "zero everywhere"),
    "half of itself": (G / 2, G, {"your answer": G}, "2 times too small"),
    "a product for a sum": (x.T @ x, (x * x).sum(axis=0), {"x": x}, "Its diagonal would be right: a `@`"),
    "a column added to a row": (v - v[:, None] ** 2, v - v**2, {}, "A column (n, 1) and an array (n,)"),
    "the last left out": (v[:-1], v, {}, "Its last entry is missing; all others are right."),
    "the first left out": (v[1:], v, {}, "Its first entry is missing"),
    "cut off at 0": (max(0, -0.4), -0.4, {}, "is 0. Is it cut off, as by `max(0, ...)`, or by a `//`"),
    "a product for factors": (G.T @ z, G * z, {"G": G, "z": z}, "`@` stands where `*` belongs"),
    "not reshaped": (np.ravel(G), G, {}, "The numbers are right, in their order: `reshape` them."),
    "the last number alone": (v[-1], v, {}, "It is the last one alone: all of them are asked for"),
    "one number for all": (0, np.eye(3), {}, "It is right in some places: each entry"),
    "order of an axis": (dW[::-1], dW, {}, "the right numbers in the wrong places"),
    "zeros": (np.zeros((N, K)), dW, {}, "zero everywhere"),
    "one column wrong": (
        dW + np.array([0, 0.2, 0]) * v[:, None],
        dW,
        {},
        "5 of the 15 entries of your answer are wrong, all of them in column 1",
    ),
    "rounded": (dW.round(2), dW, {}, "is right, but rounded to 2 decimals"),
    "rounded on the way": (x.T @ G.round(5) / M, dW, {}, "was a number rounded on the way"),
    "not a number": (np.where(G > 1, np.nan, G), G, {}, "is nan"),
    "overflow": (
        np.where(np.arange(K) == 1, np.inf, db),
        db,
        {},
        "your answer[1] is inf: a division by 0 or an overflow",
    ),
    "integers": (np.trunc(9 * v).astype(int), 9 * v, {}, "everything after the decimal point is lost"),
    "a wrong count": (6, 9, {}, "is a wrong count"),
    "wrong places": ([2, 1, 0], np.arange(3), {}, "your answer has 2 wrong entries of 3. First wrong entry"),
    "nothing known": (
        rng.normal(size=(N, K)),
        dW,
        counts,
        "its numbers are not right, and they do not show why",
    ),
}


@pytest.mark.parametrize("got, expected, context, told", WRONG.values(), ids=WRONG)
def test_each_slip_is_named(got, expected, context, told):
    assert told in diagnose(got, expected, **context)


def test_a_mask_that_is_open_at_zero_is_named():
    at_kink = np.where(np.arange(M * K).reshape(M, K) % 4, z, 0)
    assert "the slope of ReLU is 0" in diagnose(G * (at_kink >= 0), G * (at_kink > 0), z=at_kink)


@pytest.mark.parametrize(
    "got, W, words",
    [
        (square - dW[:K], square, "dW is W minus the gradient, as after a step"),
        (square - 0.1 * dW[:K], square, "dW is W minus 0.1 times the gradient, as after a step"),
        (square + 0.1 * dW[:K], square, "dW is W plus 0.1 times the gradient, as after a step"),
        (0.5 - 2.0, 0.5, "dW is W minus the gradient, as after a step"),
    ],
    ids=str,
)
def test_parameters_after_a_step_in_the_place_of_their_gradient_are_named(got, W, words):
    assert words in diagnose(got, dW[:K] if np.ndim(got) else 2.0, name="dW", W=W)


def test_nothing_is_taken_for_a_step_that_need_not_be_one():
    # Of two single numbers, each is the other plus some multiple of a third.
    assert "step" not in diagnose(0.3, 2.0, name="dW", W=0.5)
    assert "step" not in diagnose(square - 0.1 * dW[:K], dW[:K], name="dw", W=square)
    assert "step" not in diagnose(square + dW[:K], dW[:K], name="dW", W=square)


def test_a_tiny_number_is_not_called_rounded():
    assert "rounded" not in diagnose(6e-37, 1.2e-4)


def test_an_answer_that_should_be_infinite_is_told_in_one_clause():
    assert "but but" not in diagnose(-np.inf, np.inf)


def test_the_slips_that_a_check_knows_come_first():
    assert diagnose(-dW, dW, slips=[(2 * dW, "doubled"), (-dW, "uphill")]).startswith("uphill First")


def test_the_message_holds_no_expected_number():
    for got, expected, context, _ in WRONG.values():
        if isinstance(got, np.ndarray) and got.shape == np.shape(expected) and got.shape:
            secret = set(abs(expected[~np.isclose(got, expected)])) - set(abs(np.ravel(got)))
            told = diagnose(got, expected, **context)
            assert not [number for number in secret if f"{number:.6g}" in told]


def test_a_length_that_no_axis_has_is_not_called_a_wrong_axis():
    assert "wrong axis" in diagnose(np.ones(M), np.ones(K), **counts)
    assert "wrong axis" not in diagnose(np.ones(M + 4), np.ones(K), **counts)
    assert "wrong axis" not in diagnose([], np.ones(3)) + diagnose(np.ones(3), [])


def test_whole_numbers_are_fine_where_they_are_right():
    assert diagnose(np.array([0, 1, 1, 0]), np.array([0.0, 1.0, 1.0, 0.0])) is None
    assert diagnose([0.5, 1.5], np.array([0.5, 1.5])) is None


def test_a_wrong_count_is_wrong_however_large():
    assert diagnose(10**9 + 1, 10**9) is not None
    assert diagnose(2**50, 2**50) is None


shapes = st.sampled_from([(), (5,), (2, 3), (3, 3), (7, 1), (2, 3, 5)])
seeds = st.integers(0, 2**32 - 1)


def draw(seed, shape):
    return np.random.default_rng(seed).normal(size=shape)


@given(seeds, shapes, st.floats(-1, 1), st.sampled_from([np.float64, np.float32]))
@settings(deadline=None, max_examples=60)
def test_a_right_answer_is_never_called_wrong(seed, shape, noise, dtype):
    expected = draw(seed, shape) + 0.5
    rtol = 1e-6 if dtype == np.float64 else 1e-4
    got = (expected * (1 + 0.1 * rtol * noise)).astype(dtype)
    assert diagnose(got, expected, rtol=rtol, m=7, x=draw(seed + 1, shape)) is None


@given(seeds, shapes, st.sampled_from([3, 5, 7, 11]), st.booleans())
@settings(deadline=None, max_examples=60)
def test_a_forgotten_or_needless_division_by_a_count_is_named(seed, shape, count, forgotten):
    expected = draw(seed, shape)
    told = diagnose(expected * count if forgotten else expected / count, expected, examples=count)
    assert f"{count} is examples: did you {'forget' if forgotten else 'divide'}" in told


@given(seeds, st.integers(2, 6), st.integers(2, 6))
@settings(deadline=None, max_examples=40)
def test_a_transpose_is_named(seed, rows, columns):
    expected = draw(seed, (rows, columns))
    assert "transposed" in diagnose(expected.T, expected)


@given(seeds, shapes.filter(bool))
@settings(deadline=None, max_examples=60)
def test_nothing_is_claimed_about_unrelated_numbers(seed, shape):
    context = {"m": 7, "x": draw(seed + 2, shape), "b": draw(seed + 3, shape[-1:])}
    right = Right(dW=draw(seed + 1, shape)).knowing(context)
    assert not compare({"dW": draw(seed, shape)}, right, {}, "f").causes


def test_a_factor_2_of_what_is_neither_slope_nor_loss_is_not_blamed_on_a_square():
    told = diagnose(2 * G, G, name="xW")
    assert "Every entry of xW is off by the same factor, 2." in told and "square" not in told
    assert "a half in front of the square" in diagnose(2 * G, G, name="dW")
