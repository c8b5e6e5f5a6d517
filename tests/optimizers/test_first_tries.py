"""Where the methods with a line search look first: the length of the first try, from the formulas."""

import numpy as np
import pytest
from closure_cases import cost_of, quadratic

from dlcourse.experiments.ch10_surfaces import rosenbrock
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import BFGS, LBFGS, DampedNewton, HessianFree, NonlinearCG, bfgs_update, two_loop
from dlcourse.optimizers.bfgs import has_curvature
from dlcourse.optimizers.conjugate_gradient import conjugate_gradient
from dlcourse.tensor import Parameter

A, b = quadratic([1.0, 3.0, 8.0])


def seen_in_a_step(optimizer, theta, A=A, b=b):
    """The points at which the cost is asked for in one step, the first of them where it stands."""
    points, cost = [], cost_of(A, b, theta)

    def closure():
        points.append(theta.array.copy())
        return cost()

    optimizer.step(closure)
    return np.array(points)


@pytest.mark.parametrize("method", [BFGS, LBFGS])
@pytest.mark.parametrize("length", [0.1, 40.0])
def test_the_very_first_try_is_no_longer_than_lr_and_goes_along_minus_g(method, length):
    start = np.linalg.solve(A, b + length * np.array([0.6, 0.0, 0.8]))  # g is of this length here
    for options, lr in (({}, 1.0), ({"lr": 0.5}, 0.5)):
        theta = Parameter(start)
        here, tried = seen_in_a_step(method([theta], **options), theta)[:2]
        g = A @ start - b
        np.testing.assert_array_equal(here, start)
        np.testing.assert_allclose(tried - here, -lr * min(1, 1 / length) * g, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("lr", [1.0, 0.7])
def test_later_the_first_try_is_lr_times_the_direction_of_newton(lr):
    for method in (BFGS, LBFGS):
        theta = Parameter([4.0, -1.0, 2.0])
        optimizer, M = method([theta], lr=lr), np.eye(3)
        before = theta.array.copy()
        optimizer.step(cost_of(A, b, theta))
        for _ in range(2):
            s = theta.array - before
            y = A @ s
            if optimizer.n_steps == 1 or method is LBFGS:
                scale = s @ y / (y @ y)  # of the newest pair
            if method is BFGS:
                M = bfgs_update(scale * M if optimizer.n_steps == 1 else M, s, y)
                expected = -M @ (A @ theta.array - b)
            else:
                expected = -two_loop(A @ theta.array - b, optimizer.pairs, scale)
            before = theta.array.copy()
            here, tried = seen_in_a_step(optimizer, theta)[:2]
            np.testing.assert_allclose(tried - here, lr * expected, rtol=1e-7)


@pytest.mark.parametrize("unit_of_s", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("unit_of_y", [1e-9, 1.0, 1e9])
def test_whether_a_pair_has_curvature_depends_on_its_angle_alone(unit_of_s, unit_of_y):
    for cosine, enters in ((1.0, True), (1e-9, True), (1e-11, False), (-0.5, False)):
        y = np.array([cosine, (1 - cosine**2) ** 0.5])
        assert has_curvature(unit_of_s * np.array([1.0, 0.0]), unit_of_y * y) is enters


def test_a_pair_across_the_step_is_refused():
    s, y = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    with pytest.raises(ValueError, match=r"bfgs_update: expected y\^T s > 0, got 0"):
        bfgs_update(np.eye(2), s, y)
    with pytest.raises(ValueError, match=r"two_loop: expected pairs .* with y\^T s > 0"):
        two_loop(s, [(s, y)])


def test_a_memory_of_one_pair_will_do_and_ten_are_common():
    theta = Parameter(np.ones(3))
    assert LBFGS([theta]).state["s"].shape == (10, 3)
    optimizer = LBFGS([theta], memory=1)
    for _ in range(3):
        optimizer.step(cost_of(A, b, theta))
    assert len(optimizer.pairs) == 1
    assert HessianFree([theta], n_products=1).n_products == 1


def test_conjugate_gradients_first_try_the_step_before_scaled_by_the_slopes():
    theta = Parameter([4.0, -1.0, 2.0])
    optimizer = NonlinearCG([theta], lr=0.25)
    points = seen_in_a_step(optimizer, theta)
    d = optimizer.state["d"].copy()
    np.testing.assert_allclose(points[1] - points[0], 0.25 * d, rtol=1e-12)
    a = ((theta.array - points[0]) / d)[0]
    slope = (A @ points[0] - b) @ d
    points = seen_in_a_step(optimizer, theta)
    now = optimizer.state["d"]
    expected = a * slope / ((A @ points[0] - b) @ now)
    np.testing.assert_allclose(points[1] - points[0], expected * now, rtol=1e-6)
    assert abs(expected - a) > 0.1 * a


@pytest.mark.parametrize("old", [1.0, 1.5])
def test_a_direction_along_which_the_cost_does_not_fall_is_replaced_by_minus_g(old):
    theta = Parameter([1.0, 0.0])  # J = |theta|^2 / 2: g is theta
    optimizer = NonlinearCG([theta])
    optimizer.n_steps = 1
    optimizer.state["g_old"][...] = [0.0, 1.0]  # beta is 1, and -g + d is orthogonal to g, or climbs
    optimizer.state["d"][...] = [old, 5.0]
    optimizer.step(cost_of(np.eye(2), np.zeros(2), theta))
    assert optimizer.state["d"].tolist() == [-1.0, 0.0]
    np.testing.assert_allclose(theta.array, [0.0, 0.0], atol=1e-12)


def test_after_a_step_at_a_minimum_conjugate_gradients_go_on_from_elsewhere():
    theta = Parameter([0.0, 0.0, 0.0])
    optimizer = NonlinearCG([theta])
    optimizer.step(cost_of(A, 0 * b, theta))
    theta.array[...] = [1.0, 2.0, 3.0]
    optimizer.step(cost_of(A, 0 * b, theta))
    np.testing.assert_allclose(optimizer.state["d"], -A @ [1.0, 2.0, 3.0], rtol=1e-12)


def test_the_least_curvature_met_is_a_rayleigh_quotient():
    found = conjugate_gradient(lambda v: 2 * v, np.array([3.0, 4.0]))
    assert found.curvature == pytest.approx(2.0, rel=1e-14)
    found = conjugate_gradient(lambda v: A @ v, 100 * b)
    assert 1.0 <= found.curvature < 3.0  # between the least eigenvalue and the next
    with pytest.raises(ValueError, match=r"conjugate_gradient: expected b \(n,\) and x \(n,\), got list"):
        conjugate_gradient(lambda v: v, [1.0, 2.0])


@pytest.mark.parametrize("length", [1e-4, 0.01, 10.0])
def test_hessian_free_solves_as_far_as_scipy_does_to_that_tolerance(length):
    linalg = pytest.importorskip("scipy.sparse.linalg")
    n = 12
    A, b = quadratic(np.geomspace(1.0, 100.0, n))
    g = length * b / np.linalg.norm(b)
    theta = Parameter(np.linalg.solve(A, g))  # J = theta A theta / 2
    optimizer = HessianFree([theta])
    assert optimizer.state["damping"] == 0.01 and optimizer.n_products == 50
    points = seen_in_a_step(optimizer, theta, A, 0 * b)
    expected = linalg.cg(A + 0.01 * np.eye(n), -g, rtol=min(0.5, length**0.5))[0]
    np.testing.assert_allclose(points[-1] - points[0], expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("cubic", "factor"), [(0.0, 2 / 3), (0.15, 2 / 3), (0.24, 1), (0.45, 1), (0.72, 3 / 2), (-2, 2 / 3)]
)
def test_damping_follows_the_ratio_of_the_change_to_the_one_that_the_parabola_predicted(cubic, factor):
    # J = x + x^2 / 2 - c x^3 at 0: g = 1, H = 1, so that d = -1 / 1.25 = -0.8 with damping 1/4, which the
    # parabola expects to change the cost by -0.8 + 0.32 = -0.48. What comes is -0.48 + 0.512 c
    share = 1 - 0.512 * cubic / 0.48
    expected = 2 / 3 if share > 0.75 else 1 if share >= 0.25 else 3 / 2
    assert expected == factor
    x = Parameter([0.0])
    optimizer = HessianFree([x], damping=0.25)
    optimizer.step(lambda: (x + x * x / 2 - cubic * x**3).sum())
    assert optimizer.state["damping"] == pytest.approx(0.25 * factor)


@pytest.mark.parametrize("unit", [1e-4, 1.0, 1e4])
def test_the_unit_of_the_cost_does_not_change_the_step_of_damped_newton(unit):
    # H = diag(1, -1/2): with damping 1/10, mu lifts -1/2 to 1/10, a tenth of the largest
    theta = Parameter([1.0, 1.0])
    optimizer = DampedNewton([theta], damping=0.1)
    points = seen_in_a_step(optimizer, theta, unit * np.diag([1.0, -0.5]), np.zeros(2))
    np.testing.assert_allclose(points[1] - points[0], [-1 / 1.6, 0.5 / 0.1], rtol=1e-9)


def test_the_hessian_is_symmetric_to_the_last_bit():
    rng = np.random.default_rng(1)
    model = MLP((3, 5, 2), rng=rng)
    x, y = rng.standard_normal((7, 3)), rng.standard_normal((7, 2))
    optimizer = DampedNewton(model.parameters())
    _, _, H = optimizer.cost_gradient_and_hessian(lambda: mean_squared_error(model(x), y))
    np.testing.assert_array_equal(H, H.T)


def test_a_step_of_a_closure_method_takes_over_what_was_assigned_to_its_parameters():
    for method in (BFGS, NonlinearCG, DampedNewton):
        theta = Parameter([9.0, 9.0])
        optimizer = method([theta])
        theta.array = np.array([0.5, 0.5])
        points = []

        def closure(theta=theta, points=points):
            points.append(theta.array.copy())
            return rosenbrock(theta)

        optimizer.step(closure)
        assert points[0].tolist() == [0.5, 0.5]
        np.testing.assert_array_equal(optimizer.theta, theta.array)
