"""The five boxes of a chapter, and no others: {guess}, {remember}, {trap}, {aside} and {instructors}.

    :::{guess} The question, in one line?
    The answer, folded until the reader asks for it.
    :::

What is folded is a <details>, which needs no script. A box of another kind in a chapter is a warning, which
ends the build.
"""

import re
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

log = logging.getLogger(__name__)
LABELS = {
    "guess": "Guess",
    "remember": "Remember",
    "trap": "Trap",
    "aside": "Aside",
    "instructors": "For instructors",
}
FOLDED = ("guess", "instructors")
TITLED = ("guess", "trap")  # these need a title; of the others, only {instructors} may have one


class callout(nodes.General, nodes.Element):
    """A box: `kind` is a key of LABELS. Its first child is its callout_title, unless it is an aside."""


class callout_title(nodes.TextElement):
    """The label of a box, and the title after it."""


class Callout(SphinxDirective):
    """A directive that bears the name of its kind."""

    has_content = True
    final_argument_whitespace = True
    option_spec: ClassVar = {"name": directives.unchanged}

    def run(self):
        self.assert_has_content()
        box = box_of(self.name, *self.title())
        self.set_source_info(box)
        self.add_name(box)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]

    def title(self):
        """The nodes of the title, which may hold formulas."""
        return self.state.inline_text(self.arguments[0], self.lineno)[0] if self.arguments else []


def box_of(kind, *title) -> callout:
    """An empty box of a kind, with its label and its title."""
    box = callout("", kind=kind)
    if kind != "aside":
        label = LABELS[kind] + (":" if title else "")
        parts = [nodes.inline("", label, classes=["label"]), *([nodes.Text(" ")] if title else []), *title]
        box += callout_title("", "", *parts)
    return box


def directive(kind):
    return type(
        kind.capitalize(),
        (Callout,),
        {"required_arguments": int(kind in TITLED), "optional_arguments": int(kind == "instructors")},
    )


def open_box(writer, node):
    kind = node["kind"]
    tag = "details" if kind in FOLDED else "aside" if kind == "aside" else "div"
    said = {} if kind in FOLDED else {"role": "note", "aria-label": LABELS[kind]}
    classes = ["callout", kind] + ["margin"] * (kind == "aside")
    writer.body.append(writer.starttag(node, tag, CLASS=" ".join(classes), **said))
    writer.context.append(f"</{tag}>\n")


def open_title(writer, node):
    tag = "summary" if node.parent["kind"] in FOLDED else "p"
    writer.body.append(writer.starttag(node, tag, "", CLASS="callout-title"))
    writer.context.append(f"</{tag}>\n")


def close(writer, node):
    writer.body.append(writer.context.pop())


def other_boxes(app, document):
    """A warning for each box of another kind in a chapter."""
    if not re.match(r"\d\d", app.env.docname):
        return
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.Admonition | nodes.sidebar | nodes.topic) or "design_component" in node:
            log.warning(f"callouts: expected one of {list(LABELS)}, got another box", location=node)


def setup(app):
    for kind in LABELS:
        app.add_directive(kind, directive(kind), override=True)  # sphinx-design has an {aside}, too
    app.add_node(callout, html=(open_box, close))
    app.add_node(callout_title, html=(open_title, close))
    app.connect("doctree-read", other_boxes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
