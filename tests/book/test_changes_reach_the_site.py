"""What is kept between builds never hides a change: of a text, the library, a number, a control's script."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from small_site import EXTENSIONS

ROOT = EXTENSIONS.parents[1]
BUILD = """
import sys
from pathlib import Path
from sphinx.application import Sphinx
sys.path.insert(0, "book/_ext")
extensions = ["myst_nb", "chapter_runs", "pages_by_contents", "numbers_in_pages", "source_pages"]
settings = {"extensions": extensions, "html_theme": "basic", "nb_execution_mode": "cache"}
settings |= {"exclude_patterns": ["_*"]}
out = Path("_build/html").resolve()
app = Sphinx("book", None, out, out / "../.doctrees", "html", settings, None, sys.stderr, warningiserror=True)
app.build()
sys.exit(app.statuscode)
"""
CHAPTER = """---
file_format: mystnb
kernelspec: {name: python3}
---
# A chapter

The text, {number}`toy.number` and {source}`dlcourse.rule`.

```{code-cell}
from pathlib import Path
from dlcourse.experiments import ch02_toy
print("ran", ch02_toy.result())
print(Path(ch02_toy.__file__, "../../widgets/toy.js").resolve().read_text())
```
"""
TOY = '''"""A toy."""
from dlcourse.numbers import Number, kept
from dlcourse.rule import rule


@kept
def result():
    return rule(2)


def numbers():
    return {"number": Number(result(), ".1f", source="closed form")}
'''
FILES = {
    "requirements.lock": "numpy==2\n",
    "dlcourse/__init__.py": "",
    "dlcourse/rule.py": '"""A rule."""\n\n\ndef rule(x):\n    return 10 * x\n',
    "dlcourse/experiments/__init__.py": "",
    "dlcourse/experiments/ch02_toy.py": TOY,
    "dlcourse/widgets/toy.js": "the first script",
    "book/index.md": "# Home\n\n```{toctree}\n02_chapter\n03_other\nlist\n```\n",
    "book/02_chapter.md": CHAPTER,
    "book/03_other.md": "# Another\n\nIt says little.\n",
    "book/list.md": "# Numbers\n\n```{numbers}\n```\n",
}


class Course:
    """A course of one experiment and two chapters, with the book's own extensions."""

    def __init__(self, folder):
        self.folder = folder
        for name, text in FILES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        for name in ("book/_ext", "dlcourse/numbers", "dlcourse/inventory"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))

    def change(self, name, before, after):
        path = self.folder / name
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))
        os.utime(path, (1, 1))  # contents decide

    def build(self):
        """As `make book`: all pages are written anew, in a process of its own.   -> their texts"""
        shutil.rmtree(self.folder / "_build/html", ignore_errors=True)
        environment = {name: value for name, value in os.environ.items() if name != "DLCOURSE_KEPT"}
        environment |= {"PYTHONPATH": str(self.folder)}
        done = subprocess.run(
            [sys.executable, "-c", BUILD], cwd=self.folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        pages = (self.folder / "_build/html").rglob("*.html")
        return {path.stem: re.sub(r"\s+", " ", re.sub(r"<.*?>", "", path.read_text())) for path in pages}

    def ran(self):
        return (self.folder / "_build/runs/02_chapter.json").stat().st_mtime_ns


@pytest.mark.kernel
def test_every_change_reaches_the_pages_that_show_it(tmp_path):
    course = Course(tmp_path)
    pages, first = course.build(), course.ran()
    assert "The text, 20.0 and rule.py" in pages["02_chapter"]
    assert "ran 20 the first script" in pages["02_chapter"]
    assert "toy.number 20.0" in pages["list"] and "10 * x" in pages["rule"]

    course.change("book/02_chapter.md", "The text", "Other words")
    course.change("book/03_other.md", "Another", "A new title")
    pages = course.build()
    assert "Other words, 20.0" in pages["02_chapter"] and "A new title" in pages["index"]
    assert course.ran() == first  # no code has changed

    course.change("dlcourse/experiments/ch02_toy.py", '".1f"', '".2f"')
    course.change("dlcourse/widgets/toy.js", "first", "second")
    pages = course.build()
    assert "Other words, 20.00" in pages["02_chapter"] and "toy.number 20.00" in pages["list"]
    assert "ran 20 the second script" in pages["02_chapter"]

    course.change("dlcourse/rule.py", "10 * x", "11 * x")
    pages = course.build()
    assert "Other words, 22.00" in pages["02_chapter"] and "ran 22 the second" in pages["02_chapter"]
    assert "toy.number 22.00" in pages["list"] and "11 * x" in pages["rule"]
