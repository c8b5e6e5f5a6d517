"""A replayed training that meets what is not finite, or an error, ends as the loop does: words and state."""

import numpy as np
import pytest
from halved import halved
from replay_cases import MSE, NETS, Net, labels, rows
from training_cases import data, expect_the_same, outcome, start_at_once

from dlcourse import losses, ops
from dlcourse.callbacks import Callback
from dlcourse.layers import MLP, BatchNorm, Dropout, Linear, Sequential
from dlcourse.optimizers import SGD, Adam, Optimizer
from dlcourse.training import DivergenceError

WAYS = ["calls", "machine code"]


@pytest.fixture(params=WAYS, autouse=True)
def at_once(request, monkeypatch):
    start_at_once(monkeypatch, machine_code=request.param == "machine code")


def rng(seed=0):
    return np.random.default_rng(seed)


def network(generator):
    return Sequential(
        Linear(3, 4, rng=generator), BatchNorm(4), ops.tanh, Dropout(0.7, rng=rng(1)),
        Linear(4, 2, rng=generator), ops.square,
    )  # fmt: skip


class Sees(Callback):
    """Asks for every step."""

    def after_step(self, run):
        self.last = run.history.n_steps


class Waits(Callback):
    """Asks for every epoch."""

    def after_epoch(self, run):
        self.last = run.epoch


LOOKERS = {"nobody": lambda: [], "by step": lambda: [Sees()], "by epoch": lambda: [Waits()]}
every_looker = pytest.mark.parametrize("looker", LOOKERS)
every_looker_and_order = pytest.mark.parametrize(
    ("looker", "seed", "at_once"), halved([*LOOKERS], [None, 3], WAYS), indirect=["at_once"]
)


def options(n_epochs, batch_size, seed, looker):
    def made():
        order = None if seed is None else rng(seed)
        return {"n_epochs": n_epochs, "batch_size": batch_size, "rng": order, "callbacks": LOOKERS[looker]()}

    return made


def expect_divergence(make, x, y, made, words, but=()):
    history = expect_the_same(make, x, y, made, but)
    error, text = outcome(make, x, y, made, replay=True)[0]["error"]
    assert error is DivergenceError and words in text, text
    return history, text


@every_looker_and_order
def test_by_the_data_of_one_batch(looker, seed):
    net = Net(network, MSE, rows(3, 2))
    x, y = data(net, 12)
    y[7] = 1e200  # whose square is infinite
    history, _ = expect_divergence(
        net.parts(SGD, lr=0.01),
        x,
        y,
        options(9, 2, seed, looker),
        "expected a finite loss, got inf in epoch 0",
    )
    assert history.n_steps < 6 and history.loss == []


@every_looker_and_order
def test_by_a_rate_that_is_too_high_after_some_steps(looker, seed):
    net = Net(lambda generator: MLP((3, 4, 2), activation=ops.square, rng=generator), MSE, rows(3, 2))
    history, text = expect_divergence(
        net.parts(SGD, lr=0.35),
        *data(net, 8),
        options(500, 4, seed, looker),
        "First not finite: the output of",
    )
    assert history.n_replayed > 1 and f"in epoch {len(history.loss)}, step {history.n_steps}" in text


class Growing(Optimizer):
    """theta <- theta 1e100, so that the fourth update overflows, with small gradients."""

    slots = ("total",)

    def update(self, theta, g, total):
        total += g
        theta *= 1e100


@every_looker
def test_by_an_update_that_overflows(looker):
    net = Net(lambda generator: Sequential(Linear(3, 2, rng=generator), ops.tanh), MSE, rows(3, 2))
    history, _ = expect_divergence(
        net.parts(Growing, lr=1.0), *data(net, 4), options(9, None, None, looker), "expected a finite update"
    )
    assert history.n_steps == 3


