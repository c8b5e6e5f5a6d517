"""What the tests of the watch share: a small network, and losses that read something besides z and y."""

import functools
from types import SimpleNamespace

import numpy as np
from replay_cases import MSE, rows

from dlcourse import Linear, Sequential, Tensor, losses, ops
from dlcourse.layers import BatchNorm
from dlcourse.optimizers import Adam
from dlcourse.regularization import L2

BATCHES = [rows(3, 2)(np.random.default_rng(seed), 6) for seed in range(16)]
BOXES = {}  # model -> what its loss reads


def net(*layers, loss=MSE, optimizer=Adam, learn=lambda model: model.parameters()):
    def make():
        rng = np.random.default_rng(0)
        made = [layer() if isinstance(layer, type) else layer(rng) for layer in layers]
        model = Sequential(Linear(3, 4, rng=rng), *made, ops.tanh, Linear(4, 2, rng=rng))
        return model, loss, optimizer(learn(model), lr=0.01)

    return make


def of(thing):
    """make() -> model, loss, optimizer. thing() -> the loss, and what it reads; made anew each time."""

    def make():
        model, _, optimizer = net()()
        loss, box = thing()
        BOXES[model] = box
        return model, loss, optimizer

    return make


CONFIG = SimpleNamespace(rate=0.5)
GLOBAL_RATE = 0.5


class Slotted:
    __slots__ = ("rate",)

    def __init__(self, rate):
        self.rate = rate

    def __call__(self, z, y):
        return MSE(z, y) * self.rate


class Penalized:
    """A loss that is an object."""

    def __init__(self):
        self.rate, self.seen = 0.5, 0

    def __call__(self, z, y):
        return MSE(z, y) * self.doubled

    @property
    def doubled(self):
        return 2 * self.rate


def weights():
    w = np.array([1.0, 1.0])
    return lambda z, y: (ops.square(z - y) * (w / w.sum())).sum(), [w]


def a_number():
    rate = 0.5

    def set_rate(value):
        nonlocal rate
        rate = value

    return lambda z, y: MSE(z, y) * rate, (set_rate,)


def in_a_dict():
    settings = {"rate": 0.5, "more": {"power": [2]}}
    return lambda z, y: MSE(z, y) * settings["rate"] ** settings["more"]["power"][0], (settings,)


def a_default():
    def loss(z, y, rate=0.5, *, power=2):
        return MSE(z, y) * rate**power

    return loss, (loss,)


def a_helper():
    rates = [0.5]

    def helper(J):
        return J * rates[0]

    functions = [helper]
    return lambda z, y: functions[0](MSE(z, y)), (rates, functions)


def an_attribute_of_a_function():
    def loss(z, y):
        return MSE(z, y) * loss.rate

    loss.rate = 0.5
    return loss, (loss,)


def an_object():
    loss = Penalized()
    return loss, (loss,)


def slots():
    loss = Slotted(0.5)
    return loss, (loss,)


def a_method():
    owner = Penalized()
    owner.loss = None
    return owner.__call__, (owner,)


def a_partial():
    log_sigma = np.zeros(2)
    return functools.partial(losses.gaussian_nll, log_sigma=log_sigma), (log_sigma,)


def a_penalty():
    penalty, model = L2(0.5), Linear(2, 2, rng=np.random.default_rng(3))
    return lambda z, y: MSE(z, y) + penalty(model) * (z * z).sum(), (penalty, model)


def a_teacher():
    teacher = Sequential(Linear(2, 2, rng=np.random.default_rng(4)), BatchNorm(2)).eval()
    return lambda z, y: MSE(z, teacher(y)), (teacher,)


def a_tensor():
    k = Tensor(np.ones(2))
    return lambda z, y: MSE(z * k, y) * k.array.sum(), (k,)


def a_config():
    CONFIG.rate = 0.5
    return lambda z, y: MSE(z, y) * CONFIG.rate, (CONFIG,)


def a_global():
    globals()["GLOBAL_RATE"] = 0.5
    return lambda z, y: MSE(z, y) * GLOBAL_RATE, (globals(),)


def a_mask():
    mask = np.array([True, False])
    return lambda z, y: MSE(z, y) * (2.0 if mask.any() else 1.0) + (z * mask).sum(), (mask,)


def on_a_layer():
    model = Linear(2, 2, rng=np.random.default_rng(3))
    model.rate = 0.5
    return lambda z, y: MSE(z, y) * model.rate, (model,)


def absent():
    """An object, a layer and a class without an attribute that the loss asks for."""
    kind = type("Settings", (), {})
    things = kind(), Linear(2, 2, rng=np.random.default_rng(3)), kind
    return lambda z, y: MSE(z, y) * sum(getattr(thing, "rate", 0.5) for thing in things), things


def not_found():
    settings = SimpleNamespace(seen=0)

    def loss(z, y):
        try:
            return MSE(z, y) * settings.rate
        except AttributeError:
            return MSE(z, y)

    return loss, (settings,)


def kept():
    """Objects whose attribute is asked for, and on which something else changes all the time."""
    things = type("Settings", (), {})(), Linear(2, 2, rng=np.random.default_rng(3))

    def loss(z, y):
        rate = 1.0
        for thing in things:
            try:
                rate *= thing.rate
            except AttributeError:
                pass
        return MSE(z, y) * rate

    return loss, things
