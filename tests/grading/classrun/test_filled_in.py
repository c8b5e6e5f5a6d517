"""AUTOTEST lines: the tests that nbgrader has made of them are taken from its gradebook, or it is refused."""

import json
from dataclasses import replace

import pytest
from nbgrader.api import Assignment, Base, Course, Notebook, SourceCell
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from traitlets.config import Config

from dlcourse.grading.classrun.booking import canonicals
from dlcourse.grading.classrun.place import Place
from dlcourse.grading.classrun.source import assignment_of, read_source
from dlcourse.grading.plans import Limits

MARKS = {"grade": True, "solution": False, "locked": True, "points": 1, "schema_version": 3}


@pytest.fixture
def place(tmp_path):
    cell = {"cell_type": "code", "source": "### AUTOTEST total(3)", "outputs": []}
    cell |= {"execution_count": None}
    cell["metadata"] = {"nbgrader": {"grade_id": "test_total", **MARKS}}
    folder = tmp_path / "source" / "ps"
    folder.mkdir(parents=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"nbformat": 4, "nbformat_minor": 4, "metadata": kernel, "cells": [cell]}
    (folder / "p1.ipynb").write_text(json.dumps(book))
    return Place(tmp_path, db_url=f"sqlite:///{tmp_path / 'gradebook.db'}", config={})


def test_without_them_no_class_is_graded(place):
    with pytest.raises(ValueError, match="run nbgrader generate_assignment"):
        read_source(place, "ps", Limits())
    assert not (place.root / "gradebook.db").exists()


def test_the_tests_of_the_gradebook_are_used(place):
    engine = create_engine(place.db_url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        course = Course(id="")
        for assignment, test in (("ps", "assert total(3) == 14"), ("other", "assert False")):
            notebook = Notebook(name="p1", assignment=Assignment(name=assignment, course=course))
            session.add(SourceCell(name="test_total", notebook=notebook, source=test, cell_type="code"))
        session.commit()
    engine.dispose()
    package = read_source(place, "ps", Limits())
    of = assignment_of(json.loads(package))
    assert of.sheets[0].by_name()["test_total"].source == "assert total(3) == 14"
    # the gradebook and the notebooks to show have the same: nbgrader is not asked to make them once more
    config = Config({"CourseDirectory": {"root": str(place.root)}})
    place = replace(place, config=config)
    (one,) = canonicals(place, "ps", CourseDirectory(config=config), package).values()
    assert one.cells["test_total"].source == "assert total(3) == 14"
