"""Pictures: those that an assignment's texts show, put into the texts: pages need no file beside them."""

import base64
import mimetypes
import re
from pathlib import Path

from dlcourse.grading.books.clean.markdown import RASTER, clean_picture

MOST = 500_000  # bytes of an assignment's pictures: each student's notebook holds them
SHOWN = re.compile(r"""(?P<before>\]\(|src=["'])(?:\./)?(?P<path>[\w./-]+)(?=[)"'\s])""")


def pictures_in(folder) -> dict[str, str]:
    """{relative path: data URI} of the pictures in the folder of a source, the smallest first, up to MOST."""
    found, free = {}, MOST
    paths = [path for path in Path(folder).rglob("*") if mimetypes.guess_type(path.name)[0] in RASTER]
    for path in sorted(paths, key=lambda path: path.stat().st_size):
        free -= path.stat().st_size
        if free < 0:
            break
        kind = mimetypes.guess_type(path.name)[0]
        data = clean_picture(kind, base64.b64encode(path.read_bytes()).decode())
        if data:
            found[path.relative_to(folder).as_posix()] = f"data:{kind};base64,{data}"
    return found


def with_pictures(text: str, pictures) -> str:
    """Markdown of the instructor's with these pictures in the place of their paths.

    >>> with_pictures("![a](./a.png) <img src='b.png'>", {"a.png": "data:A"})
    "![a](data:A) <img src='b.png'>"
    """

    def instead(match):
        return match["before"] + pictures.get(match["path"], match[0].removeprefix(match["before"]))

    return SHOWN.sub(instead, text) if pictures else text
