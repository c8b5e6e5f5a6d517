"""Chapter 16: one batch, forward and back by hand."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch16_one_batch as experiment
from dlcourse.ops import batch_norm
from dlcourse.tensor import Tensor


@pytest.mark.rows("K045")
def test_both_units_have_the_same_z_scores_though_one_is_ten_times_the_other():
    Y = batch_norm(experiment.X, eps=1e-12)
    for column in Y.T:
        np.testing.assert_allclose(column, [-1, -1 / 3, -1 / 3, 5 / 3], rtol=1e-10)


@pytest.mark.rows("F085")
def test_the_three_paths_add_up_to_the_gradient_of_the_engine():
    rng = np.random.default_rng(0)
    x, G = rng.standard_normal((2, 5, 4))
    tensor = Tensor(x)
    g = grad((batch_norm(tensor) * G).sum(), tensor)
    np.testing.assert_allclose(sum(experiment.by_path(x, G).values()), g, rtol=0, atol=1e-14)


@pytest.mark.rows("F085")
@pytest.mark.parametrize("seed", range(3))
def test_a_gradient_agrees_with_measured_slopes_and_sums_to_0_over_the_batch(seed):
    distance, total = experiment.check(seed)
    assert distance < 1e-8 and total < 1e-14


@pytest.mark.rows("K045")
def test_a_skewed_batch_stays_skewed():
    x = experiment.exponential()
    Y = batch_norm(x)
    assert abs(Y.mean()) < 1e-14 and Y.var() == pytest.approx(1, abs=1e-4)
    before = experiment.skewness(x)
    assert before > 1.5 and experiment.skewness(Y) == pytest.approx(before, rel=1e-10)


def test_over_the_wrong_axis_all_samples_become_the_same():
    np.testing.assert_allclose(batch_norm(experiment.X, axis=1), [[-1, 1]] * 4, rtol=1e-4)
