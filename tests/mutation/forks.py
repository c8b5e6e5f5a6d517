"""Run many small jobs, each in a fork of this process, so that none leaves a trace."""

import contextlib
import os
import pickle
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path

DONE, FAILED, TOO_LONG = "done", "failed", "too long"
FAILURE = 1  # exit status


@dataclass
class Ended:
    """How a job ended. `count`: how often it had begun; `answer`: what it returned, or its error."""

    job: object
    end: str
    count: int
    answer: object


@dataclass
class Running:
    """A job on its way. `counter` is memory that it shares with this process."""

    job: object
    counter: mmap
    answer: Path


class Clock:
    """In a fork: `begin(seconds)` counts, and gives the fork so long until the next call."""

    def __init__(self, counter):
        self.counter, self.n = counter, 0
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # a job that takes too long ends without a word

    def begin(self, seconds: float):
        self.n += 1
        self.counter[:8] = self.n.to_bytes(8, "little")
        signal.setitimer(signal.ITIMER_REAL, seconds)


def fail():
    """End this fork at once, as failed."""
    os._exit(FAILURE)


def in_forks(work: Callable, jobs: Iterable, n_forks: int) -> Iterator[Ended]:
    """work(job, clock) for each job, `n_forks` at a time, as they end."""
    jobs, running = iter(jobs), {}
    with tempfile.TemporaryDirectory() as folder:
        for job in jobs:
            start(work, job, running, Path(folder))
            if len(running) >= n_forks:
                yield next_end(running)
        while running:
            yield next_end(running)


def start(work, job, running, folder):
    counter = mmap(-1, 8)
    fork = os.fork()
    if fork == 0:
        os.setpgid(0, 0)
        silence()
        status = FAILURE
        try:
            answer = work(job, Clock(counter))
            status = 0
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        signal.setitimer(signal.ITIMER_REAL, 0)
        (folder / str(os.getpid())).write_bytes(pickle.dumps(answer))
        os._exit(status)
    running[fork] = Running(job, counter, folder / str(fork))


def next_end(running) -> Ended:
    fork, status = os.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(fork, signal.SIGKILL)  # what the job itself may have started
    done, code = running.pop(fork), os.waitstatus_to_exitcode(status)
    count = int.from_bytes(done.counter[:8], "little")
    answer = None
    if done.answer.exists():
        answer = pickle.loads(done.answer.read_bytes())
        done.answer.unlink()
    end = DONE if code == 0 else TOO_LONG if code == -signal.SIGALRM else FAILED
    return Ended(done.job, end, count, answer)


def silence():
    """Send what this process prints to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
