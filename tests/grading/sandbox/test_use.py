"""Use without measure: each kind ends at its limit, and the next process is served."""

import time
from dataclasses import replace

import pytest
from in_sandbox import LIMITS, Inside

from dlcourse.grading.sandbox import Ended, OutOfTime


def ended(box, code, limits=None, seconds=15):
    """How a process ends that runs this code."""
    with Inside(box, limits=limits) as one, pytest.raises(Ended) as raised:
        one.tell(code, seconds)
    with Inside(box) as another:
        assert another.says("said = 'well'") == "well"
    return raised.value


def test_an_array_that_is_too_large_is_a_memory_error(inside):
    assert inside.tell("import numpy; numpy.ones(1 << 27)")["error"] in ("MemoryError", "_ArrayMemoryError")
    assert inside.says("said = 1") == 1


def test_memory_of_many_processes_is_counted_together(box):
    code = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = b"x" * (60 << 20)
        time.sleep(60)
time.sleep(60)
"""
    end = ended(box, code, replace(LIMITS, memory=150 << 20))
    assert end.kind == "memory" and "150 MiB" in end.reason


SOCKETS = """
import os, socket, time
for _ in range(4):
    if os.fork() == 0:
        kept = [socket.socketpair() for _ in range(100)]
        time.sleep(60)
time.sleep(60)
"""


def test_sockets_of_many_processes_are_counted_together(box):
    assert ended(box, SOCKETS, LIMITS).kind == "sockets"


def test_some_sockets_may_be_open(inside):
    code = "import asyncio, socket\nkept = [socket.socketpair() for _ in range(50)]\nasync def f(): return 3"
    assert inside.says(f"{code}\nsaid = asyncio.run(f())") == 3


def test_memory_that_is_shared_after_a_fork_is_counted_once(box):
    with Inside(box, limits=replace(LIMITS, memory=150 << 20)) as one:
        assert one.says("""
import os, time
held = b"x" * (60 << 20)
pids = []
for _ in range(4):
    if not (pid := os.fork()):
        time.sleep(0.3); os._exit(0)
    pids.append(pid)
said = [os.waitpid(pid, 0)[1] for pid in pids]
""") == [0, 0, 0, 0]


def test_a_fork_bomb_stops_at_the_number_of_processes(inside):
    answer = inside.says("""
import os, signal, time
n, pids = 0, []
try:
    while n < 1000:
        pid = os.fork()
        if pid == 0:
            time.sleep(60); os._exit(0)
        pids.append(pid); n += 1
except BlockingIOError:
    pass
for pid in pids: os.kill(pid, signal.SIGKILL)
said = n
""")
    assert 1 <= answer < LIMITS.processes


def test_a_fork_bomb_that_nobody_stops_leaves_nothing(box):
    with Inside(box) as one, pytest.raises(OutOfTime):
        one.tell("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", seconds=0.5)
    with Inside(box) as another:
        assert another.says("import os; said = os.getpid()") == 2
        assert another.says(
            "import threading; t = threading.Thread(target=int); t.start(); t.join(); said = 1"
        )


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm", ".", "/student"])
def test_a_disk_that_fills_is_full_at_its_size(inside, place):
    written = inside.says(f"""
n = 0
try:
    with open({place!r} + "/large", "wb", buffering=0) as file:
        while n < 1 << 30: n += file.write(bytes(1 << 20))
except OSError as error:
    pass
said = n
""")
    assert 0 < written <= LIMITS.disk


def test_empty_files_are_counted_too(inside):
    n = inside.says("""
n = 0
try:
    while n < 100_000:
        open(f"/tmp/{n}", "x").close(); n += 1
except OSError: pass
said = n
""")
    assert n < 20_000


def test_a_flood_of_output_costs_nothing(inside):
    # to the streams of the process: nobody reads them
    assert (
        inside.says("""
import os
for _ in range(200): os.write(1, bytes(1 << 20)); os.write(2, bytes(1 << 20))
said = 1
""")
        == 1
    )


def test_bytes_that_are_no_message_are_refused_by_their_length(box):
    for code in ("os.write(3, b'\\xff' * 100)", "os.write(3, (1 << 26).to_bytes(4, 'little'))"):
        with Inside(box) as one, pytest.raises(Ended) as raised:
            one.tell(f"import os, time; {code}; time.sleep(60)")
        assert raised.value.kind == "message"


def test_a_flood_on_the_connection_is_held_back(box):
    with Inside(box) as one:
        one.student.send(b"while True: connection.send(bytes(1 << 20))")
        for _ in range(3):
            assert one.student.receive(5) == bytes(1 << 20)
        begun = time.monotonic()
        one.student.end()
        assert time.monotonic() - begun < 5


def test_a_message_of_which_only_a_part_comes_is_out_of_time(box):
    with Inside(box) as one:
        with pytest.raises(OutOfTime):
            one.tell("import os, time; os.write(3, (100).to_bytes(4, 'little') + b'x'); time.sleep(60)", 0.2)
        with pytest.raises(OutOfTime):  # drop by drop is no better
            one.tell("", 0.2)


ENDLESS = {
    "a loop that catches all": "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
    "signals ignored": """
import signal
for number in range(1, 32):
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
while True: pass
""",
    "a loop in C": "all(__import__('itertools').repeat(1))",
    "asleep": "import time; time.sleep(1000)",
    "stopped": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
}


@pytest.mark.parametrize("code", ENDLESS.values(), ids=ENDLESS)
def test_whatever_does_not_end_is_ended(box, code):
    with Inside(box) as one:
        with pytest.raises(OutOfTime):
            one.tell(code, seconds=0.2)
        begun = time.monotonic()
        assert one.student.end().kind == "judge"
        assert time.monotonic() - begun < 5


def test_the_sandbox_ends_what_its_judge_forgot(box):
    limits = replace(LIMITS, seconds=0.5)
    assert ended(box, "import time; time.sleep(1000)", limits).kind == "time"


@pytest.mark.slow
def test_processor_time_of_many_processes_is_counted_together(box):
    code = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        while time.process_time() < 0.6: pass
        os._exit(0)
    os.wait()
time.sleep(60)
"""
    end = ended(box, code, replace(LIMITS, cpu_seconds=1.5))
    assert end.kind == "time" and "1.5 seconds of processor time" in end.reason


def test_one_file_has_a_limit_of_its_own(box):
    with Inside(box, limits=replace(LIMITS, file_size=1 << 20)) as one:
        write = "open('{}', 'wb').write(bytes({} << 10))"
        assert one.says(f"said = {write.format('a', 600)} + {write.format('b', 600)}") == 1200 << 10
        assert one.tell(write.format("c", 1100))["error"] == "OSError"


def test_processor_time_ends_by_itself_and_no_handler_holds_it_up(box):
    # a limit on the wall clock that does not come first
    code = """
import resource, signal
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
assert resource.getrlimit(resource.RLIMIT_CPU) == (21, 21)
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
while True: pass
"""
    assert ended(box, code).kind == "signal"


def test_a_stack_that_overflows_ends_its_own_process(box):
    end = ended(box, "import sys\nsys.setrecursionlimit(10**9)\ndef f(_): return sorted([1], key=f)\nf(1)")
    assert end.kind == "signal" and "SIGSEGV" in end.reason
