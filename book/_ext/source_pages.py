"""{source}`dlcourse.experiments.ch02_xor`: a link to the module's code, highlighted, on a page of the site.

Only modules that a page names get such a page. It says what the module is for and which pages name it; lines
are anchors, source/dlcourse/experiments/ch02_xor.html#L-12. Of a package, what its modules are is listed.
"""

import ast
import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

log = logging.getLogger(__name__)
MODULE = re.compile(r"(dlcourse|benchmarks)(\.[A-Za-z_]\w*)*")
LINE_NUMBER = re.compile(r'<span id="L-(\d+)"><span class="linenos">(.*?)</span>')
# The Tab key passes by: a page may have hundreds of lines.
LINKED_NUMBER = r'<span id="L-\1"><a class="linenos" href="#L-\1" tabindex="-1">\2</a>'


def file_of(root, module) -> Path | None:
    """The file of a module, or of a package its __init__.py; None when there is none, or no code to show."""
    if not MODULE.fullmatch(module):
        return None
    base = Path(root, *module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def page_of(module) -> str:
    """The name of its page.

    >>> page_of("dlcourse.experiments.ch02_xor")
    'source/dlcourse/experiments/ch02_xor'
    """
    return "source/" + module.replace(".", "/")


class Source(ReferenceRole):
    """{source}`module` shows the file's name, or a package's; {source}`words <module>` shows the words."""

    def run(self):
        path = file_of(root(self.env), self.target)
        if path is None:
            log.warning(
                f"source: expected a module of dlcourse or benchmarks, got {self.target!r}",
                location=self.get_location(),
            )
            return [nodes.literal("", self.title)], []
        self.env.note_dependency(str(path))
        named(self.env).setdefault(self.env.docname, set()).add(self.target)
        name = path.name if path.stem != "__init__" else path.parent.name
        words = nodes.inline("", self.title) if self.has_explicit_title else nodes.literal("", name)
        address = self.env.app.builder.get_relative_uri(self.env.docname, page_of(self.target))
        return [nodes.reference("", "", words, internal=True, refuri=address)], []


def root(env) -> Path:
    """The folder of the course: the one above the pages."""
    return Path(env.srcdir).parent


def named(env) -> dict[str, set[str]]:
    """The modules that each page names."""
    if not hasattr(env, "source_pages"):
        env.source_pages = {}
    return env.source_pages


def forget(app, env, docname):
    named(env).pop(docname, None)


def merge(app, env, docnames, other):
    named(env).update({name: named(other).get(name, set()) for name in docnames})


def collect(app):
    """(name, context, template) of the page of each module that is named."""
    modules = sorted({module for modules in named(app.env).values() for module in modules})
    for module in modules:
        path = file_of(root(app.env), module)
        title, body = says(path), [heading(app, module, path)]
        if path.stem == "__init__":
            body.append(contents(path))
        yield (
            page_of(module),
            {"title": title, "body": "\n".join([*body, code(app, path)]), "parents": []},
            "page.html",
        )


def says(path) -> str:
    """The docstring's sentences that begin in its first line, without the full stop at the end."""
    docstring = ast.get_docstring(ast.parse(path.read_bytes())) or path.name
    first, paragraph = docstring.splitlines()[0], " ".join(docstring.partition("\n\n")[0].split())
    end = paragraph.find(". ", len(first) - 1)
    return (paragraph[:end] if end > 0 else paragraph).removesuffix(".").replace("`", "")


def heading(app, module, path) -> str:
    """What the module is for, its path, and the pages that name it."""
    env, links = app.env, []
    for docname in sorted(docname for docname, modules in named(env).items() if module in modules):
        address = app.builder.get_relative_uri(page_of(module), docname)
        links.append(f'<a href="{address}">{escape(env.titles[docname].astext())}</a>')
    place = path.relative_to(root(env)).as_posix()
    title = f'<h1 class="of-file">{escape(says(path))}</h1>'
    return f"{title}\n<p><code>{place}</code>, named in {', '.join(links)}.</p>"


def contents(path) -> str:
    """What the modules of a package are."""
    modules = sorted(path.parent.glob("*.py"))
    lines = [f"<li><code>{one.name}</code>: {escape(says(one))}</li>" for one in modules if one != path]
    return "\n".join(["<ul>", *lines, "</ul>"])


def code(app, path) -> str:
    """The highlighted code, each line with its number, which is a link to the line."""
    options = {"linenos": "inline", "linespans": "L"}
    text = path.read_text(encoding="utf-8")
    found = app.builder.highlighter.highlight_block(text, "python", location=str(path), **options)
    return (
        f'<div class="highlight-python notranslate whole-file">{LINE_NUMBER.sub(LINKED_NUMBER, found)}</div>'
    )


def setup(app):
    app.add_role("source", Source())
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-collect-pages", collect)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
