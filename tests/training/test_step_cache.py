"""What a training compiled serves the next one, is nobody's burden, and changes no bit."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest
from replay_cases import MSE, NETS, Net, rows, state_of
from training_cases import data, expect_the_same, start_at_once

from dlcourse import checkpoint, ops
from dlcourse.callbacks import Callback, Checkpoint, EarlyStopping, LearningRate
from dlcourse.layers import MLP, Linear
from dlcourse.optimizers import SGD, Adam, ExponentialDecay
from dlcourse.training import History, fit

NET = NETS["dropout"]
X, Y = data(NET, 8)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    start_at_once(monkeypatch, machine_code=False)


def rng(seed=0):
    return np.random.default_rng(seed)


def train(model, loss, optimizer, n_epochs=4, x=X, y=Y, **options):
    return fit(model, loss, x, y, optimizer, n_epochs=n_epochs, progress=False, **options)


def in_parts(options, replay, between=lambda model, optimizer: None):
    """Three trainings one after the other.   -> their histories, the state"""
    model, loss, optimizer = NET.parts(Adam)()
    order, histories = rng(2), []
    for batch_size in (4, 4, 3):
        histories.append(
            train(model, loss, optimizer, batch_size=batch_size, rng=order, replay=replay, **options())
        )
        between(model, optimizer)
    return histories, state_of(model, optimizer), order.bit_generator.state


CHANGES = {
    "nothing": lambda model, optimizer: None,
    "the weights": lambda model, optimizer: model.parameters()[0].array.fill(0.1),
    "a parameter's array": lambda model, optimizer: setattr(
        model.parameters()[0], "array", np.full_like(model.parameters()[0].array, 0.2)
    ),
    "the rate": lambda model, optimizer: setattr(optimizer, "lr", 0.5),
    "the state": lambda model, optimizer: optimizer.load_state_dict(
        {name: value * 0.5 for name, value in optimizer.state_dict().items()} | {"n_steps": np.array(3)}
    ),
    "the place": lambda model, optimizer: optimizer.to("cpu"),
    "a layer": lambda model, optimizer: model.steps.__setitem__(1, ops.tanh),
}


@pytest.mark.parametrize("change", CHANGES)
def test_trainings_one_after_the_other_have_the_bits_of_the_loop(change):
    wanted = in_parts(dict, False, CHANGES[change])
    found = in_parts(dict, True, CHANGES[change])
    assert found == wanted
    if change in ("nothing", "the weights", "the rate"):
        first, second, third = found[0]
        assert (second.n_replayed, second.why) == (
            second.n_steps,
            {},
        ) and 0 < third.n_replayed < third.n_steps


def test_another_loss_is_another_step():
    model, loss, optimizer = NET.parts(Adam)()
    assert train(model, loss, optimizer).n_replayed == 2
    assert train(model, lambda z, y: 2.0 * loss(z, y), optimizer).n_replayed == 2
    assert train(model, loss, optimizer).n_replayed == 2  # the one before was let go


@pytest.mark.parametrize("machine_code", [False, True])
def test_model_and_optimizer_go_when_their_names_go_and_data_when_the_training_ends(
    machine_code, monkeypatch
):
    if machine_code:
        monkeypatch.undo()
        start_at_once(monkeypatch)
    gc.collect()
    gc.disable()
    try:
        model, loss, optimizer = NET.parts(Adam)()
        x = X.copy()
        left = [weakref.ref(x)]
        assert train(model, loss, optimizer, 40, x=x, rng=rng()).n_replayed == 38
        assert optimizer.cached_step is not None
        del x
        assert left[0]() is None
        left = [weakref.ref(part) for part in (model, optimizer, model.parameters()[0], model.steps[0])]
        del model, optimizer
        assert [part() for part in left] == [None] * 4
    finally:
        gc.enable()


@pytest.mark.parametrize("way", [copy.deepcopy, lambda pair: pickle.loads(pickle.dumps(pair))])
def test_copies_go_their_own_way(way):
    model, loss, optimizer = NET.parts(Adam)()
    train(model, loss, optimizer)
    twin, twin_optimizer = way((model, optimizer))
    assert twin_optimizer.cached_step is None and optimizer.cached_step is not None
    for replay, (m, o) in {True: (model, optimizer), False: (twin, twin_optimizer)}.items():
        train(m, loss, o, replay=replay)
    assert state_of(model, optimizer) == state_of(twin, twin_optimizer)


def test_a_training_within_a_training_of_the_same_model_has_its_own_step():
    def options():
        class Inner(Callback):
            def after_epoch(self, run):
                train(run.model, MSE, run.optimizer, n_epochs=3, replay=replay)

        return {"callbacks": [Inner()]}

    results = []
    for replay in (True, False):
        results.append(in_parts(options, replay))
    assert results[0][1:] == results[1][1:] and results[0][0] == results[1][0]


def test_the_patience_of_short_trainings_adds_up(monkeypatch):
    monkeypatch.setattr("dlcourse.training.steps.PATIENCE", 0.01)
    model, loss, optimizer = NET.parts(Adam)()
    for _ in range(1000):
        history = train(model, loss, optimizer, n_epochs=3)
        if history.n_replayed:
            return
        assert set(history.why) <= {
            "the first steps are recorded, until it is worth the time to prepare a replay",
            "the first batch of its kind is recorded", "the second batch of its kind is checked",
        }  # fmt: skip
    raise AssertionError("it was never worth the time")


def test_an_error_leaves_a_step_that_serves_on():
    model, loss, optimizer = NET.parts(Adam)()
    bad = Y.copy()
    bad[5] = 1e200
    train(model, loss, optimizer, batch_size=4)
    with np.errstate(all="ignore"), pytest.raises(FloatingPointError):
        train(model, loss, optimizer, y=bad, batch_size=4)
    assert train(model, loss, optimizer, batch_size=4).n_replayed == 8


@pytest.mark.parametrize("replay", [True, False])
def test_a_training_resumed_from_a_checkpoint_goes_on_to_the_same_bits(tmp_path, replay):
    def parts():
        return *NET.parts(Adam)(), rng(2), [EarlyStopping(99), LearningRate(ExponentialDecay(0.1, 0.9))]

    options = {"batch_size": 3, "validation": (X, Y), "metrics": {"worst": lambda a, y: abs(a - y).max()}}
    model, loss, optimizer, order, callbacks = parts()
    whole = train(model, loss, optimizer, 6, rng=order, callbacks=callbacks, replay=False, **options)

    path = tmp_path / "a.npz"
    other, loss, first, stream, kept = parts()
    train(other, loss, first, 2, rng=stream, callbacks=[*kept, Checkpoint(path)], replay=replay, **options)
    other, loss, first, stream, kept = parts()
    for layer in other.steps:
        if isinstance(layer, Linear):
            layer.W.array[...] = 7.0  # all comes from the file
    history = checkpoint.load(path, other, first, stream, [*kept, Checkpoint(path)])
    assert isinstance(history, History) and (history.n_replayed > 0) == replay
    n_replayed = history.n_replayed
    options |= {"rng": stream, "callbacks": [*kept, Checkpoint(path)], "history": history, "replay": replay}
    train(other, loss, first, 4, **options)
    assert history == whole and stream.bit_generator.state == order.bit_generator.state
    assert (history.n_replayed > n_replayed) == replay


def test_xor_of_the_readme():
    net = Net(lambda generator: MLP((2, 3, 1), activation=ops.tanh, rng=generator), MSE, rows(2, 1))
    history = expect_the_same(net.parts(SGD, lr=0.1, momentum=0.9), *data(net, 4), lambda: {"n_epochs": 500})
    assert history.n_replayed == 498
