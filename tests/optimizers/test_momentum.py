import numpy as np
import pytest
from optimizer_cases import steps

from dlcourse.optimizers import SGD, Momentum
from dlcourse.tensor import Parameter


def test_two_steps_by_hand():
    # v = -0.2, theta = 0.8;   v = 0.5 * -0.2 + 0.3 = 0.2, theta = 1.0
    assert steps(Momentum, [2.0, -3.0], lr=0.1, momentum=0.5) == pytest.approx([0.8, 1.0], abs=1e-15)


@pytest.mark.rows("F055")
@pytest.mark.parametrize(("momentum", "gain"), [(0.5, 2), (0.6, 2.5), (0.8, 5), (0.9, 10), (0.99, 100)])
def test_under_a_constant_gradient_the_step_grows_to_one_over_one_minus_momentum(momentum, gain):
    path = steps(Momentum, [1.0] * 4000, lr=0.01, momentum=momentum)
    assert path[-2] - path[-1] == pytest.approx(0.01 * gain, rel=1e-9)


def test_sgd_with_momentum_takes_the_same_steps():
    gradients = np.random.default_rng(0).standard_normal(20)
    ours = steps(Momentum, gradients, lr=0.1, momentum=0.9)
    np.testing.assert_allclose(ours, steps(SGD, gradients, lr=0.1, momentum=0.9), rtol=1e-14)


@pytest.mark.parametrize("momentum", [1, -0.1, np.nan, "0.9"])
def test_a_momentum_outside_zero_to_one_is_refused(momentum):
    with pytest.raises(ValueError, match="Momentum: expected momentum from 0 .*, got .*; 0.9 is common"):
        Momentum([Parameter([1.0])], momentum=momentum)
