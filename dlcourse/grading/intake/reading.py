"""Reading: the bytes of a submitted notebook to its cells; nothing in them is trusted, or makes this fail.

Notebooks of the formats 1 to 4 and later are read. What is no notebook is Rejected in words.
"""

import json
import re
from dataclasses import dataclass, field

from dlcourse.grading.intake.decoding import characters, decode
from dlcourse.grading.intake.marks import NO_MARKS, Marks, marks_of
from dlcourse.grading.intake.rejected import Rejected

CODE, MARKDOWN, RAW = "code", "markdown", "raw"
MOST_BYTES, MOST_CELLS = 50 << 20, 3000
FOREIGN_KERNEL = re.compile(r"ir$|ir-|julia|octave|matlab|javascript|deno|scala|java|xcpp|bash|haskell|rust")
MERGE = re.compile(r"^[ \t]*(<{7}|>{7}|={7})( |$)", re.M)


@dataclass(frozen=True)
class Cell:
    """A cell as it was handed in.   type: code, markdown or raw.   id: nbformat's, "" for none."""

    type: str
    source: str
    marks: Marks = NO_MARKS
    id: str = ""
    attachments: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Notebook:
    """The cells of a notebook, the language that it says it is in ("" for none), and what is to be told."""

    cells: tuple[Cell, ...]
    language: str = ""
    notes: tuple[str, ...] = ()


def read_notebook(data):
    """bytes -> Notebook.   Raises Rejected, whatever the bytes are, and nothing else."""
    if len(data) > MOST_BYTES:
        raise Rejected(
            f"The notebook has more than {MOST_BYTES >> 20} MB: clear its outputs (Edit, Clear Outputs of "
            "All Cells), save it and hand it in again."
        )
    text, notes = decode(data)
    plain = parsed(text)
    raw = raw_cells(plain)
    if len(raw) > MOST_CELLS:
        raise Rejected(f"The notebook has {len(raw)} cells, and {MOST_CELLS} are the most: remove some.")
    cells = tuple(read_cell(cell) for cell in raw if isinstance(cell, dict))
    if len(cells) < len(raw):
        notes += (f"{len(raw) - len(cells)} entries among the cells are no cells: they were left out.",)
    if not cells:
        raise Rejected("The notebook has no cells: hand in the notebook that you worked in.")
    return Notebook(cells, language_of(plain), notes)


def parsed(text):
    """The JSON of a text; numbers that are none become None."""
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except RecursionError:
        raise Rejected(
            "The notebook is nested too deep to be read: open it in JupyterLab, save it and hand it in again."
        ) from None
    except ValueError as error:
        raise Rejected(why_no_json(text, error)) from None


def why_no_json(text, error):
    """Why a text is no JSON: a sentence for the student."""
    if {match[1][0] for match in MERGE.finditer(text)} >= {"<", ">"}:
        line = text.count("\n", 0, MERGE.search(text).start()) + 1
        return (
            f"The notebook holds the marks of a merge that was not finished (<<<<<<< in line {line}): choose "
            "one of the two versions at each, see that it opens in JupyterLab, and hand it in again."
        )
    at, message, whole = getattr(error, "pos", 0), getattr(error, "msg", ""), text.strip()
    cut = at >= len(text.rstrip()) or message.startswith(("Unterminated", "Invalid \\u"))
    if whole.startswith("{") and cut and not whole.endswith("}"):
        return (
            "The notebook breaks off before its end, as after an upload that was not finished: "
            "see that it opens in JupyterLab, and hand it in again."
        )
    where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
    return (
        f"The file is not a notebook, or a damaged one: it is not valid JSON{where}. "
        "See that it opens in JupyterLab, save it there and hand it in again."
    )


def raw_cells(plain):
    """The list of cells, of format 4 or of the worksheets of older formats."""
    if isinstance(plain, dict):
        if isinstance(plain.get("cells"), list):
            return plain["cells"]
        sheets = plain.get("worksheets")
        if isinstance(sheets, list):
            lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
            return [cell for cells in lists if isinstance(cells, list) for cell in cells]
    raise Rejected(
        "The file is JSON, but not a notebook: hand in the file that ends in .ipynb, as JupyterLab saves it."
    )


def read_cell(cell):
    """A cell of any format, as far as it says what it should; what it says wrongly counts as not said."""
    kind = cell.get("cell_type")
    source = text_of(cell.get("source", cell.get("input", cell.get("code", cell.get("text", "")))))
    if kind == "heading":  # of format 3
        level = cell.get("level")
        source = f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {source}"
    kind = kind if kind in (CODE, RAW) else MARKDOWN
    name = cell.get("id")
    return Cell(
        kind,
        source,
        marks_of(cell.get("metadata")),
        characters(name) if isinstance(name, str) and len(name) <= 64 else "",
        {} if kind == CODE else attachments_of(cell.get("attachments")),
    )


def text_of(value):
    """A text that may be a list of lines."""
    lines = value if isinstance(value, list) else [value]
    text = characters("".join(line for line in lines if isinstance(line, str)))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def attachments_of(value):
    """{name: {media type: base64}}, of which a written answer may have pictures."""
    found = {}
    for name, bundle in value.items() if isinstance(value, dict) else ():
        if isinstance(bundle, dict):
            kept = {key: data for key, data in bundle.items() if isinstance(data, str)}
            found[characters(name)] = {characters(key): characters(data) for key, data in kept.items()}
    return found


def language_of(plain):
    """The language that a notebook's metadata name, in small letters, "" for none."""
    metadata = plain.get("metadata")
    for part, key in (("kernelspec", "language"), ("language_info", "name"), ("kernelspec", "name")):
        value = metadata.get(part) if isinstance(metadata, dict) else None
        value = value.get(key) if isinstance(value, dict) else None
        value = characters(value).strip().lower()[:40] if isinstance(value, str) else ""
        if value and (key != "name" or part != "kernelspec" or FOREIGN_KERNEL.match(value)):
            return value
    return ""
