"""What a step reads besides its batch: a change is noticed at the next step, or no step is replayed."""

import functools
import math
import random
import time
from types import SimpleNamespace

import numpy as np
import pytest
from replay_cases import MSE, expect_the_loop, rows

from dlcourse import (
    Linear,
    Module,
    Sequential,
    Tensor,
    compile_function,
    compile_prediction,
    compile_step,
    losses,
    ops,
)
from dlcourse.layers import BatchNorm, Dropout, PReLU
from dlcourse.ops.activations import Clip
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.regularization import L2
from dlcourse.replay.watch import Watch
from dlcourse.tensor import Parameter

BATCHES = [rows(3, 2)(np.random.default_rng(seed), 6) for seed in range(16)]
BOXES = {}  # model -> what its loss reads
CONFIG = SimpleNamespace(rate=0.5)
GLOBAL_RATE = 0.5


class Scale(Module):
    """z * factor, a constant of the class, + shift, one of the object."""

    factor = 2.0

    def __init__(self, shift=0.5):
        self.shift, self.notes = shift, []

    def fprop(self, z):
        return self.scaled(z) + self.shift

    def scaled(self, z):
        return z * self.factor


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
    return lambda z, y: MSE(z, y) * CONFIG.rate, (CONFIG,)


def a_mask():
    mask = np.array([True, False])
    return lambda z, y: MSE(z, y) * (2.0 if mask.any() else 1.0) + (z * mask).sum(), (mask,)


def set_item(i, key, value):
    def change(box):
        target = box[i]
        target[key] = value

    return change


def set_attribute(i, name, value):
    return lambda box: setattr(box[i], name, value() if callable(value) else value)


def other_weights(linear):
    linear.W = Parameter(np.full((2, 2), 0.25))


CHANGES = {  # what changes: the loss that reads it, how it changes
    "an array in place": (weights, set_item(0, slice(None), [1.0, 9.0])),
    "a number in a closure": (a_number, lambda box: box[0](0.25)),
    "0.5 to a number of numpy's": (a_number, lambda box: box[0](np.float32(0.5))),
    "0.0 to -0.0": (a_number, lambda box: box[0](-0.0)),
    "a dict": (in_a_dict, set_item(0, "rate", 0.25)),
    "a list in a dict": (in_a_dict, lambda box: box[0]["more"]["power"].__setitem__(0, 3)),
    "a default": (a_default, set_attribute(0, "__defaults__", (0.25,))),
    "a default by keyword": (a_default, lambda box: box[0].__kwdefaults__.update(power=3)),
    "the code of a function": (a_default, lambda box: setattr(box[0], "__code__", other_loss.__code__)),
    "what a helper reads": (a_helper, set_item(0, 0, 0.25)),
    "the helper": (a_helper, set_item(1, 0, lambda J: J * 3.0)),
    "an attribute of a function": (an_attribute_of_a_function, set_attribute(0, "rate", 0.25)),
    "an attribute of an object": (an_object, set_attribute(0, "rate", 0.25)),
    "a slot": (slots, set_attribute(0, "rate", 0.25)),
    "what a method reads": (a_method, set_attribute(0, "rate", 0.25)),
    "an array in a partial": (a_partial, set_item(0, slice(None), 0.5)),
    "the rate of a penalty": (a_penalty, set_attribute(0, "alpha", 0.25)),
    "the parameter of another module": (a_penalty, lambda box: other_weights(box[1])),
    "its numbers": (a_penalty, lambda box: box[1].W.array.fill(0.125)),
    "its array": (a_penalty, lambda box: setattr(box[1].W, "array", np.full((2, 2), 0.125))),
    "the mode of a teacher": (a_teacher, lambda box: box[0].train()),
    "a layer of a teacher": (a_teacher, lambda box: box[0].steps.append(ops.tanh)),
    "the buffer of a teacher": (a_teacher, lambda box: setattr(box[0].steps[1], "running_mean", np.ones(2))),
    "the eps of a teacher": (a_teacher, lambda box: setattr(box[0].steps[1], "eps", 0.5)),
    "a tensor in place": (a_tensor, lambda box: box[0].array.fill(3.0)),
    "the array of a tensor": (a_tensor, lambda box: setattr(box[0], "array", np.full(2, 3.0))),
    "a mask": (a_mask, set_item(0, slice(None), False)),
}


def other_loss(z, y, rate=0.5, *, power=2):
    return MSE(z, y) * rate * 7.0


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_loss_reads_may_change_and_the_next_step_is_that_of_the_loop(what):
    thing, change = CHANGES[what]

    def at_seven(i, model, optimizer):
        if i == 7:
            change(BOXES[model])

    step = expect_the_loop(of(thing), BATCHES[:12], at_seven)
    if what == "the mode of a teacher":
        assert step.why == "BatchNorm, which was not handed over, sets running_mean"
    else:
        assert step.gear == "replayed", step.why


def test_a_loss_is_replayed_until_what_it_reads_changes_and_soon_again():
    model, loss, optimizer = of(weights)()
    step, gears = compile_step(model, loss, optimizer), []
    for i, (x, y) in enumerate(BATCHES):
        if i == 8:
            BOXES[model][0][:] = [1.0, 9.0]
        step(x, y)
        gears.append(step.gear == "replayed")
    assert gears == [False, False, *[True] * 6, False, False, *[True] * 6]


def test_what_was_set_back_goes_on_with_the_recording_that_it_had():
    def change(i, model, optimizer):
        model.steps[1].keep = 0.5 if i % 8 < 4 else 0.75
        model.train(i % 6 < 5)

    def make():
        return net(lambda rng: Dropout(0.5, rng=np.random.default_rng(1)))()

    step = expect_the_loop(make, BATCHES * 3, change)
    assert step.gear == "replayed" and step._n_recordings == 4


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


