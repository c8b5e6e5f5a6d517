"""Landlock, the third wall: what a process may do with files, whatever mounts and owners allow.

If a hole in the second wall shows a folder that it should not, it cannot be read. Source: the kernel's
Documentation/userspace-api/landlock.rst; the bits from linux/landlock.h.
"""

import ctypes
import os
import struct

from dlcourse.grading.sandbox import kernel

CREATE, ADD, RESTRICT = 444, 445, 446  # on all architectures
ASK_VERSION = 1
EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8
CHAR_DEVICE, BLOCK_DEVICE = 1 << 6, 1 << 11
FILE = (
    EXECUTE | WRITE | READ | 1 << 14 | 1 << 15
)  # what a rule on a file may hold; with truncate, ioctl of devices
LAST_BIT = {
    1: 12,
    2: 13,
    3: 14,
    4: 14,
    5: 15,
}  # by version: moves between folders, truncate, ioctl of devices
TCP = 3  # bind and connect, from version 4
SCOPES = 3  # abstract sockets, and signals, to processes outside: from version 6


def version() -> int:
    """The kernel's version of Landlock, 0 where it has none or where it is switched off."""
    try:
        return kernel.syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION))
    except (OSError, AttributeError, TypeError):
        return 0


def restrict(readable, writable):
    """From now on: reading below `readable`, everything but device files below `writable`, lists of folders.

    Paths that are not there are left out. Returns without effect where the kernel has no Landlock.
    """
    ours = version()
    if not ours:
        return
    handled = (2 << LAST_BIT.get(ours, 15)) - 1
    words = [handled, TCP if ours >= 4 else 0, SCOPES if ours >= 6 else 0]
    n = 3 if ours >= 6 else 2 if ours >= 4 else 1
    attributes = (ctypes.c_uint64 * n)(*words[:n])
    rules = kernel.syscall(CREATE, attributes, ctypes.c_size_t(8 * n), ctypes.c_uint32(0))
    try:
        allow(rules, "/", LIST)
        for path in readable:
            allow(rules, path, EXECUTE | READ | LIST)
        for path in writable:
            allow(rules, path, handled & ~(CHAR_DEVICE | BLOCK_DEVICE))
        kernel.syscall(RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def allow(rules, path, access):
    """A rule: `access` below a path."""
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            access &= FILE
        beneath = ctypes.create_string_buffer(struct.pack("=Qi", access, fd))
        kernel.syscall(ADD, ctypes.c_int(rules), ctypes.c_int(1), beneath, ctypes.c_uint32(0))
    finally:
        os.close(fd)
