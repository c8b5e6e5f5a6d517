"""Settings of an optimizer: late ones while a block lasts, and those that belong to a recording."""

import numpy as np
import pytest

from dlcourse.optimizers import SGD, Adam
from dlcourse.replay.late import Late
from dlcourse.replay.settings import adopt, changing, late_settings, settings_of
from dlcourse.replay.tape import CannotReplay, Tape
from dlcourse.tensor import Parameter


def test_lr_and_the_count_of_steps_are_late_in_the_block_and_numbers_after_it():
    optimizer = SGD([Parameter(np.ones(2))], lr=0.5)
    with late_settings(optimizer, Tape(None)):
        lr, n_steps = changing(optimizer)
        assert isinstance(lr, Late) and (lr.compute(), n_steps.compute()) == (0.5, 0)
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


def test_an_array_that_fits_is_taken_over_and_another_is_left():
    optimizer = SGD([Parameter(np.ones(2))])
    (parameter,), (view,) = optimizer.parameters, optimizer.views
    parameter.array = np.array([3.0, 4.0])
    assert adopt(optimizer) and parameter.array is view and optimizer.theta.tolist() == [3.0, 4.0]
    parameter.array = np.ones(3)
    assert not adopt(optimizer) and optimizer.theta.tolist() == [3.0, 4.0]
