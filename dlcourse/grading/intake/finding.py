"""Finding: a student's submission in the course's folder, also where it lies beside its place."""

import os
import re
from pathlib import Path

from dlcourse.grading.intake.archive import is_zip
from dlcourse.grading.intake.folder import Found, gather, ignored, read_file
from dlcourse.grading.intake.reading import MOST_BYTES
from dlcourse.grading.intake.rejected import Rejected, shown


def find_submission(root, student, assignment, notebooks, room=None):
    """The Found of a student, or None where nothing was handed in.

    root: the folder of all submissions, root/student/assignment the place of this one. notebooks: the names
    of the assignment's. A folder of nearly its name, or a notebook or a zip that is named after it and lies
    in the student's folder, is found, too, and that is noted. Raises Rejected for a link.
    """
    folder = Path(root, student)
    try:
        if folder.is_symlink():
            raise Rejected("The student's folder is a link to another place: hand in the files themselves.")
        names = sorted(os.listdir(folder))
    except OSError:
        return None
    if assignment in names:
        return at_its_place(root, student, assignment, room)
    near = [name for name in names if squeezed(name) == squeezed(assignment) and Path(folder, name).is_dir()]
    if near:
        found = gather(root, (student, near[0]), room)
        found.notes.append(f"The submission was found in {shown(near[0])}, not in {shown(assignment)}.")
        return found
    wanted = {squeezed(name) for name in (*(f"{name}.ipynb" for name in notebooks), f"{assignment}.zip")}
    loose = [name for name in names if squeezed(name) in wanted and not ignored(name)]
    files = {name: data for name in loose if (data := read_file(Path(folder, name), MOST_BYTES + 1))}
    if loose and not files:
        raise Rejected(f"{shown(loose[0])} is a link, or no ordinary file: hand in the notebook itself.")
    if not files:
        return None
    where = f"{shown(next(iter(files)))} was found beside the folder {shown(assignment)}, not in it."
    return Found(files, [where])


def at_its_place(root, student, assignment, room):
    """The files of the folder root/student/assignment, or of the one file that lies there."""
    path = Path(root, student, assignment)
    if path.is_dir() or path.is_symlink():
        return gather(root, (student, assignment), room)
    data = read_file(path, MOST_BYTES + 1)
    if data is None:
        raise Rejected("A pipe or a device is where the submission's folder is expected: hand in a notebook.")
    name = f"{assignment}.zip" if is_zip(data) else f"{assignment}.ipynb"
    return Found({name: data}, [f"The submission is a file {shown(assignment)}, not a folder: it was read."])


def squeezed(name):
    """A name without what a browser or a person adds: capitals, blanks, " (1)", "copy of".

    >>> squeezed("PS 1 (2)") == squeezed("ps1"), squeezed("ps1") == squeezed("ps2")
    (True, False)
    """
    name = re.sub(r"\s*\(\d+\)|copy of |[-_ ]copy\d*", "", name.lower())
    return re.sub(r"[\s_-]+", "", name)
