"""Archive: a zip that was handed in instead of a notebook, opened in memory; nothing of it is written."""

import io
import stat
import zipfile
import zlib

from dlcourse.grading.intake.folder import fit_name, ignored, is_notebook
from dlcourse.grading.intake.reading import MOST_BYTES
from dlcourse.grading.intake.rejected import shown

ERRORS = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)


def is_zip(data):
    """Whether bytes begin as a zip does."""
    return data[:4] == b"PK\x03\x04"


def unpacked(name, data, room):
    """({relative path: bytes}, notes) of a zip, within the limits of `room`.   name: for the notes"""
    files, left, free = {}, [], {True: room.notebooks, False: room.size}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist()[: 10 * room.files]:
                path = info.filename.replace("\\", "/")
                if info.is_dir() or any(map(ignored, path.split("/"))):
                    continue
                most = min(MOST_BYTES, free[is_notebook(path)])
                near = path.count("/") <= room.depth or is_notebook(
                    path
                )  # which is written under another name
                fits = len(files) < room.files and near
                content = member(archive, info, path, most) if fits else None
                if content is None:
                    left.append(path)
                    continue
                files[path] = content
                free[is_notebook(path)] -= len(content)
    except ERRORS:
        return {}, [f"The zip {shown(name)} could not be read: hand in the notebook itself."]
    notes = [f"The submission is a zip, {shown(name)}: it was opened."]
    if left:
        notes.append(f"{len(left)} files of the zip were left out, {shown(left[0])} among them.")
    return files, notes


def member(archive, info, path, most):
    """The bytes of a member, None for a link, an odd name, too many bytes, or one with a password."""
    if stat.S_ISLNK(info.external_attr >> 16) or not all(map(fit_name, path.split("/"))):
        return None
    if info.flag_bits & 1 or info.file_size > most:
        return None
    with archive.open(info) as file:
        content = file.read(most + 1)  # the size that a zip names may be a lie
    return content if len(content) <= most else None
