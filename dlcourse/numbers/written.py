"""Chapter 18: honest numbers. How one is written: a true minus, powers of ten, a space before the percent.

A format is Python's own: ".4f", "+.0f", ".1%", ".2e", ",".
"""

import math
import re

SPACE = "\N{NO-BREAK SPACE}"
MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
POWER = re.compile(r"(?P<sign>[+-]?)(?P<factor>[\d.]+)e(?P<exponent>[+-]\d+)")


def written(value: float, form: str) -> str:
    """The value as text. Raises ValueError for what is not finite and for a format that Python does not know.

    >>> [written(v, f) for v, f in ((-0.5, ".2f"), (1.358e-05, ".1e"), (1e-16, ".0e"), (0.1925, ".1%"))]
    ['−0.50', '1.4\\xa0×\\xa010⁻⁵', '10⁻¹⁶', '19.2\\xa0%']
    """
    text = _plain(value, form)
    if power := POWER.fullmatch(text):
        ten = "10" + str(int(power["exponent"])).translate(RAISED)
        factor = "" if power["factor"] == "1" else f"{power['factor']}{SPACE}{TIMES}{SPACE}"
        text = power["sign"] + factor + ten
    return text.replace("-", MINUS).replace("%", f"{SPACE}%")


def in_tex(value: float, form: str) -> str:
    """The value as it stands in a formula.

    >>> in_tex(1.358e-05, ".1e"), in_tex(0.1925, ".0%"), in_tex(65536, ",")
    ('1.4 \\\\times 10^{-5}', '19\\\\,\\\\%', '65{,}536')
    """
    text = _plain(value, form)
    if power := POWER.fullmatch(text):
        factor = "" if power["factor"] == "1" else rf"{power['factor']} \times "
        return f"{power['sign']}{factor}10^{{{int(power['exponent'])}}}"
    return text.replace(",", "{,}").replace("%", r"\,\%")


def _plain(value, form):
    if not math.isfinite(value):
        raise ValueError(
            f"written: expected a finite number, got {value}; say in words what has become of it"
        )
    text = format(value, form)
    return text[1:] if re.fullmatch(r"-0(\.0*)?%?", text) else text  # no -0.0
