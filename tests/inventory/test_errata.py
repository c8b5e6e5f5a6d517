"""The slips of decks Leibe, Mirabello and Sohn: what is printed, what is right, what tells them apart.

Those of deck Leibe on features, the backward pass and tanh outputs (L003, L023, L037, L041) are in
`test_linear_regression.py` and `test_backward_pass.py`.
"""

import math

import numpy as np
import pytest
from scipy import stats

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.counting import count
from dlcourse.experiments import ch04_output_units as units
from dlcourse.experiments import ch05_backpropagation as bp
from dlcourse.experiments import ch05_slips as slips
from dlcourse.forward_mode import jvp
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import BatchNorm, Linear
from dlcourse.losses import half_squared_error, mean_squared_error, squared_error
from dlcourse.models.perceptron import fit_lms, fit_perceptron
from dlcourse.tensor import Tensor

rng = np.random.default_rng(46)
BITS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)


@pytest.mark.rows("L005")
@pytest.mark.parametrize(("y", "lms"), [([0, 0, 0, 1], (-0.25, 0.5, 0.5)), ([0, 1, 1, 1], (0.25, 0.5, 0.5))])
def test_the_perceptron_rule_and_the_delta_rule_end_elsewhere(y, lms):  # printed as one algorithm
    w, b = fit_lms(BITS, y, lr=0.001, n_epochs=20_000)
    np.testing.assert_allclose([b, *w], lms, atol=1e-3)
    thresholded = fit_perceptron(BITS, y)
    assert thresholded.converged
    assert all(float(v).is_integer() for v in (thresholded.b, *thresholded.w))


@pytest.mark.rows("L031")
def test_forward_mode_needs_a_pass_per_input_not_per_node():
    def e(x):  # five nodes, two of them inputs
        a, b = x[0], x[1]
        return (a + b) * (b + 1)

    x = np.array([2.0, 1.0])
    with count() as counts:
        slopes = [float(jvp(e, x, direction)[1]) for direction in np.eye(2)]
    assert slopes == [2.0, 5.0] and counts.sweeps == 2


@pytest.mark.rows("L035")
def test_minus_signs_in_softmax_reverse_the_ranking():
    z = np.array([1.0, 2.0, 3.0])
    printed = units.slide_softmax(z)
    np.testing.assert_allclose(printed, [0.6652, 0.2447, 0.0900], atol=5e-5)
    right = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(ops.softmax(z), right, rtol=1e-14)
    assert (printed.argsort() == right.argsort()[::-1]).all()


@pytest.mark.rows("L040")
def test_the_greatest_logit_of_each_sample_is_subtracted():  # printed "the largest weight vector"
    z = np.array([[1000.0, 1001.0], [-1000.0, -1002.0]])
    right = 1 / (1 + np.exp([[1.0], [-2.0]]))
    np.testing.assert_allclose(ops.softmax(z)[:, :1], right, rtol=1e-13)
    with np.errstate(invalid="ignore"):
        e = np.exp(z - z.max())  # one number for all: the second sample is 0 / 0
        assert np.isnan(e / e.sum(axis=1, keepdims=True))[1].all()
    np.testing.assert_array_equal(ops.softmax(z + 64.0), ops.softmax(z))  # softmax(a + b) = softmax(a)


@pytest.mark.rows("M017")
def test_the_weighted_sum_takes_the_input_x2_not_the_weight_w2_twice():
    (x1, x2), (w1, w2) = bp.X, bp.W
    unit = Linear(2, 1, rng=rng)
    unit.W.array[:, 0] = bp.W
    z = float(unit(np.array([bp.X])).array[0, 0])
    assert z == pytest.approx(x1 * w1 + x2 * w2, rel=1e-15) and round(z, 2) == bp.PRINTED["z"][0]
    assert round(x1 * w1 + w2 * w2, 3) == 0.335  # what .4 w2 would give


@pytest.mark.rows("M023")
def test_x2_in_the_gradient_of_w1_hides_behind_two_digits():
    found = slips.slip()
    assert found.gradient == pytest.approx(0.059540168117484034, rel=1e-12)
    assert found.gradient_slip == pytest.approx(0.060730971479833716, rel=1e-12)
    assert f"{found.gradient:.2f}" == f"{found.gradient_slip:.2f}" == "0.06"
    assert (found.rounded, found.rounded_slip) == pytest.approx((0.0588, 0.059976), rel=1e-12)


