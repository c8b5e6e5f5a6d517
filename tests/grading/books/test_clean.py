"""What students' notebooks show: nothing that a browser runs or fetches is left, what is harmless stays."""

import base64
import json

import nbformat
import pytest
from hostile_pages import AWAY, HTML, MARKDOWN, OUTPUTS, RUN, SVG, Reader
from nbconvert.filters import markdown2html

from dlcourse.grading.books.clean.html import clean_html
from dlcourse.grading.books.clean.markdown import as_text, clean_attachments, clean_markdown
from dlcourse.grading.books.clean.outputs import clean_outputs
from dlcourse.grading.books.clean.svg import clean_svg
from dlcourse.grading.books.clean.text import plain

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()


def test_the_reader_sees_what_is_bad():
    cannot = HTML[-2:]  # a comment, and a tag without an end, to it
    assert [html for html in HTML if not Reader(html).bad and html not in cannot] == []
    unseen = [text for text in MARKDOWN if "lost" not in text and not Reader(markdown2html(text)).bad]
    assert len(unseen) <= 5, unseen  # of TeX and of links that the renderer escapes


@pytest.mark.parametrize("html", HTML)
def test_html_is_left_without_what_runs_or_loads(html):
    assert Reader(clean_html(html)).bad == []


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_renders_without_html_of_the_students(text):
    page = markdown2html(clean_markdown(text))  # as formgrader has it
    assert Reader(page).bad == []
    assert clean_markdown(clean_markdown(text)) == clean_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nSome *text*, `a < b`, $x < y$ and $$\\sum_i x_i$$.\n\n- one\n- two",
        "a < b and c > d & e",
        "```python\nprint('<b>')\n```\n\n    <b>indented</b>",
        "[paper](https://example.org/a?b=c#d), <https://example.org>, [here](#title)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "![plot](plot.png) ![own](attachment:own.png)",
        f"![data](data:image/png;base64,{PNG})",
    ],
)
def test_markdown_that_is_harmless_stays_as_it_is(text):
    assert clean_markdown(text, frozenset({"own.png"})) == text


@pytest.mark.parametrize("text", ["a\nb", "\n\n<b>x</b>\r\n\u2028<script>", "```\n<i>\n``` <i>", "", "\t<b>"])
def test_as_text_shows_a_text_as_it_is(text):
    page = markdown2html(as_text(text))
    assert Reader(page).bad == [] and "<b" not in page and "<i" not in page


def test_markdown_of_a_kind_that_takes_its_readers_long_is_shown_as_text():
    for text in ("[" * 5000, "<" * 5000, "x" * 30_000, "`" * 401):
        assert clean_markdown(text) == as_text(text)


@pytest.mark.parametrize("output", OUTPUTS, ids=range(len(OUTPUTS)))
def test_outputs_are_valid_and_hold_only_what_can_be_shown(output):
    cleaned = clean_outputs([output])
    cell = nbformat.v4.new_code_cell(outputs=cleaned)
    cell.metadata, cell.execution_count = {}, 1
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    for one in cleaned:
        data = one.get("data", {})
        assert Reader(data.get("text/html", "")).bad == []
        assert "onload" not in data.get("image/svg+xml", "") and RUN not in data.get("image/svg+xml", "")
        assert not {"application/javascript", "text/javascript", "application/pdf"} & set(data)
        assert not one.get("metadata") and "widget" not in json.dumps(list(data))


def test_tables_and_pictures_and_drawings_stay():
    row = '<tr style="text-align: right;"><th>a</th></tr>'
    table = f'<table class="dataframe" border="1"><thead>{row}</thead></table>'
    kept = clean_html(table)
    assert 'class="dataframe"' in kept and "text-align:right" in kept.replace(" ", "")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><defs><path id="p" d="M0 0"/></defs>'
    drawing += '<g clip-path="url(#c)"><use href="#p" x="3" style="fill: #00f"/></g></svg>'
    outputs = [
        {"output_type": "display_data", "data": {"image/png": PNG, "text/plain": "<Figure>"}},
        {"output_type": "display_data", "data": {"image/svg+xml": drawing}},
    ]
    picture, svg = (output.data for output in clean_outputs(outputs))
    assert picture == {"image/png": PNG, "text/plain": "<Figure>"}
    for part in ('clip-path="url(#c)"', 'href="#p"', "fill: #00f", 'd="M0 0"'):
        assert part in svg["image/svg+xml"]


@pytest.mark.parametrize(
    "inside",
    [
        f"<script>{RUN}</script>",
        f'<g onclick="{RUN}"/>',
        f'<a href="javascript:{RUN}"/>',
        f'<image href="{AWAY}/x.png"/>',
        f'<use href="{AWAY}/x.svg#a"/>',
        f'<path style="fill: url({AWAY}/x)"/>',
        f"<style>* {{ fill: url({AWAY}) }}</style>",
        "<foreignObject><iframe/></foreignObject>",
        f'<set attributeName="onload" to="{RUN}"/>',
    ],
)
def test_a_drawing_keeps_nothing_that_runs_or_loads(inside):
    kept = clean_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}<circle r="1"/></svg>')
    assert "circle" in kept
    for word in (RUN, AWAY, "<script", "<style", "foreign", "<a", "<set"):
        assert word not in kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        "<html/>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
        "<svg>" + "<g>" * 5000 + "</g>" * 5000 + "</svg>",
        f"{SVG} {SVG}",
    ],
)
def test_what_is_no_drawing_is_none(text):
    assert clean_svg(text) is None


def test_attachments_are_pictures_that_are_what_they_say():
    html = base64.b64encode(b"<script>").decode()
    given = {
        "own.png": {"image/png": PNG, "text/html": html},
        "bad.png": {"image/png": html},
        'a"b.png': {"image/png": PNG},
        "drawing.svg": {"image/svg+xml": html},
        "odd": 3,
    }
    assert clean_attachments(given) == {"own.png": {"image/png": PNG}}
    assert clean_attachments(None) == {}


def test_text_is_whole_and_what_a_machine_is_like_is_not_told(monkeypatch):
    import sys

    assert plain("a\0\ud800b") == "a?b" and plain(["a", "b"]) == "ab" and plain(3) == "3"
    line = f'File "{sys.prefix}/lib/x.py", line 3'
    (error,) = clean_outputs([{"output_type": "error", "ename": "E", "evalue": "v", "traceback": [line]}])
    assert error.traceback == ['File ".../lib/x.py", line 3']
