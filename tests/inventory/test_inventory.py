"""The inventory of the five decks: each row is held by a test, or waits for its chapter, or is prose.

A row's id is a deck's letter and a number: S Srihari, L Leibe, M Mirabello, K Sohn, F Fix. A test claims the
rows that it holds by a mark, `@pytest.mark.rows("F076")`, and asserts them; what a comment says counts for
nothing.
"""

import re

import pytest
from inventory_prose import PROSE_S
from inventory_prose_lmkf import PROSE_LMKF
from inventory_waiting import WAITING
from rows_of_tests import claims, claims_in, marked

N_ROWS = {"S": 181, "L": 44, "M": 35, "K": 51, "F": 104}
IDS = [f"{deck}{i:03d}" for deck, n in N_ROWS.items() for i in range(1, n + 1)]
PROSE = PROSE_S | PROSE_LMKF
ERRATA = """L003 L005 L023 L031 L035 L037 L040 L041 M017 M023 M026 M029 K013 K017 K024 K030 K045 F006 F015
    F016 F018 F030 F039 F047 F055 F073 F078 F080 S014 S031 S032 S038 S043 S047 S049 S055 S096 S101 S110 S119
    S121 S123 S133 S141 S156 S157""".split()
HOMES = {"tests": marked(), "waiting": WAITING, "prose": PROSE}


def test_the_inventory_has_415_rows_and_46_of_the_first_381_carry_a_slip():
    assert len(IDS) == len(set(IDS)) == 415
    assert len(ERRATA) == len(set(ERRATA)) == 46 and set(ERRATA) < set(IDS)


@pytest.mark.parametrize("deck", N_ROWS)
def test_every_row_stands_in_one_place(deck):
    rows = [row for row in IDS if row[0] == deck]
    homes = {row: [name for name, home in HOMES.items() if row in home] for row in rows}
    nowhere = [row for row in rows if not homes[row]]
    assert not nowhere, f"no test, chapter or reason for {nowhere}: mark the test that holds the row"
    twice = {row: home for row, home in homes.items() if len(home) > 1}
    assert not twice, f"held and said to wait or to be prose: {twice}; strike the row from the register"


def test_every_slip_is_held_by_a_test():
    assert not set(ERRATA) - marked().keys(), "no test proves what is right"


def test_a_test_that_claims_rows_asserts_and_no_mark_stands_elsewhere():
    idle = [where for where, _, asserts in claims() if not asserts]
    assert not idle, f"a mark on what asserts nothing, or is no test: {idle}"


def test_no_row_is_invented_and_every_reason_says_something():
    for name, home in HOMES.items():
        assert home.keys() <= set(IDS), f"no such rows, of {name}: {sorted(home.keys() - set(IDS))}"
    assert all(len(reason.split()) >= 3 for reason in PROSE.values())
    assert all(re.match(r"(Ch\d\d(, Ch\d\d)*|Appendix A|Appendices): .{10}", why) for why in WAITING.values())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# F076\ndef test_a():\n    assert f()", []),
        ('@pytest.mark.rows("F076", "F077")\ndef test_a():\n    assert f()', [(["F076", "F077"], True)]),
        ('@pytest.mark.rows("F076")\ndef test_a():\n    """F078."""\n    f()', [(["F076"], False)]),
        (
            '@pytest.mark.rows("F076")\ndef test_a():\n    g()\ndef g():\n    assert f()',
            [(["F076"], True)],
        ),
        ('@pytest.mark.rows("F076")\ndef helper():\n    assert f()', [(["F076"], False)]),
        ('pytestmark = pytest.mark.rows("F076")\ndef test_a():\n    assert f()', [([], False)]),
        ('param = pytest.param(1, marks=pytest.mark.rows("F076"))', [([], False)]),
    ],
)
def test_a_mark_counts_and_a_comment_does_not(source, expected):
    assert [(rows, asserts) for _, rows, asserts in claims_in("test_x.py", source)] == expected
