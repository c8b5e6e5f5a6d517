"""Every property for every op of the register; then what holds for single ops."""

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import ops
from dlcourse.autodiff import grad, hessian
from dlcourse.gradcheck import gradcheck
from dlcourse.ops.shaping import GetItem, PutItem
from dlcourse.strict_array import StrictArray, strict
from dlcourse.tensor import Tensor

every_op = in_turn("case", CASES, by=op_of)


def is_float(x):
    return x.dtype.kind == "f"


def as_tensors(inputs):
    return [Tensor(x) if is_float(x) else x for x in inputs]


def read_only(x):
    x = np.array(x)
    x.flags.writeable = False
    return x


def on_device(op):
    """The op with arrays in its key moved to where its inputs are."""
    if not isinstance(op, GetItem | PutItem):
        return op
    keys = op.key if isinstance(op.key, tuple) else (op.key,)
    keys = tuple(StrictArray(key) if isinstance(key, np.ndarray) else key for key in keys)
    return type(op)(keys, *([op.shape] if isinstance(op, PutItem) else []))


def gradients(case, inputs, weights):
    """Of the weighted sum of the op's results, by each floating input."""
    tensors = as_tensors(inputs)
    variables = [t for t in tensors if isinstance(t, Tensor)]
    return grad((case.op(*tensors) * weights).sum(), variables)


def weights_for(case):
    return np.random.default_rng(1).standard_normal(np.shape(case.op(*case.inputs)))


@every_op
def test_the_value_is_the_reference_value(case):
    np.testing.assert_allclose(case.op(*case.inputs), case.reference(*case.inputs), rtol=1e-12, atol=1e-13)


@every_op
@pytest.mark.parametrize("order", [1, 2])
def test_bprop_agrees_with_central_differences(case, order):
    gradcheck(case.op, case.inputs, order=order)


@every_op
def test_the_value_on_tensors_is_the_value_on_arrays_and_remembers_its_origin(case):
    tensors = as_tensors(case.inputs)
    Y = case.op(*tensors)
    np.testing.assert_array_equal(Y.array, case.op(*case.inputs))
    assert Y.op is case.op and len(Y.inputs) == len(tensors)
    for x, given in zip(Y.inputs, tensors, strict=True):
        assert x is given if isinstance(given, Tensor) else np.array_equal(x, given)


@every_op
def test_float32_in_gives_float32_out_and_back(case):
    inputs = [x.astype(np.float32) if is_float(x) else x for x in case.inputs]
    Y = case.op(*inputs)
    assert Y.dtype == np.float32
    for X, x in enumerate(inputs):
        if is_float(x):
            assert case.op.bprop(inputs, X, np.ones_like(Y), Y).dtype == np.float32, f"bprop, input {X}"


@every_op
def test_nothing_that_is_handed_in_is_written_to(case):
    inputs = [read_only(x) for x in case.inputs]
    Y = read_only(case.op(*inputs))
    G = read_only(np.ones_like(Y))
    for X, x in enumerate(inputs):
        if is_float(x):
            case.op.bprop(inputs, X, G, Y)
    for x, original in zip(inputs, case.inputs, strict=True):
        np.testing.assert_array_equal(x, original)


@every_op
def test_a_result_shares_no_memory_with_an_input_unless_it_only_rearranges(case):
    Y = np.asarray(case.op(*case.inputs))
    assert case.is_view or not any(np.shares_memory(Y, x) for x in case.inputs)


@every_op
def test_inputs_need_not_be_contiguous(case):
    inputs = [np.repeat(x, 2, axis=-1)[..., ::2] if x.ndim else x for x in case.inputs]
    inputs = [np.asfortranarray(x) if x.ndim > 1 and i else x for i, x in enumerate(inputs)]
    np.testing.assert_allclose(case.op(*inputs), case.op(*case.inputs), rtol=1e-14)
    U = weights_for(case)
    for g, expected in zip(gradients(case, inputs, U), gradients(case, case.inputs, U), strict=True):
        np.testing.assert_allclose(g, expected, rtol=1e-13, atol=1e-15)


@every_op
def test_the_rule_reads_the_same_on_arrays_and_on_tensors(case):
    tensors = as_tensors(case.inputs)
    variables = [t for t in tensors if isinstance(t, Tensor)]
    J = (case.op(*tensors) * weights_for(case)).sum()
    for on_arrays, on_tensors in zip(grad(J, variables), grad(J, variables, create_graph=True), strict=True):
        assert isinstance(on_tensors, Tensor) and not isinstance(on_arrays, Tensor)
        np.testing.assert_allclose(on_tensors.array, on_arrays, rtol=1e-13, atol=1e-15)


