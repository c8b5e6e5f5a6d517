"""The lasso's search on its own: closed forms, a cost never higher than any other's, and its refusal."""

import numpy as np
import pytest

from dlcourse.models.sparse import sparse_least_squares

rng = np.random.default_rng(12)


def unit_columns(m, n):
    x = rng.standard_normal((m, n))
    return x / np.linalg.norm(x, axis=0)


def test_one_column_is_a_soft_threshold():
    x, y = unit_columns(6, 1), rng.standard_normal(6)
    free = x[:, 0] @ y
    for penalty in (0.0, 0.5 * abs(free), abs(free), 2 * abs(free)):
        expected = np.sign(free) * max(abs(free) - penalty, 0)
        np.testing.assert_allclose(sparse_least_squares(x, y, np.array([penalty])), [expected], atol=1e-15)


@pytest.mark.parametrize("n", [3, 20])
def test_no_point_near_or_far_costs_less(n):
    x, y, penalties = unit_columns(8, n), rng.standard_normal(8), rng.uniform(0.05, 0.3, n)

    def cost(v):
        return ((x @ v - y) ** 2).sum() / 2 + penalties @ np.abs(v)

    v = sparse_least_squares(x, y, penalties)
    others = [v + size * rng.standard_normal(n) for size in (1e-4, 1e-2, 1.0) for _ in range(50)]
    assert cost(v) < min(cost(other) for other in others)


def test_a_cheaper_copy_takes_the_place_of_its_twin():
    x = np.repeat(unit_columns(5, 1), 2, axis=1)
    v = sparse_least_squares(x, 3 * x[:, 0], np.array([1.0, 0.5]))
    np.testing.assert_allclose(v, [0, 2.5], atol=1e-12)


def test_too_few_rounds_are_said():
    with pytest.raises(
        ArithmeticError, match="convergence within 2 rounds, got 2 of 20 weights .*; raise alpha"
    ):
        sparse_least_squares(unit_columns(30, 20), rng.standard_normal(30), np.full(20, 1e-3), max_rounds=2)
