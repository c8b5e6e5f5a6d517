"""The loop, in two halves: what a user would write."""

import numpy as np

from dlcourse import MLP, grad, losses, no_grad
from dlcourse.optimizers import Nesterov
from dlcourse.replay.loop import Loop

X, Y = np.arange(6.0).reshape(3, 2) / 6, np.ones((3, 1))


def make():
    model = MLP((2, 3, 1), rng=np.random.default_rng(0))
    return model, Nesterov(model.parameters(), lr=0.1)


def test_a_step_is_that_of_the_loop_written_by_hand():
    (model, optimizer), (twin, twin_optimizer) = make(), make()
    loop = Loop(model, losses.mean_squared_error, optimizer)
    for _ in range(3):
        with no_grad():  # which is not meant for the loss
            J = loop(X, Y)
        with twin_optimizer.lookahead():
            expected = losses.mean_squared_error(twin(X), Y)
            gradients = grad(expected, twin_optimizer.parameters)
        twin_optimizer.step(gradients)
        assert J == expected.item()
    np.testing.assert_array_equal(optimizer.theta, twin_optimizer.theta)


def test_its_first_half_changes_nothing():
    model, optimizer = make()
    before = optimizer.theta.copy()
    J, gradients = Loop(model, losses.mean_squared_error, optimizer).gradients(X, Y)
    assert J.shape == () and [g.shape for g in gradients] == [p.shape for p in model.parameters()]
    np.testing.assert_array_equal(optimizer.theta, before)