@every_looker
def test_by_an_update_that_overflows_where_nobody_is_warned(looker):
    net = Net(lambda generator: Sequential(Linear(3, 2, rng=generator), ops.tanh), MSE, rows(3, 2))
    made = options(9, None, None, looker)
    with np.errstate(all="ignore"):  # the numbers themselves have to be looked at; the loss stays finite
        history, _ = expect_divergence(net.parts(Growing, lr=1.0), *data(net, 4), made, "a finite update")
    assert history.n_steps == 3


@pytest.mark.parametrize("place", range(5))
@every_looker
def test_by_a_gradient_that_is_infinite(looker, place):
    def loss(z, y):  # at 0 its slope is infinite
        return ops.sqrt(ops.absolute(z) * y).sum()

    def make():
        model = Sequential(Linear(1, 1, rng=rng()))
        model.steps[0].W.array[...], model.steps[0].b.array[...] = 1.0, 0.0
        return model, loss, SGD(model.parameters(), lr=1e-9)

    x, y = np.ones((6, 1)), np.ones((6, 1))
    x[place] = 0.0  # the step is recorded, checked, or replayed

    def made():
        return options(3, 1, None, looker)() | {}

    def with_zero():  # exactly 0 at this sample only while b is exactly 0
        model, _, _ = make()
        model.steps[0].b.array[...] = 0.0
        return model, lambda z, y: loss(z, y), SGD([model.steps[0].W], lr=1e-9)

    history, text = expect_divergence(with_zero, x, y, made, "gradients of a size that can be used")
    assert history.n_steps == place and "computed by bprop of sqrt" in text


@pytest.mark.parametrize("place", [1, 4])
def test_to_look_for_the_place_draws_nothing_and_moves_no_average(place):
    def loss(z, y):  # finite, but its gradient is 0 times infinity where y is 0
        return MSE(z, y) + ops.sqrt(ops.absolute(z * 0.0 + y)).sum()

    net = Net(network, loss, rows(3, 2))
    x, y = data(net, 12)
    y[2 * place] = 0.0
    history, _ = expect_divergence(
        net.parts(SGD, lr=0.01), x, y, options(3, 2, None, "nobody"), "gradients of a size that can be used"
    )
    assert history.n_steps == place


@every_looker
def test_an_error_of_the_loss_in_a_later_batch_is_that_of_the_loop(looker):
    net = Net(NETS["batch_norm"].make, losses.softmax_cross_entropy, labels(3, 2))
    x, y = data(net, 12)
    y[9] = 5  # there are two classes
    history = expect_the_same(net.parts(Adam), x, y, options(4, 2, None, looker))
    assert history.n_steps == 4
    error, text = outcome(net.parts(Adam), x, y, options(4, 2, None, looker), replay=True)[0]["error"]
    assert error is ValueError and "class" in text


def test_the_first_and_the_second_step_may_diverge_too():
    net = Net(network, MSE, rows(3, 2))
    for bad in range(4):
        x, y = data(net, 8)
        y[2 * bad] = 1e200
        history, text = expect_divergence(
            net.parts(SGD, lr=0.01), x, y, options(3, 2, None, "nobody"), f"epoch 0, step {bad};"
        )
        assert history.n_steps == bad and "the output of" in text


def test_a_loss_that_is_infinite_in_itself_does_not_train():
    def loss(z, y):
        return MSE(z, y) * np.inf

    net = Net(NETS["tanh"].make, loss, rows(3, 2))
    made = options(3, None, None, "nobody")
    words, but = "got inf in epoch 0, step 0", ["warnings"]  # to record goes on to the gradients
    expect_divergence(net.parts(SGD, lr=0.01), *data(net, 4), made, words, but)


def test_numpy_warns_as_in_the_loop():
    def loss(z, y):  # exp underflows to 0 where y is large, and that is all right
        return (ops.exp(z * 0.0 + y) * 0.0).sum() + MSE(z, y * 0.0)

    net = Net(NETS["tanh"].make, loss, rows(3, 2))
    x, y = data(net, 8)
    y[5] = 800.0  # exp(800) is infinite, and infinity times 0 is NaN
    expect_divergence(
        net.parts(SGD, lr=0.01), x, y, options(4, 2, None, "nobody"), "got nan in epoch 0, step 2"
    )
