"""Chapters run when what they depend on has changed, and not otherwise; what fails is told."""

import io
import os
import re
import sys
from unittest.mock import patch

import pytest
from kept_runs import Runs, key, may_need
from nbformat import v4
from run_notebook import Run
from small_site import EXTENSIONS
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n%s---\n# %s\n\n"
CELL = "```{code-cell}\n%s\n```\n\n"
FILES = {"requirements.lock": "a", "dlcourse/a.py": "b", "dlcourse/b.py": "c"}


def notebook(code="x = 1", tags=()):
    return v4.new_notebook(cells=[v4.new_code_cell(code, metadata={"tags": list(tags)})])


@pytest.fixture
def kept(tmp_path):
    """A run of `x = 1` that has opened dlcourse/a.py."""
    runs, ran = Runs(tmp_path, tmp_path, FILES), notebook()
    ran.cells[0].outputs = [v4.new_output("stream", text="1\n")]
    runs.keep("one", ran, Run(), runs.needed(ran, Run(opened=["dlcourse/a.py"])))
    return runs


@pytest.mark.parametrize(
    ("now", "files", "is_kept"),
    [
        (notebook(), {}, True),
        (notebook(), {"dlcourse/b.py": "other"}, True),
        (notebook(), {"dlcourse/a.py": "other"}, False),
        (notebook(), {"dlcourse/a.py": None}, False),
        (notebook(), {"requirements.lock": "other"}, False),
        (notebook("x = 2"), {}, False),
        (notebook(tags=["raises-exception"]), {}, False),
    ],
)
def test_a_run_holds_until_its_code_or_a_file_that_it_needs_changes(now, files, is_kept, kept, tmp_path):
    found = {name: value for name, value in (FILES | files).items() if value}
    assert Runs(tmp_path, tmp_path, found).is_kept("one", now) is is_kept


def test_another_python_runs_anew(kept, monkeypatch):
    monkeypatch.setattr(sys, "version", "3.99")
    assert not kept.is_kept("one", notebook())


def test_a_run_gives_its_outputs_to_its_own_code_alone(kept):
    same, other = notebook(), notebook("x = 2")
    assert kept.put_into(same, "one") and same.cells[0].outputs[0].text == "1\n"
    assert not kept.put_into(other, "one") and not other.cells[0].outputs


def test_half_a_file_is_no_run(kept):
    text = kept.path("one").read_text()
    kept.path("one").write_text(text[: len(text) // 2])
    assert not kept.is_kept("one", notebook())


def test_text_and_captions_are_not_what_a_run_depends_on():
    with_text = notebook()
    with_text.cells.insert(0, v4.new_markdown_cell("Text"))
    with_text.cells[1].metadata["mystnb"] = {"figure": {"caption": "A caption"}}
    assert key(with_text) == key(notebook())


def test_modules_that_may_be_imported_later_count():
    """ch02_xor_training imports the optimizers when a function is called."""
    paths = {path.name for path in may_need(notebook("from dlcourse.experiments import ch02_xor_training"))}
    assert {"ch02_xor_training.py", "sgd.py"} <= paths
    assert not list(may_need(notebook("%time import dlcourse")))


class Site:
    """A course of some chapters; `build` gives (the warnings, what their cells have printed)."""

    def __init__(self, folder):
        self.folder, self.book = folder, folder / "book"
        self.book.mkdir()
        self.write("requirements.lock", "numpy==2\n")
        self.write("book/index.md", "# Index\n\n```{toctree}\n:glob:\n*\n```\n")

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def chapter(self, name, *cells, front=""):
        self.write(f"book/{name}.md", HEAD % (front, name) + "".join(CELL % cell for cell in cells))

    def build(self):
        extensions = ["myst_nb", "chapter_runs", "pages_by_contents"]
        settings = {"extensions": extensions, "html_theme": "basic", "nb_execution_mode": "cache"}
        settings |= {"nb_output_stderr": "error", "exclude_patterns": ["_*"], "suppress_warnings": ["toc"]}
        out, warnings = self.folder / "_build/html", io.StringIO()
        with docutils_namespace(), patch.dict(os.environ), patch("sys.path", [*sys.path, str(EXTENSIONS)]):
            app = Sphinx(self.book, None, out, out / "../doctrees", "html", settings, None, warnings)
            try:
                app.build()
            except Exception as error:
                warnings.write(f"{type(error).__name__}: {error}")
        pages = {path.stem: path.read_text() for path in out.glob("*.html")}
        return warnings.getvalue(), pages

    def times(self):
        """When each chapter was run last."""
        return {path.stem: path.stat().st_mtime_ns for path in (self.folder / "_build/runs").iterdir()}


@pytest.mark.kernel
def test_only_what_a_chapter_opens_makes_it_run_again(tmp_path):
    site = Site(tmp_path)
    site.write("book/one.txt", "first")
    site.write("book/late.py", "word = 'early'\n")
    read = "from pathlib import Path\nprint('read', Path('one.txt').read_text())"
    site.chapter("a", read, "import importlib\nprint(importlib.import_module('la' + 'te').word)")
    site.chapter("b", "print(2 + 2)")
    warnings, pages = site.build()
    assert not warnings and "read first" in pages["a"] and "early" in pages["a"] and "4" in pages["b"]
    for name, text, now in [
        ("one.txt", "second", "read second"),
        ("late.py", "word = 'later on'", "later on"),
    ]:
        before = site.times()
        site.write(f"book/{name}", text)
        os.utime(site.book / name, (1, 1))  # contents decide
        warnings, pages = site.build()
        after = site.times()
        assert not warnings and now in pages["a"]
        assert after["a"] > before["a"] and after["b"] == before["b"]
    site.write("book/b.md", (site.book / "b.md").read_text() + "More text.\n")
    assert "More text" in site.build()[1]["b"] and site.times() == after


@pytest.mark.kernel
def test_a_cell_that_fails_is_told_with_its_chapter_its_line_and_its_traceback(tmp_path):
    site = Site(tmp_path)
    site.chapter("good", "print('good')")
    site.chapter("bad", "x = 1", "def f():\n    return 1 / 0\nf()")
    site.chapter("loud", "import sys\nprint('watch out', file=sys.stderr)")
    warnings, _ = site.build()
    assert f"{site.book / 'bad'}.md:12: WARNING: the cell in line 12 failed:" in warnings
    assert "return 1 / 0" in warnings and "ZeroDivisionError: division by zero" in warnings
    assert "ChapterError: bad: " in warnings and sorted(site.times()) == ["good", "loud"]
    site.chapter("bad", "x = 1")
    warnings, _ = site.build()
    assert re.search(r"loud.md:\d+: ERROR: stderr was found", warnings) and "bad.md" not in warnings


MEET = """from pathlib import Path
from time import sleep
Path("../_build/%s").touch()
for n in range(3000):
    if Path("../_build/%s").exists():
        break
    sleep(0.01)
print("met", n < 2999)"""


@pytest.mark.kernel
def test_chapters_run_side_by_side_and_one_that_measures_times_alone(tmp_path):
    site = Site(tmp_path)
    site.chapter("a", MEET % ("a", "b"))
    site.chapter("b", MEET % ("b", "a"))
    count = "from pathlib import Path\nprint(len(list(Path('../_build/runs').iterdir())), 'have run')"
    site.chapter("c", count, front="alone: true\n")
    with patch("os.sched_getaffinity", lambda process: {0, 1}, create=True):
        warnings, pages = site.build()
    assert not warnings and "met True" in pages["a"] and "met True" in pages["b"]
    assert "2 have run" in pages["c"]
