import pytest
from optimizer_cases import steps

from dlcourse.optimizers import RMSprop
from dlcourse.tensor import Parameter


def test_two_steps_by_hand():
    # rho = 3/4: r = 1/4 * 4 = 1, theta = 1 - 0.5 * 2 / 1 = 0;   r = 3/4 + 13/4 = 4, theta = -0.5 sqrt(13) / 2
    path = steps(RMSprop, [2.0, 13**0.5], lr=0.5, rho=0.75, eps=1e-15)
    assert path == pytest.approx([0.0, -0.25 * 13**0.5], abs=1e-14)


@pytest.mark.rows("K042")
def test_the_first_step_is_lr_over_the_root_of_one_minus_rho():
    first = steps(RMSprop, [7.0], start=0.0, lr=0.3, rho=0.9, eps=1e-15)[0]
    assert first == pytest.approx(-0.3 / 0.1**0.5, rel=1e-12) and round(-first, 4) == 0.9487


@pytest.mark.rows("F063")
def test_eps_stands_outside_the_root():
    # r = 1/4, root 1/2: 1 / (1/2 + 1/2) = 1;  inside it would be 1 / sqrt(3/4)
    assert steps(RMSprop, [1.0], start=0.0, lr=1.0, rho=0.75, eps=0.5) == pytest.approx([-1.0], rel=1e-15)


def test_under_a_constant_gradient_the_step_settles_at_lr_where_adagrad_vanishes():
    path = steps(RMSprop, [2.0] * 400, lr=0.01)
    assert path[-2] - path[-1] == pytest.approx(0.01, rel=1e-6)


def test_rho_lies_in_zero_to_one():
    with pytest.raises(ValueError, match="RMSprop: expected rho from 0"):
        RMSprop([Parameter([1.0])], rho=1.0)
