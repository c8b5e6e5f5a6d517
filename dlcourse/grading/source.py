"""Source: a MyST text, solutions/NN_topic/NN_topic.md, to a notebook for nbgrader; one way only.

The same text always gives the same bytes: cell ids come from grade_id, else from the cell's position.
Cells carry nbgrader's own metadata, in YAML on a code cell and in JSON on a Markdown cell:

    ```{code-cell} ipython3
    ---
    nbgrader: {schema_version: 3, grade_id: forward, grade: false, locked: false, solution: true, task: false}
    ---
    ```
"""

from pathlib import Path

import jupytext
import nbformat

METADATA = {  # the same on every machine: a run adds its version of Python
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def read_cells(text):
    """The cells that jupytext reads in a MyST text."""
    return jupytext.reads(text, fmt="md:myst").cells


def cell_id(cell, position):
    """grade_id where there is one, else `cell-<position>`, counted from 1.

    >>> cell_id(nbformat.v4.new_markdown_cell("Hello"), 1)
    'cell-1'
    """
    return cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{position}"


def to_notebook(text):
    """MyST text -> notebook (nbformat 4.5), without outputs. Lint the text first: this takes it as it is."""
    cells = read_cells(text)
    for position, cell in enumerate(cells, start=1):
        cell.id = cell_id(cell, position)  # jupytext draws random ids: each release would differ
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.setdefault("cell_type", cell.cell_type)
            cell.metadata.nbgrader.setdefault("task", False)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)  # a broken notebook fails here, not in nbgrader
    return notebook


def to_json(notebook):
    """The notebook as bytes for a file: sorted keys, one space of indent, a newline at the end."""
    # NO_CONVERT keeps format 4.5, whose cells have ids.
    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return (text.rstrip("\n") + "\n").encode()


def convert(text_path, notebook_path):
    """Write the notebook of a MyST text, and return it."""
    notebook = to_notebook(Path(text_path).read_text(encoding="utf-8"))
    notebook_path = Path(notebook_path)
    notebook_path.parent.mkdir(parents=True, exist_ok=True)
    notebook_path.write_bytes(to_json(notebook))
    return notebook
