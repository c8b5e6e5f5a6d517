"""SVG: a student's drawing with shapes and texts alone."""

import re
import xml.etree.ElementTree as ET

from dlcourse.grading.books.clean.html import PICTURE

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
TAGS = set(
    """svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc clipPath
    mask marker pattern linearGradient radialGradient stop image""".split()
)
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>")  # without a part in brackets, which could define entities
DEEPEST = 100

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def clean_svg(text: str) -> str | None:
    """A drawing without scripts, styles and what lies elsewhere; None where it is none."""
    text = DOCTYPE.sub("", text, count=1)
    if "<!" in re.sub(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", "", text, flags=re.S):
        return None
    try:
        root = ET.fromstring(text)
        if root.tag not in ("svg", f"{{{SVG}}}svg") or not clean(root, DEEPEST):
            return None
        return ET.tostring(root, encoding="unicode")
    except (ET.ParseError, ValueError):
        return None


def clean(element, deepest) -> bool:
    """Clean an element and what is in it; False where it is nested too deep."""
    for name in list(element.attrib):
        if not is_kept(element.tag, name, element.attrib[name]):
            del element.attrib[name]
    for child in list(element):
        tag = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else None
        if tag not in TAGS:
            element.remove(child)
        elif not deepest or not clean(child, deepest - 1):
            return False
    return True


def is_kept(tag, name, value):
    """Whether an attribute stays: one that says how something looks, or points within the drawing."""
    if name in ("href", f"{{{XLINK}}}href"):
        return value.startswith("#") or (tag.endswith("image") and bool(PICTURE.fullmatch(value)))
    if name.startswith("{") or name.lower().startswith("on"):
        return False
    outside = re.sub(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)", "", value)
    return not re.search(r"url|image|script:|@|\\|expression", outside, re.I)
