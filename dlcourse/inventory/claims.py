"""Who claims a row: sections of pages, exercises and tests.

A page's front matter says `rows: {section: [S020, ...], ...}`, a section by the label above its heading or by
the heading in lower case with hyphens; what its chapter still owes stands under `later`. The file of an
exercise says ROWS = "S021 S022", one for several exercises ROWS = {"forward": ("S028", ...), ...}. A test
bears a mark. Nothing is run for this.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.inventory.marks import Mark, marks

LATER = "later"
FENCE = re.compile(r"^(`{3,}|:{3,}).*?^\1\s*$", re.M | re.S)
HEADING = re.compile(r"^(?:\((?P<label>[\w-]+)\)=\n)?#+ +(?P<title>.+)$", re.M)


@dataclass(frozen=True)
class Claim:
    """A place that claims a row: a page's name and section, or an assignment's name and exercise."""

    file: str
    place: str

    def __str__(self) -> str:
        return f"{self.file}#{self.place}"


@dataclass(frozen=True)
class Claims:
    """All claims of a course, by row; `later`: the rows that a page still owes, by page."""

    pages: list[str]
    sections: dict[str, dict[str, str]]  # page -> anchor -> heading
    taught: dict[str, list[Claim]]
    exercised: dict[str, list[Claim]]
    tested: dict[str, list[str]]
    marks: list[Mark]
    later: dict[str, list[str]] = field(default_factory=dict)


def all_claims(root) -> Claims:
    """What the pages, exercises and tests of the course at root claim."""
    paths = sorted(Path(root, "book").glob("[0-9][0-9]*_*.md"))
    found = Claims([path.stem for path in paths], {}, {}, {}, {}, marks(root))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found.sections[path.stem] = sections(text)
        for place, rows in rows_of_page(text).items():
            if place == LATER:
                found.later[path.stem] = rows
                continue
            for row in rows:
                found.taught.setdefault(row, []).append(Claim(path.stem, place))
    for path in sorted(Path(root, "solutions").glob("*/*.py")):
        for exercise, rows in rows_of_exercises(path).items():
            for row in rows:
                found.exercised.setdefault(row, []).append(Claim(path.parent.name, exercise))
    for mark in found.marks:
        for row in mark.rows:
            found.tested.setdefault(row, []).append(mark.where)
    return found


def front_matter(text: str) -> dict:
    """What stands between the lines --- at the head of a page, as YAML."""
    import yaml

    head = re.match(r"---\n(.*?)\n---\n", text, re.S)
    return yaml.safe_load(head[1]) if head else {}


def rows_of_page(text: str) -> dict[str, list[str]]:
    """The rows of each section that a page claims."""
    return front_matter(text).get("rows") or {}


def sections(text: str) -> dict[str, str]:
    """The headings of a page by their anchors: the label above, and the heading as an address writes it.

    >>> sections("# A page\\n\\n(here)=\\n## Why not: a test?\\n")
    {'a-page': 'A page', 'here': 'Why not: a test?', 'why-not-a-test': 'Why not: a test?'}
    """
    found = {}
    for heading in HEADING.finditer(FENCE.sub("", text)):
        title = heading["title"].strip()
        if heading["label"]:
            found[heading["label"]] = title
        found[re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")] = title
    return found


def rows_of_exercises(path: Path) -> dict[str, tuple[str, ...]]:
    """The rows in an exercise's file, by exercise: its name is the file's, unless ROWS names several."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            rows = assigned(node.targets[0], node.value, "ROWS")
            if rows is not None:
                return rows if isinstance(rows, dict) else {path.stem: tuple(rows.split())}
    return {}


def assigned(target, value, name: str):
    """What an assignment gives to a name, also as one of several, as in `READ, ROWS = ...`; else None."""
    if isinstance(target, ast.Name):
        return ast.literal_eval(value) if target.id == name else None
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=False)
        return next((ast.literal_eval(part) for one, part in pairs if ast.unparse(one) == name), None)
    return None
