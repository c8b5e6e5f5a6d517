"""Chapter 7: MNIST. 70,000 handwritten digits of 28 x 28 pixels, read from a copy of the original files.

The files are not part of the course, and nothing here downloads them.
"""

import gzip
import hashlib
import zlib
from pathlib import Path

import numpy as np

from dlcourse.data.idx import parse_idx

MD5 = {  # of the uncompressed contents: the bytes of a .gz file depend on the program that compressed it
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
PARTS = {"train": ("train", 60_000), "test": ("t10k", 10_000)}
MAX_BYTES = 64 * 2**20  # the largest file has 45 MiB; a bound, since a small .gz could unpack into all memory


def mnist(folder, part: str = "train", *, checksums: dict | None = MD5):
    """The digits of `part`, "train" or "test".   -> x (m, 784), gray values from 0 to 1, y (m,), 0 to 9

    folder: holds train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
    t10k-labels-idx1-ubyte, with .gz or without. m is 60,000 or 10,000. checksums: the MD5 of each file's
    contents; None skips the check, for other data in the same format, such as Fashion-MNIST. Source: LeCun,
    Cortes and Burges, "The MNIST database of handwritten digits". Raises FileNotFoundError for a missing
    file, ValueError for a damaged one.
    """
    if part not in PARTS:
        raise ValueError(f'mnist: expected part "train" or "test", got {part!r}; choose one of the two')
    prefix = PARTS[part][0]
    images = _read(Path(folder), f"{prefix}-images-idx3-ubyte", checksums)
    labels = _read(Path(folder), f"{prefix}-labels-idx1-ubyte", checksums)
    if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels):  # possible with checksums=None
        raise ValueError(
            f"mnist: expected images (m, rows, columns) and labels (m,), got {images.shape} and "
            f"{labels.shape}; fetch the files anew"
        )
    return images.reshape(len(images), -1) / 255, labels.astype(int)


def _read(folder, name, checksums):
    content = _content(folder, name)
    # MD5 guards against damage, not against attackers; the flag lets it run where security rules forbid MD5
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if checksums is not None and found != checksums[name]:
        raise ValueError(
            f"mnist: expected {name} with MD5 {checksums[name]}, got {found}; "
            "fetch the file anew, or pass checksums=None for other data"
        )
    try:
        array = parse_idx(content)
    except ValueError as error:  # parse_idx knows the bytes, not the file's name
        error.add_note(f"in the file {name}")
        raise
    if array.dtype != np.uint8:
        raise ValueError(f"mnist: expected bytes in {name}, got {array.dtype}; fetch the file anew")
    return array


def _content(folder, name):
    """The bytes of the file, decompressed if it is a .gz file."""
    paths = [folder / name, folder / f"{name}.gz"]  # the decompressed file first: it loads faster
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise FileNotFoundError(
            f"mnist: expected {name} or {name}.gz in {folder}, got neither; "
            "put the four original files there, the course does not download them"
        )
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # the one byte more shows that there is more
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"mnist: expected a gzip file in {path.name}, got {error}; fetch it anew") from error
    if len(content) > MAX_BYTES:
        raise ValueError(
            f"mnist: expected at most {MAX_BYTES} bytes in {path.name}, got more; fetch the file anew"
        )
    return content
