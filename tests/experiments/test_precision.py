"""What float32 costs, against fractions and numbers that are rounded by `struct`."""

import numpy as np
import pins_ch20
import pytest

from dlcourse.experiments import ch20_precision as precision


@pytest.mark.parametrize("n", [3, 1000])
def test_a_running_sum_is_rounded_after_each_summand(n):
    sums = precision.running_sum(np.float32, n)
    assert sums.dtype == np.float32 and len(sums) == n
    assert float(sums[-1]) == pins_ch20.rounded_sum(n)


def test_differences_have_a_best_step_and_backward_needs_none():
    errors = precision.gradient_errors()
    assert list(errors) == ["back-propagation", "central differences", "forward differences"]
    for found in errors.values():
        assert found["float32"] > 1e5 * found["float64"] or found["float32"] > 1e4 * found["float64"]
    error, step = precision.best_error("central", np.float64)
    assert step == pytest.approx(np.finfo(float).eps ** (1 / 3), rel=1)
    assert error == errors["central differences"]["float64"]


def test_a_python_number_keeps_float32_and_a_numpy_number_does_not():
    assert precision.promoted_by(2) == precision.promoted_by(0.1) == np.float32
    assert precision.promoted_by(np.float32(0.1)) == np.float32
    for number in (np.float64(0.1), np.sqrt(2), np.arange(3), np.zeros(3)):
        assert precision.promoted_by(number) == np.float64


def test_logits_beyond_the_largest_overflow():
    for dtype in (np.float32, np.float64):
        z = precision.largest_logit(dtype)
        assert np.isfinite(np.exp(dtype(z * (1 - 1e-6))))
        with np.errstate(over="ignore"):
            assert np.isinf(np.exp(dtype(z * (1 + 1e-6))))
    least = precision.least_logit(np.float32)
    assert np.exp(np.float32(least + 0.1)) > 0 == np.exp(np.float32(least - 0.1))
