"""Settings: two lines make nbgrader's own feedback as safe as ours; a course without them is told so once."""

import io
import subprocess
import sys

import pytest
from books_course import ASSIGNMENT, HIDDEN, NOTEBOOK, canonicals, course, entry
from nbgrader.converters import Autograde, GenerateFeedback
from rich.console import Console
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from dlcourse.grading.books.ledger import Ledger
from dlcourse.grading.books.notebook import autograded
from dlcourse.grading.books.page import FeedbackExporter
from dlcourse.grading.books.shelf import Shelf
from dlcourse.grading.classrun.advice import advise
from dlcourse.grading.classrun.place import OWN, find_place
from dlcourse.grading.judge import Judge
from dlcourse.grading.settings import LINES, protect, unprotected

SETTINGS = "c = get_config()\n"


def test_nbgrader_takes_them():
    config = Config()
    protect(config)
    assert import_item(Autograde(config=config).autograde_preprocessors[0]) is Judge
    assert GenerateFeedback(config=config).exporter_class is FeedbackExporter


class Own(FeedbackExporter):
    """A course's own page."""


@pytest.mark.parametrize(
    ("changes", "n_open"),
    [
        ({}, 0),
        ({"GenerateFeedback": {"exporter_class": Own}}, 0),
        ({"Autograde": {"autograde_preprocessors": [Judge]}}, 0),
        ({"GenerateFeedback": {"exporter_class": "nbconvert.exporters.HTMLExporter"}}, 1),
        ({"Autograde": {"autograde_preprocessors": ["nbgrader.preprocessors.Execute"]}}, 1),
    ],
)
def test_what_they_leave_open_is_known(changes, n_open):
    config = Config()
    protect(config)
    config.merge(Config(changes))
    assert len(unprotected(config)) == n_open
    assert len(unprotected(Config())) == 2


def test_a_course_without_them_is_told_once(tmp_path):
    (tmp_path / OWN).mkdir()
    (tmp_path / "nbgrader_config.py").write_text(SETTINGS)
    said = io.StringIO()
    for _ in range(2):
        advise(find_place(tmp_path), Console(file=said, width=400))
    assert said.getvalue().count("generate_feedback") == 1
    lines = [line.strip() for line in said.getvalue().splitlines()]
    (tmp_path / "nbgrader_config.py").write_text("\n".join([SETTINGS, *lines[1:-1]]))
    assert lines[1:-1] == LINES.splitlines() and unprotected(find_place(tmp_path).config) == []


@pytest.mark.slow
@pytest.mark.parametrize("protected", [True, False])
def test_the_command_nbgrader_generate_feedback(tmp_path, sqlite_file, protected):
    tmp_path.joinpath("gradebook.db").write_bytes(sqlite_file.read_bytes())
    (tmp_path / "nbgrader_config.py").write_text(SETTINGS + LINES * protected)
    coursedir, config = course(tmp_path)
    (one,) = canonicals(coursedir, config)
    ann = entry("ann", one, hidden=0.0)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, [one])
        ledger.write(ASSIGNMENT, [one], [ann])
    notebook = autograded(one, ann.notebooks[NOTEBOOK])
    assert HIDDEN in str(notebook) and "Two points" in str(notebook)  # whoever grades by hand reads them
    Shelf(coursedir, config).put("ann", ASSIGNMENT, {NOTEBOOK: notebook}, None)
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "feedback" / "ann" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text("utf-8")
    # Pygments puts each word of code into an element of its own
    shown = {secret: secret in page for secret in ("HIDDEN", "Two points")}
    assert set(shown.values()) == {not protected}, shown
