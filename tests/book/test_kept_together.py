"""No line begins with the comma of a formula, or ends with its bracket; 2-8-1 stays on one line."""

import re

import pytest
from browser import ROOT
from formulas import Typesetter
from kept_together import with_marks
from small_site import build

HEAD = '<span class="katex"><span class="katex-mathml"></span><span class="katex-html" aria-hidden="true">'
PIECE = '<span class="base">{}</span>'
ONE, TWO, THREE = (HEAD + "".join(map(PIECE.format, "abc"[:n])) + "</span></span>" for n in (1, 2, 3))
KEPT, PIECE_END = '<span class="one-piece">', "</span></span></span>"
STYLES = "vendor/katex/katex.min.css", "course.css"
# For each paragraph, at how many widths its marks, in <i>, are on another line than the formula's near end.
TORN = """() => [...document.querySelectorAll("p")].map((p) => {
    let torn = 0;
    const pieces = [...p.querySelectorAll(".base")], [before, after] = p.querySelectorAll("i");
    for (let width = 40; width < 400; width++) {
        p.style.width = `${width}px`;
        const [left, first, last, right] =
            [before, pieces[0], pieces[pieces.length - 1], after].map((part) => part.getBoundingClientRect());
        torn += left.right > first.left + 2 || right.left < last.right - 2;
    }
    return torn;
})"""


@pytest.fixture(scope="module")
def typeset():
    with Typesetter() as typesetter:
        yield typesetter


def shown(html):
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize("html", [ONE, TWO, THREE])
@pytest.mark.parametrize(("before", "after"), [("", ""), ("(", ""), ("", "),"), ("“", ".”")])
def test_marks_stay_with_the_nearest_piece(html, before, after):
    markup, is_one = with_marks(html, before, after)
    assert shown(markup) == before + shown(html) + after
    assert is_one == (html is ONE)
    assert markup.count("<span") == markup.count("</span>")
    assert markup.count("katex-mathml") == 1  # read out once
    kept = [shown(part) for part in re.findall(f"{KEPT}(.*?{PIECE_END}[^<]*)", markup)]
    near = [f"{before}a"] * bool(before) + [f"{shown(html)[-1]}{after}"] * bool(after)
    assert kept == ([] if is_one else near)


def test_marks_are_escaped():
    assert with_marks(ONE, "<", "&")[0] == f"&lt;{ONE}&amp;"


def test_widths_are_one_piece_in_words_and_not_in_code(tmp_path):
    text = "# A 2-8-1 net\n\nFor 784-1024-10, `1-2-3` and 3 - 2; on 2006-01; x-1-2, 1-2-x, [2-2-1](https://a.org/1-2).\n"
    pages, warnings = build(tmp_path, {"index": text}, ["kept_together"])
    assert not warnings
    found = re.findall(r'<span class="one-piece">(.*?)</span>', pages["index"])
    assert found == ["2-8-1", "784-1024-10", "2006-01", "2-2-1"]
    assert 'href="https://a.org/1-2"' in pages["index"]


@pytest.mark.browser
def test_at_no_width_a_line_begins_with_the_comma_of_a_formula_or_ends_with_its_bracket(chromium, typeset):
    paragraphs = ""
    for tex in ("x", "1 - 2e", "a = b + c"):
        markup, is_one = with_marks(typeset(tex), "(", ",")
        markup = markup.replace("(", "<i>(</i>").replace(",", "<i>,</i>")
        name = "math one-piece" if is_one else "math"
        paragraphs += f'<p>the output is <span class="{name}">{markup}</span> and the loss is not</p>'
    style = "".join((ROOT / "book/_assets" / name).read_text() for name in STYLES)
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content(f'<style>{style}</style><div class="bd-content">{paragraphs}</div>')
        assert page.evaluate(TORN) == [0, 0, 0]
        page.add_style_tag(content=".bd-content .one-piece { white-space: normal; }")
        assert min(page.evaluate(TORN)) > 0  # it is the style that keeps them together
