"""Every exercise of every assignment, in process: what wrong answers lose and are told, and what passes."""

import re
from dataclasses import replace
from time import process_time
from urllib.parse import parse_qsl

import pytest
from house import ROOT, imported, text_of

from dlcourse import widgets
from dlcourse.checks import CheckFailed, rng_for
from dlcourse.checks.bank import exercises
from dlcourse.checks.draws import STUDENT
from dlcourse.checks.examine import examine

MOST_LINES, MOST_WORDS, SECONDS = 90, 120, 2
SLOWER = 2  # times, a machine whose users' right answers still pass
SLOW = {"success_rate", "descend_cliff"}  # trains networks, or goes 500 steps, in every answer
FOLDERS = sorted(path.parent for path in (ROOT / "solutions").glob("*/*.md"))
ALL = [ex for folder in FOLDERS for ex in exercises(folder)]
each = pytest.mark.parametrize(
    "exercise", [pytest.param(ex, marks=[pytest.mark.slow] * (ex.name in SLOW), id=ex.name) for ex in ALL]
)
every = pytest.mark.parametrize("exercise", ALL, ids=lambda ex: ex.name)
DRAWN: dict = {}  # the cases of an exercise, by check: drawn once


def cases(exercise, check):
    key = exercise.folder.name, exercise.name, check
    if key not in DRAWN:
        hidden = check == "hidden"
        DRAWN[key] = exercise.hidden(rng_for(exercise.name)) if hidden else exercise.visible()
    return DRAWN[key]


def told(exercise, source):
    """What the checks say about an answer, by check: only those that it fails. It has less time here."""
    function, said, task = exercise.function(source), {}, exercise.task(quiet=True)
    task = replace(task, limits=replace(task.limits, seconds=task.limits.seconds / SLOWER))
    for check in ("check", "hidden"):
        try:
            examine(function, task, cases(exercise, check))
        except CheckFailed as error:
            said[check] = " ".join(str(error).split())
    return said


@each
def test_each_wrong_answer_loses_its_points_and_is_told_its_cause(exercise):
    wrong = []
    of = {check: exercise.points(check) for check in ("check", "hidden")}
    for name, edit in exercise.module.WRONG.items():
        said = told(exercise, edit.of(exercise.answer))
        lost, expected = (
            sum(of[check] for check in said),
            sum(of.values()) if edit.loses is None else edit.loses,
        )
        words = " ".join((edit.says or edit.cause).split())
        if lost != expected or not words or not any(words in text for text in said.values()):
            wrong.append(f"{name}: loses {lost:g}, expected {expected:g}; should say {words!r}; told {said}")
        wrong += [
            f"{name}: {len(t.split())} words, {t}" for t in said.values() if len(t.split()) > MOST_WORDS
        ]
    assert not wrong, "\n".join(wrong)


@each
def test_the_model_answer_and_other_right_answers_pass(exercise):
    sources = {"the model answer": exercise.answer}
    sources |= {name: edit.of(exercise.answer) for name, edit in exercise.get("RIGHT", {}).items()}
    said = {name: told(exercise, source) for name, source in sources.items()}
    assert not {name: text for name, text in said.items() if text}


@every
def test_a_blank_answer_gets_nothing(exercise):
    head = exercise.answer.split('"""')[0] + '"""The task."""\n    raise NotImplementedError()\n'
    assert {check: "is not written yet" in text for check, text in told(exercise, head).items()} == {
        "check": True,
        "hidden": True,
    }


@pytest.mark.slow
@pytest.mark.parametrize("student", ("ada", "bob", "7", "7_"))
@each
def test_the_model_answer_passes_whoever_is_graded(exercise, student, monkeypatch):
    monkeypatch.setenv(STUDENT, student)
    function = exercise.function(exercise.answer)
    examine(function, exercise.task(quiet=True), exercise.hidden(rng_for(exercise.name)))


