"""Folder: a submission's files as bytes. No link is followed, no pipe is opened, and there are limits."""

import fnmatch
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grading.intake.reading import MOST_BYTES
from dlcourse.grading.intake.rejected import Rejected, shown

IGNORED = (  # what editors, systems and nbgrader put beside a student's work
    ".ipynb_checkpoints __pycache__ *.pyc .git .DS_Store ._* __MACOSX Thumbs.db desktop.ini timestamp.txt "
    "feedback .venv node_modules .vscode .idea *.pytest_cache"
).split()


@dataclass(frozen=True)
class Room:
    """How much a submission may be: files, bytes of its notebooks, of all other files, folders deep."""

    files: int = 200
    notebooks: int = 3 * MOST_BYTES
    size: int = 20 << 20
    depth: int = 6


@dataclass
class Found:
    """The files of a submission: {relative path with "/": bytes}, and sentences on what was left out.

    faults: {path: why it was left out} of what cannot be read as a file.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def gather(root, parts, room=None):
    """The Found of the folder root/parts[0]/parts[1]...; root may be a link, nothing below it.

    Raises Rejected when there is no such folder, or a link in its place.
    """
    path, room = no_links(root, parts), room or Room()
    found = Found()
    entries = sorted(walk(path, "", found, room), key=lambda entry: (not is_notebook(entry[0]), entry[0]))
    left, free = [], {True: room.notebooks, False: room.size}
    for name, entry in entries:
        length = entry.stat(follow_symlinks=False).st_size
        if len(found.files) >= room.files or length > free[is_notebook(name)]:
            left.append(name)
            continue
        data = read_file(entry.path, MOST_BYTES + 1)
        if data is None:
            found.faults[name] = "could not be read"
            continue
        found.files[name] = data
        free[is_notebook(name)] -= len(data)
    if left:
        found.notes.append(
            f"{len(left)} files were left out, {shown(left[0])} among them: a submission may have "
            f"{room.files} files, and {room.size >> 20} MB beside its notebooks."
        )
    found.notes += [
        f"{shown(name)} was left out: it {why}." for name, why in sorted(found.faults.items())[:8]
    ]
    return found


def is_notebook(name):
    """Whether a file's name says that it is a notebook, also after a browser has added to it."""
    return ".ipynb" in name.rsplit("/", 1)[-1].lower()


def ignored(name):
    """Whether a file or folder of this name is nobody's work."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in IGNORED)


def no_links(root, parts):
    """The path root/parts[0]/parts[1]...; raises Rejected unless all parts are folders, and no links."""
    path = Path(root)
    for part in parts:
        path = path / part
        asked_folder(path)
    return path


def asked_folder(path):
    """Raise Rejected unless the path is a folder, and no link to one."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        raise Rejected("There is no submission of this assignment.") from None
    if stat.S_ISLNK(mode):
        raise Rejected("The submission is a link to another place: hand in the files themselves.")
    if not stat.S_ISDIR(mode):
        raise Rejected("There is a file where the submission's folder is expected: hand in a notebook.")


def walk(folder, prefix, found, room):
    """(relative path, entry) of each ordinary file; what is none is told in `found.faults`."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        found.faults[prefix or "."] = "could not be read"
        return
    for n_entries, entry in enumerate(entries):
        name = f"{prefix}{entry.name}"
        if ignored(entry.name):
            continue
        if n_entries > 10 * room.files or len(found.faults) > room.files:
            return  # nobody's work: a folder made to keep the grader busy
        fault = fault_of(entry)
        if fault:
            found.faults[name] = fault
        elif not entry.is_dir(follow_symlinks=False):
            yield name, entry
        elif name.count("/") < room.depth:
            yield from walk(entry.path, f"{name}/", found, room)
        else:
            found.faults[name] = f"lies more than {room.depth} folders deep"


def fault_of(entry):
    """Why an entry is not taken, "" when it is."""
    if not (fit_name(entry.name) or is_notebook(entry.name)):  # a notebook is not written under its name
        return "has a name with characters that not every system can store"
    if entry.is_symlink():
        return "is a link: hand in the file itself"
    if not (entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)):
        return "is a pipe, a device or a socket, not a file"
    return ""


def fit_name(name):
    """Whether one part of a path is such that it can be written again anywhere.

    >>> fit_name("data.csv"), fit_name(".."), fit_name("a/b"), fit_name("new\\nline")
    (True, False, False, False)
    """
    fit = name.isprintable() and len(name.encode("utf-8", "replace")) <= 200
    return bool(fit and name not in ("", ".", "..") and not set('/\\:*?"<>|') & set(name))


def read_file(path, most):
    """The first bytes of an ordinary file, or None; never waits, as a pipe would make it."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        number = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with open(number, "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(number).st_mode) else None
    except OSError:
        return None
