"""Training and use, and the state of a module: train, eval, state_dict."""

import numpy as np
import pytest

from dlcourse.layers import MLP, BatchNorm, Dropout, Linear, Module, Sequential
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter


def net(seed=0):
    rng = np.random.default_rng(seed)
    inner = Sequential(BatchNorm(3), Dropout(0.5, rng=rng))
    return Sequential(Linear(2, 3, rng=rng), inner, Linear(3, 1, rng=rng))


def test_modules_lists_each_once_in_the_order_of_setting():
    model = net()
    inner = model.steps[1]
    assert model.modules() == [model, model.steps[0], inner, *inner.steps, model.steps[2]]
    shared = Sequential(inner, inner)
    assert shared.modules() == [shared, inner, *inner.steps]


def test_eval_and_train_switch_everything_within_and_return_the_model():
    model = net()
    assert all(module.training for module in model.modules())
    assert model.eval() is model
    assert not any(module.training for module in model.modules())
    assert model.train() is model
    assert all(module.training for module in model.modules())
    assert not model.train(False).training


def test_a_switch_of_one_model_leaves_others_alone():
    first, second = net(), net()
    first.eval()
    assert second.training and Module.training


def test_a_state_is_a_copy_and_comes_back_to_the_same_bits():
    model, x = net(), np.random.default_rng(1).standard_normal((6, 2))
    model(x)
    state = model.state_dict()
    expected = model.eval()(x).array
    for parameter in model.parameters():
        parameter.array += 1.0
    model.train()(x + 5)
    assert not np.array_equal(model.eval()(x).array, expected)
    model.load_state_dict(state)
    np.testing.assert_array_equal(model(x).array, expected)
    other = net(seed=9).eval()
    other.load_state_dict(state)
    np.testing.assert_array_equal(other(x).array, expected)


def test_a_state_taken_before_a_load_is_not_changed_by_it():
    model, other = net(), net(seed=9)
    other(np.random.default_rng(1).standard_normal((6, 2)))
    state = model.state_dict()
    before = {name: array.copy() for name, array in state.items()}
    model.load_state_dict(other.state_dict())
    for name, array in state.items():
        np.testing.assert_array_equal(array, before[name])


def test_an_optimizer_still_holds_the_parameters_after_a_load():
    model = MLP((2, 1), rng=np.random.default_rng(0))
    optimizer = SGD(model.parameters(), lr=1.0)
    model.load_state_dict({"steps.0.W": np.full((2, 1), 3.0), "steps.0.b": np.array([4.0])})
    assert optimizer.theta.tolist() == [3.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.pop("b"), r"expected the names of Two, got \['b'\] missing and \[\] unknown"),
        (lambda s: s.update(c=np.ones(1)), r"\[\] missing and \['c'\] unknown"),
        (lambda s: s.update(b=np.ones(5)), r"expected b of shape \(2,\), got \(5,\)"),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(change, message):
    class Two(Module):
        def __init__(self):
            self.a, self.b = Parameter(np.zeros(1)), Parameter(np.zeros(2))

    model = Two()
    state = {"a": np.ones(1), "b": np.ones(2)}
    change(state)
    with pytest.raises(ValueError, match=message):
        model.load_state_dict(state)
    assert model.a.array.tolist() == [0.0] and model.b.array.tolist() == [0.0, 0.0]


class Three(Module):
    buffers = ("c",)

    def __init__(self):
        self.a, self.b = Parameter(np.zeros(1)), Parameter(np.zeros(2))
        self.c = np.zeros(2, np.float32)


SPOILT = {  # the last of three arrays: what is wrong with it, the words
    "too large": (lambda: np.array([1.0, 1e300]), "expected numbers of c in the range of float32"),
    "complex": (lambda: np.array([1j, 1]), r"expected c of shape \(2,\), got array"),
    "words": (lambda: np.array(["a", "b"]), r"expected c of shape \(2,\), got array"),
    "objects": (lambda: np.array([None, 1.0]), r"expected c of shape \(2,\), got array"),
    "masked": (lambda: np.ma.array([1.0, 2.0], mask=[0, 1]), r"expected c of shape \(2,\), got masked_array"),
    "a list": (lambda: [1.0, 2.0], r"expected c of shape \(2,\), got \[1.0, 2.0\]"),
    "a shape that would broadcast": (lambda: np.ones(1), r"expected c of shape \(2,\), got \(1,\)"),
}


@pytest.mark.parametrize(("value", "words"), SPOILT.values(), ids=SPOILT)
def test_a_state_whose_last_array_fails_changes_nothing(value, words):
    model = Three()
    with pytest.raises(ValueError, match=words):
        model.load_state_dict({"a": np.ones(1), "b": np.ones(2), "c": value()})
    assert all((array == 0).all() for array in model.state_dict().values())


def test_a_state_for_an_array_that_cannot_be_written_to_changes_nothing():
    model = Three()
    model.c.flags.writeable = False
    with pytest.raises(ValueError, match="expected c as an array that can be written to"):
        model.load_state_dict({"a": np.ones(1), "b": np.ones(2), "c": np.ones(2)})
    assert all((array == 0).all() for array in model.state_dict().values())


def test_numbers_that_are_not_finite_come_back_as_they_were():
    model = Three()
    state = {"a": np.array([np.nan]), "b": np.array([np.inf, -np.inf]), "c": np.array([np.nan, 1.0])}
    model.load_state_dict(state)
    np.testing.assert_equal(model.state_dict(), {**state, "c": state["c"].astype(np.float32)})


def test_arrays_of_the_model_itself_may_be_the_state():
    model = Three()
    model.b.array = np.array([1.0, 2.0])
    model.load_state_dict({"a": np.ones(1), "b": model.b.array[::-1], "c": np.ones(2)})
    assert model.b.array.tolist() == [2.0, 1.0]


def test_keys_of_another_kind_are_told():
    with pytest.raises(ValueError, match=r"\['a', 'b', 'c'\] missing and \[1, 'x'\] unknown"):
        Three().load_state_dict({1: np.ones(1), "x": np.ones(1)})
