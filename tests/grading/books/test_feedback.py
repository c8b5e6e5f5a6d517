"""Feedback pages: the gradebook's scores and comments, no secret, nothing that runs; also nbgrader's."""

import base64
import os
import re
import stat

import pytest
from books_course import ASSIGNMENT, HIDDEN, NOTEBOOK, canonicals, course, entry
from hostile_pages import DRAWING, HTML, LEADS, MARKDOWN, OUTPUTS, RUN, Reader
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions.formgrader import handlers

from dlcourse.grading.books.entry import Entry, Judged
from dlcourse.grading.books.feedback import page_exporter, page_of, write_feedback
from dlcourse.grading.books.formulas import TAGS
from dlcourse.grading.books.ledger import Ledger
from dlcourse.grading.books.marked import Marked
from dlcourse.grading.books.notebook import autograded
from dlcourse.grading.books.page import POLICY
from dlcourse.grading.books.shelf import Shelf

FRAME = {"html", "head", "meta", "title", "body", "main", *TAGS}  # of a page, around the cells; of formulas
EXPORTER = "dlcourse.grading.books.page.FeedbackExporter"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
SAID = {
    "output_type": "error",
    "ename": "AssertionError",
    "evalue": "squares(4) is wrong",
    "traceback": [HIDDEN],
}


def hostile_cells():
    """Cells of a student that try everything, and their outputs by id."""
    cells = [new_markdown_cell(text) for text in MARKDOWN]
    cells += [new_code_cell(f"print({html!r})", id=f"code-{i}") for i, html in enumerate(HTML)]
    return cells, {cell.id: [OUTPUTS[i % len(OUTPUTS)]] for i, cell in enumerate(cells) if "code" in cell.id}


def hostile_entry(student, one):
    """A submission with such cells, and with all hostile outputs."""
    cells, outputs = hostile_cells()
    everything = new_code_cell("everything()", id="everything")
    reasons = (f"The file '{HTML[0]}{MARKDOWN[-1]}' was renamed.",)
    return entry(
        student,
        one,
        extra=[*cells, everything],
        outputs={**outputs, "everything": OUTPUTS, "seen": OUTPUTS},
        reasons=reasons,
        seen=0.0,
    )


@pytest.fixture
def kept(tmp_path, sqlite_file):
    """(coursedir, config, canonical notebook) of a class with an ordinary and a hostile submission."""
    tmp_path.joinpath("gradebook.db").write_bytes(sqlite_file.read_bytes())
    coursedir, config = course(tmp_path, GenerateFeedback={"exporter_class": EXPORTER})
    (one,) = canonicals(coursedir, config)
    said = {"hidden": [SAID], "squares": [{"output_type": "stream", "name": "stdout", "text": "me"}]}
    entries = [
        entry("ann", one, hidden=0.0, outputs=said, timestamp="2026-01-02 03:04:05 UTC"),
        hostile_entry("eve", one),
        Entry("bob", {NOTEBOOK: Judged(None, None, ("It is no notebook: save it again.",))}),
    ]
    shelf = Shelf(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, [one])
        ledger.write(ASSIGNMENT, [one], entries)
        grade = ledger.gradebook.find_grade("why", NOTEBOOK, ASSIGNMENT, "ann")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        comment = ledger.gradebook.find_comment("why", NOTEBOOK, ASSIGNMENT, "ann")
        comment.manual_comment = f"**Nearly.** {HTML[0]}"
        ledger.gradebook.db.commit()
    for one_entry in entries:
        notebooks = {name: autograded(one, judged) for name, judged in one_entry.notebooks.items()}
        shelf.put(one_entry.student, ASSIGNMENT, notebooks, one_entry.timestamp)
    return coursedir, config, one


def pages(coursedir):
    """{student: page} of the feedback folder."""
    paths = sorted(os.scandir(os.path.join(coursedir.root, "feedback")), key=lambda one: one.name)
    return {one.name: read(one.path, f"{NOTEBOOK}.html") for one in paths}


def read(folder, name):
    with open(os.path.join(folder, ASSIGNMENT, name), encoding="utf-8") as file:
        return file.read()


def body(page):
    return re.sub(r"<style.*?</style>", "", page, flags=re.S)


def faults(page, tags=FRAME):
    """What a page has beside its style that would run, load, or lead astray."""
    return Reader(body(page), tags, (*LEADS, DRAWING)).bad


def test_a_page_says_scores_and_comments_and_no_secret(kept):
    coursedir, config, _ = kept
    written = list(write_feedback(coursedir, config, ASSIGNMENT))
    assert [path.parts[-3] for path in written] == ["ann", "bob", "eve"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o644}
    page = body(pages(coursedir)["ann"])
    assert "(Score: 3.5 / 10.0)" in page and "Score: 2.5 / 3.0" in page and "<strong>Nearly.</strong>" in page
    assert '<code>hidden</code></a> <span class="mark-none">\N{BALLOT X} Score: 0.0' in page
    assert page.count("not graded yet, of") == 2  # the drawing: in the list, and where it stands
    assert "squares(4) is wrong" in page and "No response" not in page
    for secret in ("16", "HIDDEN", "MARK SCHEME", "Two points", "range(1"):
        assert secret not in page
    assert "no notebook: save it again" in pages(coursedir)["bob"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["Not right yet.", "dW is transposed."], "Not right yet."),
        (["Not right yet.", HIDDEN, "dW is transposed."], "CheckFailed: dW is transposed."),
    ],
)
def test_a_page_has_the_words_that_the_notebook_has(tmp_path, lines, shown):
    coursedir, config = course(tmp_path)
    (one,) = canonicals(coursedir, config)
    said = {**SAID, "ename": "CheckFailed", "evalue": "dW is transposed.", "traceback": lines}
    judged = entry("ann", one, hidden=0.0, outputs={"hidden": [said]}).notebooks[NOTEBOOK]
    names = {"student": "ann", "assignment": ASSIGNMENT, "notebook": NOTEBOOK}
    page = page_of(page_exporter(coursedir, config), autograded(one, judged), Marked({}), names)
    assert shown in page and "dW is transposed." in page and HIDDEN not in page
    assert ("CheckFailed" in page) == ("CheckFailed" in shown)


