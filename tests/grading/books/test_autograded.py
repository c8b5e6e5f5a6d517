"""The autograded notebook and its file: nbgrader reads the judge's scores in it, and its own metadata."""

import base64
import json
import os
import stat

import nbformat
import pytest
from books_course import ASSIGNMENT, NOTEBOOK, canonicals, course, entry, shown, test_cell, verdict
from nbconvert.filters import markdown2html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator

from dlcourse.grading.books.entry import Judged
from dlcourse.grading.books.fitting import LEFT_OUT, MOST
from dlcourse.grading.books.notebook import NOTES, autograded
from dlcourse.grading.books.shelf import Shelf


@pytest.fixture
def one(tmp_path):
    return canonicals(*course(tmp_path))[0]


def made(one, **options):
    """The autograded notebook of a submission with these options of books_course.entry."""
    notebook = autograded(one, entry("ann", one, **options).notebooks[NOTEBOOK])
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    return notebook, {cell.id: cell for cell in notebook.cells}


ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "no", "traceback": ["no"]}
WARNING = {"output_type": "stream", "name": "stderr", "text": "DeprecationWarning"}
NUMBER = {
    "output_type": "execute_result",
    "data": {"text/plain": "0.5"},
    "metadata": {},
    "execution_count": 9,
}
WORD = {
    "output_type": "execute_result",
    "data": {"text/html": "<b>x</b>"},
    "metadata": {},
    "execution_count": 9,
}


@pytest.mark.parametrize("outputs", [(), (ERROR,), (WARNING,), (NUMBER,), (WORD,), (WARNING, ERROR, NUMBER)])
@pytest.mark.parametrize("score", [0.0, 0.5, 1.25, 2.0])
def test_nbgrader_reads_the_judges_score_in_a_tests_outputs(one, score, outputs):
    _, cells = made(one, hidden=score, outputs={"hidden": outputs})
    assert utils.determine_grade(cells["hidden"]) == (score, 2.0)


def test_outputs_that_say_the_score_already_stay_as_they_are(one):
    _, cells = made(one, hidden=0.5, seen=0.0, outputs={"hidden": [NUMBER], "seen": [ERROR]})
    assert [output.data["text/plain"] for output in cells["hidden"].outputs] == ["0.5"]
    assert cells["seen"].outputs == [new_output(**ERROR)]


def test_canonical_cells_are_the_sources_whatever_is_shown(one):
    notebook = shown(one, squares="def squares(n): ...", seen="pass", locked="np = None")
    for cell in notebook.cells:
        if cell.id == "squares":
            cell.metadata.nbgrader.grade = True
        elif cell.id == "hidden":
            cell.metadata.nbgrader.update(points=100, checksum="x", locked=False)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "why"]
    notebook.cells.append(test_cell("own", "assert True", 50))
    result = autograded(one, Judged(notebook, verdict(seen=1.0)))
    cells = {cell.id: cell for cell in result.cells}
    for name, cell in one.cells.items():
        assert cells[name].metadata == cell.metadata and cells[name].cell_type == cell.cell_type
        assert name == "squares" or cells[name].source == cell.source
    assert cells["squares"].source == "def squares(n): ..." and cells["own"].metadata == {}
    assert result.metadata.kernelspec.name == "python3"


def test_a_cell_without_nbgraders_metadata_has_the_outputs_of_its_id(one):
    printed = {"output_type": "stream", "name": "stdout", "text": "4\n"}
    extra = [new_code_cell("print(4)", id="scratch"), new_code_cell("print(5)", id="silent")]
    _, cells = made(one, extra=extra, outputs={"scratch": [printed]})
    assert cells["scratch"].outputs == [new_output(**printed)] and cells["silent"].outputs == []


def test_a_student_cannot_give_a_cell_another_cells_outputs_or_a_broken_id(one):
    extra = [new_code_cell("1", id="a"), new_code_cell("2", id="a"), new_markdown_cell("3", id="b")]
    extra[2].id = "<script>"
    notebook, _ = made(one, extra=extra)  # validated
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_reasons_stand_in_a_first_cell_as_plain_text(one):
    reasons = ("The cell `seen` was changed.", "The file '<script>x</script>[a](b).ipynb'\n# was renamed.")
    notebook, cells = made(one, reasons=reasons)
    first = notebook.cells[0]
    assert first.id == NOTES and "seen" in first.source and first.source.count("\n") == 3
    page = markdown2html(first.source)
    assert "&lt;script&gt;x&lt;/script&gt;[a](b).ipynb" in page and "<h1" not in page and "<a" not in page


