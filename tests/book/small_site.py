"""A site of a page or two, built with the book's extensions: what a directive or a role makes of a text."""

import io
import os
import sys
from pathlib import Path
from unittest.mock import patch

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

EXTENSIONS = Path(__file__).parents[2] / "book" / "_ext"


def build(folder, pages: dict[str, str], extensions, **settings) -> tuple[dict[str, str], str]:
    """The HTML of each page, by name, and the warnings.   pages: name -> MyST; nothing in them is run.

    folder: where the course's root would be; pages lie in folder/book.
    """
    source = Path(folder, "book")
    source.mkdir(exist_ok=True)
    for name, text in pages.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    settings = {"extensions": ["myst_nb", *extensions], "root_doc": next(iter(pages)), **settings}
    settings |= {"nb_execution_mode": "off", "html_theme": "basic"}
    settings["myst_enable_extensions"] = ["colon_fence", "dollarmath"]
    sys.path.insert(0, str(EXTENSIONS))
    warnings = io.StringIO()
    try:
        with docutils_namespace(), patch.dict(os.environ):
            out = Path(folder, "_build")
            app = Sphinx(source, None, out, out / "doctrees", "html", settings, None, warnings, parallel=1)
            app.build()
    finally:
        sys.path.remove(str(EXTENSIONS))
    return {name: (out / f"{name}.html").read_text(encoding="utf-8") for name in pages}, warnings.getvalue()
