"""The sandboxes without a fork server: bubblewrap for each process, and none at all."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from in_sandbox import LIMITS, Inside
from test_afterwards import DAEMON, family
from test_walls import CALL, REFUSED_CALLS

from dlcourse.grading.sandbox import Ended, OutOfTime
from dlcourse.grading.sandbox.cold import ColdBubblewrap
from dlcourse.grading.sandbox.unsafe import Unsafe
from dlcourse.grading.sandbox.visible import OWN, PACKAGE


@pytest.fixture(params=["cold", "unsafe"])
def piped(request, box):  # box: skips where bubblewrap cannot be had
    kind = {"cold": ColdBubblewrap, "unsafe": Unsafe}[request.param]
    with kind(LIMITS) as opened:
        yield opened


def test_messages_come_back_and_files_are_there(piped):
    with Inside(piped, {"data/table.csv": b"1,2"}) as one:
        assert one.says("said = open('data/table.csv').read()") == "1,2"
        assert one.says("said = len('x' * 10**7)") == 10**7
        assert one.says("import os; print('lost'); os.write(1, b'lost'); said = 'x' * 10**6") == "x" * 10**6


def test_how_it_ended_is_told(piped):
    for code, kind, words in [
        ("import os; os._exit(3)", "exit", "status 3"),
        ("import ctypes; ctypes.string_at(0)", "signal", "SIGSEGV"),
        ("connection.send(b'x' * (33 << 20))", "message", "more than"),
    ]:
        with Inside(piped) as one, pytest.raises(Ended, match=words) as raised:
            one.tell(code)
        assert raised.value.kind == kind


def test_what_it_started_is_ended_and_its_folder_is_gone(piped):
    before = family(os.getpid())
    with Inside(piped) as one:
        assert one.says(DAEMON) == "left"
        folder = one.says("import os; said = os.getcwd()")
        with pytest.raises(OutOfTime):
            one.tell("import signal; signal.signal(15, signal.SIG_IGN)\nwhile True: pass", seconds=0.2)
        begun = time.monotonic()
        assert one.student.end().kind == "judge"
        assert time.monotonic() - begun < 5
    assert family(os.getpid()) == before
    assert not Path(folder).exists()


def test_memory_of_many_processes_is_counted_together(piped):
    code = "import os, time\nos.fork(), os.fork()\nx = b'x' * (60 << 20)\ntime.sleep(60)"
    with Inside(piped, limits=replace(LIMITS, memory=150 << 20)) as one, pytest.raises(Ended) as raised:
        one.tell(code)
    assert raised.value.kind == "memory"


def test_a_bubblewrap_for_each_process_counts_sockets_together(box):
    code = "import os, socket, time\nos.fork(), os.fork()\n"
    code += "kept = [socket.socketpair() for _ in range(100)]\ntime.sleep(60)"
    with ColdBubblewrap(LIMITS) as cold, Inside(cold) as one, pytest.raises(Ended) as raised:
        one.tell(code)
    assert raised.value.kind == "sockets"


def test_a_bubblewrap_for_each_process_has_the_same_walls(box):
    with ColdBubblewrap(LIMITS, hidden=[PACKAGE / "checks"]) as cold, Inside(cold) as one:
        for name, (code, error) in REFUSED_CALLS.items():
            answer = one.tell(f"{CALL}\nsaid = {code}")
            assert answer.get("said", answer.get("error")) in error, name
        for place in ("/", "/usr", "/etc", "/dev", "/run", "/python"):
            answer = one.tell(f"open({place!r} + '/written', 'w')")
            assert answer["error"] in ("PermissionError", "OSError", "FileNotFoundError"), place
        assert one.tell("open('/proc/1/environ').read()")["error"] == "PermissionError"
        assert one.says(f"import os; said = os.path.exists('{OWN}/tests')") is False
        assert one.says(f"import os; said = os.listdir('{OWN}/dlcourse/checks')") == []
