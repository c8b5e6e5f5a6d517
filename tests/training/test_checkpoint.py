"""Checkpoints: a resumed training has the same bits, a file is whole or not there, damage is noticed."""

import os

import numpy as np
import pytest

from dlcourse import checkpoint, tree_file
from dlcourse.callbacks import Callback, Checkpoint, EarlyStopping, LearningRate, ReduceOnPlateau
from dlcourse.layers import MLP, BatchNorm, Dropout, Linear, Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.ops import tanh
from dlcourse.optimizers import SGD, Adam, ExponentialDecay, HalveOnPlateau, RMSprop
from dlcourse.training import History, fit

X = np.random.default_rng(1).standard_normal((20, 2))
Y = np.tanh(X.sum(axis=1, keepdims=True))
VALIDATION = (X[::-2] + 0.1, Y[::-2])


def build(seed=0, make=lambda p: Adam(p, lr=0.01), generator=np.random.PCG64):
    rng = np.random.default_rng(seed)
    model = Sequential(
        Linear(2, 8, rng=rng), BatchNorm(8), tanh, Dropout(0.8, rng=np.random.default_rng(5)),
        Linear(8, 1, rng=rng),
    )  # fmt: skip
    return model, make(model.parameters()), np.random.Generator(generator(seed + 3))


def callbacks():
    return [
        EarlyStopping(patience=50),
        LearningRate(ExponentialDecay(lr=0.02, factor=0.99)),
    ]


def train(parts, n_epochs, history=None, extra=()):
    model, optimizer, rng = parts
    return fit(
        model, mean_squared_error, X, Y, optimizer, n_epochs=n_epochs, batch_size=6, rng=rng,
        validation=VALIDATION, callbacks=extra, progress=False, history=history,
    )  # fmt: skip


def everything(model, optimizer, rng):
    return model.state_dict(), optimizer.state_dict(), rng.bit_generator.state


MAKERS = [
    lambda p: SGD(p, lr=0.05, momentum=0.9),
    lambda p: Adam(p, lr=0.01),
    lambda p: RMSprop(p, lr=0.01),
]


@pytest.mark.parametrize("generator", [np.random.PCG64, np.random.MT19937, np.random.Philox])
@pytest.mark.parametrize("make", MAKERS)
def test_a_resumed_training_has_the_same_bits(tmp_path, make, generator):
    whole = build(make=make, generator=generator)
    used = callbacks()
    expected = train(whole, 7, extra=used)
    first, path = build(make=make, generator=generator), tmp_path / "run.npz"
    train(first, 3, extra=[*callbacks(), Checkpoint(path)])
    resumed = build(seed=9, make=make, generator=generator)
    fresh = [*callbacks(), Checkpoint(path)]
    history = checkpoint.load(path, *resumed, fresh)
    assert len(history.loss) == 3
    assert train(resumed, 4, history, fresh) == expected
    np.testing.assert_equal(everything(*resumed), everything(*whole))
    assert (fresh[0].best, fresh[0].best_epoch) == (used[0].best, used[0].best_epoch)


def test_a_plateau_schedule_is_resumed_too(tmp_path):
    def plateau():
        return ReduceOnPlateau(HalveOnPlateau(lr=1e-12, patience=2))

    whole, path = build(), tmp_path / "run.npz"
    train(whole, 7, extra=[plateau()])
    train(build(), 3, extra=[plateau(), Checkpoint(path)])
    resumed, fresh = build(seed=9), [plateau(), Checkpoint(path)]
    train(resumed, 4, checkpoint.load(path, *resumed, fresh), fresh)
    np.testing.assert_equal(everything(*resumed), everything(*whole))


def test_a_training_that_had_stopped_early_stays_stopped(tmp_path):
    path = tmp_path / "run.npz"

    def stopping():
        return [EarlyStopping(patience=1, min_delta=100.0), Checkpoint(path)]

    first = build()
    history = train(first, 50, extra=stopping())
    resumed, fresh = build(seed=9), stopping()
    assert train(resumed, 50, checkpoint.load(path, *resumed, fresh), fresh) == history
    np.testing.assert_equal(resumed[0].state_dict(), first[0].state_dict())


