"""Ctrl-C: wherever it comes, model, optimizer, streams and history are those after whole steps."""

import signal
import threading
import time

import numpy as np
import pytest
from replay_cases import MSE, NETS, loop_of, state_of
from training_cases import data, start_at_once

from dlcourse.callbacks import Callback, Checkpoint, EarlyStopping
from dlcourse.optimizers import Adam
from dlcourse.training import History, fit

NET = NETS["dropout"]
M, SIZE = 6, 3
X, Y = data(NET, M)
GEARS = {"recorded": False, "replayed": True}
every_gear = pytest.mark.parametrize("gear", GEARS)


def rng(seed=0):
    return np.random.default_rng(seed)


def press(how="pressed"):
    if how == "raised":
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)


def by_hand(n_steps, size=SIZE):
    """The state after n steps in the loop, and the losses and the stream after them."""
    model, loss, optimizer = NET.parts(Adam)()
    step, order, losses = loop_of(model, loss, optimizer), rng(7), []
    while len(losses) < n_steps:
        rows = order.permutation(M)
        for start in range(0, M, size)[: n_steps - len(losses)]:
            part = rows[start : start + size]
            losses.append(step(X[part], Y[part]))
    return state_of(model, optimizer), losses, order.bit_generator.state


def train(gear, n_epochs=6, size=SIZE, history=None, **options):
    """-> all that an interrupted training left, its history"""
    model, loss, optimizer = NET.parts(Adam)()
    history, order = history or History(), rng(7)
    with pytest.raises(KeyboardInterrupt):
        fit(
            model, loss, X, Y, optimizer, n_epochs=n_epochs, batch_size=size, rng=order, history=history,
            progress=False, replay=GEARS[gear], **options,
        )  # fmt: skip
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert all(module.training for module in model.modules())
    return state_of(model, optimizer), history, order.bit_generator.state


