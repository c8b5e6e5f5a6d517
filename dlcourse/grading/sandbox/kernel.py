"""The calls to the Linux kernel that Python has no name for: namespaces, mounts, capabilities, prctl.

Python 3.11 has neither `unshare` nor `mount`; ctypes calls the C library. Imports nothing that fails
elsewhere.
"""

import ctypes
import errno
import functools
import os

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
SET_NO_NEW_PRIVS, SET_CHILD_SUBREAPER, CAP_AMBIENT, CLEAR_ALL = 38, 36, 47, 4
CAPBSET_READ, CAPBSET_DROP = 23, 24
SET_SECCOMP, FILTER = 22, 2
CAPABILITY_VERSION_3 = 0x20080522


@functools.cache
def library():
    """The C library, with errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def checked(result, *what):
    """A result of the C library that is no error. Raises OSError, naming what was tried, otherwise."""
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{' '.join(map(str, what))}: {os.strerror(number)}")
    return result


def unshare(flags):
    """New namespaces for this process (for its children, of NEWPID)."""
    checked(library().unshare(flags), "unshare", hex(flags))


def setns(fd, flags):
    """Joins a namespace, given as a descriptor of /proc/PID/ns/..."""
    checked(library().setns(fd, flags), "setns", hex(flags))


def mount(source, target, kind, flags, data=""):
    """mount(2), with text arguments."""
    args = [os.fsencode(text) for text in (source, target, kind)]
    result = library().mount(*args, ctypes.c_ulong(flags), os.fsencode(data))
    checked(result, "mount", source, "on", target)


def bind(source, target):
    """The folder `source`, and what is mounted in it, also at `target`."""
    mount(source, target, "none", BIND | REC)


def prctl(option, *args):
    """prctl(2)."""
    longs = [ctypes.c_ulong(arg) for arg in (*args, 0, 0, 0, 0)[:4]]
    return checked(library().prctl(option, *longs), "prctl", option)


def syscall(number, *args):
    """A system call by its number."""
    return checked(library().syscall(ctypes.c_long(number), *args), "system call", number)


def drop_bounding_set():
    """No program that is executed from now on can hold a capability.

    Without CAP_SETPCAP nothing happens, and nothing has to: no_new_privs keeps what is not held from being
    gained.
    """
    for capability in bounding_set():
        try:
            prctl(CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno != errno.EPERM:  # not allowed
                raise
            return


@functools.cache
def bounding_set() -> tuple[int, ...]:
    """The capabilities that programs executed from now on may hold, asked once: they never grow."""
    found = []
    for capability in range(64):
        try:
            if prctl(CAPBSET_READ, capability):
                found.append(capability)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            break  # beyond the last one
    return tuple(found)


def holds(capability: int) -> bool:
    """Whether this process has a capability that it could hand on."""
    with open("/proc/self/status") as file:
        permitted = next(line for line in file if line.startswith("CapPrm:"))
    return bool(int(permitted.split()[1], 16) >> capability & 1)


def drop_capabilities():
    """Gives up all capabilities, those kept for programs that are executed among them."""
    prctl(CAP_AMBIENT, CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    checked(library().capset(header, (ctypes.c_uint32 * 6)()), "capset")
