"""Course: the paths of an assignment's files, and nbgrader's API with the course's settings."""

import logging
from pathlib import Path

CONFIG = "nbgrader_config.py"
SOURCE = Path("_build", "nbgrader", "source")  # nbgrader_config.py says the same to nbgrader
EXERCISES = Path("exercises")
FROZEN = Path("dlcourse", "checks", "frozen")  # in the package: notebooks find it wherever that is installed
OWN_FROZEN = Path("frozen")


def find_root(start="."):
    """The nearest folder, from start upwards, with an nbgrader_config.py and a folder solutions/."""
    start = Path(start).resolve()
    for folder in (start, *start.parents):  # as git does: the command works in any folder of the course
        if (folder / CONFIG).is_file() and (folder / "solutions").is_dir():
            return folder
    raise ValueError(
        f"find_root: expected {CONFIG} and solutions/ in {start} or above, got neither; run it in the course"
    )


def own_root(start="."):
    """The root of this course, or of one that is made like it, when `start` lies in it; else None.

    A folder with settings of nbgrader's and no texts in solutions/ is another course, wherever it lies.
    """
    start = Path(start).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and assignment_names(folder):
            return folder
        if any((folder / name).exists() for name in (CONFIG, "nbgrader_config.json", "source")):
            return None
    return None


def assignment_names(root):
    """The assignments of the course: each folder solutions/<name>/ with a text <name>.md."""
    return sorted(
        # Other .md files there are notes, not assignments.
        path.parent.name
        for path in Path(root, "solutions").glob("*/*.md")
        if path.stem == path.parent.name
    )


def chosen_names(names, root):
    """All assignments when none is named. Raises ValueError for an unknown name."""
    known = assignment_names(root)
    for name in names or ():
        if name not in known:
            do = f"correct it or add solutions/{name}/{name}.md"
            raise ValueError(f"assignment: expected one of {known}, got {name!r}; {do}")
    return list(names) if names else known


def text_path(name, root):
    """The text of an assignment, its one source."""
    return Path(root, "solutions", name, f"{name}.md")


def source_path(name, root):
    """The notebook with answers, made from the text: nbgrader's source."""
    return Path(root, SOURCE, name, f"{name}.ipynb")


def release_path(name, root):
    """The notebook that students get."""
    return Path(root, EXERCISES, name, f"{name}.ipynb")


def frozen_folder(root):
    """Where the visible checks of a course are written down: in the package, or in a course beside it.

    A folder dlcourse/ in another course would be taken for the package by a Python started there.
    """
    return Path(root, FROZEN if Path(root, "dlcourse", "__init__.py").is_file() else OWN_FROZEN)


def frozen_path(name, root):
    """The inputs and judgements of the visible checks of an assignment, written down."""
    return frozen_folder(root) / f"{name}.json"


def course_config(root):
    """The settings in nbgrader_config.py at root, as the plain nbgrader commands read them."""
    # Here, not above: nbgrader takes seconds to import.
    from traitlets.config.loader import PyFileConfigLoader

    return PyFileConfigLoader(CONFIG, path=str(root)).load_config()


def nbgrader_api(config, **coursedir):
    """nbgrader.apps.NbGraderAPI with settings; keywords (root, db_url) replace its course directory's."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    coursedir = CourseDirectory(config=config, **coursedir)  # keywords win over the config
    return NbGraderAPI(coursedir=coursedir, config=config, log_level=logging.WARNING)


def completed(result, who):
    """The result of an API call, or RuntimeError with nbgrader's own log."""
    if not result["success"]:
        # The API does not raise: it returns a dict.
        log = (result.get("log", "") + result.get("error", "")).strip()
        raise RuntimeError(f"{who}: expected nbgrader to finish, got an error; nbgrader's log says\n{log}")
    return result
