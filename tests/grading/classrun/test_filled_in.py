"""AUTOTEST lines: the tests that nbgrader has made of them are taken from its gradebook, or it is refused."""

import json

import pytest
from nbgrader.api import Assignment, Base, Course, Notebook, SourceCell
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from dlcourse.grading.classrun.place import Place
from dlcourse.grading.classrun.source import assignment_of, read_source
from dlcourse.grading.plans import Limits

MARKS = {"grade": True, "solution": False, "locked": True, "points": 1, "schema_version": 3}


@pytest.fixture
def place(tmp_path):
    cell = {"cell_type": "code", "source": "### AUTOTEST total(3)", "outputs": []}
    cell["metadata"] = {"nbgrader": {"grade_id": "test_total", **MARKS}}
    folder = tmp_path / "source" / "ps"
    folder.mkdir(parents=True)
    (folder / "p1.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]}))
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
    of = assignment_of(json.loads(read_source(place, "ps", Limits())))
    assert of.sheets[0].by_name()["test_total"].source == "assert total(3) == 14"
