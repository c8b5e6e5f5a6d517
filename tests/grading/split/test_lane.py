"""Tests of a lane: plans in, verdicts out, in a sandbox; it survives its judges and leaves nothing."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from told_cases import cases
from trials import both, plan_of
from trials import test as a_test

from dlcourse.grading.plans import Limits, Verdict
from dlcourse.grading.sandbox import NoSandbox, watch
from dlcourse.grading.split.lane import Lane

LIMITS = Limits(cell_seconds=5.0, seconds=30.0)
ORDINARY = cases("ordinary_cells.txt")


@pytest.fixture(scope="module")
def own_temporary(tmp_path_factory):
    """A folder for temporary files, by which the lane's processes are told from any others."""
    folder = tmp_path_factory.mktemp("lane")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def lane(own_temporary):
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


@pytest.mark.slow
def test_a_lane_judges_one_plan_after_the_other(lane):
    setup, right = (
        both("import numpy as np"),
        a_test("np.testing.assert_array_equal(f(np.arange(3)), [0, 2, 4])"),
    )
    assert scores_in(lane, setup, "def f(x): return 2 * x", right) == [4]
    assert scores_in(lane, setup, "def f(x): return x", right) == [0]
    assert scores_in(lane, setup, right, names=("f",)) == [0]  # nothing of the plan before is left


def test_a_cell_shows_its_figures_as_a_notebook_does(lane):
    pytest.importorskip("matplotlib")
    shown = verdict_in(lane, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);").outcomes[0].outputs
    assert ["image/png" in one.get("data", {}) for one in shown] == [True]


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


def test_no_judge_leaves_a_process_or_a_folder(lane, own_temporary):
    before, one = (
        processes_of(own_temporary),
        a_test("import os, time\nif os.fork() == 0:\n    time.sleep(60)"),
    )
    assert scores_in(lane, "import os, time\nif os.fork() == 0:\n    time.sleep(60)", one) == [4]
    end = time.monotonic() + 5
    # the lane ends them when it has told the verdict, and the kernel takes a moment
    while (processes_of(own_temporary) - before or folders(own_temporary)) and time.monotonic() < end:
        time.sleep(0.02)
    assert processes_of(own_temporary) <= before and not folders(own_temporary)


def folders(own_temporary):
    """Those of judges."""
    return [*own_temporary.glob("judge-*")]


def test_what_the_reference_has_imported_later_judges_have_at_once(lane, tmp_path):
    (tmp_path / "own_part.py").write_text("")
    used = a_test("import sys; sys.path.append(''); import colorsys, own_part")
    options = {"folder": str(tmp_path)}
    known = a_test("import sys; assert {'colorsys', 'own_part'} & {*sys.modules} == {'colorsys'}")
    assert scores_in(lane, used, **options) == [4] and scores_in(lane, known) == [0]
    assert scores_in(lane, used, reference=True, **options) == [4] and scores_in(lane, known) == [4]


def processes_of(folder):
    """The processes whose temporary files lie in a folder."""
    found = set()
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            found |= (
                {pid} if f"TMPDIR={folder}".encode() in Path(f"/proc/{pid}/environ").read_bytes() else set()
            )
    return found - {str(os.getpid())}


def test_a_lane_whose_process_is_killed_starts_again(lane):
    os.kill(lane.process.pid, signal.SIGKILL)
    assert scores_in(lane, "x = 1", a_test("assert x == 1")) == [4]


def test_a_lane_whose_sandbox_is_killed_starts_again_and_judges_the_plan(lane):
    assert scores_in(lane, "x = 1", a_test("assert x == 1")) == [4]
    for pid in {*watch.below(lane.process.pid, watch.processes())} - {lane.process.pid}:
        with contextlib.suppress(ProcessLookupError):  # it has ended with the one before
            os.kill(pid, signal.SIGKILL)
    verdict = verdict_in(lane, "x = 1", a_test("assert x == 1"))
    assert verdict.outcomes[1].score == 4 and not verdict.notes


def test_a_sandbox_that_cannot_be_had_is_refused():
    with pytest.raises(NoSandbox, match="expected kind"):
        Lane("none of them")


@pytest.mark.slow
def test_ordinary_cells_and_cheats_score_in_the_sandbox_as_they_do_without_it(lane):
    right = {name: scores_in(lane, one, a_test(text)) for name, (one, _, text) in ORDINARY.items()}
    wrong = {name: scores_in(lane, one, a_test(text)) for name, (_, one, text) in ORDINARY.items()}
    cheats = {name: scores_in(lane, one, a_test(text)) for name, (one, text) in cases("cheats.txt").items()}
    assert {name for name, found in right.items() if found != [4]} == set()
    assert {name for name, found in (wrong | cheats).items() if found != [0]} == set()
