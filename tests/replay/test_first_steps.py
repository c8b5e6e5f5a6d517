"""A recording never trains: whatever a loss makes of a traced array, each step is that of the loop."""

import numpy as np
import pytest
from replay_cases import MSE, expect_the_loop
from watch_cases import BATCHES, Slotted, net, of

from dlcourse import Module
from dlcourse.replay import compile_function


def by_hasattr(array):
    return hasattr(array, "__array_interface__")


def by_buffer(array):
    try:
        memoryview(array)
    except TypeError:
        return False
    return True


LOOKS = [lambda a: isinstance(a, np.ndarray), lambda a: type(a) is np.ndarray, by_hasattr, by_buffer]


@pytest.mark.parametrize("is_array", LOOKS, ids=["isinstance", "type", "hasattr", "buffer"])
def test_a_loss_that_asks_what_an_array_is_trains_as_in_the_loop(is_array):
    def loss(z, y):
        return MSE(z, y) if is_array(y) else MSE(z, y) * 3.0

    expect_the_loop(net(loss=loss), BATCHES[:6])


def test_a_layer_that_asks_what_an_array_is_trains_as_in_the_loop():
    class Asks(Module):
        def fprop(self, x):
            return x * 2.0 if isinstance(x.array, np.ndarray) else x * 3.0

    expect_the_loop(net(lambda rng: Asks()), BATCHES[:6])
    assert compile_function(lambda x: x * (1 + isinstance(x, np.ndarray)))(np.ones(2)).tolist() == [2, 2]


def an_object():
    class Counter:
        n = 0

    return Counter()


@pytest.mark.parametrize(
    "owner_of",
    [lambda: type(an_object()), an_object, lambda: lambda z: z],
    ids=["class", "object", "function"],
)
def test_what_a_failed_recording_counted_is_put_back(owner_of):
    owners = []

    def make():
        owner = owner_of()
        owner.n = 0
        owners.append(owner)

        def loss(z, y):
            owner.n += 1
            memoryview(y)
            return MSE(z, y) * float(owner.n)

        return loss, ()

    expect_the_loop(of(make), BATCHES[:5])
    assert [owner.n for owner in owners] == [5, 5]


def test_what_it_counted_in_slots_and_what_it_added_is_put_back():
    def make():
        box, kept = Slotted(0.0), an_object()

        def loss(z, y):
            box.rate += 1.0
            kept.last = 2.0 if hasattr(kept, "last") else 1.0
            memoryview(y)
            return MSE(z, y) * (box.rate + kept.last)

        return loss, ()

    expect_the_loop(of(make), BATCHES[:5])


def test_losses_that_are_kept_in_a_list_are_those_of_the_loop():
    def make():
        kept = []

        def loss(z, y):
            kept.append(MSE(z, y))
            return kept[-1]

        return loss, ()

    step = expect_the_loop(of(make), BATCHES[:5])
    assert step.gear == "recorded"


def test_a_row_that_is_picked_by_a_computed_number_is_another_at_each_step():
    def largest(x):
        return x[x[:, 0].argmax()]

    fast, draws = compile_function(largest), np.random.default_rng(0)
    for row in (0, 0, 0, 2, 1):
        x = draws.normal(size=(3, 2))
        x[row, 0] = 9.0
        assert fast(x).tolist() == x[row].tolist()
    assert "by a number that it computes" in fast.why
