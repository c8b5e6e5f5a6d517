"""Chapter 13's numbers."""

import numpy as np
import pytest

from dlcourse.experiments import ch13_second_order as second_order
from dlcourse.experiments.ch04_descent import values
from dlcourse.experiments.ch10_surfaces import bowl, rosenbrock
from dlcourse.optimizers import BFGS, LBFGS, DampedNewton, HessianFree, NonlinearCG


@pytest.mark.rows("F066", "F068")
def test_one_step_of_each_method_at_the_saddle():
    found = second_order.one_step_at_the_saddle()
    np.testing.assert_allclose(found["Newton"], [0, 0], atol=1e-15)
    np.testing.assert_allclose(found["saddle-free Newton"], [0, 1], atol=1e-15)
    np.testing.assert_allclose(found["gradient descent"], [0.8, 0.6], rtol=1e-12)


@pytest.mark.rows("F067")
@pytest.mark.parametrize("n", [2, 5, 30])
def test_conjugate_gradients_need_n_steps(n):
    residuals = second_order.residuals_of_cg(n, np.random.default_rng(n))
    assert len(residuals) <= n + 1 and residuals[-1] < 1e-13
    if n < 30:
        assert residuals[n - 1] > 1e-3  # and no fewer


@pytest.mark.rows("F070")
@pytest.mark.parametrize("seed", range(3))
def test_with_full_memory_the_two_loops_are_bfgs(seed):
    full, limited = second_order.directions_of_bfgs(8, 8, np.random.default_rng(seed))
    np.testing.assert_allclose(limited, full, rtol=1e-9, atol=1e-12)


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


@pytest.mark.rows("F098")
@pytest.mark.parametrize(("n", "memory"), [(50, 10), (200, 5)])
def test_bfgs_keeps_n_squared_numbers_and_lbfgs_two_per_parameter_and_pair(n, memory):
    assert second_order.numbers_kept(n, memory) == {"BFGS": n * n, "L-BFGS": 2 * memory * n}


@pytest.mark.rows("F098")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_newton_step_needs_larger_batches_than_a_gradient_step(seed):
    gradient, newton = second_order.errors_of_batches(seed=seed)
    assert (np.diff(gradient) < 0).all() and (np.diff(newton) < 0).all()
    assert (newton > gradient).all() and gradient[0] < 0.8 and newton[0] > 1.5  # with 25 samples it misleads
    assert newton[0] / gradient[0] > 2 and newton[-1] / gradient[-1] < 1.4
