"""Booking: results into nbgrader's gradebook and its autograded notebooks, by the one process that writes."""

import gc
import json
import sys
import warnings
from contextlib import chdir, contextmanager
from dataclasses import replace

from dlcourse.grading.classrun.late import called_late, import_late, named
from dlcourse.grading.classrun.logs import write_log
from dlcourse.grading.classrun.result import FLAGGED
from dlcourse.grading.classrun.source import earlier_texts, notebooks_of
from dlcourse.grading.classrun.students import other_files
from dlcourse.grading.plans import Verdict

# jsonschema, under nbformat, imports these where it can, to check formats of addresses and times that no
# notebook has: one of them compiles 38 grammars, for as long as all the rest of nbgrader takes
NEVER_CALLED = (
    "rfc3987_syntax rfc3987 rfc3986_validator rfc3339_validator uri_template fqdn isoduration webcolors"
).split()

LATE = (
    "nbgrader nbgrader.converters nbgrader.preprocessors "
    "nbconvert nbconvert.preprocessors nbconvert.exporters "
    "yaml jinja2 rapidfuzz nbclient jupyter_client"
).split()

# nbgrader unpacks what it collects, finds a name that is nearly right, and asks JupyterHub for students
SELDOM_CALLED = "setuptools.archive_util", "rapidfuzz.fuzz", "requests"
# nbclient says by them what it takes, and nbgrader what runs its kernels, which no class run starts
ONLY_NAMED = "jupyter_client.manager", "jupyter_client.client"


class Booking:
    """The gradebook of a course, open for one assignment.   package: see source.read_source"""

    def __init__(self, place, assignment, package: bytes):
        coursedir = coursedir_of(place)
        from dlcourse.grading.books.ledger import Ledger
        from dlcourse.grading.books.shelf import Shelf

        self.place, self.assignment, self.logs = place, assignment, place.own_folder(assignment)
        self.left = {}  # student: what was handed in and is not kept beside the notebooks
        with chdir(place.root):  # by which nbgrader's settings name headers and footers
            self.canonicals = canonicals(place, assignment, coursedir, package)
        with told_in_words():
            self.shelf, self.ledger = Shelf(coursedir, place.config), Ledger(coursedir, place.config)
            self.ledger.record(assignment, list(self.canonicals.values()))

    def __call__(self, results):
        """Put results into the gradebook, the notebooks into their folders, and write the logs.

        Returns their summaries: a student for whom that fails is flagged, and the others do not notice.
        Raises NoGradebook where it can be written for nobody.
        """
        try:
            with told_in_words():
                self.write(results)
        except NoGradebook:
            raise
        except Exception as error:
            if len(results) > 1:
                return [summary for result in results for summary in self([result])]
            results = [unbooked(results[0], error)]
        for result in results:
            left = self.left.pop(result.summary.student, ())
            told = (f"not copied to {self.place.autograded}/: {path}" for path in left)
            write_log(self.logs, replace(result, log=(*result.log, *told)))
        return [result.summary for result in results]

    def write(self, results):
        """A batch into the gradebook, all or none, then its notebooks into their folders."""
        made = [self.made(entry_of(result)) for result in results]
        entries = [entry for entry, _ in made]
        self.ledger.write(self.assignment, list(self.canonicals.values()), entries)
        for entry, notebooks in made:
            files = other_files(self.place, entry.student, self.assignment)
            left = self.shelf.put(entry.student, self.assignment, notebooks, entry.timestamp, files)
            self.left[entry.student] = left

    def made(self, entry):
        """(the entry, that says what is new in it; {name: the autograded notebook})."""
        from dlcourse.grading.books.again import news
        from dlcourse.grading.books.notebook import autograded

        notebooks, told = {}, {}
        for name, judged in entry.notebooks.items():
            notebooks[name] = autograded(self.canonicals[name], judged)
            before = self.shelf.read(entry.student, self.assignment, name)
            told[name] = replace(judged, news=news(before, notebooks[name]))
        return replace(entry, notebooks=told), notebooks

    def close(self):
        """Let go of the gradebook."""
        self.ledger.close()


