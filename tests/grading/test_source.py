"""From the text of an assignment to a notebook."""

import nbformat
from small_assignment import BEGIN, END, SMALL, TASK, text

from dlcourse.grading.lint import lint_text
from dlcourse.grading.source import convert, to_json, to_notebook


def test_the_same_text_gives_the_same_bytes():
    assert to_json(to_notebook(SMALL)) == to_json(to_notebook(SMALL))


def test_cells_keep_their_text_and_their_ids_come_from_grade_id_or_position():
    cells = to_notebook(SMALL).cells
    assert [cell.id for cell in cells] == ["cell-1", "cell-2", "double", "double-seen", "double-hidden"]
    assert cells[0].source == TASK
    assert (
        cells[2].source == f'def double(x):\n    """2 x"""\n    {BEGIN}\n    return x + x  # exact\n    {END}'
    )


def test_a_notebook_is_valid_names_the_python3_kernel_and_has_no_outputs(tmp_path):
    (tmp_path / "a.md").write_text(SMALL)
    convert(tmp_path / "a.md", tmp_path / "deep" / "a.ipynb")
    notebook = nbformat.read(tmp_path / "deep" / "a.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert all(
        not cell.outputs and cell.execution_count is None
        for cell in notebook.cells
        if cell.cell_type == "code"
    )


def test_nbgrader_metadata_arrive_as_written():
    data = to_notebook(SMALL).cells[3].metadata.nbgrader
    assert data == {
        "schema_version": 3,
        "grade_id": "double-seen",
        "grade": True,
        "locked": True,
        "points": 1,
        "solution": False,
        "task": False,
        "cell_type": "code",
    }


def test_a_written_answer_carries_its_metadata_in_json_after_three_plus_signs():
    data = '{"nbgrader": {"schema_version": 3, "grade_id": "why", "grade": true, "points": 2, '
    data += '"locked": false, "solution": true, "task": false}}'
    content = text(SMALL, f"+++ {data}", f"{BEGIN}\n\nBecause.\n\n{END}")
    assert lint_text("a.md", content) == []
    assert to_notebook(content).cells[-1].metadata.nbgrader.grade_id == "why"
