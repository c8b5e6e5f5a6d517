"""Chapter 4: mistakes that raise no error, beside what is right."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.experiments import ch04_silent_mistakes as mistakes
from dlcourse.losses import mixture_nll, split_mixture
from dlcourse.losses.gaussian import LOG_SQRT_2_PI


@pytest.mark.rows("L006")
def test_a_table_of_differences_ends_at_the_mean_and_a_column_at_the_line():
    assert mistakes.fitted_line((5, 1)) == pytest.approx((2, 1, 0), abs=1e-6)
    assert mistakes.fitted_line((5,)) == pytest.approx((0, 5, 8), abs=1e-5)


def test_of_one_component_densities_multiplied_are_the_likelihood():
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(7, 6)), rng.normal(size=(7, 1))
    each = [mixture_nll(*(part[:, i : i + 1] for part in split_mixture(z, 2)), y) for i in (0, 1)]
    weights = ops.log_softmax(z[:, :2]).sum() / 7
    product = mistakes.densities_multiplied(z, y)
    assert float(product) == pytest.approx(float(sum(each)) - weights - 2 * LOG_SQRT_2_PI)
