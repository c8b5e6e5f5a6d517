"""vjp and jacobian: products with the Jacobian and the matrix itself, by backward sweeps."""

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import ops
from dlcourse.autodiff import grad, jacobian, no_grad, vjp
from dlcourse.counting import count
from dlcourse.gradcheck import numerical_gradient
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

every_op = in_turn("case", CASES, by=op_of)


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


@every_op
def test_a_row_of_the_jacobian_is_the_gradient_of_one_output(case):
    X = next(i for i, x in enumerate(case.inputs) if x.dtype.kind == "f")

    def f(x):
        return case.op(*case.inputs[:X], x, *case.inputs[X + 1 :])

    x = case.inputs[X]
    J, size = jacobian(f, x), np.size(f(x))
    assert J.shape == (size, x.size)
    for i in range(min(size, 2)):
        tensor = Tensor(x)
        expected = grad(f(tensor).reshape(-1)[i], tensor).reshape(-1)
        np.testing.assert_allclose(J[i], expected, rtol=1e-14)


@pytest.mark.rows("S133")
def test_the_vector_chain_rule_is_the_transposed_jacobian_times_the_gradient():
    W, x = draw(3, 4), draw(3, seed=1)

    def y(x):
        return ops.tanh(x @ W)

    def z(y):
        return (y * y * y).sum()

    dz_dy = grad(z(t := Tensor(y(x))), t)
    dy_dx = np.array(
        [numerical_gradient(lambda x, j=j: np.tanh(x @ W)[j], x, scheme="complex") for j in range(4)]
    )
    np.testing.assert_allclose(vjp(y, x, dz_dy)[1], dy_dx.T @ dz_dy, rtol=1e-13)
    np.testing.assert_allclose(jacobian(y, x), dy_dx, rtol=1e-13)


@pytest.mark.rows("S134")
def test_a_tensor_is_handled_as_its_flattened_entries():
    A, B, G = draw(5, 4), draw(4, 3, seed=1), draw(5, 3, seed=2)
    J = jacobian(lambda A: A @ B, A)
    np.testing.assert_allclose((J.T @ G.ravel()).reshape(5, 4), G @ B.T, rtol=1e-13)
    np.testing.assert_allclose(vjp(lambda A: A @ B, A, G)[1], G @ B.T, rtol=1e-13)


@pytest.mark.rows("S153")
def test_the_rules_of_the_matrix_product():
    A, B, G = draw(5, 4), draw(4, 3, seed=1), draw(5, 3, seed=2)
    Y, (by_A, by_B) = vjp(lambda A, B: A @ B, [A, B], G)
    np.testing.assert_array_equal(Y, A @ B)
    np.testing.assert_allclose(by_A, G @ B.T, rtol=1e-14)
    np.testing.assert_allclose(by_B, A.T @ G, rtol=1e-14)


@pytest.mark.rows("S130")
def test_a_bias_that_was_broadcast_gets_the_sum_over_the_columns():
    X, W, b, G = draw(5, 3), draw(3, 2, seed=1), draw(2, seed=2), draw(5, 2, seed=3)
    H, (by_W, by_b) = vjp(lambda W, b: ops.relu(X @ W + b), [W, b], G)
    active = G * (X @ W + b > 0)
    np.testing.assert_array_equal(H, np.maximum(0, X @ W + b))
    np.testing.assert_allclose(by_b, active.sum(axis=0), rtol=1e-14)
    np.testing.assert_allclose(by_W, X.T @ active, rtol=1e-14)


@pytest.mark.rows("S154")
def test_the_product_of_a_number_with_itself_gets_both_gradients():
    assert float(vjp(lambda x: x * x, 3.0, 1.0)[1]) == 6.0


@pytest.mark.rows("S131")
def test_the_weights_of_a_decay_are_reached_by_two_paths():  # prediction and lambda sum w^2
    x, y, w, decay = draw(4, 2), draw(4, seed=1), draw(2, seed=2), 0.1

    def J(w):
        residual = x @ w - y
        return (residual * residual).sum() + decay * (w * w).sum()

    by_prediction, by_decay = 2 * x.T @ (x @ w - y), 2 * decay * w
    np.testing.assert_allclose(vjp(J, w, 1.0)[1], by_prediction + by_decay, rtol=1e-13)


@pytest.mark.rows("S126")
def test_inputs_that_are_not_asked_for_get_no_derivative():
    a, b = Tensor(draw(3)), Tensor(draw(3, seed=1))
    J = (a * b).sum()
    with count() as counts:
        np.testing.assert_array_equal(grad(J, a), b.array)
    assert counts.edges == 2


def test_one_vjp_is_one_sweep_whatever_the_number_of_outputs():
    with count() as counts:
        vjp(lambda x: ops.exp(x) * 2.0, draw(50), np.ones(50))
    assert (counts.sweeps, counts.edges) == (1, 4)


def test_what_f_does_not_depend_on_gets_zeros():
    for constant in (np.ones(2), Tensor(np.ones(2))):
        assert vjp(lambda x, c=constant: c, draw(3), np.ones(2))[1].tolist() == [0.0] * 3
        assert jacobian(lambda x, c=constant: c, draw(3)).tolist() == [[0.0] * 3] * 2


def test_products_and_matrices_are_right_also_where_nothing_is_recorded():
    with no_grad():
        assert float(vjp(lambda x: x * x, 3.0, 1.0)[1]) == 6.0
        assert jacobian(lambda x: x * x, np.array([1.0, 2.0])).tolist() == [[2.0, 0.0], [0.0, 4.0]]


def test_they_stay_on_the_device_and_in_their_dtype():
    Y, g = vjp(ops.tanh, StrictArray([0.5]), StrictArray([1.0]))
    assert isinstance(Y, StrictArray) and isinstance(g, StrictArray)
    assert isinstance(jacobian(ops.tanh, StrictArray([0.5, 1.0])), StrictArray)
    x = np.ones(2, np.float32)
    assert vjp(ops.tanh, x, np.ones(2))[1].dtype == jacobian(ops.tanh, x).dtype == np.float32


def test_a_weight_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"vjp: expected G of the shape of f\(x\), \(3,\), got \(2,\); it"):
        vjp(ops.tanh, draw(3), np.ones(2))
