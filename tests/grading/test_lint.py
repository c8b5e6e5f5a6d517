"""The lint of an assignment's text: each refusal, and the rule that makes it."""

import nbformat
import pytest
from grading_classroom import ROOT
from lint_cases import BROKEN, small
from small_assignment import ANSWER, BEGIN, END, FRONT, HIDDEN, SMALL, TASK, code, text

from dlcourse.grading import text_rules
from dlcourse.grading.course import assignment_names, text_path
from dlcourse.grading.lint import RULES, lint, lint_text

# What makes the text wrong -> a part of the message. One row for each branch of each rule.
UNCONVERTIBLE = {
    "bad YAML": (small(seen=code("1", "nbgrader: {a")), "expected a MyST text notebook, got an error"),
    "options without an end": (small(start=code("---\ntags: []\nx = 1")), "could not be read: Invalid YAML"),
    "code begins with ---": (small(start=code("---x\ny = 1")), "no code begins with ---"),
    "blanks at the end of Markdown": (small(task="Two.  "), "expected every line to reach"),
    "a form feed": (small(start=code("a = 1\n\x0cb = 2")), "special characters are not allowed"),
    "a line separator": (small(start=code("a = '\u2028'")), "expected every line to reach"),
    "an indented cell": (small(start="  ```{code-cell}\n  x = 1\n  ```"), "expected every line to reach"),
    "a break with nothing after it": (small(task=f"{TASK}\n\n+++"), "+++ with no Markdown after it"),
    "a fence without an end": (small(after=["```{code-cell}\nx = 1"]), "close every ```"),
    "+++ inside a paragraph": (small(task="One\n+++\ntwo"), "got +++ inside Markdown; leave a blank line"),
    "+++ in a block of Markdown": (
        small(task="~~~\n\n+++ b\n\n~~~"),
        "Markdown without a line that starts with +++",
    ),
    "an empty cell": (small(start=code("")), "got an empty cell; fill it"),
    "blank lines at the end": (
        small(start=code("x = 1\n\n")),
        "expected a cell without blank lines around it",
    ),
    "a blank line of spaces at the end": (
        small(start=code("x = 1\n  ")),
        "expected a cell without blank lines around",
    ),
    "a directive": (small(task="```{note}\nHello\n```"), "got a directive, '```{note}'"),
    "a code cell in a list": (small(task="- a\n\n  ```{code-cell}\n  1\n  ```"), "got a directive"),
}


def test_a_tidy_assignment_has_no_problems():
    assert lint_text("a.md", SMALL) == []


@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_the_assignments_of_the_course_have_no_problems(name):
    assert not lint(text_path(name, ROOT), ROOT)


@pytest.mark.parametrize("content, message", UNCONVERTIBLE.values(), ids=UNCONVERTIBLE)
def test_lint_refuses_what_the_conversion_cannot_keep(content, message):
    problems = [str(problem) for problem in lint_text("a.md", content)]
    assert any(message in problem for problem in problems), problems


@pytest.mark.parametrize("content, rule, message", BROKEN.values(), ids=BROKEN)
def test_lint_refuses_a_broken_assignment(content, rule, message):
    problems = [str(problem) for problem in lint_text("a.md", content)]
    assert any(message in problem for problem in problems), problems


@pytest.mark.parametrize("content, rule, message", BROKEN.values(), ids=BROKEN)
def test_each_refusal_is_the_work_of_one_rule(content, rule, message, monkeypatch):
    kept = tuple(each for each in RULES if each.__name__ != rule)
    assert len(kept) == len(RULES) - 1
    monkeypatch.setattr("dlcourse.grading.lint.RULES", kept)
    assert not any(message in str(problem) for problem in lint_text("a.md", content))


def test_each_rule_has_a_refusal():
    assert {rule for _, rule, _ in BROKEN.values()} == {rule.__name__ for rule in RULES}


def test_a_cell_that_text_cannot_hold_is_found_by_the_round_trip():
    cells = [nbformat.v4.new_code_cell("x = 1\n\n\n"), nbformat.v4.new_markdown_cell("a\n\n+++\n\nb")]
    assert [str(problem) for problem in text_rules.round_trip("a.md", cells[1:])]
    assert "text to notebook and back changes it" in str(next(text_rules.round_trip("a.md", cells[1:])))
    assert not list(text_rules.round_trip("a.md", [nbformat.v4.new_code_cell("x = 1")]))


def test_lint_runs_the_round_trip(monkeypatch):
    monkeypatch.setattr(
        text_rules.jupytext, "writes", lambda notebook, fmt: SMALL.replace("Doubling", "Halving")
    )
    assert "(cell 1): expected '# Doubling" in str(lint_text("a.md", SMALL)[0])
    monkeypatch.setattr(text_rules.jupytext, "writes", lambda notebook, fmt: text(SMALL, code("1")))
    assert "expected 5 cells after text to notebook and back, got 6" in str(lint_text("a.md", SMALL)[0])


def test_problems_come_in_the_order_of_their_lines():
    content = small(answer=ANSWER.replace(END, "pass"), hidden=HIDDEN.replace("points: 2, ", ""))
    lines = [int(str(problem).split(":")[1].split(" ")[0]) for problem in lint_text("a.md", content)]
    assert lines == sorted(lines) and len(lines) >= 2


def test_a_problem_names_the_file_the_line_and_the_cell():
    problems = lint_text("a.md", small(answer=ANSWER.replace(END, "pass")))
    line = SMALL[: SMALL.index(BEGIN)].count("\n") + 1
    assert str(problems[0]) == (
        f"a.md:{line} (cell 'double'): expected markers alone on their line, in pairs, none inside another, "
        "got BEGIN SOLUTION without its END; add `### END SOLUTION` below it"
    )


def test_lint_names_the_file_by_its_path_below_root(tmp_path):
    path = tmp_path / "solutions" / "a" / "a.md"
    path.parent.mkdir(parents=True)
    path.write_text(text(FRONT, TASK))
    assert str(lint(path, tmp_path)[0]).startswith("solutions/a/a.md:1: expected")
