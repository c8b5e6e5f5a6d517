"""The lock: one at a time, and none is kept by the dead."""

import os
import signal
import subprocess
import sys

import pytest

from dlcourse.grading.classrun.lock import locked

HOLD = """
import sys, time
from dlcourse.grading.classrun.lock import locked
with locked(sys.argv[1]):
    sys.stdout.write("held\\n"); sys.stdout.flush()
    time.sleep(600)
"""


def test_a_second_run_is_refused_and_told_of_the_first_until_that_is_killed(tmp_path):
    path = tmp_path / "lock"
    other = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ValueError, match=f"process {other.pid}"), locked(path):
            pass
    finally:
        os.kill(other.pid, signal.SIGKILL)
        other.communicate()
    with locked(path), pytest.raises(ValueError, match=f"process {os.getpid()}"), locked(path):
        pass
    with locked(path):
        pass
