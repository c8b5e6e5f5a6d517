"""Written-down networks against plain interpolation, closed-form bounds and the numbers of the inventory."""

import math

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.models.approximation import (
    bump,
    bump_network,
    maxout_tangents,
    n_boolean_functions,
    relu_interpolant,
    sup_error,
)
from dlcourse.tensor import Tensor


def sine(x):
    return np.sin(2 * np.pi * x)


def cosine_ramp(x):
    return np.cos(3 * x) + 0.5 * x


@pytest.mark.rows("F027")
@pytest.mark.parametrize(
    ("steepness", "height"),
    [(10, 0.7615941559557647), (50, 0.9999092042625952), (100, 0.9999999958776927)],
)
def test_a_bump_is_a_tanh_high_at_its_middle(steepness, height):
    middle = float(bump(0.5, 0.3, 0.7, steepness))
    assert middle == pytest.approx(height, rel=1e-12)
    assert middle == pytest.approx(math.tanh(steepness * 0.4 / 4), rel=1e-12)


def test_a_steep_bump_is_one_within_half_at_its_ends_and_zero_outside():
    np.testing.assert_allclose(bump([-1, 0.2, 0.4, 0.6, 2], 0.2, 0.6, 1e3), [0, 0.5, 1, 0.5, 0], atol=1e-12)


@pytest.mark.rows("F028")
@pytest.mark.parametrize(
    ("n", "error"), [(5, 0.2940), (10, 0.1547), (20, 0.0783), (50, 0.0314), (100, 0.0157), (200, 0.00786)]
)
def test_bumps_come_near_a_sine_as_one_over_their_number(n, error):
    network = bump_network(sine, n)
    assert network.widths == [2 * n, 1]
    assert sup_error(network, sine) == pytest.approx(error, abs=10.0 ** (-5 if n == 200 else -4) * 0.6)
    others = [sup_error(bump_network(sine, n, steepness=factor * n), sine, n=5001) for factor in (2, 4, 16)]
    assert min(others) > error  # 8 per bump is the best of these


def test_the_error_of_bumps_does_not_depend_on_the_unit_of_x():
    wide = bump_network(lambda x: sine(x / 50), 20, 0.0, 50.0)
    error = sup_error(wide, lambda x: sine(x / 50), 0.0, 50.0)
    assert error == pytest.approx(sup_error(bump_network(sine, 20), sine), rel=1e-9)


def test_a_bump_network_is_a_sum_of_bumps_on_any_interval():
    edges, x = np.linspace(-2, 3, 8), np.linspace(-3, 4, 50)
    expected = sum(
        cosine_ramp((a + b) / 2) * bump(x, a, b, 30.0) for a, b in zip(edges[:-1], edges[1:], strict=True)
    )
    network = bump_network(cosine_ramp, 7, -2, 3, steepness=30.0)
    np.testing.assert_allclose(network(x[:, None]).array[:, 0], expected, atol=1e-12)


@pytest.mark.rows("S027", "S103", "S100")
@pytest.mark.parametrize(("n", "error"), [(10, 0.048943), (20, 0.012160), (50, 0.0019733)])
def test_the_relu_interpolant_of_a_sine_stays_within_its_bound(n, error):
    network = relu_interpolant(sine, n)
    assert network.widths == [n, 1]
    found, bound = sup_error(network, sine), np.pi**2 / (2 * n**2)
    assert found == pytest.approx(error, abs=10.0 ** -(7 if n == 50 else 6) * 0.6)
    assert 0.98 * bound < found <= bound


def test_the_relu_interpolant_is_the_broken_line_through_its_knots():
    knots, x = np.linspace(-2, 3, 9), np.linspace(-2, 3, 301)
    network = relu_interpolant(cosine_ramp, 8, -2, 3)
    np.testing.assert_allclose(network(knots[:, None]).array[:, 0], cosine_ramp(knots), atol=1e-12)
    expected = np.interp(x, knots, cosine_ramp(knots))
    np.testing.assert_allclose(network(x[:, None]).array[:, 0], expected, atol=1e-12)


def test_a_weight_of_zero_has_no_minus():
    hidden, output = relu_interpolant(sine, 4).layers
    for array in (hidden.b.array, output.W.array, bump_network(sine, 2).layers[0].b.array):
        assert not np.signbit(array[array == 0]).any()


