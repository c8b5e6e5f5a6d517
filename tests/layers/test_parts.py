"""What a module holds is found, trained and saved, or refused in words: nothing drops out in silence."""

import functools
from collections import OrderedDict, deque
from dataclasses import dataclass, field

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import no_grad
from dlcourse.layers import MLP, Dropout, Linear, Module, Sequential
from dlcourse.tensor import Parameter, Tensor


def linear(seed=0):
    return Linear(2, 2, rng=np.random.default_rng(seed))


def holding(**parts):
    module = Module()
    for name, part in parts.items():
        setattr(module, name, part)
    return module


def names(module):
    return [name for name, _ in module.named_parameters()]


CONTAINERS = {  # a container of one layer -> the name of the layer in it
    "a dict": (lambda layer: {"first": layer}, "part.first"),
    "a dict of numbers": (lambda layer: {3: layer}, "part.3"),
    "an ordered dict": (lambda layer: OrderedDict(a=layer), "part.a"),
    "a list in a list": (lambda layer: [[], [0, layer]], "part.1.1"),
    "a tuple in a dict in a list": (lambda layer: [{"a": (layer,)}], "part.0.a.0"),
}


@pytest.mark.parametrize(("container", "name"), CONTAINERS.values(), ids=CONTAINERS)
def test_what_stands_in_a_container_is_learned_switched_and_saved(container, name):
    layer = linear()
    inner = Sequential(layer, Dropout(0.5, rng=np.random.default_rng(0)))
    model = holding(part=container(inner))
    assert names(model) == [f"{name}.steps.0.W", f"{name}.steps.0.b"]
    assert model.parameters() == layer.parameters()
    assert model.modules() == [model, inner, *inner.steps]
    assert not model.eval().modules()[-1].training
    state = model.state_dict()
    layer.W.array += 1.0
    model.load_state_dict(state)
    np.testing.assert_array_equal(layer.W.array, state[f"{name}.steps.0.W"])


def test_parameters_in_containers_are_found():
    first, second = Parameter([1.0]), Parameter([2.0])
    assert names(holding(part=[{"a": first}, (second, "word", 3, None, ops.tanh)])) == [
        "part.0.a",
        "part.1.0",
    ]


@dataclass
class Block:
    layer: Module = field(default_factory=linear)


class NoModule:
    def __init__(self):
        self.layers = [linear()]

    def __call__(self, x):
        return self.layers[0](x)


HIDDEN = {
    "a set": lambda: {linear()},
    "a frozenset": lambda: frozenset([linear()]),
    "a deque": lambda: deque([linear()]),
    "an array of objects": lambda: np.array([linear(), None]),
    "a dataclass": Block,
    "an object that is no Module": NoModule,
    "an object in a list": lambda: [NoModule()],
    "a bound method": lambda: linear().fprop,
    "a partial": lambda: functools.partial(linear()),
    "a Parameter in a set": lambda: {Parameter(1.0)},
}


