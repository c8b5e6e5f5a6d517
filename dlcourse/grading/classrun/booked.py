"""Booked: whom a gradebook knows. One that was replaced, or is another's now, gets all results anew."""

import sqlite3
from contextlib import closing
from pathlib import Path

QUERY = """select student_id from submitted_assignment
    join assignment on assignment.id = submitted_assignment.assignment_id where assignment.name = """
SQLITE = "sqlite:///"


def students_in(db_url: str, assignment: str) -> set[str] | None:
    """The students whose submissions of an assignment are in a gradebook; None where nobody can tell now.

    A gradebook that is not there, or has no tables yet, knows nobody.
    """
    if not db_url.startswith(SQLITE):
        return in_database(db_url, assignment)
    path = Path(db_url.removeprefix(SQLITE)).resolve()
    if not path.is_file():
        return set()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as book:
            return {row[0] for row in book.execute(f"{QUERY}?", (assignment,))}
    except sqlite3.Error as error:
        return set() if "no such table" in str(error) else None


def in_database(db_url, assignment):
    """The same of a gradebook that is no file."""
    from sqlalchemy import create_engine, inspect, text  # here: it takes half a second
    from sqlalchemy.exc import SQLAlchemyError

    engine = create_engine(db_url)
    try:
        if not inspect(engine).has_table("submitted_assignment"):
            return set()
        with engine.connect() as book:
            return {row[0] for row in book.execute(text(f"{QUERY}:name"), {"name": assignment})}
    except SQLAlchemyError:  # whoever writes tells what is wrong with it
        return None
    finally:
        engine.dispose()
