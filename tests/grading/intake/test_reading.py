"""The bytes of a notebook, in whatever encoding and format; and what is said of bytes that are none."""

import codecs
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_intake import ALL, as_bytes, cell, find, notebook, scores, solved, taken

from dlcourse.grading.intake import reading
from dlcourse.grading.intake.marks import Marks, marks_of
from dlcourse.grading.intake.reading import read_notebook
from dlcourse.grading.intake.rejected import Rejected

UMLAUT = "def squares(n):\n    # für alle äöü\n    return [i**2 for i in range(1, n + 1)]"


def text():
    return json.dumps(solved(squares=UMLAUT), ensure_ascii=False, indent=1)


ENCODINGS = {
    "UTF-8": lambda: text().encode(),
    "a byte-order mark": lambda: codecs.BOM_UTF8 + text().encode(),
    "UTF-16": lambda: text().encode("utf-16"),
    "UTF-16, big-endian, with its mark": lambda: codecs.BOM_UTF16_BE + text().encode("utf-16-be"),
    "UTF-16 without a mark": lambda: text().encode("utf-16-le"),
    "UTF-16, big-endian": lambda: text().encode("utf-16-be"),
    "UTF-32": lambda: text().encode("utf-32"),
    "line ends of Windows": lambda: text().replace("\n", "\r\n").encode(),
    "blanks around it": lambda: b"\n\n  " + text().encode() + b"\n\n\n",
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_no_letter_is_lost_and_nobody_told(data):
    one = taken(data())
    assert scores(one) == (ALL, [])
    assert one.plans[0].steps[1].source == UMLAUT


@pytest.mark.parametrize("encoding, said", [("latin-1", "Windows-1252"), ("cp1252", "Windows-1252")])
def test_an_old_encoding_is_read_and_told(encoding, said):
    one = taken(text().encode(encoding))
    points, reasons = scores(one)
    assert points == ALL and one.plans[0].steps[1].source == UMLAUT
    assert len(reasons) == 1 and said in reasons[0]


def test_one_damaged_byte_does_not_spoil_the_other_letters():
    data = text().encode().replace("ä".encode(), b"\xff", 1)
    one = taken(data)
    assert one.plans[0].steps[1].source == UMLAUT.replace("ä", "\ufffd")
    assert "without the bytes that are damaged" in one.reasons[0]


def test_halves_of_characters_and_nuls_become_marks_that_a_file_can_hold():
    data = as_bytes(notebook(cell("a = '\ud800'"))).replace(b"a =", b"\\u0000 =")
    assert read_notebook(data).cells[0].source == "\ufffd = '\ufffd'"


REJECTED = {
    "nothing": (b"", "is empty (0 bytes)"),
    "blanks": (b" \n\n", "is empty (3 bytes)"),
    "zeros": (bytes(100), "is empty (100 bytes)"),
    "the half of it": (as_bytes(solved())[:700], "breaks off before its end"),
    "all but the last byte": (as_bytes(solved())[:-1], "breaks off before its end"),
    "merge marks": (
        text().replace('"cells"', '<<<<<<< HEAD\n"cells"\n=======\n>>>>>>> mine\n', 1).encode(),
        "a merge that was not finished (<<<<<<< in line",
    ),
    "merge marks at the start": (b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> mine\n", "<<<<<<< in line 1"),
    "nested lists": (b'{"cells": ' + b"[" * 100_000, "nested too deep"),
    "nested objects": (b'{"a":' * 100_000, "nested too deep"),
    "a list": (b"[]", "is JSON, but not a notebook"),
    "a number": (b"3", "is JSON, but not a notebook"),
    "an object": (b'{"a": 1}', "is JSON, but not a notebook"),
    "no cells": (b'{"cells": []}', "has no cells"),
    "cells that are none": (b'{"cells": [1, null]}', "has no cells"),
    "a program": (b"def squares(n):\n    return 1\n", "not valid JSON (line 1, column 1)"),
    "a comma too much": (b'{"cells": [],}', "not valid JSON (line 1, column 14)"),
    "a digit for every atom": (b'{"cells": ' + b"9" * 5000 + b"}", "not valid JSON"),
    "a PDF": (b"%PDF-1.7\n...", "is a PDF file"),
    "a page": (b"<!DOCTYPE html><html></html>", "is a web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "a compressed file": (b"\x1f\x8b\x08abc", "is a compressed file"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
    "another notebook": (
        as_bytes(notebook(cell("x = 1"))),
        "None of the cells of this assignment is in 'p1.ipynb'",
    ),
}


@pytest.mark.parametrize("data, told", REJECTED.values(), ids=REJECTED)
def test_what_is_no_notebook_is_rejected_with_what_to_do(data, told):
    with pytest.raises(Rejected) as error:
        taken(data)
    assert told in str(error.value)
    assert any(word in str(error.value) for word in ("hand in", "Hand in", "hand it in"))


def test_masses_are_rejected(monkeypatch):
    with pytest.raises(Rejected, match="has 3001 cells"):
        read_notebook(as_bytes(notebook(*[cell("")] * 3001)))
    monkeypatch.setattr(reading, "MOST_BYTES", 1 << 20)
    with pytest.raises(Rejected, match="has more than 1 MB"):
        read_notebook(bytes(2 << 20))


def test_other_languages_are_rejected_in_words():
    book = solved(squares="squares <- function(n) (1:n)^2", total="total <- function(n) sum(squares(n))")
    book["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    with pytest.raises(Rejected, match="another language than Python \\('r'\\)"):
        taken(book)
    book = solved(
        squares="function squares(n)\n  [i^2 for i in 1:n]\nend", total="total(n) = sum(squares(n))"
    )
    book["metadata"]["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia"}
    with pytest.raises(Rejected, match="another language"):
        taken(book)


def test_cells_of_every_format_are_read():
    v3 = {
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "code", "input": ["a = 1\n", "b"]},
                    {"cell_type": "heading", "level": 2, "source": "T"},
                ]
            }
        ]
    }
    assert [(one.type, one.source) for one in read_notebook(as_bytes(v3)).cells] == [
        ("code", "a = 1\nb"),
        ("markdown", "## T"),
    ]
    v1 = {"cells": [{"cell_type": "code", "code": "a"}, {"cell_type": "text", "text": "t"}, 3]}
    read = read_notebook(as_bytes(v1))
    assert [(one.type, one.source) for one in read.cells] == [("code", "a"), ("markdown", "t")]
    assert "1 entries among the cells" in read.notes[0]


