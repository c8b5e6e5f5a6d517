"""Text: a string that any file and any gradebook can hold, and TeX whose formulas lead nowhere."""

import re

# MathJax: a link, a further extension, an id or a class of formgrader's page
TEX = re.compile(r"\\(href|url|require|class|cssId|style)(?![A-Za-z])")


def plain(text) -> str:
    """The text without NUL and halves of characters, which UTF-8 and PostgreSQL refuse."""
    if not isinstance(text, str):
        text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def clean_tex(text: str) -> str:
    """TeX in which commands that make a page do something are words.

    >>> clean_tex(r"\\href{javascript:go()}{x} + \\hrefs")
    'href{javascript:go()}{x} + \\\\hrefs'
    """
    return TEX.sub(r"\1", text)
