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
        (lambda s: s.pop("b"), r"expected the names of Two, got \['b'\] missing and \[\] too many"),
        (lambda s: s.update(c=np.ones(1)), r"\[\] missing and \['c'\] too many"),
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
