"""Chapter 14: signals predicted layer by layer: quadrature against scipy, predictions against simulations."""

import numpy as np
import pytest
from scipy import integrate, stats

from dlcourse.experiments import ch14_initialization as experiment
from dlcourse.initializers import glorot_uniform, he_normal, lecun_normal
from dlcourse.ops import lecun_tanh, relu, sigmoid, tanh


@pytest.mark.parametrize("f", [tanh, lecun_tanh, sigmoid, relu])
def test_the_quadrature_is_scipy_s_integral(f):
    def integrand(z):
        return float(f(np.array(z))) ** 2 * stats.norm.pdf(z, scale=1.3)

    expected = integrate.quad(integrand, -15, 0)[0] + integrate.quad(integrand, 0, 15)[0]
    assert experiment.second_moment(f, 1.3**2) == pytest.approx(expected, rel=1e-9)


@pytest.mark.slow
@pytest.mark.rows("F079", "F080")
def test_lecun_s_tanh_maps_1_to_1_and_settles_at_a_variance_of_its_own():
    assert lecun_tanh(np.array(1.0)) == pytest.approx(0.9999972559224789, rel=1e-12)
    assert 1 / np.tanh(2 / 3) == pytest.approx(1.7159047085755388, rel=1e-12)
    assert experiment.second_moment(lecun_tanh, 1.0) == pytest.approx(0.7504, abs=5e-5)
    settled = experiment.predicted_moments(lecun_tanh, n_layers=300)[-1]
    assert settled == pytest.approx(0.3824, abs=5e-5)
    assert settled**0.5 == pytest.approx(0.618, abs=5e-4)
    assert experiment.second_moment(lecun_tanh, settled) == pytest.approx(settled, rel=1e-12)
    measured = experiment.measured_moments(lecun_normal, lecun_tanh, rng=np.random.default_rng(0))
    assert measured[-10:].mean() == pytest.approx(0.3824, abs=0.03)


@pytest.mark.rows("F083")
def test_relu_halves_the_second_moment_and_he_doubles_it_back():
    assert experiment.second_moment(relu, 1.0, 200) == pytest.approx(0.5, rel=1e-12)
    np.testing.assert_allclose(experiment.predicted_moments(relu, scale=2.0), 1, rtol=0.1)


@pytest.mark.rows("F082")
def test_tanh_after_fifty_square_glorot_layers_keeps_a_hundredth():
    assert experiment.predicted_moments(tanh)[-1] == pytest.approx(0.01022, abs=5e-6)
    measured = [
        experiment.measured_moments(glorot_uniform, tanh, rng=np.random.default_rng(seed))[-1]
        for seed in range(3)
    ]
    assert 0.007 < np.mean(measured) < 0.013


@pytest.mark.parametrize(
    ("f", "gain", "init", "rtol"),
    [
        (relu, 2.0, he_normal, 0.2),  # the mean of ten draws has a standard error of 8 %
        (tanh, 1.0, lecun_normal, 0.05),
        (sigmoid, 1.0, lecun_normal, 0.05),
        (lecun_tanh, 1.0, lecun_normal, 0.05),
    ],
    ids=["ReLU", "tanh", "sigmoid", "LeCun tanh"],
)
def test_the_prediction_for_five_layers_is_that_of_a_simulation(f, gain, init, rtol):
    predicted = experiment.predicted_moments(f, gain, n_layers=5)
    measured = np.mean(
        [
            experiment.measured_moments(init, f, rng=np.random.default_rng(seed), width=400, n_layers=5)
            for seed in range(10)
        ],
        axis=0,
    )
    np.testing.assert_allclose(measured, predicted, rtol=rtol)


@pytest.mark.rows("F082")
def test_gain_4_makes_up_for_the_slope_of_the_sigmoid():
    def centered(z):
        return sigmoid(z) - 0.5

    slope = experiment.second_moment(centered, 1e-8) / 1e-8
    assert slope**0.5 == pytest.approx(0.25, rel=1e-6)
    plain = experiment.predicted_moments(centered, 1.0, start=1e-4)[-1]
    assert plain == pytest.approx(1e-4 * 16.0**-50, rel=0.01)
    assert experiment.predicted_moments(centered, 16.0, start=1e-4)[-1] > 0.9e-4


@pytest.mark.rows("S086")
@pytest.mark.parametrize("z", [0.3, 0.1, 0.01])
def test_small_activations_make_tanh_linear_up_to_a_third_of_the_cube(z):
    assert tanh(np.array(0.0)) == 0 and sigmoid(np.array(0.0)) == 0.5
    error = z - float(tanh(np.array(z)))
    assert 0.9 * z**3 / 3 < error < z**3 / 3


@pytest.mark.rows("F099")
def test_he_s_backward_condition_is_4_where_the_forward_one_holds_from_64_to_256_channels():
    forward, backward = experiment.he_conditions(64, 256, 3, variance=2 / (9 * 64))
    assert (forward, backward) == (1.0, 4.0)
    assert experiment.he_conditions(64, 64, 3, variance=2 / (9 * 64)) == (1.0, 1.0)


@pytest.mark.rows("F099")
@pytest.mark.parametrize("n_out", [64, 16])
def test_a_convolution_of_he_s_weights_measures_so(n_out):
    forward, backward = experiment.measured_he_conditions(16, n_out, rng=np.random.default_rng(0))
    assert forward == pytest.approx(1.0, rel=0.15)
    assert backward == pytest.approx(n_out / 16, rel=0.15)


@pytest.mark.rows("F078", "F081", "F083", "K037")
@pytest.mark.parametrize("name", experiment.INITIALIZERS)
def test_linear_layers_grow_by_the_number_of_inputs_times_the_variance_of_a_weight(name):
    init, n = experiment.INITIALIZERS[name], 128
    W = init((n, n), np.random.default_rng(1))
    measured = experiment.measured_moments(
        init, experiment.linear, rng=np.random.default_rng(0), width=n, m=200, n_layers=3
    )
    np.testing.assert_allclose(measured, (n * (W * W).mean()) ** np.arange(1, 4), rtol=0.12)
