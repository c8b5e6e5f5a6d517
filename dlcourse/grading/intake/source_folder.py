"""Source folder: an assignment read from a course's source folder, as nbgrader lays it out."""

from pathlib import Path

from dlcourse.grading.intake.canonical import read_assignment
from dlcourse.grading.intake.folder import ignored


def assignment_of(folder, release=None, texts=None):
    """The Assignment in a folder such as source/ps1: its notebooks, and all other files below it.

    release, texts: see `read_assignment`. Raises ValueError where there is nothing to grade with.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(
            f"{folder.name}: expected the source's notebooks in a folder {folder.name} of the source folder, "
            "got no such folder; grading needs the instructor's version, with answers and hidden tests: "
            "a release and a gradebook do not hold them"
        )
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    paths = [path for path in paths if not any(map(ignored, path.relative_to(folder).parts))]
    notebooks = {path.stem: path.read_bytes() for path in paths if is_graded(path, folder)}
    others = [path for path in paths if path.suffix != ".ipynb"]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in others}
    return read_assignment(folder.name, notebooks, files, release, texts)


def is_graded(path, folder):
    """Whether a path is a notebook that nbgrader grades."""
    return path.suffix == ".ipynb" and path.parent == folder  # nbgrader grades no notebook further down
