"""Packing: a submission's files as bytes that cross processes and machines, whatever lies in its folder."""

import base64
import hashlib
import json
from pathlib import Path

from dlcourse.grading.classrun.parcels import inside_of, parcel
from dlcourse.grading.classrun.result import to_bytes
from dlcourse.grading.intake.finding import find_submission
from dlcourse.grading.intake.folder import Found, read_file
from dlcourse.grading.intake.rejected import Rejected

TIMESTAMP, MOST_OF_TIMESTAMP = "timestamp.txt", 1000


def pack(root: str, parts: tuple, student: str, source: str, notebooks: tuple = ()) -> bytes:
    """The submission in the folder root/parts[0]/parts[1]..., or beside it, as bytes.

    source: the fingerprint of the assignment's source, by whose change all is graded anew. notebooks: see
    `find_submission`. Nothing that lies there makes this fail or wait; why it cannot be graded is told in the
    place of files.
    """
    time = None
    try:
        found, refused = find_submission(root, parts, notebooks), None
        time = read_file(Path(root, *parts, TIMESTAMP), MOST_OF_TIMESTAMP)
    except Rejected as error:
        found, refused = Found(), str(error)
    body = {
        "files": {name: base64.b64encode(data).decode() for name, data in found.files.items()},
        "notes": found.notes,
        "faults": found.faults,
        "refused": refused,
        "timestamp": None if time is None else time.decode("utf-8", "replace"),
    }
    inside = to_bytes(body)
    fingerprint = hashlib.sha256(source.encode() + inside).hexdigest()
    return parcel({"student": student, "fingerprint": fingerprint}, inside)


def unpack(packed: bytes):
    """(the Found, why it is refused or None, its timestamp.txt or None) of a packed submission."""
    body = json.loads(inside_of(packed))
    files = {name: base64.b64decode(text) for name, text in body["files"].items()}
    return Found(files, body["notes"], body["faults"]), body["refused"], body["timestamp"]
