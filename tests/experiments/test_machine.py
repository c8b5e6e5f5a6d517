"""What is said of the machine that measures."""

import numpy as np

from dlcourse.experiments import ch20_machine as machine

CPUINFO = """processor\t: 0
cpu family\t: 6
model\t\t: 207
model name\t: A Processor

processor\t: 1
model name\t: Another
"""


def test_the_first_processor_is_named_with_its_generation(tmp_path):
    (tmp_path / "cpuinfo").write_text(CPUINFO)
    assert machine.processor(tmp_path / "cpuinfo") == "A Processor (family 6, model 207)"


def test_where_the_system_does_not_tell_there_is_still_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(machine.platform, "processor", lambda: "")
    monkeypatch.setattr(machine.platform, "machine", lambda: "arm64")
    assert machine.processor(tmp_path / "none") == "arm64"


def test_threads_are_those_that_are_allowed(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert machine.threads() == 3
    monkeypatch.delenv("OMP_NUM_THREADS")
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 5)
    assert machine.threads() == 5


def test_the_sentence_names_processor_and_versions():
    said = machine.about()
    assert said.startswith(f"Measured on {machine.processor()}, ") and f"NumPy {np.__version__} with " in said
