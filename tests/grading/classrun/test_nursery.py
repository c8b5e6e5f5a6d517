"""The nursery: the workers that it forks are as alone as those that are started, and leave nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import classrun_tasks as tasks
import pytest

from dlcourse.grading.classrun.nursery import Nursery
from dlcourse.grading.classrun.workers import WorkerDied, Workers

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it forks on Linux alone")
PATH = os.pathsep.join(filter(None, sys.path))
KILLED = """
import sys, classrun_tasks, pathlib
from dlcourse.grading.classrun.nursery import Nursery
from dlcourse.grading.classrun.workers import Workers
nursery = Nursery()
workers = Workers(1, nursery=nursery)
family = workers.submit(classrun_tasks.family).result().decode()
hangs = workers.submit(classrun_tasks.hang)
pathlib.Path(sys.argv[1]).write_text(f"{nursery.process.pid} {family} .")
hangs.result()
"""


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as nursery:
        yield nursery


def running(number):
    """Whether a process runs: one that has ended may not have been let go of yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_end(numbers, seconds=5):
    end = time.monotonic() + seconds
    while any(map(running, numbers)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(running, numbers))


def test_workers_are_forked_by_the_nursery_and_end_with_their_lanes(nursery):
    with Workers(2, nursery=nursery) as workers:
        families = {workers.submit(tasks.family).result(60) for _ in range(4)}
        assert workers.submit(tasks.echo, bytes(3_000_000)).result(60) == bytes(3_000_000)
    numbers = [int(number) for family in families for number in family.split()]
    parents = {int(family.split()[0]) for family in families}
    assert parents == {nursery.process.pid} and len(numbers) == 3 * len(families)
    assert all_end(numbers[1::3] + numbers[2::3])


def test_a_worker_that_dies_takes_its_own_task_along_and_another_is_forked(nursery):
    with Workers(1, nursery=nursery) as workers:
        before = workers.submit(tasks.number_of_process).result(60)
        with pytest.raises(WorkerDied, match="an end"):
            workers.submit(tasks.die).result(60)
        assert workers.submit(tasks.number_of_process).result(60) != before
        parent = workers.submit(tasks.family).result(60).split()[0]
        assert int(parent) == nursery.process.pid


def test_a_task_that_hangs_is_ended(nursery):
    with Workers(1, nursery=nursery) as workers:
        number = int(workers.submit(tasks.number_of_process).result(60))
        workers.seconds = 0.3
        with pytest.raises(WorkerDied, match="no result in time"):
            workers.submit(tasks.hang).result(60)
        assert all_end([number])


def test_a_worker_has_its_own_variables_and_the_modules_that_are_found_here(nursery, tmp_path, monkeypatch):
    (tmp_path / "found_lately.py").write_text("VALUE = 5")
    monkeypatch.syspath_prepend(tmp_path)
    with Workers(1, environment={"TMPDIR": str(tmp_path)}, nursery=nursery) as workers:
        seen = workers.submit(tasks.surroundings, "found_lately").result(60).decode().split("\n")
    assert seen[:2] == [str(tmp_path), "5"]


def test_numpy_starts_no_threads_in_a_worker(nursery):
    with Workers(1, nursery=nursery) as workers:
        # its own, and the one that looks for the end of the run
        assert workers.submit(tasks.threads).result(60) == b"2"


def test_a_worker_holds_nothing_of_others_open(nursery, tmp_path):
    with open(tmp_path / "held", "w"), Workers(2, nursery=nursery) as workers:
        for _ in range(2):
            workers.submit(tasks.number_of_process).result(60)
        held = workers.submit(tasks.open_files).result(60).decode().split("\n")
    kinds = [one.split(":")[0] for one in held]
    # its two pipes, once as it was given them and once as it keeps them; the socket of its lane
    assert (
        kinds.count("pipe") <= 4 and kinds.count("socket") <= 1 and not [one for one in held if "held" in one]
    )


def test_where_the_nursery_has_ended_workers_start_by_themselves():
    with Nursery() as lost, Workers(1, nursery=lost) as workers:
        lost.process.kill()
        lost.process.wait()
        parent = workers.submit(tasks.family).result(60).split()[0]
        assert int(parent) == os.getpid()


def test_a_run_that_is_killed_leaves_nothing(tmp_path):
    path = tmp_path / "numbers"
    run = subprocess.Popen([sys.executable, "-c", KILLED, path], env={**os.environ, "PYTHONPATH": PATH})
    try:
        end = time.monotonic() + 60
        while not (path.exists() and path.read_text().endswith(".")):
            assert time.monotonic() < end
            time.sleep(0.02)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert all_end([int(number) for number in path.read_text().split()[:-1]])
