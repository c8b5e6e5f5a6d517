"""Under no_grad: derivatives of what was recorded before are right, and what was not recorded has none."""

import numpy as np
import pytest

from dlcourse import forward_mode
from dlcourse.autodiff import grad, hessian, hvp, jacobian, no_grad, vjp
from dlcourse.critical_points import classify
from dlcourse.gradcheck import GradcheckError, gradcheck
from dlcourse.layers import MLP, Linear
from dlcourse.losses import mean_squared_error
from dlcourse.op import Op, is_recording
from dlcourse.optimizers import BFGS, LBFGS, SGD, HessianFree, Newton, NonlinearCG
from dlcourse.tensor import Parameter, Tensor
from dlcourse.training import fit

X = np.array([1.0, 2.0])
WEIGHTS = np.array([3.0, -1.0])


def cubes(x):
    """sum x^3: gradient 3 x^2, Hessian diag(6 x), third derivatives 6."""
    return (x**3).sum()


OF_WHAT_WAS_RECORDED = [
    ("grad", lambda J, t: grad(J, t), 3 * X**2),
    ("grad, to be derived again", lambda J, t: grad(J, t, create_graph=True).array, 3 * X**2),
    ("hvp", lambda J, t: hvp(J, t, np.ones(2)), 6 * X),
    ("hvp of a list", lambda J, t: hvp(J, [t], [WEIGHTS])[0], 6 * X * WEIGHTS),
    ("hessian", hessian, np.diag(6 * X)),
]
OF_A_FUNCTION = [
    ("vjp", lambda: vjp(lambda x: x**3, X, WEIGHTS)[1], 3 * X**2 * WEIGHTS),
    ("jacobian", lambda: jacobian(lambda x: x**3, X), np.diag(3 * X**2)),
    ("jvp", lambda: forward_mode.jvp(lambda x: x**3, X, WEIGHTS)[1], 3 * X**2 * WEIGHTS),
    ("forward jacobian", lambda: forward_mode.jacobian(lambda x: x**3, X), np.diag(3 * X**2)),
    ("classify", lambda: classify(cubes, X).eigenvalues, 6 * X),
]


@pytest.mark.parametrize(("what", "of", "expected"), OF_WHAT_WAS_RECORDED)
def test_derivatives_of_what_was_recorded_are_the_same_within_no_grad(what, of, expected):
    t = Tensor(X)
    J = cubes(t)
    with no_grad():
        np.testing.assert_allclose(of(J, t), expected, rtol=1e-12)
        assert not is_recording()


@pytest.mark.parametrize(("what", "of", "expected"), OF_A_FUNCTION)
def test_what_is_given_a_function_records_for_itself(what, of, expected):
    with no_grad():
        np.testing.assert_allclose(of(), expected, rtol=1e-12)


def test_a_gradient_that_was_asked_for_within_no_grad_can_be_derived_outside():
    t = Tensor(X)
    J = cubes(t)
    with no_grad():
        slope = grad(J, t, create_graph=True)
    np.testing.assert_allclose(grad((slope * slope).sum(), t), 2 * 3 * X**2 * 6 * X)


def test_gradcheck_finds_a_wrong_rule_also_within_no_grad():
    class Halved(Op):
        def f(self, x):
            return x * x

        def bprop(self, inputs, X, G, Y):
            return G * inputs[0]

    with no_grad():
        gradcheck(cubes, [X])
        gradcheck(cubes, [X], order=2)
        with pytest.raises(GradcheckError):
            gradcheck(Halved(), [X])


def test_bprop_follows_a_recorded_fprop_within_no_grad():
    layer, x = Linear(2, 1, rng=np.random.default_rng(0)), Tensor(X[None])
    y = layer.fprop(x)
    with no_grad():
        dE_dx, (dE_dW, dE_db) = layer.bprop(x, np.array([[2.0]]), y)
    np.testing.assert_array_equal(dE_dx, 2 * layer.W.array.T)
    np.testing.assert_array_equal(dE_dW, 2 * X[:, None])
    np.testing.assert_array_equal(dE_db, [2.0])


@pytest.mark.parametrize("optimizer", [BFGS, LBFGS, NonlinearCG, HessianFree, Newton])
def test_an_optimizer_that_is_given_the_cost_moves_within_no_grad(optimizer):
    theta = Parameter(X)
    method = optimizer([theta])
    with no_grad():
        for _ in range(8):
            method.step(lambda: ((theta - WEIGHTS) ** 2).sum())
    np.testing.assert_allclose(theta.array, WEIGHTS, atol=1e-6)


def test_fit_trains_within_no_grad_as_it_does_outside():
    def losses():
        model = MLP((2, 3, 1), rng=np.random.default_rng(0))
        y = np.ones((1, 1))
        optimizer = SGD(model.parameters(), lr=0.1)
        return fit(model, mean_squared_error, X[None], y, optimizer, n_epochs=5, progress=False).loss

    expected = losses()
    with no_grad():
        assert losses() == expected
    assert expected[-1] < expected[0]


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize("inside", [False, True])
def test_a_result_computed_under_no_grad_has_no_gradient(create_graph, inside):
    t, constant = Tensor(X), Tensor(1.0)
    with no_grad():
        J = cubes(t)
        if inside:
            with pytest.raises(ValueError, match="grad: expected a result that was recorded, got .* no_grad"):
                grad(J, t, create_graph)
    for wrt in (t, [t, constant], constant):
        with pytest.raises(ValueError, match="compute it outside of that block"):
            grad(J, wrt, create_graph)
    for second in (lambda: hessian(J, t), lambda: hvp(J, t, np.ones(2))):
        with pytest.raises(ValueError, match="expected a result that was recorded"):
            second()


def test_a_function_that_computes_under_no_grad_has_no_derivatives():
    def f(x):
        with no_grad():
            return x**3

    with pytest.raises(ValueError, match="vjp: expected a result that was recorded"):
        vjp(f, X, np.ones(2))
    with pytest.raises(ValueError, match="jacobian: expected a result that was recorded"):
        jacobian(f, X)
    layer, x = Linear(2, 1, rng=np.random.default_rng(0)), Tensor(X[None])
    with no_grad():
        y = layer.fprop(x)
    with pytest.raises(ValueError, match=r"Linear\.bprop: expected a result that was recorded"):
        layer.bprop(x, np.ones((1, 1)), y)


def test_within_a_graph_what_no_grad_computed_is_a_constant():
    t = Tensor(X)
    with no_grad():
        held = t * t
    J = (held * t).sum()
    np.testing.assert_array_equal(grad(J, t), X**2)
    np.testing.assert_array_equal(grad(J, held), X)
    assert float(grad(held.sum(), held).sum()) == 2


def test_a_result_is_its_own_derivative_whether_recorded_or_not():
    with no_grad():
        J = cubes(Tensor(X))
    assert grad(J, J) == 1
