"""Numbers that stop being finite: the step is undone, and the message names the layer that was first."""

import pickle

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.divergence import DivergenceError, Snapshot, all_finite, first_bad_gradient, first_bad_output
from dlcourse.layers import MLP, Linear, Module, Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.ops import exp, sqrt, tanh
from dlcourse.optimizers import SGD, Adam, Optimizer
from dlcourse.tensor import Parameter
from dlcourse.training import fit


def rng():
    return np.random.default_rng(0)


def data(m=6):
    return rng().standard_normal((m, 2)), rng().random((m, 1))


def chain(*steps):
    return Sequential(Linear(2, 3, rng=rng()), tanh, Linear(3, 3, rng=rng()), *steps, Linear(3, 1, rng=rng()))


def state_of(model, optimizer):
    arrays = [*(p.array for p in model.parameters()), *optimizer.state.values()]
    return [array.copy() for array in arrays], optimizer.n_steps


@pytest.mark.parametrize(
    ("layer", "where"),
    [
        (0, "the output of affine in steps.0, Linear(2, 3)"),
        (2, "the output of affine in steps.2, Linear(3, 3)"),
        (4, "the output of affine in steps.4, Linear(3, 1)"),
    ],
)
def test_the_first_layer_whose_output_overflows_is_named(layer, where):
    model, (x, _) = chain(tanh), data()
    for parameter in model.parameters():
        parameter.array[...] = 1  # so that nothing cancels
    model.steps[layer].W.array[...] = 1.5e308
    model.steps[layer].b.array[...] = 1.5e308
    with np.errstate(all="ignore"):
        J = model(np.full_like(x, 3.0)).sum()
        assert first_bad_output(J, model) == where


def test_an_op_without_parameters_is_named_after_the_layer_below_it():
    model = chain(exp)
    model.steps[2].b.array[...] = 1e3
    with np.errstate(all="ignore"):
        assert first_bad_output(model(data()[0]).sum(), model) == (
            "the output of exp after steps.2, Linear(3, 3)"
        )


def test_a_parameter_that_is_not_finite_is_named_before_all_outputs():
    model = chain()
    model.steps[2].b.array[1] = np.nan
    assert first_bad_output(model(data()[0]).sum(), model) == "the parameter steps.2.b"


def test_the_gradient_that_is_not_finite_first_on_the_way_back_is_named_with_the_rule_that_made_it():
    model = Sequential(Linear(2, 3, rng=rng()), tanh, Linear(3, 1, rng=rng()))
    model.steps[2].W.array[...] = 0
    with np.errstate(all="ignore"):
        J = sqrt(model(data()[0])).sum()
        assert J.item() == 0
        where = first_bad_gradient(J, model)
    assert where == "the gradient at the output of affine in steps.2, Linear(3, 1), computed by bprop of sqrt"


class Own(Module):
    """A layer that holds its parameter itself, so that its name has no dot."""

    def __init__(self):
        self.w = Parameter([1.0, 1.0])

    def fprop(self, x):
        return exp(x * self.w)


def test_a_parameter_of_the_model_itself_stands_under_the_name_of_the_model():
    with np.errstate(all="ignore"):
        where = first_bad_output(Own()(np.full((2, 2), 1e3)).sum(), Own())
    assert where == "the output of exp after the input"
    model = Own()
    with np.errstate(all="ignore"):
        assert first_bad_output(model(np.full((2, 2), 1e3)).sum(), model).startswith(
            "the output of exp after <"
        )


class Two(Module):
    """Two layers side by side, added, then exp."""

    def __init__(self):
        self.first, self.second = Linear(2, 3, rng=rng()), Linear(2, 3, rng=rng())

    def fprop(self, x):
        return exp(self.second(x) * 0.0 + self.first(x) * 0.0 + 1e3)


def test_after_a_join_the_layer_that_was_computed_last_is_named():
    model = Two()
    with np.errstate(all="ignore"):
        where = first_bad_output(model(data()[0]).sum(), model)
    assert where == "the output of exp after first, Linear(2, 3)"


def with_infinite_loss(calls):
    def loss(y_hat, y):
        calls.append(1)
        J = mean_squared_error(y_hat, y)
        return J * np.inf if len(calls) == 3 else J

    return loss