@pytest.mark.rows("M026")
def test_the_loss_after_the_step_is_not_the_loss_before():  # the drawing keeps .12
    step = bp.training_step()
    assert (round(float(step.J), 2), round(float(step.J_new), 2)) == (0.12, 0.11)
    by_slide = bp.training_step(w=(0.29, 0.34))
    assert (by_slide.z, by_slide.y_hat, by_slide.J) == pytest.approx(
        (0.3184, 0.5789342704751045, 0.11468901771776029), rel=1e-12
    )


@pytest.mark.rows("M029")
def test_a_chain_of_units_multiplies_weights_not_activations():  # dz_k/dW_k for dz_k/dh_{k-1}
    x, y, weights = 0.5, 0.1, (0.5, 0.7, -0.4)

    def cost(w):
        h = x
        for weight in w:
            h = 1 / (1 + np.exp(-weight * h))
        return (h - y) ** 2 / 2

    chain = slips.chain_with_slips(x, weights, y)
    measured = numerical_gradient(cost, np.array(weights), scheme="complex")[0]
    assert chain["right"] == pytest.approx(measured, rel=1e-12)
    assert chain["middle"] * chain["right"] < 0  # here even the sign is another
    by_x = numerical_gradient(lambda v: cost_of_x(v, weights, y), np.array(x), scheme="complex")
    assert chain["end"] == pytest.approx(float(by_x), rel=1e-12)  # the second copy ends in dz_1/dx_1


def cost_of_x(x, weights, y):
    for weight in weights:
        x = 1 / (1 + np.exp(-weight * x))
    return (x - y) ** 2 / 2


@pytest.mark.rows("K013")
def test_w_transposed_times_a_column_is_a_row_times_w_and_w_times_the_column_is_not():
    layer, x = Linear(3, 3, rng=rng), rng.standard_normal(3)
    W = layer.W.array
    row = layer(x[None]).array[0]
    np.testing.assert_allclose(row, W.T @ x, rtol=1e-12, atol=1e-15)  # s = W^T x, the convention here
    assert np.abs(row - W @ x).max() > 1e-2  # s = W x, of the next slide, needs the transposed matrix


@pytest.mark.rows("K017")
def test_tanh_never_reaches_1_but_rounds_to_it():  # the range is open, printed closed
    assert ops.tanh(np.float64(18.0)) < 1
    assert 1 - ops.tanh(np.float64(10.0)) == pytest.approx(2 / (math.exp(20) + 1), rel=1e-6)
    assert ops.tanh(np.float64(20.0)) == 1  # 2 / (e^40 + 1) is below half a unit in the last place
    assert 0 < 2 / (math.exp(40) + 1) < 2**-54


@pytest.mark.rows("K024")
def test_the_mean_squared_error_of_the_table_has_lost_its_half():
    y = np.eye(3)[units.TABLE_CLASSES]
    tables = list(units.TABLE.values())
    assert [float(mean_squared_error(p, y)) for p in tables] == pytest.approx([0.8066666667, 0.34], rel=1e-9)
    assert [float(half_squared_error(p, y)) / 3 for p in tables] == pytest.approx([0.4033, 0.17], abs=5e-5)
    assert [float(squared_error(p, y)) / 9 for p in tables] == pytest.approx([0.2689, 0.1133], abs=5e-5)


@pytest.mark.rows("K030")
def test_the_gradient_of_a_matrix_is_an_outer_product_not_a_row():  # printed as x^T
    W, x, delta = Tensor(rng.standard_normal((3, 4))), rng.standard_normal(4), rng.standard_normal(3)
    g = grad(((W @ x) * delta).sum(), W)
    assert g.shape == W.shape != x.shape
    np.testing.assert_allclose(g, np.outer(delta, x), rtol=1e-13)  # delta x^T


@pytest.mark.rows("K045")
def test_batch_norm_changes_mean_and_variance_and_nothing_else_of_the_distribution():
    x = rng.exponential(2.0, (4000, 1))
    y = BatchNorm(1, eps=1e-12)(x).array
    assert y.mean() == pytest.approx(0, abs=1e-12) and y.var() == pytest.approx(1, rel=1e-9)
    for moment in (stats.skew, stats.kurtosis):
        assert moment(y[:, 0]) == pytest.approx(moment(x[:, 0]), rel=1e-9)
    assert stats.skew(y[:, 0]) > 1  # a normal distribution has 0
    assert stats.kstest(y[:, 0], "norm").pvalue < 1e-9


@pytest.mark.rows("K045")
def test_without_eps_a_constant_feature_is_divided_by_0():  # eps is missing
    x = np.full((5, 1), 3.0)
    np.testing.assert_array_equal(BatchNorm(1)(x).array, 0)
    with np.errstate(invalid="ignore"):
        assert np.isnan((x - x.mean()) / x.std()).all()
