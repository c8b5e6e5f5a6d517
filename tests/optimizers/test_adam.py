import numpy as np
import pytest
from optimizer_cases import steps

from dlcourse.optimizers import Adam, AdamW
from dlcourse.tensor import Parameter


def test_two_steps_by_hand():
    # beta1 = 1/2, beta2 = 3/4, lr = 0.1.  g = 2: s_hat = 2, r_hat = 4, step 0.1
    # g = -1: s = 1/2 - 1/2 = 0, so the second step is 0
    path = steps(Adam, [2.0, -1.0], lr=0.1, beta1=0.5, beta2=0.75, eps=1e-15)
    assert path == pytest.approx([0.9, 0.9], abs=1e-14)
    # g = 1 instead: s = 1, s_hat = 4/3; r = 3/4 + 1/4 = 1, r_hat = 1 / (1 - 9/16) = 16/7
    path = steps(Adam, [2.0, 1.0], lr=0.1, beta1=0.5, beta2=0.75, eps=1e-15)
    assert path == pytest.approx([0.9, 0.9 - 0.1 * (4 / 3) / (16 / 7) ** 0.5], abs=1e-14)


@pytest.mark.rows("K041")
@pytest.mark.parametrize("g", [1e-3, 5.0, -1e3])
def test_the_first_step_is_lr_times_the_sign_of_the_gradient(g):
    assert steps(Adam, [g], start=0.0, lr=0.3)[0] == pytest.approx(-0.3 * np.sign(g), rel=1e-4)


@pytest.mark.rows("K041")
def test_without_bias_correction_the_first_step_would_be_3_16_lr():
    theta = Parameter([0.0])
    optimizer = Adam([theta], lr=1.0, eps=1e-15)
    optimizer.step([np.array([4.0])])
    s, r = optimizer.state["s"].item(), optimizer.state["r"].item()
    assert s / r**0.5 == pytest.approx(0.1 / 0.001**0.5, rel=1e-12)
    assert round(s / r**0.5, 4) == 3.1623 and theta.array.item() == pytest.approx(-1.0, rel=1e-12)


def test_eps_stands_outside_the_root_after_the_correction():
    assert steps(Adam, [1.0], start=0.0, lr=1.0, eps=1.0) == pytest.approx([-0.5], rel=1e-14)


def test_decay_of_adamw_does_not_pass_through_the_averages():
    # no gradient at all: theta shrinks by 1 - lr decay a step, and the averages stay at zero
    theta = Parameter([2.0])
    optimizer = AdamW([theta], lr=0.1, decay=0.5)
    for _ in range(2):
        optimizer.step([np.zeros(1)])
    assert theta.array.item() == pytest.approx(2 * 0.95**2, rel=1e-14)
    assert not optimizer.state["s"].any() and not optimizer.state["r"].any()
    assert steps(AdamW, [2.0], decay=0.0) == steps(Adam, [2.0])


def test_hyperparameters_are_checked():
    bad = [(Adam, {"beta1": 1.0}), (Adam, {"beta2": -0.1}), (Adam, {"eps": 0}), (AdamW, {"decay": -1.0})]
    for optimizer, options in bad:
        with pytest.raises(ValueError, match=f"{optimizer.__name__}: expected {next(iter(options))}"):
            optimizer([Parameter([1.0])], **options)
