import numpy as np
import pytest
from closure_cases import cost_of, quadratic
from test_bfgs import pairs_of

from dlcourse.optimizers import LBFGS, bfgs_update, two_loop
from dlcourse.tensor import Parameter


@pytest.mark.rows("F070")
@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_with_all_pairs_in_memory_the_two_loops_give_the_direction_of_bfgs(scale):
    n = 6
    A, g = quadratic(np.linspace(1.0, 20.0, n))
    pairs, M = pairs_of(A, n + 2), scale * np.eye(n)
    for s, y in pairs:
        M = bfgs_update(M, s, y)
    np.testing.assert_allclose(two_loop(g, pairs, scale), M @ g, rtol=1e-9)


def test_the_two_loops_are_the_operator_of_scipy():
    optimize = pytest.importorskip("scipy.optimize")
    A, g = quadratic(np.linspace(1.0, 20.0, 8))
    pairs = pairs_of(A, 5)
    S, Y = (np.array(part) for part in zip(*pairs, strict=True))
    expected = optimize.LbfgsInvHessProduct(S, Y) @ g
    np.testing.assert_allclose(two_loop(g, pairs), expected, rtol=1e-9)


def test_without_pairs_the_direction_is_the_gradient_scaled():
    g = np.array([1.0, -2.0])
    assert two_loop(g, [], 0.5).tolist() == [0.5, -1.0] and g.tolist() == [1.0, -2.0]


def test_the_newest_pairs_are_kept():
    A, b = quadratic(np.linspace(1.0, 20.0, 6))
    theta = Parameter(np.ones(6))
    optimizer, steps = LBFGS([theta], memory=3), []
    for i in range(5):
        before = theta.array.copy()
        optimizer.step(cost_of(A, b, theta))
        steps.append(theta.array - before)
        assert len(optimizer.pairs) == min(i + 1, 3)
    for (s, y), expected in zip(optimizer.pairs, steps[-3:], strict=True):
        np.testing.assert_allclose(s, expected, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(y, A @ expected, rtol=1e-9, atol=1e-12)


def test_a_quadratic_is_solved_in_few_steps():
    A, b = quadratic(np.linspace(1.0, 20.0, 10))
    theta = Parameter(np.ones(10))
    optimizer = LBFGS([theta])
    for _ in range(30):
        if np.linalg.norm(A @ theta.array - b) < 1e-8:
            break
        optimizer.step(cost_of(A, b, theta))
    np.testing.assert_allclose(theta.array, np.linalg.solve(A, b), rtol=1e-6)
    assert optimizer.n_steps < 30


@pytest.mark.parametrize("memory", [0, 2.5])
def test_memory_is_a_count(memory):
    with pytest.raises(ValueError, match="LBFGS: expected memory to be an int of at least 1, got"):
        LBFGS([Parameter([1.0])], memory=memory)
