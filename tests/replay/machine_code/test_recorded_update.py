"""The update, replayed: of every optimizer that the library has (test_step), and of some that it has not."""

import math
from fractions import Fraction

import numpy as np
import pytest
from replay_cases import NETS, expect_the_loop

from dlcourse.backend import xp_of
from dlcourse.optimizers import SGD, Adam, AdamW, Momentum, Optimizer
from dlcourse.replay import fastest
from dlcourse.replay.fastest import update_of
from dlcourse.tensor import Parameter

if not fastest.has_code():
    pytest.skip("no machine code: pip install -e '.[fast]'", allow_module_level=True)

RESIDUAL = NETS["residual"]
NOT_ALL = "the update is not replayed: "


class Own(Optimizer):
    """An optimizer whose update is the function `how`."""

    slots = ("v",)
    how = None

    def __init__(self, parameters, lr=0.1):
        super().__init__(parameters, lr)
        self.k = 0

    def update(self, theta, g, v):
        type(self).how(self, theta, g, v)


def counting(self, theta, g, v):
    self.k += 1
    theta -= self.lr * g / self.k


def normalized(self, theta, g, v):
    if (g * g).sum() > 0.01:
        g /= xp_of(g).sqrt((g * g).sum())
    theta -= self.lr * g


def every_other(self, theta, g, v):
    v += g
    if self.n_steps > 6:
        theta -= self.lr * v


def by_parts(self, theta, g, v):
    theta[0] -= self.lr**0.5 * xp_of(g).sign(g[0])
    v[1:] = g[1:]
    theta -= v * 0.01


def by_a_root(self, theta, g, v):
    theta -= math.sqrt(self.lr) * g


def by_a_number(self, theta, g, v):
    theta -= g / max(1.0, float((g * g).sum()))


UPDATES = {  # how: words of the reason, "" when it is replayed
    by_a_root: "it asks for __float__ of a number that changes from step to step",
    by_a_number: "takes a number out of an array",
    counting: "its settings changed 16 times",
    normalized: "branches on the values of arrays",
    every_other: "",
    by_parts: "",
}


@pytest.mark.parametrize("how", UPDATES)
def test_an_update_of_somebodys_own_has_the_bits_of_the_loop(how):
    kind = type("Own", (Own,), {"how": staticmethod(how)})
    step = expect_the_loop(RESIDUAL.parts(kind), RESIDUAL.batches(25))
    assert step.gear == "replayed"
    assert (step.why.startswith(NOT_ALL) and UPDATES[how] in step.why) if UPDATES[how] else not step.why


def test_a_setting_that_may_change_unseen_is_refused():
    class Pair(SGD):
        def __init__(self, parameters):
            super().__init__(parameters)
            self.betas = [0.9, 0.99]

    step = expect_the_loop(RESIDUAL.parts(Pair), RESIDUAL.batches(6))
    assert step.why == NOT_ALL + "the optimizer keeps betas, a list, which may change unseen"


def test_the_update_works_on_the_vectors_in_place_and_follows_them_when_they_are_others():
    mine, its = ([Parameter(np.ones(5)), Parameter(np.ones((2, 2)))] for _ in range(2))
    ours, oracle = Adam(mine, lr=0.1), Adam(its, lr=0.1)
    update, rng = update_of(ours), np.random.default_rng(0)
    for i in range(12):
        if i == 5:
            ours.to("cpu"), oracle.to("cpu")
        if i == 8:
            ours.state["s"], oracle.state["s"] = np.zeros(9), np.zeros(9)
        theta = ours.theta
        for view in ours.g_views:
            view[...] = rng.standard_normal(view.shape)
        gradients = [view.copy() for view in ours.g_views]
        update()
        oracle.step(gradients)
        assert ours.theta is theta and ours.theta.tobytes() == oracle.theta.tobytes()
        assert all(ours.state[slot].tobytes() == oracle.state[slot].tobytes() for slot in oracle.state)
    assert (ours.n_steps, update.why) == (12, "")


