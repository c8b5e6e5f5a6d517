"""Chapters by the names of their files: 05_backpropagation is chapter 5, 06b_graphs a page of chapter 6.

A page's title gets "Chapter 5: " in front, in its text, so that contents, search and notebook show it, too.
{chap}`6` is a link to chapter 6, or says that it is in preparation; {chap}`Chapter 6 <6>` begins a sentence.
Figures, tables and equations are numbered by chapter, Fig. 5.1, and the pages of one chapter count on. An
appendix is named by its letter: F_numbers.
"""

import re

from docutils import nodes
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

log = logging.getLogger(__name__)
NAME = re.compile(r"(?:(?P<chapter>\d\d)(?P<page>[a-z]?)|(?P<appendix>[A-G]))_")
TITLE = re.compile(r"\A(---\n.*?\n---\n)?(.*?)^# +", re.M | re.S)
LAST = 20


def pages_by_chapter(env) -> dict[int, list[str]]:
    """The pages of each chapter, by its number."""
    found = {}
    for docname in sorted(env.found_docs):
        if (name := NAME.match(docname)) and name["chapter"]:
            found.setdefault(int(name["chapter"]), []).append(docname)
    return found


def label_of(docname) -> str:
    """What is said of a page before its title; nothing of a page that is neither chapter nor appendix.

    >>> label_of("05_backpropagation"), label_of("06b_graphs"), label_of("F_numbers"), label_of("index")
    ('Chapter 5', 'Chapter 6b', 'Appendix F', '')
    """
    name = NAME.match(docname)
    if not name:
        return ""
    return (
        f"Appendix {name['appendix']}"
        if name["appendix"]
        else f"Chapter {int(name['chapter'])}{name['page']}"
    )


def put_before_title(app, docname, source):
    """When a page is read: its first heading gets the label."""
    if label := label_of(docname):
        source[0] = TITLE.sub(lambda match: f"{match[0]}{label}: ", source[0], count=1)


class chapter_reference(nodes.Inline, nodes.TextElement):
    """The words for a chapter, `number`, until all pages are known."""


class Chap(ReferenceRole):
    """{chap}`6` and {chap}`Chapter 6 <6>`."""

    def run(self):
        if not (self.target.isdecimal() and int(self.target) <= LAST):
            log.warning(
                f"chap: expected a number from 0 to {LAST}, got {self.target!r}", location=self.get_location()
            )
            return [nodes.Text(self.title)], []
        words = self.title if self.has_explicit_title else f"chapter {int(self.target)}"
        return [chapter_reference("", words, number=int(self.target))], []


def link(app, document, docname):
    """Makes links of the words for chapters that there are."""
    pages = pages_by_chapter(app.env)
    for node in list(document.findall(chapter_reference)):
        page = pages.get(node["number"], [None])[0]
        if page is None:
            node.replace_self(nodes.Text(f"{node.astext()} (in preparation)"))
            continue
        address = app.builder.get_relative_uri(docname, page)
        title = app.env.titles[page].astext()
        node.replace_self(nodes.reference("", node.astext(), internal=True, refuri=address, reftitle=title))


def number_by_chapter(app, env):
    """Numbers figures, tables and equations anew, as if a chapter's sections bore its number.

    Returns the pages that change.
    """
    names = {docname: NAME.match(docname) for docname in env.found_docs}
    of_sections = env.toc_secnumbers
    env.toc_secnumbers = {
        docname: {"": (name["appendix"] or int(name["chapter"]),)} for docname, name in names.items() if name
    }
    try:
        return TocTreeCollector().assign_figure_numbers(env)
    finally:
        env.toc_secnumbers = of_sections


def setup(app):
    app.add_role("chap", Chap())
    app.add_node(chapter_reference, html=(lambda *_: None, lambda *_: None))
    app.connect("source-read", put_before_title)
    app.connect("doctree-resolved", link)
    app.connect("env-get-updated", number_by_chapter, priority=900)  # after Sphinx has done it
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
