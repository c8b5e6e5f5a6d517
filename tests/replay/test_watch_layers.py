"""Layers and their settings are watched: a change between the steps is noticed at the next one."""

import numpy as np
import pytest
from halved import halved
from replay_cases import expect_the_loop
from watch_cases import BATCHES, net

from dlcourse import (
    Linear,
    Module,
    ops,
)
from dlcourse.layers import BatchNorm, Dropout, PReLU
from dlcourse.ops.activations import Clip
from dlcourse.replay import fastest
from dlcourse.tensor import Parameter


class Scale(Module):
    """z * factor, a constant of the class, + shift, one of the object."""

    factor = 2.0

    def __init__(self, shift=0.5):
        self.shift, self.notes = shift, []

    def fprop(self, z):
        return self.scaled(z) + self.shift

    def scaled(self, z):
        return z * self.factor


def exchange(model):
    model.steps[1] = Linear(4, 4, rng=np.random.default_rng(9))


LAYERS = {  # a layer, what is done to the model
    "keep": (lambda rng: Dropout(0.5, rng=rng), lambda m: setattr(m.steps[1], "keep", 0.25)),
    "inverted": (lambda rng: Dropout(0.5, rng=rng), lambda m: setattr(m.steps[1], "inverted", False)),
    "a mask": (lambda rng: Dropout(0.5, rng=rng), lambda m: setattr(m.steps[1], "mask", np.arange(4) > 1)),
    "another generator": (
        lambda rng: Dropout(0.5, rng=rng),
        lambda m: setattr(m.steps[1], "rng", np.random.default_rng(77)),
    ),
    "eps": (lambda rng: BatchNorm(4), lambda m: setattr(m.steps[1], "eps", 0.5)),
    "momentum": (lambda rng: BatchNorm(4), lambda m: setattr(m.steps[1], "momentum", 0.25)),
    "test_on": (lambda rng: BatchNorm(4), lambda m: (m.eval(), setattr(m.steps[1], "test_on", "batch"))),
    "a limit": (lambda rng: Clip(-0.5, 0.5), lambda m: setattr(m.steps[1], "high", 0.25)),
    "a layer exchanged": (lambda rng: Linear(4, 4, rng=rng), exchange),
    "a layer appended": (lambda rng: ops.relu, lambda m: m.steps.append(ops.tanh)),
    "a layer removed": (lambda rng: ops.relu, lambda m: m.steps.pop(1)),
    "a layer inserted": (lambda rng: ops.relu, lambda m: m.steps.insert(1, ops.sigmoid)),
    "another list": (lambda rng: ops.relu, lambda m: setattr(m, "steps", [*m.steps[:2], *m.steps[3:]])),
    "a new parameter": (lambda rng: PReLU(4), lambda m: setattr(m.steps[1], "alpha", Parameter(np.ones(4)))),
    "a class's constant": (Scale, lambda m: setattr(type(m.steps[1]), "factor", 3.0)),
    "a constant that hides it": (Scale, lambda m: setattr(m.steps[1], "factor", 3.0)),
    "a setting": (Scale, lambda m: setattr(m.steps[1], "shift", 0.25)),
    "a method": (Scale, lambda m: setattr(type(m.steps[1]), "scaled", lambda self, z: z * 5.0)),
}


@pytest.mark.parametrize(("what", "machine_code"), halved([*LAYERS], [True, False]))
def test_layers_and_their_settings_may_change_between_the_steps(what, machine_code, monkeypatch):
    if not machine_code:
        monkeypatch.setattr(fastest, "machine_code", None)
    layer, change = LAYERS[what]
    kinds = []

    def make():
        if layer is not Scale:
            return net(layer)()
        kinds.append(type("Scale", (Scale,), {"factor": 2.0, "scaled": Scale.scaled}))
        return net(kinds[-1])()

    def at_seven(i, model, optimizer):
        if i == 7:
            change(model)

    step = expect_the_loop(make, BATCHES[:12], at_seven)
    assert step.gear == "replayed" and step._n_recordings == 2, step.why


def test_notes_that_no_step_reads_may_change_at_each_step():
    def change(i, model, optimizer):
        model.steps[1].notes.append(i)
        model.epoch = i

    step = expect_the_loop(net(Scale), BATCHES, change)
    assert step.gear == "replayed" and step._n_recordings == 1
