import numpy as np
import pytest
from optimizer_cases import steps

from dlcourse.optimizers import AdaGrad
from dlcourse.tensor import Parameter


def test_two_steps_by_hand():
    # r = 9, theta = 1 - 0.5 * 3 / 3 = 0.5;   r = 9 + 16 = 25, theta = 0.5 + 0.5 * 4 / 5 = 0.9
    assert steps(AdaGrad, [3.0, -4.0], lr=0.5, eps=1e-15) == pytest.approx([0.5, 0.9], abs=1e-14)


@pytest.mark.rows("F062")
def test_eps_stands_outside_the_root():
    # outside: 1 / (1 + 1) = 1/2;  inside it would be 1 / sqrt(2)
    assert steps(AdaGrad, [1.0], lr=1.0, eps=1.0) == pytest.approx([0.5], rel=1e-15)


@pytest.mark.rows("F062")
def test_under_a_constant_gradient_step_100_is_a_tenth_of_the_first():
    path = [0.0, *steps(AdaGrad, [2.0] * 100, start=0.0, lr=1.0, eps=1e-15)]
    sizes = -np.diff(path)
    np.testing.assert_allclose(sizes, 1 / np.sqrt(np.arange(1, 101)), rtol=1e-12)
    assert sizes[99] / sizes[0] == pytest.approx(0.1, rel=1e-12)


def test_a_parameter_without_a_gradient_stays():
    theta = Parameter([1.0, 1.0])
    AdaGrad([theta], lr=0.1).step([np.array([0.0, 5.0])])
    assert theta.array.tolist() == [1.0, pytest.approx(0.9)]


@pytest.mark.parametrize("eps", [0, -1e-8, np.nan])
def test_eps_must_be_positive(eps):
    with pytest.raises(ValueError, match="AdaGrad: expected eps > 0"):
        AdaGrad([Parameter([1.0])], eps=eps)
