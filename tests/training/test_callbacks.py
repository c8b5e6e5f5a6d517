"""Callbacks: when they are called, early stopping with the best weights, rates, checkpoints; validation."""

import numpy as np
import pytest

from dlcourse.callbacks import Callback, Checkpoint, EarlyStopping, LearningRate, ReduceOnPlateau
from dlcourse.layers import MLP, BatchNorm, Linear, Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.ops import tanh
from dlcourse.optimizers import SGD, ExponentialDecay, HalveOnPlateau
from dlcourse.prediction import predict
from dlcourse.training import fit


def rng(seed=0):
    return np.random.default_rng(seed)


X = rng(1).standard_normal((10, 2))
Y = np.tanh(X.sum(axis=1, keepdims=True))


def make(lr=0.1):
    model = MLP((2, 4, 1), rng=rng())
    return model, SGD(model.parameters(), lr=lr)


def train(model, optimizer, n_epochs, **options):
    return fit(model, mean_squared_error, X, Y, optimizer, n_epochs=n_epochs, progress=False, **options)


class Log(Callback):
    """Writes down every call."""

    def __init__(self):
        self.events, self.rates = [], []

    def before_training(self, run):
        self.events.append("before")

    def after_step(self, run):
        self.events.append(f"step {run.history.n_steps}")
        self.rates.append(run.optimizer.lr)

    def after_epoch(self, run):
        self.events.append(f"epoch {run.epoch} of {len(run.history.loss)}")

    def after_training(self, run):
        self.events.append("after")


def test_callbacks_are_called_in_the_order_of_the_loop():
    log = Log()
    train(*make(), 2, batch_size=5, callbacks=[log])
    assert log.events == [
        "before", "step 1", "step 2", "epoch 1 of 1", "step 3", "step 4", "epoch 2 of 2", "after",
    ]  # fmt: skip


def test_the_base_does_nothing():
    (model, optimizer), (twin, twin_optimizer) = make(), make()
    assert train(model, optimizer, 3, callbacks=[Callback()]) == train(twin, twin_optimizer, 3)
    assert Callback().state_dict() == {} and Callback().load_state_dict({}) is None


class Stop(Callback):
    """Ends the training after epoch 2."""

    def after_epoch(self, run):
        run.stop = run.epoch == 2


def test_a_callback_may_stop_the_training():
    assert len(train(*make(), 9, callbacks=[Stop()]).loss) == 2


def test_validation_and_metrics_are_measured_after_each_epoch_as_by_hand():
    model, optimizer = make()
    x, y = X[:4] * 2, Y[:4]
    losses, errors = [], []

    class Measure(Callback):
        def after_epoch(self, run):
            losses.append(float(((predict(model, x) - y) ** 2).sum() / len(x)))
            errors.append(float(abs(predict(model, x) - y).max()))

    metrics = {"worst": lambda y_hat, y: abs(y_hat - y).max()}
    history = train(model, optimizer, 3, validation=(x, y), metrics=metrics, callbacks=[Measure()])
    assert history.validation_loss == pytest.approx(losses, rel=1e-12)
    assert history.metrics == {"worst": pytest.approx(errors, rel=1e-12)}
    assert {type(v) for v in history.validation_loss + history.metrics["worst"]} == {float}


def test_metrics_without_validation_are_those_of_the_training_data():
    model, optimizer = make()
    history = train(model, optimizer, 1, metrics={"mse": lambda a, y: ((a - y) ** 2).mean()})
    assert history.validation_loss == []
    assert history.metrics["mse"] == [pytest.approx(((predict(model, X) - Y) ** 2).mean(), rel=1e-12)]


def test_measuring_does_not_change_the_training():
    (model, optimizer), (twin, twin_optimizer) = make(), make()
    plain = train(twin, twin_optimizer, 4, batch_size=3, rng=rng(7))
    measured = train(model, optimizer, 4, batch_size=3, rng=rng(7), validation=(X, Y))
    assert measured.loss == plain.loss
    np.testing.assert_equal(model.state_dict(), twin.state_dict())


@pytest.mark.parametrize("bad", [X, (X,), (X, Y, Y), 3])
def test_validation_must_be_a_pair(bad):
    with pytest.raises(ValueError, match=r"fit: expected validation as a pair \(x, y\)"):
        train(*make(), 1, validation=bad)


def test_validation_data_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="fit: expected finite numbers in validation x"):
        train(*make(), 1, validation=(X * np.nan, Y))


class Script(Callback):
    """Writes scripted numbers over the validation loss, and notes the weights that belong to them."""

    def __init__(self, values):
        self.values, self.weights = list(values), []

    def after_epoch(self, run):
        run.history.validation_loss[-1] = self.values[run.epoch - 1]
        self.weights.append(run.model.state_dict())


