import numpy as np
import pytest
from scipy import integrate, stats

from dlcourse.experiments import ch14_initialization as experiment
from dlcourse.initializers import constant, glorot_uniform, he_normal, lecun_normal, zeros
from dlcourse.ops import lecun_tanh, relu, sigmoid, tanh
from dlcourse.preprocessing import MinMax, ZScore


@pytest.mark.rows("F071")
def test_the_condition_of_min_max_inputs_is_better_than_raw_but_far_from_1():
    assert experiment.uniform_condition(0, 1) == pytest.approx((4 + 13**0.5) / (4 - 13**0.5), rel=1e-12)
    assert experiment.uniform_condition(0, 1) == pytest.approx(19.2815, abs=5e-5)
    assert experiment.uniform_condition(-10, 10) == pytest.approx(100 / 3, rel=1e-12)  # raw


@pytest.mark.rows("F074", "F072")
def test_raw_inputs_have_a_long_valley_and_standardized_ones_none():
    conditions, angles = experiment.conditions_and_angles()
    assert 33 < np.median(conditions) < 36  # 34.5
    low, high = np.quantile(conditions, [0.025, 0.975])
    assert 21 < low < 26 and 44 < high < 51
    assert 38 < np.median(angles) < 46  # 42.4 degrees
    conditions, angles = experiment.conditions_and_angles(ZScore)
    np.testing.assert_allclose(conditions, 1, rtol=1e-12)
    assert angles.max() < 1.5e-6
    conditions, _ = experiment.conditions_and_angles(MinMax)
    assert 12 < np.median(conditions) < 25


def test_the_angle_is_that_of_the_cosine():
    H, d = np.array([[2.0, 1.0], [1.0, 5.0]]), np.array([1.0, -2.0])
    cosine = d @ H @ d / np.linalg.norm(d) / np.linalg.norm(H @ d)
    assert experiment.angle_to_minimum(H, d) == pytest.approx(np.degrees(np.arccos(cosine)), rel=1e-12)


@pytest.mark.rows("F073")
def test_one_factor_whitens_the_other_leaves_almost_nothing():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((500, 5)) @ rng.standard_normal((5, 5))
    right, printed = experiment.whitening_factors(x)
    np.testing.assert_allclose(right, np.eye(5), atol=1e-12)
    np.testing.assert_allclose(np.diag(printed), 1 / 499**2, rtol=1e-10)
    assert 1 / 499**2 == pytest.approx(4.0e-06, abs=5e-8)
    changes = experiment.change_by_whitening(x)
    assert changes["ZCA"] < changes["PCA"]


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
    np.testing.assert_allclose(experiment.predicted_moments(relu, gain=2.0), 1, rtol=0.1)


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


@pytest.mark.rows("F078", "F081", "F083", "K037", "S036")
def test_every_initializer_keeps_or_loses_the_signal_over_fifty_layers_as_predicted():
    # one draw varies by a factor of ten under relu
    table = experiment.signal_table(width=128)
    level = [
        ("LeCun", "linear"), ("Glorot uniform", "linear"), ("Glorot normal", "linear"),
        ("orthogonal", "linear"), ("He normal", "ReLU"), ("He uniform", "ReLU"),
    ]  # fmt: skip
    for key in level:
        assert abs(table[key]) < 2, key
    assert abs(table["orthogonal", "linear"]) < 0.05
    for init in ("LeCun", "Glorot normal", "orthogonal"):
        assert table[init, "ReLU"] == pytest.approx(-50 * np.log10(2), abs=2), init
        assert table[init, "tanh"] == pytest.approx(np.log10(0.0102), abs=0.3), init
    assert table["He normal", "linear"] == pytest.approx(50 * np.log10(2), abs=2)
    assert table["N(0, .01^2)", "tanh"] < -70  # .01^2 * 128 per layer
    assert table["N(0, 1)", "linear"] == pytest.approx(50 * np.log10(128), abs=2)
    assert table["N(0, 1)", "tanh"] > -0.1  # no loss of size: all units saturated
    assert all(-0.8 < table[init, "sigmoid"] < 0 for init in experiment.INITIALIZERS)  # its mean keeps it up


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


@pytest.mark.rows("F077")
def test_units_that_start_alike_get_the_same_gradient_to_the_last_bit():
    g = experiment.hidden_gradients(constant(0.3))
    assert np.abs(g).max() > 0.01
    np.testing.assert_array_equal(g, np.repeat(g[:, :1], 4, axis=1))
    assert (experiment.hidden_gradients(zeros) == 0).all()
    g = experiment.hidden_gradients(glorot_uniform)
    assert min(abs(g[:, i] - g[:, j]).max() for i in range(4) for j in range(i)) > 1e-3


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
