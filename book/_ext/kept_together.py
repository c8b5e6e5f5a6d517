"""What must not be torn apart at the end of a line: a formula and its comma, the widths of a network.

Browsers may break a line on either side of a formula, for each of its pieces is a box; so they put a comma
at the beginning of a line, and leave a bracket alone at the end of one. And they break 784-1024-10 after
each hyphen.
"""

import re
from html import escape

from docutils import nodes

CLASS = "one-piece"
OPENING, CLOSING = re.compile(r"[(\[“‘]+$"), re.compile(r"[-.,;:!?)\]’”]+")
WIDTHS = re.compile(r"(?<![\w.-])(\d+(?:-\d+)+)(?![\w-])")
AS_WRITTEN = nodes.literal | nodes.FixedTextElement | nodes.math | nodes.raw | nodes.comment
PIECE = '<span class="base">'  # KaTeX breaks lines between its pieces only
PIECES = '<span class="katex"><span class="katex-html" aria-hidden="true">'
END = "</span></span>"


def keep_marks(app, doctree, docname):
    """Gives a formula the brackets before it and the marks after it."""
    for node in list(doctree.findall(nodes.math)):
        give(node, "before", -1, OPENING)
        give(node, "after", 1, CLOSING)


def give(node, name, step, pattern):
    """Moves what the neighboring text has at its near end to the formula."""
    place = node.parent.index(node) + step
    near = node.parent[place] if 0 <= place < len(node.parent) else None
    if isinstance(near, nodes.Text) and (found := (pattern.search if step < 0 else pattern.match)(near)):
        node[name] = found[0]
        node.parent[place] = nodes.Text(near[: found.start()] + near[found.end() :])


def keep_widths(app, doctree, docname):
    """Marks 2-8-1 as one piece wherever it stands in words."""
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, AS_WRITTEN) or len(parts := WIDTHS.split(text)) == 1:
            continue
        made = [
            nodes.inline("", part, classes=[CLASS]) if k % 2 else nodes.Text(part)
            for k, part in enumerate(parts)
        ]
        text.parent.replace(text, [node for node in made if node.astext()])


def with_marks(html, before, after):
    """The markup of a formula with its marks, from KaTeX's, and whether all of it is one piece.

    The first piece stays with what is before it, the last with what comes after.
    """
    before, after = escape(before), escape(after)
    head, *pieces = html.split(PIECE)
    if len(pieces) == 1:
        return f"{before}{html}{after}", True
    pieces[-1] = pieces[-1].removesuffix(END)
    first, last = int(bool(before)), len(pieces) - bool(after)
    found = ""
    for left, run, right in (
        (before, pieces[:first], ""),
        ("", pieces[first:last], ""),
        ("", pieces[last:], after),
    ):
        if run:
            boxes = f"{PIECES if found else head}{''.join(PIECE + piece for piece in run)}{END}"
            found += f'<span class="{CLASS}">{left}{boxes}{right}</span>' if left or right else boxes
    return found, False


def setup(app):
    app.connect("doctree-resolved", keep_marks)
    app.connect("doctree-resolved", keep_widths)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