@pytest.mark.parametrize("container", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_found_is_refused_when_parameters_are_asked_for(container):
    model = holding(body=linear(), part=container())
    for ask in (model.parameters, model.modules, model.state_dict, model.train, model.named_buffers):
        with pytest.raises(TypeError, match="Module: expected modules and Parameters as attributes, .* part"):
            ask()


@pytest.mark.parametrize("container", HIDDEN.values(), ids=HIDDEN)
def test_what_is_found_elsewhere_may_stand_anywhere(container):
    held = container()
    inside = [*(held if isinstance(held, set | frozenset | deque | list) else [])]
    if isinstance(held, np.ndarray):
        inside = held.tolist()
    inside += getattr(held, "layers", []) + [getattr(held, "layer", None), getattr(held, "__self__", None)]
    inside += [getattr(held, "func", None), *(getattr(part, "layers", []) for part in inside)]
    assert holding(part=held, inside=inside).parameters()


@pytest.mark.parametrize("step", [NoModule(), linear().fprop, functools.partial(linear())])
def test_a_step_of_a_chain_that_hides_a_layer_is_refused(step):
    with pytest.raises(TypeError, match=r"Sequential: expected modules .* in steps.1"):
        Sequential(ops.tanh, step).parameters()


@pytest.mark.parametrize(
    "passing", [lambda m: (m for _ in "a"), lambda m: map(lambda _: m, "a"), lambda m: iter([m])]
)
def test_what_can_be_read_once_only_is_refused_at_once(passing):
    with pytest.raises(TypeError, match=r"Module.part: expected a list or a tuple, .* list"):
        holding(part=passing(linear()))


def multiply(layer):
    layer.W = layer.W * 0.5


def in_place(layer):
    layer.W *= 0.5


OUT_OF_THE_MODEL = {
    "W = W * .5": (multiply, "Linear.W: expected a Parameter in the place of one, got Tensor"),
    "W *= .5": (in_place, r"Parameter: expected a change of its numbers in place, as in W.array \*= 0.5"),
    "an array": (lambda layer: setattr(layer, "W", np.ones((2, 2))), "in the place of one, got ndarray"),
    "None": (lambda layer: setattr(layer, "b", None), "in the place of one, got NoneType"),
    "a module": (lambda layer: setattr(layer, "W", linear()), "in the place of one, got Linear"),
}


@pytest.mark.parametrize(("spoil", "words"), OUT_OF_THE_MODEL.values(), ids=OUT_OF_THE_MODEL)
def test_nothing_takes_a_parameter_out_of_a_model_in_passing(spoil, words):
    layer = linear()
    before, W = layer.parameters(), layer.W.array.copy()
    with pytest.raises(TypeError, match=words):
        spoil(layer)
    assert layer.parameters() == before
    np.testing.assert_array_equal(layer.W.array, W)


@pytest.mark.parametrize("sign", ["+=", "-=", "*=", "/=", "**=", "@=", "//=", "%="])
def test_no_operator_in_place_changes_what_a_name_means(sign):
    place = {"m": holding(part=[Parameter(np.ones((2, 2)))])}
    with pytest.raises(TypeError, match="W.array"):
        exec(f"m.part[0] {sign} 2.0", place)
    assert names(place["m"]) == ["part.0"]


def test_a_parameter_may_be_exchanged_for_another_and_deleted():
    layer = linear()
    layer.W = Parameter(np.zeros((2, 2)))
    assert layer.parameters() == [layer.W, layer.b]
    del layer.b
    assert names(layer) == ["W"]


def test_a_module_may_be_exchanged_for_a_function_but_not_for_what_it_computes():
    model = holding(body=linear())
    for value in (np.ones(2), model.body(np.ones((1, 2)))):
        with pytest.raises(TypeError, match="Module.body: expected a module or a function in the place of"):
            model.body = value
    model.body = ops.tanh
    assert model.parameters() == []


@pytest.mark.parametrize("held", [lambda t: t, lambda t: [t], lambda t: {"a": t}])
def test_a_tensor_that_looks_learned_and_is_not_is_refused(held):
    with pytest.raises(TypeError, match="Module.part: expected a Parameter, which is learned, or an array"):
        holding(part=held(Tensor([1.0])))
    layer = linear()
    with no_grad():
        assert (
            holding(part=held(layer(np.ones((1, 2))))).parameters() == []
        )  # an output, kept to be looked at


def test_two_parts_of_one_name_are_refused_before_one_is_lost():
    clash = {"a.b": Parameter(1.0), "a": {"b": Parameter(2.0)}}
    for model in (holding(part=clash), holding(part={1: linear(), "1": linear(1)})):
        for ask in (model.named_parameters, model.state_dict, lambda m=model: m.load_state_dict({})):
            with pytest.raises(ValueError, match="Module: expected a name for each part, got part"):
                ask()
    model = holding(part=Parameter(1.0))
    model.buffers = ("part",)
    with pytest.raises(ValueError, match="got part for two of them"):
        model.state_dict()


def test_a_shared_parameter_has_one_name_and_one_place_in_the_state():
    shared = Parameter([1.0])
    model = holding(a=holding(w=shared), b=holding(w=shared))
    assert names(model) == ["a.w"]
    model.load_state_dict({"a.w": np.array([5.0])})
    assert model.b.w.array.tolist() == [5.0]


def test_a_chain_with_a_step_that_cannot_be_called_says_which():
    model = MLP((2, 3, 1), rng=np.random.default_rng(0))
    model.steps[1] = "tanh"
    with pytest.raises(
        TypeError, match="Sequential: expected step 1 to be a module or a function, got 'tanh'"
    ):
        model(np.ones((1, 2)))


def test_setting_a_buffer_asks_nothing_of_the_array():
    class Asked:
        """An array that must not be looked at, as one that is being recorded."""

        def __getattr__(self, name):
            raise AssertionError(f"asked for {name}")

    model = holding(buffer=Asked())
    other = Asked()
    model.buffer = other
    assert model.buffer is other
