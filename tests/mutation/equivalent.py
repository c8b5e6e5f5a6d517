"""Mutants that no test can kill, since they compute the same: `equivalent.txt` has each with its reason.

A line with the file and the function, below it the changes as the report writes them, below each the reason.
"""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".txt")


@cache
def reasons(table: str | None = None) -> dict[tuple[str, str], str]:
    """{("file function", change): reason} from lines that are indented by none, two and four spaces."""
    found, place, change = {}, "", ""
    for line in (TABLE.read_text(encoding="utf-8") if table is None else table).splitlines():
        depth, text = len(line) - len(line.lstrip()), line.strip()
        if depth == 0:
            place = text
        elif depth == 2:
            change = text
        elif text:
            found[place, change] = f"{found.get((place, change), '')} {text}".strip()
    return found
