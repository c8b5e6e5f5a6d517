"""Tests of a lane: plans in, verdicts out, in a sandbox; it survives its judges and leaves nothing."""

import contextlib
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from trials import both, plan_of
from trials import test as a_test

from dlcourse.grading.plans import Limits, Verdict
from dlcourse.grading.sandbox import NoSandbox
from dlcourse.grading.split.lane import Lane

LIMITS = Limits(cell_seconds=5.0, seconds=30.0)


@pytest.fixture(scope="module")
def lane():
    if not sys.platform.startswith("linux"):
        pytest.skip("bubblewrap runs on Linux")
    try:
        opened = Lane("bubblewrap", LIMITS)
    except NoSandbox as reason:
        pytest.skip(str(reason))
    with opened:
        yield opened


def verdict_in(lane, *cells, **options):
    return Verdict.from_bytes(lane.judge(plan_of(*cells, **options).to_bytes()))


def scores_in(lane, *cells, **options):
    return [one.score for one in verdict_in(lane, *cells, **options).outcomes if one.score is not None]


def test_a_lane_judges_one_plan_after_the_other(lane):
    setup, right = (
        both("import numpy as np"),
        a_test("np.testing.assert_array_equal(f(np.arange(3)), [0, 2, 4])"),
    )
    assert scores_in(lane, setup, "def f(x): return 2 * x", right) == [4]
    assert scores_in(lane, setup, "def f(x): return x", right) == [0]
    assert scores_in(lane, setup, right, names=("f",)) == [0]  # nothing of the plan before is left


def test_a_student_reads_the_files_of_their_process_and_a_test_those_of_the_source(lane, tmp_path):
    (tmp_path / "data.txt").write_text("trusted")
    read = "def read(): return open('data.txt').read()"
    seen = a_test("assert read() == 'own' and open('data.txt').read() == 'trusted'")
    assert scores_in(lane, read, seen, files={"data.txt": b"own"}, folder=str(tmp_path)) == [4]
    written = a_test("open('more.txt', 'w').write('x')")
    assert scores_in(lane, written, folder=str(tmp_path)) == [1]
    assert [one.name for one in tmp_path.iterdir()] == ["data.txt"]


def test_the_environment_of_a_plan_is_the_judges_alone(lane):
    look = "import os\ndef look(): return os.environ.get('SECRET')"
    both_looks = a_test("import os; assert (look(), os.environ['SECRET']) == (None, 's')")
    assert scores_in(lane, look, both_looks, environment={"SECRET": "s"}) == [4]
    assert scores_in(lane, a_test("import os; assert 'SECRET' not in os.environ")) == [4]


def test_no_judge_leaves_a_process_or_a_folder(lane):
    before, one = leftovers(lane), a_test("import os, time\nif os.fork() == 0:\n    time.sleep(60)")
    assert scores_in(lane, "import os, time\nif os.fork() == 0:\n    time.sleep(60)", one) == [4]
    assert leftovers(lane) == before


def leftovers(lane):
    """The folders of judges, and the processes of the lane's session and of judges' own."""
    folders = {one for one in os.listdir(tempfile.gettempdir()) if one.startswith("judge-")}
    processes = set()
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
            processes |= {pid} if b"split.lane" in line else set()
    return folders, processes


def test_a_lane_whose_process_is_killed_starts_again(lane):
    os.kill(lane.process.pid, signal.SIGKILL)
    assert scores_in(lane, "x = 1", a_test("assert x == 1")) == [4]


def test_a_sandbox_that_cannot_be_had_is_refused():
    with pytest.raises(NoSandbox, match="expected kind"):
        Lane("none of them")
