"""Where formulas that are right on paper fail, and that the library's do not."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.experiments import ch04_stable_forms as forms
from dlcourse.losses import sigmoid_cross_entropy
from dlcourse.tensor import Tensor


def exactly(number):
    return pytest.approx(number, rel=1e-12)


@pytest.mark.rows("S055")
def test_naive_cross_entropy_breaks_at_53_ln_2():
    """Infinite at z = 36.7369, finite at 36.7368; the library's loss and its gradient are right."""
    assert forms.naive_breaking_point() == pytest.approx(53 * np.log(2), rel=1e-15)
    assert np.isinf(forms.naive_sigmoid_cross_entropy(36.7369, 0))
    assert np.isfinite(forms.naive_sigmoid_cross_entropy(36.7368, 0))
    z = Tensor(np.array([36.7369]))
    J = sigmoid_cross_entropy(z, np.zeros(1))
    assert float(J) == exactly(36.7369) and grad(J, z).tolist() == [1.0]
    for z, y in ((3.0, 0), (-3.0, 1), (0.5, 1)):
        stable = float(sigmoid_cross_entropy(np.array([z]), np.array([y])))
        assert forms.naive_sigmoid_cross_entropy(z, y) == exactly(stable)


@pytest.mark.rows("S065")
def test_naive_softmax_is_nan_at_1000_and_exp_overflows_where_it_must():
    z = np.array([1000.0, 1001.0, 1002.0])
    assert np.isnan(forms.naive_softmax(z)).all()
    np.testing.assert_allclose(ops.softmax(z), forms.naive_softmax(z - 1000), rtol=1e-15)
    assert forms.overflow_points() == exactly((709.782712893384, 88.72283905206835))
    with np.errstate(over="ignore"):
        for x, dtype in zip(forms.overflow_points(), (np.float64, np.float32), strict=True):
            assert np.isfinite(np.exp(dtype(x * (1 - 1e-6)))) and np.isinf(np.exp(dtype(x * (1 + 1e-6))))
