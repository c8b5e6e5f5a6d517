"""Chapter 13's numbers: conjugate gradients, BFGS and L-BFGS, batches."""

import numpy as np
import pytest

from dlcourse.experiments import ch13_without_a_matrix as without
from dlcourse.experiments.ch10_surfaces import rosenbrock


@pytest.mark.rows("F067")
@pytest.mark.parametrize("n", [2, 5, 30])
def test_conjugate_gradients_need_n_steps(n):
    residuals = without.residuals_of_cg(n, np.random.default_rng(n))
    assert len(residuals) <= n + 1 and residuals[-1] < 1e-13
    if n < 30:
        assert residuals[n - 1] > 1e-3  # and no fewer


@pytest.mark.rows("F070")
@pytest.mark.parametrize("seed", range(3))
def test_with_full_memory_the_two_loops_are_bfgs(seed):
    full, limited = without.directions_of_bfgs(8, 8, np.random.default_rng(seed))
    np.testing.assert_allclose(limited, full, rtol=1e-9, atol=1e-12)


@pytest.mark.rows("F098")
@pytest.mark.parametrize(("n", "memory"), [(50, 10), (200, 5)])
def test_bfgs_keeps_n_squared_numbers_and_lbfgs_two_per_parameter_and_pair(n, memory):
    assert without.numbers_kept(n, memory) == {"BFGS": n * n, "L-BFGS": 2 * memory * n}


@pytest.mark.rows("F098")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_newton_step_needs_larger_batches_than_a_gradient_step(seed):
    gradient, newton = without.errors_of_batches(seed=seed)
    assert (np.diff(gradient) < 0).all() and (np.diff(newton) < 0).all()
    assert (newton > gradient).all() and gradient[0] < 0.8 and newton[0] > 1.5  # with 25 samples it misleads
    assert newton[0] / gradient[0] > 2 and newton[-1] / gradient[-1] < 1.4


@pytest.mark.rows("F069")
def test_products_by_differences_have_a_best_step():
    errors = without.errors_of_products()
    assert errors[1e-5] < 1e-9 and errors[1e-2] > 100 * errors[1e-5] and errors[1e-12] > 100 * errors[1e-5]
    Hv = without.product_by_difference(rosenbrock, (-1.0, 2.0), (0.6, 0.8), 1e-5)
    np.testing.assert_allclose(Hv, [561.2, 400.0], rtol=1e-9)
