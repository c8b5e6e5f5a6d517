"""Booked: whom a gradebook knows; who is not in it is graded again."""

import io
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from nbgrader.dbutil import write_alembic_ini

sys.path.append(str(Path(__file__).parents[1] / "books"))
from books_course import ASSIGNMENT, canonicals, course, entry  # noqa: E402

from dlcourse.grading.books.ledger import Ledger  # noqa: E402
from dlcourse.grading.classrun.booked import students_in  # noqa: E402
from dlcourse.grading.classrun.booking import version_of_tables  # noqa: E402
from dlcourse.grading.classrun.journal import Journal  # noqa: E402
from dlcourse.grading.classrun.result import GRADED, Result, Summary  # noqa: E402


def with_students(db_url, folder, *names):
    coursedir, config = course(folder, db_url)
    ones = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        ledger.write(ASSIGNMENT, ones, [entry(name, ones[0]) for name in names])


@pytest.mark.slow
def test_a_gradebook_knows_its_students(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    assert students_in(url, ASSIGNMENT) == set()
    (tmp_path / "gradebook.db").write_bytes(b"")
    assert students_in(url, ASSIGNMENT) == set()
    with_students(url, tmp_path, "ann", "bob")
    assert students_in(url, ASSIGNMENT) == {"ann", "bob"} and students_in(url, "ps2") == set()


def test_a_file_that_is_no_gradebook_says_nothing(tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"no database at all, but some text")
    assert students_in(f"sqlite:///{tmp_path / 'gradebook.db'}", ASSIGNMENT) is None


def test_a_database_that_cannot_be_reached_says_nothing(tmp_path):
    pytest.importorskip("psycopg2", reason="psycopg2 is not installed")
    assert students_in(f"postgresql+psycopg2://nobody@/none?host={tmp_path}", ASSIGNMENT) is None


def test_who_is_forgotten_has_a_result_and_no_fingerprint(tmp_path):
    journal = Journal(tmp_path)
    summaries = [Summary(name, f"print-{name}", GRADED, (), {}) for name in ("ann", "bob")]
    for one in summaries:
        journal.arrive(Result(one, {}))
    journal.booked(summaries)
    journal.forget({"bob"})
    assert (journal.fingerprint("ann"), journal.fingerprint("bob")) == ("print-ann", None)
    assert journal.summary("bob").student == "bob"
    journal.close()


def test_a_new_gradebook_has_the_version_that_alembic_tells_nbgrader(tmp_path):
    settings, told = str(tmp_path / "alembic.ini"), io.StringIO()
    write_alembic_ini(settings)
    command.heads(Config(settings, stdout=told))
    assert told.getvalue().split()[0] == version_of_tables()
