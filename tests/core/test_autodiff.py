"""grad, hvp, hessian and no_grad against closed forms. What a sweep visits and keeps: test_sweep.py."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from dlcourse import ops
from dlcourse.autodiff import grad, hessian, hvp, no_grad
from dlcourse.gradcheck import gradcheck
from dlcourse.tensor import Tensor


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def test_a_tensor_used_twice_gets_the_sum_of_both_gradients():
    x = Tensor(3.0)
    assert float(grad(x * x, x)) == 6.0
    assert float(grad(x + x, x)) == 2.0
    assert float(grad(x * x * x - 2 * x, x)) == 25.0


def test_a_tensor_at_two_positions_of_one_op_gets_both_gradients():
    A = Tensor(draw(3, 3))
    U = draw(3, 3, seed=1)
    np.testing.assert_allclose(grad(((A @ A) * U).sum(), A), U @ A.array.T + A.array.T @ U)
    gradcheck(lambda A, b: ops.affine(A, A, b), [draw(3, 3), draw(3)])


def test_a_tensor_used_by_many_gets_the_sum_over_all_of_them():
    x = Tensor([1.0, 2.0])
    J = sum(((i + 1) * x).sum() for i in range(100))
    assert grad(J, x).tolist() == [5050.0, 5050.0]


@pytest.mark.parametrize("sum_comes_first", [True, False])
def test_an_addition_that_hands_one_gradient_to_two_tensors_keeps_them_apart(sum_comes_first):
    a, b = Tensor(np.ones(2)), Tensor(np.ones(2))
    if sum_comes_first:
        parts = [(a + b).sum(), (a * 3).sum(), (a * 5).sum()]
    else:
        parts = [(a * 5).sum(), (a * 3).sum(), (a + b).sum()]
    for order in (parts, parts[::-1]):
        g_a, g_b = grad(order[0] + order[1] + order[2], [a, b])
        assert g_a.tolist() == [9.0, 9.0] and g_b.tolist() == [1.0, 1.0]


def test_gradients_are_arrays_of_their_own_that_may_be_written_to():
    a, b = Tensor(np.ones(3)), Tensor(np.ones(3))
    g_a, g_b = grad((a + b).sum(), [a, b])
    g_a *= 0.5
    assert g_b.tolist() == [1.0, 1.0, 1.0]


def test_a_gradient_written_to_leaves_the_data_alone():
    x, c = Tensor(np.ones(3)), np.array([1.0, 2.0, 3.0])
    g = np.array(grad((x * c).sum(), x))
    for J in ((x * c).sum(), ops.matmul(x, c)):
        found = grad(J, x)
        assert not np.shares_memory(found, c) and found.tolist() == g.tolist()


def test_tensors_in_between_get_their_gradients_too():
    x = Tensor([1.0, 2.0])
    h = x * 3
    J = (h * h).sum()
    g_h, g_J, g_x = grad(J, [h, J, x])
    assert (g_h.tolist(), float(g_J), g_x.tolist()) == ([6.0, 12.0], 1.0, [18.0, 36.0])
    assert grad(J, h).tolist() == [6.0, 12.0]


def test_a_tensor_in_between_is_not_changed_by_what_arrives_after_it():
    x = Tensor([1.0, 2.0])
    h = x + 0
    g_h, g_x = grad((h * 2).sum() + (x * 5).sum(), [h, x])
    assert (g_h.tolist(), g_x.tolist()) == ([2.0, 2.0], [7.0, 7.0])


def test_the_gradient_of_a_tensor_by_itself_is_one():
    x = Tensor([4.0])
    assert grad(x, x).tolist() == [1.0]


@pytest.mark.parametrize("create_graph", [False, True])
def test_what_the_cost_does_not_depend_on_gets_zeros(create_graph):
    x, apart = Tensor([1.0, 2.0]), Tensor(np.ones((2, 3), np.float32))
    g = grad((x * x).sum(), [apart, x], create_graph=create_graph)[0]
    g = g.array if create_graph else g
    assert g.tolist() == [[0.0] * 3] * 2 and g.dtype == np.float32


def test_zeros_are_zeros_also_beside_infinite_numbers():
    x, infinite = Tensor([1.0]), Tensor([np.inf, np.nan])
    assert grad(x * 2, infinite).tolist() == [0.0, 0.0]


def test_an_infinite_cost_still_has_its_gradient():
    x = Tensor(1e200)
    with np.errstate(over="ignore"):
        J = x * x
    assert float(grad(J, x)) == 2e200


def test_one_tensor_gives_one_gradient_and_a_list_gives_a_list_in_its_order():
    x, y = Tensor(2.0), Tensor(5.0)
    J = x * y
    assert float(grad(J, x)) == 5.0
    assert [float(g) for g in grad(J, [y, x, y])] == [2.0, 5.0, 2.0]
    assert [float(g) for g in grad(J, (x,))] == [5.0] and grad(J, []) == []


def test_a_cost_of_one_number_in_any_shape_is_fine():
    x = Tensor([[3.0]])
    assert grad(x * x, x).tolist() == [[6.0]]


def test_float32_variables_get_float32_gradients_also_from_a_float64_cost():
    x = Tensor(np.ones(3, np.float32))
    for J in ((x * np.arange(3.0)).sum(), (x * 2).sum()):
        assert grad(J, x).dtype == np.float32


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    shapes=mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3, min_side=0),
    seed=st.integers(0, 9),
)
def test_broadcasting_is_undone_for_any_two_shapes_that_fit(shapes, seed):
    a, b = (draw(*shape, seed=seed + i) for i, shape in enumerate(shapes.input_shapes))
    U = draw(*shapes.result_shape, seed=seed + 2)
    A, B = Tensor(a), Tensor(b)
    g_A, g_B = grad((A * B * U).sum() + (A * 0).sum() + (B * 0).sum(), [A, B])
    for x, other, g in ((a, b, g_A), (b, a, g_B)):
        expected = np.zeros(x.shape)
        positions = np.broadcast_to(np.arange(x.size).reshape(x.shape), U.shape)
        np.add.at(expected.reshape(-1), positions, np.broadcast_to(other, U.shape) * U)
        assert g.shape == x.shape
        np.testing.assert_allclose(g, expected, atol=1e-14)


@pytest.mark.parametrize(
    ("f", "derivatives"),
    [
        (ops.exp, [np.exp] * 4),
        (
            ops.tanh,
            [
                lambda x: 1 - np.tanh(x) ** 2,
                lambda x: -2 * np.tanh(x) * (1 - np.tanh(x) ** 2),
                lambda x: -2 * (1 - np.tanh(x) ** 2) * (1 - 3 * np.tanh(x) ** 2),
            ],
        ),
        (ops.log, [lambda x: 1 / x, lambda x: -1 / x**2, lambda x: 2 / x**3, lambda x: -6 / x**4]),
        (lambda x: 1 / x, [lambda x: -1 / x**2, lambda x: 2 / x**3, lambda x: -6 / x**4]),
        (
            lambda x: x * x * x * x,
            [lambda x: 4 * x**3, lambda x: 12 * x**2, lambda x: 24 * x, lambda x: 24 + 0 * x],
        ),
        (lambda x: 3 * x, [lambda x: 3 + 0 * x, lambda x: 0 * x, lambda x: 0 * x]),
    ],
    ids=["exp", "tanh", "log", "reciprocal", "x^4", "linear"],
)
def test_a_gradient_can_be_differentiated_again_and_again(f, derivatives):
    x = Tensor([0.4, 0.7, 1.3])
    y = f(x)
    for derivative in derivatives:
        y = grad(y.sum(), x, create_graph=True)
        np.testing.assert_allclose(y.array, derivative(x.array), rtol=1e-12, atol=1e-13)


def net(x, W, b, w):
    """A little network with a softmax cross-entropy."""
    return ops.softmax_cross_entropy(ops.affine(ops.tanh(ops.affine(x, W, b)), w, b), np.array([0, 2, 1, 1]))


NET = [draw(4, 3), draw(3, 3, seed=1), draw(3, seed=2), draw(3, 3, seed=3)]


def test_the_hessian_of_a_quadratic_is_its_matrix_and_symmetric():
    A = draw(4, 4)
    A = A + A.T
    x = Tensor(draw(4, seed=1))
    np.testing.assert_allclose(hessian(0.5 * (x @ A @ x), x), A, atol=1e-14)


def test_the_hessian_over_several_tensors_has_their_cross_terms_in_order():
    a, b = Tensor([2.0, 3.0]), Tensor(5.0)
    np.testing.assert_allclose(hessian((a * a).sum() * b, [a, b]), [[10, 0, 4], [0, 10, 6], [4, 6, 0]])
    np.testing.assert_allclose(hessian((a * a).sum() * b, [b, a]), [[0, 4, 6], [4, 10, 0], [6, 0, 10]])


def test_the_hessian_of_what_is_linear_is_zero():
    x = Tensor([1.0, 2.0])
    assert hessian((3 * x).sum(), x).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_hvp_is_the_hessian_times_the_vector():
    tensors = [Tensor(x) for x in NET]
    wrt, vectors = tensors[1:], [draw(*t.shape, seed=9 + i) for i, t in enumerate(tensors[1:])]
    H = hessian(net(*tensors), wrt)
    products = hvp(net(*tensors), wrt, vectors)
    flat = np.concatenate([product.ravel() for product in products])
    np.testing.assert_allclose(flat, H @ np.concatenate([v.ravel() for v in vectors]), atol=1e-13)
    np.testing.assert_allclose(H, H.T, atol=1e-13)
    one = hvp(net(*tensors), wrt[0], vectors[0])
    np.testing.assert_allclose(one.ravel(), H[:9, :9] @ vectors[0].ravel(), atol=1e-13)


def test_gradient_and_hessian_of_a_network_are_those_of_torch():
    torch = pytest.importorskip("torch")
    peers = [torch.tensor(x, requires_grad=True) for x in NET]

    def peer(x, W, b, w):
        return torch.nn.functional.cross_entropy(torch.tanh(x @ W + b) @ w + b, torch.tensor([0, 2, 1, 1]))

    tensors = [Tensor(x) for x in NET]
    expected = torch.autograd.grad(peer(*peers), peers)
    for g, g_torch in zip(grad(net(*tensors), tensors), expected, strict=True):
        np.testing.assert_allclose(g, g_torch.numpy(), atol=1e-14)
    blocks = torch.autograd.functional.hessian(peer, tuple(peers))
    blocks = [[block.reshape(peers[i].numel(), -1).numpy() for block in row] for i, row in enumerate(blocks)]
    np.testing.assert_allclose(hessian(net(*tensors), tensors), np.block(blocks), atol=1e-13)


def test_under_no_grad_nothing_is_recorded_and_the_graph_before_it_stays_usable():
    x = Tensor([1.0, 2.0])
    J = (x * x).sum()
    with no_grad():
        constant = (x * 7).sum()
        assert grad(J, x).tolist() == [2.0, 4.0]
    assert grad(J + constant * 1, x).tolist() == [2.0, 4.0]
