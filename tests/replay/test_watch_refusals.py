"""What cannot be watched is done by the loop, and the reason is told."""

import functools
import math
import random
import time

import numpy as np
import pytest
from replay_cases import MSE, expect_the_loop
from watch_cases import BATCHES, BOXES, of

from dlcourse import (
    Tensor,
)


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


def test_a_recording_that_fails_leaves_no_trace_in_what_the_loss_keeps():
    def keeping():
        seen, last, counts, marks = [], {}, np.zeros(2), set()

        def loss(z, y):
            seen.append(len(seen))
            last["n"] = len(seen)
            counts[0] += 1
            marks.add(len(seen))
            order = z.array.copy()
            order.sort()  # no recording goes on after this
            return MSE(z, y) * (len(seen) + last["n"] + float(counts[0]) + len(marks))

        return loss, (seen,)

    step = expect_the_loop(of(keeping), BATCHES[:6])
    assert step.gear == "recorded" and len(BOXES[step.model][0]) == 6
