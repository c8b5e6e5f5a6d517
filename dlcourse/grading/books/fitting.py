"""Fitting: a notebook within a size, so that a class's folder does not grow by what one student pasted."""

import json

from nbformat.v4 import new_output

MOST = 1_500_000  # bytes of an autograded notebook
MOST_OF_AN_OUTPUT = 500
MOST_OF_A_TEXT = 50_000  # characters of a cell, where the notebook is too large
LEFT_OUT = "(left out here: the notebook is too large to be kept whole; the submission has it)"


def fit(notebook) -> None:
    """Leave out attachments, outputs, ends of texts, the largest first, until the notebook is small enough.

    Cells of nbgrader's that are locked are never cut, and of a test's outputs only what decides nothing.
    """
    free, weights = MOST - size(notebook.cells), {}
    if free >= 0:
        return
    for cell in notebook.cells:
        locked = cell.metadata.get("nbgrader", {}).get("locked") or cell.metadata.get("editable") is False
        for way in (drop_attachments, drop_outputs) if locked else (drop_attachments, drop_outputs, cut):
            weights[id(cell), way] = (way(cell, dry=True), way, cell)
    for weight, way, cell in sorted(weights.values(), key=lambda one: -one[0]):
        if free >= 0 or weight <= 0:
            return
        way(cell)
        free += weight


def size(plain) -> int:
    """Bytes of plain data as JSON."""
    return len(json.dumps(plain))


def drop_attachments(cell, dry=False) -> int:
    """Leave out a cell's pictures; how much that frees. The text still names them, as lost ones."""
    weight = size(cell.get("attachments", {})) - 2
    if not dry:
        cell.attachments = {}
        cell.source = "    " + cell.source.replace("\n", "\n    ")  # formgrader fails at a lost picture
    return weight


def drop_outputs(cell, dry=False) -> int:
    """Leave out what a cell printed and showed; how much that frees. The start of an error or value stays."""
    outputs = cell.get("outputs", [])
    decide = [start_of(one) for one in outputs if one.output_type in ("error", "execute_result")]
    weight = size(outputs) - size(decide)
    if not dry:
        cell.outputs = [*decide, new_output("stream", name="stdout", text=LEFT_OUT)]
    return weight


def start_of(output):
    """The start of an error or a last value, by which nbgrader reads a test's score."""
    if output.output_type == "error":
        text = output.evalue[:MOST_OF_AN_OUTPUT]
        return new_output("error", ename=output.ename[:100], evalue=text, traceback=[text])
    return new_output("execute_result", {"text/plain": output.data["text/plain"][:MOST_OF_AN_OUTPUT]})


def cut(cell, dry=False) -> int:
    """Leave out the end of a long text; how much that frees."""
    weight = size(cell.source[MOST_OF_A_TEXT:]) - 2
    if not dry:
        cell.source = f"{cell.source[:MOST_OF_A_TEXT]}\n{LEFT_OUT}"
    return weight
