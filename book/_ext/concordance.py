"""The directive {rows}: where a page teaches what of the decks, in a box for instructors.

A page claims rows of book/rows.toml in its front matter, section by section (dlcourse/inventory/claims.py).
The directive prints them as a table, row by row: where in the deck, what, in which section; then the slips.
It makes the box when it does not stand in one.
"""

from pathlib import Path

from callouts import box_of, callout
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from dlcourse.inventory import read_rows
from dlcourse.inventory.claims import LATER, rows_of_page

log = logging.getLogger(__name__)
WIDTHS = (10, 30, 40, 20)
HEAD = ("row", "where", "what", "here")


class concordance(nodes.Element):
    """Where the table is to stand, once all sections of the page are known."""


class Rows(SphinxDirective):
    """{rows}, without content."""

    def run(self):
        self.env.note_dependency(str(root(self.env) / "book/rows.toml"))
        return [self.set_source_info(node := concordance()) or node]


def root(env) -> Path:
    """The folder of the course: the one above the pages."""
    return Path(env.srcdir).parent


def fill(app, document):
    """Puts the table into each place that a page has for it; a claim of nothing is a warning."""
    places = list(document.findall(concordance))
    if not places:
        return
    rows = read_rows(root(app.env))
    text = Path(app.env.doc2path(app.env.docname)).read_text(encoding="utf-8")
    claimed = {place: ids for place, ids in rows_of_page(text).items() if place != LATER}
    sections = {id: section for section in document.findall(nodes.section) for id in section["ids"]}
    for place, ids in claimed.items():
        strange = [id for id in ids if id not in rows]
        if place not in sections or strange:
            log.warning(f"rows: no section {place!r} here, or no rows {strange}", location=places[0])
            claimed = {}
            break
    for node in places:
        found = concordance_of(claimed, rows, sections)
        if not isinstance(node.parent, callout):
            box = box_of("instructors", nodes.Text("rows of the inventory"))
            box += found
            found = box
        node.replace_self(found)


def concordance_of(claimed, rows, sections) -> list[nodes.Node]:
    """The table of the claimed rows, and the list of their slips, if they have any."""
    entries = [(rows[id], place) for place, ids in claimed.items() for id in ids]
    entries.sort(key=lambda entry: list(rows).index(entry[0].id))
    lines = [(row.id, f"{row.deck}, {row.slide}", row.text, link(place, sections)) for row, place in entries]
    found = [table(lines)]
    slips = list(dict.fromkeys(row for row, _ in entries if row.slip))
    if slips:
        items = [nodes.list_item("", nodes.paragraph("", f"{row.id}: {row.slip}")) for row in slips]
        found += [nodes.paragraph("", "What the decks have wrong, or leave open:")]
        found += [nodes.bullet_list("", *items)]
    return found


def link(place, sections):
    title = sections[place].next_node(nodes.title).astext()
    return nodes.reference("", title, internal=True, refid=place)


def table(lines):
    """A table of texts and links, with its head."""
    group = nodes.tgroup("", cols=len(HEAD))
    group += [nodes.colspec("", colwidth=width) for width in WIDTHS]
    group += nodes.thead("", line_of(HEAD))
    group += nodes.tbody("", *map(line_of, lines))
    return nodes.table("", group, classes=["concordance"])


def line_of(cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", inline(cell))) for cell in cells))


def inline(cell):
    return nodes.Text(cell) if isinstance(cell, str) else cell


def setup(app):
    app.setup_extension("callouts")
    app.add_directive("rows", Rows)
    app.connect("doctree-read", fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
