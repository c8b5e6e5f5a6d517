"""Numbers and folders of grading processes: what a killed one leaves behind, the next command removes."""

import os
import signal
import subprocess
import sys
import tempfile

import pytest

from dlcourse.grading.classrun.numbered import OWN_FOLDER, Number, own_folder, scratch, sweep

HOLD = """
import sys, time
from dlcourse.grading.classrun.numbered import Number, scratch
number = Number()
(number.folder / "left").write_text("")
with scratch() as folder:
    (folder / "left").write_text("")
    sys.stdout.write("held\\n"); sys.stdout.flush()
    time.sleep(600)
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of all of them, and of their processes."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv(OWN_FOLDER, raising=False)
    return own_folder()


def folders(home):
    return sorted(path.name for path in home.iterdir() if path.is_dir())


def test_what_a_killed_process_leaves_is_swept_and_what_a_living_one_has_is_not(home):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), OWN_FOLDER: str(home)}
    other = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert other.stdout.readline() == "held\n"
        sweep()
        assert folders(home) == ["bench-0", "bench-1"]
        own = Number()
        assert own.value == 2
    finally:
        os.kill(other.pid, signal.SIGKILL)
        other.communicate()
    assert folders(home) == ["bench-0", "bench-1", "bench-2"]
    with scratch() as folder:
        assert folders(home) == ["bench-0", "bench-2"] and not [*folder.iterdir()]
    assert folders(home) == ["bench-2"]
    again = Number()
    assert again.value == 0 and not [*again.folder.iterdir()]
    for number in (own, again):
        number.close()
    assert folders(home) == []


def test_workers_have_the_numbers_of_the_whole_machine(home, monkeypatch, tmp_path):
    first = Number()
    monkeypatch.setenv(OWN_FOLDER, str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))  # as a worker's is
    second = Number()
    assert (first.value, second.value) == (0, 1)
    first.close(), second.close()


def test_a_number_may_be_closed_twice(home):
    number = Number()
    number.close()
    number.close()
    assert not number.folder.exists()
