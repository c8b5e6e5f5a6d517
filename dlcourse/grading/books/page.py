"""Page: a feedback page by nbgrader's template that runs nothing, fetches nothing and shows no secret."""

import copy
import re

from jinja2 import DictLoader, pass_context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets import List

from dlcourse.grading.books.clean.html import clean_html
from dlcourse.grading.books.clean.markdown import as_text, clean_attachments
from dlcourse.grading.books.clean.outputs import clean_outputs
from dlcourse.grading.books.clean.text import plain
from dlcourse.grading.books.formulas import Formulas, latex_output, without_signs
from dlcourse.grading.books.look import STYLE, with_marks
from dlcourse.grading.books.secrets import Secrets

POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
# nbgrader's template loads MathJax through this macro of nbconvert's; formulas are MathML here
MACROS = {
    "mathjax.html.j2": "{%- macro mathjax(url='') -%}"
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "{%- endmacro %}"
}
PICTURES = ("image/png", "image/jpeg")
KINDS = ("text/html", "text/markdown", "image/svg+xml", "text/latex", *PICTURES, "text/plain")  # best first
FONT = re.compile(r"@font-face\s*\{[^}]*\}")  # Bootstrap's, which lies elsewhere
NAME = re.compile(r"[\w-]+")


class SafeRenderer(IPythonRenderer):
    """nbconvert's own HTML of Markdown, without a diagram's source as HTML, and without lost attachments.

    Formulas are held back until the HTML is clean.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.formulas = Formulas()

    def inline_math(self, body):
        return self.formulas.hold(body)

    def block_math(self, body):
        return self.formulas.hold(body, True)

    def latex_environment(self, name, body):
        return self.formulas.hold(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)

    def block_mermaidjs(self, code):
        return f"<pre><code>{self.escape_html(code)}</code></pre>"

    def _embed_image_or_attachment(self, src):
        lost = src.startswith("attachment:") and src.removeprefix("attachment:") not in self.attachments
        return "" if lost else super()._embed_image_or_attachment(src)


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter for nbgrader's `generate_feedback` (GenerateFeedback.exporter_class)."""

    extra_loaders = List([DictLoader(MACROS)])

    def _init_resources(self, resources):
        resources = super()._init_resources(resources)
        whole = resources["include_css"]
        resources["include_css"] = lambda name: Markup(FONT.sub("", whole(name)))
        return resources

    @pass_context
    def markdown2html(self, context, source):
        """Markdown, of students and of comments, as HTML that runs nothing."""
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = SafeRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
        source = without_signs(source)
        try:
            html = MarkdownWithMath(renderer).render(source)
        except (RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            html = MarkdownWithMath(renderer).render(as_text(source))
        return renderer.formulas.put(clean_html(html))

    def from_notebook_node(self, nb, resources=None, **options):
        """(page, resources) of a notebook node that has its scores, or whose scores a step here looks up."""
        nb = shown(nb, Secrets(self.config))
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=self))
        self.register_filter("filter_data_type", best_kind)
        # not HTMLExporter's, which parses the whole page again to add texts to pictures: they have one here
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **options)
        waiting = waiting_of(resources.get("nbgrader", {}))
        return with_marks(page, waiting).replace("</head>", f"{STYLE}</head>", 1), resources


def waiting_of(names) -> set[str]:
    """The names of the questions of a page that a person has still to grade.

    names: nbgrader's resources: they say so, or in which gradebook it stands.
    """
    if "waiting" in names or "db_url" not in names:
        return names.get("waiting", set())
    from nbgrader.api import Gradebook  # here: the pages of a class need none, see feedback

    from dlcourse.grading.books.marked import read_marked

    with Gradebook(names["db_url"]) as book:
        found = read_marked(book.db, names["assignment"], [names["student"]])
    marks = found.get((names["student"], names["notebook"]))
    return {name for name, score in marks.scores.items() if score is None} if marks else set()


def best_kind(data):
    """The one kind of an output's data that is shown, in a list, as nbconvert asks for it."""
    return [kind for kind in KINDS if kind in data][:1]


def shown(notebook, secrets) -> NotebookNode:
    """A copy of a notebook as its student may see it; nothing in it is trusted."""
    new = NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=[])
    for i, cell in enumerate(notebook.cells, start=1):
        new.cells.append(shown_cell(cell, f"cell-{i}"))
        secrets.clear(new.cells[-1])
    return new


def shown_cell(cell, cell_id):
    """A cell of code or Markdown with nbgrader's metadata alone."""
    metadata = cell.metadata.get("nbgrader")
    kept = {}
    if isinstance(metadata, dict) and NAME.fullmatch(str(metadata.get("grade_id", ""))):
        kept = {"nbgrader": NotebookNode(copy.deepcopy(metadata))}
    new = NotebookNode(
        cell_type="markdown", source=plain(cell.source), id=cell_id, metadata=NotebookNode(kept)
    )
    if cell.cell_type == "code":
        new.cell_type = "code"
        count = cell.get("execution_count")
        new.execution_count = count if isinstance(count, int) else None
        new.outputs = [described(output) for output in clean_outputs(cell.get("outputs", []))]
    elif cell.cell_type == "markdown":
        new.attachments = NotebookNode(clean_attachments(cell.get("attachments")))
    else:
        new.source = as_text(new.source)  # raw: nbconvert would take it for HTML
    return new


def described(output):
    """A formula that is typeset, and a picture with a text for those who do not see it."""
    if "data" in output:
        if "text/latex" in output.data and "text/html" not in output.data:
            output.data["text/html"] = latex_output(output.data["text/latex"])
        text = {"alt": "a picture that this cell has made"}
        output.metadata = NotebookNode({kind: text for kind in PICTURES if kind in output.data})
    return output
