"""Tests of the text of a notebook: nbformat's own, letter for letter."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from dlcourse.grading.books.writing import writes

PICTURE = {
    "image/png": "iVBORw0KGgo=\n",
    "text/plain": ["<Figure>\n", "of two lines"],
    "image/svg+xml": "<svg>\n</svg>",
}
DATA = {
    "application/json": {
        "b": [1, 2.5, float("nan"), -0.0, 1e300],
        "a": {"é": None, "": True},
        "e": [],
        "f": {},
    }
}
CELLS = {
    "nothing": [],
    "texts": [new_markdown_cell('a\n"b"\t\\ é \u2028 😀 \x00'), new_code_cell("x = 1\r\ny\x0c\n")],
    "attachments": [new_markdown_cell("![](a.png)", attachments={"a.png": {"image/png": "iVBO\nRw0="}})],
    "outputs": [
        new_code_cell(
            "f()",
            outputs=[
                new_output("stream", name="stdout", text="a\nb"),
                new_output("error", ename="E", evalue="e", traceback=["t"]),
            ],
        )
    ],
    "data": [
        new_code_cell(
            "f()", outputs=[new_output("display_data", PICTURE), new_output("execute_result", DATA)]
        )
    ],
    "bytes": [new_code_cell("f()", metadata={"raw": b"ascii", "tuple": (1, ("a", ()))})],
    "what is not kept": [
        new_code_cell("f()", metadata={"trusted": True, "nbgrader": {"points": 3, "grade": False}})
    ],
}


def of_cells(cells):
    """A notebook, which is not validated."""
    metadata = NotebookNode(signature="s", kernelspec=NotebookNode(name="p"))
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=copy.deepcopy(cells))


@pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS)
def test_a_notebook_has_the_text_that_nbformat_gives_it(cells):
    notebook = of_cells(cells)
    before = copy.deepcopy(notebook)
    assert writes(notebook) == nbformat.v4.writes(notebook)
    assert str(notebook) == str(before)


def test_half_of_a_character_is_written_as_it_is():
    notebook = of_cells([new_markdown_cell("\ud83d")])
    assert writes(notebook) == nbformat.v4.writes(notebook)
    with pytest.raises(UnicodeEncodeError):
        writes(notebook).encode()
