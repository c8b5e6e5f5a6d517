"""Callbacks, schedules, checkpoints and searches at their edges: how a run begins, and what it refuses."""

import os

import numpy as np
import pytest

from dlcourse import checkpoint
from dlcourse.callbacks import EarlyStopping, ReduceOnPlateau
from dlcourse.layers import Dropout, Linear, Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD, HalveOnPlateau, InverseDecay, Momentum, Nesterov
from dlcourse.regularization import soft_threshold
from dlcourse.search import coarse_to_fine, grid_search
from dlcourse.search_space import Choice, Integers, LogUniform
from dlcourse.tensor import Parameter
from dlcourse.training import fit


def test_inverse_decay_halves_after_tau_steps():
    rates = [InverseDecay(0.3, tau=5.0)(t) for t in (0, 5, 10, 45)]
    np.testing.assert_allclose(rates, [0.3, 0.15, 0.1, 0.03], rtol=1e-12)


def test_a_plateau_counts_from_zero_and_its_floor_may_be_where_it_starts():
    plateau = HalveOnPlateau(1.0, patience=2)
    assert [plateau(float("nan")) for _ in range(4)] == [1.0, 0.5, 0.5, 0.25]
    level = HalveOnPlateau(1.0, patience=1, lr_end=1.0)
    assert [level(float("nan")) for _ in range(3)] == [1.0] * 3
    for wrong, name in (
        ({"lr": 0.0}, "lr"),
        ({"lr": 1.0, "factor": 0.0}, "factor"),
        ({"lr": 1.0, "factor": 1.0}, "factor"),
    ):
        with pytest.raises(ValueError, match=f"HalveOnPlateau: expected {name}"):
            HalveOnPlateau(**wrong)


def test_early_stopping_has_no_best_epoch_before_one_was_better():
    stopping = EarlyStopping(patience=2)
    assert (stopping.best, stopping.best_epoch) == (float("inf"), 0)


def test_a_plateau_goes_on_from_a_saved_state():
    first, other = (ReduceOnPlateau(HalveOnPlateau(1.0, patience=2)) for _ in range(2))
    for error in (3.0, 4.0):
        first.plateau(error)
    other.load_state_dict(first.state_dict())
    assert [other.plateau(5.0), first.plateau(5.0)] == [0.5, 0.5]


@pytest.mark.parametrize("missing", ["lr", "state_dict", "__call__"])
def test_what_only_looks_like_a_plateau_is_refused(missing):
    parts = {"lr": 0.1, "state_dict": lambda self: {}, "__call__": lambda self, error: 0.1}
    del parts[missing]
    with pytest.raises(TypeError, match="ReduceOnPlateau: expected a HalveOnPlateau"):
        ReduceOnPlateau(type("Other", (), parts)())


def build(optimizer=Momentum, generator=np.random.PCG64):
    model = Sequential(
        Linear(2, 3, rng=np.random.default_rng(0)), Dropout(0.5, rng=np.random.Generator(generator(1)))
    )
    return model, optimizer(model.parameters())


def in_float32():
    model, optimizer = build()
    for parameter in model.parameters():
        parameter.array = parameter.array.astype(np.float32)
    return model, Momentum(model.parameters())


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (lambda: build(Nesterov), "optimizer as saved, Momentum, got Nesterov"),  # both keep a v
        (lambda: build(generator=np.random.Philox), "generators in the model as saved"),
        (in_float32, "the dtype of .* as saved, float64, got float32"),
    ],
)
def test_a_checkpoint_of_the_same_shapes_but_another_kind_is_refused(tmp_path, other, what):
    checkpoint.save(tmp_path / "run.npz", *build())
    model, optimizer = other()
    before = model.state_dict()
    with pytest.raises(ValueError, match=f"load: expected {what}"):
        checkpoint.load(tmp_path / "run.npz", model, optimizer)
    np.testing.assert_equal(model.state_dict(), before)


def test_half_of_a_module_cannot_be_saved(tmp_path):
    class Half:
        def state_dict(self):
            return {}

    with pytest.raises(TypeError, match="save: expected a Module and an Optimizer, got Half as model"):
        checkpoint.save(tmp_path / "run.npz", Half(), build()[1])


