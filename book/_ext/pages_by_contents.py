"""Read a page again when what it was read from has changed, by contents. Sphinx goes by the dates of files.

So a file that is exchanged while a build runs is not missed, nor one with an older date, nor a change of what
reads the pages: the extensions, the settings, the lock.
"""

from pathlib import Path

from contents import digest, hashes

READERS = ("book/_ext/", "_config.yml", "requirements.lock", "dlcourse/numbers/", "dlcourse/inventory/")


def now(app) -> dict[str, str]:
    """The hashes of all files as this build has found them."""
    if not hasattr(app, "contents_now"):
        app.contents_now = hashes(Path(app.srcdir).parent)
    return app.contents_now


def read_from(app, env, page) -> str:
    """A hash of all that the page is read from. Pictures that chapters draw bear their hash as a name."""
    root, found = Path(app.srcdir).resolve().parent, now(app)
    files = [Path(env.doc2path(page)), *(Path(app.srcdir, name) for name in env.dependencies[page])]
    files = [path.resolve() for path in files]
    names = {path.relative_to(root).as_posix() for path in files if path.is_relative_to(root)}
    names |= {name for name in found if name.startswith(READERS)}
    return digest({name: found.get(name) for name in names})


def note(app, env):
    """After all pages are read: from what."""
    env.read_from = {page: read_from(app, env, page) for page in env.found_docs}


def outdated(app, env, added, changed, removed):
    before = getattr(env, "read_from", {})
    return [page for page in env.found_docs - added if before.get(page) != read_from(app, env, page)]


def setup(app):
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", note)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
