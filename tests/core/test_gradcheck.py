"""gradcheck passes what is right and rejects what is broken, for each way of breaking a rule."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import GradcheckError, gradcheck, numerical_gradient
from dlcourse.op import Op
from dlcourse.ops.activations import Tanh
from dlcourse.ops.elementwise import Exp
from dlcourse.ops.linalg import Affine, Matmul
from dlcourse.ops.reductions import Sum
from dlcourse.tensor import Tensor


def draw(*shape):
    return np.random.default_rng(5).standard_normal(shape)


def broken(op_class, rule):
    """An op of the class with another rule."""
    return type(f"Broken{op_class.__name__}", (op_class,), {"bprop": rule})()


def values(x):
    return x.array if isinstance(x, Tensor) else x


def one_entry_forgotten(self, inputs, X, G, Y):
    mask = np.ones(Y.shape)
    mask.flat[0] = 0
    return G * Y * mask


FIRST_ORDER = {
    "sign": (broken(Tanh, lambda self, inputs, X, G, Y: -G * (1 - Y * Y)), [draw(3, 4)]),
    "factor": (broken(Tanh, lambda self, inputs, X, G, Y: 2 * G * (1 - Y * Y)), [draw(3, 4)]),
    "one thousandth": (broken(Tanh, lambda self, inputs, X, G, Y: 1.001 * G * (1 - Y * Y)), [draw(3, 4)]),
    "square forgotten": (broken(Tanh, lambda self, inputs, X, G, Y: G * (1 - Y)), [draw(3, 4)]),
    "G forgotten": (broken(Tanh, lambda self, inputs, X, G, Y: 1 - Y * Y), [draw(3, 4)]),
    "offset": (broken(Exp, lambda self, inputs, X, G, Y: G * Y + 1e-4), [draw(3)]),
    "one entry": (broken(Exp, one_entry_forgotten), [draw(3, 4)]),
    "zero": (broken(Exp, lambda self, inputs, X, G, Y: G * 0), [draw(2)]),
    "not a number": (broken(Exp, lambda self, inputs, X, G, Y: G * np.nan), [draw(2)]),
    "transposed": (
        broken(Matmul, lambda self, inputs, X, G, Y: (G @ inputs[1].T).T),
        [draw(3, 3), draw(3, 3)],
    ),
    "inputs swapped": (
        broken(Matmul, lambda self, inputs, X, G, Y: G @ inputs[X].T),
        [draw(3, 3), draw(3, 3)],
    ),
    "axis": (
        broken(
            Affine,
            lambda self, inputs, X, G, Y: Affine.bprop(self, inputs, X, G, Y) if X < 2 else G.sum(axis=1),
        ),
        [draw(4, 4), draw(4, 4), draw(4)],
    ),
    "axis lost": (
        broken(Affine, lambda self, inputs, X, G, Y: Affine.bprop(self, inputs, X, G, Y) if X < 2 else G[0]),
        [draw(4, 3), draw(3, 2), draw(2)],
    ),
    "mean for sum": (
        broken(Sum, lambda self, inputs, X, G, Y: ops.broadcast_to(G, inputs[0].shape) / 6),
        [draw(2, 3)],
    ),
}
SECOND_ORDER = {
    "cut off": broken(Tanh, lambda self, inputs, X, G, Y: G * (1 - values(Y) * values(Y))),
    "half cut off": broken(Tanh, lambda self, inputs, X, G, Y: G * (1 - Y * values(Y))),
    "G cut off": broken(Exp, lambda self, inputs, X, G, Y: values(G) * Y),
}


@pytest.mark.parametrize("name", FIRST_ORDER)
def test_a_broken_rule_is_rejected(name):
    op, inputs = FIRST_ORDER[name]
    with pytest.raises(
        GradcheckError, match=r"order 1, input \d of shape .*small steps measure.*; look for a lost"
    ):
        gradcheck(op, inputs)


@pytest.mark.parametrize("name", SECOND_ORDER)
def test_a_rule_whose_own_derivative_is_broken_passes_first_order_and_fails_second(name):
    gradcheck(SECOND_ORDER[name], [draw(3, 4)])
    with pytest.raises(GradcheckError, match="order 2"):
        gradcheck(SECOND_ORDER[name], [draw(3, 4)], order=2)


def test_the_message_names_the_input_that_is_wrong():
    op = broken(Affine, lambda self, inputs, X, G, Y: (1 + (X == 1)) * Affine.bprop(self, inputs, X, G, Y))
    with pytest.raises(GradcheckError, match=r"order 1, input 1 of shape \(3, 2\)"):
        gradcheck(op, [draw(4, 3), draw(3, 2), draw(2)])


def test_every_number_and_every_direction_is_another_draw():
    op = broken(Exp, lambda self, inputs, X, G, Y: G.sum() * Y)  # right for one number, wrong for two
    gradcheck(op, [draw(1)])
    with pytest.raises(GradcheckError):
        gradcheck(op, [draw(2)])


@pytest.mark.parametrize("order", [1, 2])
def test_right_functions_pass_whatever_their_scale(order):
    for scale in (1e-6, 1e-3, 1.0, 1e3, 1e6):
        gradcheck(lambda x, scale=scale: ops.tanh(x) * scale, [draw(3, 4)], order=order)


def test_a_small_derivative_beside_a_large_value_is_not_taken_for_wrong():
    gradcheck(lambda x: ops.tanh(x) * 1e-3 + 1e6, [draw(3)])


def test_inputs_are_not_changed_and_integers_are_constants():
    z, y = draw(3, 4), np.array([0, 3, 1])
    before = z.copy()
    gradcheck(ops.softmax_cross_entropy, [z, y], order=2)
    np.testing.assert_array_equal(z, before)


def test_float32_inputs_are_checked_in_float64():
    gradcheck(ops.tanh, [draw(3).astype(np.float32)])


def test_a_check_that_would_check_nothing_is_refused():
    with pytest.raises(ValueError, match="gradcheck: expected at least one floating"):
        gradcheck(lambda a: Tensor(2.0) * a, [np.array([1, 2])])


def test_a_function_that_leaves_the_graph_is_refused():
    with pytest.raises(TypeError, match="gradcheck: expected f to return a Tensor, got ndarray"):
        gradcheck(lambda x: x.array, [draw(3)])


@pytest.mark.parametrize("order", [0, 3, None])
def test_other_orders_are_refused(order):
    with pytest.raises(ValueError, match=f"gradcheck: expected order 1 or 2, got {order}"):
        gradcheck(ops.tanh, [draw(2)], order=order)


@pytest.mark.parametrize(("scheme", "error"), [("forward", 3e-6), ("central", 3e-9), ("complex", 3e-15)])
def test_numerical_gradients_are_as_near_as_their_scheme_allows(scheme, error):
    x = draw(2, 3)
    expected = np.cos(x) * np.exp(np.sin(x))
    found = numerical_gradient(lambda x: np.exp(np.sin(x)).sum(), x, scheme=scheme)
    assert np.abs(found - expected).max() < error


@pytest.mark.parametrize(("scheme", "order"), [("forward", 1), ("central", 2)])
def test_the_error_falls_with_the_order_of_the_scheme(scheme, order):
    errors = [
        abs(float(numerical_gradient(np.exp, 0.5, eps=eps, scheme=scheme)) - np.exp(0.5))
        for eps in (1e-2, 1e-3)
    ]
    assert errors[0] / errors[1] == pytest.approx(10**order, rel=0.02)


def test_numerical_gradient_takes_functions_of_tensors_and_leaves_the_point_alone():
    x = np.array([[1.0, 2.0]])
    found = numerical_gradient(lambda x: (Tensor(x) ** 3).sum(), x)
    np.testing.assert_allclose(found, [[3.0, 12.0]], rtol=1e-8)
    assert x.tolist() == [[1.0, 2.0]]
    t = Tensor(x)
    np.testing.assert_allclose(found, grad((t**3).sum(), t), rtol=1e-8)


def test_integers_as_a_point_are_moved_as_real_numbers():
    np.testing.assert_allclose(
        numerical_gradient(lambda x: (x * x).sum(), np.array([1, 2])), [2.0, 4.0], rtol=1e-8
    )


def test_an_unfinished_op_is_reported_not_passed():
    with pytest.raises(NotImplementedError):
        gradcheck(type("Blank", (Op,), {"f": lambda self, x: x})(), [draw(2)])


def test_a_rule_that_mixes_up_outputs_is_seen_where_all_outputs_are_zero():
    # there G is U alone: with equal weights, an exchange of entries would go unnoticed
    reversed_ = broken(Tanh, lambda self, inputs, X, G, Y: G[::-1] * (1 - Y * Y))
    with pytest.raises(GradcheckError):
        gradcheck(reversed_, [np.zeros(2)])


@pytest.mark.parametrize("factor", [0.5, -1.0, 0.0, 1.001])
@pytest.mark.parametrize("slope", [3.0, -3.0, 1000.0])
def test_away_from_kinks_the_two_sides_leave_no_room(factor, slope):
    f = lambda x: wrong(x * slope)  # noqa: E731
    wrong = broken(Tanh, lambda self, inputs, X, G, Y: factor * G * (1 - Y * Y))
    with pytest.raises(GradcheckError, match="between the slopes of the two sides"):
        gradcheck(f, [np.array([0.1, -0.2]) / abs(slope)], subgradient=True)
    gradcheck(lambda x: ops.tanh(x * slope), [np.array([0.1, -0.2]) / abs(slope)], subgradient=True)


def test_steep_slopes_are_compared_by_their_size():
    gradcheck(lambda x: x * 1e8, [np.array([2.0, -3.0, 0.7])], subgradient=True)
    gradcheck(lambda x: x * -1e8, [np.array([2.0, -3.0, 0.7])], subgradient=True)


def test_a_function_with_other_numbers_in_each_call_is_refused():
    rng = np.random.default_rng(0)
    for size in (1.0, 1e-9):
        with pytest.raises(ValueError, match="the same numbers each time"):
            gradcheck(lambda x, size=size: x * x * 3 + size * rng.random(x.shape), [np.array([1.0, 2.0])])
    gradcheck(lambda x: x * np.random.default_rng(0).random(x.shape), [np.array([1.0, 2.0])])
