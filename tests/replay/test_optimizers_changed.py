"""Optimizers that are given another step, class or setting between steps, and buffers of another form."""

import contextlib

import numpy as np
import pytest
from replay_cases import expect_the_loop
from watch_cases import BATCHES, net

from dlcourse.layers import BatchNorm
from dlcourse.optimizers import SGD, Adam, AdamW


def halved(optimizer):
    step = optimizer.step
    optimizer.step = lambda gradients: step([g * 0.5 for g in gradients])


def applied_twice(optimizer):
    apply = optimizer.apply

    def twice():
        optimizer.g[:] *= 0.5
        apply()

    optimizer.apply = twice


def updated_less(optimizer):
    update = optimizer.update
    optimizer.update = lambda theta, g, *slots: update(theta, g * 0.5, *slots)


def looking_ahead(optimizer):
    @contextlib.contextmanager
    def lookahead():
        optimizer.theta += 0.1
        try:
            yield
        finally:
            optimizer.theta -= 0.1

    optimizer.lookahead = lookahead


def another_class(optimizer):
    optimizer.decay, optimizer.__class__ = 0.5, AdamW


CHANGES = [halved, applied_twice, updated_less, looking_ahead, another_class]


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_a_method_that_is_set_between_steps_is_called_from_then_on(change):
    def at_steps(i, model, optimizer):
        if i == 5:
            change(optimizer)

    expect_the_loop(net(optimizer=Adam), BATCHES[:9], at_steps)


def test_an_attribute_that_comes_to_hide_that_of_the_class_counts():
    class Scaled(SGD):
        scale = 1.0

        def update(self, theta, g, *slots):
            theta -= self.lr * self.scale * g

    def at_steps(i, model, optimizer):
        if i == 5:
            optimizer.scale = 3.0

    step = expect_the_loop(net(optimizer=Scaled), BATCHES[:9], at_steps)
    assert (step.gear, step.why) == ("replayed", "")


def test_a_setting_counts_also_when_the_first_update_with_it_is_refused():
    def at_steps(i, model, optimizer):
        if i in (5, 8):
            optimizer.largest = 1e-9 if i == 5 else 1e150
            optimizer.beta1 = 0.5

    with np.errstate(all="ignore"):
        step = expect_the_loop(net(optimizer=Adam), BATCHES[:12], at_steps, errors=True)
    assert (step.gear, step.why) == ("replayed", "")


@pytest.mark.parametrize(
    "buffer", [np.zeros(4, np.float32), np.zeros(4, int), np.zeros(1), [0.0] * 4], ids=repr
)
def test_a_buffer_of_another_form_is_taken_as_the_loop_takes_it(buffer):
    def at_steps(i, model, optimizer):
        if i == 5:
            model.steps[1].running_mean = buffer

    expect_the_loop(net(lambda rng: BatchNorm(4)), BATCHES[:9], at_steps)
