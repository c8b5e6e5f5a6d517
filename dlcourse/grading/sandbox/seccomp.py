"""The filter on system calls: a program for the kernel's packet filter (classic BPF), assembled here.

It is a list of what is refused, not of what is allowed: numeric packages call what they like, and a list of
allowed calls breaks with each new version of theirs. What the list does not know, newer calls, does not
exist. Source: the kernel's Documentation/userspace-api/seccomp_filter.rst; isolate 2.6 for locks, vsock and
io_uring.
"""

import ctypes
import errno
import functools
import platform
import struct

from dlcourse.grading.sandbox import kernel
from dlcourse.grading.sandbox.syscalls import ABSENT, AUDIT, CHECKED, IDLE, LAST, REFUSED, numbers

LOAD, AND = 0x20, 0x54  # a word of the call's data into the accumulator; accumulator & k
EQUAL, GREATER, ANY_BIT = 0x15, 0x25, 0x45  # jumps: == k, > k (unsigned), & k
RETURN, ALLOW, KILL, ERROR = 0x06, 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE = 0, 4  # where they stand in the data
INSTRUCTION = struct.Struct("=HBBI")

AF_UNIX = 1
NAMESPACES = (
    kernel.NEWNS
    | kernel.NEWCGROUP
    | kernel.NEWUTS
    | kernel.NEWIPC
    | kernel.NEWUSER
    | kernel.NEWPID
    | kernel.NEWNET
)
# F_GETLK, F_SETLK, F_SETLKW; the same of open file descriptions; leases; news of a folder; the pipe's size,
# which is memory that nobody counts
LOCKS = (5, 6, 7, 36, 37, 38, 1024, 1026, 1031)
TERMINALS = (
    0x5412,
    0x541C,
    0x5423,
)  # TIOCSTI and TIOCLINUX put keys into a terminal, TIOCSETD loads a module
INTERFACES = (0x8900, 0x89FF)  # what sockets are asked of the network that they were made in: the grader's
OUT_OF_BAND = 1  # MSG_OOB, for which sockets of one machine keep a queue that nobody needs
BUFFERS = (7, 8, 32, 33)  # SO_SNDBUF, SO_RCVBUF and their FORCE: memory of the kernel, as that of pipes
QUERY, PLAIN = 0xFFFFFFFF, 0  # of personality


def instruction(code, k, yes=0, no=0):
    """One instruction; jumps are counted from the next one."""
    return INSTRUCTION.pack(code, yes, no, k)


def argument(n):
    """Loads the low half of a call's argument: the kernel's own int, whatever the high half says."""
    return instruction(LOAD, 16 + 8 * n)


def refuse(number, error):
    """A call that fails with an error."""
    return [instruction(EQUAL, number, 0, 1), instruction(RETURN, ERROR | error)]


def refuse_if(number, n, values, error, *, jump=EQUAL, span=()):
    """A call that fails if its nth argument is one of the values, or has one of their bits (jump=ANY_BIT).

    span: the first and the last of more values.
    """
    tests = [instruction(jump, value, len(values) - i + len(span), 0) for i, value in enumerate(values)]
    for bound in (span[0] - 1, span[1]) if span else ():  # above the one, and not above the other
        tests.append(instruction(GREATER, bound, 0, 1))
    body = [argument(n), *tests, instruction(RETURN, ALLOW), instruction(RETURN, ERROR | error)]
    return [instruction(EQUAL, number, 0, len(body)), *body]


def refuse_unless(number, n, values, error):
    """A call that fails unless its nth argument is one of the values."""
    tests = [instruction(EQUAL, value, len(values) - i, 0) for i, value in enumerate(values)]
    body = [argument(n), *tests, instruction(RETURN, ERROR | error), instruction(RETURN, ALLOW)]
    return [instruction(EQUAL, number, 0, len(body)), *body]


def program(machine: str) -> bytes:
    """The filter for a machine, "x86_64" or "aarch64".

    A call by another architecture's door (32 bits on x86_64) ends the process. Calls above the last one that
    we know fail as absent; those of x32, whose numbers have bit 30 set, are among them.
    """
    call = numbers(CHECKED, machine)
    lines = [
        instruction(LOAD, ARCHITECTURE),
        instruction(EQUAL, AUDIT[machine], 1, 0),
        instruction(RETURN, KILL),
        instruction(LOAD, NUMBER),
        instruction(GREATER, LAST, 0, 1),
        instruction(RETURN, ERROR | errno.ENOSYS),
    ]
    for number in numbers(ABSENT, machine).values():
        lines += refuse(number, errno.ENOSYS)
    for number in numbers(REFUSED, machine).values():
        lines += refuse(number, errno.EPERM)
    for number in numbers(IDLE, machine).values():
        lines += refuse(number, 0)
    lines += refuse_unless(call["socket"], 0, (AF_UNIX,), errno.EPERM)
    lines += refuse_unless(call["socketpair"], 0, (AF_UNIX,), errno.EPERM)
    lines += refuse_unless(call["personality"], 0, (PLAIN, QUERY), errno.EPERM)
    lines += refuse_if(call["clone"], 0, (NAMESPACES,), errno.EPERM, jump=ANY_BIT)
    lines += refuse_if(call["fcntl"], 1, LOCKS, errno.ENOLCK)
    lines += refuse_if(call["setsockopt"], 2, BUFFERS, errno.EPERM)
    lines += refuse_if(call["ioctl"], 1, TERMINALS, errno.EPERM, span=INTERFACES)
    for name, n in {"sendto": 3, "sendmsg": 2, "sendmmsg": 3}.items():
        lines += refuse_if(call[name], n, (OUT_OF_BAND,), errno.EOPNOTSUPP, jump=ANY_BIT)
    return b"".join([*lines, instruction(RETURN, ALLOW)])


class Program(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


@functools.cache
def own_program() -> bytes:
    """The filter for this machine. Made before a fork, it is there at once after it."""
    return program(platform.machine())


def install():
    """Puts the filter on this process and all that it will start, for good. Needs no_new_privs."""
    code = own_program()
    whole = Program(len(code) // INSTRUCTION.size, code)
    kernel.prctl(kernel.SET_SECCOMP, kernel.FILTER, ctypes.addressof(whole))
