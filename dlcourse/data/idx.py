"""Chapter 7: IDX, the file format of MNIST: a header with the type and the shape, then the numbers."""

import math
import struct

import numpy as np

# the type byte of the header -> dtype; numbers of several bytes are stored big-endian
TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def parse_idx(content: bytes):
    """The array that an IDX file holds.   content: the bytes of the file, not compressed

    The format: two zero bytes, one byte for the type, one for the number of axes, the length of each axis as
    a big-endian integer of four bytes, then the numbers in row-major order. Raises ValueError for any other
    content, also for a byte too few or too many; no array is allocated before the length is checked.

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
    # no data set has more than 32 axes; a header that says so is damaged, and numpy takes 64 at most
    if not 1 <= n_axes <= 32 or len(content) < start:
        raise ValueError(
            f"parse_idx: expected 1 to 32 axes and their lengths, got {n_axes} axes in {len(content)} bytes; "
            "the file is damaged"
        )
    shape = struct.unpack(f">{n_axes}I", content[4:start])
    n_bytes = math.prod(shape) * dtype.itemsize  # Python ints: np.prod could overflow for a damaged header
    if len(content) - start != n_bytes:
        raise ValueError(
            f"parse_idx: expected {n_bytes} bytes of numbers for shape {shape}, got {len(content) - start}; "
            "the file is damaged"
        )
    # frombuffer gives a read-only view of the bytes; astype makes a copy of its own in native byte order
    numbers = np.frombuffer(content, dtype, offset=start)
    return numbers.astype(dtype.newbyteorder("=")).reshape(shape)
