"""{numref}: the page that a reference points to is unpickled once in a build, not for each reference to it.

Sphinx loads a whole page, with its outputs, to learn what kind of thing a label is on: of all that writing
the site took, that was a third.
"""

from sphinx.domains.std import StandardDomain


class Loaded:
    """The environment, with pages that are loaded once; nothing may change them."""

    def __init__(self, env):
        self.env, self.pages = env, {}

    def __getattr__(self, name):
        return getattr(self.env, name)

    def get_doctree(self, docname):
        if docname not in self.pages:
            self.pages[docname] = self.env.get_doctree(docname)
        return self.pages[docname]


class References(StandardDomain):
    """Sphinx's own domain, which reads a target's page to number a reference to it."""

    def _resolve_numref_xref(self, env, *arguments):
        app = env.app
        if not hasattr(app, "loaded_pages"):
            app.loaded_pages = Loaded(env)
        return super()._resolve_numref_xref(app.loaded_pages, *arguments)


def read_anew(app, env):
    """After pages are read: none that was loaded before counts."""
    vars(app).pop("loaded_pages", None)


def setup(app):
    app.add_domain(References, override=True)
    app.connect("env-updated", read_anew)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