@pytest.mark.skipif(os.name != "posix", reason="folders are synchronized on POSIX systems alone")
def test_the_new_name_reaches_the_disk_too_and_the_folder_is_closed_again(tmp_path, monkeypatch):
    synchronized, open_folders, fsync, open_, close = [], [], os.fsync, os.open, os.close

    def opening(path, *rest):
        descriptor = open_(path, *rest)
        if os.path.isdir(path):
            open_folders.append(descriptor)
        return descriptor

    def closing(descriptor):
        close(descriptor)
        if descriptor in open_folders:
            open_folders.remove(descriptor)

    monkeypatch.setattr(os, "fsync", lambda fd: (synchronized.append(os.fstat(fd).st_ino), fsync(fd)))
    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "close", closing)
    checkpoint.save(tmp_path / "run.npz", *build())
    assert synchronized[-1] == tmp_path.stat().st_ino and open_folders == []


def test_a_model_of_one_parameter_can_be_trained():
    class Scale(Sequential):
        def __init__(self):
            super().__init__()
            self.w = Parameter([[1.0]])

        def fprop(self, x):
            return x @ self.w

    model = Scale()
    x = np.array([[1.0], [2.0]])
    fit(model, mean_squared_error, x, 3 * x, SGD(model.parameters(), lr=0.1), n_epochs=40, progress=False)
    assert model.w.array.item() == pytest.approx(3.0, rel=1e-4)


def test_ranges_need_two_ends_and_a_choice_keeps_its_own_values():
    for make in (lambda: Integers(3, 3), lambda: LogUniform(1.0, 1.0)):
        with pytest.raises(ValueError, match="expected .*low < high"):
            make()
    values = ["relu", "tanh"]
    choice = Choice(values)
    values.append("step")
    assert choice.grid(9) == ["relu", "tanh"]


def test_a_narrow_range_of_integers_stays_a_range_within_its_ends():
    for value in range(2, 6):
        near = Integers(2, 5).around(value, 0.01)
        assert 2 <= near.low < near.high <= 5 and near.low <= value <= near.high


@pytest.mark.parametrize("shrink", [0.0, 1.0])
def test_a_search_that_cannot_go_on_is_refused(shrink):
    with pytest.raises(ValueError, match="coarse_to_fine: expected shrink between 0 and 1"):
        coarse_to_fine(lambda p, rng: 0.0, {"n": Integers(1, 9)}, 2, n_rounds=2, seed=0, shrink=shrink)
    with pytest.raises(TypeError, match="grid_search: expected"):
        grid_search(lambda p, rng: 0.0, {}, 3, seed=0)


def test_a_threshold_of_zero_leaves_everything_and_a_negative_one_is_refused():
    x = np.array([-1.0, 0.0, 2.0])
    np.testing.assert_array_equal(soft_threshold(x, 0.0), x)
    with pytest.raises(ValueError, match="soft_threshold: expected"):
        soft_threshold(x, -0.1)


class Closed:
    """An executor that takes no more work."""

    def submit(self, *job):
        raise RuntimeError("shut down")


def test_trials_that_an_executor_refuses_keep_their_numbers_and_parameters():
    trials = grid_search(lambda p, rng: 0.0, {"n": Integers(1, 9)}, 3, seed=0, executor=Closed())
    expected = grid_search(lambda p, rng: 0.0, {"n": Integers(1, 9)}, 3, seed=0)
    assert [(t.number, t.parameters) for t in trials] == [(t.number, t.parameters) for t in expected]
    assert {t.error for t in trials} == {"RuntimeError: shut down"}


def test_what_only_looks_like_a_model_is_not_trained():
    class Half:
        def parameters(self):
            return []

    with pytest.raises(TypeError, match="fit: expected model to be a Module, got"):
        fit(Half(), mean_squared_error, np.ones((2, 1)), np.ones((2, 1)), build()[1], n_epochs=1)


class Delegate:
    """An optimizer of one's own: of no class of the library, though it does what one of these does."""

    def __init__(self, optimizer):
        vars(self)["optimizer"] = optimizer

    def __getattr__(self, name):
        return getattr(self.optimizer, name)

    def __setattr__(self, name, value):
        setattr(self.optimizer, name, value)


def test_an_optimizer_of_another_class_trains_by_the_loop_and_the_reason_is_told():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((6, 2)), rng.standard_normal((6, 3))
    (model, ours), (other, inner) = build(), build()
    wanted = fit(model, mean_squared_error, x, y, ours, n_epochs=9, progress=False)
    found = fit(other, mean_squared_error, x, y, Delegate(inner), n_epochs=9, progress=False)
    assert found.loss == wanted.loss and found.n_replayed == 0
    assert found.why == {"model and optimizer are not both of the library's classes": 9}
