"""The fastest way on each device."""

import numpy as np

from dlcourse.replay import fastest as module
from dlcourse.replay.fastest import fastest


def test_a_cpu_gets_machine_code_and_a_gpu_gets_graphs(monkeypatch):
    monkeypatch.setattr(module, "as_machine_code", lambda calls, scratch: ["machine code", *calls, *scratch])
    monkeypatch.setattr(module, "as_graphs", lambda xp, calls: ["graphs of", xp, *calls])
    assert fastest(np, ["a"], ["s"]) == ["machine code", "a", "s"]
    assert fastest("cupy", ["a"], ["s"]) == ["graphs of", "cupy", "a"]
