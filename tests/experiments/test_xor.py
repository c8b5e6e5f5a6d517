"""The exact numbers of chapter 2, against numpy.linalg, closed forms and the slides."""

import numpy as np
import pytest

from dlcourse.data import xor as xor_data
from dlcourse.experiments import ch02_xor as xor
from dlcourse.layers import Linear, Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.ops import tanh

EXACT = {"rtol": 0, "atol": 1e-12}


@pytest.mark.rows("S021")
def test_linear_fit_answers_one_half_everywhere():
    fit = xor.linear_fit()
    np.testing.assert_allclose(fit.w, [[0], [0]], **EXACT)
    np.testing.assert_allclose(fit.b, [0.5], **EXACT)
    assert fit.J == pytest.approx(0.25, abs=1e-12)


def test_linear_fit_solves_the_normal_equations():
    x, y = xor_data()
    design = np.column_stack([x, np.ones(4)])
    w1, w2, b = np.linalg.solve(design.T @ design, design.T @ y).ravel()
    fit = xor.linear_fit()
    np.testing.assert_allclose([*fit.w.ravel(), *fit.b], [w1, w2, b], **EXACT)


def test_logistic_fit_answers_one_half_everywhere_at_loss_ln_2():
    fit = xor.logistic_fit()
    np.testing.assert_allclose(fit.w, [[0], [0]], **EXACT)
    np.testing.assert_allclose(fit.b, [0], **EXACT)
    assert fit.J == pytest.approx(np.log(2), abs=1e-12)
    assert fit.J == pytest.approx(0.6931471805599453, abs=1e-12)


def test_logistic_gradient_vanishes_at_zero():
    x, y = xor_data()
    residual = 0.5 - y  # sigmoid(0) - y
    np.testing.assert_allclose(x.T @ residual, 0, **EXACT)
    np.testing.assert_allclose(residual.sum(), 0, **EXACT)


@pytest.mark.rows("S023")
def test_needed_slope_flips_its_sign_with_x1():
    assert xor.slopes_needed() == (1.0, -1.0)


def test_perceptron_makes_errors_in_every_epoch():
    assert xor.perceptron_on_xor(1000) == (2, 3997)


@pytest.mark.rows("S166")
def test_product_of_the_inputs_as_a_feature_makes_xor_linear():
    fit = xor.fixed_feature_fit()
    np.testing.assert_allclose(fit.w, [[1], [1], [-2]], **EXACT)
    np.testing.assert_allclose(fit.b, [0], **EXACT)
    assert fit.J == pytest.approx(0, abs=1e-12)


def test_and_of_or_and_nand_is_xor():
    h, f = xor.gate_network()
    np.testing.assert_array_equal(h, [[0, 1], [1, 1], [1, 1], [1, 0]])
    np.testing.assert_array_equal(f, [0, 1, 1, 0])


@pytest.mark.rows("S025")
@pytest.mark.parametrize("widths", [(2, 3, 1), (5, 4, 3), (5, 4, 3, 7)])
def test_stack_of_linear_layers_is_one_linear_layer(widths):
    rng = np.random.default_rng(3)
    stack = Sequential(*(Linear(n, k, rng=rng) for n, k in zip(widths, widths[1:], strict=False)))
    for layer in stack.layers:
        layer.b.array[...] = rng.normal(size=layer.b.shape)
    W, b = xor.collapse(stack)
    x = rng.normal(size=(6, widths[0]))
    assert W.shape == (widths[0], widths[-1])
    np.testing.assert_allclose(x @ W + b, stack(x).array, rtol=0, atol=1e-13)


@pytest.mark.rows("S028", "S029")
def test_batch_walk_gives_every_array_of_slide_32():
    walk = xor.batch_walk(xor.hand_set_network())
    np.testing.assert_array_equal(walk["x"], [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(walk["xW"], [[0, 0], [1, 1], [1, 1], [2, 2]])
    np.testing.assert_array_equal(walk["xW + c"], [[0, -1], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(walk["h"], [[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(walk["f"], [[0], [1], [1], [0]])


@pytest.mark.rows("S024")
def test_hand_set_network_has_nine_parameters_and_no_error():
    model = xor.hand_set_network()
    x, y = xor_data()
    assert model.n_parameters == 9
    assert float(mean_squared_error(model(x), y)) == 0


@pytest.mark.rows("S026")
def test_batch_walk_multiplies_by_W_and_not_by_its_transpose():
    model = xor.network([[1, 2], [3, 4]], [0, -1], [[1], [1]], [0])
    np.testing.assert_array_equal(xor.batch_walk(model)["xW"], [[0, 0], [3, 4], [1, 2], [4, 6]])


def test_network_uses_the_activation_it_is_given():
    model = xor.network(**xor.HAND_SET, activation=tanh)
    np.testing.assert_allclose(xor.batch_walk(model)["h"][3], np.tanh([2, 1]), **EXACT)


@pytest.mark.rows("S030")
def test_points_lie_on_a_line_before_relu_and_no_longer_after():
    walk = xor.batch_walk(xor.hand_set_network())
    assert xor.n_dimensions(walk["xW"]) == 1
    assert xor.n_dimensions(walk["xW + c"]) == 1
    assert xor.n_dimensions(walk["h"]) == 2
    assert np.linalg.matrix_rank(walk["h"]) == 2


def test_both_points_with_target_1_land_at_1_0_and_not_where_the_slide_says():
    h = xor.batch_walk(xor.hand_set_network())["h"]
    np.testing.assert_array_equal(h[[1, 2]], [[1, 0], [1, 0]])
    assert xor.SLIDE_H_OF_01 == (0, 1)


def test_refit_on_the_hidden_space_finds_the_output_layer_of_the_slide():
    fit = xor.refit_on_hidden()
    np.testing.assert_allclose(fit.w, [[1], [-2]], **EXACT)
    np.testing.assert_allclose(fit.b, [0], **EXACT)
    assert fit.J == pytest.approx(0, abs=1e-12)


def test_output_falls_by_2_with_h2_wherever_h1_is():
    _, output = xor.hand_set_network().layers
    for h1 in (0.0, 1.0, 2.0):
        low, high = output(np.array([[h1, 0.0], [h1, 1.0]])).array.ravel()
        assert high - low == -2
    assert xor.readout_slopes() == (1.0, -2.0)
