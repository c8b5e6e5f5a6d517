"""Numbers as text: the signs that print has for them."""

import pytest

from dlcourse.numbers.written import in_tex, written


@pytest.mark.parametrize(
    ("value", "form", "text", "tex"),
    [
        (0.1925, ".0%", "19 %", r"19\,\%"),
        (-2, ".0f", "−2", "-2"),
        (1, "+.0f", "+1", "+1"),
        (1.358e-05, ".3e", "1.358 × 10⁻⁵", r"1.358 \times 10^{-5}"),
        (1e-29, ".0e", "10⁻²⁹", "10^{-29}"),
        (-1e12, ".0e", "−10¹²", "-10^{12}"),
        (65536, ",", "65,536", "65{,}536"),
        (0.00001, "g", "10⁻⁵", "10^{-5}"),
        (-0.0001, ".2f", "0.00", "0.00"),
        (-0.0004, ".1%", "0.0 %", r"0.0\,\%"),
    ],
)
def test_a_value_is_written(value, form, text, tex):
    assert written(value, form).replace("\N{NO-BREAK SPACE}", " ") == text
    assert in_tex(value, form) == tex
