"""Fonts cut down to what a site shows."""

import base64
import io

import pytest
from fontTools.ttLib import TTFont
from light_fonts import cut, faces_in, formulas_in, icons_in, with_fonts
from test_light_pages import THEME, cut_fonts

SOLID = THEME / "vendor/fontawesome/webfonts/fa-solid-900.ttf"
FORMULA = (
    '<span class="katex-mathml"><math>q</math></span><span class="katex-html" aria-hidden="true">'
    '<span class="base"><span style="height:1em"></span><span class="mord mathnormal">x</span>'
    '<span class="mrel">&lt;</span><svg><path d="M0"/></svg>1</span></span> text'
)
FACES = (
    """@font-face{font-family:KaTeX_%s;font-style:normal;font-weight:%d;src:url(%s.woff2) format("woff2")}"""
)


def test_the_characters_of_formulas_are_those_shown_and_no_others():
    slanted = {
        is_slanted: "".join(map(chr, sorted(found))) for is_slanted, found in formulas_in([FORMULA]).items()
    }
    assert slanted == {False: "1<", True: "x"}


def test_icons_are_found_written_out_and_as_codes():
    assert icons_in('.a{content:"\\f019"} .b{content:"\uf05a"} .c{content:"x"}') == {0xF019, 0xF05A}


def test_a_cut_font_has_the_characters_that_it_can_have():
    data = cut(SOLID, {0xF019, 0xF05A, ord("\N{GREEK SMALL LETTER ALPHA}")})
    assert set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()) == {0xF019, 0xF05A}
    assert cut(SOLID, {ord("\N{GREEK SMALL LETTER ALPHA}")}) == ""


@pytest.mark.parametrize(
    "named, weight, inside", [("Main", 400, True), ("Main", 700, False), ("Math", 400, False)]
)
def test_a_face_that_the_rules_name_stands_in_the_style_sheet_and_others_stay_files(
    tmp_path, named, weight, inside
):
    (tmp_path / "font.ttf").write_bytes(SOLID.read_bytes())
    style = FACES % (named, weight, "font") + ".katex { font: normal 1.21em KaTeX_Main, serif }"
    page = '<span class="katex-html">\uf019</span>'
    made = with_fonts(style, tmp_path, [page])
    assert list(cut_fonts(made)) == ([{0xF019}] if inside else [])
    assert ("url(font.woff2)" in made) != inside


def test_a_rule_names_a_family_and_whether_it_is_slanted():
    style = ".katex{font:normal 1em KaTeX_Main} .katex .mathnormal{font-family:KaTeX_Math;font-style:italic}"
    assert faces_in(FACES % ("AMS", 400, "x") + style) == {("KaTeX_Main", "normal"), ("KaTeX_Math", "italic")}
