"""The sidebar: the part that is read is open, the others are folded; no page is lost."""

import re

import pytest
from folded_contents import with_parts_folded
from test_site import SITE, pages


def part(name, *links, current=""):
    items = "\n".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        f'<p aria-level="2" class="caption" role="heading"><span class="caption-text">{name}</span></p>\n'
        f'<ul class="{current}nav bd-sidenav">\n{items}\n</ul>\n'
    )


def test_only_the_part_with_the_page_is_open():
    text = with_parts_folded(
        part("One", "a", "b") + part("Two", "c", current="current ") + part("Three", "d")
    )
    found = re.findall(
        r"<details class=\"part\"( open)?><summary>.*?>(\w+)</span></summary>(.*?)</details>", text, re.S
    )
    assert [(bool(opened), name) for opened, name, _ in found] == [
        (False, "One"),
        (True, "Two"),
        (False, "Three"),
    ]
    assert [re.findall('href="(.)"', links) for *_, links in found] == [["a", "b"], ["c"], ["d"]]
    assert 'class="caption"' not in text  # nothing stands there twice


@pytest.mark.browser
@pytest.mark.parametrize("page", pages())
def test_each_page_shows_the_pages_of_its_part_alone(page):
    text = (SITE / f"{page}.html").read_text(encoding="utf-8")
    contents = text.split('<nav class="bd-links')[1].split("</nav>")[0]
    parts = re.findall(r'<details class="part"( open)?>(.*?)</details>', contents, re.S)
    assert len(parts) >= 5
    assert contents.count("<ul ") == len(parts)  # each list is in a part; to the first page leads the logo
    assert [" current " in links for _, links in parts] == [bool(opened) for opened, _ in parts]