def test_where_nothing_could_be_run_the_page_says_why_and_every_test_has_0(one):
    notebook = autograded(one, Judged(None, None, ("It is no notebook.",)))
    nbformat.validate(notebook)
    assert (
        "could not be graded" in notebook.cells[0].source and "It is no notebook" in notebook.cells[0].source
    )
    tests = [cell for cell in notebook.cells if utils.is_grade(cell) and cell.cell_type == "code"]
    assert [utils.determine_grade(cell)[0] for cell in tests] == [0, 0]


def test_text_that_no_file_could_hold_is_written_all_the_same(one, tmp_path):
    bad = "x = '\ud800\0'"
    extra = [new_code_cell(bad, id="bad"), new_markdown_cell("a\udfff", id="worse")]
    printed = {"output_type": "stream", "name": "stdout", "text": "\ud800"}
    notebook, _ = made(one, extra=extra, outputs={"bad": [printed]})
    Shelf(*course(tmp_path)).put("ann", ASSIGNMENT, {NOTEBOOK: notebook})
    read = nbformat.read(tmp_path / "autograded" / "ann" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    assert [cell.source for cell in read.cells[-2:]] == ["x = '?'", "a?"]


@pytest.mark.parametrize(("settings", "mode"), [({}, 0o444), ({"groupshared": True}, 0o664)])
def test_files_have_nbgraders_permissions(one, tmp_path, settings, mode):
    shelf = Shelf(*course(tmp_path, CourseDirectory={"root": str(tmp_path), **settings}))
    notebook, _ = made(one)
    for _ in range(2):  # over a read-only file
        shelf.put("ann", ASSIGNMENT, {NOTEBOOK: notebook}, "2026-01-01 00:00:00 UTC")
    folder = tmp_path / "autograded" / "ann" / ASSIGNMENT
    assert sorted(os.listdir(folder)) == [f"{NOTEBOOK}.ipynb", "timestamp.txt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {mode}
    shared = all(one.stat().st_mode & 0o2770 == 0o2770 for one in (folder, folder.parent, folder.parents[1]))
    assert shared == bool(settings)


def test_a_file_is_replaced_whole_and_what_a_killed_run_left_is_no_hindrance(one, tmp_path, monkeypatch):
    shelf, (notebook, _) = Shelf(*course(tmp_path)), made(one)
    shelf.put("ann", ASSIGNMENT, {NOTEBOOK: notebook})
    path = shelf.folder("ann", ASSIGNMENT) / f"{NOTEBOOK}.ipynb"
    before = path.read_bytes()
    assert json.loads(before)["nbformat"] == 4

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(OSError, match="No space left"):
            shelf.put("ann", ASSIGNMENT, {NOTEBOOK: autograded(one, Judged(None))})
    assert path.read_bytes() == before and len(list(path.parent.iterdir())) == 1
    left = path.with_name(f".{path.name}.new")
    left.write_bytes(b"{")
    left.chmod(0o400)
    shelf.put("ann", ASSIGNMENT, {NOTEBOOK: autograded(one, Judged(None))})
    assert path.read_bytes() != before and not left.exists()


def test_a_notebook_that_a_later_submission_lacks_is_shown_no_more(one, tmp_path):
    shelf, (notebook, _) = Shelf(*course(tmp_path)), made(one)
    shelf.put("ann", ASSIGNMENT, {"a": notebook, "b": notebook})
    shelf.put("ann", ASSIGNMENT, {"b": notebook})
    assert [path.name for path in shelf.folder("ann", ASSIGNMENT).iterdir()] == ["b.ipynb"]


def test_what_a_student_pastes_is_left_out_where_the_notebook_would_be_too_large(one, tmp_path):
    png = base64.b64encode(b"\x89PNG" + bytes(3 * MOST)).decode()
    picture = new_markdown_cell("![big](attachment:big.png)", id="picture")
    picture.attachments = {"big.png": {"image/png": png}}
    extra = [picture, new_code_cell("x = 1  # " + "y" * 3 * MOST, id="long"), new_code_cell("1", id="small")]
    printed = {"output_type": "stream", "name": "stdout", "text": "z" * MOST}
    said = {
        "long": [printed],
        "small": [{**printed, "text": "kept"}],
        "seen": [printed, {**ERROR, "evalue": "e" * MOST}],
    }
    notebook, cells = made(one, extra=extra, outputs=said, seen=0.0)
    Shelf(*course(tmp_path)).put("ann", ASSIGNMENT, {NOTEBOOK: notebook})
    path = tmp_path / "autograded" / "ann" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    assert path.stat().st_size < 1.1 * MOST
    assert cells["long"].source.endswith(LEFT_OUT) and cells["small"].outputs[0].text == "kept"
    assert cells["hidden"].source == one.cells["hidden"].source
    assert utils.determine_grade(cells["seen"]) == (0, 1.0)
    assert "attachment:big.png" in cells["picture"].source and not cells["picture"].get("attachments")
    assert "<img" not in markdown2html(cells["picture"].source)
