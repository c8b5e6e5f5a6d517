"""Fonts within the style sheet, cut down to the characters that a site shows: icons, and what formulas need.

A font in a file of its own is asked for when the page is laid out, and comes a round trip later; the few
characters in use are a tenth of it. Faces that are used by chance (a bold formula) stay files.
"""

import base64
import io
import logging
import re
from html import unescape

from fontTools import subset
from fontTools.ttLib import TTFont

FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
FILE = re.compile(r"src:\s*url\(([\w./-]+)\.woff2\)[^;}]*")
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
PIECE = re.compile(r"<(/?)span([^>]*)>|<[^>]*>|[^<]+")
logging.getLogger("fontTools").setLevel(logging.ERROR)  # it finds some dates odd


def with_fonts(style, static, pages):
    """The style sheet with the faces that its rules use as data; one without a character in use goes."""
    icons, formulas, used = icons_in(style), formulas_in(pages), faces_in(style)

    def one(match):
        face = match[0]
        name = FILE.search(face)
        if not name:
            return face
        family, slant, weight = (described(face, what) for what in ("family", "style", "weight"))
        is_icons = family.startswith("Font Awesome")
        if not is_icons and ((family, slant) not in used or weight != "400"):
            return face
        characters = icons if is_icons else formulas[family == "KaTeX_Math"]
        data = cut(static / f"{name[1]}.ttf", characters)
        inside = f'src:url("data:font/woff;base64,{data}") format("woff")'
        return FILE.sub(lambda _: inside, face) if data else ""

    return FACE.sub(one, style)


def icons_in(style):
    """The characters of icons, which lie in Unicode's private area, written out or as a code."""
    codes = {int(code, 16) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", style)}
    return codes | {ord(character) for character in style if "\ue000" <= character <= "\uf8ff"}


def formulas_in(pages):
    """{whether in the slanted letters of variables: the characters that formulas show so}."""
    shown = {False: set(), True: set()}
    for page in pages:
        for start in re.finditer(r'<span class="katex-html"[^>]*>', page):
            for attributes, text in texts_in(page, start.end()):
                shown["mathnormal" in attributes].update(map(ord, unescape(text)))
    return shown


def texts_in(page, start):
    """(attributes of the innermost span, text) of each text in the span that opens before start."""
    spans = [""]
    for piece in PIECE.finditer(page, start):
        if piece[1]:
            spans.pop()
            if not spans:
                return
        elif piece[2] is not None:
            spans.append(piece[2])
        elif not piece[0].startswith("<"):
            yield spans[-1], piece[0]


def faces_in(style):
    """(family, style) of KaTeX's fonts that the rules name."""
    found = set()
    for _, body in RULE.findall(FACE.sub("", style)):
        for family in re.findall(r"KaTeX_\w+", body):
            found.add((family, "italic" if "italic" in body else "normal"))
    return found


def described(face, what):
    """The family, style or weight of a face, as its rule has it."""
    given = re.search(rf"font-{what}:([^;}}]*)", face)
    return given[1].replace("\\", "").strip("\"' ") if given else {"style": "normal", "weight": "400"}[what]


def cut(path, characters):
    """The font with these characters alone, in base 64; empty when it has none of them."""
    font = TTFont(path)
    present = characters & font.getBestCmap().keys()
    if not present:
        return ""
    cutter = subset.Subsetter(subset.Options(layout_features=[], name_IDs=[], hinting=False))
    cutter.populate(unicodes=present)
    cutter.subset(font)
    font.flavor, data = "woff", io.BytesIO()
    font.save(data)
    return base64.b64encode(data.getvalue()).decode()
