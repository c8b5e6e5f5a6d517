"""Secrets: what of a source no student may get with it: its answers, hidden tests, mark schemes."""

from dataclasses import dataclass

ANSWER, HIDDEN, SCHEME = "an answer", "a hidden test", "a mark scheme"
KINDS = {"solution": ANSWER, "hidden": HIDDEN, "scheme": SCHEME}  # of the words of a course


@dataclass(frozen=True)
class Secret:
    """A text that stays with the instructor.

    where: the notebook and the cell, for messages.   kind: one of the three above.   code: or prose.
    cell: the whole of its cell, without the lines of markers.
    """

    where: str
    kind: str
    text: str
    code: bool
    cell: str


def secrets_of(assignment, words):
    """The Secrets of an Assignment, in order.   words: see intake.words.words_of"""
    for sheet in assignment.sheets:
        for position, cell in enumerate(sheet.cells, 1):
            where = place(sheet.name, cell.name, position)
            n_answers, whole = 0, without_markers(cell.source, words)
            for name, kind in KINDS.items():
                for text in regions(cell.source, words[name]):
                    n_answers += kind == ANSWER
                    if text.strip():
                        yield Secret(where, kind, text, cell.is_code, whole)
            # without markers nbgrader takes the whole cell for the answer, unless it is the stub already
            if cell.is_answer and not n_answers and cell.source.strip() != cell.released.strip():
                yield Secret(where, ANSWER, cell.source, cell.is_code, whole)


def place(notebook, name, position) -> str:
    """A cell as messages name it: by its grade_id, else by its position, from 1."""
    return f"{notebook}.ipynb (cell {repr(name) if name else position})"


def without_markers(source, words) -> str:
    """The whole source of a cell but the lines of its markers."""
    known = [word for pair in words.values() for word in pair]
    return "\n".join(line for line in source.split("\n") if not any(word in line for word in known))


def regions(source, words):
    """The texts between two words, as nbgrader finds them."""
    begin, end = words
    inside = None
    for line in source.split("\n"):
        if begin in line:
            inside = []
        elif end in line and inside is not None:
            yield "\n".join(inside)
            inside = None
        elif inside is not None:
            inside.append(line)
