"""The numbers of chapter 4, from the slides and computed independently."""

import numpy as np
import pytest
from scipy import special

from dlcourse import ops
from dlcourse.autodiff import grad, hessian
from dlcourse.experiments import ch04_output_units as units
from dlcourse.losses import (
    half_squared_error,
    mean_absolute_error,
    mean_squared_error,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
)
from dlcourse.tensor import Tensor


def exactly(number):
    return pytest.approx(number, rel=1e-12)


@pytest.mark.rows("K022", "K023", "K024")
def test_both_networks_of_the_table_make_one_error_and_the_losses_prefer_the_second():
    first, second = units.compare_networks().values()
    assert first.classification_error == second.classification_error == exactly(1 / 3)
    assert (first.cross_entropy, second.cross_entropy) == exactly((1.3783888522474517, 0.6391075640678003))
    assert first.cross_entropies == exactly([-np.log(0.4), -np.log(0.4), -np.log(0.1)])
    assert second.cross_entropies == exactly([-np.log(0.7), -np.log(0.7), -np.log(0.3)])
    assert first.cross_entropies == pytest.approx([0.91629, 0.91629, 2.30259], abs=5e-6)
    assert second.cross_entropies == pytest.approx([0.35667, 0.35667, 1.20397], abs=5e-6)
    assert (first.mean_squared_error, second.mean_squared_error) == exactly((0.8066666666666666, 0.34))


@pytest.mark.rows("K024")
def test_the_slide_s_mse_is_neither_halved_nor_divided_by_the_classes():
    """Three conventions, three numbers."""
    y = np.eye(3)[units.TABLE_CLASSES]
    halves = [float(half_squared_error(p, y)) / 3 for p in units.TABLE.values()]
    assert halves == pytest.approx([0.4033, 0.17], abs=5e-5)
    per_number = [float(squared_error(p, y)) / p.size for p in units.TABLE.values()]
    assert per_number == pytest.approx([0.2689, 0.1133], abs=5e-5)


@pytest.mark.rows("K020", "K021")
def test_the_two_losses_of_the_digit():
    assert units.digit_losses() == exactly((0.09750000000000003, 0.5108256237659907))


@pytest.mark.rows("L038", "F008", "S044", "S039")
def test_squared_error_has_no_slope_where_a_sigmoid_is_confidently_wrong():
    """y = 1."""
    squared, entropy = units.sigmoid_saturation()
    p = special.expit(np.array(units.LOGITS))
    np.testing.assert_allclose(squared, (p - 1) * p * (1 - p), rtol=1e-12)
    np.testing.assert_allclose(entropy, p - 1, rtol=1e-12)
    np.testing.assert_allclose(squared[:4], [-4.5394e-05, -0.0066036, -0.092478, -0.125], rtol=1e-5)
    np.testing.assert_allclose(entropy[:4], [-0.99995, -0.99331, -0.88080, -0.5], atol=6e-6)
    assert abs(squared[0]) < 1e-4 < 0.9 < abs(entropy[0])


@pytest.mark.rows("S063")
def test_squared_error_has_no_slope_where_a_softmax_is_confidently_wrong():
    assert units.softmax_saturation() == exactly((-3.404762862930768e-05, -0.9999773005503955))


@pytest.mark.rows("S051", "S054", "S049")
def test_the_bernoulli_loss_of_a_wrong_sign_grows_like_the_logit():
    """And its slope tends to the sign."""
    z = Tensor(np.array([-10.0]))
    J = sigmoid_cross_entropy(z, np.ones(1))
    assert float(J) == exactly(10.000045398899218)
    assert grad(J, z)[0] == exactly(-0.9999546021312976)
    right = sigmoid_cross_entropy(z, np.zeros(1))
    assert abs(grad(right, z)[0]) < 5e-5  # it saturates only when right


@pytest.mark.rows("S050", "S057")
def test_normalizing_exp_y_z_over_both_y_gives_the_sigmoid():
    """y in {0, 1}."""
    assert ops.sigmoid(np.float64(2)) == exactly(0.8807970779778823)
    for z in np.linspace(-40, 40, 81):
        p = np.exp([0, z]) / np.exp([0, z]).sum()
        assert [ops.sigmoid((2 * y - 1) * z) for y in (0, 1)] == exactly(p.tolist())
        assert ops.softmax(np.array([z, 0.0]))[0] == pytest.approx(ops.sigmoid(z), rel=4e-16)


