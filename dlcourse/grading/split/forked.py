"""Forked: a judge of its own for each plan, so that no test reaches the next, and none stops the rest.

The judge tells each outcome as it comes, and how long the next piece of work may take. Where it ends before
its time, or is not done in time, the cell that it was at is given up, and another judge goes on with the
rest: no clock inside a process stops a set of numbers that all have one hash, or the digits of a power.
"""

import contextlib
import os
import resource
import select
import shutil
import signal
import struct
import sys
import sysconfig
import tempfile
import time
from dataclasses import replace

from dlcourse.grading.plans import CRASHED, LATE, SKIPPED, TEST, Outcome, Plan, Verdict
from dlcourse.grading.split import judging
from dlcourse.grading.split.trial import Trial

LENGTH, SECONDS = struct.Struct(">Q"), struct.Struct(">d")
GRACE = 3.0  # seconds beyond those of a piece of work, until a judge is taken for one that hangs
GIVEN_UP = {
    LATE: "The test was stopped: it was not done after {:g} seconds with what your code gave to it.",
    CRASHED: "The test's own process ended with what your code gave to it.",
}
LEFT: list = []  # judges and their folders, see `finish`
MEMORY = 8 << 30  # bytes of address space of a judge, beyond what it has when it begins


class Gone(Exception):
    """Raised when whoever asked for a verdict has gone."""


def judged(plan: Plan, box, gone=None) -> Verdict:
    """The verdict on a plan, in a forked process; `finish` when it is told.

    gone: a descriptor that can be read when nobody waits for it any more: then it raises Gone.
    """
    finish()
    known: dict[str, Outcome] = {}  # tests that were judged, and cells that were given up
    notes: list[str] = []
    until = time.monotonic() + plan.limits.seconds
    for _ in range(len(plan.steps) + 1):
        done, verdict, reason = one_judge(plan, box, known, until, gone)
        if verdict:
            return replace(verdict, notes=(*notes, *verdict.notes))
        known |= {one.name: one for one in done if one.score is not None}
        at = next((step for step in plan.steps if step.name not in {one.name for one in done}), None)
        if at is None:
            break
        known[at.name] = given_up(at, reason, plan.limits)
        notes.append(f"The judge itself ended in the cell {at.name!r} ({reason}): look at that test.")
        if time.monotonic() > until:
            break
    return Verdict(tuple(left(plan, {one.name: one for one in done} | known)), tuple(notes))


def given_up(step, reason: str, limits) -> Outcome:
    """The outcome of a cell over which a judge has ended."""
    seconds = limits.for_a_test if step.role == TEST else limits.cell_seconds
    said = judging.shown("Stopped", GIVEN_UP[reason].format(seconds))
    return Outcome(step.name, (said,), 0.0 if step.role == TEST else None, reason)


def left(plan, known):
    """The outcomes of a plan of which no judge has seen the end. See `unseen` for why some show nothing."""
    tested = False
    for step in plan.steps:
        one = known.get(step.name) or Outcome(step.name, (), 0.0 if step.role == TEST else None, SKIPPED)
        tested = tested or step.role == TEST
        told = not tested or one.score is not None or one.ended in (LATE, CRASHED)
        yield one if told else replace(one, outputs=())


def one_judge(plan, box, known, until, gone) -> tuple:
    """(outcomes without a verdict, the verdict or None, how it ended without one) of a forked judge."""
    here, there = os.pipe()
    folder = tempfile.mkdtemp(prefix="judge-")
    pid = os.fork()
    if pid == 0:
        os.close(here)
        become_judge(plan, box, known, folder, there, until)
    os.close(there)
    LEFT.append((pid, folder))
    reason = CRASHED
    done: list[bytes] = []  # read only where there is no verdict
    try:
        seconds = plan.limits.cell_seconds + GRACE
        # at its end a judge has the time of one cell more, see `unseen`
        for kind, value in told(here, until + seconds + GRACE, seconds, gone):
            if kind == "verdict":
                return [], Verdict.from_bytes(value), ""
            if kind == "late":
                reason = LATE
                break
            done.append(value)
    finally:
        os.close(here)
    finish()
    return [Verdict.from_bytes(value).outcomes[0] for value in done], None, reason


def finish() -> None:
    """End the judges that have told their verdicts, and remove their folders.

    The kernel and the disk take milliseconds for that, in which the verdict is on its way already.
    """
    while LEFT:
        pid, folder = LEFT.pop()
        end(pid)
        shutil.rmtree(folder, ignore_errors=True)


def told(fd, until, seconds, gone):
    """("outcome" or "verdict", bytes) as a judge tells them; ("late", b"") when it tells nothing in time.

    seconds: that it may be silent, where it has not said for how long.
    """
    seen, quiet = b"", time.monotonic() + seconds
    while True:
        wait = max(min(until, quiet) - time.monotonic(), 0)
        ready, _, _ = select.select([fd, *([gone] if gone is not None else [])], [], [], wait)
        if gone in ready:
            raise Gone("nobody waits for this verdict")
        if not ready:
            yield "late", b""
            return
        more = os.read(fd, 1 << 20)
        if not more:
            return
        seen += more
        while len(seen) >= LENGTH.size:
            (n,) = LENGTH.unpack_from(seen)
            if len(seen) < LENGTH.size + n:
                break
            message, seen = seen[LENGTH.size : LENGTH.size + n], seen[LENGTH.size + n :]
            if message[:1] == b"s":
                quiet = time.monotonic() + SECONDS.unpack(message[1:])[0] + GRACE
                continue
            quiet = time.monotonic() + seconds
            yield ("outcome", message[1:]) if message[:1] == b"o" else ("verdict", message[1:])


def end(pid) -> None:
    """End a judge and what it has started."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def become_judge(plan, box, known, folder, fd, until) -> None:
    """Judge a plan in this process, which does not return."""
    code = 1
    try:
        os.setsid()
        enter(plan, folder)

        def report(outcome):
            write(fd, b"o" + Verdict((outcome,)).to_bytes())

        def begins(seconds):
            write(fd, b"s" + SECONDS.pack(seconds))

        # of other plans it is not asked: each name that is touched is a page that is copied
        before = {*sys.modules} if plan.reference else set()
        verdict = Trial(plan, box, report, known, begins, until).run()
        if plan.reference:
            verdict = replace(verdict, imported=tuple(installed({*sys.modules} - before)))
        write(fd, b"v" + verdict.to_bytes())
        code = 0
    finally:
        os._exit(code)


def enter(plan, folder) -> None:
    """A folder, an environment and a limit of memory of the judge's own."""
    if plan.folder and os.path.isdir(plan.folder):
        shutil.copytree(plan.folder, folder, dirs_exist_ok=True)
    os.chdir(folder)
    os.environ.update(plan.environment)
    with open("/proc/self/statm") if os.path.exists("/proc/self/statm") else contextlib.nullcontext() as file:
        pages = int(file.read().split()[0]) if file else 0
    most = MEMORY + pages * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(
        resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def installed(modules) -> list[str]:
    """Those of some imported modules that belong to Python or its packages, none of the assignment's own."""
    folders = tuple(os.path.join(path, "") for path in sysconfig.get_paths().values())
    found = []
    for name in modules:
        origin = getattr(getattr(sys.modules[name], "__spec__", None), "origin", None) or ""
        if origin in ("built-in", "frozen") or origin.startswith(folders):
            found.append(name)
    return sorted(found)


def write(fd, message: bytes) -> None:
    """Write all of a message, its length first."""
    left = memoryview(LENGTH.pack(len(message)) + message)
    while left:
        left = left[os.write(fd, left) :]
