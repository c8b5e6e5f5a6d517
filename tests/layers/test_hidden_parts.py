"""Layers that nobody finds, in functions, slots, views of dicts and classes: refused in words."""

import functools
import itertools
import types
from collections import ChainMap
from dataclasses import dataclass

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.layers import MLP, Linear, Module, Sequential
from dlcourse.tensor import Parameter

GLOBAL = Linear(2, 2, rng=np.random.default_rng(0))


def linear():
    return Linear(2, 2, rng=np.random.default_rng(0))


def enclosing(layer):
    return lambda x: layer(x)


def by_default(layer):
    def step(x, layer=layer):
        return layer(x)

    return step


def by_keyword(layer):
    def step(x, *, layer=layer):
        return layer(x)

    return step


def with_attribute(layer):
    def step(x):
        return step.layer(x)

    step.layer = layer
    return step


@dataclass(slots=True)
class InSlots:
    layer: Module

    def __call__(self, x):
        return self.layer(x)


class InPrivateSlots:
    __slots__ = ("__layer",)

    def __init__(self, layer):
        self.__layer = layer

    def __call__(self, x):
        return self.__layer(x)


STEPS = {  # a layer -> a function that uses it
    "enclosed": enclosing,
    "a default": by_default,
    "a default of a keyword": by_keyword,
    "an attribute of the function": with_attribute,
    "a global": lambda layer: lambda x: GLOBAL(x),
    "a global within": lambda layer: lambda x: [GLOBAL(row) for row in x],
    "a partial of a function": lambda layer: functools.partial(enclosing(layer)),
    "a function that is wrapped": lambda layer: functools.lru_cache(enclosing(layer)),
    "a parameter": lambda layer: lambda x: x @ layer.W,
    "slots": InSlots,
    "private slots": InPrivateSlots,
}
HOLDERS = {
    "a view of a dict": lambda layer: {"a": layer}.values(),
    "a dict of which it is a key": lambda layer: {layer: 1},
    "a dict that is read only": lambda layer: types.MappingProxyType({"a": layer}),
    "dicts in a chain": lambda layer: ChainMap({"a": layer}),
    "a function in a list": lambda layer: [enclosing(layer)],
}


@pytest.mark.parametrize("hide", [*STEPS.values(), *HOLDERS.values()], ids=[*STEPS, *HOLDERS])
def test_a_layer_where_nobody_looks_for_it_is_refused(hide):
    layer, model = linear(), Module()
    model.part = hide(layer)
    for ask in (model.parameters, model.state_dict, model.train):
        with pytest.raises(TypeError, match="Module: expected modules and Parameters .* in part"):
            ask()
    model.found = [layer, GLOBAL]
    assert {id(layer.W), id(GLOBAL.W)} <= set(map(id, model.parameters()))


@pytest.mark.parametrize("hide", STEPS.values(), ids=STEPS)
def test_a_step_that_uses_a_hidden_layer_is_refused(hide):
    with pytest.raises(TypeError, match=r"Sequential: expected modules .* in steps.1"):
        Sequential(ops.tanh, hide(linear())).parameters()


def test_functions_of_numbers_and_of_the_model_itself_are_steps():
    factor, table = 2.0, np.ones(2)
    model = MLP((2, 3, 2), activation=lambda x: ops.relu(x) * factor, rng=np.random.default_rng(0))
    model.scale = lambda x: x * table
    model.again = lambda x: model(model.scale(x))
    assert len(model.parameters()) == 4

    def early():
        return later  # a cell that nothing is in as yet

    model.early = early
    assert len(model.parameters()) == 4
    later = linear()
    with pytest.raises(TypeError, match="got Linear in early"):
        model.parameters()


@pytest.mark.parametrize("value", [linear(), [Parameter([1.0])], {"a": (linear(),)}, {linear()}])
def test_a_layer_that_all_objects_of_a_class_would_share_is_refused(value):
    with pytest.raises(TypeError, match="Net: expected modules and Parameters as attributes of the object"):
        type("Net", (Module,), {"part": value})
    net = type("Net", (Sequential,), {"activation": ops.tanh, "kind": Linear, "part": None})
    assert net().parameters() == []


@pytest.mark.parametrize(
    "passing",
    [itertools.chain, lambda a: itertools.islice(a, 1), itertools.cycle, lambda a: iter(set(a)),
     lambda a: iter(dict.fromkeys(a))],
)  # fmt: skip
def test_what_can_be_read_once_is_refused_at_once(passing):
    with pytest.raises(TypeError, match="Module.part: expected a list or a tuple, .* read only once"):
        Module().part = passing([linear()])


@pytest.mark.parametrize("bases", [(Module,), (type("Mixed", (), {"__slots__": "__layer"}), Module)])
def test_a_module_with_slots_is_refused_as_its_class_is_made(bases):
    own = {"__slots__": ("layer",)} if bases == (Module,) else {}
    with pytest.raises(
        TypeError, match="Block: expected a module without __slots__, got (_Mixed_)?_?layer in"
    ):
        type("Block", bases, own)
    assert type("Block", (Module,), {"__slots__": ()})().parameters() == []
