"""Skeletons: what `dlcourse new` writes passes what other chapters pass, and nothing is written over."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from house import CHAPTERS, PAGES, PARTIAL, ROOT
from typer.testing import CliRunner

from dlcourse.cli import app
from dlcourse.grading.lint import lint
from dlcourse.skeletons.begin import with_entry

TO_WRITE = "TO WRITE"
ADVICE = "expected .+, got .+; .+"


def left_in(paths):
    """The files with a place that is still to be written."""
    return [
        path.relative_to(ROOT).as_posix() for path in paths if TO_WRITE in path.read_text(encoding="utf-8")
    ]


def test_what_is_whole_has_nothing_left_to_write():
    whole = [path for path in PAGES if path.stem not in PARTIAL]
    assert left_in([*whole, *(ROOT / "exercises").rglob("*.ipynb")]) == []


def test_a_further_page_that_is_written_says_so():
    written = [
        path for path in PAGES if path.stem in PARTIAL and path not in CHAPTERS and not left_in([path])
    ]
    assert not written, f"strike `partial` from the front matter of {written}"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of the files that `dlcourse new` reads."""
    for name in ("nbgrader_config.py", "_config.yml", "book/_toc.yml", "book/rows.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    for page in ("02_xor.md", "02b_xor_training.md"):
        shutil.copy2(ROOT / "book" / page, tmp_path / "book" / page)
    for folder in ("solutions", "tests/optimizers"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tests/optimizers/test_momentum.py").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*arguments):
    return CliRunner().invoke(app, ["new", *arguments])


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_a_chapter_has_its_page_module_and_test_and_owes_its_rows(course):
    assert new("chapter", "19_momentum", "Momentum in a valley").exit_code == 0
    page = (course / "book/19_momentum.md").read_text()
    assert "\n# Momentum in a valley\n" in page and "partial: momentum\n" in page
    owed = re.search(r"later: \[(.*)\]", page)[1].split(", ")
    rows = (course / "book/rows.toml").read_text()
    homes = re.findall(r"^\[?(\w\d{3})\]? *.*?home *= *\[([^\]]*)\]", rows, re.M | re.S)
    assert owed == [id for id, home in homes if '"19"' in home]
    chapters = [
        re.findall(r"file: (\d\d)", (folder / "book/_toc.yml").read_text()) for folder in (ROOT, course)
    ]
    assert chapters[1] == sorted([*chapters[0], "19"])
    assert (
        (course / "dlcourse/experiments/ch19_momentum.py").read_text().startswith('"""Chapter 19: momentum.')
    )
    assert (
        course / "tests/experiments/test_momentum_experiment.py"
    ).is_file()  # test_momentum is the optimizer's


def test_a_chapter_gets_further_pages_in_their_order(course):
    for name in ("19_momentum", "19b_two_valleys", "19c_three_valleys", "02c_more"):
        assert new("chapter", name, "In words").exit_code == 0, name
    page = (course / "book/19c_three_valleys.md").read_text()
    assert "You need {doc}`19b_two_valleys`" in page and "partial: three_valleys\n" in page
    assert "\nrows: {}\n" in page  # its chapter's rows are the first page's, until they are moved
    listed = re.findall(r"file: (\d\w+)", (course / "book/_toc.yml").read_text())
    xor, momentum = listed.index("02_xor"), listed.index("19_momentum")
    assert listed[xor + 1 : xor + 3] == ["02b_xor_training", "02c_more"]
    assert listed[momentum + 1 : momentum + 3] == ["19b_two_valleys", "19c_three_valleys"]
    assert listed == sorted(listed)
    assert (course / "tests/experiments/test_two_valleys.py").is_file()
    refused = new("chapter", "19b_more", "More").output
    assert "expected 19d_more" in " ".join(refused.split())


def test_exercises_of_a_chapter_are_numbered_and_not_released_before_they_are_written(course):
    assert new("exercise", "02_xor", "bend", "The bend").exit_code == 0
    assert new("exercise", "02_xor", "fold", "The fold").exit_code == 0
    text = (course / "solutions/02_xor/02_xor.md").read_text()
    assert "# Exercises for chapter 2: Why XOR needs a hidden layer\n" in text
    assert "## 2.1 The bend (2 points)" in text and "## 2.2 The fold (2 points)" in text
    found = lint(course / "solutions/02_xor/02_xor.md", course)
    assert found and {problem.expected for problem in found} == {"a text that is written"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("chapter", "7_momentum", "Momentum"),
        ("chapter", "19-momentum", "Momentum"),
        ("chapter", "19_Momentum", "Momentum"),
        ("chapter", "21_more", "More"),
        ("chapter", "02_other", "Other"),
        ("chapter", "02b_other", "Other"),
        ("chapter", "02d_other", "Other"),
        ("chapter", "19a_momentum", "Momentum"),
        ("chapter", "19b_momentum", "Momentum"),
        ("exercise", "02b_xor_training", "step", "One step"),
        ("chapter", "19_momentum", "Chapter 19: Momentum"),
        ("chapter", "19_momentum", " "),
        ("chapter", "../19_momentum", "Momentum"),
        ("experiment", "19", "../momentum"),
        ("experiment", "7", "momentum"),
        ("exercise", "19_momentum", "step", "One step"),
        ("exercise", "02_xor", "lambda", "One step"),
        ("exercise", "02_xor", "One", "One step"),
    ],
)
def test_a_bad_name_is_refused_in_words_and_writes_nothing(arguments, course):
    before = files(course)
    result = new(*arguments)
    assert result.exit_code == 1 and re.search(ADVICE, " ".join(result.output.split()))
    assert files(course) == before


def test_nothing_is_written_over(course):
    for arguments in [("experiment", "19", "valley"), ("exercise", "02_xor", "bend", "The bend")]:
        assert new(*arguments).exit_code == 0
        before = files(course)
        assert new(*arguments).exit_code == 1
        assert files(course) == before


def test_a_page_is_entered_in_the_part_of_the_one_before():
    part = "  - caption: A\n    chapters:\n      - file: {}\n"
    contents = "parts:\n" + part.format("05_a") + part.format("09_b")
    for page, at in (("03_c", 3), ("07_c", 4), ("12_c", 7)):
        assert with_entry(contents, page).splitlines()[at] == f"      - file: {page}"
    two_pages = contents.replace("05_a\n", "05_a\n      - file: 05b_a\n")
    assert with_entry(two_pages, "07_c").splitlines()[5] == "      - file: 07_c"
    assert with_entry(two_pages, "05c_a").splitlines()[5] == "      - file: 05c_a"


@pytest.mark.slow
def test_what_is_written_passes_the_tests_of_the_house_and_lint(tmp_path):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("the list of files needs a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*command):
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    for arguments in [
        ("chapter", "19_canyons", "Canyons"),
        ("chapter", "19b_wide_canyons", "Wide canyons"),
        ("experiment", "19", "zigzag_way"),
        ("exercise", "19_canyons", "one_step", "One step"),
    ]:
        run(sys.executable, "-c", "from dlcourse.cli import app; app()", "new", *arguments)
    run("git", "init", "-q")
    tests = ["tests/house", "tests/book/test_chapters.py", "tests/inventory/test_inventory.py"]
    tests += ["tests/solutions", "tests/experiments/test_canyons.py", "tests/experiments/test_zigzag_way.py"]
    tests += [
        "tests/experiments/test_wide_canyons.py",
        "tests/skeletons/test_skeletons.py::test_what_is_whole_has_nothing_left_to_write",
    ]
    options = ["-q", "-n0", "-p", "no:cacheprovider", "-m", "not slow"]
    options += ["-k", "not test_exercises or one_step or 19_canyons"]  # the other exercises are as they were
    run(sys.executable, "-m", "pytest", *options, *tests)
    if shutil.which("ruff"):
        run("ruff", "check", "dlcourse", "tests", "solutions")
        run("ruff", "format", "--check", "dlcourse", "tests", "solutions")
