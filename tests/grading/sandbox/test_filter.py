"""The filter on system calls, run by an interpreter of packet filters, for both kinds of machines."""

import errno
import re
import struct
from pathlib import Path

import pytest

from dlcourse.grading.sandbox.seccomp import program
from dlcourse.grading.sandbox.syscalls import ABSENT, AUDIT, CHECKED, IDLE, MACHINES, REFUSED, numbers

HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}


def verdict(machine, number, *args, architecture=None):
    """What the filter says of a call: "allow", "kill", or an error's name. Source: bpf(4), seccomp(2)."""
    words = [number, architecture or AUDIT[machine], 0, 0]
    for i in range(6):
        value = args[i] & (1 << 64) - 1 if i < len(args) else 0
        words += [value & 0xFFFFFFFF, value >> 32]
    code = [
        struct.unpack("=HBBI", line) for line in struct.iter_unpack("8s", program(machine)) for line in line
    ]
    at, a = 0, 0
    while True:
        kind, yes, no, k = code[at]
        at += 1
        if kind == 0x20:
            a = words[k // 4]
        elif kind == 0x06:
            known = {0x7FFF0000: "allow", 0x80000000: "kill", 0x00050000: "nothing"}
            return known.get(k) or errno.errorcode[k & 0xFFFF]
        else:
            at += yes if {0x15: a == k, 0x25: a > k, 0x45: bool(a & k)}[kind] else no


@pytest.mark.parametrize("machine", MACHINES)
def test_every_refused_call_fails_and_every_other_passes(machine):
    refused = numbers(REFUSED, machine)
    assert {verdict(machine, number) for number in refused.values()} == {"EPERM"}
    assert {verdict(machine, number) for number in numbers(ABSENT, machine).values()} == {"ENOSYS"}
    assert {verdict(machine, number) for number in numbers(IDLE, machine).values()} == {"nothing"}
    others = [number for table in (ABSENT, CHECKED, IDLE) for number in numbers(table, machine).values()]
    stopped = {*refused.values(), *others}
    assert {verdict(machine, n) for n in set(range(451)) - stopped} == {"allow"}
    assert {verdict(machine, n) for n in (451, 999, 1 << 30, (1 << 32) - 1)} == {"ENOSYS"}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("socket", (1, 2), "allow"),
        ("socket", (2, 1), "EPERM"),
        ("socket", (40, 1), "EPERM"),
        ("socket", (1 << 32 | 2, 1), "EPERM"),  # the kernel reads an int
        ("socketpair", (2, 1), "EPERM"),
        ("clone", (0x3D0F00,), "allow"),  # a thread
        ("clone", (17,), "allow"),  # a fork
        ("clone", (0x10000000 | 17,), "EPERM"),
        ("clone", (0x02000000,), "EPERM"),
        ("fcntl", (3, 4, 2048), "allow"),
        ("fcntl", (3, 6), "ENOLCK"),
        ("fcntl", (3, 38), "ENOLCK"),
        ("fcntl", (3, 1 << 32 | 6), "ENOLCK"),
        ("fcntl", (3, 1024), "ENOLCK"),
        ("setsockopt", (3, 1, 2), "allow"),
        ("setsockopt", (3, 1, 7), "EPERM"),  # a larger buffer
        ("ioctl", (0, 0x5401), "allow"),
        ("ioctl", (0, 0x5412), "EPERM"),
        ("ioctl", (3, 0x88FF), "allow"),
        ("ioctl", (3, 0x8900), "EPERM"),
        ("ioctl", (3, 0x8912), "EPERM"),  # the interfaces of the network and their addresses
        ("ioctl", (3, 1 << 32 | 0x89FF), "EPERM"),
        ("ioctl", (3, 0x8A00), "allow"),
        ("sendto", (3, 0, 1, 0), "allow"),
        ("sendto", (3, 0, 1, 0x4001), "ENOTSUP"),  # out of band
        ("sendmsg", (3, 0, 1), "ENOTSUP"),
        ("sendmmsg", (3, 0, 1, 0x4000), "allow"),
        ("sendmmsg", (3, 0, 1, 1), "ENOTSUP"),
        ("personality", (0xFFFFFFFF,), "allow"),
        ("personality", (0x0040000,), "EPERM"),
    ],
)
def test_arguments_decide(machine, name, args, expected):
    assert verdict(machine, numbers(CHECKED, machine)[name], *args) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architectures_door_ends_the_process(machine):
    assert verdict(machine, 0, architecture=0x40000003) == "kill"  # i386


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_of_the_kernels_headers(machine):
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip(f"{header} is not installed")
    said = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    for table in (REFUSED, ABSENT, CHECKED, IDLE):
        ours = numbers(table, machine)
        assert ours == {name: int(said[name]) for name in ours}
