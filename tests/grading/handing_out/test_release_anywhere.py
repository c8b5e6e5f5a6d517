"""The release of a course that is not this one: refused while something is wrong, then nbgrader's own."""

import json
import shutil
import sqlite3

import pytest
from handed_out import ANSWER, CONFIG, HIDDEN, TEST, notebook
from nbgrader.apps import NbGraderAPI

from benchmarks.classroom import cell, write
from dlcourse.grading.classrun.booking import coursedir_of
from dlcourse.grading.classrun.place import find_place
from dlcourse.grading.course import own_root
from dlcourse.grading.handing_out import command
from dlcourse.grading.problem import AssignmentError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's queries
]

WRONG = ANSWER.replace("/ len(kept)", "/ (1 + len(kept))")


def course(folder, book, **files):
    """A course with one assignment; its Place."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = CONFIG + "\nc.CourseDirectory.release_directory = 'out'\n"
    (folder / "nbgrader_config.py").write_text(settings, "utf-8")
    write(folder / "source" / "ps1" / "ps1.ipynb", book)
    for name, data in files.items():
        (folder / "source" / "ps1" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "source" / "ps1" / name).write_bytes(data)
    return find_place(folder)


def files(folder):
    """{path: bytes} of a folder, but for databases."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def broken():
    """A source in which the answer is wrong, one test pays for nothing, and a cell shows the hidden test."""
    free = cell("code", "assert 1 + 1 == 2\nassert True", "free", **TEST)
    book = notebook(free, cell("code", f"# {HIDDEN}", "scratch"))
    book["cells"][2]["source"] = WRONG
    return book


def test_a_source_with_mistakes_is_refused_and_nothing_is_written(tmp_path):
    place = course(tmp_path, broken(), **{"solutions.py": WRONG.encode()})
    before = files(tmp_path)
    with pytest.raises(AssignmentError) as refused:
        command.release(place)
    said = {problem.where: str(problem) for problem in refused.value.problems}
    assert set(said) == {f"ps1.ipynb (cell {name!r})" for name in ("test", "free", "answer")}
    assert len(refused.value.problems) == 4 and "solutions.py, too" in said["ps1.ipynb (cell 'answer')"]
    everything = str(refused.value)
    assert "0 of 2 points (AssertionError" in everything and HIDDEN in everything  # its author may read it
    assert "2 of 2 points; let the test call what is to be written" in everything
    assert "a hidden test that stays here" in everything and "cell 8" in everything
    assert files(tmp_path) == before and not (tmp_path / "gradebook.db").exists()


def tables(path):
    """All that a gradebook holds but numbers that are drawn."""
    drawn = "id assignment_id notebook_id cell_id".split()
    with sqlite3.connect(path) as book:
        book.row_factory = sqlite3.Row
        names = [row[0] for row in book.execute("select name from sqlite_master where type = 'table'")]
        rows = {name: [dict(row) for row in book.execute(f"select * from {name}")] for name in sorted(names)}
    book.close()
    for one in (row for table in rows.values() for row in table):
        for key in drawn:
            one.pop(key, None)
    return {name: sorted(map(str, table)) for name, table in rows.items()}


def test_a_release_is_what_nbgrader_writes(tmp_path):
    data = {"data/numbers.csv": b"1,2\n", "notes.md": b"# Notes\n"}
    stock, own = (course(tmp_path / name, notebook(), **data) for name in ("stock", "own"))
    (tmp_path / "own" / "out" / "ps1" / ".ipynb_checkpoints").mkdir(parents=True)
    shutil.copy(tmp_path / "own/source/ps1/ps1.ipynb", tmp_path / "own/out/ps1/.ipynb_checkpoints/a.ipynb")
    api = NbGraderAPI(coursedir=coursedir_of(stock), config=stock.config)
    assert api.generate_assignment("ps1")["success"]
    assert command.release(own, check=True).folders == () and not (tmp_path / "own/gradebook.db").exists()
    done = command.release(own, ["ps1"])
    assert done.folders == (tmp_path / "own" / "out" / "ps1",) and done.remarks == ()
    assert files(tmp_path / "own") == files(tmp_path / "stock")
    assert tables(tmp_path / "own/gradebook.db") == tables(tmp_path / "stock/gradebook.db")
    released = json.loads((tmp_path / "own/out/ps1/ps1.ipynb").read_bytes())
    assert "    ...  # hier" in released["cells"][2]["source"]


def test_what_nbgrader_itself_refuses_is_told_and_the_release_before_stays(tmp_path):
    book = notebook()
    place = course(tmp_path, book)
    (tmp_path / "out" / "ps1").mkdir(parents=True)
    (tmp_path / "out" / "ps1" / "ps1.ipynb").write_text("the release before")
    book["cells"][1]["source"] = "# LÖSUNG>\n1\n# <LÖSUNG"  # in a cell that is no answer
    place = course(tmp_path, book)
    with pytest.raises(RuntimeError, match="release ps1: .*nbgrader's log says(.|\n)*Solution region"):
        command.release(place)
    assert (tmp_path / "out" / "ps1" / "ps1.ipynb").read_text() == "the release before"
    with pytest.raises(ValueError, match=r"it has ps1\), got 'ps2'"):
        command.release(place, ["ps2"])


def test_another_course_within_this_one_is_another_course(tmp_path):
    (tmp_path / "solutions" / "a").mkdir(parents=True)
    (tmp_path / "solutions" / "a" / "a.md").write_text("")
    (tmp_path / "nbgrader_config.py").write_text("")
    course(tmp_path / "deep" / "other", notebook())
    assert own_root(tmp_path / "deep") == tmp_path and own_root(tmp_path) == tmp_path
    assert own_root(tmp_path / "deep" / "other") is None
