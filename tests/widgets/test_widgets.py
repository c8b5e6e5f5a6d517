"""The frame of the live controls: markup that a page can hold twice, that anyone can read and operate."""

import re
from html.parser import HTMLParser

import pytest
from javascript import CONTROLS, evaluate, needs_node, sources

from dlcourse.widgets.frame.control import SCOPE, text_of

VOID = {"input", "br", "img", "meta", "link", "hr"}
every_control = pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)


class Markup(HTMLParser):
    """Every element with its attributes and its ancestors; complains about tags that do not match."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements = [], []
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        self.elements.append((tag, dict(attrs), list(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), list(self.open)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()


@every_control
def test_markup_is_well_formed_and_twice_on_a_page_no_id_repeats(control):
    elements = Markup(control()._repr_html_() * 2).elements
    assert not [attrs["id"] for _, attrs, _ in elements if "id" in attrs]
    assert sum("data-control" in attrs for _, attrs, _ in elements) == 2


@every_control
def test_every_output_has_a_name_of_its_own(control):
    names = [
        attrs["data-output"]
        for _, attrs, _ in Markup(control()._repr_html_()).elements
        if "data-output" in attrs
    ]
    assert len(names) == len(set(names)) and len(names) > {
        "step_size": 4,
        "activation_explorer": 9,
        "logit_slider": 5,
        "folding_paper": 7,
        "region_map": 8,
        "surface_explorer": 9,
        "step_on_a_curve": 3,
    }.get(control.maker, 10)


@every_control
def test_every_input_and_every_picture_has_a_label(control):
    for tag, attrs, ancestors in Markup(control()._repr_html_()).elements:
        if tag in ("input", "select"):
            assert attrs.get("aria-label") or "label" in ancestors, attrs
            assert "data-input" in attrs
        if attrs.get("type") == "number":
            assert len(attrs["aria-label"]) > 4, attrs  # says what the number is, not its sign alone
        if tag == "svg" and "svg" not in ancestors:
            assert attrs.get("aria-label") or attrs.get("aria-hidden") == "true", attrs


@every_control
def test_nothing_comes_from_another_place(control):
    html = control()._repr_html_()
    assert not re.search(
        r"https?:|//[a-z]|@import|url\(", re.sub(r"/\*.*?\*/|(?<=\s)// .*", "", html, flags=re.S)
    )
    assert html.count("</script") == html.count("<script")
    assert "$" not in re.sub(r"<script.*?</script>", "", html, flags=re.S)  # MathJax would take it


@every_control
def test_the_text_form_tells_where_to_find_it(control):
    assert "live control" in repr(control())


@needs_node
def test_scripts_load_without_a_page_and_leave_one_name():
    code = """(sources) => { const before = Object.keys(globalThis);
              for (const s of sources) (0, eval)(s);
              const added = Object.keys(globalThis).filter((name) => !before.includes(name));
              return [added, Object.keys(dlcourse.controls)]; }"""
    with_script = [name for name, make in CONTROLS.items() if make().files[-1].stem == make.maker]
    assert evaluate(code, sources()) == [[], with_script]
    texts = "".join(sources())
    assert all(SCOPE + text_of(path) in texts for make in CONTROLS.values() for path in make().files)