class Failing(Callback):
    def state_dict(self):
        return {"step": object()}  # JSON cannot hold it


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    checkpoint.save(path, *build())
    before = path.read_bytes()
    with pytest.raises(TypeError):
        checkpoint.save(path, *build(), callbacks=[Failing()])

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    for owner, name in ((np, "savez"), (os, "fsync"), (os, "replace")):
        with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
            patch.setattr(owner, name, full)
            checkpoint.save(path, *build(seed=4))
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["run.npz"]


def test_contents_reach_the_disk_before_the_name_changes(tmp_path, monkeypatch):
    calls, fsync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (calls.append("fsync"), fsync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (calls.append("replace"), replace(a, b)))
    checkpoint.save(tmp_path / "run.npz", *build())
    assert calls[:2] == ["fsync", "replace"]


def test_damage_anywhere_is_noticed_and_changes_nothing(tmp_path):
    path = tmp_path / "run.npz"
    train(build(), 1, extra=[Checkpoint(path)])
    content, parts = path.read_bytes(), build(seed=9)
    before = everything(*parts)
    damaged = [content[:n] for n in (0, 3, 100, len(content) // 2, len(content) - 1)]
    middle = content.index(b"NUMPY") + 200  # within the numbers of the first array: the CRC notices
    damaged.append(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    for bad in [*damaged, b"not a zip at all"]:
        path.write_bytes(bad)
        with pytest.raises(ValueError, match="checkpoint: expected a file that save wrote"):
            checkpoint.load(path, *parts, [Checkpoint(path)])
    np.testing.assert_equal(everything(*parts), before)


def test_a_file_of_another_format_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    tree_file.write(path, {"format": 99})
    with pytest.raises(ValueError, match="format 99"):
        tree_file.read(path)
    tree_file.write(path, {"format": tree_file.FORMAT})
    with pytest.raises(ValueError, match="load: expected a training in"):
        checkpoint.load(path, *build())


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        checkpoint.load(tmp_path / "none.npz", *build())


OTHERS = {
    "another model": lambda: (m := MLP((2, 3, 1), rng=np.random.default_rng(0)), Adam(m.parameters()), None),
    "another optimizer": lambda: build(make=MAKERS[0]),
    "no rng": lambda: (*build()[:2], None),
    "another generator": lambda: build(generator=np.random.MT19937),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_what_was_built_otherwise_is_refused_and_left_alone(tmp_path, other):
    path, parts = tmp_path / "run.npz", other()
    checkpoint.save(path, *build(seed=4))
    before = parts[0].state_dict(), parts[1].state_dict()
    with pytest.raises(ValueError, match="expected"):
        checkpoint.load(path, *parts)
    np.testing.assert_equal((parts[0].state_dict(), parts[1].state_dict()), before)


def test_a_training_without_history_or_rng_can_be_saved(tmp_path):
    model, optimizer, _ = build()
    checkpoint.save(tmp_path / "m.npz", model, optimizer)
    other = build(seed=9)
    assert checkpoint.load(tmp_path / "m.npz", *other[:2]) == History()
    np.testing.assert_equal(other[0].state_dict(), model.state_dict())


class Refusing(Callback):
    def load_state_dict(self, state):
        raise KeyError("n_bad")


def test_a_callback_that_cannot_be_restored_leaves_the_others_as_they_were(tmp_path):
    path, parts = tmp_path / "run.npz", build(seed=9)
    checkpoint.save(path, *build(seed=4), callbacks=[Refusing()])
    before = everything(*parts)
    with pytest.raises(ValueError, match="load: expected the state that save wrote, got KeyError"):
        checkpoint.load(path, *parts, [Refusing()])
    np.testing.assert_equal(everything(*parts), before)
