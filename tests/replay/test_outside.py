"""Modules that a recorded function uses without having been handed over."""

import threading

import numpy as np
import pytest

from dlcourse import MLP, Linear, Module, Sequential
from dlcourse.layers import BatchNorm
from dlcourse.replay.outside import watched
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced import TracedTape
from dlcourse.replay.traced_module import writing

X = np.ones((4, 3))


def net():
    return Sequential(Linear(3, 2, rng=np.random.default_rng(0)), BatchNorm(2))


def watching(run, modules=()):
    """The modules that were found while `run()` was done on a tape."""
    with TracedTape(np) as tape, writing(tape), watched(tape, modules) as found:
        run()
    return found


def test_modules_that_are_called_are_found_once_and_those_handed_over_are_not():
    inside, outside = MLP((3, 2), rng=np.random.default_rng(0)), MLP((3, 2), rng=np.random.default_rng(1))
    found = watching(lambda: [inside(X), outside(X), outside(X)], inside.modules())
    assert [m for m in found if m is outside] and not set(map(id, found)) & set(map(id, inside.modules()))


def test_one_that_sets_an_attribute_is_refused_and_is_as_before():
    model = net()
    before = [dict(vars(module)) for module in model.modules()]
    with pytest.raises(CannotReplay, match="BatchNorm, which was not handed over, sets running_mean"):
        watching(lambda: model(X))
    assert all(vars(m).items() == b.items() for m, b in zip(model.modules(), before, strict=True))


def test_one_that_sets_an_attribute_the_second_time_only_is_refused_as_well():
    model = net()

    def twice():
        model.eval()
        model(X)
        model.train()
        model(X)

    with pytest.raises(CannotReplay, match="sets running_mean"):
        watching(twice)


def test_other_threads_are_left_alone_and_calls_are_as_before_afterwards():
    model, call = net(), Module.__call__

    def elsewhere():
        thread = threading.Thread(target=lambda: model(X))
        thread.start()
        thread.join()

    assert watching(elsewhere) == [] and Module.__call__ is call
    assert model.steps[1].running_mean.any()  # it did set its statistics
