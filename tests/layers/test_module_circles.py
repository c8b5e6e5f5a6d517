"""Modules that hold themselves or their parents, and copies of modules and of tensors."""

import copy
import pickle

import numpy as np
import pytest

from dlcourse import grad
from dlcourse.layers import Linear, Module, Residual, Sequential
from dlcourse.tensor import Parameter, Tensor


def linear(seed=0):
    return Linear(2, 2, rng=np.random.default_rng(seed))


def holding(part):
    module = Module()
    module.part = part
    return module


def names(module):
    return [name for name, _ in module.named_parameters()]


class Child(Module):
    def __init__(self, parent):
        self.W, self.parent, self.family = Parameter(np.ones((2, 2))), parent, [parent]

    def fprop(self, x):
        return x @ self.W


def test_a_module_may_hold_its_parent():
    model = Sequential(linear())
    model.steps.append(Child(model))
    assert names(model) == ["steps.0.W", "steps.0.b", "steps.1.W"]
    assert model.modules() == [model, *model.steps] and model.n_parameters == 10
    assert names(model.steps[1])[0] == "W" and len(model.steps[1].parameters()) == 3
    model.eval().train()
    model.load_state_dict(model.state_dict())
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert twin.steps[1].parent is twin and names(twin) == names(model)
    assert len(grad(model(np.ones((1, 2))).sum(), model.parameters())) == 3


def test_a_chain_may_hold_itself():
    chain, block = Sequential(linear()), Residual(linear())
    chain.steps.append(chain)
    block.block.steps.append(block)
    assert repr(chain) == "Sequential(Linear(2, 2), ...)" and repr(block) == "Residual(Linear(2, 2), ...)"
    assert chain.layers == [chain.steps[0]] and chain.n_parameters == block.n_parameters == 6


def test_a_list_may_hold_itself():
    held = [linear()]
    held.append(held)
    assert names(holding(held)) == ["part.0.W", "part.0.b"]


def test_modules_within_modules_may_be_deep():
    model = linear()
    for _ in range(5000):
        model = holding(model)
    assert model.n_parameters == 6 and len(model.modules()) == 5001


def test_copies_of_what_ops_made_are_refused_however_long_the_graph_is():
    t = x = Tensor([1.0])
    for _ in range(100_000):
        t = t + 1.0
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="Tensor: expected a leaf to copy or pickle, got a result of add"):
            copied(t)
        assert copied(x) is not x


@pytest.mark.parametrize("kind", [Tensor, Parameter])
def test_leaves_are_copied_with_their_numbers_and_dtype(kind):
    leaf = kind(np.array([1.0, 2.0], np.float32))
    for twin in (copy.deepcopy(leaf), pickle.loads(pickle.dumps(leaf))):
        assert type(twin) is kind and twin.op is None and twin.dtype == leaf.dtype
        np.testing.assert_array_equal(twin.array, leaf.array)
        assert not np.shares_memory(twin.array, leaf.array)
