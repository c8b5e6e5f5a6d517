"""The rows of book/rows.toml: one for each thing that a deck teaches. The file says what its entries mean."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path("book", "rows.toml")
COMPUTED = ("number", "claim")  # kinds that a test holds
PROSE = ("words", "picture", "history", "link")  # kinds with a reason why there is nothing to compute
HOME = re.compile(r"(?P<chapter>\d\d)|(?P<appendix>[A-G])|(?P<exercise>E\d\d\.\d)|library|none")


@dataclass(frozen=True)
class Row:
    """A row; its entries are those of the file."""

    id: str
    deck: str
    slide: str
    kind: str
    text: str
    home: tuple[str, ...]
    expects: str = ""
    slip: str = ""
    guess: bool = False
    why: str = ""
    waits: str = ""

    @property
    def chapters(self) -> list[str]:
        """The numbers of the chapters that teach it, as "02"."""
        return [place for place in self.home if HOME.fullmatch(place)["chapter"]]

    @property
    def exercises(self) -> list[str]:
        """The exercises that train it, as "E02.1"."""
        return [place for place in self.home if HOME.fullmatch(place)["exercise"]]


def read_rows(root) -> dict[str, Row]:
    """The rows of the course at root, by id. Raises ValueError for a row that says too little or too much."""
    entries = tomllib.loads(Path(root, FILE).read_text(encoding="utf-8"))
    decks = entries.pop("decks")
    return {id: _row(id, decks, entry) for id, entry in entries.items()}


def _row(id, decks, entry):
    if not re.fullmatch(r"[A-Z]\d{3}", id) or id[0] not in decks:
        raise ValueError(f"{FILE}: expected a deck's letter and three digits, got {id}; decks are {decks}")
    try:
        row = Row(id, decks[id[0]], **{**entry, "home": tuple(entry.get("home", ()))})
    except TypeError as error:
        raise ValueError(f"{FILE}: {id}: {error}") from None
    strange = [place for place in row.home if not HOME.fullmatch(place)]
    if strange or not row.home:
        raise ValueError(
            f"{FILE}: {id}: expected homes such as 02, A, E02.1, library or none, got {list(row.home)}"
        )
    if row.kind not in (*COMPUTED, *PROSE):
        raise ValueError(f"{FILE}: {id}: expected a kind of {(*COMPUTED, *PROSE)}, got {row.kind!r}")
    if bool(row.why) != (row.kind in PROSE):
        raise ValueError(f"{FILE}: {id}: expected `why` for {PROSE} and for no other kind, got {row.kind!r}")
    return row