@pytest.mark.parametrize("what", LAYERS)
def test_layers_and_their_settings_may_change_between_the_steps(what):
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


def never(function):
    return lambda: (lambda z, y: MSE(z, y) * function(z, y), ())


def nonlocal_count():
    n = 0

    def loss(z, y):
        nonlocal n
        n += 1
        return MSE(z, y) * n

    return loss, ()


def counting_default():
    def loss(z, y, n=[0]):  # noqa: B006
        n[0] += 1
        return MSE(z, y) * n[0]

    return loss, ()


def history_of():
    history = []

    def loss(z, y):
        history.append(len(history))
        return MSE(z, y) * (1 + len(history))

    return loss, ()


def generator_of_numbers():
    numbers = (float(n) for n in range(1000))
    return lambda z, y: MSE(z, y) * next(numbers), ()


def object_that_counts():
    class Counts:
        n = 0

        def __call__(self, z, y):
            self.n += 1
            return MSE(z, y) * self.n

    return Counts(), ()


def counted_before():
    w = Tensor(np.ones(2))
    penalty = (w * w).sum()
    return lambda z, y: MSE(z, y) + penalty, ()


def of_random():
    source = random.Random(0)
    return lambda z, y: MSE(z, y) * source.random(), ()


def of_numpy():
    source = np.random.default_rng(0)
    draw = source.random
    return lambda z, y: MSE(z, y) * draw(), ()


def large_array():
    w = np.ones((400, 400))
    return lambda z, y: MSE(z, y) * w.mean(), ()


REFUSED = {
    "nonlocal": (nonlocal_count, "sets n, a variable outside of loss"),
    "a default that counts": (counting_default, "changes what it reads: the defaults of loss"),
    "a history": (history_of, "changes what it reads: history"),
    "a generator": (generator_of_numbers, "numbers, a generator, which may change unseen"),
    "an object that counts": (object_that_counts, "changes what it reads"),
    "a tensor with a graph": (counted_before, "penalty, a Tensor that was computed before"),
    "random numbers of Python": (of_random, "draws from source"),
    "random numbers of numpy": (of_numpy, "the step draws from "),
    "a large array": (large_array, "w, an array too large"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_watched_is_done_by_the_loop_and_the_reason_is_told(what):
    thing, words = REFUSED[what]
    step = expect_the_loop(of(thing), BATCHES[:8])
    assert step.gear == "recorded" and words in step.why, step.why


def read_a_file():
    with open(__file__) as file:
        return file.readline()


CALLS = {
    "time": lambda z, y: 1.0 + 0 * time.time(),
    "global random numbers": lambda z, y: 1.0 + 0 * np.random.rand(),  # noqa: NPY002
    "random numbers of the module": lambda z, y: 1.0 + 0 * random.random(),
    "a new generator": lambda z, y: 1.0 + 0 * np.random.default_rng().random(),
    "a file": lambda z, y: 1.0 if read_a_file() else 2.0,
    "print": lambda z, y: print(end="") or 1.0,  # noqa: T201
    "eval": lambda z, y: eval("1.0"),
    "an import": lambda z, y: __import__("time").time() * 0 + 1.0,
    "a file of numpy": lambda z, y: np.fromfile(__file__, np.uint8, 1)[0] * 1.0,
}


@pytest.mark.parametrize("what", CALLS)
def test_a_loss_that_asks_for_something_outside_is_never_replayed(what):
    step = expect_the_loop(of(never(CALLS[what])), BATCHES[:5])
    assert step.gear == "recorded" and "the step " in step.why, step.why


def test_what_depends_on_its_arguments_alone_is_replayed():
    def loss(z, y):
        parts = [math.sqrt(len(z.shape)), *map(float, range(3)), functools.reduce(max, [1.0, 2.0])]
        scale = sum(sorted(parts)) * np.float64(2.0) * np.linspace(0, 1, 5).mean() * isinstance(z, Tensor)
        return MSE(z, y) * float(scale) + sum((z[:, i] * i).sum() for i in range(2))

    assert expect_the_loop(of(lambda: (loss, ())), BATCHES[:6]).gear == "replayed"


def test_functions_and_predictions_notice_changes_too():
    rate = [1.0]
    fast = compile_function(lambda x: x * rate[0])
    for i in range(12):
        rate[0] = 1.0 if i < 6 else 2.0
        assert fast(np.ones(2)).tolist() == [rate[0]] * 2
    assert fast.gear == "replayed"
    model = Sequential(
        Linear(3, 4, rng=np.random.default_rng(0)), BatchNorm(4), Dropout(0.5, rng=np.random.default_rng(0))
    )
    answer, x = compile_prediction(model), BATCHES[0][0]
    for i in range(24):
        if i == 5:
            model.steps[1].eps = 0.5
        if i == 10:
            model.steps.append(ops.tanh)
        if i == 15:
            model.steps[2] = Dropout(0.5, rng=np.random.default_rng(0), inverted=False)
        model.train(i % 2 == 0)
        assert answer(x).tobytes() == predict(model, x).tobytes(), i
    assert answer.gear == "replayed" and answer._n_recordings == 4


def test_a_watch_over_the_librarys_own_is_a_few_comparisons():
    model = Sequential(
        Linear(3, 4, rng=np.random.default_rng(0)), ops.tanh, Linear(4, 2, rng=np.random.default_rng(0))
    )
    watch = Watch([("model", model), ("loss", MSE)])
    assert watch.holds() and len(watch.live) == 4 and not (watch.named or watch.listed or watch.arrays)
    assert watch.modules == model.modules() and watch.tensors == model.parameters()