@pytest.mark.parametrize(
    ("values", "patience", "min_delta", "stopped", "best"),
    [
        ((3, 2, 1, 2, 2, 0), 2, 0.0, 5, 3),
        ((3, 2, 1, 1, 1, 0), 2, 0.0, 5, 3),  # equal is no improvement
        ((3, 2.9, 2.8, 0, 0, 0), 2, 0.5, 3, 1),  # too little is none either
        ((3, 4, 2, 4, 1, 9), 2, 0.0, 6, 5),  # the count starts again
        ((3, float("nan"), float("nan"), 0, 0, 0), 2, 0.0, 3, 1),
    ],
)
def test_early_stopping_waits_and_puts_back_the_best_weights(values, patience, min_delta, stopped, best):
    model, optimizer = make()
    script, stopping = Script(values), EarlyStopping(patience, min_delta=min_delta)
    history = train(model, optimizer, 6, validation=(X, Y), callbacks=[script, stopping])
    assert len(history.loss) == stopped and stopping.best_epoch == best
    assert stopping.best == values[best - 1]
    np.testing.assert_equal(model.state_dict(), script.weights[best - 1])


def test_early_stopping_brings_back_the_running_averages_of_batch_norm():
    model = Sequential(Linear(2, 3, rng=rng()), BatchNorm(3), tanh, Linear(3, 1, rng=rng()))
    script = Script([1, 2, 3])
    train(model, SGD(model.parameters(), lr=0.1), 3, validation=(X, Y), callbacks=[script, EarlyStopping(9)])
    buffers = dict(model.named_buffers())
    assert buffers and all((buffers[name] == script.weights[0][name]).all() for name in buffers)
    assert any((script.weights[0][name] != script.weights[2][name]).any() for name in buffers)


def test_early_stopping_can_be_used_again():
    stopping = EarlyStopping(patience=2)
    for values in ((1, 2, 3), (9, 8, 7)):
        train(*make(), 3, validation=(X, Y), callbacks=[Script(values), stopping])
        assert stopping.best == min(values)


def test_early_stopping_may_watch_a_metric_or_the_loss():
    for monitor in ("loss", "worst"):
        stopping = EarlyStopping(2, monitor=monitor)
        history = train(*make(), 3, metrics={"worst": lambda a, y: abs(a - y).max()}, callbacks=[stopping])
        assert stopping.best == min({"loss": history.loss, **history.metrics}[monitor])


def test_a_monitor_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match="expected to monitor one of loss, got 'validation_loss'"):
        train(*make(), 1, callbacks=[EarlyStopping()])


@pytest.mark.parametrize(("per", "times"), [("step", [0, 1, 2, 3, 4, 5]), ("epoch", [0, 0, 1, 1, 2, 2])])
def test_every_step_has_the_rate_of_its_step_or_epoch(per, times):
    rates = []

    class Spy(SGD):
        def update(self, theta, g, v):
            rates.append(self.lr)
            super().update(theta, g, v)

    model = MLP((2, 1), rng=rng())
    schedule = ExponentialDecay(lr=0.1, factor=0.5)
    train(model, Spy(model.parameters()), 3, batch_size=5, callbacks=[LearningRate(schedule, per)])
    assert rates == [schedule(t) for t in times]


def test_a_rate_per_anything_else_is_refused():
    with pytest.raises(ValueError, match='LearningRate: expected per "step" or "epoch", got \'batch\''):
        LearningRate(lambda t: 0.1, per="batch")


def test_the_rate_is_halved_when_the_error_stays():
    log, plateau = Log(), HalveOnPlateau(lr=0.1, patience=2)
    train(
        *make(), 6, validation=(X, Y),
        callbacks=[Script([3, 3, 3, 3, 3, 3]), ReduceOnPlateau(plateau), log],
    )  # fmt: skip
    assert log.rates == [0.1, 0.1, 0.1, 0.05, 0.05, 0.025]


def test_checkpoints_are_written_every_few_epochs(tmp_path):
    path, written = tmp_path / "run.npz", []

    class Look(Log):
        def after_step(self, run):
            written.append(path.stat().st_mtime_ns if path.exists() else 0)

    train(*make(), 7, callbacks=[Look(), Checkpoint(path, every=3)])
    assert [len({*written[:i]}) for i in (3, 6, 7)] == [1, 2, 3] and written[2] == 0


def test_the_epoch_at_which_training_stops_is_written_in_any_case(tmp_path):
    train(*make(), 9, callbacks=[Stop(), Checkpoint(tmp_path / "run.npz", every=5)])
    assert (tmp_path / "run.npz").exists()


def test_a_checkpoint_must_come_last(tmp_path):
    with pytest.raises(ValueError, match="Checkpoint: expected to come last, got EarlyStopping behind it"):
        train(*make(), 1, callbacks=[Checkpoint(tmp_path / "a.npz"), EarlyStopping()])


@pytest.mark.parametrize(
    ("make_it", "words"),
    [
        (lambda: EarlyStopping(1.5), "got 1.5"),
    ],
)
def test_counts_are_checked(make_it, words):
    with pytest.raises(ValueError, match=words):
        make_it()
