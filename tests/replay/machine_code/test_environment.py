"""What machine code needs of a computer, and computers that lack it."""

import platform
import sys

from dlcourse.replay.machine_code.environment import FLAGS, environment


def test_there_is_an_environment_where_llvmlite_is_and_the_processor_is_known(monkeypatch):
    find = environment.__wrapped__  # the one that remembers nothing
    assert find() == environment()
    for name, machine in (("AMD64", "x86_64"), ("arm64", "aarch64"), ("aarch64", "aarch64")):
        monkeypatch.setattr(platform, "machine", lambda name=name: name)
        assert find().flags == FLAGS[machine]
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert find() is None
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    monkeypatch.setitem(sys.modules, "llvmlite.binding", None)
    assert find() is None