@pytest.mark.parametrize("when", [0, 1, 4])
@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e200])
def test_a_gradient_that_cannot_be_used_is_named_and_changes_nothing(when, bad):
    optimizer = Adam([Parameter(np.ones(3))])
    update = update_of(optimizer)
    for _ in range(when):
        optimizer.g[...] = 0.5
        update()
    before = [array.copy() for array in (optimizer.theta, *optimizer.state.values())]
    optimizer.g[...] = [1.0, bad, 2.0]
    with pytest.raises(FloatingPointError, match="Adam: expected"):
        update()
    for array, copy in zip((optimizer.theta, *optimizer.state.values()), before, strict=True):
        assert np.array_equal(array, copy)
    assert optimizer.n_steps == when
    optimizer.g[...] = 0.5
    update()
    assert optimizer.n_steps == when + 1


def test_another_momentum_is_recorded_anew_and_another_lr_is_not():
    optimizer = Momentum([Parameter(np.ones(3))])
    update = update_of(optimizer)
    for i in range(6):
        optimizer.lr = 0.1 / (i + 1)
        optimizer.g[...] = 1.0
        update()
    assert update.n_recordings == 1
    optimizer.momentum = 0.5
    update()
    assert (update.n_recordings, update.why) == (2, "")


def test_settings_of_any_type_of_number_are_replayed_or_left_to_the_loop_with_its_bits():
    for dtype in ("float64", "float32"):
        for decay in (np.float64(0.01), np.float32(0.01), np.int8(1), Fraction(1, 8), 1, 0.01):
            step = expect_the_loop(
                RESIDUAL.parts(AdamW, dtype, decay=decay), RESIDUAL.batches(8, dtype=dtype)
            )
            assert step.gear == "replayed"
            assert step.why == "", step.why


def test_an_equal_setting_of_another_type_is_recorded_anew():
    optimizer = Momentum([Parameter(np.ones(3))], momentum=0.0)
    update = update_of(optimizer)
    for momentum, n in ((0.0, 1), (float("0.0"), 1), (-0.0, 2), (0, 3), (np.float64(0), 4), (False, 5)):
        optimizer.momentum = momentum
        for _ in range(2):
            optimizer.g[...] = 1.0
            update()
        assert update.n_recordings == n


def test_numbers_of_steps_ahead_are_those_of_the_steps_and_end_where_a_condition_changes():
    kind = type("Own", (Own,), {"how": staticmethod(every_other)})
    for optimizer, n in ((AdamW([Parameter(np.ones(3))]), 9), (kind([Parameter(np.ones(3))]), 4)):
        update = update_of(optimizer)
        for _ in range(3):
            optimizer.g[...] = 1.0
            update()
        lrs = [0.1 / (i + 1) for i in range(9)]
        possible, ahead = update.numbers_ahead(lrs, 9)
        assert possible == n and len(ahead) == len(update.cells)
        assert all(table.shape == (n,) for table in ahead)
        for i in range(n):
            optimizer.lr = lrs[i]
            optimizer.g[...] = 1.0
            update()
            assert [column[i] for column in ahead] == [cell.item() for cell in update.cells]


SHARE = [0.5]


def by_a_global(self, theta, g, v):
    theta -= self.lr * SHARE[0] * g


def by_a_count(self, theta, g, v):
    SHARE.append(0.5)
    theta -= self.lr * len(SHARE) * g


def by_chance(self, theta, g, v):
    theta -= self.lr * np.random.default_rng(0).random() * g


def test_what_an_update_of_somebodys_own_reads_is_watched():
    kind = type("Own", (Own,), {"how": staticmethod(by_a_global)})

    def change(i, model, optimizer):
        SHARE[:] = [0.5 if i < 8 else 0.25]

    step = expect_the_loop(RESIDUAL.parts(kind), RESIDUAL.batches(14), change)
    assert (step.gear, step.why) == ("replayed", "") and step._update.n_recordings == 2
    kind = type("Own", (Own,), {"how": staticmethod(by_chance)})
    assert "np.random.default_rng" in expect_the_loop(RESIDUAL.parts(kind), RESIDUAL.batches(5)).why


def test_an_update_that_changes_what_it_reads_is_done_once_a_step():
    kind, counts = type("Own", (Own,), {"how": staticmethod(by_a_count)}), []
    for replayed in (False, True):
        SHARE[:] = [0.5]
        optimizer = kind([Parameter(np.ones(2))])
        update = update_of(optimizer) if replayed else optimizer.apply
        for _ in range(5):
            optimizer.g[...] = 1.0
            update()
        counts.append((len(SHARE), optimizer.theta.tolist()))
    assert counts[0] == counts[1] and counts[0][0] == 6
    assert update.why == NOT_ALL + "it changes what it reads"
