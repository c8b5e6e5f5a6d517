"""Ordering: in which order the cells of a submission and those of the source are run and shown.

The student's cells keep their order. A test stands where it did, but below all answers that it follows in the
source, also below one that stands in another cell than its own. A locked cell, or another of the
instructor's, stands where it did, but above what follows it there. A cell that is missing stands where the
source has it.
"""

from dataclasses import dataclass

from dlcourse.grading.intake.marks import PLAIN, TASK, TEST

BEFORE, AT, AFTER = range(3)


@dataclass(frozen=True)
class Row:
    """A line of the order: a cell's position in the source, and in the submission; None where it is not."""

    source: int | None
    own: int | None


def in_order(sheet, cells, found, given):
    """The rows of a notebook, from the Matched of its cells.   given: see differences.given_elsewhere"""
    place = found.place()
    keyed = [
        ((own, AT, 0), Row(found.of.get(own), own))
        for own in range(len(cells))
        if moves_not(own, sheet, found)
    ]
    before = (-1, BEFORE, 0)  # the key of the cell above, in the source
    for i, cell in enumerate(sheet.cells):
        if i in place and cell.is_answer:
            before = (place[i], AT, 0)
            continue
        if i not in place and cell.kind == PLAIN and not cell.is_code:
            continue  # text that the student has removed
        own = place.get(i)
        key = (own, AT, 0) if own is not None else following(before, i)
        key = within(key, i, sheet, place, given)
        keyed.append((key, Row(i, own)))
        before = key
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]


def moves_not(own, sheet, found):
    """Whether a cell of the submission stands where it did: an answer, or one of the student's own."""
    return own not in found.of or sheet.cells[found.of[own]].is_answer


def following(key, i):
    """The key of a missing cell below another one."""
    return (key[0], max(key[1], AFTER) if key[1] == AT else key[1], i)


def within(key, i, sheet, place, given):
    """The key, moved no further than needed: below the answers above the cell, above those below it."""
    answers = {j: own for j, own in place.items() if sheet.cells[j].is_answer}
    lows = [own for j, own in answers.items() if j < i]
    if sheet.cells[i].kind in (TEST, TASK):
        lows += [last_needed(owns, key[0]) for j, owns in given.items() if j < i]
    low = max(((own, AFTER, i) for own in lows), default=key)
    high = min(((own, BEFORE, i) for j, own in answers.items() if j > i), default=key)
    if sheet.cells[i].kind in (TEST, TASK):
        return max(key, low)
    return min(max(key, low), high) if low <= high else min(key, high)


def last_needed(owns, place):
    """Below which cell a test has all names of an answer that other cells give.

    Those above it where they have all, else the last: cells run as often as one likes in a notebook, and what
    came last counts.   owns: {position: names}.   place: of the test
    """
    above = {own: names for own, names in owns.items() if own <= place}
    whole = set().union(*owns.values()) == set().union(*above.values())
    return max(above if whole else owns)
