"""A page says what it is about to those who show a link to it."""

import html
import re

from page_head import LONGEST, shortened
from small_site import build

TEXT = "# Title & more\n\n```{note}\nA box.\n```\n\nWhat *it* is.\nAnd why.\n\n## Section\n\nMore.\n"
META = "---\nhtml_meta: {}\ndescription: Own\n  words.\n---\n# Other\n\nText.\n"


def tags(page):
    found = re.findall(r'<meta (?:name|property)="(description|og:\w+)" content="([^"]*)"', page)
    return {name: html.unescape(content) for name, content in found}


def test_a_page_has_a_description_and_open_graph_tags(tmp_path):
    texts = {"index": TEXT, "other": META, "empty": "# Nothing\n"}
    settings = {"html_title": "Course", "html_baseurl": "https://example.org/book/"}
    pages, _ = build(tmp_path, texts, ["page_head"], **settings)
    assert tags(pages["index"]) == {
        "description": "What it is. And why.",
        "og:type": "article",
        "og:site_name": "Course",
        "og:title": "Title & more",
        "og:url": "https://example.org/book/index.html",
        "og:description": "What it is. And why.",
    }
    assert tags(pages["other"])["description"] == "Own words."
    assert "description" not in tags(pages["empty"])


def test_a_long_description_ends_with_a_sentence_or_a_word():
    assert shortened("a" * 150 + "? " + "b" * 60) == "a" * 150 + "?"
    cut = shortened("word " * 60)
    assert len(cut) <= LONGEST and cut.endswith("word\N{HORIZONTAL ELLIPSIS}")