@pytest.mark.slow
def test_nbgraders_own_command_writes_the_same_pages(kept):
    coursedir, config, _ = kept
    list(write_feedback(coursedir, config, ASSIGNMENT))
    ours = pages(coursedir)
    assert "not graded yet, of" in ours["ann"]
    result = NbGraderAPI(coursedir=coursedir, config=config).generate_feedback(ASSIGNMENT, force=True)
    assert result["success"], result
    assert pages(coursedir) == ours


@pytest.mark.slow
def test_a_page_of_a_notebook_that_stock_nbgrader_graded_is_safe_as_well(kept):
    coursedir, config, one = kept
    cells, _ = hostile_cells()
    notebook = autograded(one, entry("ann", one).notebooks[NOTEBOOK])
    notebook.cells += cells
    for cell in notebook.cells[-len(HTML) :]:  # as they came from a kernel
        cell.outputs = [output for output in OUTPUTS if output.get("name", "stdout") == "stdout"]
        cell.execution_count = f"<script>{RUN}</script>"
        cell.metadata = {"tags": [f'"><script>{RUN}</script>'], "magics_language": f'"><script>{RUN}'}
        cell.metadata["nbgrader"] = {"grade_id": f'"><script>{RUN}</script>', "solution": True}
    notebook.metadata.widgets = {
        "application/vnd.jupyter.widget-state+json": {"x": f"</script><script>{RUN}"}
    }
    notebook.metadata.language_info = {"name": f'"><script>{RUN}', "pygments_lexer": f'"><script>{RUN}'}
    notebook.metadata.title = f"</title><script>{RUN}</script>"
    names = {"student": "ann", "assignment": ASSIGNMENT, "notebook": NOTEBOOK}
    page = page_of(page_exporter(coursedir, config), notebook, Marked({}), names)
    assert POLICY in page and faults(page) == []


def test_a_page_loads_nothing(kept):
    coursedir, config, _ = kept
    list(write_feedback(coursedir, config, ASSIGNMENT))
    for page in pages(coursedir).values():
        assert page.index(POLICY) < page.index("<body") and faults(page) == []


def formgraders_page(coursedir, student):
    """What formgrader shows of a submission."""
    config = {
        "HTMLExporter": {"template_name": "formgrade", "extra_template_basedirs": [handlers.template_path]}
    }
    from traitlets.config import Config

    path = os.path.join(coursedir.root, "autograded", student, ASSIGNMENT, f"{NOTEBOOK}.ipynb")
    names = {"assignment_id": ASSIGNMENT, "notebook_id": NOTEBOOK, "submission_id": "s", "student": student}
    resources = {**names, "index": 0, "total": 1, "base_url": "", "notebook_path": "x"}
    return HTMLExporter(config=Config(config)).from_filename(path, resources=resources)[0]


@pytest.mark.filterwarnings("ignore:.*:UserWarning")
def test_formgraders_page_has_its_own_scripts_alone(kept):
    coursedir, *_ = kept
    own, hostile = (formgraders_page(coursedir, student) for student in ("ann", "eve"))
    scripts = re.compile(r"<script.*?</script>", re.S)
    assert scripts.findall(hostile) == scripts.findall(own)
    rest = re.sub(r"<(?:nav|head).*?</(?:nav|head)>", "", scripts.sub("", hostile), flags=re.S)
    assert faults(rest, {*FRAME, "button", "input", "textarea"}) == []


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore:.*:UserWarning")
def test_no_script_runs_and_nothing_is_fetched_in_a_browser(kept, chromium, tmp_path):
    from browser import serve

    coursedir, config, _ = kept
    list(write_feedback(coursedir, config, ASSIGNMENT))
    feedback, formgrader, raw = (tmp_path / f"{name}.html" for name in ("feedback", "formgrader", "raw"))
    feedback.write_text(pages(coursedir)["eve"], "utf-8")
    formgrader.write_text(formgraders_page(coursedir, "eve"), "utf-8")
    raw.write_text("".join(f"<section>{html}</section>" for html in HTML[:8]), "utf-8")
    found = {}
    with serve(tmp_path) as address:
        for path in (feedback, formgrader, raw):
            with chromium.new_context() as context:
                page, asked, said = context.new_page(), [], []
                page.on("request", lambda request, asked=asked: asked.append(request.url))
                page.on("dialog", lambda dialog, said=said: (said.append(dialog.message), dialog.dismiss()))
                page.goto(f"{address}/{path.name}", wait_until="load")
                for link in page.locator("#notebook-container a:has-text('me')").all():
                    link.dispatch_event("click")
                page.wait_for_timeout(300)
                asked = [url for url in asked if not url.startswith("data:") and url != page.url]
                found[path.stem] = (page.evaluate("window.ran || 0"), said, asked)
    ran, said, asked = found["feedback"]
    assert (ran, said, asked) == (0, [], [])
    ran, said, asked = found["formgrader"]
    own = re.compile(
        rf"{address}/(?:formgrader/static|fonts)/|https://cdnjs\.cloudflare\.com/ajax/libs/mathjax/"
    )
    assert (ran, said, [url for url in asked if not own.match(url)]) == (0, [], [])
    assert found["raw"][0] > 0  # the same does run where nobody cleans it
