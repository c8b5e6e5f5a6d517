"""Formulas are typeset when the page is built: by KaTeX under Node, which `make book` installs."""

import pytest
from formulas import Typesetter, rows
from small_site import build

needs_katex = pytest.mark.browser  # as what opens the site, which cannot be built without it


@pytest.fixture(scope="module")
def typeset():
    with Typesetter() as typesetter:
        yield typesetter


@needs_katex
def test_a_formula_is_shown_and_is_read_out(typeset):
    html = typeset(r"\frac{\partial J}{\partial w_1}")
    assert '<span class="katex-html" aria-hidden="true">' in html
    assert "<mfrac>" in html  # MathML
    assert "katex-display" not in html and "katex-display" in typeset("x", display=True)


@needs_katex
def test_what_cannot_be_read_is_an_error_that_names_it(typeset):
    with pytest.raises(ValueError, match=r"\\unknown"):
        typeset(r"x + \unknown")
    assert "katex" in typeset("x")  # it goes on


@needs_katex
@pytest.mark.parametrize("tex", ["a &= b \\\\ c &= d", "a = b\n\nc = d"])
def test_several_lines_of_formulas_are_typeset(typeset, tex):
    assert typeset(rows(tex), display=True).count("<mtr") == 2


def test_lines_are_joined_as_sphinx_joins_them():
    assert rows("a = b") == "a = b"
    assert rows("a &= b \\\\ &= c") == r"\begin{split}a &= b \\ &= c\end{split}"
    assert rows("a\n\nb") == r"\begin{aligned}a \\ b\end{aligned}"


@needs_katex
def test_a_formula_with_a_mistake_is_a_warning_and_the_page_stands(tmp_path):
    text = "# Title\n\n$x$, $y$\n\n$$ \\mistake $$ (eq-one)\n\nSee {eq}`eq-one`.\n"
    pages, warnings = build(tmp_path, {"index": text}, ["formulas"], html_math_renderer="katex")
    assert "index.md" in warnings and r"\mistake" in warnings
    assert '<span class="eqno">(1)' in pages["index"] and ">(1)</a>" in pages["index"]
    assert "</span></span>,</span>" in pages["index"]  # the comma cannot begin a line
