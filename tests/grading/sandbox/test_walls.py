"""Ways out of the sandbox, each tried by a real process in it; each must fail, as it says."""

import subprocess
import sys

import pytest
from in_sandbox import Inside

from dlcourse.grading.sandbox.landlock import version

# calls the kernel by number, and says the error's name, or the result
CALL = """
import ctypes, errno, platform
from dlcourse.grading.sandbox.syscalls import ABSENT, CHECKED, REFUSED, numbers
libc = ctypes.CDLL(None, use_errno=True)
number = {k: v for table in (ABSENT, CHECKED, REFUSED) for k, v in numbers(table, platform.machine()).items()}
def call(name, *args):
    args = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    result = libc.syscall(ctypes.c_long(number.get(name, name)), *args)
    return errno.errorcode[ctypes.get_errno()] if result == -1 else result
"""

REFUSED_CALLS = {
    "a socket of the network": ("call('socket', 2, 1, 0)", "EPERM"),
    "a socket of the network by version 6": ("call('socket', 10, 2, 0)", "EPERM"),
    "a raw packet socket": ("call('socket', 17, 3, 0)", "EPERM"),
    "a socket to the machine's host (vsock)": ("call('socket', 40, 1, 0)", "EPERM"),
    "a netlink socket": ("call('socket', 16, 3, 0)", "EPERM"),
    "a socket of the kernel's cryptography": ("call('socket', 38, 5, 0)", "EPERM"),
    "the same family with bits that the kernel ignores": ("call('socket', (1 << 32) + 2, 1, 0)", "EPERM"),
    "io_uring, which passes system calls by": (
        "call('io_uring_setup', 8, ctypes.create_string_buffer(120))",
        "EPERM",
    ),
    "a user namespace by unshare": ("call('unshare', 0x10000000)", "EPERM"),
    "a mount namespace by unshare": ("call('unshare', 0x20000)", "EPERM"),
    "a user namespace by clone": ("call('clone', 0x10000000 | 17, 0, 0, 0, 0)", "EPERM"),
    "a user namespace by clone3": ("call('clone3', ctypes.create_string_buffer(88), 88)", "ENOSYS"),
    "another process's namespace": ("call('setns', 0, 0)", "EPERM"),
    "tracing a child": ("call('ptrace', 0, 0, 0, 0)", "EPERM"),
    "reading another process's memory": ("call('process_vm_readv', 1, 0, 0, 0, 0, 0)", "EPERM"),
    "a mount": ("call('mount', b'none', b'/tmp', b'tmpfs', 0, 0)", "EPERM"),
    "a mount by the new calls": ("call('fsopen', b'tmpfs', 0)", "EPERM"),
    "a bind by the new calls": ("call('open_tree', -100, b'/', 1)", "EPERM"),
    "taking a mount away": ("call('umount2', b'/proc', 2)", "EPERM"),
    "another root": ("call('chroot', b'/tmp')", "EPERM"),
    "a file by its handle": ("call('open_by_handle_at', -100, 0, 0)", "EPERM"),
    "programs in the kernel": ("call('bpf', 0, 0, 0)", "EPERM"),
    "the processor's counters": ("call('perf_event_open', 0, 0, -1, -1, 0)", "EPERM"),
    "page faults of one's own": ("call('userfaultfd', 0)", "EPERM"),
    "the kernel's keys": ("call('keyctl', 0, -3, 0)", "EPERM"),
    "memory in files without a place": ("call('memfd_create', b'x', 0)", "EPERM"),
    "memory shared by a key": ("call('shmget', 0, 4096, 0o1600)", "EPERM"),
    "who opens a file": ("call('inotify_init1', 0)", "EPERM"),
    "a filter with a listener": ("call('seccomp', 0, 0, 0)", "EPERM"),
    "the kernel's log": ("call('syslog', 3, 0, 0)", "EPERM"),
    "flushing all disks": ("call('sync')", "EPERM"),
    "keys into a terminal": ("call('ioctl', 0, 0x5412, b'x')", "EPERM"),
    "a process without random addresses": ("call('personality', 0x40000)", "EPERM"),
    "a call that is newer than the filter": ("call(457, 0, 0, 0, 0)", "ENOSYS"),
    "a call by the door of x32": ("call(0x40000000 + 39)", "ENOSYS"),
    "becoming root": ("call(105 if platform.machine() == 'x86_64' else 146, 0)", "EPERM or EINVAL"),
    "higher limits": (
        "(lambda r: r.setrlimit(r.RLIMIT_NPROC, (9999, 9999)))(__import__('resource'))",
        "ValueError",
    ),
}


@pytest.mark.parametrize("attempt", REFUSED_CALLS)
def test_the_kernel_refuses(inside, attempt):
    code, error = REFUSED_CALLS[attempt]
    answer = inside.tell(f"{CALL}\nsaid = {code}")
    assert answer.get("said", answer.get("error")) in error


