"""fit with replay is fit without it, to the last bit: parameters, state, streams, history, callbacks."""

import numpy as np
import pytest
from optimizer_cases import ALL
from replay_cases import MSE, NETS, Net, rows, with_penalties
from training_cases import data, expect_the_same, outcome, start_at_once

from dlcourse import ops
from dlcourse.callbacks import Callback, Checkpoint, EarlyStopping, LearningRate, ReduceOnPlateau
from dlcourse.layers import BatchNorm, Dropout, Linear, Module, Sequential
from dlcourse.optimizers import SGD, Adam, ExponentialDecay, HalveOnPlateau, Nesterov, clip_by_norm
from dlcourse.replay import fastest

PLAIN = NETS["residual"]


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    start_at_once(monkeypatch, machine_code=False)


def network(rng):
    return Sequential(
        Linear(3, 4, rng=rng), BatchNorm(4), ops.tanh, Dropout(0.7, rng=np.random.default_rng(1)),
        Linear(4, 2, rng=rng),
    )  # fmt: skip


FULL = Net(network, MSE, rows(3, 2))
X, Y = data(FULL, 11)


def rng(seed=0):
    return np.random.default_rng(seed)


def train(options, net=FULL, optimizer=Adam, m=11, **settings):
    return expect_the_same(net.parts(optimizer, **settings), *data(net, m), options)


@pytest.mark.parametrize("name", NETS)
def test_every_layer_and_loss(name):
    m, batch_size = (3, 2) if name == "LeNet" else (8, 3)
    history = train(lambda: {"n_epochs": 5, "batch_size": batch_size, "rng": rng()}, NETS[name], m=m)
    assert 0 < history.n_replayed < history.n_steps == 5 * -(-m // batch_size)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.optimizer.__name__)
def test_every_optimizer(case, dtype):
    def optimizer(parameters):
        tiny = case.options.get("eps", 1.0) < 1e-30 and dtype == "float32"  # float32 knows no such number
        return case.make(parameters, **({"eps": 1e-8} if tiny else {}))

    history = train(lambda: {"n_epochs": 4, "batch_size": 4}, optimizer=optimizer, dtype=dtype)
    assert history.n_replayed == 8 - 2 + 4 - 2  # of two kinds


@pytest.mark.parametrize("seed", [None, 3])
@pytest.mark.parametrize(("m", "batch_size"), [(4, None), (4, 9), (4, 2), (4, 1), (5, 2), (1, 1), (12, 4)])
def test_every_way_to_cut_the_data(m, batch_size, seed):
    def options():
        return {"n_epochs": 7, "batch_size": batch_size, "rng": None if seed is None else rng(seed)}

    history = train(options, PLAIN, m=m)
    assert history.n_steps - history.n_replayed == (4 if m == 5 else 2)


def test_penalties_on_the_weights():
    def make():
        model, loss = with_penalties(rng())
        return model, loss, SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True)

    assert expect_the_same(make, X, Y, lambda: {"n_epochs": 9}).n_replayed == 7


def test_samples_in_an_order_from_the_stream_that_dropout_draws_from():
    shared = []

    def make():
        shared[:] = [rng(4)]
        model = Sequential(Linear(3, 4, rng=rng()), Dropout(0.5, rng=shared[0]), Linear(4, 2, rng=rng()))
        return model, MSE, Adam(model.parameters())

    history = expect_the_same(make, X[:8], Y[:8], lambda: {"n_epochs": 6, "batch_size": 4, "rng": shared[0]})
    assert history.n_replayed == 10


class Log(Callback):
    """Keeps what there was at each event."""

    def __init__(self, *events):
        self.seen, self.events = [], events

    def look(self, event, run):
        arrays = [p.array.sum() for p in run.model.parameters()]
        self.seen.append((event, run.epoch, run.history.n_steps, run.optimizer.lr, *arrays))

    def __getattribute__(self, name):
        if name in ("after_step", "after_epoch", "before_training", "after_training") and name in self.events:
            return lambda run: self.look(name, run)
        return super().__getattribute__(name)

    def state_dict(self):
        return {"seen": self.seen}


EVENTS = ("before_training", "after_step", "after_epoch", "after_training")
CALLBACKS = {
    "a log of every step": lambda path: [Log("after_step")],
    "a log of every event": lambda path: [Log(*EVENTS)],
    "a log of epochs": lambda path: [Log("after_epoch")],
    "a log of begin and end": lambda path: [Log("before_training", "after_training")],
    "a rate by steps": lambda path: [LearningRate(ExponentialDecay(0.1, 0.9)), Log("after_step")],
    "only a rate by steps": lambda path: [LearningRate(ExponentialDecay(0.1, 0.9))],
    "a rate by epochs": lambda path: [LearningRate(ExponentialDecay(0.1, 0.9), "epoch"), Log("after_epoch")],
    "early stopping": lambda path: [EarlyStopping(2), Log("after_epoch")],
    "early stopping by a metric": lambda path: [EarlyStopping(1, monitor="worst")],
    "a plateau": lambda path: [ReduceOnPlateau(HalveOnPlateau(0.5, patience=1)), Log("after_epoch")],
    "checkpoints": lambda path: [Log("after_epoch"), Checkpoint(path / "a.npz", every=2)],
}


