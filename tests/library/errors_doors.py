"""The errors of doors that stand for many: expectations, what a module may hold, and the state put back."""

import collections
import copy
import os
from unittest import mock

import numpy as np
from errors_common import T, X, in_a_folder, linear, mlp, sgd, theta

from dlcourse import SGD, Module, Sequential, Tensor, checkpoint, expect, fit, tree_file
from dlcourse.backend import use_dtype
from dlcourse.losses import mean_squared_error


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


def train_what_was_exchanged():
    model = linear(2, 1)
    optimizer = SGD(model.parameters())
    model.W = type(model.W)(np.zeros((2, 1)))
    fit(model, mean_squared_error, X, X[:, :1], optimizer, n_epochs=1, progress=False)


def load_too_large_a_state():
    optimizer = SGD(narrow().parameters(), momentum=0.9)
    state = optimizer.state_dict()
    optimizer.load_state_dict(state | {"v": np.full(state["v"].shape, 1e300)})


WRONG = {
    "a count below 1": (
        lambda: expect.count("Who", n=0, advice="count"),
        ValueError,
        ["Who", "n to be", "count"],
    ),
    "a probability of 2": (
        lambda: expect.positive_probability("Who", p=2, advice="less"),
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
        ["steps.0.b", "range of float32", "float64"],
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
    "an optimizer of what was exchanged": (train_what_was_exchanged, ValueError, ["fit", "W was exchanged"]),
    "an optimizer's state too large": (
        load_too_large_a_state,
        ValueError,
        ["SGD", "float32 holds", "the dtype that they were saved in"],
    ),
}
