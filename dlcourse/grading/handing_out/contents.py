"""Contents: every text that lies in what students get: cells, outputs, metadata, attachments, other files."""

import base64
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.handing_out.secrets import place

MOST = 50_000_000  # bytes of a file that are looked through
DEEPEST = 3  # archives within archives
PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{8,}")  # of a file that is no text
UNREADABLE = (OSError, EOFError, ValueError, zipfile.BadZipFile, tarfile.TarError, zlib.error, RuntimeError)


@dataclass(frozen=True)
class Content:
    """A text that students get.   what: of a cell, such as "its outputs"; "" for its source, and a file."""

    where: str
    text: str
    what: str = ""
    code: bool = False


def contents_of(folder):
    """The Contents of all files of a folder, hidden ones included."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            with open(path, "rb") as file:
                yield from in_file(path.relative_to(folder).as_posix(), file.read(MOST))


def in_file(name, data, depth=0):
    """The Contents of one file, and of the files that are packed into it."""
    if name.endswith(".ipynb"):
        try:
            yield from in_notebook(name, json.loads(data.decode("utf-8-sig")))
            return
        except (ValueError, RecursionError, AttributeError, TypeError):
            pass  # no notebook: a file as any other
    if depth < DEEPEST:
        try:
            yield from packed(name, data, depth)
        except UNREADABLE:
            pass  # what cannot be unpacked here is looked through as it is
    yield Content(name, text_of(data), "", name.endswith(".py"))


def packed(name, data, depth):
    """The Contents of an archive's files."""
    if data[:2] == b"\x1f\x8b":
        yield from in_file(
            name.removesuffix(".gz"), gzip.GzipFile(fileobj=io.BytesIO(data)).read(MOST), depth + 1
        )
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for one in archive.infolist():
                with archive.open(one) as file:
                    yield from in_file(f"{name}/{one.filename}", file.read(MOST), depth + 1)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for one in filter(tarfile.TarInfo.isfile, archive):
                yield from in_file(f"{name}/{one.name}", archive.extractfile(one).read(MOST), depth + 1)


def text_of(data) -> str:
    """The bytes as text; of what is none, the parts that can be read."""
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
            if "\0" not in text:
                return text
        except UnicodeDecodeError:
            pass
    return "\n".join(part.decode("utf-8", "replace") for part in PRINTABLE.findall(data))


def in_notebook(name, notebook):
    """The Contents of a notebook, as JSON has it."""
    yield Content(name, "\n".join(strings(without(notebook, "cells"))), "its metadata")
    for position, cell in enumerate(notebook["cells"], 1):
        metadata = cell.get("metadata", {})
        grade_id = metadata.get("nbgrader", {}).get("grade_id", "")
        where = place(name.removesuffix(".ipynb"), grade_id, position)
        yield Content(where, "".join(cell["source"]), "", cell["cell_type"] == "code")
        rest = without(cell, "source", "outputs", "attachments")
        yield Content(where, "\n".join(strings(rest)), "its metadata")
        yield Content(where, "\n".join(strings(cell.get("outputs", []))), "its outputs")
        for attached, kinds in cell.get("attachments", {}).items():
            for data in kinds.values():
                yield Content(where, attached_text("".join(data)), f"its attachment {attached!r}")


def without(mapping, *names):
    """What a mapping has beside these names."""
    return {name: value for name, value in mapping.items() if name not in names}


def attached_text(data) -> str:
    """What can be read in an attachment, in base64 or not."""
    try:
        return text_of(base64.b64decode(re.sub(r"\s", "", data), validate=True))
    except ValueError:
        return data


def strings(value):
    """The texts in whatever lists and mappings, the keys included; a list of lines is one text."""
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in (str(key), *strings(one))]
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return ["".join(value)]
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []
