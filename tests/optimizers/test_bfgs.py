import numpy as np
import pytest
from closure_cases import cost_of, quadratic

from dlcourse.optimizers import BFGS, bfgs_update
from dlcourse.tensor import Parameter


def pairs_of(A, n_pairs, seed=0):
    rng = np.random.default_rng(seed)
    return [(s, A @ s) for s in rng.standard_normal((n_pairs, len(A)))]


def test_the_update_satisfies_the_secant_equation_and_stays_positive_definite():
    A, _ = quadratic([1.0, 2.0, 5.0, 9.0])
    M = np.eye(4)
    for s, y in pairs_of(A, 6):
        M = bfgs_update(M, s, y)
        np.testing.assert_allclose(M @ y, s, rtol=1e-10)
        np.testing.assert_allclose(M, M.T, rtol=1e-12, atol=1e-14)
        assert np.linalg.eigvalsh(M).min() > 0


def test_the_update_is_the_product_form_of_the_book():
    A, _ = quadratic([1.0, 2.0, 5.0])
    s, y = pairs_of(A, 1)[0]
    M = np.diag([1.0, 2.0, 3.0])
    V = np.eye(3) - np.outer(y, s) / (y @ s)
    np.testing.assert_allclose(bfgs_update(M, s, y), V.T @ M @ V + np.outer(s, s) / (y @ s), rtol=1e-12)


def test_after_conjugate_steps_on_a_quadratic_the_estimate_is_the_inverse_hessian():
    A, _ = quadratic([1.0, 2.0, 5.0, 9.0])
    _, Q = np.linalg.eigh(A)  # eigenvectors are conjugate
    M = np.eye(4)
    for s in Q.T:
        M = bfgs_update(M, s, A @ s)
    np.testing.assert_allclose(M, np.linalg.inv(A), rtol=1e-10, atol=1e-12)


def test_a_pair_without_curvature_is_refused():
    with pytest.raises(ValueError, match=r"bfgs_update: expected y\^T s > 0, got -1.0; skip"):
        bfgs_update(np.eye(2), np.array([1.0, 0.0]), np.array([-1.0, 0.0]))


def test_a_step_goes_along_minus_m_g_and_the_estimate_learns():
    A, b = quadratic([1.0, 2.0, 5.0])
    theta = Parameter([1.0, -1.0, 2.0])
    optimizer = BFGS([theta])
    for _ in range(4):
        before, M = theta.array.copy(), optimizer.state["M"].copy()
        g = A @ before - b
        optimizer.step(cost_of(A, b, theta))
        s = theta.array - before
        ratio = s / -(M @ g)
        np.testing.assert_allclose(ratio, ratio[0], rtol=1e-9)
        np.testing.assert_allclose(optimizer.state["M"] @ (A @ s), s, rtol=1e-6, atol=1e-12)


def test_the_first_pair_sets_the_scale_of_the_estimate():
    A, b = quadratic([100.0, 200.0, 500.0])
    theta = Parameter([1.0, -1.0, 2.0])
    optimizer, start = BFGS([theta]), theta.array.copy()
    optimizer.step(cost_of(A, b, theta))
    s = theta.array - start
    y = A @ s
    expected = bfgs_update(s @ y / (y @ y) * np.eye(3), s, y)
    np.testing.assert_allclose(optimizer.state["M"], expected, rtol=1e-6)
