"""Formulas: a browser typesets them by itself, and what a student writes into one only shows."""

import re
import xml.etree.ElementTree as ET

import pytest
from books_course import ASSIGNMENT, NOTEBOOK, canonicals, course
from hostile_pages import Reader
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dlcourse.grading.books import formulas
from dlcourse.grading.books.feedback import page_exporter, page_of
from dlcourse.grading.books.formulas import CLOSE, OPEN, TAGS, typeset
from dlcourse.grading.books.marked import Marked

NAMES = {"student": "ann", "assignment": ASSIGNMENT, "notebook": NOTEBOOK}


def skeleton(mathml):
    """The elements of a formula that are no rows, in their order, with their texts."""
    found = ((one.tag, (one.text or "").strip()) for one in ET.fromstring(mathml).iter())
    return [f"{tag}:{text}" if text else tag for tag, text in found if tag != "mrow"]


@pytest.mark.parametrize(
    ("tex", "elements"),
    [
        ("E = mc^2", "math mi:E mo:= mi:m msup mi:c mn:2"),
        (r"\frac{1}{2} m v^2", "math mfrac mn:1 mn:2 mi:m msup mi:v mn:2"),
        (r"\nabla_\theta J", "math msub mo:∇ mi:θ mi:J"),
        (r"\begin{matrix}1&2\\3&4\end{matrix}", "math mtable mtr mtd mn:1 mtd mn:2 mtr mtd mn:3 mtd mn:4"),
        ("a < b", "math mi:a mo:< mi:b"),
    ],
)
def test_tex_becomes_mathml(tex, elements):
    shown = typeset(tex, True)
    assert skeleton(shown) == elements.split()
    root = ET.fromstring(shown)
    assert root.attrib["alttext"] == tex and root.attrib["display"] == "block"


HOSTILE = [
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(//x.example)}{x}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\text{<b onclick='alert(1)'>x</b>}",
    r"\text{</math><script>alert(1)</script>}",
    r"\class{nav}{x}",
    r"\unknown{x}",
    r"\frac{a}{",
    "{" * 1000 + "}" * 1000,
    r"\sqrt{" * 80 + "}" * 80,
    "x" * 3000,
    r"\newcommand{\a}{\a\a}\a",
]


@pytest.mark.parametrize("tex", HOSTILE, ids=range(len(HOSTILE)))
def test_what_does_more_than_show_stays_text(tex):
    shown = typeset(tex)
    assert not re.search(r"<(?!/?code|/?m)|href|style=", re.sub(r"<code>.*</code>", "", shown, flags=re.S))
    assert "<script" not in shown and "<img" not in shown and "<b" not in shown
    if shown.startswith("<code>"):
        assert "<" not in shown[len("<code>") : -len("</code>")]


def page(tmp_path, *cells):
    coursedir, config = course(tmp_path)
    canonicals(coursedir, config)
    whole = page_of(page_exporter(coursedir, config), new_notebook(cells=list(cells)), Marked({}), NAMES)
    return re.sub(r"<style.*?</style>", "", whole, flags=re.S)


def test_a_page_has_formulas_in_texts_and_outputs(tmp_path):
    parts = ["So $v^2$ and", r"$$\frac{v}{2}$$", r"\begin{align}a&=b\end{align}", r"`$code$` and $\nope$."]
    text = "\n\n".join(parts)
    output = new_output("execute_result", {"text/latex": r"$\displaystyle x^{2}$", "text/plain": "x**2"})
    shown = page(tmp_path, new_markdown_cell(text), new_code_cell("x**2", outputs=[output]))
    assert shown.count("<math") == 4 and shown.count('display="block"') == 3
    assert "<code>$code$</code>" in shown and "<code>$\\nope$</code>" in shown


def test_no_sign_of_a_students_is_taken_for_a_formula_and_none_leaves_its_place(tmp_path):
    texts = [
        f"$a$ {OPEN}0{CLOSE} {OPEN}7{CLOSE}",
        'Look: ![$"onmouseover="alert(1)$](data:image/png;base64,iVBORw0KGgo=)',
        "<img alt='a>$x$' src='data:image/png;base64,iVBORw0KGgo='>",
        *(f"${tex}$" for tex in HOSTILE[:8]),
    ]
    shown = page(tmp_path, *map(new_markdown_cell, texts))
    assert OPEN not in shown and shown.count("<math") <= len(texts)
    frame = {"html", "head", "meta", "title", "body", "main", *TAGS}
    assert Reader(shown, frame, ("data:image/png;base64,iVBORw0KGgo=",)).bad == []


def test_a_formula_is_worked_out_once_for_a_class(monkeypatch):
    asked = []
    monkeypatch.setattr(formulas, "converted", lambda *one: asked.append(one) or "<math/>")
    for _ in range(3):
        typeset("q_{once}")
    assert len(asked) == 1
    typeset.cache_clear()
