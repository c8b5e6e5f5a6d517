import pytest
from optimizer_cases import steps

from dlcourse.optimizers import Adadelta
from dlcourse.tensor import Parameter


def test_two_steps_by_hand():
    # rho = 1/2, eps = 1, lr = 1. g = 4: r = 8, step = sqrt(1) / sqrt(9) * 4 = 4/3, d = 8/9, theta = 1 - 4/3
    # g = 2: r = 4 + 2 = 6, step = sqrt(17/9) / sqrt(7) * 2
    second = -1 / 3 - 2 * (17 / 9 / 7) ** 0.5
    assert steps(Adadelta, [4.0, 2.0], rho=0.5, eps=1.0) == pytest.approx([-1 / 3, second], rel=1e-14)


def test_with_eps_outside_the_roots_it_would_hardly_start():
    # inside, as in the paper: first step sqrt(eps) / sqrt(1 - rho) = 4.5e-3; outside it were 4.5e-6
    first = -steps(Adadelta, [1.0], start=0.0)[0]
    assert first == pytest.approx((1e-6 / (0.05 + 1e-6)) ** 0.5, rel=1e-12)


def test_the_step_does_not_depend_on_the_unit_of_the_cost():
    # a cost in other units has gradients a thousand times as large; sgd would step a thousand times as far
    near = steps(Adadelta, [1.0, -2.0, 3.0], eps=1e-12)
    far = steps(Adadelta, [1e3, -2e3, 3e3], eps=1e-12)
    assert near == pytest.approx(far, rel=1e-9)


def test_rho_and_eps_are_checked():
    for options in ({"rho": 1.0}, {"eps": 0.0}):
        with pytest.raises(ValueError, match="Adadelta: expected (rho|eps)"):
            Adadelta([Parameter([1.0])], **options)
