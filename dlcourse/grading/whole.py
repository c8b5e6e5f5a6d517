"""Whole: files that are written all or none, and a gradebook that is as before when something fails."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from dlcourse.grading.course import course_config, nbgrader_api

SQLITE = "sqlite:///"


def replace_all(files):
    """Write {path: bytes}, all of it or nothing: each beside its place first, then all moved there."""
    beside = {path: path.with_name(f".{path.name}.new") for path in files}
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_bytes(content)  # a full disk stops here, before anything has changed
        for path in files:
            os.replace(beside[path], path)  # in the same folder: atomic within a disk
    except BaseException:
        for path, old in before.items():
            if old is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != old:
                path.write_bytes(old)
        raise
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)  # gone already, if it was moved


def gradebook_kept(root):
    """A `with` block that leaves the course's gradebook as it was when it fails, if that is a file."""
    return kept(file_of(nbgrader_api(course_config(root)).coursedir.db_url))


def file_of(url):
    """The file of a gradebook's address, None where it is none."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


@contextlib.contextmanager
def kept(path):
    """A `with` block that leaves a file as it was when it fails.   path: None for none"""
    existed = path is not None and path.is_file()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        if existed:
            shutil.copy2(path, copy)
        try:
            yield
        except BaseException:
            if existed:
                shutil.copy2(copy, path)
            elif path is not None:
                path.unlink(missing_ok=True)
            raise