@pytest.mark.rows("S102")
def test_slopes_of_the_interpolant_come_near_those_of_f_and_slopes_of_bumps_do_not():
    n = 50
    x = Tensor((np.arange(5000)[:, None] + 0.37) / 5000)  # beside the knots
    slope = 2 * np.pi * np.cos(2 * np.pi * x.array)
    errors = [
        np.abs(grad(net(x).sum(), x) - slope).max()
        for net in (relu_interpolant(sine, n), bump_network(sine, n))
    ]
    bound = 4 * np.pi**2 / (2 * n)
    assert bound == pytest.approx(0.395, abs=5e-4)
    assert 0.9 * bound < errors[0] <= bound
    assert errors[1] > 10 * bound


@pytest.mark.rows("S078")
@pytest.mark.parametrize(("k", "error"), [(2, 0.25), (4, 0.0625), (8, 0.015625), (16, 0.00390625)])
def test_k_tangents_miss_the_parabola_by_one_over_k_squared(k, error):
    unit = maxout_tangents(np.square, lambda x: 2 * x, k)
    assert sup_error(unit, np.square, -1, 1, n=2**12 + 1) == pytest.approx(error, rel=1e-12)


def test_tangents_stay_below_a_convex_function_and_touch_it():
    unit = maxout_tangents(np.exp, np.exp, 5, -1, 2)
    x = np.linspace(-1, 2, 500)
    assert (unit(x[:, None]).array[:, 0] <= np.exp(x) + 1e-12).all()
    middles = -1 + 0.6 * (np.arange(5) + 0.5)
    np.testing.assert_allclose(unit(middles[:, None]).array[:, 0], np.exp(middles), rtol=1e-12)


@pytest.mark.rows("S106")
def test_n_bits_have_two_to_the_two_to_the_n_functions():
    assert [n_boolean_functions(n) for n in range(1, 6)] == [4, 16, 256, 65536, 4294967296]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bump(0.0, 1.0, 0.0, 5.0), "bump: expected left < right and steepness > 0"),
        (
            lambda: bump_network(sine, 0),
            "bump_network: expected a whole number of units of at least 1, got 0",
        ),
        (lambda: bump_network(sine, 3, steepness=-1.0), "expected steepness > 0, got -1"),
        (lambda: relu_interpolant(sine, 5, 1, 0), "relu_interpolant: expected low < high"),
        (lambda: maxout_tangents(np.square, np.sign, 2.5), "maxout_tangents: expected a whole number"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("low", [-7.0, 3.0])
def test_on_a_shifted_interval_stands_the_shifted_network(low):
    x = np.linspace(0, 2, 50)[:, None]
    here = bump_network(sine, 6, 0.0, 2.0)(x).array
    there = bump_network(lambda t: sine(t - low), 6, low, low + 2)(x + low).array
    np.testing.assert_allclose(there, here, atol=1e-9)


def test_a_gentle_bump_is_one_and_an_empty_or_flat_one_is_not():
    assert 0 < float(bump(0.5, 0.0, 1.0, 0.5)) < 0.2
    for left, right, steepness in ((1.0, 1.0, 5.0), (0.0, 1.0, 0.0)):
        with pytest.raises(ValueError, match="bump: expected left < right and steepness > 0"):
            bump(0.5, left, right, steepness)
    network = bump_network(np.ones_like, 1, steepness=0.5)
    assert network(np.array([[0.5]])).array.item() == pytest.approx(float(bump(0.5, 0.0, 1.0, 0.5)))


def test_one_unit_is_a_straight_line_and_no_bit_has_two_functions():
    assert relu_interpolant(np.square, 1)(np.array([[0.5]])).array.item() == 0.5
    assert n_boolean_functions(0) == 2


def test_the_largest_error_is_sought_at_as_many_points_as_it_says():
    model, seen = relu_interpolant(np.square, 1), []
    error = sup_error(model, lambda x: (seen.append(x), np.square(x))[1])
    assert (len(seen[0]), seen[0][0], seen[0][-1]) == (20_001, 0.0, 1.0) and error == pytest.approx(0.25)
    sup_error(model, lambda x: (seen.append(x), np.square(x))[1], -1.0, 3.0, n=5)
    assert seen[1].tolist() == [-1, 0, 1, 2, 3]
