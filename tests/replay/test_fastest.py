"""The seam: the fastest way on each device, and what is behind it."""

import types

import numpy as np
import pytest

from dlcourse.optimizers import LBFGS, Adam
from dlcourse.replay import fastest as seam
from dlcourse.replay.fastest import as_loop, fastest, update_of
from dlcourse.replay.update import Update
from dlcourse.tensor import Parameter


def test_a_cpu_gets_machine_code_and_a_gpu_gets_graphs(monkeypatch):
    code = types.SimpleNamespace(
        as_machine_code=lambda calls, scratch: ["machine code", *calls, *scratch],
        as_loop=lambda calls, scratch, **parts: ["a loop", *calls, *scratch, *parts],
        environment=lambda: "a processor",
    )
    monkeypatch.setattr(seam, "machine_code", code)
    monkeypatch.setattr(seam, "as_graphs", lambda xp, calls: ["graphs of", xp, *calls])
    assert fastest(np, ["a"], ["s"]) == ["machine code", "a", "s"]
    assert fastest("cupy", ["a"], ["s"]) == ["graphs of", "cupy", "a"]
    assert as_loop(np, ["a"], ["s"], size=3) == ["a loop", "a", "s", "size"]
    assert as_loop("cupy", ["a"], ["s"], size=3) == seam.ON_GPU


@pytest.mark.parametrize("code", [None, types.SimpleNamespace(environment=lambda: None)])
def test_without_machine_code_the_calls_stay_what_they_are_and_there_is_no_loop(monkeypatch, code):
    monkeypatch.setattr(seam, "machine_code", code)
    calls = ["a"]
    assert fastest(np, calls, ["s"]) is calls
    assert as_loop(np, calls, ["s"]) == seam.NO_CODE


GPU = types.SimpleNamespace(cuda="graphs")


@pytest.mark.parametrize(
    "processor, xp, recorded",
    [("known", np, True), (None, np, False), (None, GPU, True), ("known", types.SimpleNamespace(), False)],
)
def test_an_update_is_recorded_where_that_is_faster(monkeypatch, processor, xp, recorded):
    code = types.SimpleNamespace(
        environment=lambda: processor, RecordedUpdate=lambda *given: ["recorded", *given]
    )
    monkeypatch.setattr(seam, "machine_code", code)
    monkeypatch.setattr(seam, "xp_of", lambda theta: xp)
    optimizer, own = (kind([Parameter(np.ones(2))]) for kind in (Adam, LBFGS))
    found = update_of(optimizer)
    assert found == ["recorded", optimizer, fastest] if recorded else type(found) is Update
    assert type(update_of(own)) is Update
    monkeypatch.setattr(seam, "machine_code", None)
    assert type(update_of(optimizer)) is Update
