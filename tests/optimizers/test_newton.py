import numpy as np
import pytest
from closure_cases import cost_of, quadratic, run

from dlcourse.experiments import ch10_surfaces as surfaces
from dlcourse.optimizers import DampedNewton, Newton, SaddleFreeNewton
from dlcourse.tensor import Parameter


def one_step(optimizer, f, start, **options):
    return run(optimizer, f, start, 1, **options)[0]


@pytest.mark.rows("F066")
def test_newton_lands_on_the_saddle_in_one_step():
    np.testing.assert_allclose(one_step(Newton, surfaces.saddle, [1.0, 0.5]), [0, 0], atol=1e-15)


@pytest.mark.rows("F068")
def test_saddle_free_newton_escapes_from_it():
    found = one_step(SaddleFreeNewton, surfaces.saddle, [1.0, 0.5])
    np.testing.assert_allclose(found, [0, 1], atol=1e-15)


@pytest.mark.rows("F066")
@pytest.mark.parametrize("optimizer", [Newton, SaddleFreeNewton, DampedNewton])
def test_one_step_leads_to_the_minimum_of_the_bowl(optimizer):
    np.testing.assert_allclose(one_step(optimizer, surfaces.bowl, [-7.0, 2.0]), [0, 0], atol=1e-14)


@pytest.mark.parametrize("eigenvalues", [[1.0, 3.0, 20.0], [-2.0, 1.0, 5.0]])
@pytest.mark.parametrize("damping", [0.0, 0.3])
def test_a_newton_step_solves_the_damped_system(eigenvalues, damping):
    A, b = quadratic(eigenvalues)
    theta = Parameter([1.0, -2.0, 0.5])
    expected = theta.array - 0.7 * np.linalg.inv(A + damping * np.eye(3)) @ (A @ theta.array - b)
    Newton([theta], lr=0.7, damping=damping).step(cost_of(A, b, theta))
    np.testing.assert_allclose(theta.array, expected, rtol=1e-11)


def test_a_saddle_free_step_divides_by_the_size_of_each_curvature():
    A, b = quadratic([-2.0, 1.0, 5.0])
    theta = Parameter([1.0, -2.0, 0.5])
    size = np.real(np.array(A @ A))  # |A| is the root of A^2
    eigenvalues, Q = np.linalg.eigh(size)
    expected = theta.array - Q @ np.diag(eigenvalues**-0.5) @ Q.T @ (A @ theta.array - b)
    SaddleFreeNewton([theta]).step(cost_of(A, b, theta))
    np.testing.assert_allclose(theta.array, expected, rtol=1e-11)


def test_where_there_is_no_curvature_damping_bounds_the_saddle_free_step():
    theta = Parameter([0.0])
    SaddleFreeNewton([theta], damping=0.5).step(lambda: theta.sum())
    assert theta.array.tolist() == [-2.0]


def test_a_singular_hessian_is_reported_and_damping_helps():
    theta = Parameter([1.0, 1.0])
    with pytest.raises(ArithmeticError, match="Newton: expected .* inverted, got a singular one; set"):
        Newton([theta]).step(lambda: theta[0] * theta[0])
    assert theta.array.tolist() == [1.0, 1.0]
    Newton([theta], damping=1.0).step(lambda: theta[0] * theta[0])
    assert theta.array.tolist() == [pytest.approx(1 / 3), 1.0]


def test_damped_newton_descends_where_newton_climbs():
    f = lambda theta: (theta**4).sum() * 0.25 - (theta * theta).sum() * 0.5  # noqa: E731  minima at +-1
    start = [0.3]
    assert abs(one_step(Newton, f, start)[0]) < 0.1  # towards the maximum at 0
    found, _ = run(DampedNewton, f, start, 50)
    np.testing.assert_allclose(found, [1.0], rtol=1e-8)


def test_constants_are_checked():
    for optimizer, damping in (
        (Newton, -1.0),
        (DampedNewton, 0.0),
        (DampedNewton, 1.0),
        (SaddleFreeNewton, 0),
    ):
        with pytest.raises(ValueError, match=f"{optimizer.__name__}: expected damping .*, got"):
            optimizer([Parameter([1.0])], damping=damping)
