"""Abuse of resources: it costs the test that met it, no other, and leaves nothing behind."""

from hostile_case import ESCAPED, Register
from weather_source import cell, insert, right_but_first, solved

ABUSE = Register("abuse")
case = ABUSE.case
STUBBORN = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"


def anomaly(body):
    """The answer to that task: a function with this body."""
    return "def anomaly(x):\n" + "\n".join(f"    {line}" for line in body.split("\n"))


def dies(what):
    """Enter a case that is stopped in one test: its points are lost, and a person is told."""
    words = {"late": "was not done in time", "crashed": "ended the process"}
    return case(status="flagged", says=(words[what], "test_anomaly"), test_anomaly=0.0)


@dies("late")
def endless_loop():
    """A loop in an answer."""
    return solved(anomaly=anomaly("while True: pass"))


@dies("late")
def loop_that_catches_all():
    """A loop that catches interrupts."""
    return solved(anomaly=anomaly(STUBBORN))


@dies("late")
def loop_that_blocks_signals():
    """A loop with all signals ignored or blocked."""
    ignore = (
        "import signal\n\ndef anomaly(x):\n    for n in range(1, 65):\n"
        "        try: signal.signal(n, signal.SIG_IGN)\n        except (OSError, ValueError): pass\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n    while True: pass"
    )
    return solved(anomaly=ignore)


@dies("late")
def sleeps():
    """Sleeps for a day."""
    return solved(anomaly=anomaly("import time\ntime.sleep(86400)"))


@dies("late")
def huge_integer():
    """A power that computes for hours inside C, where no signal is looked at."""
    return solved(anomaly=anomaly("return 7 ** 7 ** 12 % 10"))


@dies("late")
def slow_regular_expression():
    """A regular expression that backtracks for years."""
    return solved(anomaly=anomaly("import re\nre.match('(a|a)*b', 'a' * 60)"))


@case(status="graded")
def endless_loop_in_a_cell():
    """A loop in a cell of the student's own: later cells and all tests still run."""
    return insert(solved(), "test_load", cell(STUBBORN))


@dies("crashed")
def segmentation_fault():
    """Reads address 0."""
    return solved(anomaly=anomaly("import ctypes\nctypes.string_at(0)"))


@dies("crashed")
def leaves_by_the_back_door():
    """os._exit in an answer."""
    return solved(anomaly=anomaly("import os\nos._exit(0)"))


@case(test_anomaly=0.0)
def raises_system_exit():
    """sys.exit in an answer."""
    return solved(anomaly=anomaly("import sys\nsys.exit(0)"))


@case(test_anomaly=0.0)
def raises_keyboard_interrupt():
    """KeyboardInterrupt in an answer."""
    return solved(anomaly=anomaly("raise KeyboardInterrupt"))


@case()
def exit_in_a_cell():
    """exit(), quit() and sys.exit() in cells."""
    return right_but_first("exit()", "quit()", "import sys; sys.exit(1)")


@case()
def back_door_in_a_cell():
    """os._exit in a cell of the student's own."""
    return insert(solved(), "test_load", cell("import os; os._exit(0)"))


@case(status="flagged", says="ended the process", test_anomaly=0.0)
def kills_everything():
    """Sends SIGKILL to all that it may, to its group, to its parent and to process 1."""
    kill = """import os, signal
for pid in (-1, 0, os.getppid(), 1, os.getpid()):
    try: os.kill(pid, signal.SIGKILL)
    except OSError: pass"""
    return solved(anomaly=anomaly(kill))


@case(status="flagged", says="test_anomaly", test_anomaly=0.0)
def fork_bomb():
    """Forks without an end."""
    return solved(anomaly=anomaly("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"))


@case()
def daemons():
    """Leaves daemons behind: double forks in sessions of their own, that sleep for a day."""
    leave = f"""import os, subprocess, sys, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(86400)
        os._exit(0)
line = [sys.executable, "-c", "import time; time.sleep(86400)", "{ESCAPED}"]
subprocess.Popen(line, start_new_session=True)
"""
    return right_but_first(leave)


@case()
def threads():
    """Threads that never end, and live on while tests run."""
    start = """import threading, time
def stay():
    while True:
        try: time.sleep(0.01)
        except BaseException: pass
for _ in range(8): threading.Thread(target=stay, daemon=False).start()"""
    return right_but_first(start)


@case()
def tracing():
    """Sets a trace, a profile and an audit hook that raise."""
    trace = """import sys
def loud(*args): raise RuntimeError("traced")
sys.addaudithook(lambda name, args: None)
sys.setprofile(None)
sys.settrace(lambda frame, event, arg: None)"""
    return right_but_first(trace)


@case()
def collector_off():
    """Switches the garbage collector off, and fills it with cycles."""
    return right_but_first("import gc\ngc.disable()\nfor _ in range(300_000):\n    a = []; a.append(a)")


@dies("crashed")
def closes_all_descriptors():
    """Closes every descriptor: the process can say nothing any more."""
    return solved(anomaly=anomaly("import os\nos.closerange(0, 4096)\nreturn x - x.mean()"))


@case(status="flagged", says="'test_root' could not be run", elsewhere=12.0, test_root=0.0)
def time_of_all_cells():
    """Cells that take nearly as long as each may: the notebook's time is up before the last test."""
    slow = [cell("import time; time.sleep(2)") for _ in range(9)]
    return insert(solved(), "test_root", *slow)
