"""From solutions/ to exercises/: what students get, what is refused, and that a failure loses nothing."""

import copy
import os
import shutil

import nbformat
import pytest
from grading_classroom import small_course
from nbgrader.api import Gradebook
from small_assignment import ANSWER, IMPORT, NAME, SEEN, SMALL, code, graded, write_small

from dlcourse.grading import release as releasing
from dlcourse.grading.course import course_config, release_path
from dlcourse.grading.problem import AssignmentError, Problem
from dlcourse.grading.release import check, failures, faults, release
from dlcourse.grading.source import to_notebook
from dlcourse.grading.whole import replace_all

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's queries
    pytest.mark.xdist_group("release"),  # one release for all
    pytest.mark.usefixtures("forked_kernels"),
]


@pytest.fixture
def course(tmp_path):
    return small_course(tmp_path)


@pytest.fixture(scope="module")
def released_course(tmp_path_factory, forked_kernels):
    """A course whose assignment has been released. Tests leave it as it is."""
    folder = tmp_path_factory.mktemp("course")
    release(root=small_course(folder))
    return folder


def cells_of(course):
    notebook = nbformat.read(release_path(NAME, course), as_version=nbformat.NO_CONVERT)
    return {cell.id: cell for cell in notebook.cells}


def test_students_get_the_task_a_stub_and_the_visible_tests(released_course):
    cells = cells_of(released_course)
    assert list(cells) == ["cell-1", "cell-2", "double", "double-seen", "double-hidden"]
    assert (
        cells["double"].source
        == 'def double(x):\n    """2 x"""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    assert cells["double-seen"].source.startswith("assert double(3) == 6")
    assert cells["double-hidden"].source == "# More numbers."
    assert cells["double-seen"].metadata.editable is False


def test_a_second_release_gives_the_same_bytes(released_course):
    first = release_path(NAME, released_course).read_bytes()
    assert releasing.generate(NAME, released_course)[release_path(NAME, released_course)] == first
    assert first.endswith(b"}\n")


def test_check_finds_an_edited_a_missing_and_a_stray_exercise(released_course, monkeypatch):
    path = release_path(NAME, released_course)
    content = path.read_bytes()
    monkeypatch.setattr(releasing, "generate", lambda name, root: {release_path(name, root): content})
    assert check(root=released_course) == []
    path.write_bytes(content + b"\n")
    assert "got other bytes; run `dlcourse release`" in str(check(root=released_course)[0])
    path.unlink()
    stray = path.with_name("old.ipynb")
    stray.write_bytes(content)
    missing, left_over = map(str, check(root=released_course))
    stray.unlink()
    path.write_bytes(content)
    assert (
        "exercises/01_double/01_double.ipynb: expected what is made from solutions/" in missing
        and "no file" in missing
    )
    assert left_over.startswith("exercises/01_double/old.ipynb: expected a source in solutions/, got none")


def notebook_with(**parts):
    parts = {"start": IMPORT, "answer": ANSWER, "seen": SEEN} | parts
    return to_notebook("\n\n".join(parts.values()))


REFUSED = {
    "a wrong answer": (
        {"answer": ANSWER.replace("x + x", "3 * x")},
        "01_double (cell 'double-seen'): expected the solution to pass with 1 points, "
        "got 0 points, AssertionError: double(3) is 6; yours is 9.; correct the answer or the test",
    ),
    "a partial grade": ({"seen": graded("double(0.25)")}, "with 1 points, got 0.5 points, the output '0.5'"),
    "a cell that fails": (
        {"start": code("1 / 0")},
        "(cell 'cell-1'): expected the solution to pass, got ZeroDivisionError",
    ),
}


@pytest.mark.parametrize("parts, message", REFUSED.values(), ids=REFUSED)
def test_a_solution_that_fails_its_own_tests_is_refused(course, parts, message):
    problems = list(failures(NAME, notebook_with(**parts), course))
    assert len(problems) == 1 and message in str(problems[0])


def test_nothing_is_written_and_nothing_lost_when_one_of_two_assignments_is_bad(course):
    path = release_path(NAME, course)
    path.parent.mkdir(parents=True)
    path.write_text("good")
    second = course / "solutions" / "02_half" / "02_half.md"
    second.parent.mkdir()
    second.write_text(SMALL.replace("locked: true", "locked: false"))
    with pytest.raises(AssignmentError, match="02_half.md:.*expected a locked test cell"):
        release(root=course)
    assert path.read_text() == "good"
    assert not release_path("02_half", course).exists()


def test_a_release_stops_at_a_failing_solution_at_a_leak_and_at_a_blank_that_earns(course, monkeypatch):
    problem = Problem("a", "b", "c", "d")
    for step in ("blank_problems", "faults", "failures"):
        monkeypatch.setattr(releasing, step, lambda *arguments: [problem])
        with pytest.raises(AssignmentError, match="a: expected b, got c; d"):
            release(root=course)
        monkeypatch.setattr(releasing, step, lambda *arguments: [])
    assert not release_path(NAME, course).exists()


def test_an_exercise_survives_a_failure_of_nbgrader(course, monkeypatch):
    path = release_path(NAME, course)
    path.parent.mkdir(parents=True)
    path.write_text("good")
    for step in ("failures", "blank_problems"):
        monkeypatch.setattr(releasing, step, lambda *arguments: [])
    config = course_config(course)
    config.GenerateAssignment.preprocessors = ["nbgrader.preprocessors.NoSuchStep"]
    monkeypatch.setattr(releasing, "course_config", lambda root: copy.deepcopy(config))
    with pytest.raises(RuntimeError, match="release 01_double: expected nbgrader to finish"):
        release(root=course)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_text() == "good"


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    path.write_text("good")

    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        replace_all({path: b"half"})
    assert [file.read_text() for file in tmp_path.iterdir()] == ["good"]


def leak_answer(cells):
    cells[2].source += "\n    return x + x  # exact"


def leak_hidden_test(cells):
    cells[4].source += '\ngrade("01_double/double", double)'


def leak_into_tags(cells):
    cells[1].metadata["tags"] = ["return x + x"]


def leave_a_marker(cells):
    cells[0].source += "\n### END SOLUTION"


def leave_outputs(cells):
    cells[1].outputs = [nbformat.v4.new_output("stream", text="x")]


def leave_a_count(cells):
    cells[1].execution_count = 1


def lose_a_cell(cells):
    del cells[1]


FAULTS = {
    leak_answer: "no secret in the release, got 'return x + x  # exact'",
    leak_into_tags: "no secret in the release, got 'return x + x'",
    leak_hidden_test: "no secret in the release, got \"grade('01_double/double', double)\"",
    leave_a_marker: "no marker in the release",
    leave_outputs: "no outputs in the release",
    leave_a_count: "no outputs in the release",
    lose_a_cell: "the released cells ['cell-1', 'cell-2',",
}


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_what_must_not_get_out_is_found_in_the_generated_notebook(released_course, spoil):
    source = to_notebook(SMALL)
    released = nbformat.read(release_path(NAME, released_course), as_version=nbformat.NO_CONVERT)
    assert not list(faults(NAME, source, released))
    spoil(released.cells)
    assert any(FAULTS[spoil] in str(problem) for problem in faults(NAME, source, released))


def test_an_answer_in_the_title_of_the_notebook_is_found(released_course):
    released = nbformat.read(release_path(NAME, released_course), as_version=nbformat.NO_CONVERT)
    released.metadata["title"] = "return x + x"
    assert "'return x + x'" in str(*faults(NAME, to_notebook(SMALL), released))


def test_a_hint_of_the_checks_that_is_the_answer_is_found(released_course):
    released = nbformat.read(release_path(NAME, released_course), as_version=nbformat.NO_CONVERT)
    frozen = b'{"double": {"hint": "Write return x + x there."}}'
    assert "'return x + x'" in str(*faults(NAME, to_notebook(SMALL), released, frozen))


def test_an_assignment_with_submissions_keeps_its_cells(released_course, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(released_course, folder)
    before = release_path(NAME, folder).read_bytes()
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.add_student("ann")
        gradebook.add_submission(NAME, "ann")
    write_small(folder, SMALL.replace("double-seen", "double-new"))
    with pytest.raises(RuntimeError, match="Cannot add or remove cells"):
        release(root=folder)
    assert release_path(NAME, folder).read_bytes() == before
