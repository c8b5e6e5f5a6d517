"""Offer each chapter in the page's download menu as a notebook that any Jupyter shows and runs.

Its text is plain Markdown, in which numbers and references stand as words (plain_markdown.py); its code is
the page's, without outputs; under a figure's code stands its caption. Its first cell says how to install the
course. A cell with the tag `site-only` is left out: it needs files that no installation has. The theme offers
a notebook itself only when a launch provider (Binder, Colab, ...) is set.
"""

from pathlib import Path

import nbformat
from chapters import pages_by_chapter
from docutils import nodes
from nbformat import v4
from plain_markdown import plain
from sphinx.addnodes import pending_xref

KINDS = {"numref": "std", "ref": "std", "doc": "std", "eq": "math", "equation": "math", "cite": "cite"}
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
INSTALL = """The notebook of [{title}]({page}). The page shows its results, and controls that need no Python.

To run it, install the course, once, in the environment of this notebook:

    %pip install matplotlib "dlcourse @ git+{repository}"
"""
LEFT_OUT = "What stands here on [the page]({page}) needs the course's own folder."


class Book:
    """What roles of one page read as, in words, and the addresses of pages on the site."""

    def __init__(self, app, docname):
        self.app, self.docname = app, docname
        self.page = self.address(docname)

    def address(self, docname):
        return (
            f"{(self.app.config.html_baseurl or '').rstrip('/')}/{self.app.builder.get_target_uri(docname)}"
        )

    def __call__(self, role, target, title) -> str:
        """What plain_markdown.plain asks for."""
        kind = role.partition(":")[0]
        if role == "chap":
            return self.chapter(int(target), title or f"chapter {int(target)}")
        if role == "source":
            module = f"`{target}`" if title is None else title
            return f"[{module}]({self.address('source/' + target.replace('.', '/'))})"
        if role == "math":
            return f"${target}$"
        if role == "page":
            page, _, anchor = target.partition("#")
            return self.address(page or self.docname) + (f"#{anchor}" if anchor else "")
        if role in ("download", "nb-download"):
            return f"[{title or Path(target).name}]({self.page})"
        if role == "doc":
            return f"[{self.resolved('std', 'doc', target, title)}]({self.address(target.lstrip('/'))})"
        if kind in KINDS:
            return self.resolved(KINDS[kind], self.kind_of(role), target, title)
        return title or target

    @staticmethod
    def kind_of(role):
        """The kind that a domain knows: of cite:t it is t, of cite p."""
        return {"equation": "eq", "cite": "p"}.get(role, role.rpartition(":")[2])

    def resolved(self, domain, kind, target, title) -> str:
        """The words of a reference, as on the page; the target's name where there is none."""
        given = {"refdomain": domain, "reftype": kind, "reftarget": target, "refdoc": self.docname}
        node = pending_xref("", refexplicit=title is not None, **given)
        words = nodes.inline("", title or target)
        env = self.app.env
        found = env.domains[domain].resolve_xref(
            env, self.docname, self.app.builder, kind, target, node, words
        )
        return " ".join(found.astext().split()) if found is not None else title or target

    def chapter(self, number, words) -> str:
        pages = pages_by_chapter(self.app.env).get(number)
        return f"[{words}]({self.address(pages[0])})" if pages else f"{words} (in preparation)"


def notebook_for_readers(notebook, says, title, page, repository):
    """The notebook of a page as a reader gets it.   says: see plain_markdown.plain"""

    def equation_or_words(role, target, text):
        found = says(role, target, text)
        return found.strip("()") if role == "equation" else found

    first = INSTALL.format(title=title, page=page, repository=repository)
    cells = [v4.new_markdown_cell(first, id="install")]
    for n, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            text = plain(cell.source, equation_or_words)
            cells += [v4.new_markdown_cell(text, id=f"text-{n}")] if text else []
        elif cell.cell_type == "code":
            cells += code_cells(cell, n, says, equation_or_words, page)
    metadata = {
        key: notebook.metadata[key] for key in ("kernelspec", "language_info") if key in notebook.metadata
    }
    return v4.new_notebook(cells=cells, metadata=metadata)


def code_cells(cell, n, says, words, page):
    """A cell without MyST's options, and the caption of its figure."""
    tags = set(cell.metadata.get("tags", []))
    if "site-only" in tags:
        return [v4.new_markdown_cell(LEFT_OUT.format(page=page), id=f"text-{n}")]
    metadata = {"jupyter": {"source_hidden": True}} if tags & HIDDEN else {}
    metadata |= {"tags": ["raises-exception"]} if "raises-exception" in tags else {}
    found = [v4.new_code_cell(cell.source, metadata=metadata, id=f"code-{n}")]
    figure = cell.metadata.get("mystnb", {}).get("figure", {})
    if caption := figure.get("caption"):
        name = f"**{says('numref', figure['name'], None)}.** " if "name" in figure else ""
        found.append(v4.new_markdown_cell(name + plain(caption.strip(), words), id=f"caption-{n}"))
    return found


def add_ipynb(app, pagename, templatename, context, doctree):
    source = Path(app.outdir).parent / "jupyter_execute" / f"{pagename}.ipynb"
    if doctree is None or app.builder.name != "html" or not source.exists():
        return
    book = Book(app, pagename)
    repository = app.config.html_theme_options.get("repository_url", "")
    notebook = nbformat.read(source, as_version=4)
    made = notebook_for_readers(notebook, book, app.env.titles[pagename].astext(), book.page, repository)
    target = Path(app.outdir) / "_sources" / f"{pagename}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, target)
    context["ipynb_source"] = f"{pagename}.ipynb"


def setup(app):
    app.connect("html-page-context", add_ipynb, priority=400)  # before the theme makes its buttons
    return {"parallel_read_safe": True, "parallel_write_safe": True}