@pytest.mark.parametrize("make", [lambda p: SGD(p, lr=0.1, momentum=0.9), lambda p: Adam(p, lr=0.1)])
def test_an_infinite_loss_names_epoch_step_and_layer_and_undoes_the_step(make):
    (model, twin), (x, y) = (MLP((2, 3, 1), rng=rng()) for _ in range(2)), data()
    optimizer, twin_optimizer = make(model.parameters()), make(twin.parameters())
    with pytest.raises(DivergenceError, match=r"epoch 1, step 2; lower lr") as caught:
        fit(
            model, with_infinite_loss([]), x, y, optimizer, n_epochs=9, batch_size=3, progress=False,
        )  # fmt: skip
    assert (caught.value.epoch, caught.value.step) == (1, 2)
    assert caught.value.where == "the output of multiply after steps.2, Linear(3, 1)"
    fit(twin, mean_squared_error, x, y, twin_optimizer, n_epochs=1, batch_size=3, progress=False)
    np.testing.assert_equal(state_of(model, optimizer), state_of(twin, twin_optimizer))


def test_a_gradient_that_is_not_finite_is_named_and_changes_nothing():
    model = MLP((2, 1), rng=rng())
    optimizer = SGD(model.parameters(), lr=0.1, momentum=0.9)
    for parameter in model.parameters():
        parameter.array[...] = 0
    before = state_of(model, optimizer)
    with np.errstate(all="ignore"), pytest.raises(DivergenceError, match="fit: expected gradients .* sqrt"):
        fit(model, lambda z, y: ops.sqrt(z).sum(), *data(), optimizer, n_epochs=1, progress=False)
    np.testing.assert_equal(state_of(model, optimizer), before)


class Doubling(Optimizer):
    """theta <- theta 1e300, so that the second update overflows."""

    slots = ("total",)

    def update(self, theta, g, total):
        total += g
        theta *= 1e300


def test_an_update_that_overflows_is_undone_with_the_state_of_the_optimizer():
    model = MLP((2, 1), rng=rng())
    optimizer, x, y = Doubling(model.parameters(), lr=1.0), np.zeros((2, 2)), np.zeros((2, 1))
    fit(model, mean_squared_error, x, y, optimizer, n_epochs=1, progress=False)
    before = state_of(model, optimizer)
    with (
        np.errstate(all="ignore"),
        pytest.raises(
            DivergenceError,
            match="expected a finite update, got NaN or infinity in epoch 0, step 0.*steps.0.W",
        ),
    ):
        fit(model, mean_squared_error, x, y, optimizer, n_epochs=1, progress=False)
    np.testing.assert_equal(state_of(model, optimizer), before)


class Running(Module):
    """Keeps a running sum of its inputs, as batch norm keeps averages."""

    buffers = ("total",)

    def __init__(self):
        self.total = np.zeros(2)

    def fprop(self, x):
        self.total = self.total + x.sum(axis=0)
        return x


def test_the_buffers_of_the_model_are_put_back_too():
    running = Running()
    model = Sequential(running, Linear(2, 1, rng=rng()))
    x, y = data()
    calls = []
    with pytest.raises(DivergenceError):
        fit(model, with_infinite_loss(calls), x, y, SGD(model.parameters()), n_epochs=9, progress=False)
    np.testing.assert_allclose(running.total, 2 * x.sum(axis=0), rtol=1e-12)


def test_a_snapshot_survives_another_optimizer_of_the_same_parameters():
    theta = Parameter([1.0])
    first, second = SGD([theta], lr=1.0), SGD([theta], lr=1.0)
    first.theta[...] = 7  # the memory that the parameter has left
    snapshot = Snapshot(MLP((1, 1), rng=rng()), first)
    snapshot.take()
    theta.array[...] = 5
    snapshot.restore()
    assert theta.array.tolist() == [1.0] and second.theta.tolist() == [1.0]


def test_all_finite_is_not_fooled_by_a_sum_that_overflows():
    with np.errstate(all="ignore"):
        assert all_finite(np.full(4, 1e308)) and all_finite(np.array([1.0]))
        assert not all_finite(np.array([1.0, np.nan])) and not all_finite(np.array([np.inf, -np.inf]))


def test_in_float32_the_overflow_of_float32_counts():
    with use_dtype("float32"):
        model = MLP((2, 1), rng=rng())
    x, y = np.full((2, 2), 1e30), np.zeros((2, 1))
    with np.errstate(all="ignore"), pytest.raises(DivergenceError, match="square"):
        fit(model, mean_squared_error, x, y, SGD(model.parameters()), n_epochs=1, progress=False)


def test_the_error_crosses_processes_whole():
    error = pickle.loads(pickle.dumps(DivergenceError("stop", 3, 14, "the data")))
    assert (str(error), error.epoch, error.step, error.where) == ("stop", 3, 14, "the data")
    assert isinstance(error, FloatingPointError)


def test_a_finite_graph_has_no_bad_layer():
    model = MLP((2, 1), rng=rng())
    J = mean_squared_error(model(data()[0]), data()[1])
    assert first_bad_output(J, model) == "the data" and first_bad_gradient(J, model) == "a gradient"
    assert all(np.isfinite(g).all() for g in grad(J, model.parameters()))
