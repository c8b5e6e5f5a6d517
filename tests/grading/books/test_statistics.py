"""Per-question statistics and the most common messages, counted by hand."""

import math
import xml.etree.ElementTree as ET

from dlcourse.grading.books.statistics import diagnoses, markdown_table, mistakes, questions, write_report
from dlcourse.grading.books.table import Row


def rows():
    scores = {"ann": (2.0, 1.0), "bob": (1.0, None), "cy": (0.0, 0.0), "dan": (2.0, None)}
    made = [Row(name, "graded", {"a": (a, 2.0), "b": (b, 1.0)}) for name, (a, b) in scores.items()]
    nothing = {"a": (0.0, 2.0), "b": (0.0, 1.0)}
    return [*made, Row("eve", "missing", nothing), Row("fay", "rejected", nothing)]


CAUSES = [
    {"a": "Row 2 is 3.5, not 4."},
    {"a": "Row 1 is -7e3, not 4.", "b": "no"},
    {"a": "softmax2 is not defined"},
    {},
]


def test_a_question_counts_who_handed_in_and_leaves_open_what_a_person_has_to_mark():
    a, b = questions(rows(), CAUSES)
    assert (a.n, a.full, a.partly, a.none, a.ungraded, a.mean) == (4, 2, 1, 1, 0, 5 / 8)
    assert (b.n, b.full, b.partly, b.none, b.ungraded, b.mean) == (2, 1, 0, 1, 2, 1 / 2)
    assert a.said[0] == ("Row 2 is 3.5, not 4.", 2) and b.said == (("no", 1),)


def test_messages_that_differ_in_numbers_alone_are_one_and_names_with_digits_are_not():
    found = diagnoses([{"q": "x1 is 3"}, {"q": "x2 is 3"}, {"q": "x2 is 1,000.5"}])
    assert found == {"q": (("x2 is 3", 2), ("x1 is 3", 1))}


def test_a_mistake_that_two_questions_tell_is_counted_once_a_student():
    found = mistakes(
        [{"check": "dw is 4 times too large.", "hidden": "dw is 6 times too large."}, {"b": "no f"}]
    )
    assert found == [("dw is 4 times too large.", 1, ("check", "hidden")), ("no f", 1, ("b",))]


def test_nobody_and_nothing_to_earn():
    assert questions([]) == [] and diagnoses([]) == {}
    (zero,) = questions([Row("ann", "graded", {"a": (0.0, 0.0)})])
    assert (zero.full, zero.none) == (1, 0) and math.isnan(zero.mean)
    (open_,) = questions([Row("ann", "graded", {"a": (None, 2.0)})])
    assert (open_.n, open_.ungraded) == (0, 1) and math.isnan(open_.mean)
    assert "| a |" in markdown_table([open_])


def test_the_table_is_one_line_a_question_whatever_a_message_holds():
    table = markdown_table(questions(rows(), [{"a": "a | b\n<b>*x*"}]))
    lines = table.splitlines()
    assert len(lines) == 4 and "a \\| b \\<b\\>\\*x\\* (1)" in lines[2] and "| 62 % |" in lines[2]


def test_the_report_is_two_tables_and_two_drawings(tmp_path):
    found, said = questions(rows(), CAUSES), mistakes(CAUSES)
    table, messages, *drawings = write_report(found, said, tmp_path / "report")
    assert "Row 2 is 3.5" in table.read_text("utf-8")
    assert "| 2 | Row 2 is 3.5, not 4. | a |" in messages.read_text("utf-8")
    assert [ET.fromstring(path.read_bytes()).tag.endswith("svg") for path in drawings] == [True, True]
