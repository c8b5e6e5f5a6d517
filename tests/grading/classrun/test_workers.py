"""The workers: their processes die, hang and print, and no other task notices."""

import os
import subprocess
import sys
import time

import classrun_tasks as tasks
import pytest

from dlcourse.grading.classrun.workers import WorkerDied, Workers

PATH = os.pathsep.join(filter(None, sys.path))
KILLED = """
import sys, classrun_tasks, pathlib
from dlcourse.grading.classrun.workers import Workers
workers = Workers(1)
number = workers.submit(classrun_tasks.number_of_process).result()
hangs = workers.submit(classrun_tasks.hang)
pathlib.Path(sys.argv[1]).write_text(number.decode() + ".")
hangs.result()
"""


def within(seconds, holds):
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def workers():
    with Workers(2) as workers:
        yield workers


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_task_gets_its_arguments_and_gives_back_bytes_of_any_length(workers):
    sent = [bytes([i]) * n for i, n in enumerate((0, 1, 70_000, 3_000_000))]
    futures = [workers.submit(tasks.echo, data) for data in sent]
    assert [future.result(60) for future in futures] == sent


def test_a_task_that_fails_says_why_and_its_process_goes_on():
    with Workers(1) as workers:
        before = workers.submit(tasks.number_of_process).result(60)
        with pytest.raises(RuntimeError, match="ValueError: expected a test"):
            workers.submit(tasks.fail).result(60)
        assert workers.submit(tasks.number_of_process).result(60) == before


def test_a_process_that_dies_takes_its_own_task_along_and_no_other(workers):
    futures = [
        workers.submit(tasks.die) if i % 3 == 0 else workers.submit(tasks.echo, b"%d" % i) for i in range(9)
    ]
    for i, future in enumerate(futures):
        if i % 3 == 0:
            with pytest.raises(WorkerDied, match="exit status 3"):
                future.result(60)
        else:
            assert future.result(60) == b"%d" % i


def test_what_a_task_prints_is_no_result_and_what_it_reads_no_task(workers):
    assert workers.submit(tasks.print_and_read).result(60) == b""
    assert workers.submit(tasks.echo, b"still there").result(60) == b"still there"


def test_a_task_that_hangs_is_ended_and_nothing_stays():
    with Workers(1) as workers:
        number = int(workers.submit(tasks.number_of_process).result(60))
        workers.seconds = 0.3
        with pytest.raises(WorkerDied, match="no result in time"):
            workers.submit(tasks.hang).result(60)
        workers.seconds = 60.0  # a busy machine takes its time to start a process
        after = int(workers.submit(tasks.number_of_process).result(60))
    assert not is_alive(number) and not is_alive(after)


def test_stopping_ends_tasks_that_are_under_way():
    with Workers(1) as workers:
        number = int(workers.submit(tasks.number_of_process).result(60))
        future = workers.submit(tasks.hang)
        while not future.running():
            time.sleep(0.01)
        workers.shutdown(cancel_futures=True)
        with pytest.raises(WorkerDied):
            future.result(60)
    assert not is_alive(number)


def test_a_run_that_is_killed_leaves_no_worker_whatever_that_does(tmp_path):
    path = tmp_path / "number"
    run = subprocess.Popen([sys.executable, "-c", KILLED, path], env={**os.environ, "PYTHONPATH": PATH})
    try:
        within(60, lambda: path.exists() and path.read_text().endswith("."))
    finally:
        run.kill()
        run.wait()
    within(5, lambda: not is_alive(int(path.read_text()[:-1])))