@every_op
def test_a_gradient_has_the_shape_and_dtype_of_its_input(case):
    for x, g in zip(
        filter(is_float, case.inputs), gradients(case, case.inputs, weights_for(case)), strict=True
    ):
        assert g.shape == x.shape and g.dtype == x.dtype


@every_op
def test_the_same_path_runs_where_numpy_may_not_reach(case):
    op, U = on_device(case.op), strict.asarray(weights_for(case))
    tensors = [Tensor(StrictArray(x)) if is_float(x) else StrictArray(x) for x in case.inputs]
    variables = [t for t in tensors if isinstance(t, Tensor)]
    Y = op(*tensors)
    assert type(Y.array) is StrictArray
    np.testing.assert_allclose(Y.array.get(), case.op(*case.inputs), rtol=1e-15)
    for create_graph in (False, True):
        found = grad((Y * U).sum(), variables, create_graph=create_graph)
        for g, expected in zip(found, gradients(case, case.inputs, U.get()), strict=True):
            g = g.array if create_graph else g
            assert type(g) is StrictArray
            np.testing.assert_allclose(g.get(), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(
    "op", [ops.exp, ops.relu, ops.tanh, ops.sigmoid, ops.softplus, ops.sqrt, ops.square, ops.log], ids=repr
)
def test_a_python_number_does_not_widen_float32(op):
    x = Tensor(np.full(3, 0.5, np.float32))
    for Y in (op(x) + 1, 2.0 * op(x), op(x) / 3, 1 - op(x), op(x) ** 2):
        assert Y.dtype == np.float32
        assert grad(Y.sum(), x, create_graph=True).dtype == np.float32


def test_the_derivative_of_a_number_to_the_power_x_stays_in_float32():
    x = Tensor(np.full(3, 0.5, np.float32))
    assert grad((2**x).sum(), x, create_graph=True).dtype == np.float32


@pytest.mark.parametrize("op", [ops.relu, ops.absolute, ops.sign], ids=repr)
def test_the_derivative_at_the_kink_is_zero(op):
    x = Tensor([-0.0, 0.0])
    assert grad(op(x).sum(), x).tolist() == [0.0, 0.0]


def test_entries_that_tie_for_the_maximum_share_the_gradient():
    x = Tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])
    np.testing.assert_allclose(grad(x.max(axis=1).sum(), x), [[0, 0.5, 0.5], [1 / 3, 1 / 3, 1 / 3]])


@pytest.mark.parametrize(("p", "expected"), [(0, [0, 0, 0]), (1, [1, 0, 0]), (2, [0, 2, 0]), (3, [0, 0, 6])])
def test_derivatives_of_a_whole_power_at_zero_are_those_of_a_polynomial(p, expected):
    x = Tensor(0.0)
    y, derivatives = x**p, []
    for _ in range(3):
        y = grad(y, x, create_graph=True)
        derivatives.append(float(y))
    assert derivatives == expected


def test_an_entry_taken_twice_gets_both_gradients():
    x = Tensor([1.0, 2.0, 3.0])
    assert grad((x[np.array([0, 0, 2])] * np.array([1.0, 10.0, 100.0])).sum(), x).tolist() == [
        11.0,
        0.0,
        100.0,
    ]
    assert grad(x[np.array([True, False, True])].sum(), x).tolist() == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("A", "B"), [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((5, 2, 3), (3,)), ((3,), (5, 3, 4))]
)
def test_matmul_takes_a_vector_as_a_row_on_the_left_and_a_column_on_the_right(A, B):
    rng = np.random.default_rng(2)
    A, B = rng.standard_normal(A), rng.standard_normal(B)
    np.testing.assert_allclose(ops.matmul(Tensor(A), Tensor(B)).array, A @ B)
    gradcheck(ops.matmul, (A, B))


@pytest.mark.parametrize(
    "shapes",
    [
        ((4, 5, 3), (3, 2), (2,)),
        ((3,), (3, 2), (2,)),
        ((6, 5, 3), (6, 3, 2), (2,)),
        ((2, 2, 2), (2, 2), (2,)),
    ],
)
def test_affine_is_right_or_refuses_beyond_matrices(shapes):
    arrays = [np.random.default_rng(3).standard_normal(shape) for shape in shapes]
    try:
        ops.affine(*map(Tensor, arrays))
    except ValueError as error:
        assert "affine: expected" in str(error)
    else:
        gradcheck(ops.affine, arrays)


def test_the_hessian_of_logsumexp_is_the_covariance_of_its_softmax():
    z = Tensor([0.3, -1.0, 2.0])
    p = ops.softmax(z.array)
    np.testing.assert_allclose(hessian(ops.logsumexp(z), z), np.diag(p) - np.outer(p, p), atol=1e-15)