ODD_METADATA = [
    None,
    3,
    [],
    {"nbgrader": None},
    {"nbgrader": []},
    {"nbgrader": {"grade_id": 5, "points": "x"}},
]


@pytest.mark.parametrize("metadata", [*ODD_METADATA, {"nbgrader": {"points": "1e999", "grade": "true"}}])
def test_metadata_that_are_wrong_count_as_none(metadata):
    assert marks_of(metadata) == Marks()


def test_the_points_of_old_metadata_may_be_text():
    assert marks_of({"nbgrader": {"points": "2.5", "grade": True}}).points == 2.5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(["cell_type", "source", "metadata", "id", "attachments", "outputs", "input", "level"])
CELLS = st.lists(st.dictionaries(KEYS, JSON | st.sampled_from(["code", "markdown", "raw", "heading"])) | JSON)
NAMES = ["squares", "test_squares", "setup", "plot", "why"]
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@quick
@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail(data):
    with_reason(data)


@pytest.mark.slow
@quick
@given(st.fixed_dictionaries({"cells": CELLS, "metadata": JSON}))
def test_no_notebook_makes_the_grading_fail(book):
    with_reason(json.dumps(book).encode())


@quick
@given(st.integers(0, 4000), st.binary(max_size=4), st.data())
def test_no_damage_to_a_notebook_makes_the_grading_fail(at, bytes_there, data):
    whole = as_bytes(solved())
    with_reason(whole[:at] + bytes_there + whole[at + data.draw(st.integers(0, 9)) :])


@quick
@given(st.sampled_from(NAMES), JSON, st.sampled_from(["grade_id", "points", "grade", "solution"]))
def test_no_metadata_make_the_grading_fail(name, value, key):
    book = solved()
    find(book, name)["metadata"]["nbgrader"][key] = value
    one = taken(json.dumps(book).encode())
    assert scores(one)[0]["test_squares"] == 2


def with_reason(data):
    try:
        one = taken(data)
    except Rejected as error:
        assert str(error).strip()
    else:
        assert {plan.notebook for plan in one.plans} == {"p1"}
        tests = [step for step in one.plans[0].steps if step.role == "test"]
        assert [(step.name, step.points) for step in tests] == [("test_squares", 2), ("test_total", 1)]