@pytest.mark.rows("S056", "S058", "S061", "S064", "L039", "L040", "M008")
def test_softmax_of_the_slides():
    z = np.array([1.0, 2.0, 3.0])
    expected = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219]
    assert ops.softmax(z).tolist() == exactly(expected)
    assert ops.softmax(z + 1000).tolist() == exactly(expected)
    assert ops.logsumexp(z) == exactly(3.40760596444438)
    assert 3 <= ops.logsumexp(z) <= 3 + np.log(3)
    assert ops.softmax(np.array([40.0, 0.0, 0.0]))[0] == 1.0


@pytest.mark.rows("L035")
def test_softmax_with_minus_signs_ranks_the_classes_backwards():
    reversed_ranking = [0.6652409557748219, 0.24472847105479767, 0.09003057317038046]
    assert units.slide_softmax([1.0, 2.0, 3.0]).tolist() == exactly(reversed_ranking)


@pytest.mark.rows("S060", "F009", "S037")
def test_the_slope_of_softmax_cross_entropy_is_p_minus_the_one_hot_target():
    """And no slope of the sigmoid is greater than 1/4."""
    z = np.random.default_rng(0).standard_normal((1, 4))
    found = units.logit_gradient(softmax_cross_entropy, z, np.array([2]))
    np.testing.assert_allclose(found, special.softmax(z) - np.eye(4)[2], rtol=1e-12)
    x = Tensor(np.linspace(-3, 3, 7))
    slopes = grad(ops.sigmoid(x).sum(), x)
    assert slopes.max() == slopes[3] == 0.25


@pytest.mark.rows("F007", "S037")
def test_the_hessian_of_logistic_regression_is_a_sum_of_sigma_slopes_and_psd():
    """sigma(1 - sigma) x x^T."""
    x = np.random.default_rng(7).standard_normal((6, 3))
    w = Tensor(np.array([0.3, -1.0, 0.5]))
    H = hessian(sigmoid_cross_entropy(x @ w, np.array([0.0, 1, 1, 0, 1, 0])), w)
    p = special.expit(x @ w.array)
    np.testing.assert_allclose(H, (x.T * (p * (1 - p))) @ x / 6, rtol=1e-11)
    assert np.linalg.eigvalsh(H).min() > 0


@pytest.mark.rows("S062")
def test_an_output_without_inputs_learns_the_fractions_of_the_counts():
    np.testing.assert_allclose(units.fractions_of_counts(), [0.7, 0.2, 0.1], rtol=0, atol=1e-15)


@pytest.mark.rows("S042", "S043")
def test_squared_error_asks_for_the_mean_and_absolute_error_for_the_median():
    """Of 0, 0, 0, 1, 9."""
    assert units.best_constant(mean_squared_error) == exactly(2.0)
    median = units.best_constant(mean_absolute_error, lr=lambda t: 0.5 / (t + 1), n_steps=2000)
    assert median == pytest.approx(0, abs=1e-3)
    for loss, best in ((mean_squared_error, 2.0), (mean_absolute_error, 0.0)):
        at = {c: float(loss(np.full(5, c), np.array([0.0, 0, 0, 1, 9]))) for c in np.linspace(-1, 4, 51)}
        assert min(at, key=at.get) == pytest.approx(best, abs=1e-12)


@pytest.mark.rows("S067")
def test_the_learned_variance_is_the_mean_square():
    learned, mean_square = units.learned_variance()
    assert learned == exactly(0.23851158736834535)
    assert mean_square == exactly(0.23851158736834516)
    assert learned == pytest.approx(mean_square, rel=1e-14)


@pytest.mark.rows("S040", "S038")
def test_the_density_grows_without_bound():
    found = units.nll_at_zero_residual()
    assert found == pytest.approx([0.9189385, -1.3836466, -3.6862317, -8.2914018], abs=5e-8)
    assert found[0] == exactly(0.9189385332046727)
    assert found == exactly([np.log(s) + 0.9189385332046727 for s in (1, 0.1, 0.01, 1e-4)])
