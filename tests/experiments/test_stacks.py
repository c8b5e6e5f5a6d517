"""Stacks of networks: each goes the way that it would go alone."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments.ch10_stacks import Stack, accuracies, cross_entropies
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.ops import tanh
from dlcourse.optimizers import Momentum
from dlcourse.regularization import L2

rng = np.random.default_rng(4)
X, Y = rng.standard_normal((9, 5)), rng.integers(3, size=9)


@pytest.mark.parametrize("penalty", [0.0, 0.05])
def test_each_network_of_a_stack_takes_the_steps_of_that_network_alone(penalty):
    stack = Stack(3, 5, 4, 3, rng=np.random.default_rng(0))
    alone = MLP((5, 4, 3), activation=tanh, rng=np.random.default_rng(0))
    for parameter, many in zip(alone.parameters(), stack.parameters(), strict=True):
        parameter.array[...] = many.array[1].reshape(parameter.shape)
    stack.descend(lambda s: cross_entropies(s(X), Y), 20, 0.1, penalty)
    optimizer = Momentum(alone.parameters(), lr=0.1)
    for _ in range(20):
        J = softmax_cross_entropy(alone(X), Y)
        J = J + L2(penalty)(alone) if penalty else J
        optimizer.step(grad(J, alone.parameters()))
    np.testing.assert_allclose(stack(X).array[1], alone(X).array, rtol=1e-10)
    loss = float(softmax_cross_entropy(alone(X), Y))
    assert float(cross_entropies(stack(X), Y).array[1]) == pytest.approx(loss, rel=1e-12)
    assert accuracies(stack(X).array, Y)[1] == (alone(X).array.argmax(axis=1) == Y).mean()
