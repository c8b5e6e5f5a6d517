"""Workers: an executor whose processes survive each other, are ended when they hang, and started again."""

import contextlib
import os
import pickle
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

LENGTH = struct.Struct(">Q")
MAIN = "from dlcourse.grading.classrun.worker import main; main()"


class WorkerDied(RuntimeError):
    """The process that was to do a task ended, or was ended because it took too long."""


class Workers(ThreadPoolExecutor):
    """A `concurrent.futures` executor: a thread for each process, and a process for each thread.

    A task is a function of a module with arguments that can be pickled; its result is bytes. When a process
    dies, the task's future raises WorkerDied, no other task notices, and the next one gets a new process.
    seconds: after which a task's process is ended.   environment: variables of the processes, besides.
    nursery: forks them, where it can (see nursery.Nursery); else each is a Python of its own.
    """

    def __init__(self, jobs: int, seconds: float = 3600.0, environment=None, nursery=None):
        super().__init__(jobs, thread_name_prefix="grading")
        self.seconds, self.nursery = seconds, nursery
        self.environment = environment or {}
        self.own = threading.local()
        self.processes = []
        self.lock = threading.Lock()
        self.stopped = False

    def submit(self, function, /, *arguments):
        """The future of function(*arguments), in one of the processes."""
        return super().submit(self.do, function, arguments)

    def do(self, function, arguments):
        """What the process of this thread makes of a task."""
        process = getattr(self.own, "process", None)
        if process is None or process.poll() is not None:
            process = self.own.process = self.start(process)
        try:
            return ask(process, pickle.dumps((function, arguments)), self.seconds)
        except (OSError, EOFError, TimeoutError) as error:
            why = f"{error or 'an end'} (exit status {end(process)})"
            raise WorkerDied(f"worker: expected a result, got {why}") from error

    def start(self, before):
        """A process in the place of one that has ended, or of none."""
        with self.lock:
            if self.stopped:
                raise WorkerDied("worker: expected to be needed, got the end of the run")
            forked = self.nursery.start(self.environment) if self.nursery else None
            process = forked or self.new_process()
            self.processes = [one for one in self.processes if one is not before] + [process]
            return process

    def new_process(self):
        """A process with a Python of its own."""
        path = os.pathsep.join(filter(None, sys.path))
        return subprocess.Popen(
            [sys.executable, "-c", MAIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the run, which then ends its workers in order
            env={**os.environ, **self.environment, "PYTHONPATH": path},
        )

    def stop(self):
        """End all processes now: the tasks that are under way raise WorkerDied."""
        with self.lock:
            self.stopped = True
        for process in self.processes:
            kill(process)

    def release(self):
        """No more tasks will come: the processes may go, while others still work."""
        for process in self.processes:
            with contextlib.suppress(OSError):
                process.stdin.close()  # its sign to close its lane and go

    def __exit__(self, kind, *error):
        if kind is not None:  # nobody waits for what is under way
            self.stop()
        return super().__exit__(kind, *error)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """As any executor; all processes have ended when this returns."""
        if not wait or cancel_futures:
            self.stop()
        super().shutdown(wait=True, cancel_futures=cancel_futures)
        self.release()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5.0)
            end(process)


def ask(process, task, seconds):
    """The result of a task. Raises TimeoutError, EOFError or OSError."""
    process.stdin.write(LENGTH.pack(len(task)) + task)
    process.stdin.flush()
    deadline = time.monotonic() + seconds
    (length,) = LENGTH.unpack(received(process.stdout.fileno(), LENGTH.size, deadline))
    answer = received(process.stdout.fileno(), length, deadline)
    if answer[:1] == b"!":
        raise RuntimeError(answer[1:].decode())
    return bytes(answer[1:])


def received(handle, n_bytes, deadline):
    """So many bytes of a pipe."""
    whole = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        while len(whole) < n_bytes:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError("no result in time")
            part = os.read(handle, min(n_bytes - len(whole), 1 << 20))
            if not part:
                raise EOFError("an end")
            whole += part
    return whole


def kill(process):
    """Kill a process and what else is in its session."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)


def end(process):
    """Kill a process, and wait for its end; its exit status."""
    kill(process)
    status = process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            pipe.close()
    return status
