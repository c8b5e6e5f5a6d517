"""A student's process behind two pipes, where no fork server runs: in a container, in bubblewrap, or bare.

A guard, pid 1 where there is a pid namespace, forks the process and watches over it; when the judge hangs up,
or the process has ended, the guard ends all that is left, says how it ended on stderr, and exits. Usage:
python -m dlcourse.grading.sandbox.piped SETTINGS, the connection on stdin and stdout
"""

import json
import os
import select
import signal
import sys
import time

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox import confined, entry, kernel, watch
from dlcourse.grading.sandbox.channel import Connection

TICK = 0.05  # seconds between two looks
FAILED = 70  # exit status


def main():
    """Imports, forks, watches, tells."""
    settings = json.loads(sys.argv[1])
    limits = Limits(**settings["limits"])
    entry.preload(settings["preload"])
    if not hasattr(os, "fork"):  # Windows, where nothing can be confined, nor watched
        return become_student(settings, limits, os.dup(0), os.dup(1), None)
    read, told = os.pipe()
    base = address_space() if settings["confined"] else 0
    adopt_orphans()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(read)
        return become_student(settings, limits, *confined.keep(0, 1, told), base=base)
    os.close(told)
    verdict = guard(child, limits, begun, walled=settings["confined"])
    end_family(child)
    with open(read, "rb") as lines:
        for line in lines:
            verdict |= json.loads(line)
    sys.stderr.write("\n" + json.dumps(verdict) + "\n")
    sys.stderr.flush()
    os._exit(0)


def become_student(settings, limits, read, write, told, base=0):
    """The student's process. Never returns: an error before it is the student's is told."""
    try:
        if settings["confined"]:
            confined.shed(limits, base, None, settings["readable"], settings["folder"])
        else:
            bare(limits, settings["folder"])
        connection = Connection(read, write)
        entry.unpack(connection)
        confined.limit_files(limits)
        entry.shuffle()
        serve = entry.function(settings["entry"])
    except BaseException as error:
        if told is not None:
            os.write(told, json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        os._exit(FAILED)
    if told is not None:
        os.close(told)
    code = FAILED
    try:
        serve(connection)
        code = 0
    finally:
        os._exit(code)


def bare(limits, folder):
    """Without walls, when somebody asked for that in full: a folder and a session of its own is all."""
    os.chdir(folder)
    confined.silence()
    if hasattr(os, "setsid"):
        os.setsid()
        confined.restrain(limits, None)


def guard(main, limits, begun, walled) -> dict:
    """Waits until the process has ended, the judge has hung up, or a limit is reached.

    walled: whether the network namespace holds no processes but these.
    """
    until = begun + limits.seconds
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(True))
    judge = select.poll()
    judge.register(0, 0)  # of which only the end is waited for
    most = limits.memory + watch.own()
    used = sum(os.times()[:4])  # by the guard itself, for its imports
    while True:
        pid, status, usage = os.wait4(-1, os.WNOHANG)
        if pid == main:
            cpu = usage.ru_utime + usage.ru_stime
            return {"status": status, "cpu": cpu, "peak": usage.ru_maxrss << 10}
        if pid:
            continue
        if judge.poll(1000 * TICK) or asked:
            return {"kind": "judge"}
        if time.monotonic() > until:
            return {"kind": "time"}
        family = watch.below(os.getpid(), watch.processes())
        if sum(one.threads for one in family.values()) > limits.processes + 2:
            return {"kind": "processes"}
        if walled:
            watch.give_way({pid: one for pid, one in family.items() if pid != os.getpid()})
        if watch.processor_seconds(family) - used > limits.of_processor:
            return {"kind": "cpu"}
        if walled and watch.sockets(os.getpid()) > confined.MOST_SOCKETS:
            return {"kind": "sockets"}
        if watch.resident(family) > most and watch.proportional(family) > most:
            return {"kind": "memory"}


def adopt_orphans():
    """Makes what the student's process leaves behind our own children, so that it can be found."""
    if sys.platform.startswith("linux"):
        kernel.prctl(kernel.SET_CHILD_SUBREAPER, 1)


def end_family(main):
    """Ends all descendants; as pid 1 our own end does so, too."""
    try:
        os.killpg(main, signal.SIGKILL)
    except OSError:
        pass
    until = time.monotonic() + 2
    while time.monotonic() < until:
        for pid in watch.below(os.getpid(), watch.processes()):
            if pid != os.getpid():
                try:
                    os.kill(pid, signal.SIGKILL)
                except OSError:
                    pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.005)


def address_space() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * watch.PAGE


if __name__ == "__main__":
    main()
