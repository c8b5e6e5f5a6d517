"""Forward mode: the transpose of the one rule, held to the rule itself, to torch and to small steps."""

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import ops
from dlcourse.autodiff import grad, jacobian, vjp
from dlcourse.counting import count
from dlcourse.forward_mode import Dual, jvp
from dlcourse.forward_mode import jacobian as jacobian_by_columns
from dlcourse.layers import MLP
from dlcourse.op import Op
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

every_op = in_turn("case", CASES, by=op_of)


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def of_floats(case):
    """The case as a function of its floating inputs only, and those inputs."""
    varied = [i for i, x in enumerate(case.inputs) if x.dtype.kind == "f"]

    def f(*xs):
        inputs = list(case.inputs)
        for i, x in zip(varied, xs, strict=True):
            inputs[i] = x
        return case.op(*inputs)

    return f, [case.inputs[i] for i in varied]


@every_op
def test_forward_and_reverse_mode_are_transposes_of_each_other(case):
    f, xs = of_floats(case)
    vs = [draw(*x.shape, seed=1 + i) for i, x in enumerate(xs)]
    Y, Jv = jvp(f, xs, vs)
    np.testing.assert_array_equal(Y, case.op(*case.inputs))
    assert np.shape(Jv) == np.shape(Y)
    u = draw(*np.shape(Y), seed=9)
    _, JTu = vjp(f, xs, u)
    forward, reverse = np.sum(u * Jv), sum(np.sum(g * v) for g, v in zip(JTu, vs, strict=True))
    size = np.sum(np.abs(u * Jv)) + sum(np.sum(np.abs(g * v)) for g, v in zip(JTu, vs, strict=True))
    assert abs(forward - reverse) <= 1e-13 * (1 + size)


@every_op
def test_a_tangent_is_what_a_small_step_measures(case):
    f, xs = of_floats(case)
    vs = [draw(*x.shape, seed=1 + i) for i, x in enumerate(xs)]
    eps = 1e-6
    ahead, behind = (f(*(x + s * v for x, v in zip(xs, vs, strict=True))) for s in (eps, -eps))
    np.testing.assert_allclose(jvp(f, xs, vs)[1], (ahead - behind) / (2 * eps), rtol=1e-6, atol=1e-7)


@every_op
def test_float32_stays_float32(case):
    f, xs = of_floats(case)
    Y, tangent = jvp(f, [x.astype(np.float32) for x in xs], [np.ones(x.shape) for x in xs])
    if all(x.dtype.kind == "f" for x in case.inputs):
        assert Y.dtype == tangent.dtype == np.float32


@pytest.mark.rows("L026", "L030")
def test_two_inputs_of_e_by_forward_and_by_reverse_mode():
    def c_d_e(a, b):
        c, d = a + b, b + 1
        return c, d, c * d

    nodes = c_d_e(Dual(2.0, 0.0), Dual(1.0, 1.0))
    assert [float(node.value) for node in nodes] == [3.0, 2.0, 6.0]
    assert [float(node.tangent) for node in nodes] == [1.0, 1.0, 5.0]
    a, b = Tensor(2.0), Tensor(1.0)
    assert [float(g) for g in grad(c_d_e(a, b)[2], [a, b])] == [2.0, 5.0]
    assert float(jvp(lambda a: c_d_e(a, 1.0)[2], 2.0, 1.0)[1]) == 2.0


@pytest.mark.rows("L031", "F024")
def test_reverse_mode_takes_one_sweep_where_forward_mode_takes_one_per_input():
    def e(x):
        return (x[0] + x[1]) * (x[1] + 1)

    x = np.array([2.0, 1.0])
    with count() as forward:
        by_columns = jacobian_by_columns(e, x)
    with count() as reverse:
        by_rows = jacobian(e, x)
    assert (forward.sweeps, reverse.sweeps) == (2, 1)
    assert by_columns.tolist() == by_rows.tolist() == [[2.0, 5.0]]


@pytest.mark.rows("F024")
def test_forward_mode_passes_the_tangent_through_the_parts_in_order():  # du1/dx = w1 by z1 and z2
    w1, w2 = 0.35, 0.40
    z1, z2 = Dual(0.5, 1.0) * w1, Dual(0.5, 1.0) * w2
    assert (float(z1.tangent), float(z2.tangent)) == (w1, w2)
    assert float((z1 + z2).tangent) == pytest.approx(w1 + w2, rel=1e-15)


NETS = {
    "wide": (lambda x: ops.tanh(x @ draw(5, 2)), (5,)),
    "tall": (lambda x: ops.softmax(x @ draw(2, 6)), (2,)),
    "matrix": (lambda x: ops.sigmoid(x @ x.T), (2, 3)),
    "scalar": (lambda x: (x * x).sum(), (3,)),
    "number": (lambda x: x * x * x, ()),
    "no inputs": (lambda x: x.sum(), (0,)),
    "no outputs": (lambda x: x[:0], (3,)),
}


