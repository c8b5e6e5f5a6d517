"""Where an update is recorded, and what it takes: on a device, no arrays in a replay, memory given back."""

import tracemalloc

import numpy as np
import pytest

from dlcourse import MLP, backend, losses
from dlcourse.backend import xp_of
from dlcourse.optimizers import SGD, Adam, Momentum
from dlcourse.replay import compile_step, fastest
from dlcourse.replay.machine_code import RecordedUpdate, recorded_update
from dlcourse.strict_array import strict
from dlcourse.tensor import Parameter

if not fastest.has_code():
    pytest.skip("no machine code: pip install -e '.[fast]'", allow_module_level=True)


@pytest.mark.parametrize("kind", [SGD, Momentum, Adam])
def test_on_the_device_it_is_recorded_on_the_vectors_there(monkeypatch, kind):
    monkeypatch.setattr(backend, "cuda_module", lambda: strict)
    mine, oracle = (kind([Parameter(np.ones(5))], lr=0.1) for _ in range(2))
    mine.to("cuda")
    update, rng = RecordedUpdate(mine, fastest.fastest), np.random.default_rng(0)
    for i in range(6):
        mine.lr = oracle.lr = 0.1 / (i + 1)
        g = rng.standard_normal(5)
        mine.g[...] = backend.to_device(g, "cuda")
        update()
        oracle.step([g])
        np.testing.assert_allclose(backend.to_numpy(mine.theta), oracle.theta, rtol=1e-12)
    assert update.is_ready() and update.why == "" and xp_of(mine.theta) is strict


def test_what_the_recording_took_is_given_back_before_it_is_translated(monkeypatch):
    optimizer, order = Adam([Parameter(np.ones(3))]), []
    monkeypatch.setattr(recorded_update, "trim_memory", lambda arrays: order.append("given back"))

    def translate(xp, calls, scratch):
        order.append("translated")
        return calls

    RecordedUpdate(optimizer, translate)()
    assert order == ["given back", "given back", "translated", "translated"]


def test_a_step_with_its_update_makes_no_arrays():
    rng = np.random.default_rng(0)
    model = MLP((784, 256, 128, 10), rng=rng)
    x, y = rng.standard_normal((128, 784)), rng.integers(0, 10, 128)
    step = compile_step(model, losses.softmax_cross_entropy, Adam(model.parameters()))
    for _ in range(3):
        step(x, y)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        for _ in range(3):
            step(x, y)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (step.gear, step.why) == ("replayed", "")
    assert peak - before < 96 * 1024  # a hidden layer takes 128 KiB or more, a buffer in numpy's ufuncs 64
    assert now - before < 4 * 1024
