"""Shelf: autograded notebooks in their folders, each written whole, with nbgrader's permissions."""

import os
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde

from dlcourse.grading.books.beside import chosen
from dlcourse.grading.books.lateness import read_timestamp
from dlcourse.grading.books.writing import writes


class Shelf:
    """The folders autograded/STUDENT/ASSIGNMENT/ of a course, or as its directory_structure says.

    converter: nbgrader's, whose folders and permissions these are; with GenerateFeedback feedback/... .
    """

    def __init__(self, coursedir, config, converter=Autograde):
        self.coursedir = coursedir
        step = converter(coursedir=coursedir, config=config)
        self.directory, self.permissions = step._output_directory, int(str(step.permissions), 8)

    def folder(self, student, assignment) -> Path:
        """Where the files of a submission lie."""
        return Path(self.coursedir.format_path(self.directory, student, assignment)).resolve()

    def put(self, student, assignment, notebooks, timestamp=None, files=None) -> list[str]:
        """Write notebooks {name: notebook node}, and when they came, by which nbgrader knows a newer one.

        files: {relative path: bytes}, the others that were handed in; returns those that are not kept, see
        `beside`. What lies there of an earlier submission is removed: it would be shown still.
        """
        folder = self.opened(student, assignment)
        made = {f"{name}.ipynb": as_bytes(notebook) for name, notebook in notebooks.items()}
        kept, left = chosen(files or {}, sum(map(len, made.values())))
        if read_timestamp(timestamp) is not None:
            made["timestamp.txt"] = timestamp.encode()
        remove_others(folder, {**kept, **made, "timestamp.txt": b""})
        for path, content in {**kept, **made}.items():
            for above in reversed((folder / path).relative_to(folder).parents[:-1]):
                (folder / above).mkdir(exist_ok=True)
                self.share(folder / above)
            self.write(folder / path, content)
        return left

    def read(self, student, assignment, name):
        """The notebook (a node) that was written last; None where there is none that can be read."""
        try:
            return nbformat.read(self.folder(student, assignment) / f"{name}.ipynb", as_version=4)
        except (OSError, ValueError, nbformat.ValidationError):
            return None

    def opened(self, student, assignment) -> Path:
        """The folder of a submission, made where it is not there."""
        folder = self.folder(student, assignment)
        folder.mkdir(parents=True, exist_ok=True)
        self.share(folder)
        return folder

    def write(self, path, content):
        """A file as a whole: whoever reads it meanwhile sees the old one or the new one."""
        beside = path.with_name(f".{path.name}.new")
        beside.unlink(missing_ok=True)  # left by a run that was killed, it may be read-only
        try:
            beside.write_bytes(content)
            beside.chmod(self.permissions)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)

    def share(self, folder):
        """Open the folders to the group where the course is shared, as nbgrader does."""
        if not self.coursedir.groupshared:
            return
        root = self.folder(".", ".")
        for one in (folder, *folder.parents):
            if not one.is_relative_to(root):
                return
            mode = one.stat().st_mode
            if mode & 0o2770 != 0o2770:
                one.chmod((mode | 0o2770) & 0o2777)


def as_bytes(notebook) -> bytes:
    """The file of a notebook node."""
    return writes(notebook).encode() + b"\n"


def remove_others(folder, paths) -> None:
    """Remove all in a folder but the files at these relative paths; no link is followed."""
    for here, folders, files in os.walk(folder, topdown=False):
        for name in files:
            if Path(here, name).relative_to(folder).as_posix() not in paths:
                Path(here, name).unlink()
        for name in folders:
            if Path(here, name).is_symlink():
                Path(here, name).unlink()
            elif not any(Path(here, name).iterdir()):
                Path(here, name).rmdir()
