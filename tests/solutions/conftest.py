"""Wrong answers that train the same networks share one training."""

import functools

import pytest

from dlcourse.experiments import ch02_xor_training


@pytest.fixture(scope="module", autouse=True)
def _each_training_once():
    train, known = ch02_xor_training.train_stack, {}

    @functools.wraps(train)
    def train_stack(starts, unit, *options):
        key = (unit, options, *(array.tobytes() for array in starts))
        if key not in known:
            known[key] = train(starts, unit, *options)
        return known[key]

    ch02_xor_training.train_stack = train_stack
    yield
    ch02_xor_training.train_stack = train