@pytest.mark.parametrize("name", NETS)
def test_columns_and_rows_make_the_same_jacobian(name):
    f, shape = NETS[name]
    x = draw(*shape, seed=3)
    by_columns, by_rows = jacobian_by_columns(f, x), jacobian(f, x)
    assert by_columns.shape == by_rows.shape == (f(x).size, x.size)
    np.testing.assert_allclose(by_columns, by_rows, rtol=1e-12, atol=1e-15)


def test_the_jacobian_and_its_products_are_those_of_torch():
    torch = pytest.importorskip("torch")
    W, x, v = draw(4, 3), draw(4, seed=1), draw(4, seed=2)

    def peer(x):
        return torch.softmax(torch.tanh(x @ torch.tensor(W)), 0)

    def f(x):
        return ops.softmax(ops.tanh(x @ W))

    expected = torch.autograd.functional.jacobian(peer, torch.tensor(x)).numpy()
    np.testing.assert_allclose(jacobian_by_columns(f, x), expected, atol=1e-14)
    np.testing.assert_allclose(jvp(f, x, v)[1], expected @ v, atol=1e-14)


def test_a_model_and_its_parameters_are_constants_in_forward_mode():
    model, x, v = MLP((3, 4, 2), rng=np.random.default_rng(0)), draw(5, 3), draw(5, 3, seed=1)
    Y, tangent = jvp(model, x, v)
    np.testing.assert_array_equal(Y, model(x).array)
    expected = jacobian(model, x) @ v.ravel()
    np.testing.assert_allclose(tangent.ravel(), expected, rtol=1e-12, atol=1e-15)


def test_what_does_not_depend_on_x_has_tangent_zero():
    for constant in (np.ones(2), Tensor(np.ones(2)), [1, 1]):
        Y, tangent = jvp(lambda x, c=constant: c, draw(3), np.ones(3))
        assert (Y.tolist(), tangent.tolist()) == ([1.0, 1.0], [0.0, 0.0])


def test_a_rule_that_gives_a_constant_hands_no_tangent_on():
    class Flat(Op):
        """1, whatever x is; the rule does not look at G."""

        def f(self, x):
            return x * 0 + 1

        def bprop(self, inputs, X, G, Y):
            return inputs[0] * 0

    assert Flat()(Dual(np.ones(2), np.ones(2))).tangent.tolist() == [0.0, 0.0]


def test_an_infinite_value_spoils_no_other_tangent():
    with np.errstate(over="ignore"):
        Y = Dual(np.array([1e200, 3.0]), np.array([1.0, 1.0])) ** 2
    assert Y.tangent.tolist() == [2e200, 6.0]


def test_a_tangent_takes_the_dtype_of_its_value():
    assert Dual(np.ones(2, np.float32), np.ones(2)).tangent.dtype == np.float32


def test_comparisons_look_at_the_values():
    x, y = Dual([1.0, 2.0], [0.0, 0.0]), Dual([2.0, 2.0], [1.0, 1.0])
    assert [(x < y).tolist(), (x <= 1).tolist()] == [[True, False], [True, False]]
    assert [(x > 1).tolist(), (x >= Tensor([2.0, 2.0])).tolist()] == [[False, True], [False, True]]
    assert (len(x), x.size, x.ndim, x.dtype) == (2, 2, 1, np.float64)


def test_forward_mode_stays_on_the_device():
    x = Dual(StrictArray([1.0, 2.0]), StrictArray([1.0, 0.0]))
    y = (ops.tanh(x) * x).sum()
    assert isinstance(y.tangent, StrictArray)
    assert y.tangent.item() == pytest.approx(np.tanh(1.0) + 1 - np.tanh(1.0) ** 2, rel=1e-14)


def test_forward_mode_works_under_no_grad_and_counts_only_its_own_edges():
    from dlcourse.autodiff import no_grad

    with no_grad(), count() as counts:
        assert float(jvp(lambda x: x * x + x, 3.0, 1.0)[1]) == 7.0
    assert (counts.sweeps, counts.edges) == (1, 4)


@pytest.mark.parametrize(
    ("work", "error", "message"),
    [
        (lambda: Dual(np.ones(2), np.ones(3)), ValueError, "Dual: expected a tangent of the value's shape"),
        (lambda: jvp(lambda a, b: a * b, [1.0, 2.0], [1.0]), ValueError, "jvp: expected one v per x, got 2"),
        (lambda: jvp(lambda x: x, np.ones(2), 1.0), ValueError, "Dual: expected a tangent"),
        (lambda: bool(Dual(1.0, 1.0)), TypeError, "Dual: expected no use as a truth value"),
        (lambda: ops.tanh(Dual("x", 1.0)), TypeError, "expected real numbers"),
    ],
)
def test_misuse_says_what_to_do(work, error, message):
    with pytest.raises(error, match=message):
        work()


def test_comparisons_of_dual_numbers_look_at_values_and_sets_at_identity():
    x, twin = Dual([1.0, 2.0], [1.0, 0.0]), Dual([1.0, 3.0], [0.0, 0.0])
    assert (x == twin).tolist() == [True, False] and (x != 1).tolist() == [False, True]
    assert (x < twin).tolist() == [False, True] and len({x, twin, x}) == 2
