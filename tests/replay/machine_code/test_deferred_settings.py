"""Settings of an optimizer: deferred ones while a block lasts, and those that belong to a recording."""

import numpy as np
import pytest

from dlcourse.optimizers import SGD, Adam
from dlcourse.replay.machine_code.deferred import Deferred
from dlcourse.replay.machine_code.deferred_settings import changing, deferred_settings, settings_of
from dlcourse.replay.machine_code.update_tape import UpdateTape
from dlcourse.replay.tape import CannotReplay
from dlcourse.tensor import Parameter


def test_lr_and_the_count_of_steps_are_deferred_in_the_block_and_numbers_after_it():
    optimizer = SGD([Parameter(np.ones(2))], lr=0.5)
    with deferred_settings(optimizer, UpdateTape(None)):
        lr, n_steps = changing(optimizer)
        assert isinstance(lr, Deferred) and (lr.compute(), n_steps.compute()) == (0.5, 0)
    assert changing(optimizer) == (0.5, 0)
    optimizer.lr, optimizer.n_steps = 0.25, 3
    assert (lr.compute(), n_steps.compute()) == (0.25, 3)


def test_settings_are_numbers_and_words_and_all_else_is_refused():
    optimizer = Adam([Parameter(np.ones(2))])
    assert {"beta1", "beta2", "eps", "largest"} <= set(settings_of(optimizer))
    optimizer.beta1 = np.float32(0.5)
    settings_of(optimizer)
    for value in ([0.5], np.array(0.5), lambda: 0.5):
        optimizer.beta1 = value
        with pytest.raises(CannotReplay, match="keeps beta1, a .*, which may change unseen"):
            settings_of(optimizer)
