import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch16_batch_normalization as experiment
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


@pytest.mark.rows("F084")
def test_with_batch_norm_three_sigmoid_layers_learn_at_once():
    plain, normalized = (experiment.train(0, bn, n_steps=100, at=(100,)) for bn in (False, True))
    assert normalized.accuracy[100] - plain.accuracy[100] > 0.3


@pytest.fixture(scope="module")
def runs():
    """Three trainings of 1000 steps without and with batch norm."""
    options = {"n_steps": 1000, "at": (100, 300, 1000), "watched": [*range(51, 151), *range(901, 1001)]}
    return {bn: [experiment.train(seed, bn, **options) for seed in range(3)] for bn in (False, True)}


@pytest.mark.rows("F084")
@pytest.mark.slow
def test_accuracy_with_batch_norm_leads_at_100_steps_and_still_at_300(runs):
    def accuracy(bn, step):
        return np.mean([run.accuracy[step] for run in runs[bn]])

    assert accuracy(True, 100) - accuracy(False, 100) > 0.3  # .995 and .182
    assert accuracy(True, 300) > accuracy(False, 300) > 0.8  # .997 and .928
    assert accuracy(True, 1000) > 0.95 and accuracy(False, 1000) > 0.95  # .998 and .972


@pytest.mark.rows("F084")
@pytest.mark.slow
def test_the_distribution_that_a_unit_sees_drifts_less_with_batch_norm(runs):
    def widening(run):
        """How much wider the middle 70 % get from steps 51-150 to the last 100."""
        early, late = run.percentiles[:100].mean(axis=0), run.percentiles[100:].mean(axis=0)
        return (late[2] - late[0]) / (early[2] - early[0])

    assert np.median([widening(run) for run in runs[False]]) > 3
    assert np.median([widening(run) for run in runs[True]]) < 2


@pytest.mark.rows("F086")
@pytest.mark.slow
def test_batch_norm_trains_from_weights_of_a_thousandth_where_the_bare_net_does_not_start():
    plain, normalized = (
        np.mean([experiment.train(seed, bn, experiment.SMALL).accuracy[300] for seed in range(5)])
        for bn in (False, True)
    )
    assert 0.05 < plain < 0.2  # chance is .1
    assert normalized - plain > 0.5
