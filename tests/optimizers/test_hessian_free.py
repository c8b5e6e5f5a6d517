import numpy as np
import pytest
from closure_cases import cost_of, quadratic, run

from dlcourse.autodiff import grad, hessian
from dlcourse.experiments.ch10_surfaces import saddle
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.ops import log
from dlcourse.optimizers import HessianFree, Newton
from dlcourse.tensor import Parameter


@pytest.mark.rows("F069")
def test_the_product_with_the_hessian_is_that_of_the_full_matrix():
    rng = np.random.default_rng(0)
    model = MLP((2, 3, 1), rng=rng)
    x, y = rng.normal(size=(5, 2)), rng.normal(size=(5, 1))
    cost = lambda: mean_squared_error(model(x), y)  # noqa: E731
    J, g, product = HessianFree(model.parameters()).cost_gradient_and_product(cost)
    H = hessian(cost(), model.parameters())
    v = rng.standard_normal(len(g))
    np.testing.assert_allclose(product(v), H @ v, rtol=1e-10, atol=1e-13)
    flat = np.concatenate([part.reshape(-1) for part in grad(cost(), model.parameters())])
    np.testing.assert_allclose(g, flat, rtol=1e-14)
    assert J == cost().item()


def test_with_an_exact_solution_and_next_to_no_damping_it_is_newtons_step():
    A, b = quadratic([1.0, 2.0, 5.0])
    start = np.array([1.0, -1.0, 2.0]) * 1e-12 + np.linalg.solve(A, b)
    here, peer = Parameter(start * 1.5), Parameter(start * 1.5)
    for _ in range(4):
        HessianFree([here], damping=1e-14).step(cost_of(A, b, here))
    Newton([peer]).step(cost_of(A, b, peer))
    np.testing.assert_allclose(here.array, peer.array, rtol=1e-3)


def test_negative_curvature_is_left_along_the_gradient():
    found, _ = run(HessianFree, saddle, [1.0, 0.5], 3)
    assert found[0] ** 2 - found[1] ** 2 < -0.5


def test_damping_falls_where_the_parabola_is_right_and_grows_where_it_is_not():
    A, b = quadratic([1.0, 2.0, 5.0])
    theta = Parameter([1.0, -1.0, 2.0])
    optimizer = HessianFree([theta], damping=0.3)
    optimizer.step(cost_of(A, b, theta))
    assert optimizer.state["damping"] == pytest.approx(0.2)
    wavy = Parameter([1.5])  # ln(1 + x^2) curves down here, and the parabola has no floor
    optimizer = HessianFree([wavy], damping=0.3)
    optimizer.step(lambda: log(wavy * wavy + 1.0).sum())
    assert optimizer.state["damping"] == pytest.approx(0.45)


def test_a_step_solves_the_damped_system():
    A, b = quadratic([1.0, 2.0, 5.0])
    theta = Parameter(np.linalg.solve(A, b) + 1e-9)  # near the minimum the solution is sought to sqrt|g|
    start, g = theta.array.copy(), A @ theta.array - b
    HessianFree([theta], damping=0.5).step(cost_of(A, b, theta))
    expected = -np.linalg.solve(A + 0.5 * np.eye(3), g)
    np.testing.assert_allclose(theta.array - start, expected, atol=1e-3 * np.linalg.norm(expected))


def test_constants_are_checked():
    for options in ({"damping": 0}, {"n_products": 0}):
        with pytest.raises(ValueError, match=f"HessianFree: expected {next(iter(options))}"):
            HessianFree([Parameter([1.0])], **options)
