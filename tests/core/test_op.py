import numpy as np
import pytest

from dlcourse.autodiff import grad, no_grad
from dlcourse.gradcheck import gradcheck
from dlcourse.op import DETACHED, Op, recording
from dlcourse.ops import tanh
from dlcourse.tensor import Tensor


class Cube(Op):
    """An op as a student writes one: x^3."""

    def f(self, x):
        return x * x * x

    def bprop(self, inputs, X, G, Y):
        return 3 * inputs[0] * inputs[0] * G


class Scale(Op):
    """An op with a constant."""

    def __init__(self, factor):
        self.factor = factor

    def f(self, x):
        return self.factor * x


def test_two_methods_make_an_op_with_derivatives_of_any_order():
    gradcheck(Cube(), [np.array([0.5, -2.0])])
    gradcheck(Cube(), [np.array([0.5, -2.0])], order=2)
    x = Tensor(2.0)
    third = grad(grad(grad(Cube()(x), x, create_graph=True), x, create_graph=True), x)
    assert float(third) == 6.0


def test_arrays_in_give_an_array_out_and_record_nothing():
    Y = Cube()(np.array([2.0]))
    assert type(Y) is np.ndarray and Y.tolist() == [8.0]


def test_one_tensor_among_the_inputs_makes_the_result_a_tensor():
    constant, x = np.ones(2), Tensor(np.ones(2))
    Y = constant + x
    assert isinstance(Y, Tensor)
    assert Y.inputs[0].tolist() == constant.tolist() and Y.inputs[1] is x
    assert Y.arrays[0] is Y.inputs[0] and Y.arrays[1] is x.array


def test_serials_grow_in_the_order_of_recording():
    x = Tensor(1.0)
    serials = [tanh(x).serial for _ in range(3)]
    assert serials == sorted(set(serials)) and serials[0] > 0


def test_the_name_of_an_op_is_its_call_and_its_constants():
    assert repr(Cube()) == "cube"
    assert repr(Scale(3)) == "Scale(factor=3)"


def test_an_op_without_f_or_rule_says_what_to_define():
    with pytest.raises(
        NotImplementedError, match=r"Op: expected a method f\(\*arrays\), got none; define it"
    ):
        Op()(Tensor(1.0))
    with pytest.raises(
        NotImplementedError, match=r"Scale: expected a rule bprop\(inputs, X, G, Y\), got none; define"
    ):
        grad(Scale(3)(Tensor(1.0)), Tensor(1.0)) + grad(Scale(3)(x := Tensor(1.0)), x)


@pytest.mark.parametrize("wrong", [[1.0], "1", None, (1, 2), {1}])
def test_what_is_no_number_is_refused_with_its_type(wrong):
    with pytest.raises(TypeError, match=rf"add: expected .*numbers, got {type(wrong).__name__}; convert it"):
        Tensor(1.0) + wrong


def test_the_shapes_are_noted_on_numpys_own_error():
    with pytest.raises(ValueError) as caught:
        Tensor(np.ones((2, 3))) * np.ones(4)
    assert any("multiply" in note and "(2, 3), (4,)" in note for note in caught.value.__notes__)


def test_recording_is_switched_back_at_the_end_of_the_block_and_after_an_error():
    x = Tensor(1.0)
    with pytest.raises(KeyError), no_grad():
        assert (x * 2).op is None
        with recording(True):
            assert (x * 2).op is not None
        assert (x * 2).op is None
        raise KeyError
    assert (x * 2).op is not None


def test_what_no_grad_computes_has_the_value_and_no_past():
    x = Tensor([1.0, 2.0])
    with no_grad():
        y = x * 2
    assert (y.array.tolist(), y.inputs, y.arrays, y.serial) == ([2.0, 4.0], (), (), DETACHED)
    assert grad((x * y).sum(), x).tolist() == [2.0, 4.0]
