"""Formulas: TeX as MathML, which browsers typeset themselves: no script, no font, nothing that is fetched.

A student's TeX ends up in the page. So of what latex2mathml makes only elements and attributes that are known
to show something stay, written anew; any other formula is shown as the TeX that it is.
"""

import functools
import html
import re
import xml.etree.ElementTree as ET

MATHML = "http://www.w3.org/1998/Math/MathML"
TAGS = set(
    """math mrow mi mn mo ms mtext mspace msup msub msubsup mover munder munderover mfrac msqrt mroot mtable
    mtr mtd mlabeledtr mpadded mphantom mstyle menclose""".split()
)
LENGTH, WORDS = r" ?(?:-?[\d.]+(?:em|ex|pt|px|mu|in|cm|mm|%)?(?: |$))+", r"[a-z ]+"
LENGTHS = "width height depth lspace rspace voffset minsize maxsize linethickness rowspacing columnspacing"
ONE_OF_SOME = """stretchy fence separator accent accentunder largeop movablelimits symmetric form displaystyle
    columnalign rowalign columnlines rowlines notation"""
ATTRIBUTES = {
    **dict.fromkeys(LENGTHS.split(), LENGTH),
    **dict.fromkeys(ONE_OF_SOME.split(), WORDS),
    **{"mathvariant": r"[a-z-]+", "scriptlevel": r"[+-]?\d", "mathcolor": r"#?\w+"},
}
LONGEST, DEEPEST, MOST_BRACES = 1000, 60, 150
FENCED = re.compile(r"\s*(\${1,2})(?P<tex>[^$]*)\1\s*", re.S)
OPEN, CLOSE = "\ue000", "\ue001"  # letters of no alphabet stand around the number of a formula
HELD = re.compile(f"{OPEN}(\\d+){CLOSE}")
PIECE = re.compile(r"""(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)""")  # an element's tag, as nh3 writes it


@functools.lru_cache(4096)  # most formulas of a class are those of its texts
def typeset(tex: str, block: bool = False) -> str:
    """HTML of a formula: MathML, or its TeX in the style of code where it cannot be typeset.

    >>> typeset(r"\\href{https://example.org}{x}")
    '<code>$\\\\href{https://example.org}{x}$</code>'
    """
    small = len(tex) <= LONGEST and tex.count("{") <= MOST_BRACES
    mathml = converted(tex, block) if small else None
    signs = "$$" if block else "$"
    return mathml or f"<code>{html.escape(signs + tex + signs)}</code>"


def converted(tex, block):
    """MathML of TeX, None where that is not known to be harmless and whole."""
    from latex2mathml.converter import convert  # here: a quarter of a second, and few pages need it

    try:
        root = ET.fromstring(convert(tex, display="block" if block else "inline"))
    except Exception:  # of many kinds, for TeX that is none; RecursionError
        return None
    display = {"display": root.attrib.pop("display", "inline"), "alttext": tex}
    if not is_known(root, DEEPEST):
        return None
    root.attrib.update(display)
    return ET.tostring(root, encoding="unicode")


def is_known(element, deepest) -> bool:
    """Whether an element and all in it only show something; takes their namespace, which HTML implies."""
    element.tag = element.tag.removeprefix(f"{{{MATHML}}}")
    unknown = (element.text or "").startswith("\\")  # a command that could not be read
    if unknown or element.tag not in TAGS or not deepest:
        return False
    for name, value in element.attrib.items():
        if not re.fullmatch(ATTRIBUTES.get(name, "(?!)"), value):
            return False
    return all(is_known(child, deepest - 1) for child in element)


class Formulas:
    """The formulas of a text: held back while its HTML is cleaned, and put in their places after it."""

    def __init__(self):
        self.held = []

    def hold(self, tex: str, block: bool = False) -> str:
        """A sign that stands for a formula."""
        self.held.append((tex, block))
        return f"{OPEN}{len(self.held) - 1}{CLOSE}"

    def put(self, page: str) -> str:
        """Clean HTML with the formulas; within a tag, as in a picture's description, with their TeX."""
        pieces = PIECE.split(page)
        pieces[::2] = [HELD.sub(self.shown, one) for one in pieces[::2]]
        pieces[1::2] = [HELD.sub(self.told, one) for one in pieces[1::2]]
        return "".join(pieces)

    def shown(self, sign) -> str:
        """The formula of a sign."""
        return typeset(*self.held[int(sign[1])])

    def told(self, sign) -> str:
        """The TeX of a sign."""
        return html.escape(self.held[int(sign[1])][0])


def without_signs(text: str) -> str:
    """A text in which nothing looks like a formula that is held back."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def latex_output(text: str) -> str:
    """HTML of an output in LaTeX, such as SymPy's."""
    fenced = FENCED.fullmatch(text)
    return typeset(fenced["tex"] if fenced else text.strip(), True)
