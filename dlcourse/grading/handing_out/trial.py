"""Trial: what nbgrader's generate_assignment would write, in a folder of its own, with its own gradebook."""

import logging
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dlcourse.grading.classrun.booking import coursedir_of
from dlcourse.grading.course import completed


@contextmanager
def tried(place, name):
    """A `with` block with (folder of what students would get, the Place with a gradebook that knows it).

    By nbgrader's own steps and the course's settings; its hooks are left out, for they may reach elsewhere.
    The course is as before. Raises RuntimeError with nbgrader's log where it refuses the source.
    """
    with TemporaryDirectory() as folder:
        there = replace(place, db_url=f"sqlite:///{Path(folder, 'gradebook.db')}")
        released = Path(folder, "release")
        released.mkdir()
        completed(generated(there, name, released), f"release {name}")
        yield released, there


def generate(place, name) -> Path:
    """What `nbgrader generate_assignment --force` does, in the course itself; the folder it has written."""
    completed(generated(place, name), f"release {name}")
    return place.release_folder(name)


def generated(place, name, into=None):
    """nbgrader's own result of generating an assignment.   into: a folder in the place of the course's"""
    coursedir = coursedir_of(place)  # nbgrader's imports begin here
    from nbgrader.apps import NbGraderAPI
    from nbgrader.apps.api import capture_log
    from nbgrader.converters import GenerateAssignment

    class Elsewhere(GenerateAssignment):
        """Writes into one folder, whatever the course's structure is."""

        def _format_dest(self, assignment_id, student_id, escape=False):
            return str(into)

    api = NbGraderAPI(coursedir=coursedir, config=place.config, log_level=logging.WARNING)
    if into is None:
        return api.generate_assignment(name)
    coursedir.assignment_id = name
    converter = Elsewhere(coursedir=coursedir, parent=api)
    converter.pre_convert_hook = converter.post_convert_hook = None
    converter.force = True
    return capture_log(converter)
