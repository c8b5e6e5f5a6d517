"""What a step reads besides its batch: a change is noticed at the next step, or no step is replayed."""

import copy
import operator

import numpy as np
import pytest
from halved import halved
from replay_cases import MSE, expect_the_loop
from watch_cases import (
    BATCHES,
    BOXES,
    a_config,
    a_default,
    a_global,
    a_helper,
    a_mask,
    a_method,
    a_number,
    a_partial,
    a_penalty,
    a_teacher,
    a_tensor,
    absent,
    an_attribute_of_a_function,
    an_object,
    in_a_dict,
    kept,
    net,
    not_found,
    of,
    on_a_layer,
    slots,
    weights,
)

from dlcourse import (
    Linear,
    Sequential,
    compile_function,
    compile_prediction,
    compile_step,
    ops,
)
from dlcourse.layers import BatchNorm, Dropout
from dlcourse.prediction import predict
from dlcourse.replay import fastest
from dlcourse.replay.watch import Watch
from dlcourse.tensor import Parameter


def set_item(i, key, value):
    def change(box):
        target = box[i]
        target[key] = value

    return change


def set_attribute(i, name, value):
    return lambda box: setattr(box[i], name, value() if callable(value) else value)


def other_weights(linear):
    linear.W = Parameter(np.full((2, 2), 0.25))


def reopened(array):
    """The array, to be written to by somebody who will have it so."""
    array.setflags(write=True)
    return array


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
    "a tensor in place": (a_tensor, lambda box: reopened(box[0].array).fill(3.0)),
    "the array of a tensor": (a_tensor, lambda box: setattr(box[0], "array", np.full(2, 3.0))),
    "a global object": (a_config, set_attribute(0, "rate", 0.25)),
    "a global number": (a_global, set_item(0, "GLOBAL_RATE", 0.25)),
    "a setting of one's own on a layer": (on_a_layer, set_attribute(0, "rate", 0.25)),
    "an attribute that an object lacked": (absent, set_attribute(0, "rate", 0.25)),
    "an attribute that a layer lacked": (absent, set_attribute(1, "rate", 0.25)),
    "an attribute that a class lacked": (absent, set_attribute(2, "rate", 0.25)),
    "an attribute that raised an error": (not_found, set_attribute(0, "rate", 0.25)),
    "a mask": (a_mask, set_item(0, slice(None), False)),
}


def other_loss(z, y, rate=0.5, *, power=2):
    return MSE(z, y) * rate * 7.0


@pytest.mark.parametrize(("what", "machine_code"), halved([*CHANGES], [True, False]))
def test_what_a_loss_reads_may_change_and_the_next_step_is_that_of_the_loop(what, machine_code, monkeypatch):
    if not machine_code:
        monkeypatch.setattr(fastest, "machine_code", None)
    thing, change = CHANGES[what]

    def at_seven(i, model, optimizer):
        if i == 7:
            change(BOXES[model])

    step = expect_the_loop(of(thing), BATCHES[:12], at_seven)
    if what == "the mode of a teacher":
        assert step.why == "BatchNorm, which is not part of the model, sets running_mean"
    else:
        assert step.gear == "replayed", step.why


@pytest.mark.parametrize("which", [0, 1])
def test_an_attribute_is_noticed_also_where_another_that_nobody_reads_comes_with_each_step(which):
    def change(i, model, optimizer):
        thing = BOXES[model][which]
        setattr(thing, f"seen_{i}", i)
        if i == 9:
            thing.rate = 0.25

    step = expect_the_loop(of(kept), BATCHES, change)
    assert step.gear == "replayed" and step._n_recordings == 2, step.why


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
    assert watch.holds() and (len(watch.live), len(watch.owners), len(watch.same)) == (4, 0, 0)
    assert len(watch.named) == 1  # the classes of the modules
    assert not (watch.listed or watch.arrays)
    assert watch.modules == model.modules() and watch.tensors == model.parameters()


class Plain:
    """Reads what a replay must see, by ways that name no attribute."""

    def __init__(self, rate):
        self.rate = rate

    def __str__(self):
        return repr(self.rate)


get_rate = operator.attrgetter("rate")
UNNAMED = {
    "an attrgetter": get_rate,
    "its words": lambda x: float(str(x)),
    "its words in a string": lambda x: float(f"{x}"),
    "a key": lambda x: max([x], key=get_rate).rate,
    "a computed name": lambda x: getattr(x, "".join(["ra", "te"])),
    "its dict": lambda x: x.__dict__["ra" + "te"[:2]],
    "a copy": lambda x: copy.copy(x).rate,
}


@pytest.mark.parametrize("what", UNNAMED)
def test_an_attribute_that_no_code_names_is_watched_too(what):
    def thing():
        plain, read = Plain(0.5), UNNAMED[what]
        return lambda z, y: MSE(z, y) * read(plain), (plain,)

    def at_five(i, model, optimizer):
        if i == 5:
            BOXES[model][0].rate = 0.25

    assert expect_the_loop(of(thing), BATCHES[:9], at_five).gear == "replayed"
