"""Chapter 13's numbers."""

import numpy as np
import pytest

from dlcourse.critical_points import gradient_at
from dlcourse.experiments import ch13_second_order as second_order
from dlcourse.experiments import ch13_without_a_matrix as without
from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import bowl, rosenbrock
from dlcourse.optimizers import BFGS, LBFGS, SGD, DampedNewton, HessianFree, NonlinearCG


@pytest.mark.rows("F066", "F068")
def test_one_step_of_each_method_at_the_saddle():
    found = second_order.one_step_at_the_saddle()
    np.testing.assert_allclose(found["Newton"], [0, 0], atol=1e-15)
    np.testing.assert_allclose(found["saddle-free Newton"], [0, 1], atol=1e-15)
    np.testing.assert_allclose(found["gradient descent"], [0.8, 0.6], rtol=1e-12)


@pytest.mark.rows("F051", "F065")
def test_the_error_of_the_taylor_models_falls_with_the_square_and_the_cube_of_the_step():
    x, d = np.array([-0.5, 0.8]), np.array([0.6, 0.8])
    for order, power in ((1, 2), (2, 3)):
        model = second_order.taylor(rosenbrock, x, order)
        errors = [abs(values(rosenbrock, [x + h * d])[0] - model(h * d)) for h in (1e-2, 5e-3)]
        assert errors[0] / errors[1] == pytest.approx(2**power, rel=0.1)
    model = second_order.taylor(bowl, x)
    assert model(d) == pytest.approx(values(bowl, [x + d])[0], rel=1e-12)  # exact for a quadratic
    with pytest.raises(ValueError, match="taylor: expected order 1 or 2, got 3"):
        second_order.taylor(bowl, x, 3)


@pytest.mark.rows("F051")
def test_the_first_order_model_promises_descent_that_small_steps_keep():
    x = np.array([-7.0, 2.0])
    g = np.array([-0.7, 4.0])
    for lr in (1e-3, 1e-2):
        promised = second_order.taylor(bowl, x, 1)(-lr * g)
        assert promised == pytest.approx(6.45 - lr * (g @ g), rel=1e-12)
        assert promised < values(bowl, [x - lr * g])[0] < 6.45


@pytest.mark.parametrize("method", [DampedNewton, NonlinearCG, BFGS, LBFGS, HessianFree])
def test_curvature_shortens_the_way_down_the_bent_valley(method):
    steps, looks = second_order.steps_down_the_valley(method)
    assert steps < 150 and looks >= steps
    if method in (BFGS, LBFGS, DampedNewton):
        assert steps < 50


def test_descent_down_the_valley_is_that_of_the_library():
    lr, n = 1e-3, second_order.descent_down_the_valley(tol=5.0)
    path = descend(rosenbrock, second_order.VALLEY_START, SGD, n, lr=lr)
    lengths = [np.linalg.norm(gradient_at(rosenbrock, point)) for point in path]
    assert lengths[-1] < 5 and min(lengths[:-1]) >= 5


@pytest.mark.rows("F067")
def test_on_other_draws_steepest_descent_gains_about_two_digits_where_conjugate_gradients_are_done():
    left = []
    for seed in range(100, 120):
        slow, fast = (
            f(30, np.random.default_rng(seed))
            for f in (without.residuals_of_steepest_descent, without.residuals_of_cg)
        )
        left.append(slow[30] / slow[0])
        assert fast[30] < 1e-9 * fast[0]
    assert 1e-3 < np.median(left) < 0.03 and max(left) < 0.1


@pytest.mark.rows("F098")
@pytest.mark.parametrize("seed", [20, 21, 22])
def test_a_small_batch_throws_newtons_step_farther_off_than_its_length_and_the_gradient_less(seed):
    gradient, newton = without.errors_of_batches((25, 1600), seed=seed)
    assert gradient[0] < 1 < newton[0] and max(gradient[1], newton[1]) < 0.2
