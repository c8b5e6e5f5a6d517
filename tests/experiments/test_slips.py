"""Chapter 5: slips of the decks in derivatives. What is right by small steps, and what each slip does."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch05_backpropagation as bp
from dlcourse.experiments import ch05_slips as slips
from dlcourse.gradcheck import numerical_gradient
from dlcourse.tensor import Tensor


def close(value, rel=1e-12):
    return pytest.approx(value, rel=rel)


def test_slip_hides_behind_two_digits():
    slip = slips.slip()
    assert slip.gradient == close(0.059540168117484034)
    assert slip.gradient_slip == close(0.060730971479833716)
    assert round(slip.gradient, 2) == round(slip.gradient_slip, 2) == bp.PRINTED["dJ_dw1"][0]
    assert slip.decimals == 3
    assert (slip.rounded, slip.rounded_slip) == close((0.0588, 0.059976))
    assert (slip.w1_new, slip.w1_new_slip) == close((0.29045983188251595, 0.2892690285201663))
    step = bp.training_step()
    assert all(
        round(float(step.dJ_dz) * x1, 2) == 0.06
        for x1 in np.linspace(slip.x1_from + 1e-9, slip.x1_to - 1e-9, 9)
    )
    assert (
        round(float(step.dJ_dz) * (slip.x1_from - 1e-3), 2)
        != 0.06
        != round(float(step.dJ_dz) * (slip.x1_to + 1e-3), 2)
    )


@pytest.mark.parametrize("w", [(0.35, 0.40), (1.0, -2.0, 0.5), (0.7,)])
def test_chain_of_units_needs_the_weight_and_ends_in_the_input(w):
    x, y = 0.5, 0.1

    def cost(weights):
        h = x
        for weight in weights:
            h = 1 / (1 + np.exp(-weight * h))
        return (h - y) ** 2 / 2

    chain = slips.chain_with_slips(x, w, y)
    assert chain["right"] == close(float(numerical_gradient(cost, np.array(w), scheme="complex")[0]))
    assert chain["end"] == close(chain["right"] * w[0] / x)
    assert (chain["middle"] == close(chain["right"], 1e-3)) is (len(w) == 1)


def test_printed_gradient_of_the_squared_norm_is_half_of_another_one():
    rng = np.random.default_rng(5)
    theta, x, y = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)
    right, printed = slips.squared_norm_gradient(theta, x, y)
    by_theta = numerical_gradient(lambda t: ((t.T @ x - y) ** 2).sum(), theta, scheme="complex")
    by_x = numerical_gradient(lambda v: ((theta @ v - y) ** 2).sum(), x, scheme="complex")
    np.testing.assert_allclose(right, by_theta, rtol=1e-12)
    np.testing.assert_allclose(printed, by_x / 2, rtol=1e-12)
    variable = Tensor(theta)
    by_engine = grad((((x.reshape(1, 3) @ variable) - y) ** 2).sum(), variable)
    np.testing.assert_allclose(right, by_engine, rtol=1e-12)
