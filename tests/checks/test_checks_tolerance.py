"""What the tolerance of a check means: number by number, with infinities and NaN in their places."""

import numpy as np
import pytest

from dlcourse.checks import diagnose
from dlcourse.checks.agreement import agrees
from dlcourse.checks.gradients import close, off

inf, nan = np.inf, np.nan
SCALES = [1e-3, 1.0, 1e3, 1e9, 1e30, 1e300]


@pytest.mark.parametrize(
    "got, right",
    [
        ([1e6, 1.9], [1e6, 1.0]), ([1e9, 1.0001], [1e9, 1.0]), ([1.0, 1e-3], [1.0, 2e-3]),
        ([1e200, 1e188], [1e200, 1e187]), ([1e-6, 1.5e-6], [1e-6, 1e-6]), ([0.0, 1e-4], [0.0, 0.0]),
        ([0.0], [1e-8]), ([3e-9], [1e-9]), ([1e12, 1.9], [1e12, 1.0]),
    ],
)  # fmt: skip
def test_each_number_is_measured_by_itself(got, right):
    assert off(got, right, 1e-6).any() and not close(got, right, 1e-6)
    told = diagnose(np.array(got), np.array(right), name="y")
    assert told and "y" in told


@pytest.mark.parametrize("scale", SCALES)
def test_a_wrong_factor_is_seen_and_rounding_is_not_at_any_scale(scale):
    right = np.array([3.0, -0.5, 0.1, 0.7]) * scale
    assert agrees(right * (1 + 1e-12), right, 1e-6) and agrees(right.copy(), right, 1e-6)
    for i in range(4):
        for factor in (1.5, 0.5, -1.0, 0.0, 1 + 1e-4):
            wrong = right.copy()
            wrong[i] *= factor
            assert not agrees(wrong, right, 1e-6), (i, factor)


@pytest.mark.parametrize("scale", [1e-30, 1e-3, 1.0, 1e3, 1e30])
def test_what_rounding_leaves_of_a_sum_that_vanishes_is_let_through(scale):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(100) * scale
    forwards, backwards = x.cumsum()[-1], x[::-1].cumsum()[-1]
    right = np.array([forwards - forwards, x.max()])
    assert agrees(np.array([forwards - backwards, x.max()]), right, 1e-6)
    assert agrees(np.zeros(2) + 1e-12, np.zeros(2), 1e-6)


PLACES = [  # an answer, the right one, whether they agree
    ([inf, 1.0], [inf, 1.0], True), ([-inf, 1.0], [inf, 1.0], False), ([5.0, 1.0], [inf, 1.0], False),
    ([1e308, 1.0], [inf, 1.0], False), ([nan, 1.0], [inf, 1.0], False), ([nan, 1.0], [nan, 1.0], True),
    ([0.0, 1.0], [nan, 1.0], False), ([inf, 1.0], [nan, 1.0], False), ([inf, 2.0], [inf, 1.0], False),
    ([inf, 1.0], [2.0, 1.0], False), ([nan, 1.0], [2.0, 1.0], False), ([-0.0], [0.0], True),
    ([inf, inf], [inf, -inf], False),
]  # fmt: skip


@pytest.mark.parametrize("got, right, agree", PLACES)
def test_infinity_and_nan_stand_where_they_belong(got, right, agree):
    got, right = np.array(got), np.array(right)
    assert agrees(got, right, 1e-6) is agree
    assert (diagnose(got, right, name="y") is None) is agree
    assert agrees(got[:1], right[:1], 1e-6) is bool(agree or got[0] == right[0])


def test_a_finite_number_where_infinity_belongs_is_told():
    told = diagnose(np.array([1.0, 5.0]), np.array([1.0, inf]), name="y")
    assert "should not be finite there" in told and "y[1], yours is 5" in told and "inf" not in told


@pytest.mark.parametrize(
    "got", [1j, np.array([1j]), True, np.array([True]), "1.0", np.array(["1"]), None, object()]
)
def test_what_is_no_real_number_never_agrees(got):
    assert not agrees(got, 1.0, 1e-6) and diagnose(got, 1.0, name="y")
    assert not agrees(got, 1, 1e-6)


def test_whole_numbers_may_stand_for_real_ones_and_counts_are_exact():
    assert agrees(np.array([1, 2]), np.array([1.0, 2.0]), 1e-6) and agrees(3.0, 3, 1e-6)
    assert not agrees(3 + 1e-9, 3, 1e-6) and not agrees(10**6 + 1, 10**6, 1e-6)


def test_float32_answers_may_round_as_float32_does():
    rng = np.random.default_rng(1)
    x, W = rng.standard_normal((50, 200)), rng.standard_normal((200, 30))
    got = x.astype(np.float32) @ W.astype(np.float32)
    assert agrees(got, x @ W, 1e-4) and not agrees(got, x @ W * 1.001, 1e-4)


def test_numbers_below_the_floor_count_as_zero():
    assert agrees(0.0, 5e-10, 1e-6) and not agrees(0.0, 2e-9, 1e-6)  # a measured slope is no better
    assert agrees(0.0, 5e-6, 1e-4) and not agrees(0.0, 2e-5, 1e-4)
