"""What the tolerance of a gradient check means: wrong factors are found at every scale, right ones pass."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.gradcheck import GradcheckError, gradcheck, numerical_gradient
from dlcourse.op import Op
from dlcourse.tensor import Tensor

RNG = np.random.default_rng(5)
X = RNG.uniform(0.2, 2.0, (2, 3)) * RNG.choice([-1, 1], (2, 3))
SCALES = [1e-150, 1e-30, 1e-9, 1e-3, 1.0, 1e9, 1e30, 1e150]
every_scale = pytest.mark.parametrize("scale", SCALES)


class Wrong(Op):
    """f, with a rule that is off by a factor: a number, or one for each number of the output."""

    def __init__(self, f, slope, factor=1.5):
        self.value, self.slope, self.factor = f, slope, factor

    def f(self, x):
        return self.value(x)

    def bprop(self, inputs, X, G, Y):
        return G * self.slope(inputs[0]) * self.factor


def cubed(scale, factor):
    return Wrong(lambda x: scale * x**3, lambda x: 3.0 * scale * x**2, factor)


@every_scale
def test_a_wrong_factor_is_found_and_a_right_one_passes_at_any_scale_of_the_output(scale):
    for order in (1, 2):
        gradcheck(cubed(scale, 1.0), [X], order=order)
    for factor in (1.5, 1.0001, 0.0, -1.0, 1e10):
        with pytest.raises(GradcheckError):
            gradcheck(cubed(scale, factor), [X])


@pytest.mark.parametrize("scale", [1e-90, 1e-30, 1e-9, 1e-3, 1.0, 1e9, 1e30, 1e90])
def test_a_wrong_factor_is_found_at_any_scale_of_the_input(scale):
    gradcheck(cubed(1.0, 1.0), [X * scale])
    gradcheck(ops.square, [X * scale], order=2)
    with pytest.raises(GradcheckError):
        gradcheck(cubed(1.0, 1.5), [X * scale])


@every_scale
def test_a_function_that_lives_at_size_1_is_checked_near_0(scale):
    if scale <= 1.0:
        gradcheck(lambda x: ops.exp(x), [X * scale])
        with pytest.raises(GradcheckError):
            gradcheck(Wrong(np.exp, np.exp, 1.5), [X * scale])


@every_scale
def test_a_second_derivative_that_is_wrong_is_found_at_any_scale(scale):
    class Cut(Op):
        """x^3 times a scale, whose rule forgets that it depends on x."""

        def f(self, x):
            return scale * x**3

        def bprop(self, inputs, X, G, Y):
            x = inputs[0].array if isinstance(inputs[0], Tensor) else inputs[0]
            return G * (3.0 * scale * x**2)

    gradcheck(Cut(), [X])
    with pytest.raises(GradcheckError, match="order 2"):
        gradcheck(Cut(), [X], order=2)


MIXED = 10.0 ** np.array([[-30, -9, 0], [3, 9, 30]])


@pytest.mark.parametrize("place", list(np.ndindex(2, 3)))
def test_in_an_output_of_mixed_scales_each_number_is_seen(place):
    factor = np.ones((2, 3))
    gradcheck(cubed(MIXED, factor), [X])
    factor[place] = 1.5
    with pytest.raises(GradcheckError):
        gradcheck(cubed(MIXED, factor), [X])


@pytest.mark.parametrize("place", list(np.ndindex(2, 3)))
def test_in_an_input_of_mixed_scales_each_number_is_seen(place):
    factor = np.ones((2, 3))
    gradcheck(cubed(1.0, factor), [X * MIXED])
    factor[place] = 1.5
    with pytest.raises(GradcheckError):
        gradcheck(cubed(1.0, factor), [X * MIXED])


class Narrow(Op):
    """x^3 in float32."""

    def __init__(self, factor):
        self.factor = factor

    def f(self, x):
        return (x**3).astype(np.float32)

    def bprop(self, inputs, X, G, Y):
        return 3.0 * self.factor * G * inputs[0] ** 2


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_a_float32_output_is_checked_to_what_float32_can_tell(scale):
    gradcheck(Narrow(1.0), [X * scale])
    with pytest.raises(GradcheckError):
        gradcheck(Narrow(1.5), [X * scale])


def test_a_derivative_of_zero_is_zero():
    for f in (
        lambda x: x - x,
        lambda x: (x * 0.1 - x / 10) * 1e-20,
        lambda x: ops.softmax(x).sum(axis=-1) * 1e20,
    ):
        gradcheck(f, [X])
    for scale in (1e-20, 1.0, 1e20):
        flat = Wrong(lambda x, c=scale: c * np.sign(x), lambda x, c=scale: 1e-3 * c, 1.0)
        with pytest.raises(GradcheckError):
            gradcheck(flat, [X])


def test_at_a_kink_the_mean_of_the_sides_is_not_taken_for_a_derivative():
    for scale in (1e-9, 1.0, 1e9):
        with pytest.raises(GradcheckError):
            gradcheck(lambda x, c=scale: ops.relu(x) * c, [np.array([1.0, 0.0, -1.0])])
        gradcheck(lambda x, c=scale: ops.relu(x) * c, [np.array([1.0, -1e-3, 2e-3])])


@every_scale
@pytest.mark.parametrize("factor", [0.5, 1.5, -1.0, 0.0, 1.001])
def test_between_the_sides_there_is_no_room_for_a_wrong_factor_at_any_scale(scale, factor):
    x = np.array([0.4, -0.7, 2.0])
    gradcheck(cubed(scale, 1.0), [x], subgradient=True)
    with pytest.raises(GradcheckError, match="between the slopes of the two sides"):
        gradcheck(cubed(scale, factor), [x], subgradient=True)


def test_between_the_sides_a_small_number_beside_a_large_one_is_seen():
    scales = np.array([1e-20, 1.0, 1e20])
    gradcheck(cubed(scales, 1.0), [np.array([0.4, -0.7, 2.0])], subgradient=True)
    with pytest.raises(GradcheckError):
        gradcheck(cubed(scales, np.array([1.5, 1.0, 1.0])), [np.array([0.4, -0.7, 2.0])], subgradient=True)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_where_nothing_can_be_measured_nothing_is_passed(bad):
    with pytest.raises(ValueError, match="gradcheck: expected finite numbers in input 0"):
        gradcheck(ops.tanh, [np.array([1.0, bad])])
    with pytest.raises(ValueError, match="gradcheck: expected finite numbers in f of the inputs"):
        gradcheck(lambda x: x * np.array([1.0, bad]), [np.ones(2)])
    with pytest.raises(GradcheckError):
        gradcheck(cubed(1.0, bad), [X])


def test_numerical_gradient_does_not_answer_0_where_its_step_moves_nothing():
    with pytest.raises(
        ValueError, match=r"numerical_gradient: expected numbers that a step of 1e-05 moves, .* 1e\+25"
    ):
        numerical_gradient(lambda x: x.sum(), np.array([1.0, 1e30]))
    found = numerical_gradient(lambda x: x.sum(), np.array([1.0, 1e30]), eps=1e25)
    np.testing.assert_allclose(found, [1.0, 1.0], rtol=1e-4)
    assert numerical_gradient(lambda x: (x * x).sum(), np.array([1e30]), scheme="complex") == pytest.approx(
        2e30
    )
