"""The bar of `fit`: how far it is, what it says, and that it is gone afterwards."""

import numpy as np
import pytest
from training_cases import start_at_once

from dlcourse import SGD, fit, losses
from dlcourse.callbacks import Callback
from dlcourse.layers import MLP


class Bar:
    """Stands for tqdm's bar, and is redrawn by every second update."""

    made = []

    def __init__(self, total, desc, unit, leave):
        self.total, self.leave, self.n, self.updates, self.words, self.is_open = total, leave, 0, 0, [], False
        Bar.made.append(self)

    def __enter__(self):
        self.is_open = True
        return self

    def __exit__(self, *error):
        self.is_open = False

    def update(self, n):
        assert self.is_open
        self.n, self.updates = self.n + n, self.updates + 1
        return self.updates % 2 == 0

    def set_postfix(self, loss):
        self.words.append(loss)


class Sees(Callback):
    def after_epoch(self, run):
        pass


class Stops(Callback):
    def after_epoch(self, run):
        run.stop = run.epoch == 3


@pytest.fixture(autouse=True)
def bars(monkeypatch):
    monkeypatch.setattr("tqdm.auto.tqdm", Bar)
    monkeypatch.setattr(Bar, "made", [])
    return Bar


def trained(n_epochs, callbacks=(), **options):
    model = MLP((2, 3, 1), rng=np.random.default_rng(0))
    x, y = np.random.default_rng(1).standard_normal((2, 4, 2))
    optimizer = SGD(model.parameters(), lr=0.01)
    loss, y = losses.mean_squared_error, y[:, :1]
    return fit(model, loss, x, y, optimizer, n_epochs=n_epochs, callbacks=callbacks, **options)


def test_it_counts_the_epochs_and_shows_the_latest_loss():
    history = trained(5, [Sees()])
    (bar,) = Bar.made
    assert (bar.total, bar.n, bar.updates, bar.leave, bar.is_open) == (5, 5, 5, False, False)
    assert bar.words == [f"{history.loss[i]:.3g}" for i in (1, 3)]


def test_many_epochs_in_one_call_count_too(monkeypatch):
    start_at_once(monkeypatch)
    trained(300)
    assert Bar.made[0].n == 300 > Bar.made[0].updates


def test_it_ends_where_a_callback_ends_the_training_or_an_error_does():
    trained(5, [Stops()])
    with pytest.raises(ValueError, match="expected prediction and y of one shape"):
        trained(5, validation=(np.ones((2, 2)), np.ones(2)))
    assert [(bar.n, bar.is_open) for bar in Bar.made] == [(3, False), (0, False)]


def test_there_is_none_where_nobody_wants_it():
    trained(2, progress=False)
    assert Bar.made == []
