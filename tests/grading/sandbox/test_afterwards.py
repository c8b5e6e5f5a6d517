"""After the end of a student: no process, no file is left, and the next one starts clean."""

import os
import time
from pathlib import Path

import pytest
from in_sandbox import INSIDE, LIMITS, Inside

from dlcourse.grading.sandbox import Ended, open_sandbox

DAEMON = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 32):
            try: signal.signal(number, signal.SIG_IGN)
            except OSError: pass
        os.closerange(0, 100)
        while True:
            time.sleep(0.01)
    os._exit(0)
os.wait()
said = "left"
"""


def family(pid):
    """All processes that descend from one, by /proc."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = Path("/proc", name, "stat").read_text()
            except OSError:
                continue
            parents[int(name)] = int(stat.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def test_a_daemon_dies_with_its_student(box):
    before = family(box.process.pid)
    with Inside(box) as one:
        assert one.says(DAEMON) == "left"
        assert len(family(box.process.pid) - before) == 3  # pid 1 of its namespace, the student, the daemon
        one.student.end()
        assert family(box.process.pid) == before


def test_a_daemon_dies_when_its_student_exits(box):
    before = family(box.process.pid)
    with Inside(box) as one:
        with pytest.raises(Ended, match="status 0"):
            one.tell(DAEMON + "\nos._exit(0)")
        assert family(box.process.pid) == before


def test_many_students_leave_no_process_no_descriptor_and_no_mount(box):
    def left():
        server = min(family(box.process.pid))
        return (
            family(box.process.pid),
            len(os.listdir(f"/proc/{server}/fd")) if os.geteuid() == 0 else 0,
            Path("/proc/self/mountinfo").read_text(),
            len(os.listdir("/proc/self/fd")),
        )

    with Inside(box) as one:
        one.says("said = 1")
    time.sleep(0.5)  # the server tells how a process ended, and then closes what it had open for it
    before = left()
    for i in range(10):
        with Inside(box, {"file": b"x"}) as one:
            assert one.says("import os; said = len(os.listdir())") == 2
            if i % 2:
                one.says(DAEMON)
    until = time.monotonic() + 5
    while left() != before and time.monotonic() < until:
        time.sleep(0.05)
    assert left() == before


def test_the_next_student_finds_nothing_changed(box):
    with Inside(box) as one:
        one.says("""
import builtins, os, sys
import numpy as np
np.ones = lambda *a: "patched"; builtins.len = lambda x: 7; sys.path.insert(0, "/tmp"); os.environ["X"] = "x"
for name in ("sitecustomize.py", "numpy.py", "json.py"):
    for folder in ("/tmp", "/student", "."):
        open(f"{folder}/{name}", "w").write("raise SystemExit")
os.makedirs("/student/.ipython/profile_default/startup")
open("/student/.ipython/profile_default/startup/00.py", "w").write("raise SystemExit")
""")
    with Inside(box) as one:
        assert one.says("""
import os, sys
import numpy as np
said = [np.ones(2).tolist(), len("ab"), "/tmp" in sys.path, "X" in os.environ]
said += list(map(os.listdir, ("/student", "/tmp")))
""") == [[1.0, 1.0], 2, False, False, ["notebook"], []]


def test_a_judge_that_dies_takes_its_student_along(box):
    before = family(box.process.pid)
    pid = os.fork()
    if pid == 0:
        student = box.student({"inside.py": INSIDE}, serve="inside:serve")
        student.send(b"while True: pass")
        time.sleep(0.1)
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    until = time.monotonic() + 5
    while family(box.process.pid) != before and time.monotonic() < until:
        time.sleep(0.01)
    assert family(box.process.pid) == before
    with Inside(box) as one:
        assert one.says("said = 1") == 1


def test_a_closed_sandbox_leaves_no_process_even_when_its_student_runs_on():
    with open_sandbox("bubblewrap", LIMITS) as box:
        one = Inside(box)
        one.says(DAEMON)
        own = {box.process.pid, *family(box.process.pid)}
    assert not [pid for pid in own if Path(f"/proc/{pid}").exists()]
    with pytest.raises(Ended) as raised:
        one.tell("said = 1")
    assert raised.value.kind == "sandbox"
    with pytest.raises(Ended):
        box.student({})


def test_a_sandbox_dies_with_the_process_that_opened_it():
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        box = open_sandbox("bubblewrap", LIMITS)
        one = Inside(box)
        one.says(DAEMON)
        os.write(write, " ".join(map(str, [box.process.pid, *family(box.process.pid)])).encode())
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    pids = os.read(read, 1000).decode().split()
    os.close(read), os.close(write)
    assert len(pids) >= 4
    until = time.monotonic() + 5
    while any(Path("/proc", one).exists() for one in pids) and time.monotonic() < until:
        time.sleep(0.01)
    assert not [one for one in pids if Path("/proc", one).exists()]
