import numpy as np
import pytest
from closure_cases import cost_of, quadratic

from dlcourse.experiments.ch10_surfaces import rosenbrock
from dlcourse.optimizers import NonlinearCG, conjugate_gradient
from dlcourse.tensor import Parameter


@pytest.mark.rows("F067")
@pytest.mark.parametrize("n", [2, 5, 30])
def test_n_steps_solve_a_system_of_n_variables(n):
    A, b = quadratic(np.linspace(1.0, 20.0, n), seed=n)
    solution = conjugate_gradient(lambda v: A @ v, b, tol=1e-15)
    assert solution.n_steps <= n and solution.residuals[-1] < 1e-10 * np.linalg.norm(b)
    np.testing.assert_allclose(solution.x, np.linalg.solve(A, b), rtol=1e-9, atol=1e-12)
    assert np.linalg.norm(b - A @ solution.x) < 1e-13 * np.linalg.norm(b)


def test_the_steps_are_those_of_scipy():
    linalg = pytest.importorskip("scipy.sparse.linalg")
    A, b = quadratic(np.geomspace(1.0, 100.0, 12))
    path = []
    linalg.cg(A, b, rtol=1e-30, maxiter=6, callback=lambda x: path.append(x.copy()))
    for i, expected in enumerate(path, 1):
        found = conjugate_gradient(lambda v: A @ v, b, n_steps=i)
        assert found.n_steps == i
        np.testing.assert_allclose(found.x, expected, rtol=1e-9, atol=1e-12)


def test_as_many_steps_as_there_are_different_eigenvalues():
    A, b = quadratic([1.0] * 5 + [7.0] * 5 + [20.0] * 5)
    assert conjugate_gradient(lambda v: A @ v, b).n_steps == 3


def test_it_starts_where_it_is_told_and_writes_to_nothing():
    A, b = quadratic([1.0, 2.0, 3.0])
    exact = np.linalg.solve(A, b)
    b.flags.writeable = exact.flags.writeable = False
    solution = conjugate_gradient(lambda v: A @ v, b, exact)
    assert solution.n_steps == 0 and not np.shares_memory(solution.x, exact)
    assert conjugate_gradient(lambda v: A @ v, np.zeros(3)).n_steps == 0


def test_an_indefinite_matrix_is_reported_or_the_solution_cut_before_it():
    A, b = np.diag([1.0, -1.0]), np.array([2.0, 1.0])
    with pytest.raises(ArithmeticError, match="expected a positive definite .*, got d.T A d = -.*; add"):
        conjugate_gradient(lambda v: A @ v, b)
    cut = conjugate_gradient(lambda v: A @ v, b, truncate=True)
    assert cut.curvature < 0 and cut.n_steps == 1
    np.testing.assert_allclose(cut.x, 5 / 3 * b)  # the one good step, along b: 5 / 3
    with pytest.raises(ArithmeticError, match="positive definite"):
        conjugate_gradient(lambda v: 0 * v, b)


def test_on_a_quadratic_the_nonlinear_method_walks_the_linear_one():
    A, b = quadratic([1.0, 2.0, 5.0, 9.0])
    theta = Parameter(np.zeros(4))
    optimizer = NonlinearCG([theta])
    for _ in range(12):
        g = A @ theta.array - b
        if np.linalg.norm(g) < 1e-8:
            break
        optimizer.step(cost_of(A, b, theta))
    np.testing.assert_allclose(theta.array, np.linalg.solve(A, b), rtol=1e-6)


def test_beta_is_that_of_polak_and_ribiere_cut_at_zero():
    # on a cost that is no quadratic it differs from |g|^2 / |g_old|^2, and may come out negative
    theta, n_descending = Parameter([-1.2, 1.0]), 0
    optimizer = NonlinearCG([theta])
    for i in range(12):
        g_old, d = optimizer.state["g_old"].copy(), optimizer.state["d"].copy()
        x, y = theta.array
        g = np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
        optimizer.step(lambda: rosenbrock(theta))
        if i % 2 == 0:  # after n = 2 steps it starts anew
            np.testing.assert_allclose(optimizer.state["d"], -g, rtol=1e-9)
            continue
        expected = -g + max(0, g @ (g - g_old) / (g_old @ g_old)) * d
        descends = g @ expected < 0
        n_descending += descends
        np.testing.assert_allclose(optimizer.state["d"], expected if descends else -g, rtol=1e-9)
    assert 2 < n_descending < 6  # both happen: a direction that would climb is replaced


def test_two_directions_by_hand():
    # J = (x^2 + 4 y^2) / 2 from (4, 1), g = (4, 4): the first direction is -g. Wherever the search stops, the
    # second is -g_new + beta d with beta = max(0, g_new (g_new - g) / g g)
    theta = Parameter([4.0, 1.0])
    optimizer = NonlinearCG([theta])
    A = np.diag([1.0, 4.0])
    optimizer.step(cost_of(A, np.zeros(2), theta))
    g, d = np.array([4.0, 4.0]), optimizer.state["d"].copy()
    np.testing.assert_array_equal(d, -g)
    g_new = A @ theta.array
    beta = max(0.0, g_new @ (g_new - g) / (g @ g))
    optimizer.step(cost_of(A, np.zeros(2), theta))
    np.testing.assert_allclose(optimizer.state["d"], -g_new + beta * d, rtol=1e-12)
    assert beta > 0
