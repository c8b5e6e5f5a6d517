"""Numbers in pages: {number}`xor.linear_J` in text and \\number{xor.linear_J:.2f} in formulas become text.

They are put in when a page is read, before it is run: so the page and the notebook that one can download
show the same. A name that no experiment gives fails the build, since warnings do, and so does a number of a
chapter's experiments that no page of the chapter shows. The directive {numbers} lists all of them.
"""

import os
import re
from pathlib import Path

from chapters import pages_by_chapter
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from dlcourse.inventory import numbers
from dlcourse.numbers.sources import needed_by, path_of

log = logging.getLogger(__name__)
IN_TEXT = re.compile(r"\{number\}`(?P<reference>[^`\n]*)`")
IN_FORMULA = re.compile(r"\\number\{(?P<reference>[^}\n]*)\}")
HEAD = {"name": 25, "value": 35, "rows": 10, "checked against": 30}  # and widths


def put_in(app, docname, source):
    """When a page is read: the numbers take the place of their names."""
    text = source[0]

    def written(match, in_tex):
        name = match["reference"].partition(":")[0]
        try:
            found = numbers.shown(match["reference"], in_tex)
        except ValueError as error:
            log.warning(str(error), location=(docname, text.count("\n", 0, match.start()) + 1))
            return match[0]
        uses(app.env).setdefault(docname, set()).add(name)
        return found

    source[0] = IN_FORMULA.sub(lambda m: written(m, True), IN_TEXT.sub(lambda m: written(m, False), text))
    depend_on(app.env, docname, {name.partition(".")[0] for name in uses(app.env).get(docname, ())})


def depend_on(env, docname, topics):
    """Let the page be read anew when the code of one of its experiments changes."""
    for topic in topics:
        for module in needed_by(f"dlcourse.experiments.{numbers.modules()[topic]}"):
            env.dependencies[docname].add(str(path_of(module)))


def uses(env) -> dict[str, set[str]]:
    """The names that each page shows."""
    if not hasattr(env, "numbers_in_pages"):
        env.numbers_in_pages = {}
    return env.numbers_in_pages


def forget(app, env, docname):
    uses(env).pop(docname, None)


def merge(app, env, docnames, other):
    uses(env).update({name: uses(other).get(name, set()) for name in docnames})


def unused(app, env):
    """A warning for the numbers of each chapter that its pages do not show."""
    for chapter, pages in pages_by_chapter(env).items():
        shown = {name for page in pages for name in uses(env).get(page, ())}
        for topic in numbers.topics_of(f"{chapter:02d}"):
            idle = [name for name in numbers.numbers_of(topic) if f"{topic}.{name}" not in shown]
            if idle:
                log.warning(f"numbers: not shown, of {topic}: {idle}; show or strike them", location=pages[0])


class place(nodes.Element):
    """Where the list of all numbers is to stand, once all pages are read."""


class Numbers(SphinxDirective):
    """{numbers}, without content."""

    def run(self):
        return [place()]


def list_all(app, document, docname):
    """A table for each chapter, when the pages that show its numbers are read and their slow runs kept."""
    for node in list(document.findall(place)):
        found = []
        for chapter, pages in pages_by_chapter(app.env).items():
            if topics := numbers.topics_of(f"{chapter:02d}"):
                found += [nodes.rubric("", app.env.titles[pages[0]].astext()), table(topics)]
        node.replace_self(found)


def table(topics):
    """A line for each number of the topics."""
    lines = [
        (f"{topic}.{name}", str(number), " ".join(number.rows), number.source)
        for topic in topics
        for name, number in numbers.numbers_of(topic).items()
    ]
    group = nodes.tgroup("", cols=len(HEAD))
    group += [nodes.colspec("", colwidth=width) for width in HEAD.values()]
    group += nodes.thead("", line_of(HEAD))
    group += nodes.tbody("", *map(line_of, lines))
    return nodes.table("", group, classes=["numbers"])


def line_of(cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def setup(app):
    os.environ.setdefault("DLCOURSE_KEPT", str(Path(app.outdir).parent / "kept"))
    app.add_directive("numbers", Numbers)
    app.connect("source-read", put_in)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-check-consistency", unused)
    app.connect("doctree-resolved", list_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
