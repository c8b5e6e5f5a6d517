"""Chapter 0: answers. An assignment's model answers, and wrong and right ones as edits of them."""

import re
from dataclasses import dataclass

CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(---\n.*?\n---\n|(?::[^\n]*\n)*)(.*?)^```", re.M | re.S)
MARKER = re.compile(r"^\s*### (BEGIN|END) SOLUTION[^\n]*\n", re.M)
ROW = re.compile(r"(?P<texts>.+?) (?P<kind>[|~]) (?P<words>.+?)( \[loses (?P<loses>[\d.]+)\])?")


def cells_of(text: str) -> dict[str, tuple[str, str]]:
    """The code cells of an assignment's text by grade_id: metadata and source, without the markers."""
    cells = [(meta, MARKER.sub("", source)) for meta, source in CELL.findall(text)]
    named = [(re.search(r"grade_id: ([\w-]+)", meta), meta, source) for meta, source in cells]
    return {match[1] if match else f"cell-{i}": (meta, code) for i, (match, meta, code) in enumerate(named)}


@dataclass(frozen=True)
class Edit:
    """A change of the model answer.

    texts: old, new, old, new...; a single text is a whole new answer.
    says: the sentence that a student reads for this slip: a check tries the edit, and says it where an answer
    gives the same.   cause: words that have to be in the message, where a general cause is enough to find it.
    loses: the points lost, all of the exercise's when it is None.
    """

    texts: tuple
    says: str = ""
    cause: str = ""
    loses: float | None = None

    def of(self, answer: str) -> str:
        """The changed answer. Raises ValueError when an old text is not in it."""
        if len(self.texts) == 1:
            return self.texts[0]
        for old, new in zip(self.texts[::2], self.texts[1::2], strict=True):
            if old not in answer:
                raise ValueError(
                    f"edit: expected {old!r} in the model answer, got one without; copy it from\n{answer}"
                )
            answer = answer.replace(old, new)
        return answer


def edit(*texts: str, says: str = "", cause: str = "", loses: float | None = None) -> Edit:
    """An `Edit`: every `old` becomes `new`, in pairs.

    >>> edit("x + 1", "x - 1", says="It is subtracted.").of("return x + 1")
    'return x - 1'
    """
    return Edit(texts, says, cause, loses)


def edits(table: str) -> dict[str, Edit]:
    """Edits, one a row: `old -> new | sentence`, or `old -> new ~ words` for what a general cause has to say.

    Several pairs are parted by `;`, edits that are told the same by ` OR `, lines by `\\n` (in a raw string).
    A row may end with `[loses 2]`. What is indented goes on with the row above.

    >>> edits('''
    ... x + 1 -> x - 1 | It is subtracted.
    ... x -> x.T; 1 -> 2 ~ is transposed [loses 2]
    ... ''')["x -> x.T; 1 -> 2"]
    Edit(texts=('x', 'x.T', '1', '2'), says='', cause='is transposed', loses=2.0)
    """
    found = {}
    for row in re.sub(r"\n +", " ", table).strip().split("\n"):
        match = ROW.fullmatch(row)
        if not match:
            raise ValueError(f"edits: expected `old -> new | sentence`, got {row!r}; correct this row")
        says, cause = (match["words"], "") if match["kind"] == "|" else ("", match["words"])
        for texts in match["texts"].split(" OR "):
            pairs = [pair.split(" -> ") for pair in texts.replace(r"\n", "\n").split("; ")]
            changes = tuple(text for pair in pairs for text in pair)
            found[texts] = Edit(changes, says, cause, float(match["loses"]) if match["loses"] else None)
    return found
