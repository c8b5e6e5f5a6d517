"""Wire: a message as bytes: a header of JSON, and raw buffers beside it.

What comes is read as if it were forged: every length is checked before it is used, and nothing but None,
bool, int, float, str, list and dict is ever made of the header.
"""

import json
import struct

LENGTH = struct.Struct(">Q")
HEADER = 16 << 20  # bytes of a header: long lists, texts and arrays are buffers beside it
DEPTH = 200  # of lists within lists
MOST_WARNED = 50  # warnings of one call that the tests hear of


class Forged(ValueError):
    """Raised for bytes that the other half of the split would not write."""


class Costly(Forged):
    """Raised for bytes whose reading takes longer than it may."""


def pack(header: dict, buffers=()) -> bytes:
    """A message.   header: what JSON can say.   buffers: bytes-like"""
    views = [memoryview(one).cast("B") for one in buffers]
    text = json.dumps({**header, "b": [len(view) for view in views]}, separators=(",", ":")).encode()
    return b"".join((LENGTH.pack(len(text)), text, *views))


def unpack(message: bytes, most_header: int = HEADER) -> tuple[dict, list[memoryview]]:
    """(header, buffers) of a message. Raises Forged for anything that is none."""
    if len(message) < LENGTH.size:
        raise Forged("a message of fewer bytes than its length has")
    (n,) = LENGTH.unpack_from(message)
    if n > min(most_header, len(message) - LENGTH.size):
        raise Forged("a header longer than its message, or than allowed")
    view = memoryview(message)[LENGTH.size :]
    try:
        header = json.loads(bytes(view[:n]))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise Forged(f"a header that is no JSON ({type(error).__name__})") from None
    if type(header) is not dict:
        raise Forged("a header that is no object")
    return header, split(view[n:], header.pop("b", None))


def split(view: memoryview, lengths) -> list[memoryview]:
    """The buffers in a view, one after the other. Raises Forged unless the lengths fill it."""
    if type(lengths) is not list or not all(type(n) is int and n >= 0 for n in lengths):
        raise Forged("lengths that are none")
    if sum(lengths) != len(view):
        raise Forged("buffers of other lengths than are said")
    found, start = [], 0
    for n in lengths:
        found.append(view[start : start + n])
        start += n
    return found
