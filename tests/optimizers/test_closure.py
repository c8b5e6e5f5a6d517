"""What all methods with a closure owe: they descend, take float32, resume, and corrupt nothing."""

import numpy as np
import pytest
from closure_cases import CLOSURE_OPTIMIZERS, DESCENDING, cost_of, quadratic, run

from dlcourse.backend import use_dtype
from dlcourse.experiments.ch10_surfaces import rosenbrock
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import ClosureOptimizer, LineSearchError
from dlcourse.tensor import Parameter, Tensor

every_method = pytest.mark.parametrize("method", CLOSURE_OPTIMIZERS)
every_descent = pytest.mark.parametrize("method", DESCENDING)


@every_descent
def test_the_bent_valley_is_followed_to_its_end_as_by_scipy(method):
    optimize = pytest.importorskip("scipy.optimize")
    found, n_steps = run(method, rosenbrock, [-1.2, 1.0], 200, tol=1e-7)
    theirs = optimize.minimize(optimize.rosen, [-1.2, 1.0], jac=optimize.rosen_der, tol=1e-9).x
    np.testing.assert_allclose(found, theirs, rtol=1e-6)
    assert n_steps < 200


@every_descent
def test_every_step_lowers_the_cost_of_a_network(method):
    rng = np.random.default_rng(3)
    x = rng.uniform(-2, 2, (40, 1))
    y = np.sin(2 * x)
    model = MLP((1, 5, 1), rng=rng)
    optimizer = method(model.parameters())
    costs = [optimizer.step(lambda: mean_squared_error(model(x), y)) for _ in range(30)]
    assert all(later < earlier for earlier, later in zip(costs, costs[1:], strict=False))
    assert costs[-1] < 0.5 * costs[0] and optimizer.n_steps == 30


@every_method
def test_gradients_in_place_of_a_closure_are_refused(method):
    optimizer = method([Parameter([1.0])])
    with pytest.raises(TypeError, match=f"{method.__name__}: expected a function .*, got list; pass lambda"):
        optimizer.step([np.ones(1)])
    with pytest.raises(TypeError, match="step"):
        optimizer.step()


@every_method
def test_a_closure_must_return_one_finite_number_with_its_origin(method):
    theta = Parameter([1.0, 2.0])
    optimizer = method([theta])
    for closure, error, words in (
        (lambda: 1.0, TypeError, "expected the closure to return a Tensor with one number, got float"),
        (lambda: theta * 2, TypeError, r"got shape \(2,\)"),
        (lambda: (theta * np.inf).sum(), FloatingPointError, "expected a finite cost, got inf"),
    ):
        with pytest.raises(error, match=words):
            optimizer.step(closure)
    assert theta.array.tolist() == [1.0, 2.0] and optimizer.n_steps == 0


@every_method
def test_a_step_that_fails_half_way_leaves_everything_as_it_was(method):
    A, b = quadratic([1.0, 2.0, 5.0])
    theta = Parameter([1.0, -1.0, 2.0])
    optimizer, calls = method([theta], lr=0.3), []
    cost = cost_of(A, b, theta)
    optimizer.step(cost)
    before = theta.array.copy(), optimizer.state_dict()

    def cost_that_is_interrupted():
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return cost()

    if method.__name__ in ("Newton", "SaddleFreeNewton"):  # they call it once: only the step itself can fail
        optimizer.lr = 1e308
        with pytest.raises((FloatingPointError, RuntimeWarning)), np.errstate(over="ignore"):
            optimizer.step(lambda: cost() * 1.0 + (theta * 1e200).sum())
        optimizer.lr = 0.3
    else:
        with pytest.raises(KeyboardInterrupt):
            optimizer.step(cost_that_is_interrupted)
    np.testing.assert_array_equal(theta.array, before[0])
    np.testing.assert_equal(optimizer.state_dict(), before[1])


@every_method
def test_training_resumed_from_a_state_ends_at_the_same_bits(method):
    first, saved = Parameter([-1.2, 1.0]), None
    optimizer = method([first], lr=0.5)
    for i in range(6):
        if i == 3:
            saved = first.array.copy(), optimizer.state_dict()
        optimizer.step(lambda: rosenbrock(first))
    second = Parameter(saved[0])
    resumed = method([second], lr=1.0)
    resumed.load_state_dict(saved[1])
    for _ in range(3):
        resumed.step(lambda: rosenbrock(second))
    np.testing.assert_array_equal(second.array, first.array)
    np.testing.assert_equal(resumed.state_dict(), optimizer.state_dict())


@every_method
def test_float32_stays_float32(method):
    A, b = (array.astype(np.float32) for array in quadratic([1.0, 2.0, 4.0]))
    with use_dtype("float32"):
        theta = Parameter([1.0, -1.0, 2.0])
    optimizer = method([theta])
    for _ in range(3):
        optimizer.step(cost_of(A, b, theta))
    kept = {a.dtype for a in optimizer.state.values() if a.size > 2}
    assert theta.dtype == np.float32 and kept <= {np.dtype("float32")}


@every_method
def test_several_parameters_of_any_shape_are_one_vector(method):
    A, b = quadratic([1.0, 2.0, 3.0, 4.0, 5.0])
    W, c = Parameter(np.ones((2, 2))), Parameter([1.0])
    whole = Parameter(np.ones(5))

    def cost():
        flat = W.reshape(-1)
        rows = [flat[0], flat[1], flat[2], flat[3], c[0]]
        J = Tensor(0.0)
        for i in range(5):
            J = J - rows[i] * b[i]
            for j in range(5):
                J = J + 0.5 * A[i, j] * rows[i] * rows[j]
        return J

    for parameters, closure in (([W, c], cost), ([whole], cost_of(A, b, whole))):
        optimizer = method(parameters)
        for _ in range(2):
            optimizer.step(closure)
    np.testing.assert_allclose(np.append(W.array, c.array), whole.array, rtol=1e-9)


@every_method
def test_at_a_critical_point_nothing_moves(method):
    theta = Parameter([0.0, 0.0])
    optimizer = method([theta])
    optimizer.step(lambda: (theta * theta).sum())
    assert theta.array.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("method", DESCENDING[1:4])
def test_a_cost_without_a_floor_is_reported(method):
    theta = Parameter([1.0])
    optimizer = method([theta])
    with pytest.raises(LineSearchError, match="wolfe: expected the cost to rise again, got"):
        optimizer.step(lambda: -theta.sum())
    assert theta.array.tolist() == [1.0]


def test_a_subclass_without_move_says_what_to_define():
    with pytest.raises(NotImplementedError, match=r"ClosureOptimizer: expected a method move\(closure\)"):
        ClosureOptimizer([Parameter([1.0])], lr=1.0).step(lambda: Tensor(1.0))
