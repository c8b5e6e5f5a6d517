"""Cells as nbformat has them, not validated one by one: the notebook that they make is, as a whole."""

from nbformat import NotebookNode


def code_cell(source="", outputs=(), metadata=None):
    """A code cell.   outputs: nodes.   metadata: as JSON has it"""
    rest = {"metadata": NotebookNode(), "execution_count": None, "source": source, "outputs": [*outputs]}
    cell = NotebookNode(id="", cell_type="code", **rest)
    cell.update(metadata=metadata or {})
    return cell


def markdown_cell(source, name=""):
    """A cell of Markdown.   name: its id"""
    return NotebookNode(id=name, cell_type="markdown", source=source, metadata=NotebookNode())
