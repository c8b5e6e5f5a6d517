"""The errors of doors that stand for many: expectations, what a module may hold, and the state put back."""

import collections
import copy
import os
from types import SimpleNamespace
from unittest import mock

import numpy as np
from errors_common import T, X, in_a_folder, linear, mlp, sgd, theta
from errors_figures import with_stub

from dlcourse import Module, Sequential, Tensor, checkpoint, expect, interop, tree_file
from dlcourse.backend import use_dtype


def holding(part):
    module = Module()
    module.part = part
    return module.parameters()


def take_out():
    layer = linear(2, 1)
    layer.W = layer.W * 0.5


def multiply_in_place():
    layer = linear(2, 1)
    layer.W *= 0.5


def give_an_array_for_a_module():
    module = Module()
    module.body = linear(2, 1)
    module.body = X


def load(change, model=None):
    model = mlp() if model is None else model
    state = model.state_dict()
    change(state)
    return model.load_state_dict(state)


def read_only():
    layer = linear(2, 1)
    layer.b.array.flags.writeable = False
    return layer


def narrow():
    with use_dtype("float32"):
        return mlp()


class Elsewhere:
    """An array of another device: numpy may not read it."""

    dtype, shape = np.dtype(float), (1,)

    def __array__(self, *args, **options):
        raise TypeError("it lies on another device")


def load_from_elsewhere():
    from dlcourse.backend import _ARRAY_MODULES, register_array_module

    register_array_module(Elsewhere, np)
    try:
        load(lambda state: state.update({"steps.0.b": Elsewhere()}))
    finally:
        del _ARRAY_MODULES[Elsewhere]


def write_over_a_file_that_is_read_only(folder):
    path = folder / "a.npz"
    tree_file.write(path, {})
    with mock.patch.object(os, "access", return_value=False):  # root may write to any
        tree_file.write(path, {})


def load_a_strange_history(folder):
    path, model, optimizer = folder / "a.npz", mlp(), sgd()
    checkpoint.save(path, model, optimizer)
    tree_file.write(path, tree_file.read(path) | {"history": {"accuracy": []}})
    checkpoint.load(path, model, optimizer)


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
    "a count below 1": (
        lambda: expect.count("Who", n=0, advice="count"),
        ValueError,
        ["Who", "n to be", "count"],
    ),
    "a share of 2": (
        lambda: expect.share("Who", p=2, advice="less"),
        ValueError,
        ["p above 0 and at most 1", "2"],
    ),
    "a word as a function": (
        lambda: expect.function("Who", f="f", advice="it"),
        TypeError,
        ["a function", "'f'"],
    ),
    "a list as an array": (
        lambda: expect.finite_array("Who", x=[1], advice="convert"),
        TypeError,
        ["x as an array", "list"],
    ),
    "an array with NaN": (
        lambda: expect.finite_array("Who", x=np.array([np.nan]), advice="repair"),
        ValueError,
        ["finite numbers in x", "NaN"],
    ),
    "an array of another shape": (
        lambda: expect.shape("Who", ("m", 3), x=X, advice="rows"),
        ValueError,
        ["(m, 3)", "(4, 2)"],
    ),
    "a product in the place of a Parameter": (
        take_out,
        TypeError,
        ["Linear.W", "Parameter", "W.array *= 0.5"],
    ),
    "a Parameter changed by an operator": (multiply_in_place, TypeError, ["Parameter", "W.array *= 0.5"]),
    "an array in the place of a module": (give_an_array_for_a_module, TypeError, ["Module.body", "ndarray"]),
    "a Tensor that is no Parameter": (lambda: holding(Tensor(X)), TypeError, ["Module.part", "Parameter"]),
    "layers in a generator": (
        lambda: holding(linear(2, 2) for _ in "ab"),
        TypeError,
        ["generator", "list(...)"],
    ),
    "layers in a set": (lambda: holding({linear(2, 1)}), TypeError, ["Module", "part, a set", "Linear"]),
    "layers in a deque": (lambda: holding(collections.deque([linear(2, 1)])), TypeError, ["part, a deque"]),
    "two parts of one name": (
        lambda: holding({"a.b": theta(), "a": {"b": theta()}}),
        ValueError,
        ["a name for each part", "part.a.b"],
    ),
    "a step that is a word": (
        lambda: Sequential.fprop(type("Steps", (), {"steps": ["abc"]})(), X),
        TypeError,
        ["Sequential", "step 0", "'abc'"],
    ),
    "a copy of what an op made": (lambda: copy.deepcopy(T * 2), TypeError, ["Tensor", "leaf", ".array"]),
    "a state that is no dict": (lambda: mlp().load_state_dict([X]), TypeError, ["load_state_dict", "list"]),
    "a state for a read-only array": (
        lambda: load(lambda state: None, read_only()),
        ValueError,
        ["load_state_dict", "b", "read-only"],
    ),
    "a state too large for float32": (
        lambda: load(lambda state: state.update({"steps.0.b": np.array([1e300])}), narrow()),
        ValueError,
        ["steps.0.b", "float32 holds", "float64"],
    ),
    "a state from elsewhere": (load_from_elsewhere, ValueError, ["steps.0.b", "Elsewhere", "to_device"]),
    "a tree with numbers as keys": (
        lambda: in_a_folder(lambda folder: tree_file.write(folder / "a.npz", {1: 2})),
        TypeError,
        ["checkpoint", "words as keys", "1"],
    ),
    "a tree of objects": (
        lambda: in_a_folder(lambda folder: tree_file.write(folder / "a.npz", {"a": object()})),
        TypeError,
        ["checkpoint", "object", "state_dict"],
    ),
    "a folder as a checkpoint": (
        lambda: in_a_folder(lambda folder: tree_file.write(folder, {})),
        OSError,
        ["checkpoint", "the name of a file"],
    ),
    "a checkpoint that is read-only": (
        lambda: in_a_folder(write_over_a_file_that_is_read_only),
        PermissionError,
        ["checkpoint", "may be written to", "a.npz"],
    ),
    "a history of tomorrow": (
        lambda: in_a_folder(load_a_strange_history),
        ValueError,
        ["load", "a history of loss", "accuracy"],
    ),
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
