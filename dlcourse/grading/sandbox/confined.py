"""What a process does to itself before it becomes a student's, in the order in which it must.

Pid 1 of new namespaces (`enclose`, `reap`) is ours and stays outside of the student's reach; it reaps what is
orphaned, and when it dies the kernel kills all that is in the namespace. Its child (`shed`) becomes the
student's.
"""

import json
import math
import os

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox import kernel, landlock, rooms, seccomp

try:
    import fcntl
    import resource
except ImportError:  # Windows, where nothing of this runs, and imports must not fail
    fcntl = resource = None

MOST_DESCRIPTORS = 256  # each socket or pipe holds memory of the kernel that no other limit counts
MOST_SOCKETS = 256  # of all its processes: each holds up to 200 KiB of such memory
STACK = 64 << 20
DATA = 3  # the first descriptor that a process keeps, after the three of every process


def enclose(room: int):
    """New namespaces but that of pids, which the process was born into; private rooms of `room` bytes."""
    os.setsid()  # kill(0) reaches no one else
    first_to_go()
    kernel.unshare(kernel.NEWNS | kernel.NEWIPC | kernel.NEWNET | kernel.NEWUTS)
    rooms.furnish(room)


def first_to_go():
    """When the machine runs out of memory, the kernel ends students' processes before any other."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:  # a container may forbid it
        pass


def reap(main: int, report: int):
    """Waits for the children until `main` is among them, writes how it ended into `report`, and exits."""
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    kernel.drop_bounding_set()
    kernel.drop_capabilities()
    while True:
        pid, status, used = os.wait4(-1, 0)
        if pid == main:
            told = {"status": status, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss << 10}
            os.write(report, json.dumps(told).encode() + b"\n")
            os._exit(0)


def keep(*fds):
    """Closes all descriptors but these and the first three. Returns the new ones, from DATA upwards."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in fds]  # out of each other's way
    new = [os.dup2(fd, DATA + i, inheritable=False) for i, fd in enumerate(high)]
    os.closerange(DATA + len(fds), 1 << 16)
    return new


def shed(limits: Limits, base: int, uid, readable, folder):
    """Gives up, for good, all that a student's process shall not have.

    base: bytes of address space that the process has already.   uid: to become, None to stay.
    readable: paths, for Landlock.   folder: to work in.
    """
    os.setsid()
    silence()
    restrain(limits, base)
    kernel.drop_bounding_set()  # while there is the capability to do so
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    kernel.drop_capabilities()
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)  # setuid programs gain nothing; the filter needs it
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    landlock.restrict([*readable, *rooms.DEVICES], [*rooms.PLACES.values(), *rooms.DEVICES[:3]])
    seccomp.install()  # last: it forbids some of the above


def silence():
    """What is printed below Python's own streams goes nowhere: a flood costs nothing."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    os.close(null)


def restrain(limits: Limits, base: int | None):
    """The limits that the kernel holds for each process; children cannot raise them.

    base: bytes of address space that the process has already; None: it runs bare, as the user who grades,
    whose other processes would count, and on systems that cannot limit memory.
    """
    cpu = math.ceil(limits.of_processor) + 1
    for what, most in {
        "AS": None if base is None else base + limits.memory,
        "CPU": cpu,
        "NPROC": None if base is None else limits.processes,  # of the user, but root: hence a uid of its own
        "NOFILE": MOST_DESCRIPTORS,
        "STACK": STACK,
        "CORE": 0,
        "MEMLOCK": 0,
        "MSGQUEUE": 0,
        "RTPRIO": 0,
        "NICE": 0,
        "SIGPENDING": 256,
    }.items():
        number = getattr(resource, f"RLIMIT_{what}", None)
        if number is not None and most is not None:
            lower(number, most)


def limit_files(limits: Limits):
    """The limit of a file's size, once the files that were handed in are written: they may be larger."""
    if resource is not None:
        lower(resource.RLIMIT_FSIZE, limits.of_a_file)


def lower(number, most):
    """Sets a limit, to less where the process is held to less already."""
    soft, hard = resource.getrlimit(number)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    if number == resource.RLIMIT_STACK and soft != resource.RLIM_INFINITY:
        resource.setrlimit(number, (min(soft, most), most))  # the soft one is the size that threads get
    else:
        resource.setrlimit(number, (most, most))