@pytest.mark.parametrize("name", CALLBACKS)
def test_every_callback(name, tmp_path):
    def options():
        metrics = {"worst": lambda y_hat, y: abs(y_hat - y).max()}
        validation = (X[:5] * 2, Y[:5])
        return {
            "n_epochs": 6, "batch_size": 4, "rng": rng(2), "validation": validation, "metrics": metrics,
            "callbacks": CALLBACKS[name](tmp_path),
        }  # fmt: skip

    assert train(options).n_replayed > 0


@pytest.mark.parametrize("callbacks", [[], [Log("before_training", "after_training")]])
def test_callbacks_that_do_nothing_in_between_do_not_hold_up_the_epochs(callbacks, monkeypatch):
    planned = []
    monkeypatch.setattr(
        "dlcourse.training.epochs.Epochs._many", lambda self, n: planned.append(n) or iter(())
    )
    make = PLAIN.parts(Adam)
    outcome(make, *data(PLAIN, 4), lambda: {"n_epochs": 70, "callbacks": callbacks}, replay=True)
    assert planned == [70]


class Clipping(SGD):
    """Clips before it steps, and counts."""

    n_clipped = 0

    def step(self, gradients):
        self.n_clipped += 1
        super().step(clip_by_norm(gradients, 0.01))


def test_an_optimizer_with_a_step_of_its_own_steps_by_itself():
    history = train(lambda: {"n_epochs": 5}, PLAIN, Clipping, lr=0.1)
    assert history.n_replayed == 0 and history.why == {"the optimizer has a step of its own": 5}


def test_a_step_that_was_put_over_the_optimizers_own_is_called():
    calls = []

    def optimizer(parameters):
        found = SGD(parameters, lr=0.1)
        step = found.step
        found.step = lambda gradients: (calls.append(1), step(clip_by_norm(gradients, 0.01)))
        return found

    assert train(lambda: {"n_epochs": 5}, PLAIN, optimizer).n_replayed == 0
    assert len(calls) == 10


class Counting(SGD):
    """Keeps something that a replay cannot follow."""

    def __init__(self, parameters):
        super().__init__(parameters, lr=0.1)
        self.norms = []

    def update(self, theta, g, *slots):
        self.norms.append(float(abs(g).sum()))
        super().update(theta, g, *slots)


def test_an_update_that_cannot_be_replayed_is_done_once_a_step(monkeypatch):
    monkeypatch.undo()
    start_at_once(monkeypatch)
    made = []

    def optimizer(parameters):
        made.append(Counting(parameters))
        return made[-1]

    history = train(lambda: {"n_epochs": 8}, PLAIN, optimizer)
    assert made[0].norms == made[1].norms and len(made[0].norms) == 8
    if fastest.has_code():
        assert [why for why in history.why if "the update is not replayed" in why]


class Looking(Module):
    """Decides by a value."""

    def __init__(self):
        self.layer = Linear(3, 2, rng=rng())

    def fprop(self, x):
        z = self.layer(x)
        return z if float(z.array.sum()) > 0 else z * 2.0


def test_a_model_that_cannot_be_replayed_goes_on_in_the_loop_and_the_history_says_why():
    net = Net(lambda rng: Looking(), MSE, rows(3, 2))
    history = train(lambda: {"n_epochs": 6, "batch_size": 4, "rng": rng()}, net)
    assert history.n_replayed == 0 and sum(history.why.values()) == history.n_steps == 18
    assert any("takes a number out of an array" in why for why in history.why)


def test_without_replay_the_history_says_so():
    _, history = outcome(PLAIN.parts(Adam), *data(PLAIN, 4), lambda: {"n_epochs": 5}, replay=False)
    assert (history.n_replayed, history.why) == (0, {"replay=False": 5})


def test_the_reasons_in_a_history_stay_few():
    _, history = outcome(PLAIN.parts(Adam), *data(PLAIN, 4), lambda: {"n_epochs": 0}, replay=True)
    for i in range(50):
        history.add_steps(1, False, f"reason {i}")
    assert len(history.why) == 17 and history.why["other reasons"] == 34 and history.n_steps == 50


def test_nesterov_looks_ahead():
    assert train(lambda: {"n_epochs": 6}, optimizer=Nesterov, lr=0.1).n_replayed == 4


def test_with_machine_code_too(monkeypatch):
    monkeypatch.undo()
    start_at_once(monkeypatch)
    assert train(lambda: {"n_epochs": 40, "batch_size": 6, "rng": rng()}).n_replayed == 40 * 2 - 4
    assert train(lambda: {"n_epochs": 100}, NETS["tanh"]).n_replayed == 98