@every
def test_an_exercise_fits_on_a_page_and_a_half(exercise):
    n_lines = len(text_of(exercise.path).splitlines()) + lines_of_text(exercise)
    assert n_lines <= MOST_LINES, f"{exercise.name}: {n_lines} lines"


def lines_of_text(exercise):
    """The lines of an exercise in the text of its assignment: from its heading to the next."""
    text = text_of(exercise.folder / f"{exercise.folder.name}.md")
    sections = re.split(r"^(?=## )", text, flags=re.M)
    return next(len(section.splitlines()) for section in sections if f"grade_id: {exercise.name}," in section)


def anchors_of(chapter):
    """The anchors of a chapter's headings, as the site makes them."""
    headings = re.findall(r"^##+ (.*)$", text_of(chapter), re.M)
    return set(map(anchor_of, headings))


def anchor_of(heading):
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()))


@every
def test_the_section_to_reread_is_one_of_the_chapter(exercise):
    name, section = exercise.section
    anchors = anchors_of(ROOT / "book" / f"{name}.md")
    assert section in anchors, sorted(anchors)
    text = text_of(exercise.folder / f"{exercise.folder.name}.md")
    links = dict(re.findall(rf"\[([^]]+)\]\([^)]*{name}\.html#([\w-]+)\)", text))
    assert set(links.values()) <= anchors and section in links.values()
    headings = re.findall(r"^##+ (.*)$", text_of(ROOT / "book" / f"{name}.md"), re.M)
    assert set(links) <= set(headings)
    assert (
        exercise.reread
        == f'"{headings[[*map(anchor_of, headings)].index(section)]}" in chapter {int(name[:2])}'
    )


@every
def test_a_control_is_linked_where_it_stands(exercise):
    page, _, anchor = exercise.get("CONTROL", "").partition(".html#")
    if "=" not in anchor:
        assert not page or anchor in anchors_of(ROOT / "book" / f"{page}.md")
        return
    state = parse_qsl(anchor, strict_parsing=True)  # a state of the control, which has these fields
    (name,) = {field.split(".")[0] for field, _ in state}
    control = getattr(widgets, name.replace("-", "_"))
    fields = {field.split(".")[1]: value_of(text) for field, text in state}
    control.kind(**fields)  # raises for what it has not
    assert f"{control.__name__}(" in text_of(ROOT / "book" / f"{page}.md")


def value_of(text):
    """The value of a field in an address: a whole number, another number, or a word."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return text


@every
def test_a_judge_takes_no_clock_thread_or_signal(exercise):
    """It sees calls, attributes and arrays, so that the student's function may run elsewhere."""
    assert not imported(exercise.path) & {"time", "threading", "signal", "multiprocessing", "os", "sys"}


@each
def test_the_model_answer_takes_two_seconds_at_most(exercise):
    function = exercise.function(exercise.answer)
    start = process_time()  # of work: a busy machine is no fault
    function(**exercise.visible()[0].inputs)
    assert process_time() - start <= SECONDS


def chapter_of(module):
    """The number of the chapter that a module of the library opens with; None for the tools."""
    path = ROOT.joinpath(*module.split("."))
    path = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    match = re.match(r'"""Chapters? (\d+)', text_of(path)) if path.is_file() else None
    return int(match[1]) if match else None


@every
def test_a_judge_uses_only_chapters_up_to_its_own(exercise):
    late = {name: chapter_of(name) for name in imported(exercise.path) if name.startswith("dlcourse.")}
    own = int(exercise.folder.name[:2])
    assert not {name: n for name, n in late.items() if n is not None and n > own}


def test_every_graded_cell_belongs_to_an_exercise():
    for folder in FOLDERS:
        text = text_of(folder / f"{folder.name}.md")
        graded = set(re.findall(r"grade_id: (\w+), grade: true", text))
        names = [ex.name for ex in exercises(folder)]
        assert graded == {f"{name}_{check}" for name in names for check in ("check", "hidden")}
        assert {path.stem for path in folder.glob("*.py")} - {"rows"} == set(names)
