"""Place: where an nbgrader course keeps its things, as its nbgrader_config.py says."""

import contextlib
import glob
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

CONFIG = "nbgrader_config"
OWN = ".dlcourse"  # the folder, in the course's, of journals, logs and the lock
STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")


@dataclass(frozen=True)
class Place:
    """A course on disk: nbgrader's names of its folders, and nbgrader's settings (traitlets' Config).

    structure: nbgrader's `directory_structure`, with {nbgrader_step}, {student_id} and {assignment_id}.
    """

    root: Path
    source: str = "source"
    release: str = "release"
    submitted: str = "submitted"
    autograded: str = "autograded"
    feedback: str = "feedback"
    structure: str = STRUCTURE
    db_url: str = ""
    config: object = field(default=None, compare=False, repr=False)

    def path(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one step for a student and an assignment; the source's student is "."."""
        folder = getattr(self, step)
        filled = self.structure.format(nbgrader_step=folder, student_id=student, assignment_id=assignment)
        return Path(self.root, filled)

    def source_folder(self, assignment: str) -> Path:
        """Where the assignment's source notebooks lie."""
        return Path(os.path.normpath(self.path("source", ".", assignment)))

    def release_folder(self, assignment: str) -> Path:
        """Where what students get of the assignment lies."""
        return Path(os.path.normpath(self.path("release", ".", assignment)))

    def own_folder(self, assignment: str) -> Path:
        """Where the class run keeps its journal and its logs for the assignment."""
        return Path(self.root, OWN, assignment)


def find_place(start=".") -> Place:
    """The course in the folder `start`, as its nbgrader_config.py has it; nbgrader's defaults without one.

    Settings of the instructor's own (`~/.jupyter/nbgrader_config.py`) count, too, but for the root, by which
    they would lead to another course. Raises ValueError when no course is there or its settings fail.
    """
    start = Path(start).resolve()
    if not start.is_dir():
        raise ValueError(f"course: expected a folder, got {start}; name the course's folder by --course")
    if str(start) not in sys.path:  # where nbgrader, too, finds a course's own plugins; it puts them first
        sys.path.append(str(start))
    config = settings(start)
    own = config.get("CourseDirectory", {})

    def said(name, default):
        # a trait that is not set is a LazyConfigValue or missing
        value = own.get(name, default)
        return value if isinstance(value, str) and value else default

    root = Path(os.path.normpath(start / said("root", ".")))
    place = Place(
        root=root,
        source=said("source_directory", Place.source),
        release=said("release_directory", Place.release),
        submitted=said("submitted_directory", Place.submitted),
        autograded=said("autograded_directory", Place.autograded),
        feedback=said("feedback_directory", Place.feedback),
        structure=said("directory_structure", Place.structure),
        db_url=said("db_url", f"sqlite:///{root / 'gradebook.db'}"),
        config=config,
    )
    if not any((start / f"{CONFIG}{end}").is_file() for end in (".py", ".json")):
        if not Path(root, place.source).is_dir():
            do = "run it in the folder of an nbgrader course, or name that by --course"
            raise ValueError(f"course: expected {CONFIG}.py or {place.source}/ in {start}, got neither; {do}")
    return place


def settings(folder):
    """nbgrader's settings for a course folder: those of the instructor, then the course's own."""
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config.loader import Config

    config = Config()
    for other in reversed(jupyter_config_path()):
        config.merge(loaded(other))
    config.get("CourseDirectory", {}).pop("root", None)
    config.merge(loaded(folder))
    return config


def loaded(folder):
    """What the files nbgrader_config.json and .py of one folder say, the latter last."""
    from traitlets.config.loader import Config, JSONFileConfigLoader, PyFileConfigLoader

    config = Config()
    for kind, end in ((JSONFileConfigLoader, ".json"), (PyFileConfigLoader, ".py")):
        if not Path(folder, CONFIG + end).is_file():
            continue
        try:
            with contextlib.chdir(folder):  # nbgrader is run there, and so may the file name others
                config.merge(kind(CONFIG + end, path=str(folder)).load_config())
        except Exception as error:
            where, what = Path(folder, CONFIG + end), f"{type(error).__name__}: {error}"
            raise ValueError(f"course: expected settings in {where}, got {what}; correct the file") from error
    return config


def assignments(place) -> list[str]:
    """The names of the assignments that have a source."""
    return sorted(
        name for _, name in folders(place, "source", student=".") if place.source_folder(name).is_dir()
    )


def folders(place, step, student="*", assignment="*"):
    """(student, assignment) of each entry that a step has on disk.   "*" stands for any name"""
    # letters of no alphabet stand for the two names until the rest of the path is a pattern
    marks = {"\ue000": student, "\ue001": assignment}
    shape = os.path.normpath(
        place.path(step, *(mark if name == "*" else name for mark, name in marks.items()))
    )
    pattern, wildcard = re.escape(shape), glob.escape(shape)
    for mark in marks:
        wildcard = wildcard.replace(mark, "*")
        pattern = pattern.replace(mark, "([^/\\\\]+)", 1).replace(mark, "[^/\\\\]+")
    for path in glob.iglob(wildcard):
        found = re.fullmatch(pattern, path, re.DOTALL)
        groups = iter(found.groups() if found else ())
        yield tuple(next(groups, None) if name == "*" else name for name in marks.values())
