"""Source: all that a class is graded with, as bytes that cross processes and machines."""

import base64
import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from dlcourse.grading.classrun.filled_in import filled_in
from dlcourse.grading.classrun.own_source import own_assignments
from dlcourse.grading.classrun.place import assignments
from dlcourse.grading.classrun.releases import known_releases, write_down
from dlcourse.grading.classrun.result import to_bytes
from dlcourse.grading.intake.canonical import Assignment, read_assignment
from dlcourse.grading.intake.words import from_plain, release_of, to_plain

IGNORED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}


def read_source(place, name, limits, released=None) -> bytes:
    """The package of an assignment: its source, nbgrader's settings, how much a submission may use.

    released: the folder of what students get; that of the course by default. Nothing is written.
    Raises ValueError when there is no such assignment, or no class can be graded with it.
    """
    folder = place.source_folder(name)
    files = files_in(folder)
    names = {path[: -len(".ipynb")] for path in files if path.endswith(".ipynb") and "/" not in path}
    notebooks = {key: files.pop(f"{key}.ipynb") for key in sorted(names)}
    if not notebooks:
        known = ", ".join(sorted({*assignments(place), *own_assignments(place)})) or "none"
        raise ValueError(
            f"grade: expected the source of {name!r} in {folder}, got no notebook there; "
            f"the assignments with a source are: {known}"
        )
    package = {
        "name": name,
        "notebooks": encoded(filled_in(place, name, notebooks)),
        "files": encoded(files),
        "given": given_files(released or place.release_folder(name), files),
        "earlier": {},
        "release": to_plain(release_of(place.config, place.root)),
        "folders": own_checks(place, name),
        "environment": {key: os.environ[key] for key in ("DLCOURSE_GRADING_SECRET",) if key in os.environ},
        "limits": asdict(limits),
    }
    whole = assignment_of(package)  # which refuses before anything is graded
    return to_bytes(package | {"earlier": known_releases(place, whole)})


def fingerprint(package: bytes) -> str:
    """By it a result knows with which source it was made."""
    return hashlib.sha256(package).hexdigest()


def assignment_of(package: dict) -> Assignment:
    """What submissions are matched with."""
    notebooks, files = decoded(package["notebooks"]), decoded(package["files"])
    more = {"given": package["given"], "earlier": package["earlier"]}
    return read_assignment(package["name"], notebooks, files, from_plain(package["release"]), **more)


def notebooks_of(package: bytes) -> dict[str, bytes]:
    """{name: bytes} of the notebooks that a class is graded with."""
    return decoded(json.loads(package)["notebooks"])


def remember(place, name: str, package: bytes) -> None:
    """Write down the releases that a package knows."""
    write_down(place, name, json.loads(package)["earlier"])


def earlier_texts(package: bytes) -> dict[str, dict[str, tuple[str, ...]]]:
    """{notebook: {grade_id: texts}} of the releases that are known."""
    known = json.loads(package)["earlier"]
    return {name: {cell: tuple(one["texts"]) for cell, one in cells.items()} for name, cells in known.items()}


def given_files(folder, files):
    """The paths of a source's other files that students have got; None without a release in this folder."""
    return [path for path in files if Path(folder, path).is_file()] if Path(folder).is_dir() else None


def files_in(folder):
    """{relative path: bytes} of the instructor's files in a folder."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        relative = path.relative_to(folder)
        if not IGNORED & set(relative.parts) and path.is_file():
            found[relative.as_posix()] = path.read_bytes()
    return found


def encoded(files):
    """{relative path: bytes} as JSON has it."""
    return {path: base64.b64encode(data).decode() for path, data in files.items()}


def decoded(files):
    """{relative path: bytes} of what `encoded` has made."""
    return {path: base64.b64decode(text) for path, text in files.items()}


def own_checks(place, name):
    """{environment variable: files of the folder that it names}: what this course's own checks read."""
    own = place.config.get("CourseExecute", {})
    found = {}
    for variable, trait in (("DLCOURSE_SOLUTIONS", "solutions"), ("DLCOURSE_FROZEN", "frozen")):
        folder = own.get(trait)
        if isinstance(folder, str) and Path(folder).is_dir():
            files = files_in(folder)
            found[variable] = encoded({path: files[path] for path in files if of_assignment(path, name)})
    return found


def of_assignment(path, name):
    """Whether a file of the exercises' folder belongs to an assignment."""
    return path.startswith((f"{name}/", f"{name}."))
