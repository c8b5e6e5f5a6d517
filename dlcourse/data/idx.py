"""Chapter 7: the IDX format, in which MNIST came: a header that says type and shape, then the numbers."""

import math
import struct

import numpy as np

TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def parse_idx(content: bytes):
    """The array in the bytes of an IDX file.

    Two bytes of zero, one for the type, one for the number of axes, the length of each axis as four bytes,
    the highest first, then the numbers row by row. Raises ValueError for anything else, a byte too many
    included; nothing is allocated before the length is known to be right.

    >>> parse_idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]))
    array([7, 9], dtype=uint8)
    """
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in TYPES:
        raise ValueError(
            f"parse_idx: expected an IDX file, got the first bytes {content[:4].hex(' ') or 'none'}; "
            "is it still compressed, or a web page?"
        )
    dtype, n_axes = np.dtype(TYPES[content[2]]), content[3]
    start = 4 + 4 * n_axes
    if not 1 <= n_axes <= 32 or len(content) < start:
        raise ValueError(
            f"parse_idx: expected 1 to 32 axes and their lengths, got {n_axes} axes in {len(content)} bytes; "
            "the file is damaged"
        )
    shape = struct.unpack(f">{n_axes}I", content[4:start])
    n_bytes = math.prod(shape) * dtype.itemsize
    if len(content) - start != n_bytes:
        raise ValueError(
            f"parse_idx: expected {n_bytes} bytes of numbers for shape {shape}, got {len(content) - start}; "
            "the file is damaged"
        )
    numbers = np.frombuffer(content, dtype, offset=start)
    return numbers.astype(dtype.newbyteorder("=")).reshape(shape)
