"""Live controls in the site's pages: their scripts as files of the site, their styles once in a page.

A notebook holds a control as one block of HTML with everything it needs, in parts that bear a name
(dlcourse/widgets/frame/control.py). Here a script becomes a file, which a browser loads once for all pages;
of a second control on a page only the markup is left. Where the course's controls were widgets when the page
was run, the page shows their HTML: it loads no script for widgets, from no other host.
"""

import hashlib
import re
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

FOLDER = "_static/controls"
PART = re.compile(r'<(style|script) data-part="([\w/]+)">(.*?)</\1>\n?', re.S)
WIDGET = "application/vnd.jupyter.widget-view+json"


class ControlsInPages(SphinxPostTransform):
    """Replaces the named parts in the HTML of a page's outputs."""

    default_priority = 500  # after the outputs have been chosen
    formats = ("html",)

    def run(self, **kwargs):
        seen = set()
        for node in self.document.findall(nodes.raw):
            if "data-part=" not in node.astext():
                continue
            text = PART.sub(lambda match: self.part(seen, *match.groups()), node.astext())
            node.replace_self(nodes.raw("", text, format=node["format"]))

    def part(self, seen, kind, name, text) -> str:
        """What stands for a part: its style, or a link to its file; nothing when the page has it."""
        if (kind, name) in seen:
            return ""
        seen.add((kind, name))
        if kind == "style":
            return f"<style>{text}</style>\n"
        file = Path(self.app.outdir, FOLDER, f"{name}.js")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        above, version = "../" * self.env.docname.count("/"), hashlib.sha256(text.encode()).hexdigest()[:8]
        return f'<script defer src="{above}{FOLDER}/{name}.js?v={version}"></script>\n'


def prefer_html(app, config):
    """The HTML of an output goes before its widget."""
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, ("html", WIDGET, None)]


def drop_widget_scripts(app, pagename, *arguments):
    """Takes back what MyST-NB would load for widgets: their state, and scripts of another host."""
    scripts = NbMetadataCollector.get_js_files(app.env, pagename)
    for name in [name for name in scripts if name.startswith("ipywidgets")]:
        del scripts[name]


def setup(app):
    app.add_post_transform(ControlsInPages)
    app.connect("config-inited", prefer_html)
    app.connect("html-page-context", drop_widget_scripts, priority=400)  # before MyST-NB adds them
    return {"parallel_read_safe": True, "parallel_write_safe": True}
