"""One recorded step: what it does to the buffers of modules, what it leaves, what memory it takes."""

import tracemalloc

import numpy as np
import pytest
from garbage import garbage
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
    rows,
)

from dlcourse import MLP, Linear, Module, losses, ops
from dlcourse.layers import BatchNorm, Dropout, Sequential
from dlcourse.optimizers import SGD, Adam, Nesterov
from dlcourse.replay import compile_step, fastest
from dlcourse.replay.program import Program, copied_batch, record
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.watch import Watch

RESIDUAL = NETS["residual"]


class Keeping(Module):
    """A linear layer whose fprop does `how` with its output besides."""

    buffers = ("seen", "before")

    def __init__(self, rng, how):
        self.linear, self.how = Linear(3, 2, rng=rng), how
        self.seen, self.before, self.rng = np.zeros(2), np.ones(2), np.random.default_rng(1)

    def fprop(self, x):
        z = self.linear(x)
        changed = self.how(self, z)
        return z if changed is None else changed


def delay(module, z):
    module.before, module.seen = module.seen, module.seen * 0.9 + z.array.mean(axis=0)
    return z * module.before + module.seen


def swap(module, z):
    module.seen, module.before = module.before * 0.5, module.seen
    return z * module.seen + module.before


def keep(name):
    return lambda module, z: setattr(module, name, z)


def in_place(module, z):
    module.seen *= 0.5
    module.seen += z.array.sum(axis=0)


def call_by_hand(module, z):
    return z + module.linear.fprop(np.ones((1, 3)))


def put(value):
    return lambda module, z: setattr(module, "seen", value(z))


MODULES = {  # what a module does: how, words of the reason, "" when it is replayed
    "delays its buffers": (delay, ""),
    "swaps its buffers": (swap, ""),
    "keeps its output": (keep("h"), "Keeping.h, which is not among its buffers"),
    "calls fprop": (call_by_hand, ""),
    "writes into a buffer": (in_place, "writes into an array that it did not make"),
    "sets a buffer of another shape": (put(lambda z: z.array), "another shape or dtype"),
    "sets a buffer from nowhere": (put(lambda z: np.arange(2.0)), "that it did not compute"),
    "adds normal noise": (lambda m, z: z + m.rng.standard_normal(z.shape), ""),
    "adds exponential noise": (lambda m, z: z + m.rng.standard_exponential(z.shape), ""),
    "draws float32": (lambda m, z: z + m.rng.random(z.shape, dtype=np.float32), ""),
    "draws by normal": (lambda m, z: z + m.rng.normal(size=z.shape), "rng.normal"),
    "permutes": (lambda m, z: z[m.rng.permutation(z.shape[0])], "rng.permutation"),
    "throws a coin": (lambda m, z: z * 2 if m.rng.random() < 0.5 else z, "a single number by rng.random"),
}


@pytest.mark.parametrize("what", MODULES)
def test_a_module_with_a_memory_or_with_noise_trains_as_in_the_loop(what):
    how, words = MODULES[what]
    net = Net(lambda rng: Keeping(rng, how), MSE, rows(3, 2))
    step = expect_the_loop(net.parts(Adam, lr=0.01), RESIDUAL.batches(12))
    assert (words in step.why and step.gear == "recorded") if words else step.gear == "replayed", step.why


def test_a_program_leaves_parameters_buffers_and_generators_alone():
    rng = np.random.default_rng(0)
    model = Sequential(Linear(3, 4, rng=rng), BatchNorm(4), Dropout(0.5, rng=rng), Linear(4, 2, rng=rng))
    optimizer = Adam(model.parameters())
    theta, state, mean = optimizer.theta.copy(), rng.bit_generator.state, model.steps[1].running_mean
    watch = Watch([("model", model), ("loss", MSE)])
    program = record(model, MSE, optimizer, *RESIDUAL.batches(1)[0], watch)
    assert isinstance(program, Program) and len(program.gradients) == 6
    assert (optimizer.theta == theta).all() and rng.bit_generator.state == state
    assert (mean == 0).all() and model.steps[1].running_mean is mean
    expect_nothing_traced(model)


def test_a_copy_of_a_batch_has_its_strides_and_its_numbers():
    a = np.arange(24.0).reshape(4, 6)
    slices = (a, a.T, a[:, ::2], a[::-1], a[:, 3], a[:, :2], a[1:1])
    for batch in (*slices, np.broadcast_to(a[0], (5, 6)), a[0, 0]):
        copy = copied_batch(np, np.asarray(batch))
        assert np.array_equal(copy, batch) and not np.may_share_memory(copy, a)
        assert copy.size == 0 or copy.strides == np.asarray(batch).strides
    with pytest.raises(CannotReplay, match="large gaps"):
        copied_batch(np, np.ones((100, 50))[:, 0])


def big():
    """784-256-128-10 on a batch of 128."""
    rng = np.random.default_rng(0)
    model = MLP((784, 256, 128, 10), rng=rng)
    x, y = rng.standard_normal((128, 784)), rng.integers(0, 10, 128)
    step = compile_step(model, losses.softmax_cross_entropy, Adam(model.parameters()))
    for _ in range(3):
        step(x, y)
    assert step.gear == "replayed"
    return step, x, y


def test_a_replay_makes_no_arrays_up_to_the_gradients():
    step, x, y = big()
    _, program = step._last
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        for _ in range(3):
            program.run(x, y)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < 96 * 1024  # a hidden layer takes 128 KiB or more, a buffer in numpy's ufuncs 64
    assert now - before < 4 * 1024


@pytest.mark.parametrize("optimizer", [SGD, Adam, Nesterov])
def test_a_hundred_replays_leave_nothing_for_the_collector(optimizer):
    net = Net(mlp(batch_norm, dropout, ops.tanh), losses.softmax_cross_entropy, labels(3, 2))
    model, loss, optimizer = net.parts(optimizer)()
    step = compile_step(model, loss, optimizer)
    (x, y), other = net.batches(2)
    for _ in range(3):
        step(x, y)

    def a_hundred():
        for _ in range(100):
            step(*other)

    assert garbage(a_hundred) == 0 and step.gear == "replayed"


def test_recording_and_refusing_leave_nothing_for_the_collector_either(monkeypatch):
    monkeypatch.setattr(fastest, "machine_code", None)  # LLVM's own library leaves a few types
    model, _, optimizer = RESIDUAL.parts(SGD)()
    x, y = RESIDUAL.batches(1)[0]
    ways = [
        MSE,
        lambda z, y: MSE(z, y) * float(z.array.max()),
        lambda z, y: MSE(z, y) * (2.0 if z.array.max() > 1.0 else 1.0),
    ]

    def every_way():
        for loss in ways:
            step = compile_step(model, loss, optimizer)
            for factor in (1, 1, 1, 10, 1):
                step(factor * x, y)

    assert garbage(every_way) == 0