def import_nbgrader():
    """Import nbgrader, without what takes as long as all the rest and is never called."""
    for name in NEVER_CALLED:
        sys.modules.setdefault(name, None)
    for package in LATE:
        import_late(package)
    # what is imported stays: the collector need not look through it, neither now nor as Python ends
    gc.disable()
    try:
        with called_late(*SELDOM_CALLED), named(*ONLY_NAMED):
            import nbgrader.api  # noqa: F401
            from nbformat.warnings import MissingIDFieldWarning
            from nbgrader.converters import Autograde, GenerateAssignment  # noqa: F401
            from nbgrader.preprocessors import AssignLatePenalties, SaveCells  # noqa: F401
        nbgrader.api.get_alembic_version = version_of_tables
    finally:
        gc.freeze()
        gc.enable()
    # quickstart's own header has none; it asks nothing of an instructor
    warnings.filterwarnings("ignore", category=MissingIDFieldWarning)


def version_of_tables():
    """The version of a new gradebook. nbgrader starts a Python for it, which imports all of nbgrader anew."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return ScriptDirectory(ALEMBIC_DIR).get_current_head()


def coursedir_of(place):
    """nbgrader's own CourseDirectory of a course."""
    import_nbgrader()
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=place.config, root=str(place.root), db_url=place.db_url)


class NoGradebook(RuntimeError):
    """The gradebook cannot be written now, for nobody. The message says why, and what to do."""


@contextmanager
def told_in_words():
    """A `with` block from which the database's own errors, and those of settings, come as NoGradebook."""
    from sqlalchemy.exc import OperationalError
    from traitlets import TraitError

    try:
        yield
    except TraitError as error:  # such as a plugin that cannot be imported
        raise NoGradebook(
            f"grade: expected settings that nbgrader takes, got {error}; correct nbgrader_config.py. "
            "What has been graded is kept: the same command goes on"
        ) from error
    except OperationalError as error:
        why = str(error.orig or error).strip().splitlines()[0]
        raise NoGradebook(
            f"grade: expected a gradebook that can be written, got {why!r}; close what holds it (formgrader, "
            "a database browser), or run `nbgrader db upgrade` if it is of an older nbgrader. What has been "
            "graded is kept: the same command goes on"
        ) from error


def canonicals(place, assignment, coursedir, package: bytes):
    """{notebook: its canonical cells} of an assignment: those that its package is graded with."""
    import nbformat.reader

    from dlcourse.grading.books.canonical import canonical
    from dlcourse.grading.books.pictures import pictures_in
    from dlcourse.grading.books.schemas import checked_once, make_ready

    make_ready()
    pictures, found, known = pictures_in(place.source_folder(assignment)), {}, earlier_texts(package)
    for name, data in notebooks_of(package).items():
        # not validated: nbgrader's own steps do so
        source = nbformat.convert(nbformat.reader.reads(data.decode("utf-8-sig")), nbformat.current_nbformat)
        with checked_once():
            one = canonical(name, source, coursedir, place.config)
        found[name] = replace(one, pictures=pictures, earlier=known.get(name, {}))
    return found


def entry_of(result):
    """What the gradebook is told of a result."""
    import nbformat

    from dlcourse.grading.books.entry import Entry, Judged

    notebooks = {}
    for name, one in result.notebooks.items():
        shown = nbformat.from_dict(json.loads(one["shown"])) if one["shown"] else None
        verdict = Verdict.from_bytes(one["verdict"].encode()) if one["verdict"] else None
        notebooks[name] = Judged(shown, verdict, tuple(one["reasons"]))
    summary = result.summary
    return Entry(summary.student, notebooks, result.timestamp, summary.status == FLAGGED)


def unbooked(result, error):
    """The result of a student whom the gradebook does not take."""
    why = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    reason = f"The gradebook does not hold this submission: {why}"
    summary = replace(result.summary, status=FLAGGED, reasons=(*result.summary.reasons, reason))
    return replace(result, summary=summary, log=(*result.log, str(error)))
