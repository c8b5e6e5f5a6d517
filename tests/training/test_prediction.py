"""Prediction: the modes come back, nothing is recorded, the data follow the model."""

import numpy as np
import pytest

from dlcourse.layers import MLP, Dropout, Linear, Module, Sequential
from dlcourse.ops import tanh
from dlcourse.prediction import in_mode, predict, to_device_of
from dlcourse.strict_array import StrictArray, strict


def rng():
    return np.random.default_rng(0)


X = rng().standard_normal((7, 2))


@pytest.mark.parametrize("size", [None, 1, 3, 7, 100])
def test_batches_do_not_change_the_answers(size):
    model = MLP((2, 4, 3), rng=rng())
    y_hat = predict(model, X, size)
    assert type(y_hat) is np.ndarray and y_hat.shape == (7, 3)
    np.testing.assert_allclose(y_hat, model(X).array, rtol=1e-12)


def test_dropout_is_off_and_every_mode_comes_back():
    model = Sequential(Linear(2, 50, rng=rng()), tanh, Dropout(0.5, rng=rng()), Linear(50, 1, rng=rng()))
    model.steps[0].training = False
    modes = [module.training for module in model.modules()]
    first, second = predict(model, X), predict(model, X)
    np.testing.assert_array_equal(first, second)
    assert [module.training for module in model.modules()] == modes and True in modes and False in modes


def test_the_modes_come_back_after_an_error():
    model = MLP((2, 1), rng=rng())
    with pytest.raises(ValueError, match="Linear: expected x"):
        predict(model, np.ones((3, 5)))
    assert all(module.training for module in model.modules())
    with pytest.raises(RuntimeError), in_mode(model, training=False):
        assert not any(module.training for module in model.modules())
        raise RuntimeError
    assert all(module.training for module in model.modules())


class Half(Module):
    def fprop(self, x):
        return x * 0.5


def test_a_model_without_parameters_predicts_where_the_data_are():
    np.testing.assert_array_equal(predict(Half(), X, 2), X / 2)
    assert type(predict(Half(), StrictArray(X), 2)) is StrictArray


def test_data_are_sent_to_where_the_model_is_and_never_fetched_in_silence():
    on_device = StrictArray(X)
    assert to_device_of(X, X) is X and to_device_of(on_device, on_device) is on_device
    assert type(to_device_of(X, on_device)) is StrictArray and type(strict.asarray(X)) is StrictArray
    with pytest.raises(ValueError, match=r'to_device_of: expected data .* the CPU.*to\("cuda"\)'):
        to_device_of(on_device, X)


class Watched(Module):
    """Notes whether its op was recorded."""

    def __init__(self):
        self.inner, self.origins = Linear(2, 1, rng=rng()), []

    def fprop(self, x):
        y = self.inner(x)
        self.origins.append(y.op)
        return y


def test_nothing_is_recorded():
    model = Watched()
    predict(model, X)
    model(X)
    assert model.origins[0] is None and model.origins[1] is not None
