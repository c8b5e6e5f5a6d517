"""What a callback changes between steps or epochs is taken up by the very next step, replayed or not."""

import numpy as np
import pytest
from halved import halved
from replay_cases import MSE, Net, rows
from training_cases import data, expect_the_same, start_at_once

from dlcourse import ops
from dlcourse.callbacks import Callback
from dlcourse.layers import BatchNorm, Dropout, Linear, Sequential
from dlcourse.optimizers import SGD, Adam
from dlcourse.regularization import max_norm
from dlcourse.tensor import Parameter


def rng(seed=0):
    return np.random.default_rng(seed)


def network(generator):
    return Sequential(
        Linear(3, 4, rng=generator), BatchNorm(4), ops.tanh, Dropout(0.7, rng=rng(1)),
        Linear(4, 2, rng=generator),
    )  # fmt: skip


NET = Net(network, MSE, rows(3, 2))
X, Y = data(NET, 12)
CHANGES = {
    "weights": lambda run: run.model.steps[0].W.array.fill(0.1),
    "another array": lambda run: setattr(run.model.steps[0].W, "array", run.model.steps[0].W.array * 0.5),
    "another layer": lambda run: run.model.steps.__setitem__(2, ops.sigmoid),
    "one more layer": lambda run: run.model.steps.append(ops.tanh),
    "dropout's rate": lambda run: setattr(run.model.steps[3], "keep", 0.5),
    "dropout's stream": lambda run: setattr(run.model.steps[3], "rng", rng(9)),
    "batch norm's eps": lambda run: setattr(run.model.steps[1], "eps", 0.1),
    "running averages": lambda run: run.model.steps[1].running_mean.fill(3.0),
    "a mode": lambda run: run.model.steps[3].eval(),
    "all modes": lambda run: run.model.eval(),
    "the rate": lambda run: setattr(run.optimizer, "lr", 0.3),
    "momentum": lambda run: setattr(run.optimizer, "momentum", 0.5),
    "decay rates": lambda run: setattr(run.optimizer, "beta1", 0.5),
    "the optimizer's state": lambda run: [slot.fill(0.01) for slot in run.optimizer.state.values()],
    "its count": lambda run: setattr(run.optimizer, "n_steps", 2),
    "the norm of weights": lambda run: max_norm(run.model, 0.3),
    "the stream of orders": lambda run: run.rng.random(3),
}


class Changes(Callback):
    """Changes something after the fourth event of a kind."""

    def __init__(self, change):
        self.change, self.n = change, 0

    def count(self, run):
        self.n += 1
        if self.n == 4:
            self.change(run)


class ByStep(Changes):
    """After a step."""

    def after_step(self, run):
        self.count(run)


class ByEpoch(Changes):
    """After an epoch."""

    def after_epoch(self, run):
        self.count(run)


KINDS = [(ByStep, SGD, False), (ByEpoch, SGD, False), (ByEpoch, Adam, True)]  # when, with machine code or not


@pytest.mark.parametrize(("change", "how"), halved([*CHANGES], KINDS))
def test_a_change_is_taken_up(change, how, monkeypatch):
    kind, optimizer, machine_code = how
    start_at_once(monkeypatch, machine_code)
    settings = {"lr": 0.1} | ({"momentum": 0.9} if optimizer is SGD else {})
    history = expect_the_same(
        NET.parts(optimizer, **settings), X, Y,
        lambda: {"n_epochs": 8, "batch_size": 2, "rng": rng(4), "callbacks": [kind(CHANGES[change])]},
    )  # fmt: skip
    assert history.n_replayed > 10


@pytest.mark.parametrize("kind", [ByStep, ByEpoch])
def test_a_number_an_array_and_a_module_that_the_loss_reads(kind, monkeypatch):
    start_at_once(monkeypatch)

    class Weighs:
        def __init__(self):
            self.strength, self.w, self.layer = 0.1, np.ones(2), Linear(2, 2, rng=rng(3))
            self.scale = Parameter(np.full(2, 0.5))

        def __call__(self, z, y):
            return MSE(z * self.w, y) + self.strength * ops.square(self.layer(z) * self.scale).mean()

    def all_of_it(run):
        run.loss.strength = 0.7
        run.loss.w[:] = [1, 9]
        run.loss.layer = Linear(2, 2, rng=rng(8))
        run.loss.scale.array = np.full(2, 2.0)

    losses = []

    def make():
        model, loss = network(rng()), Weighs()
        losses.append(loss)
        return model, loss, Adam(model.parameters())

    def change(run):
        run.loss = losses[-1]
        all_of_it(run)

    history = expect_the_same(
        make, X, Y, lambda: {"n_epochs": 8, "batch_size": 2, "rng": rng(4), "callbacks": [kind(change)]}
    )
    assert history.n_replayed > 10
