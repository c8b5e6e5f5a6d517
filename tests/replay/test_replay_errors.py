"""When something goes wrong: compile_step raises what the loop raises, and leaves what the loop leaves."""

import numpy as np
import pytest
from halved import halved
from replay_cases import (
    MSE,
    NETS,
    Net,
    batch_norm,
    dropout,
    expect_nothing_traced,
    expect_the_loop,
    labels,
    mlp,
)

from dlcourse import losses, ops
from dlcourse.optimizers import SGD, Adam, Nesterov
from dlcourse.replay import compile_step

NOISY = Net(mlp(dropout, batch_norm, ops.tanh), losses.softmax_cross_entropy, labels(3, 2))
SPOILED = {
    "NaN": lambda x, y: (x * np.nan, y),
    "huge numbers": lambda x, y: (x * 1e200, y),
    "too few columns": lambda x, y: (x[:, :1], y),
    "too few targets": lambda x, y: (x, y[:-1]),
    "a label too large": lambda x, y: (x, y + 5),
    "a label below 0": lambda x, y: (x, y - 5),
    "targets of floats": lambda x, y: (x, y * 1.0),
    "no samples": lambda x, y: (x[:0], y[:0]),
}
STAGES = [0, 1, 2, 5]
every_stage = pytest.mark.parametrize("when", STAGES, ids=["recorded", "checked", "replayed", "later"])


@pytest.mark.parametrize(("what", "when", "optimizer"), halved([*SPOILED], STAGES, [Adam, Nesterov]))
def test_a_bad_batch_gives_the_error_and_the_state_of_the_loop(what, when, optimizer):
    batches = NOISY.batches(9)
    batches[when] = SPOILED[what](*batches[when])
    with np.errstate(all="ignore"):
        step = expect_the_loop(NOISY.parts(optimizer), batches, errors=True)
    assert (step.gear, step.why) == ("replayed", "")


@every_stage
def test_where_numpy_raises_for_an_overflow_the_state_is_that_of_the_loop(when):
    net = NETS["batch_norm"]
    batches = net.batches(8)
    batches[when] = batches[when][0] * 1e300, batches[when][1]
    with np.errstate(all="raise", under="ignore"):
        step = expect_the_loop(net.parts(SGD), batches, errors=True)
    assert step.gear == "replayed"


@every_stage
def test_buffers_have_moved_on_as_in_the_loop_when_the_gradients_cannot_be_used(when):
    net = NETS["batch_norm"]
    batches = net.batches(8)
    batches[when] = batches[when][0], batches[when][1] * 1e160
    with np.errstate(all="ignore"):
        assert expect_the_loop(net.parts(Adam), batches, errors=True).gear == "replayed"


def test_the_error_of_the_loop_comes_without_a_word_about_tracing():
    model, loss, optimizer = NOISY.parts(Adam)()
    step = compile_step(model, loss, optimizer)
    x, y = NOISY.batches(1)[0]
    with pytest.raises(ValueError, match="expected classes from 0 to 1, got 5") as caught:
        step(x, y * 0 + 5)
    assert caught.value.__context__ is None
    with pytest.raises(TypeError, match="NoneType"):
        step(x, None)


def test_an_interruption_while_it_records_leaves_all_as_it_was():
    calls = []

    def loss(z, y):
        calls.append(1)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return losses.softmax_cross_entropy(z, y)

    model, _, optimizer = NOISY.parts(Adam)()
    before = {name: array.tobytes() for name, array in model.state_dict().items()}
    state = model.steps[1].rng.bit_generator.state
    step = compile_step(model, loss, optimizer)
    with pytest.raises(KeyboardInterrupt):
        step(*NOISY.batches(1)[0])
    assert {name: array.tobytes() for name, array in model.state_dict().items()} == before
    assert model.steps[1].rng.bit_generator.state == state and optimizer.n_steps == 0
    expect_nothing_traced(model)


def test_what_compile_step_is_given_is_looked_at():
    model, loss, optimizer = NETS["residual"].parts(SGD)()
    wrong = [
        (model, loss, model.parameters()),
        (model, optimizer, loss),
        (model.parameters(), MSE, optimizer),
    ]
    for arguments in wrong:
        with pytest.raises(TypeError, match="compile_step: expected a Module, a function"):
            compile_step(*arguments)
