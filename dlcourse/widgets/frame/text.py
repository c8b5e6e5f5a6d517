"""Chapter 2: numbers as text, and templates with numbers; `text.js` does the same in the page."""

import re
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NOTHING = 1e-12  # smaller numbers are what rounding leaves of 0
HUGE = 1e15  # larger numbers have more digits than a float knows
TEMPLATE = re.compile(r"\{([\w.]+)(?::(~?)(\d+))?\}")


def rounded(value, digits: int) -> float:
    """The value rounded to so many decimals, halves away from zero, as JavaScript's toFixed does.

    >>> rounded(0.125, 2), round(0.125, 2)
    (0.13, 0.12)
    """
    # Decimal(float) is the exact binary value: only a true half is a tie, also as in toFixed
    return float(Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def number_text(value, digits: int | None = None, floating: bool = False) -> str:
    """A number as text, with a true minus sign: so many decimals, or up to four without trailing zeros.

    floating, always without `digits`: a number of which fewer than two digits would show becomes a power of
    ten, so that no factor reads 0 that is none; always one that is too large for digits.

    >>> number_text(0.0595402, 3), number_text(0.35), number_text(-0.0001, 2), number_text(6.14e-6)
    ('0.060', '0.35', '0.00', '6.1×10⁻⁶')
    """
    places = 4 if digits is None else digits
    small = (floating or digits is None) and NOTHING < abs(value) < 10.0 ** (1 - places)
    if small or HUGE <= abs(value):
        mantissa, exponent = f"{value:.1e}".split("e")
        power = str(int(exponent)).translate(SUPERSCRIPTS)
        return f"{mantissa}×10{power}".replace("-", MINUS)
    text = f"{rounded(value, places):.{places}f}"
    if digits is None and places:
        text = text.rstrip("0").rstrip(".")
    if float(text) == 0:  # no "-0.00" for what is rounded to 0
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def value_of(values: dict, name: str):
    """The value of that name; of "name.3" an entry of a list; None for what is not there.

    >>> value_of({"w": [1, 2, 3]}, "w.2"), value_of({"w": [1.0]}, "w.1")
    (3, None)
    """
    name, _, place = name.partition(".")
    value = values.get(name)
    if value is None or not place:
        return value
    return value[int(place)] if int(place) < len(value) else None


def cells(columns, first=0):
    """The texts of a table by their names: "name.k" is the k-th text of "name".   first: the first row shown

    >>> cells({"rule": ["2x", "3x"]})
    {'rule.0': '2x', 'rule.1': '3x'}
    """
    found = {}
    for name, texts in columns.items():
        found |= {f"{name}.{k}": text for k, text in enumerate(texts) if k >= first}
    return found


def fill(template: str, values: dict, digits: int | None = None) -> str:
    """The template with its numbers filled in; `digits`, if given, overrides those of the template.

    {name:2} has two decimals; {name:~6} six, or a power of ten; texts stand as they are. {name.3} is an entry
    of an array, row after row; what is not there is no text.

    >>> fill("{a} + {b:2} = {c}", {"a": 1, "b": 2, "c": "three"})
    '1 + 2.00 = three'
    """

    def one(match):
        value = value_of(values, match[1])
        if value is None or isinstance(value, str):
            return value or ""
        own = int(match[3]) if match[3] else None
        return number_text(value, own if digits is None else digits, bool(match[2]) and digits is None)

    return TEMPLATE.sub(one, template)
