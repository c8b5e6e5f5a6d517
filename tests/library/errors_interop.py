"""The errors at the border to other libraries: what would be lost on the way."""

from types import SimpleNamespace
from unittest import mock

from errors_common import linear, theta
from errors_figures import with_stub

from dlcourse import Sequential, interop
from dlcourse.backend import use_dtype


class Skipping(Sequential):
    def fprop(self, x):
        return x


def beside_the_steps():
    model = Sequential(linear(2, 2))
    model.scale = theta()
    return model


def of_two_dtypes():
    with use_dtype("float32"):
        first = linear(2, 2)
    return Sequential(first, linear(2, 2))


def hooked_in_torch():
    class Layer:
        """As much of torch's module as is asked before it is refused."""

        def __init__(self):
            self._forward_hooks = {1: print}

        def named_parameters(self, recurse):
            return []

        named_buffers = named_parameters

        def children(self):
            return []

    torch = SimpleNamespace(nn=SimpleNamespace(Module=Layer, Sequential=list))
    with mock.patch("importlib.import_module", return_value=torch):
        interop.from_torch(Layer())


WRONG = {
    "layers with methods of their own for torch": (
        lambda: with_stub(lambda: interop.to_torch(Skipping(linear(2, 2)))),
        TypeError,
        ["to_torch", "Skipping with methods of its own"],
    ),
    "parameters beside the steps for torch": (
        lambda: with_stub(lambda: interop.to_torch(beside_the_steps())),
        ValueError,
        ["to_torch", "W and b of its steps alone", "1 others"],
    ),
    "two dtypes for torch": (
        lambda: with_stub(lambda: interop.to_torch(of_two_dtypes())),
        ValueError,
        ["to_torch", "one dtype", "float32"],
    ),
    "shared parameters for torch": (
        lambda: with_stub(lambda: interop.to_torch(Sequential(*[linear(2, 2)] * 2))),
        ValueError,
        ["to_torch", "of its own for each layer"],
    ),
    "hooks from torch": (hooked_in_torch, ValueError, ["from_torch", "hooks", "lost"]),
}
