"""What is wrong or missing in the inventory: rows that nobody holds, and claims of rows that do not exist."""

from dlcourse.inventory.claims import Claims
from dlcourse.inventory.rows import COMPUTED, Row


def problems(rows: dict[str, Row], claims: Claims) -> list[str]:
    """One sentence for each problem; none when every row is where it belongs.

    A row to compute has a test, or says what it waits for. Where the page of a chapter stands, it claims
    every row whose home the chapter is, or owes it under `later`; where an assignment stands, one of its
    exercises claims every row that it trains.
    """
    found = [_of_tests(row, claims) for row in rows.values()]
    found += [problem for row in rows.values() for problem in _of_pages(row, claims)]
    found += [problem for row in rows.values() for problem in _of_exercises(row, claims)]
    return [*_of_claims(rows, claims), *filter(None, found)]


def _of_tests(row, claims):
    tests = claims.tested.get(row.id, [])
    if row.kind in COMPUTED and not tests and not row.waits:
        return (
            f"{row.id}: no test holds it; mark one, @pytest.mark.rows({row.id!r}), or say what it waits for"
        )
    if tests and (row.waits or row.kind not in COMPUTED):
        return f"{row.id}: {tests[0]} holds it; strike `waits` or `why` from its row"
    return None


def _of_pages(row, claims):
    taught = {claim.file for claim in claims.taught.get(row.id, [])}
    for page in claims.pages:
        owed = row.id in claims.later.get(page, [])
        if page in taught and owed:
            yield f"{row.id}: {page} teaches it; strike it from `later` there"
        if (page in taught or owed) and page[:2] not in row.chapters:
            yield f"{row.id}: {page} claims it; add {page[:2]} to its home"
    for chapter in row.chapters:
        pages = [page for page in claims.pages if page[:2] == chapter]
        owed = any(row.id in claims.later.get(page, []) for page in pages)
        if pages and not owed and not taught & set(pages):
            yield f"{row.id}: its home {chapter} does not teach it; claim it in the rows of {pages[0]}"


def _of_exercises(row, claims):
    assignments = {claim.file for found in claims.exercised.values() for claim in found}
    training = {claim.file for claim in claims.exercised.get(row.id, [])}
    for exercise in row.exercises:
        due = [name for name in assignments if name[:2] == exercise[1:3]]
        if due and not training & set(due):
            yield f"{row.id}: its exercise {exercise} does not train it; add it to ROWS in {due[0]}"


def _of_claims(rows, claims):
    for page, anchors in claims.sections.items():
        places = {c.place for found in claims.taught.values() for c in found if c.file == page}
        yield from (f"{page}: no section {place}" for place in sorted(places - anchors.keys()))
    claimed = {"tests": claims.tested, "pages": claims.taught, "exercises": claims.exercised}
    claimed |= {f"{page}, later": dict.fromkeys(owed) for page, owed in claims.later.items()}
    for who, found in claimed.items():
        yield from (f"{who}: no row {row}" for row in sorted(found.keys() - rows.keys()))
    for mark in claims.marks:
        if not mark.asserts:
            yield f"{mark.where}: a mark on what asserts nothing, or is no test"
