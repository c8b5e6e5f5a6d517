"""The inventory of the five decks: each row is taught, exercised, tested where it belongs, or says why not.

A row's id is a deck's letter and a number: S Srihari, L Leibe, M Mirabello, K Sohn, F Fix. A page, an
exercise or a test claims the rows that it holds; what a comment says counts for nothing.
"""

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from dlcourse.inventory import all_claims, problems, read_rows
from dlcourse.inventory.claims import Claim, rows_of_page, sections
from dlcourse.inventory.marks import marks_in
from dlcourse.inventory.report import chosen_rows, lines_of

ROOT = Path(__file__).parents[2]
ROWS = read_rows(ROOT)
N_ROWS = {"S": 181, "L": 44, "M": 35, "K": 51, "F": 104}
SLIPS_FOUND_FIRST = """
    L003 L005 L023 L031 L035 L037 L040 L041 M017 M023 M026 M029 K013 K017 K024 K030 K045 F006 F015 F016
    F018 F030 F039 F047 F055 F073 F078 F080 S014 S031 S032 S038 S043 S047 S049 S055 S096 S101 S110 S119
    S121 S123 S133 S141 S156 S157
""".split()


def test_the_inventory_has_415_rows_in_their_order_and_60_carry_a_slip():
    assert list(ROWS) == [f"{deck}{i:03d}" for deck, n in N_ROWS.items() for i in range(1, n + 1)]
    slips = {row.id for row in ROWS.values() if row.slip}
    assert len(slips) == 60 and slips > set(SLIPS_FOUND_FIRST)


def test_every_row_is_where_it_belongs():
    found = problems(ROWS, claims())
    assert not found, "\n".join(found)


def test_a_row_says_something_in_a_few_words():
    for row in ROWS.values():
        assert 1 <= len(row.text) <= 200, row.id
        assert not row.why or len(row.why.split()) >= 3, row.id
        assert not row.slip or "A" in row.home, f"{row.id}: a slip belongs into appendix A"
        assert row.expects or row.kind != "number", row.id


def test_no_text_stands_twice():
    texts = [row.text for row in ROWS.values()]
    assert sorted(texts) == sorted(set(texts)), {text for text in texts if texts.count(text) > 1}


@functools.cache
def claims():
    """The claims of this course, read where a test asks for them: all sources of tests are."""
    return all_claims(ROOT)


def without(found, row):
    return {id: places for id, places in found.items() if id != row}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            lambda found: {"tested": without(found.tested, "F076")},
            "F076: no test holds it; mark one, @pytest.mark",
        ),
        (
            lambda found: {"tested": found.tested | {"M003": ["test_x.py"]}},
            "M003: test_x.py holds it; strike `waits` or `why`",
        ),
        (lambda found: {"tested": found.tested | {"F999": ["test_x.py"]}}, "tests: no row F999"),
        (
            lambda found: {"taught": without(found.taught, "S021")},
            "S021: its home 02 does not teach it; claim it in the rows of",
        ),
        (
            lambda found: {"taught": found.taught | {"F076": [Claim("02_xor", "training-it")]}},
            "F076: 02_xor claims it; add 02 to its home",
        ),
        (
            lambda found: {"taught": found.taught | {"S021": [Claim("02_xor", "here")]}},
            "02_xor: no section here",
        ),
        (
            lambda found: {"later": {"02_xor": ["S021"]}},
            "S021: 02_xor teaches it; strike it from `later` there",
        ),
        (lambda found: {"later": {"02_xor": ["S999"]}}, "02_xor, later: no row S999"),
        (
            lambda found: {"exercised": without(found.exercised, "S025")},
            "S025: its exercise E02.4 does not train it; add it",
        ),
    ],
)
def test_what_is_missing_is_named(changed, problem):
    found = problems(ROWS, replace(claims(), **changed(claims())))
    assert any(line.startswith(problem) for line in found), found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# F076\ndef test_a():\n    assert f()", []),
        ('@pytest.mark.rows("F076", "F077")\ndef test_a():\n    assert f()', [(("F076", "F077"), True)]),
        ('@pytest.mark.rows("F076")\ndef test_a():\n    """F078."""\n    f()', [(("F076",), False)]),
        ('@pytest.mark.rows("F076")\ndef test_a():\n    g()\ndef g():\n    assert f()', [(("F076",), True)]),
        ('@pytest.mark.rows("F076")\ndef helper():\n    assert f()', [(("F076",), False)]),
        ('pytestmark = pytest.mark.rows("F076")\ndef test_a():\n    assert f()', [((), False)]),
        ('param = pytest.param(1, marks=pytest.mark.rows("F076"))', [((), False)]),
    ],
)
def test_a_mark_counts_and_a_comment_does_not(source, expected):
    assert [(mark.rows, mark.asserts) for mark in marks_in("test_x.py", source)] == expected


def test_a_page_claims_rows_section_by_section():
    page = (
        "---\nrows:\n  here: [S020]\n  later: [S021]\n---\n(here)=\n## There: a, b?\n```\n# no heading\n```\n"
    )
    assert rows_of_page(page) == {"here": ["S020"], "later": ["S021"]}
    assert rows_of_page("# No front matter\n") == {}
    assert sections(page) == {"here": "There: a, b?", "there-a-b": "There: a, b?"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('home = ["2"]', "expected homes such as 02, A, E02.1, library or none, got ['2']"),
        ("home = []", "expected homes"),
        ('home = ["02"]\nwhy = "no reason"', "expected `why` for"),
        ('home = ["02"]\npage = 3', "unexpected keyword argument 'page'"),
    ],
)
def test_a_row_that_says_too_little_or_too_much_is_refused(line, problem, tmp_path):
    (tmp_path / "book").mkdir()
    text = '[decks]\nS = "Srihari"\n[S001]\nslide = "I, 3"\nkind = "claim"\ntext = "Networks"\n'
    (tmp_path / "book/rows.toml").write_text(text + line)
    with pytest.raises(ValueError) as error:
        read_rows(tmp_path)
    assert "S001" in str(error.value) and problem in str(error.value)


def test_the_report_shows_where_a_row_is_taught_exercised_and_tested():
    *blocks, sums = lines_of(ROWS, claims(), ["S031", "F102", "M003", "K047"])
    assert "taught    02_xor#the-hidden-space\n      exercised 02_xor#forward" in blocks[0]
    assert "slip      h of the two points is given as (0, 1)" in blocks[0]
    assert "taught    -\n      exercised -\n      tested    waits: the bibliography" in blocks[1]
    assert "tested    history, nothing to compute" in blocks[2]
    assert "taught    chapter 18 to come\n      exercised E18.2 to come" in blocks[3]
    assert sums.startswith("415 rows, 60 with a slip. Taught: ")
    assert len(lines_of(ROWS, claims())) == 416


def test_rows_are_chosen_by_id_by_chapter_and_by_what_is_missing():
    assert chosen_rows(ROWS, claims(), ["S031", "20"]) == ["S031", "S125", "L041", "F103"]
    assert chosen_rows(ROWS, claims()) == list(ROWS)
    missing = chosen_rows(ROWS, claims(), missing=True)
    assert {"K047", "F102"} < set(missing) and not {"S031", "M023"} & set(missing)
    with pytest.raises(ValueError, match="expected a row such as S020 or a chapter such as 02, got 'XOR'"):
        chosen_rows(ROWS, claims(), ["XOR"])
