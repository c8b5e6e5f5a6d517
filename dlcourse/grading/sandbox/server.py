"""The fork server in the sandbox: it has imported what students need, and forks a process for each.

Run by bubblewrap as pid 1 of the sandbox, so that nothing outlives it. It is ours and trusted, and reads
nothing that a student's process wrote: orders come on a socket from the judge, with two more sockets each,
one that becomes the student's, one (`life`) for how it is to end and how it ended. When the judge dies,
`life` says so. Usage: python -m dlcourse.grading.sandbox.server SOCKET,SOCKET... SETTINGS
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox import birth, confined, entry, kernel, pages, rooms, seccomp, watch
from dlcourse.grading.sandbox.channel import BORN, Connection

TICK = 0.05  # seconds between two looks at what processes use
ORDER = 1 << 16  # bytes of the longest order


@dataclass
class Job:
    """A student's process: pid 1 of its namespaces, and how it ended once that is known.

    lane: the descriptor on which it was ordered.
    """

    lane: int
    pid: int
    pidfd: int
    report: int
    life: socket.socket
    limits: Limits
    until: float
    verdict: dict = field(default_factory=dict)

    def kill(self, kind):
        """Ends pid 1 of its namespaces, and thereby all in them, for a reason: the first one counts."""
        self.verdict.setdefault("kind", kind)
        os.kill(self.pid, signal.SIGKILL)


class Server:
    """The jobs that run, and the loop that serves them; one thread, as it forks."""

    def __init__(self, controls: list[socket.socket], settings: dict):
        self.settings = settings
        self.controls = {control.fileno(): control for control in controls}  # one for each lane
        self.jobs: dict[int, Job] = {}  # by each descriptor that is waited for
        self.held: set[int] = set()  # lanes that are not heard before a process of theirs has ended
        self.pids = birth.way_back()
        self.base = watch.own()
        self.poll = select.poll()
        for fd in self.controls:
            self.poll.register(fd, select.POLLIN)
        self.looked = 0.0  # when the processes were looked at last

    def run(self):
        """Serves until all judges have closed their ends."""
        while self.controls:
            told = self.poll.poll(1000 * self.until_look() if self.jobs else None)
            # a lane lets go of a process before it orders the next one: that is heard first
            for fd, _ in sorted(told, key=lambda one: one[0] in self.controls):
                if fd in self.controls:
                    self.take(fd)
                elif fd in self.jobs:  # its other descriptor may have ended it a moment ago
                    self.see(self.jobs[fd], fd)
            if not self.until_look():
                self.look()

    def look(self):
        """Looks after all processes, at one time: students who start many must not keep it busy."""
        self.looked = time.monotonic()
        processes = watch.processes() if self.jobs else {}
        for job in {job.pid: job for job in self.jobs.values()}.values():
            self.look_after(job, processes)

    def until_look(self) -> float:
        """Seconds until it is time to look at the processes."""
        return max(self.looked + TICK - time.monotonic(), 0.0)

    def take(self, fd):
        """Reads an order and starts its process; lets go of a lane that has no more.

        What was killed counts for the lane's user until it has ended: the next process must not meet it.
        """
        if any(job.lane == fd and job.verdict for job in self.jobs.values()):
            self.held.add(fd)
            return self.poll.unregister(fd)
        message, fds, *_ = socket.recv_fds(self.controls[fd], ORDER, 2)
        if not message:
            self.poll.unregister(fd)
            return self.controls.pop(fd).close()
        order = json.loads(message)
        data, life = fds
        life = socket.socket(fileno=life)
        try:
            job = self.spawn(fd, order, data, life)
            with contextlib.suppress(OSError):  # whoever ordered it has gone, as is read below
                life.send(BORN)
        except OSError as error:  # no process can be had now: that is the end of this order, and of no lane
            with life, contextlib.suppress(OSError):
                life.send(json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
            return os.close(data)
        for one in (job.pidfd, job.life.fileno()):
            self.jobs[one] = job
            self.poll.register(one, select.POLLIN)
        return os.close(data)

    def spawn(self, lane, order, data, life) -> Job:
        """Forks pid 1 of a new pid namespace."""
        limits = Limits(**order["limits"])
        report, told = os.pipe()
        try:
            pid = birth.fork_into_namespace(self.pids)
            if pid == 0:
                self.become_student(order, limits, data, told)
        except OSError:
            os.close(report)
            raise
        finally:
            os.close(told)
        return Job(lane, pid, os.pidfd_open(pid), report, life, limits, time.monotonic() + limits.seconds)

    def become_student(self, order, limits, data, told):
        """Pid 1 and its child, the student's process. Never returns: an error ends it, and is told."""
        try:
            with open("/proc/self/statm") as file:
                space = int(file.read().split()[0]) * watch.PAGE
            confined.enclose(limits.disk + order["room"])
            main = os.fork()
            if main:
                confined.reap(main, *confined.keep(told))
            _, told = confined.keep(data, told)
            confined.shed(limits, space, order["uid"], self.settings["readable"], rooms.NOTEBOOK)
            connection = Connection(confined.DATA, confined.DATA)
            entry.unpack(connection)
            confined.limit_files(limits)
            entry.shuffle()
            serve = entry.function(order["entry"])
        except BaseException as error:
            os.write(told, json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode() + b"\n")
            os._exit(70)
        os.close(told)  # from here on the process is the student's
        code = 70
        try:
            serve(connection)
            code = 0
        finally:
            os._exit(code)

    def see(self, job, fd):
        """The process has ended, or the judge wants it to (or is no more, which reads the same)."""
        if fd == job.pidfd:
            self.bury(job)
        else:
            self.poll.unregister(fd)
            job.kill("judge")

    def bury(self, job):
        """Tells the judge how it ended, now that the kernel has killed and freed all that was in it."""
        os.waitpid(job.pid, 0)
        with open(job.report, "rb") as file:
            for line in file:
                job.verdict |= json.loads(line)
        try:
            job.life.send(json.dumps(job.verdict).encode())
        except OSError:  # nobody waits for it
            pass
        for fd in (job.pidfd, job.life.fileno()):
            del self.jobs[fd]
            try:
                self.poll.unregister(fd)
            except KeyError:
                pass
        os.close(job.pidfd)
        job.life.close()
        if job.lane in self.held:
            self.held.discard(job.lane)
            self.poll.register(job.lane, select.POLLIN)

    def look_after(self, job, processes):
        """Ends a process that has had its time, or whose family uses more than it may."""
        if time.monotonic() > job.until:
            return job.kill("time")
        family = watch.below(job.pid, processes)
        if (
            sum(one.threads for one in family.values()) > job.limits.processes + 2
        ):  # pid 1, and one being born
            return job.kill("processes")
        watch.give_way({pid: one for pid, one in family.items() if pid != job.pid})
        if watch.processor_seconds(family) > job.limits.of_processor:
            return job.kill("cpu")
        if watch.sockets(job.pid) > confined.MOST_SOCKETS:
            return job.kill("sockets")
        most = job.limits.memory + self.base
        if watch.resident(family) > most and watch.proportional(family) > most:
            return job.kill("memory")
        return None


def main():
    """Imports, tells the judge that it is ready, and serves."""
    controls = [socket.socket(fileno=int(number)) for number in sys.argv[1].split(",")]
    settings = json.loads(sys.argv[2])
    gc.disable()
    missing = entry.preload(settings["preload"])
    kernel.bounding_set(), seccomp.own_program()  # for all that are forked
    gc.freeze()  # the collector of a forked process would touch, and so copy, every page
    gc.enable()
    pages.enlarge()
    server = Server(controls, settings)
    for control in controls:
        try:
            control.send(json.dumps({"missing": missing}).encode())
        except OSError:  # its lane has gone: its end is read below
            pass
    server.run()
    os._exit(0)  # and with pid 1 all that runs in the sandbox: there is nothing to tidy up


if __name__ == "__main__":
    main()
