"""The pages of puzzles: their tables list the puzzles of their part in order, by title and link."""

import re

import pytest
from house import ROOT

from dlcourse.widgets.one_line.cases import PARTS

PAGES = dict(zip(PARTS, ("04d_puzzles", "07d_puzzles"), strict=True))
ROW = re.compile(r'^\| (\d+) \| <a href="#puzzles\.puzzle=(\w+)">(.*?)</a> \| \[\]\(#([\w-]+)\) \|$', re.M)


@pytest.mark.parametrize("part", PARTS)
def test_the_table_of_a_page_is_that_of_its_part(part):
    text = (ROOT / "book" / f"{PAGES[part]}.md").read_text(encoding="utf-8")
    listed = [(int(k), name, title) for k, name, title, _ in ROW.findall(text)]
    assert listed == [(k, name, one["title"]) for k, (name, one) in enumerate(PARTS[part].items(), 1)]
    first = re.search(r'^puzzles\((?:puzzle="(\w+)")?\)$', text, re.M)[1] or next(
        iter(PARTS["What to minimize"])
    )
    assert first == next(iter(PARTS[part]))


def test_every_section_that_a_table_names_stands_in_the_book():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "book").glob("*.md")}
    labels = set(re.findall(r"^\(([\w-]+)\)=$", "\n".join(texts.values()), re.M))
    named = {label for page in PAGES.values() for *_, label in ROW.findall(texts[page])}
    assert len(named) > 12 and named <= labels
