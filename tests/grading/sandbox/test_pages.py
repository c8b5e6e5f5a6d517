"""Large pages: the memory is the same, and a fork has its own."""

import ctypes
import subprocess
import sys

import pytest

from dlcourse.grading.sandbox import pages

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells of it on Linux")
ENLARGED = """
import os, re
from dlcourse.grading.sandbox import pages
held = [bytes([i % 251]) * 1000 for i in range(20_000)]
pages.enlarge()
read, write = os.pipe()
if os.fork() == 0:
    held[7] = b"other"
    os.write(write, b"%d" % sum(map(len, held)))
    os._exit(0)
said = os.read(read, 100).decode()
whole = held == [bytes([i % 251]) * 1000 for i in range(20_000)]
print(whole, said, re.search(r"AnonHugePages: +([0-9]+)", open("/proc/self/smaps_rollup").read())[1])
"""


def test_a_process_and_its_fork_keep_what_they_hold():
    done = subprocess.run([sys.executable, "-c", ENLARGED], capture_output=True, text=True, check=True)
    whole, said, kilobytes = done.stdout.split()
    assert (whole, said) == ("True", str(20_000 * 1000 - 995))
    if int(kilobytes) == 0:
        pytest.skip("this kernel makes no large pages, or has none left")


def test_own_memory_is_that_of_objects_and_of_no_file():
    found = pages.own_memory()
    heap, code = id(object()), ctypes.cast(ctypes.pythonapi.Py_IncRef, ctypes.c_void_p).value
    assert any(start <= heap < end for start, end in found)
    assert not any(start <= code < end for start, end in found)


def test_where_nobody_tells_of_memory_nothing_happens(monkeypatch):
    monkeypatch.setattr("builtins.open", lambda *_: (_ for _ in ()).throw(FileNotFoundError()))
    assert pages.own_memory() == []
