"""What the tests of replayed training share: one training with and without replay, to the last bit."""

import warnings

import numpy as np
from replay_cases import state_of

from dlcourse.training import History, fit


def start_at_once(monkeypatch, machine_code=True):
    """Let a replay begin with the first step; without machine code, which takes long to prepare."""
    monkeypatch.setattr("dlcourse.training.steps.PATIENCE", 0.0)
    if not machine_code:
        monkeypatch.setattr("dlcourse.replay.fastest.machine_code", None)


def outcome(make, x, y, options, replay):
    """A training and all that it left: what it raised or warned of, the history, and all state, as bytes.

    make() -> model, loss, optimizer; options() -> arguments of fit.
    """
    (model, loss, optimizer), arguments, history, error = make(), options(), History(), None
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            fit(model, loss, x, y, optimizer, history=history, progress=False, replay=replay, **arguments)
        except (Exception, KeyboardInterrupt) as raised:
            error = type(raised), str(raised)
    rng, callbacks = arguments.get("rng"), arguments.get("callbacks", ())
    left = {
        "error": error,
        "warnings": sorted({str(w.message) for w in warned}),
        "history": (history.loss, history.validation_loss, history.metrics, history.n_steps),
        "rng": rng and rng.bit_generator.state,
        "callbacks": str([callback.state_dict() for callback in callbacks]),
        "modes": [module.training for module in model.modules()],
        **state_of(model, optimizer),
    }
    return left, history


def expect_the_same(make, x, y, options=dict, but=()):
    """Train twice and compare all that is left, `but` for some.   -> the history of the replayed one"""
    wanted, _ = outcome(make, x, y, options, replay=False)
    found, history = outcome(make, x, y, options, replay=True)
    for name, value in wanted.items():
        if name in but:
            continue
        assert found[name] == value, f"{name}: {found[name]!r:.300}, in the loop {value!r:.300}"
    return history


def data(net, m, seed=5):
    """m samples for a Net."""
    return net.data(np.random.default_rng(seed), m)
