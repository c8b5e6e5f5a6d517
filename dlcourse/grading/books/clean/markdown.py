"""Markdown: a student's cells so that nbconvert, and with it formgrader, makes no HTML of theirs."""

import base64
import functools
import re

from dlcourse.grading.books.clean.html import LINK, PICTURE
from dlcourse.grading.books.clean.text import clean_tex, plain

LONGEST = 20_000  # characters that are read as Markdown
MOST_SIGNS = 400  # of a kind: readers of Markdown need the square of their number
SIGNS = "[]<!`$\\~|"
RELATIVE = re.compile(r"(?![./])(?!.*\.\.)[\w./%-]+\.(?:png|jpe?g|gif|webp)", re.I)
RASTER = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}


@functools.lru_cache(4096)  # most cells of a class are alike
def clean_markdown(text: str, attachments: frozenset = frozenset()) -> str:
    """The text where it renders without HTML, links within the server and pictures from elsewhere.

    Otherwise with the signs escaped that made them, or all of it as a block of text.
    attachments: the names of pictures that the cell holds.
    """
    text = clean_tex(plain(text))
    if len(text) > LONGEST or any(text.count(sign) > MOST_SIGNS for sign in SIGNS):
        return as_text(text)
    html = [fault for fault in faults(text, attachments) if isinstance(fault, str)]
    for way in (
        lambda text: text,
        lambda text: escaped(text, html),
        lambda text: escaped(text, html).replace("](", "]\\("),
        lambda text: text.replace("<", "&lt;").replace("](", "]\\("),
    ):
        if not faults(way(text), attachments):
            return way(text)
    return as_text(text)


def escaped(text, pieces):
    """The text with these pieces of HTML as text."""
    for piece in sorted({one.strip() for one in pieces}, key=len, reverse=True):
        text = text.replace(piece, piece.replace("<", "&lt;")) if piece else text
    return text


def as_text(text: str) -> str:
    """Markdown that shows a text as it is: an indented block."""
    lines = re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", plain(text))
    return "\n".join(f"    {line}" for line in lines)


def faults(text, attachments) -> list:
    """What the reader of nbconvert finds in Markdown that must not be shown: HTML as text, else True."""
    from nbconvert.filters.markdown_mistune import MarkdownWithMath  # a class that writes none needs it not

    try:
        return list(found(MarkdownWithMath(renderer=None)(text), attachments))
    except (RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return [True]  # it would fail in formgrader as well


def found(tokens, attachments):
    """The faults in tokens of mistune, and in what they hold."""
    for token in tokens:
        kind, attributes = token["type"], token.get("attrs") or {}
        if kind in ("block_html", "inline_html"):
            yield token["raw"]
        elif kind == "block_code" and (attributes.get("info") or "").strip().startswith("mermaid"):
            yield True  # nbconvert puts it into the page as it is
        elif kind == "link" and not LINK.fullmatch(attributes["url"]):
            yield True
        elif kind == "image" and not is_picture(attributes["url"], attachments):
            yield True
        yield from found(token.get("children") or [], attachments)


def is_picture(url, attachments):
    """Whether an address is of a picture in the notebook or beside it."""
    if url.startswith("attachment:"):
        return url.removeprefix("attachment:") in attachments
    return bool(PICTURE.fullmatch(url) or RELATIVE.fullmatch(url))


def clean_attachments(attachments) -> dict:
    """The attached pictures of a cell: {name: {type: base64}} of those that are what they say."""
    kept = {}
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in kinds.items() if isinstance(kinds, dict) else ():
            picture = clean_picture(kind, data)
            if picture and re.fullmatch(r"[\w .%()-]{1,200}", name):
                kept.setdefault(name, {})[kind] = picture
    return kept


def clean_picture(kind, data) -> str | None:
    """A picture in base64, None where its bytes are of another kind than it says."""
    if kind not in RASTER or not isinstance(data, str | list):
        return None
    try:
        content = base64.b64decode(re.sub(r"\s", "", plain(data)), validate=True)
    except ValueError:
        return None
    return base64.b64encode(content).decode() if content.startswith(RASTER[kind]) else None
