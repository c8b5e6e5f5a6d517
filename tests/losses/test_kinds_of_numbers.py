"""Arrays of any kind of real numbers give what the same numbers give in float64; others are refused."""

import numpy as np
import pytest
from in_turn import in_turn

from dlcourse import losses, ops
from dlcourse.layers import BatchNorm, Dropout

A = np.array([[1, 2, 3, 0], [4, 0, 1, 2], [3, 3, 1, 5]])
OF_ONE = {  # what is computed of an array alone, in the functions that take several steps
    "rbf": lambda a: ops.rbf(a, a[::-1], 3.0),
    "rbf of widths": lambda a: ops.rbf(a, a, a[:, 0] + a[:, 3]),
    "gaussian_nll, its spread": lambda a: losses.gaussian_nll(a, a[::-1], log_sigma=a),
    "gaussian_nll, its variance": lambda a: losses.gaussian_nll(a, a[::-1], log_variance=a),
    "mixture_nll": lambda a: losses.mixture_nll(a[:, :2], a.reshape(3, 2, 2), a[:, 2:], a[:, :2]),
    "BatchNorm in use": lambda a: BatchNorm(4).eval()(a).array,
    "Dropout in use": lambda a: Dropout(0.3, rng=np.random.default_rng(0), inverted=False).eval()(a),
}


@pytest.mark.parametrize("f", OF_ONE.values(), ids=OF_ONE)
@in_turn("dtype", ["u1", "u2", "u8", "i1", "i4", ">i4", "f4", ">f8"])
def test_the_kind_of_the_numbers_changes_nothing(f, dtype):
    np.testing.assert_allclose(f(A.astype(dtype)), f(A.astype(float)), rtol=1e-6)


@pytest.mark.parametrize("f", OF_ONE.values(), ids=OF_ONE)
@in_turn("dtype", ["F", "O", "m8[s]", "U3"])
def test_what_are_no_real_numbers_is_refused(f, dtype):
    with pytest.raises(TypeError, match="expected .*real numbers, got"):
        f(A.astype(dtype))


def test_integers_beside_float32_do_not_widen_it():
    assert ops.rbf(A.astype("f4"), A).dtype == np.float32
