"""Nothing that would give an answer away, break or earn points for nothing is released: sixty tries."""

import os

import nbformat
import pytest
from grading_classroom import small_course
from hostile_texts import BROKEN_RELEASES, RUN, SECRETS
from lint_cases import small
from small_assignment import ANSWER, BEGIN, END, NAME, answer, code, graded, write_small

from dlcourse.grading import release as releasing
from dlcourse.grading.blank import with_tests
from dlcourse.grading.course import release_path, source_path
from dlcourse.grading.leaks import leaks
from dlcourse.grading.lint import lint_text
from dlcourse.grading.problem import AssignmentError
from dlcourse.grading.whole import gradebook_kept, replace_all

STATIC = SECRETS | BROKEN_RELEASES
HARMLESS = {
    "the formula of the task": small(task="Double it: y = 2x, or $x + x$, for any x."),
    "an import that the answer has, too": small(
        start=code("import math"),
        answer=ANSWER.replace(BEGIN, f"{BEGIN}\n    import math\n"),
        seen=graded("assert double(math.e) > 5"),
    ),
    "a name that students are to bind": small(
        answer=answer(f"{BEGIN}\nlimit = 3 * 7 + 1\n\n\ndef double(x):\n    return x + x\n{END}"),
        seen=graded("assert double(limit) == 44"),
    ),
    "a magic": small(start=code("%matplotlib inline\nimport warnings")),
    "a helper that another cell binds": small(start=code("import warnings as w"), after=[code("w.warn")]),
    "names within a function": small(
        after=[code("def g(n):\n    return [i + n for i in range(n)]\n\n\ng(2)")]
    ),
    "await at top level": small(after=[code("import asyncio\n\nawait asyncio.sleep(0)")]),
}


@pytest.mark.parametrize("text, told", STATIC.values(), ids=STATIC)
def test_a_text_that_gives_away_or_breaks_is_refused(text, told):
    problems = [str(problem) for problem in lint_text("a.md", text)]
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_is_no_secret_may_stand_there(text):
    assert lint_text("a.md", text) == []


def test_a_leak_is_told_with_its_line_and_the_line_of_the_answer():
    text = SECRETS["in a comment of the test"][0]
    (problem,) = lint_text("a.md", text)
    copy, begin = (text[: text.index(words)].count("\n") + 1 for words in ("# return x + x", BEGIN))
    assert str(problem) == (
        f"a.md:{copy} (cell 'double-seen'): expected SOLUTION between its markers only, "
        f"got 'return x + x' of line {begin} here too; remove the second copy: students see it"
    )


def test_a_short_line_of_a_test_is_no_leak_and_of_an_answer_it_is():
    secret, shown = ["y = half(3)", "assert y == 1"], ["Now y = half(3), as before."]
    assert leaks(secret, shown) and not leaks(secret, shown, of_test=True)


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.parametrize("text, told", RUN.values(), ids=RUN)
def test_a_notebook_that_breaks_or_earns_for_nothing_is_refused_and_nothing_is_written(tmp_path, text, told):
    course = small_course(tmp_path)
    write_small(course, text)
    assert lint_text("a.md", text) == []  # only a run shows it
    before = sorted(course.rglob("*"))
    with pytest.raises(AssignmentError) as refused:
        releasing.release(root=course)
    assert told in str(refused.value)
    assert sorted(course.rglob("*")) == before


def test_a_blank_has_the_hidden_tests_and_no_answer():
    source = nbformat.v4.new_notebook()
    for kind, text in (("solution", "answer"), ("grade", "shown\nhidden")):
        cell = nbformat.v4.new_code_cell(text, metadata={"nbgrader": {kind: True}})
        source.cells.append(cell)
    released = nbformat.from_dict(source)
    released.cells[0].source, released.cells[1].source = "raise NotImplementedError()", "shown"
    blank = with_tests(source, released, "pass")
    assert [cell.source for cell in blank.cells] == ["pass", source.cells[1].source]


def test_files_are_written_all_or_none(tmp_path, monkeypatch):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"good")
    move, moved = os.replace, []

    def fail_at_the_second(source, target):
        moved.append(target)
        if len(moved) == 2:
            raise OSError("disk full")
        move(source, target)

    monkeypatch.setattr("dlcourse.grading.whole.os.replace", fail_at_the_second)
    with pytest.raises(OSError, match="disk full"):
        replace_all({old: b"half", new: b"half"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old": b"good"}


def test_a_gradebook_is_as_before_when_a_release_fails(tmp_path):
    course = small_course(tmp_path)
    book = course / "gradebook.db"
    with pytest.raises(OSError), gradebook_kept(course):
        book.write_bytes(b"half")
        raise OSError
    assert not book.exists()
    book.write_bytes(b"good")
    with pytest.raises(OSError), gradebook_kept(course):
        book.write_bytes(b"half")
        raise OSError
    assert book.read_bytes() == b"good"
    with gradebook_kept(course):
        book.write_bytes(b"new")
    assert book.read_bytes() == b"new"


@pytest.mark.kernel
def test_a_failing_second_assignment_leaves_the_first_and_the_gradebook(tmp_path, monkeypatch):
    course = small_course(tmp_path)
    monkeypatch.setattr(releasing, "generate", lambda name, root: {source_path(name, root): b"no notebook"})
    with pytest.raises(RuntimeError, match="expected nbgrader to finish"):
        releasing.release(root=course)
    assert not (course / "gradebook.db").exists() and not release_path(NAME, course).exists()
    assert not source_path(NAME, course).exists()
