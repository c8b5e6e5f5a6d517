"""Parcels: bytes with a head that says whose they are, and several of them as one."""

import json
import struct

from dlcourse.grading.classrun.result import to_bytes

LENGTH = struct.Struct(">Q")


def parcel(head: dict, inside: bytes) -> bytes:
    """The bytes `inside` with a head."""
    return join([to_bytes(head), inside])


def head_of(packed: bytes) -> dict:
    """The head of a parcel: of a submission {"student": ..., "fingerprint": ...}."""
    (length,) = LENGTH.unpack_from(packed)
    return json.loads(packed[LENGTH.size : LENGTH.size + length])


def inside_of(packed: bytes) -> bytes:
    """What is in a parcel.

    >>> inside_of(parcel({"student": "ann"}, b"files"))
    b'files'
    """
    return split(packed)[1]


def join(parts: list[bytes]) -> bytes:
    """Several byte strings as one."""
    return b"".join(LENGTH.pack(len(part)) + part for part in parts)


def split(joined: bytes) -> list[bytes]:
    """The byte strings that `join` has joined.

    >>> split(join([b"a", b"", b"bc"]))
    [b'a', b'', b'bc']
    """
    parts, at = [], 0
    while at < len(joined):
        (length,) = LENGTH.unpack_from(joined, at)
        at += LENGTH.size + length
        parts.append(joined[at - length : at])
    return parts
