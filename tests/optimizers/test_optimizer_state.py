"""States of optimizers and schedules go in whole or not at all, and fit trains what the model holds."""

import numpy as np
import pytest

from dlcourse import fit, losses
from dlcourse.backend import use_dtype
from dlcourse.layers import MLP
from dlcourse.optimizers import Adam, HalveOnPlateau
from dlcourse.tensor import Parameter

X, Y = np.random.default_rng(0).standard_normal((2, 6, 2))


def parts(dtype="float64"):
    with use_dtype(dtype):
        model = MLP((2, 3, 2), rng=np.random.default_rng(0))
    return model, Adam(model.parameters(), lr=0.01)


def spoilt(optimizer):
    state = optimizer.state_dict()
    r = np.full(state["r"].shape, 1.0)
    r[-1] = 1e300
    return {
        "n_steps of NaN": state | {"n_steps": np.array(np.nan)},
        "n_steps below 0": state | {"n_steps": np.array(-1)},
        "half a step": state | {"n_steps": np.array(1.5)},
        "lr of NaN": state | {"s": state["s"] + 1, "lr": np.array(np.nan)},
        "too large for float32": state | {"s": state["s"] + 1, "r": r},
        "complex": state | {"r": state["r"] * 1j},
        "masked": state | {"r": np.ma.array(state["r"], mask=True)},
    }


@pytest.mark.parametrize("what", spoilt(parts("float32")[1]))
def test_a_state_of_which_a_part_fails_changes_nothing(what):
    _, optimizer = parts("float32")
    before = optimizer.state_dict()
    with pytest.raises(ValueError, match="Adam: expected"):
        optimizer.load_state_dict(spoilt(optimizer)[what])
    np.testing.assert_equal(optimizer.state_dict(), before)


NONE_OF_ITS_STATES = [("lr", np.nan), ("lr", 0.0), ("n_bad", 2.5), ("n_bad", np.nan), ("n_bad", -1)]


@pytest.mark.parametrize("name, value", NONE_OF_ITS_STATES)
def test_a_schedule_takes_no_state_that_it_cannot_have(name, value):
    schedule = HalveOnPlateau(lr=0.1)
    before = schedule.state_dict()
    with pytest.raises(ValueError, match="HalveOnPlateau: expected"):
        schedule.load_state_dict(before | {name: np.array(value)})
    np.testing.assert_equal(schedule.state_dict(), before)


def run(model, optimizer, loss=losses.mean_squared_error):
    return fit(model, loss, X, Y, optimizer, n_epochs=1, progress=False)


def test_an_optimizer_of_a_parameter_that_was_exchanged_is_refused():
    model, optimizer = parts()
    model.steps[0].W = Parameter(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"fit: expected an optimizer of the model as it is, .* steps.0.W"):
        run(model, optimizer)
    run(model, Adam(model.parameters()))


def test_frozen_parameters_and_those_of_a_loss_are_no_mistake():
    model, _ = parts()
    scale = Parameter(np.ones(2))

    def loss(y_hat, y):
        return losses.mean_squared_error(y_hat * scale, y)

    run(model, Adam([*model.parameters(), scale]), loss)
    run(model, Adam(model.steps[2].parameters()))
    assert not np.array_equal(scale.array, np.ones(2))
