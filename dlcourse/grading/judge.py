"""Judge: nbgrader's step that runs a notebook, by the class run's judge: no test runs beside students' code.

Two lines in any course's nbgrader_config.py put it there: see settings.protect.
"""

import atexit
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Any, Unicode

from dlcourse.grading.books.notebook import autograded
from dlcourse.grading.classrun.bench import Bench
from dlcourse.grading.classrun.booking import canonicals, entry_of
from dlcourse.grading.classrun.limits import KNOWN, limits_of
from dlcourse.grading.classrun.place import Place
from dlcourse.grading.classrun.source import read_source, remember
from dlcourse.grading.intake.folder import Found, gather, is_notebook
from dlcourse.grading.intake.rejected import Rejected

IDLE = 60.0  # seconds after which the sandbox is closed: formgrader's server may go on for days


# nbgrader knows the limits by their names; what the settings say of them, `limits_of` reads and checks
LIMITS = {name: Any(help=f"Of a submission: {known}").tag(config=True) for name, known in KNOWN.items()}
Limited = type("Limited", (NbGraderPreprocessor,), LIMITS)


class Judge(Limited):
    """Stands where nbgrader's Execute stood. The cells that it leaves are those of the class run.

    Tests and locked cells come from the course's source, the student's code from the notebook, and other
    files from the submitted folder, without following links. Raises NoSandbox where no sandbox can be had.
    """

    sandbox = Unicode("bubblewrap", help="bubblewrap or container").tag(config=True)

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir  # of the converter that this step's exporter belongs to
        place = place_of(coursedir, self.config)
        package = read_source(place, names["assignment"], limits_of(self.config))
        remember(place, names["assignment"], package)
        found = submitted(coursedir, names, nb)
        with BENCHES.bench(package, self.sandbox, (str(place.root),)) as bench:
            result = judged(bench, names, found)
        entry = entry_of(result)
        for reason in result.summary.reasons:
            self.log.warning("%s: %s", names["student"], reason)
        canonical = canonicals(place, names["assignment"], coursedir, package)[names["notebook"]]
        return autograded(canonical, entry.notebooks[names["notebook"]]), resources


def place_of(coursedir, config) -> Place:
    """The class run's view of nbgrader's course directory."""
    steps = ("source", "release", "submitted", "autograded", "feedback")
    folders = {step: getattr(coursedir, f"{step}_directory") for step in steps}
    structure, db_url = coursedir.directory_structure, coursedir.db_url
    return Place(Path(coursedir.root), **folders, structure=structure, db_url=db_url, config=config)


def submitted(coursedir, names, nb) -> Found:
    """The notebook as nbgrader has it, and the other files that were handed in."""
    folder = coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"])
    try:
        found = gather(folder, ())
    except Rejected:
        found = Found()  # no folder: nbgrader has the notebook from elsewhere
    files = {path: data for path, data in found.files.items() if not is_notebook(path)}
    own = nbformat.v4.writes(nb).encode("utf-8", "replace")
    return Found({f"{names['notebook']}.ipynb": own, **files}, found.notes, found.faults)


def judged(bench, names, found):
    """The result of one notebook of an assignment: the others have their own turn."""
    whole = bench.assignment
    bench.assignment = replace(
        whole, sheets=tuple(sheet for sheet in whole.sheets if sheet.name == names["notebook"])
    )
    try:
        return bench.judged(names["student"], found)
    except Rejected as error:
        return bench.refused(names["student"], error)
    finally:
        bench.assignment = whole


class Benches:
    """The bench of the assignment that is being graded, kept between notebooks: each has its own step."""

    def __init__(self):
        self.lock, self.key, self.kept, self.timer = threading.RLock(), None, None, None
        atexit.register(self.close)

    @contextmanager
    def bench(self, *key):
        """A `with` block with the bench for (package, kind, hidden), a new one where that has changed."""
        with self.lock:
            if self.timer:
                self.timer.cancel()
            if self.key != key:
                self.close()
                self.key, self.kept = key, Bench(*key)
            try:
                yield self.kept
            finally:
                self.timer = threading.Timer(IDLE, self.close)
                self.timer.daemon = True
                self.timer.start()

    def close(self):
        """Close the bench, and its sandbox with it."""
        with self.lock:
            if self.timer:
                self.timer.cancel()
            if self.kept:
                self.kept.close()
            self.key = self.kept = self.timer = None


BENCHES = Benches()
