"""The slips of deck Fix: what is printed, what is right, what tells them apart.

The spaces of F015 are in `test_universal_approximation.py`.
"""

import numpy as np
import pytest
from scipy import integrate, stats

from dlcourse import ops
from dlcourse.autodiff import grad, hessian
from dlcourse.critical_points import MAXIMUM, MINIMUM, classify
from dlcourse.experiments import ch14_whitening as whitening
from dlcourse.experiments.ch11_first_order import METHODS, OldVelocity, fit_lines, line_data, spread_of
from dlcourse.initializers import glorot_uniform, he_normal, lecun_normal
from dlcourse.layers import MLP, Sequential
from dlcourse.losses import half_squared_error, sigmoid_cross_entropy, squared_error
from dlcourse.models.logistic import fit_logistic, logistic_gradient
from dlcourse.preprocessing import ZCA
from dlcourse.regularization import L1
from dlcourse.tensor import Parameter, Tensor

rng = np.random.default_rng(94)


@pytest.mark.rows("F006")
@pytest.mark.parametrize("z", [-2.0, 0.5, 3.0])
def test_the_logistic_loss_is_a_log_probability_for_labels_0_and_1_only(z):  # y in [0, 1]
    def p(y):
        return float(np.exp(-sigmoid_cross_entropy(np.array([z]), np.array([y]))))

    assert p(0.0) + p(1.0) == pytest.approx(1, rel=1e-12)
    assert integrate.quad(p, 0, 1)[0] < 0.97  # no density on the interval
    with pytest.raises(ValueError, match="fit_logistic: expected targets 0 and 1"):
        fit_logistic(np.array([[0.0], [1.0], [2.0]]), np.array([0.0, 0.5, 1.0]))


@pytest.mark.rows("F006")
def test_the_logistic_gradient_is_minus_y_minus_y_hat_times_x():
    x, y, w = rng.standard_normal((6, 2)), np.array([0.0, 1, 1, 0, 1, 0]), rng.standard_normal(2)
    y_hat = 1 / (1 + np.exp(-(x @ w + 0.3)))
    by_hand = sum(-(y[i] - y_hat[i]) * np.append(x[i], 1) for i in range(6)) / 6
    np.testing.assert_allclose(logistic_gradient(x, y, w, 0.3), by_hand, rtol=1e-12)


@pytest.mark.rows("F016")
def test_hidden_g_and_output_f_do_not_trade_places():  # the names are reversed on the next slide
    x = rng.standard_normal((50, 3))
    model = MLP((3, 6, 1), activation=ops.relu, rng=np.random.default_rng(1))
    first, second = model.layers
    hidden_g = second.W.array.T @ np.maximum(first.W.array.T @ x.T, 0)
    np.testing.assert_allclose(model(x).array.T, hidden_g, rtol=1e-11, atol=1e-13)
    assert model(x).array.min() < 0 < model(x).array.max()
    reversed_names = Sequential(first, second, ops.relu)(x).array
    linear = x @ (first.W.array @ second.W.array)  # the hidden layer is lost
    np.testing.assert_allclose(reversed_names, np.maximum(linear, 0), rtol=1e-11, atol=1e-13)
    assert reversed_names.min() == 0


@pytest.mark.rows("F018", "F005")
def test_the_squared_loss_with_and_without_its_half_are_two_losses():  # F018 against F005
    y_hat, y = Tensor(np.array([[1.0], [-2.0]])), np.array([[0.0], [1.0]])
    assert (float(squared_error(y_hat, y)), float(half_squared_error(y_hat, y))) == (10.0, 5.0)
    assert grad(squared_error(y_hat, y), y_hat).tolist() == [[2.0], [-6.0]]
    assert grad(half_squared_error(y_hat, y), y_hat).tolist() == [[1.0], [-3.0]]


@pytest.mark.rows("F030")
def test_below_1_except_at_0_fits_the_slope_of_tanh_and_that_of_the_logistic_is_at_most_a_quarter():
    z = Tensor(np.linspace(-5, 5, 1001))
    logistic, tanh = grad(ops.sigmoid(z).sum(), z), grad(ops.tanh(z).sum(), z)
    assert logistic.max() == logistic[500] == 0.25 and (np.delete(logistic, 500) < 0.25).all()
    assert tanh.max() == tanh[500] == 1.0 and (np.delete(tanh, 500) < 1).all()
    assert 0.25**50 == pytest.approx(7.888609052210118e-31, rel=1e-12)
    w, h = 4.0, Tensor(0.5)  # w f'(0) = 1: neutral
    end = h
    for _ in range(50):
        end = ops.sigmoid((end - 0.5) * w)
    assert float(grad(end, h)) == 1.0


@pytest.mark.rows("F039")
def test_the_gradient_of_l1_has_a_sign_per_weight():  # printed with a sum over them
    w = Parameter(np.array([[2.0, -0.5], [-1.0, -3.0]]))
    by_weight = grad(L1(0.003)([w]), w)
    np.testing.assert_array_equal(by_weight, 0.003 * np.array([[1.0, -1.0], [-1.0, -1.0]]))
    assert (0.003 * np.sign(w.array).sum() != by_weight).all()


