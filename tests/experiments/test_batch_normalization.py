import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch16_batch_normalization as experiment
from dlcourse.experiments import ch16_sigmoid_layers as layers
from dlcourse.gradcheck import numerical_gradient
from dlcourse.ops import batch_norm
from dlcourse.tensor import Tensor


@pytest.mark.rows("F085")
@pytest.mark.parametrize(("n_steps", "b"), [(1, 0.1), (10, 1.0), (100, 10.0)])
def test_a_gradient_that_takes_the_mean_for_a_constant_lets_the_bias_grow_for_nothing(n_steps, b):
    bias, first, last = experiment.bias_under_centering(n_steps, aware=False)
    assert bias == pytest.approx(b, rel=1e-12)
    assert last == pytest.approx(first, rel=1e-12) and first > 0.1


@pytest.mark.rows("F085")
def test_the_gradient_through_the_mean_leaves_the_bias_alone():
    bias, first, last = experiment.bias_under_centering(100, aware=True)
    assert abs(bias) < 1e-13
    assert last == pytest.approx(first, rel=1e-12)


@pytest.mark.rows("F085")
def test_the_gradient_of_batch_norm_is_the_numerical_one_and_sums_to_0_over_the_batch():
    rng = np.random.default_rng(0)
    x, U = rng.standard_normal((5, 4)), rng.standard_normal((5, 4))
    tensor = Tensor(x)
    g = grad((batch_norm(tensor) * U).sum(), tensor)
    measured = numerical_gradient(lambda a: float((batch_norm(a) * U).sum()), x)
    assert np.linalg.norm(g - measured) / np.linalg.norm(g) < 1e-8
    assert abs(g.sum(axis=0)).max() < 2e-15


@pytest.mark.rows("F086")
@pytest.mark.parametrize(("n_batches", "weight"), [(10, 0.3487), (100, 2.7e-05)])
def test_the_start_fades_from_the_running_mean(n_batches, weight):
    found = experiment.weight_of_the_start(n_batches)
    assert found == pytest.approx(0.9**n_batches, rel=1e-12)
    assert found == pytest.approx(weight, rel=0.02)


@pytest.mark.rows("F086")
@pytest.mark.parametrize(("m", "factor"), [(2, 2.0), (8, 1.1429), (32, 1.0323)])
def test_the_running_variance_is_unbiased(m, factor):
    assert experiment.unbiased_factor(m) == pytest.approx(m / (m - 1), rel=1e-12)
    assert m / (m - 1) == pytest.approx(factor, abs=5e-5)


@pytest.mark.rows("F085")
def test_a_gradient_that_takes_the_deviation_for_a_constant_lets_the_weight_grow_for_nothing():
    weight, first, last = experiment.weight_under_dividing(100)
    assert weight == pytest.approx(21**0.5, rel=0.02)  # w^2 grows by 2 lr, and a little more
    assert last == pytest.approx(first, rel=1e-12) == 0.5


@pytest.mark.rows("F086")
def test_running_averages_follow_the_batch_with_its_unbiased_variance():
    for n in (1, 5):
        found = experiment.after_batches(n)
        assert found == pytest.approx((6 * (1 - 0.9**n), 12 - 11 * 0.9**n), rel=1e-12)


@pytest.fixture(scope="module")
def small():
    """Accuracies after 300 steps from weights of a thousandth, without and with batch norm."""
    return [
        [layers.train(seed, bn, layers.SMALL, at=(300,)).accuracy[300] for seed in range(3)]
        for bn in (False, True)
    ]


@pytest.mark.rows("F086")
@pytest.mark.slow
def test_batch_norm_trains_from_weights_of_a_thousandth_where_the_bare_net_does_not_start(small):
    plain, normalized = np.mean(small, axis=1)
    assert 0.05 < plain < 0.2  # chance is .1
    assert normalized - plain > 0.5
