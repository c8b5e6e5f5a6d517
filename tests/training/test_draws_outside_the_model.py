"""Random numbers that loss or optimizer draw: a replayed training draws them in the order of the loop."""

import numpy as np
import pytest
from training_cases import expect_the_same, start_at_once

from dlcourse import losses, ops
from dlcourse.layers import MLP, Module
from dlcourse.optimizers import SGD

DATA = np.random.default_rng(5)
X, Y = DATA.standard_normal((12, 3)), DATA.standard_normal((12, 2))


@pytest.fixture(params=["calls", "machine code"], autouse=True)
def at_once(request, monkeypatch):
    start_at_once(monkeypatch, machine_code=request.param == "machine code")


def rng(seed=0):
    return np.random.default_rng(seed)


class NoisyError(Module):
    """A loss that weights its terms at random."""

    def __init__(self, stream):
        self.stream = stream

    def fprop(self, z, y):
        return (ops.square(z - y) * self.stream.random(z.shape)).sum()


class NoisySGD(SGD):
    """Adds noise to the gradient."""

    def update(self, theta, g, *slots):
        theta -= self.lr * (g + self.stream.standard_normal(g.shape))


def parts(who, stream, lr=0.01):
    """model, loss, optimizer, of which `who` draws from the stream."""
    model, noisy = MLP((3, 4, 2), rng=rng()), NoisyError(stream)
    loss = {"a loss": noisy, "an optimizer": losses.mean_squared_error}
    optimizer = (NoisySGD if who == "an optimizer" else SGD)(model.parameters(), lr=lr)
    optimizer.stream = stream
    return model, loss.get(who, lambda z, y: noisy(z, y) * 2), optimizer


WHO = ["a loss", "a module in the closure of a loss"]


@pytest.mark.parametrize("who", [*WHO, "an optimizer"])
def test_from_the_generator_that_orders_the_samples(who):
    shared = []

    def make():
        shared[:] = [rng(4)]
        return parts(who, shared[0])

    history = expect_the_same(make, X, Y, lambda: {"n_epochs": 8, "batch_size": 4, "rng": shared[0]})
    assert history.n_replayed == 22


@pytest.mark.parametrize("batch_size", [4, None])
@pytest.mark.parametrize("who", WHO)
def test_in_a_step_that_diverges(who, batch_size):
    streams = []

    def make():
        streams.append(rng(5))
        return parts(who, streams[-1], lr=0.5)

    expect_the_same(make, X, Y, lambda: {"n_epochs": 200, "batch_size": batch_size, "rng": rng(3)})
    loop, replayed = (stream.bit_generator.state for stream in streams)
    assert loop == replayed
