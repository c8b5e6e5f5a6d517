"""Large parameters are not copied for a gradient: a change of even one number is noticed by `grad`.

Long vectors are updated in blocks where an update is element by element, and only there.
"""

import numpy as np
import pytest

from dlcourse import SGD, grad, ops
from dlcourse.optimizers import LBFGS, Momentum, Nesterov, Optimizer, blocks
from dlcourse.tensor import Parameter
from dlcourse.unchanged import SMALL, sample

N = SMALL + 1000
HIDDEN = min({*range(N)} - {*map(int, sample(np.arange(N)))})  # a number that no sample holds


def one_hot():
    g = np.zeros(N)
    g[HIDDEN] = 1.0
    return g


def cost(theta):
    return (theta * theta).sum()


def step_of(optimizer):
    return lambda theta: optimizer([theta], lr=0.1).step([one_hot()])


def line_search(theta):
    LBFGS([theta]).step(lambda: ops.square(theta[HIDDEN] - 3.0))


CHANGES = {
    "a step": step_of(SGD),
    "a step with momentum": step_of(Momentum),
    "a line search": line_search,
    "numbers that are loaded": lambda theta: theta.note_change(),
}


@pytest.mark.parametrize("block", [1000, blocks.BLOCK])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_gradient_after_a_change_of_one_number_is_refused(change, block, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    theta = Parameter(np.ones(N))
    J = cost(theta)
    change(theta)
    with pytest.raises(ValueError, match="that was changed in place since"):
        grad(J, theta)
    assert grad(cost(theta), theta)[HIDDEN] == 2 * theta.array[HIDDEN]


def test_a_gradient_on_the_other_side_of_a_lookahead_is_refused():
    theta = Parameter(np.ones(N))
    optimizer = Nesterov([theta], lr=0.1, momentum=0.5)
    optimizer.state["v"][HIDDEN] = 1.0
    before = cost(theta)
    with optimizer.lookahead():
        with pytest.raises(ValueError, match="that was changed in place since"):
            grad(before, theta)
        ahead = cost(theta)
        assert grad(ahead, theta)[HIDDEN] == 3.0  # 2 (1 + 0.5 v)
    with pytest.raises(ValueError, match="that was changed in place since"):
        grad(ahead, theta)


def test_a_step_in_blocks_begins_at_the_array_that_was_assigned(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 4)
    theta = Parameter(np.zeros(10))
    optimizer = SGD([theta], lr=0.5)
    theta.array = np.arange(10.0)
    optimizer.step([np.ones(10)])
    assert theta.array.tolist() == [i - 0.5 for i in range(10)]


class Direction(Optimizer):
    """theta <- theta - lr g / |g|: a number depends on all gradients."""

    def update(self, theta, g):
        theta -= self.lr * g / np.linalg.norm(g)


def test_an_update_that_needs_all_gradients_is_not_cut_into_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 4)
    theta, g = Parameter(np.zeros(9)), np.arange(9.0)
    Direction([theta], lr=1.0).step([g])
    np.testing.assert_allclose(theta.array, -g / np.sqrt(204.0), rtol=1e-15)  # 1 + 4 + ... + 64


def test_a_line_search_refuses_an_infinite_gradient_in_the_words_of_the_gradient():
    theta = Parameter(np.array([0.0, 1.0]))
    optimizer = LBFGS([theta])
    with np.errstate(divide="ignore"), pytest.raises(FloatingPointError, match="expected finite gradients"):
        optimizer.step(lambda: ops.sqrt(theta).sum())  # 1 / (2 sqrt(0))
    assert theta.array.tolist() == [0.0, 1.0] and optimizer.n_steps == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_largest_finite_gradient_is_accepted(dtype):
    largest = np.finfo(dtype).max
    theta = Parameter(np.zeros(2, dtype))
    SGD([theta], lr=0.5).step([np.array([largest, -largest])])
    assert theta.array.tolist() == [-0.5 * float(largest), 0.5 * float(largest)]
