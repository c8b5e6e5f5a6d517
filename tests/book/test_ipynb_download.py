"""What a reader downloads: readable in any notebook, and it runs where the course is installed."""

import json
import os
import re
import shutil
import tomllib
from pathlib import Path

import nbformat
import pytest
from ipynb_download import notebook_for_readers
from kept_runs import code_cells
from myst_nb.core.read import read_myst_markdown_notebook
from nbclient import NotebookClient
from nbformat import v4
from numbers_in_pages import IN_FORMULA, IN_TEXT
from small_site import build

ROOT = Path(__file__).parents[2]
CHAPTERS = [*sorted((ROOT / "book").glob("[0-9][0-9]*_*.md")), ROOT / "book/replay.md"]  # pages with code
RAW = re.compile(r"\{[\w:-]+\}`|^[ >]*(?:`{3,}|:{3,})\{|^\([\w:-]+\)=|\\number\{|\)\s*\(eq-", re.M)
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def downloaded(chapter):
    """The notebook of a chapter; its numbers and references are stand-ins."""
    text = IN_FORMULA.sub("0", IN_TEXT.sub("0", chapter.read_text(encoding="utf-8")))
    return notebook_for_readers(
        read_myst_markdown_notebook(text),
        lambda role, target, title: title or "(1)",
        "A title",
        "page.html",
        "git",
    )


@every_chapter
def test_no_role_and_no_directive_is_left(chapter):
    notebook = downloaded(chapter)
    nbformat.validate(notebook)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert len("".join(texts)) > len(chapter.read_text(encoding="utf-8")) / 2 and "pip install" in texts[0]
    assert not [RAW.findall(text) for text in texts if RAW.search(text)]
    assert not any({"mystnb", "image"} & set(cell.metadata) for cell in notebook.cells)


@pytest.mark.parametrize(
    "raw", ["{eq}`a`", "> ```{rows}", ":::{trap} A", "(a-b)=", "\\number{x}", "$$ (eq-a)"]
)
def test_what_is_raw_is_found(raw):
    assert RAW.search(f"Text.\n{raw if raw[0] != '$' else '(x) (eq-a)'}\n")


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A folder with the package as pip installs it: its code, and the data that it says it has."""
    folder = tmp_path_factory.mktemp("installed")
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    for pattern in ["*.py", *data]:
        for path in (ROOT / "dlcourse").rglob(pattern):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return folder


def needs_no_more_than_the_package(chapter):
    """Whether the page's own run, of the same cells, has opened no other file of the course."""
    run = json.loads((ROOT / f"_build/runs/{chapter.stem}.json").read_text(encoding="utf-8"))
    others = {"book/_ext/opened_files.py", "requirements.lock"}  # what keeps the record, a part of its key
    package = {name for name in run["files"] if name.startswith("dlcourse/")}
    site = read_myst_markdown_notebook(chapter.read_text(encoding="utf-8"))
    ran, given = ([cell.source for cell in code_cells(notebook)] for notebook in (site, downloaded(chapter)))
    return ran == given and len(package) > 5 and set(run["files"]) <= package | others


@pytest.mark.kernel
@every_chapter
def test_it_runs_from_top_to_bottom_where_the_course_is_installed(chapter, installed, tmp_path):
    """The site has run the cells: a page that opens more, or leaves some out, runs again, and the first."""
    if needs_no_more_than_the_package(chapter) and chapter != CHAPTERS[0]:
        return
    notebook = downloaded(chapter)
    notebook.cells.append(v4.new_code_cell("import dlcourse\ndlcourse.__file__"))
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    kept = ROOT / "_build/kept"  # an experiment of minutes that the site has run is not run again
    mine = ROOT / "solutions"  # a milestone asks for the reader's own answers
    places = {"PYTHONPATH": str(installed), "DLCOURSE_KEPT": str(kept), "DLCOURSE_WORK": str(mine)}
    client.execute(env=os.environ | places)
    assert str(installed) in str(notebook.cells[-1].outputs)


PAGE = """---
file_format: mystnb
kernelspec: {name: python3}
---
# Paths

By {eq}`eq-a`, {numref}`fig-a`, {doc}`02_xor`, {chap}`2` and {chap}`7`; see {source}`dlcourse.ops`.

$$ a = b $$ (eq-a)

```{code-cell}
---
mystnb:
  figure: {name: fig-a, caption: "By {eq}`eq-a` it falls."}
tags: [hide-input]
---
plot()
```

```{code-cell}
:tags: [site-only]
table()
```
"""


def test_words_stand_for_references_and_captions_under_figures(tmp_path):
    extensions = ["chapters", "ipynb_download"]
    pages = {
        "index": "# Index\n\n```{toctree}\n02_xor\n05_paths\n```\n",
        "02_xor": "# XOR\n",
        "05_paths": PAGE,
    }
    settings = {"numfig": True, "numfig_format": {"figure": "Fig. %s"}, "html_baseurl": "https://a.org/c/"}
    figure = "```{figure} a.svg\n:name: fig-a\n\nIt falls.\n```\n\n"  # as MyST-NB has it once the cell is run
    pages["05_paths"] = PAGE.replace("```{code-cell}\n---", f"{figure}```{{code-cell}}\n---")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    build(tmp_path, pages, extensions, **settings)
    found = nbformat.read(tmp_path / "_build/_sources/05_paths.ipynb", as_version=4)
    install, text, code, caption, left_out = found.cells
    assert "[Chapter 5: Paths](https://a.org/c/05_paths.html)" in install.source
    assert (
        "By (5.1), Fig. 5.1, [Chapter 2: XOR](https://a.org/c/02_xor.html), [chapter 2](https://a.org/c/02_xor.html)"
        " and chapter 7 (in preparation); see [`dlcourse.ops`](https://a.org/c/source/dlcourse/ops.html)."
    ) in text.source
    assert "$$ a = b \\tag{5.1} $$" in text.source
    assert code.source == "plot()" and code.metadata == {"jupyter": {"source_hidden": True}}
    assert caption.source == "**Fig. 5.1.** By (5.1) it falls."
    assert left_out.cell_type == "markdown" and "the page" in left_out.source