def test_what_numeric_code_needs_is_allowed(inside):
    assert inside.says("""
import multiprocessing, os, socket, subprocess, tempfile, threading
import numpy as np
a, b = socket.socketpair()
a.sendall(b"pair")
got = [b.recv(4).decode()]
thread = threading.Thread(target=lambda: got.append("thread"))
thread.start(); thread.join()
got.append(subprocess.run(["echo", "child"], capture_output=True, text=True).stdout.strip())
with multiprocessing.get_context("fork").Pool(2) as pool:
    got.append(sum(pool.map(abs, [-1, -2])))
with tempfile.NamedTemporaryFile() as file:
    np.save(file, np.ones(3))
    file.seek(0)
    got.append(np.load(file).sum())
said = got
""") == ["pair", "thread", "child", 3, 3.0]


LOCK = """
import fcntl, errno, os
said = []
file = open(os.__file__)  # of the standard library
for lock in (lambda: fcntl.flock(file, {how}), lambda: fcntl.lockf(file, {how})):
    try:
        lock()
        said.append("locked")
    except OSError as error:
        said.append(errno.errorcode[error.errno])
"""


def test_two_students_cannot_signal_each_other_by_locks_on_a_file_that_both_see(box):
    with Inside(box) as first, Inside(box) as second:
        shared = first.says(LOCK.format(how="fcntl.LOCK_SH | fcntl.LOCK_NB"))
        exclusive = second.says(LOCK.format(how="fcntl.LOCK_EX | fcntl.LOCK_NB"))
    assert shared == exclusive == ["EPERM", "ENOLCK"]


def test_two_students_do_not_see_each_other(box):
    with Inside(box) as first, Inside(box) as second:
        first.says("""
import os, socket
for folder in ("/tmp", "/dev/shm", "."): open(folder + "/left", "w").write("x")
listening = socket.socket(socket.AF_UNIX); listening.bind("\\0abstract"); listening.listen()
""")
        assert second.says("""
import os, socket
said = [os.listdir("/tmp"), os.listdir("/dev/shm"), os.listdir("."), os.listdir("/proc"), os.getpid()]
try:
    socket.socket(socket.AF_UNIX).connect("\\0abstract"); said.append("connected")
except OSError as error:
    said.append(type(error).__name__)
""") == [[], [], ["inside.py"], [], 2, "ConnectionRefusedError"]


# what a socket is asked, or told, of the network in which it was made: here the grader's
OWN_SOCKET = """
import fcntl, os, socket, struct
one, said = socket.socket(fileno=os.dup(3)), []
def attempt(what):
    try: what(); said.append("done")
    except OSError as error: said.append(type(error).__name__)
attempt(lambda: one.bind("\\0a-name-for-the-other-to-find"))
attempt(lambda: one.listen())
attempt(lambda: one.connect("\\0a-name-for-the-other-to-find"))
attempt(lambda: one.send(b"x", socket.MSG_OOB))
for question in (0x8910, 0x8912, 0x8915, 0x8927, 0x894C):  # names, addresses, the network itself
    attempt(lambda: fcntl.ioctl(3, question, bytearray(struct.pack("16si20x", b"", 1))))
"""


def test_the_socket_to_the_judge_shows_nothing_of_the_graders_network_and_takes_no_name_in_it(box):
    with Inside(box) as first, Inside(box) as second:
        tried = first.says(OWN_SOCKET), second.says(OWN_SOCKET)
    assert tried[0] == tried[1] and "done" not in tried[0] and len(tried[0]) == 9


def test_a_process_has_one_descriptor_beside_the_standard_ones(inside):
    assert inside.says("""
import os
said = []
for fd in range(1000):
    try: os.fstat(fd); said.append(fd)
    except OSError: pass
""") == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "code", ["os.kill(-1, 9)", "os.kill(0, 9)", "os.kill(1, 9)", "os.killpg(os.getppid() or 1, 9)"]
)
def test_signals_reach_no_one_else(box, code):
    with Inside(box) as other:
        with Inside(box) as one:
            one.student.send(f"import os\ntry: {code}\nexcept OSError: pass".encode())
            one.student.end()
        assert other.says("said = 1") == 1
    with Inside(box) as another:
        assert another.says("said = 2") == 2


@pytest.mark.skipif(not version(), reason="the kernel has no Landlock")
def test_landlock_alone_keeps_a_process_to_its_folders(tmp_path):
    rooms = [tmp_path / name for name in ("read", "write", "other")]
    for room in rooms:
        room.mkdir()
        (room / "file").write_text("x")
    code = f"""
import socket
from dlcourse.grading.sandbox import kernel, landlock
kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
landlock.restrict([{str(rooms[0])!r}], [{str(rooms[1])!r}])
def tried(path, how):
    try: return open(path, how).close()
    except PermissionError: return "refused"
print([tried(f"{tmp_path}/{{room}}/file", how) for room in ("read", "write", "other") for how in "ra"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[None, 'refused', None, None, 'refused', 'refused']"


def test_no_capability_is_left(inside):
    held = inside.says("""
import ctypes
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert ctypes.CDLL(None).capget(header, data) == 0
said = [*data, ctypes.CDLL(None).prctl(39, 0, 0, 0, 0), ctypes.CDLL(None).prctl(23, 21, 0, 0, 0)]
""")
    assert held == [0] * 6 + [1, 0]  # no_new_privs is set; CAP_SYS_ADMIN not even to be had by execution
