"""The inventory as text: for each row where it is taught, exercised and tested, and the sums."""

from dlcourse.inventory.claims import Claims
from dlcourse.inventory.rows import COMPUTED, Row

NONE = "-"


def lines_of(rows: dict[str, Row], claims: Claims, chosen=None) -> list[str]:
    """A block for each chosen row (all of them by default), then what stands and what is to come."""
    blocks = [_block(rows[id], claims) for id in (rows if chosen is None else chosen)]
    return [*blocks, _sums(rows, claims)]


def chosen_rows(rows: dict[str, Row], claims: Claims, ids=None, missing: bool = False) -> list[str]:
    """The ids of rows, as given or by their chapter, "02"; all by default.

    missing: only those that a page, an exercise or a test is still to hold. Raises ValueError for an
    unknown id.
    """
    found = []
    for id in ids or ():
        matching = [row.id for row in rows.values() if id == row.id or id in row.chapters]
        if not matching:
            raise ValueError(
                f"rows: expected a row such as S020 or a chapter such as 02, got {id!r}; see book/rows.toml"
            )
        found += matching
    found = found if ids else list(rows)
    return [id for id in found if not missing or _misses_something(rows[id], claims)]


def _misses_something(row, claims):
    taught = {claim.file[:2] for claim in claims.taught.get(row.id, [])}
    untrained = row.exercises and row.id not in claims.exercised
    return not taught.issuperset(row.chapters) or untrained or row.waits


def _block(row, claims):
    taught = [str(claim) for claim in claims.taught.get(row.id, [])]
    standing = {page[:2] for page in claims.pages}
    to_come = [home for home in row.home if home in row.chapters and home not in standing]
    owed = [f"{page} later" for page, rows in claims.later.items() if row.id in rows]
    exercised = [str(claim) for claim in claims.exercised.get(row.id, [])] or [
        f"{exercise} to come" for exercise in row.exercises
    ]
    tested = claims.tested.get(row.id) or ([f"waits: {row.waits}"] if row.waits else [])
    if row.kind not in COMPUTED:
        tested = [f"{row.kind}, nothing to compute"]
    text = f"{row.id}  {row.deck}, {row.slide}: {row.text}"
    taught += owed + [f"chapter {chapter} to come" for chapter in to_come]
    parts = {"slip": [row.slip] if row.slip else [], "taught": taught}
    parts |= {"exercised": exercised, "tested": tested}
    shown = [
        f"      {name:9} {', '.join(found) or NONE}"
        for name, found in parts.items()
        if found or name != "slip"
    ]
    return "\n".join([text, *shown])


def _sums(rows, claims):
    to_compute = [row for row in rows.values() if row.kind in COMPUTED]
    held = [row for row in to_compute if row.id in claims.tested]
    slips = [row for row in rows.values() if row.slip]
    taught = [id for id in rows if id in claims.taught]
    due = [row for row in rows.values() if {page[:2] for page in claims.pages} & set(row.chapters)]
    owed = {id for later in claims.later.values() for id in later}
    exercised = [row for row in rows.values() if row.id in claims.exercised]
    planned = [row for row in rows.values() if row.exercises]
    return (
        f"{len(rows)} rows, {len(slips)} with a slip. Taught: {len(taught)}; of the {len(due)} whose chapter "
        f"stands {len(owed)} are owed. Exercised: {len(exercised)} of {len(planned)} with an exercise. "
        f"Tested: {len(held)} of {len(to_compute)} that state something to compute."
    )
