import numpy as np
import pytest

from dlcourse.layers import Linear, Module
from dlcourse.tensor import Parameter


def linear():
    return Linear(2, 2, rng=np.random.default_rng(0))


class Net(Module):
    """Parameters and modules as attributes, in a list, in a tuple, shared."""

    def __init__(self):
        self.scale = Parameter(np.ones(1))
        self.body = linear()
        self.heads = [linear(), "not a module", linear()]
        self.pair = (self.heads[0], Parameter(np.zeros(3)))
        self.again = self.body
        self.constant = np.ones(4)
        self.kept = None

    def fprop(self, x):
        return self.heads[2](self.heads[0](self.body(x))) * self.scale


def test_parameters_are_found_once_each_in_the_order_in_which_they_were_set():
    net = Net()
    assert [name for name, _ in net.named_parameters()] == [
        "scale", "body.W", "body.b", "heads.0.W", "heads.0.b", "heads.2.W", "heads.2.b", "pair.1",
    ]  # fmt: skip
    expected = [
        net.scale,
        *net.body.parameters(),
        *net.heads[0].parameters(),
        *net.heads[2].parameters(),
        net.pair[1],
    ]
    assert net.parameters() == expected
    assert net.n_parameters == 1 + 3 * 6 + 3


def test_arrays_and_tensors_that_are_computed_are_not_learned():
    net = Net()
    names = [name for name, _ in net.named_parameters()]
    net.kept = net(np.ones((3, 2)))
    assert [name for name, _ in net.named_parameters()] == names


def test_calling_a_module_is_its_fprop():
    net, x = Net(), np.ones((3, 2))
    np.testing.assert_array_equal(net(x).array, net.fprop(x).array)


def test_a_module_without_parameters_learns_nothing():
    assert Module().parameters() == [] and Module().n_parameters == 0


def test_a_module_without_fprop_says_what_to_define():
    with pytest.raises(NotImplementedError, match=r"Flat: expected a method fprop\(x\), got none; define it"):
        type("Flat", (Module,), {})()(np.ones(2))


def test_names_below_a_prefix_are_dotted():
    assert [name for name, _ in linear().named_parameters("body.")] == ["body.W", "body.b"]