@pytest.mark.rows("F047")
@pytest.mark.parametrize(
    ("sign", "kind", "low", "high"), [(-1, MAXIMUM, -1e-8, -5e-9), (1, MINIMUM, 5e-9, 1e-8)]
)
def test_minus_x4_minus_y4_has_a_maximum_and_x4_plus_y4_a_minimum(sign, kind, low, high):  # swapped
    def f(v):
        return (v[0] ** 4 + v[1] ** 4) * float(sign)

    v = Tensor(np.array([0.3, -0.2]))
    expected = sign * np.diag([12 * 0.3**2, 12 * 0.2**2])
    np.testing.assert_allclose(hessian(f(v), v), expected, rtol=1e-12, atol=1e-15)
    found = classify(f, np.zeros(2), probe_radius=0.01)
    assert (found.kind, found.by_probing) == (kind, True)
    circle = 0.01 * np.exp(1j * np.linspace(0, 2 * np.pi, 721))
    values = np.array([float(f(Tensor(np.array([c.real, c.imag])))) for c in circle])
    assert values.min() == pytest.approx(low, rel=1e-9) and values.max() == pytest.approx(high, rel=1e-9)


@pytest.mark.rows("F055")
def test_the_old_velocity_lets_runs_diverge():  # theta(t+1) = theta(t) + v(t)
    data = line_data(200, np.random.default_rng(0))
    _, options = METHODS["momentum 0.6"]
    printed = spread_of(fit_lines(data, OldVelocity, rng=np.random.default_rng(1), **options)[-1])
    corrected = spread_of(
        fit_lines(data, METHODS["momentum 0.6"][0], rng=np.random.default_rng(1), half=False, **options)[-1]
    )
    assert 0.15 < printed.diverged < 0.45 and corrected.diverged == 0


@pytest.mark.rows("F073")
@pytest.mark.parametrize("n", [50, 500])
def test_only_the_root_of_n_minus_1_in_the_numerator_whitens(n):
    x = rng.standard_normal((n, 4)) @ rng.standard_normal((4, 4))
    X = (x - x.mean(axis=0)).T  # samples in columns, as printed
    values, U = np.linalg.eigh(X @ X.T)
    inverse_root = (U / np.sqrt(values)) @ U.T
    right, printed = np.sqrt(n - 1) * inverse_root @ X, inverse_root / np.sqrt(n - 1) @ X
    np.testing.assert_allclose(ZCA().fit(x).transform(x), right.T, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(np.cov(right), np.eye(4), atol=1e-12)
    np.testing.assert_allclose(np.cov(printed), np.eye(4) / (n - 1) ** 2, rtol=1e-7, atol=1e-12 / n**2)
    assert 1 / (500 - 1) ** 2 == pytest.approx(4.0e-06, rel=0.01)


@pytest.mark.rows("F073")
@pytest.mark.parametrize("seed", range(20))
def test_zca_moves_the_data_less_than_pca_whitening(seed):  # .7745 against 4.6483 on data not stated
    own = np.random.default_rng(seed)
    changes = whitening.change_by_whitening(own.standard_normal((500, 5)) @ own.standard_normal((5, 5)))
    assert changes["ZCA"] < 0.8 * changes["PCA"]


@pytest.mark.rows("F078")
@pytest.mark.parametrize(
    ("init", "variance", "misread"),
    [
        (lecun_normal, 1 / 784, (1 / 784) ** 2),  # N(0, 1/fan_in): a variance
        (he_normal, 2 / 784, (2 / 784) ** 0.5),  # N(0, sqrt(2/fan_in)): a standard deviation
        (glorot_uniform, 2 / 884, None),
    ],
)
def test_the_second_argument_is_a_variance_in_one_line_and_a_standard_deviation_in_another(
    init, variance, misread
):
    W = init((784, 100), np.random.default_rng(3))
    n_se = 4 * (2 / W.size) ** 0.5
    assert W.var() == pytest.approx(variance, rel=n_se)
    assert misread is None or abs(W.var() / misread - 1) > 0.5


@pytest.mark.rows("F080")
def test_an_output_variance_of_1_is_only_near_and_only_in_the_first_layer():
    assert stats.norm.expect(lambda z: ops.lecun_tanh(np.array(z)) ** 2) == pytest.approx(0.7504, abs=5e-5)
    x = np.random.default_rng(0).standard_normal((64, 400))
    h, variances = x, []
    for k in range(20):
        h = ops.lecun_tanh(h @ lecun_normal((400, 400), np.random.default_rng(k)))
        variances.append(float(h.var()))
    assert variances[0] == pytest.approx(0.75, abs=0.04)
    assert np.mean(variances[-8:]) == pytest.approx(0.3824, abs=0.03)
