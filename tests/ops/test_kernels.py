"""Kernels: f_saving and bprop_all, arrays only, used in first-order passes and equal to the rule."""

import numpy as np
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse.autodiff import grad, no_grad
from dlcourse.gradcheck import gradcheck
from dlcourse.op import Op
from dlcourse.strict_array import StrictArray
from dlcourse.sweep import unbroadcast
from dlcourse.tensor import Tensor

WITH_KERNEL = [case for case in CASES if case.op.bprop_all is not None]
every_kernel = in_turn("case", WITH_KERNEL, by=op_of)


class Ratio(Op):
    """a / b with a kernel that saves 1 / b; it notes which way was taken."""

    def __init__(self):
        self.taken = []

    def f(self, a, b):
        self.taken.append("f")
        return a / b

    def bprop(self, inputs, X, G, Y):
        self.taken.append("bprop")
        a, b = inputs
        return G / b if X == 0 else -G * Y / b

    def f_saving(self, a, b):
        self.taken.append("f_saving")
        inverse = 1 / b
        return a * inverse, inverse

    def bprop_all(self, inputs, G, Y, saved):
        self.taken.append("bprop_all")
        assert not any(isinstance(x, Tensor) for x in (*inputs, G, Y, saved)), "kernels get arrays only"
        part = G * saved
        return [part, -part * Y]


def variables(x=(1.0, 2.0), b=(4.0, 8.0)):
    return Tensor(np.array(x)), Tensor(np.array(b))


def weights(Y):
    return np.random.default_rng(5).standard_normal(np.shape(Y))


@every_kernel
def test_the_kernel_of_an_op_equals_its_rule(case):
    op = case.op
    saving = op.f_saving or (lambda *arrays: (op.f(*arrays), None))
    Y, saved = saving(*case.inputs)
    np.testing.assert_allclose(Y, op.f(*case.inputs), rtol=1e-12, atol=1e-14)
    G = weights(Y)
    parts = op.bprop_all(list(case.inputs), G, Y, saved)
    assert len(parts) == len(case.inputs)
    for X, x in enumerate(case.inputs):
        if x.dtype.kind == "f":
            by_rule = unbroadcast(op.bprop(case.inputs, X, G, Y), x.shape)
            np.testing.assert_allclose(unbroadcast(parts[X], x.shape), by_rule, rtol=1e-10, atol=1e-12)


@every_kernel
def test_a_first_order_pass_by_the_kernel_equals_one_by_the_rule(case):
    tensors = [Tensor(x) if x.dtype.kind == "f" else x for x in case.inputs]
    targets = [t for t in tensors if isinstance(t, Tensor)]
    J = (case.op(*tensors) * weights(case.op(*case.inputs))).sum()
    for fast, slow in zip(grad(J, targets), grad(J, targets, create_graph=True), strict=True):
        np.testing.assert_allclose(fast, slow.array, rtol=1e-10, atol=1e-12)


@every_kernel
def test_a_kernel_writes_into_nothing_that_it_was_given(case):
    op, inputs = case.op, [np.array(x) for x in case.inputs]
    for x in inputs:
        x.flags.writeable = False
    Y, saved = (op.f_saving or (lambda *arrays: (op.f(*arrays), None)))(*inputs)
    Y = np.array(Y)
    G = weights(Y)
    Y.flags.writeable = G.flags.writeable = False
    first = op.bprop_all(inputs, G, Y, saved)
    second = op.bprop_all(inputs, G, Y, saved)  # what was saved is intact
    for X, x in enumerate(inputs):
        if x.dtype.kind == "f":
            np.testing.assert_array_equal(first[X], second[X])


def test_a_first_order_pass_takes_the_kernel_once_for_all_inputs():
    op, (a, b) = Ratio(), variables()
    by_a, by_b = grad(op(a, b).sum(), [a, b])
    assert op.taken == ["f_saving", "bprop_all"]
    assert by_a.tolist() == [0.25, 0.125] and by_b.tolist() == [-1 / 16, -2 / 64]


def test_a_pass_that_will_be_differentiated_again_takes_the_rule():
    op, (a, b) = Ratio(), variables()
    (g,) = grad(op(a, b).sum(), [b], create_graph=True)
    assert op.taken == ["f_saving", "bprop"]
    np.testing.assert_allclose(grad(g.sum(), b), 2 * a.array / b.array**3, rtol=1e-14)


def test_on_arrays_alone_nothing_is_saved():
    op = Ratio()
    assert float(op(np.float64(1.0), 4.0)) == 0.25
    assert op.taken == ["f"]


def test_under_no_grad_the_result_keeps_nothing():
    op, (a, b) = Ratio(), variables()
    with no_grad():
        y = op(a, b)
    assert (y.op, y.saved, y.inputs) == (None, None, ())


def test_a_kernel_serves_one_wanted_input_as_well_as_all():
    op, (a, b) = Ratio(), variables()
    assert grad(op(a, b).sum(), b).tolist() == [-1 / 16, -2 / 64]
    assert grad(op(a, 4.0).sum(), a).tolist() == [0.25, 0.25]


def test_broadcasting_is_undone_for_kernels_too():
    op, a, b = Ratio(), Tensor(np.ones((3, 2))), Tensor(np.array([2.0, 4.0]))
    assert grad(op(a, b).sum(), b).tolist() == [-0.75, -0.1875]


def test_a_tensor_at_both_positions_gets_the_sum_and_the_saved_array_stays():
    op, (_, b) = Ratio(), variables()
    y = op(b, b)
    kept = y.saved.copy()
    for _ in range(2):
        assert grad(y.sum(), b).tolist() == [0.0, 0.0]
    np.testing.assert_array_equal(y.saved, kept)


def test_kernels_stay_on_the_device():
    op, a, b = Ratio(), Tensor(StrictArray([1.0])), Tensor(StrictArray([4.0]))
    by_a, by_b = grad(op(a, b).sum(), [a, b])
    assert by_a.get().tolist() == [0.25] and by_b.get().tolist() == [-1 / 16]


def test_gradcheck_checks_the_kernel_at_first_order_and_the_rule_at_second():
    op = Ratio()
    for order, way in ((1, "bprop_all"), (2, "bprop")):
        op.taken.clear()
        gradcheck(op, [np.array([1.0, -2.0]), np.array([4.0, 0.5])], order=order)
        assert way in op.taken