def expect_whole_steps(left, size=SIZE):
    """Everything is that after history.n_steps steps of the loop."""
    state, history, stream = left
    wanted, losses, order = by_hand(history.n_steps, size)
    assert state == wanted and stream == order
    n_batches = -(-M // size)
    sizes = ([size] * n_batches)[: n_batches - 1] + [M - size * (n_batches - 1)]
    for i, found in enumerate(history.loss):
        epoch = losses[i * n_batches : (i + 1) * n_batches]
        total = 0.0
        for J, n in zip(epoch, sizes, strict=True):
            total += J * n
        assert found == total / M
    assert len(history.loss) <= history.n_steps / n_batches < len(history.loss) + 2
    return history


class At(Callback):
    """Presses Ctrl-C at an event."""

    def __init__(self, event, n, how):
        self.event, self.left, self.how, self.told = event, n, how, []

    def at(self, event, run):
        self.told.append(event)
        if event == self.event:
            self.left -= 1
            if self.left == 0:
                press(self.how)

    def before_training(self, run):
        self.at("before_training", run)

    def after_step(self, run):
        self.at("after_step", run)

    def after_epoch(self, run):
        self.at("after_epoch", run)

    def after_training(self, run):
        self.at("after_training", run)


@every_gear
@pytest.mark.parametrize("how", ["pressed", "raised"])
@pytest.mark.parametrize(
    ("event", "n", "n_steps", "n_epochs"),
    [
        ("before_training", 1, {"raised": 0, "pressed": 1}, 0),
        ("after_step", 1, 1, 0),
        ("after_step", 7, 7, 3),
        ("after_step", 8, 8, 3),
        ("after_epoch", 2, 4, 2),
        ("after_training", 1, 12, 6),
    ],
)
def test_in_a_callback(gear, how, event, n, n_steps, n_epochs, monkeypatch):
    start_at_once(monkeypatch, machine_code=False)
    at, behind = At(event, n, how), At("", 0, how)
    history = expect_whole_steps(train(gear, callbacks=[at, behind]))
    n_steps = n_steps[how] if isinstance(n_steps, dict) else n_steps
    assert (history.n_steps, len(history.loss)) == (n_steps, n_epochs)
    if how == "pressed":  # the other callback has not missed it
        assert at.told == behind.told


@every_gear
@pytest.mark.parametrize("how", ["pressed", "raised"])
@pytest.mark.parametrize("where", ["the first metric", "the second metric", "the loss on validation data"])
def test_an_epoch_that_is_interrupted_while_it_is_measured_counts_wholly_or_not_at_all(
    gear, how, where, monkeypatch
):
    start_at_once(monkeypatch, machine_code=False)
    n_calls = {"first": 0, "second": 0, "loss": 0}

    def metric(name):
        def measured(y_hat, y):
            n_calls[name] += 1
            if name in where and n_calls[name] == 3:
                press(how)
            return abs(y_hat - y).max()

        return measured

    model, loss, optimizer = NET.parts(Adam)()
    history, order, n_batches = History(), rng(7), M // SIZE

    def watched(y_hat, y):
        if isinstance(y_hat, np.ndarray):  # on validation data
            n_calls["loss"] += 1
            if "loss" in where and n_calls["loss"] == 3:
                press(how)
        return loss(y_hat, y)

    options = {
        "batch_size": SIZE, "rng": order, "history": history, "progress": False, "replay": GEARS[gear],
        "validation": (X, Y), "metrics": {"first": metric("first"), "second": metric("second")},
    }  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        fit(model, watched, X, Y, optimizer, n_epochs=5, **options)
    n = 3 if how == "pressed" else 2
    lengths = {len(history.loss), len(history.validation_loss), *map(len, history.metrics.values())}
    assert lengths == {n} and history.n_steps == 3 * n_batches
    expect_whole_steps((state_of(model, optimizer), history, order.bit_generator.state))
    fit(model, watched, X, Y, optimizer, n_epochs=2, **options)  # goes on with a new epoch
    assert {len(history.loss), len(history.validation_loss)} == {n + 2} and history.n_steps == 5 * n_batches
    assert state_of(model, optimizer) == by_hand(history.n_steps)[0]


@every_gear
def test_in_a_loss_the_step_is_finished_and_when_raised_it_is_undone(gear):
    for how, n_steps in (("pressed", 3), ("raised", 2)):
        calls = []

        def loss(y_hat, y, calls=calls, how=how):
            calls.append(1)
            J = MSE(y_hat, y)
            if len(calls) == 3:
                press(how)
            return J

        model, _, optimizer = NET.parts(Adam)()
        history, order = History(), rng(7)
        with pytest.raises(KeyboardInterrupt):
            fit(
                model, loss, X, Y, optimizer, n_epochs=6, batch_size=SIZE, rng=order, history=history,
                progress=False, replay=GEARS[gear],
            )  # fmt: skip
        assert history.n_steps == n_steps
        stream = order.bit_generator.state
        if how == "raised":  # its epoch, the second, had begun
            assert stream == by_hand(n_steps + 1)[2]
            assert state_of(model, optimizer) == by_hand(n_steps)[0]
        else:
            expect_whole_steps((state_of(model, optimizer), history, stream))


@pytest.mark.parametrize("size", [M, 2, 4])
def test_at_any_time_in_many_steps(size, monkeypatch):
    start_at_once(monkeypatch)
    history = History()

    def press_later():
        while history.n_steps < 50:
            time.sleep(0.01)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    threading.Thread(target=press_later, daemon=True).start()
    expect_whole_steps(train("replayed", n_epochs=10**6, size=size, history=history), size)
    assert history.n_steps >= 50 and history.n_replayed == history.n_steps - (4 if M % size else 2)


def test_twice_it_does_not_wait(monkeypatch):
    start_at_once(monkeypatch, machine_code=False)

    def stuck(y_hat, y):
        press()
        press()
        time.sleep(60)

    history = expect_whole_steps(train("replayed", metrics={"stuck": stuck}))
    assert history.n_steps == 2 and history.loss == []


def test_what_callbacks_keep_is_whole_too(tmp_path):
    stopping = EarlyStopping(9)
    path = tmp_path / "a.npz"
    train(
        "replayed", validation=(X, Y), callbacks=[At("after_epoch", 3, "pressed"), stopping, Checkpoint(path)]
    )
    assert stopping.best_epoch in (1, 2, 3) and path.exists()
