"""The inventory of the five decks: each row is named where it is tested or taught, or is prose for a reason.

A row's id is a deck's letter and a number: S Srihari, L Leibe, M Mirabello, K Sohn, F Fix. A test names the
rows that it covers in a comment or docstring (`# F076`), a chapter those that it teaches.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from inventory_prose import PROSE_S
from inventory_prose_lmkf import PROSE_LMKF

ROOT = Path(__file__).parents[2]
N_ROWS = {"S": 164, "L": 42, "M": 34, "K": 49, "F": 92}
IDS = [f"{deck}{i:03d}" for deck, n in N_ROWS.items() for i in range(1, n + 1)]
PROSE = PROSE_S | PROSE_LMKF
ERRATA = """L003 L005 L023 L031 L035 L037 L040 L041 M017 M023 M026 M029 K013 K017 K024 K030 K045 F006 F015
    F016 F018 F030 F039 F047 F055 F073 F078 F080 S014 S031 S032 S038 S043 S047 S049 S055 S096 S101 S110 S119
    S121 S123 S133 S141 S156 S157""".split()
NOT_NAMING = {Path(__file__).name, "inventory_prose.py", "inventory_prose_lmkf.py"}


@cache
def named_in(folder, pattern):
    """Ids that the files of a folder name, each with the files that name it."""
    found = {}
    for path in sorted((ROOT / folder).rglob(pattern)):
        if path.name not in NOT_NAMING:
            for row in re.findall(r"\b[SLMKF]\d{3}\b", path.read_text(encoding="utf-8")):
                found.setdefault(row, set()).add(path.relative_to(ROOT).as_posix())
    return found


def named():
    return named_in("tests", "*.py").keys() | named_in("book", "*.md").keys()


def test_the_inventory_has_381_rows_and_46_of_them_carry_a_slip():
    assert len(IDS) == len(set(IDS)) == 381
    assert len(ERRATA) == len(set(ERRATA)) == 46 and set(ERRATA) < set(IDS)


@pytest.mark.parametrize("deck", N_ROWS)
def test_every_row_is_tested_or_taught_or_prose(deck):
    missing = [row for row in IDS if row[0] == deck and row not in named() and row not in PROSE]
    assert not missing, f"no test, chapter or reason for {missing}: name the row in the test that shows it"


def test_every_slip_is_held_by_a_test():
    missing = [row for row in ERRATA if row not in named_in("tests", "*.py")]
    assert not missing, f"no test proves what is right for {missing}"


def test_prose_has_a_reason_and_no_row_is_invented():
    assert all(len(reason.split()) >= 3 for reason in PROSE.values())
    invented = {row: files for row, files in named_in("tests", "*.py").items() if row not in IDS}
    assert not invented, f"no such rows in the inventory: {invented}"
    assert PROSE.keys() <= set(IDS)
