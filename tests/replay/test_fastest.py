"""The seam: the fastest way on each device, and what is behind it."""

import types

import numpy as np

from dlcourse.replay import fastest as seam
from dlcourse.replay.fastest import as_loop, fastest


def test_a_cpu_gets_machine_code_and_a_gpu_gets_graphs(monkeypatch):
    code = types.SimpleNamespace(
        as_machine_code=lambda calls, scratch: ["machine code", *calls, *scratch],
        as_loop=lambda calls, scratch, **parts: ["a loop", *calls, *scratch, *parts],
    )
    monkeypatch.setattr(seam, "machine_code", code)
    monkeypatch.setattr(seam, "as_graphs", lambda xp, calls: ["graphs of", xp, *calls])
    assert fastest(np, ["a"], ["s"]) == ["machine code", "a", "s"]
    assert fastest("cupy", ["a"], ["s"]) == ["graphs of", "cupy", "a"]
    assert as_loop(np, ["a"], ["s"], size=3) == ["a loop", "a", "s", "size"]
    assert as_loop("cupy", ["a"], ["s"], size=3) == "on a GPU the steps are launched one by one"


def test_without_its_folder_the_calls_stay_what_they_are_and_there_is_no_loop(monkeypatch):
    monkeypatch.setattr(seam, "machine_code", None)
    calls = ["a"]
    assert fastest(np, calls, ["s"]) is calls
    assert as_loop(np, calls, ["s"]) == "there is no machine code"
