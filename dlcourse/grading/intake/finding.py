"""Finding: a student's submission in the course's folder, also where it lies beside its place."""

import os
import re
from pathlib import Path

from dlcourse.grading.intake.archive import is_zip
from dlcourse.grading.intake.folder import Found, gather, ignored, no_links, read_file
from dlcourse.grading.intake.reading import MOST_BYTES
from dlcourse.grading.intake.rejected import Rejected, shown


def find_submission(root, parts, notebooks=(), room=None):
    """The Found of the folder root/parts[0]/parts[1]...; root may be a link, nothing below it.

    notebooks: the names of the assignment's, where the last part is the assignment, and what lies beside
    that is the student's. Then a folder of nearly its name, or a notebook or a zip that is named after it, is
    found, too, and that is noted. Raises Rejected for links, and where nothing is found.
    """
    *above, name = parts
    folder = Path(root, *above)
    if os.path.lexists(folder / name) and not (folder / name).is_dir() and not (folder / name).is_symlink():
        return from_file(root, above, name)
    near, loose = beside(folder, name, notebooks) if notebooks else ([], [])
    if os.path.lexists(folder / name) or not (near or loose):
        return gather(root, parts, room)
    if near:
        found = gather(root, (*above, near[0]), room)
        found.notes.append(f"The submission was found in {shown(near[0])}, not in {shown(name)}.")
        return found
    no_links(root, above)
    files = {path: read_file(folder / path, MOST_BYTES + 1) for path in loose}
    for path, data in files.items():
        if data is None:
            raise Rejected(f"{shown(path)} is a link, or no ordinary file: hand in the notebook itself.")
    return Found(files, [f"{shown(loose[0])} was found beside the folder {shown(name)}, not in it."])


def beside(folder, name, notebooks):
    """(folders of nearly the name, notebooks and zips named after the assignment) in a student's folder."""
    try:
        names = sorted(entry for entry in os.listdir(folder) if not ignored(entry) and entry != name)
    except OSError:
        return [], []
    wanted = {squeezed(one) for one in (*(f"{book}.ipynb" for book in notebooks), f"{name}.zip")}
    near = [one for one in names if squeezed(one) == squeezed(name) and Path(folder, one).is_dir()]
    return near, [one for one in names if squeezed(one) in wanted]


def from_file(root, above, name):
    """The one file that lies where a folder is expected."""
    data = read_file(no_links(root, above) / name, MOST_BYTES + 1)
    if data is None:
        raise Rejected("A pipe or a device is where the submission's folder is expected: hand in a notebook.")
    path = f"{name}.zip" if is_zip(data) else f"{name}.ipynb"
    return Found({path: data}, [f"The submission is a file {shown(name)}, not a folder: it was read."])


def squeezed(name):
    """A name without what a browser or a person adds: capitals, blanks, " (1)", "copy of".

    >>> squeezed("PS 1 (2)") == squeezed("ps1"), squeezed("ps1") == squeezed("ps2")
    (True, False)
    """
    name = re.sub(r"\s*\(\d+\)|copy of |[-_ ]copy\d*", "", name.lower())
    return re.sub(r"[\s_-]+", "", name)
