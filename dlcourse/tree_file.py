"""Chapter 18: a tree in a file. Nested dicts and lists of arrays and values, written whole or not at all.

The file is an .npz: a zip archive of arrays, one of which, "tree", holds the structure in JSON. Nothing in a
file is executed, as unpickling would do, and no size that a file states is trusted before it was checked.
"""

import contextlib
import io
import json
import math
import os
import re
import secrets
import stat
import zipfile
from pathlib import Path

import numpy as np

from dlcourse.backend import is_array, to_numpy

FORMAT = 1  # the number changes when older files can no longer be read


def write(path, tree) -> None:
    """Write a tree to `path`: arrays, JSON values, and lists and dicts of them, with strings as keys.

    The file is complete or is not there: it is written under another name beside `path` and then renamed to
    it. It has the mode that `open` would give it; a link is followed. Leftovers of earlier writes to `path`
    whose process was killed are removed. Raises TypeError for what a tree cannot hold, OSError, with the old
    file in place, when the file cannot be written.
    """
    arrays = {}
    plain = _plain(tree, arrays)
    path = Path(os.path.realpath(path))  # else the rename would replace a link, not the file that it names
    _expect_writable(path)
    name, descriptor = _open_beside(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.savez(file, tree=np.array(json.dumps(plain)), **arrays)
            file.flush()
            os.fsync(file.fileno())  # else the rename may reach the disk before the contents
            os.replace(name, path)  # atomic, within one folder
    except BaseException:  # Ctrl-C, too, must not leave half a file
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    if os.name == "posix":  # a rename is an entry of the folder, which needs an fsync of its own
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    _remove_leftovers(path)


def read(path):
    """The tree that `write` wrote. Raises FileNotFoundError, or ValueError for any other or damaged file."""
    try:
        arrays = _arrays(path)
        tree = _whole(json.loads(arrays["tree"].item()), arrays)
        if tree["format"] != FORMAT:
            raise ValueError(f"format {tree['format']}")
    except FileNotFoundError:
        raise
    except Exception as error:  # whatever a wrong byte leads to, in the zip, a header or the JSON
        raise ValueError(
            f"checkpoint: expected a file that save wrote in {path}, got {error!r:.200}; "
            "take an older checkpoint"
        ) from error
    return tree


def _arrays(path) -> dict:
    """The arrays in the file by name. Raises for a wrong size or checksum, or a name that occurs twice."""
    arrays, size = {}, os.path.getsize(path)
    with zipfile.ZipFile(path) as file:
        for member in file.infolist():
            # Not compressed, as np.savez writes them: a compressed member could expand to any size.
            if member.compress_type != zipfile.ZIP_STORED or member.file_size > size:
                raise ValueError(f"{member.filename} of {member.file_size} bytes in a file of {size}")
            name = member.filename.removesuffix(".npy")
            if name in arrays:
                raise ValueError(f"{name} twice")
            arrays[name] = _array(file.read(member))
    return arrays


def _array(content: bytes):
    """The array of an .npy file. Raises ValueError unless its header agrees with its length."""
    stream = io.BytesIO(content)
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):  # what numpy writes for these dtypes; later ones are for long or Unicode headers
        raise ValueError(f"an array of version {version}")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    n_bytes = math.prod(shape) * dtype.itemsize
    # Objects would be unpickled, which can run any code. The length is compared before memory is allocated.
    if dtype.hasobject or len(content) - stream.tell() != n_bytes:
        raise ValueError(f"an array {shape} of {dtype} in {len(content) - stream.tell()} bytes")
    array = np.frombuffer(content, dtype, offset=stream.tell()) if n_bytes else np.empty(0, dtype)
    return array.reshape(shape, order="F" if fortran else "C").copy()  # frombuffer is read-only


def _plain(tree, arrays):
    """The tree for JSON: each array is added to `arrays`, and {"array": its name there} takes its place."""
    if isinstance(tree, dict):
        strange = [key for key in tree if not isinstance(key, str)]
        if strange:
            raise TypeError(
                f"checkpoint: expected words as keys, got {strange[0]!r:.50}; JSON would make words of them, "
                "and 1 and '1' one"
            )
        # Under a key of its own, so that a user's dict with the key "array" is not taken for an array.
        return {"dict": {key: _plain(part, arrays) for key, part in tree.items()}}
    if isinstance(tree, list | tuple):
        return [_plain(part, arrays) for part in tree]
    if is_array(tree) and not to_numpy(tree).dtype.hasobject:
        name = f"/{len(arrays)}"  # the slash keeps it apart from "tree"
        arrays[name] = to_numpy(tree)
        return {"array": name}
    if isinstance(tree, str | int | float | None):
        return tree
    raise TypeError(
        f"checkpoint: expected arrays, numbers, words, lists and dicts, got {type(tree).__name__}; "
        "let state_dict return these only"
    )


def _whole(tree, arrays):
    """The tree from its JSON, with the arrays in their places: the inverse of `_plain`."""
    if isinstance(tree, list):
        return [_whole(part, arrays) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return arrays[tree["array"]]
    return {key: _whole(part, arrays) for key, part in tree["dict"].items()}


def _expect_writable(path):
    """Raise OSError when no file could be written at `path`."""
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"checkpoint: expected the folder {path.parent}, got none; make it with Path.mkdir(parents=True)"
        )
    if path.exists() and not path.is_file():
        raise OSError(
            f"checkpoint: expected the name of a file, got {path}; a folder or device stays as it is"
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(
            f"checkpoint: expected a file that may be written to, got {path}; change its mode"
        )


def _open_beside(path):
    """A new file beside `path`, locked for as long as it is open.   -> its name, its descriptor"""
    while True:
        # Random, so that two processes may write to `path` at once; the last rename wins.
        name = f"{path}.{secrets.token_hex(4)}.tmp"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(name, flags, 0o666)  # less the umask, as `open` does it
        _lock(descriptor, wait=True)
        # Between os.open and the lock another process may have removed it as a leftover: is it still there?
        with contextlib.suppress(OSError):
            if os.path.samestat(os.stat(name), os.fstat(descriptor)):
                break
        os.close(descriptor)
    with contextlib.suppress(OSError):
        os.chmod(name, stat.S_IMODE(os.stat(path).st_mode))  # the mode of the file that it replaces
    return name, descriptor


def _remove_leftovers(path):
    """Remove files of writes to `path` whose process is gone: a living one would hold a lock."""
    left = re.compile(re.escape(path.name) + r"\.?[0-9a-z_]{8}\.tmp")
    for other in path.parent.iterdir():
        if left.fullmatch(other.name) and other.is_file() and not other.is_symlink():
            with contextlib.suppress(OSError), open(other, "rb") as file:
                if _lock(file.fileno()):
                    os.unlink(other)


def _lock(descriptor, wait=False) -> bool:
    """Whether the file could be locked, until it is closed. wait: for another process to release its lock."""
    try:
        import fcntl  # does not exist on Windows, where no leftovers are removed

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (ImportError, OSError):
        return False
    return True
