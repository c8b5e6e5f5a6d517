"""Titles, references to chapters, and the numbers of figures, tables and equations, from the files' names."""

import re

import pytest
from small_site import build

CONTENTS = """# The course

```{toctree}
05_one
06a_two
06b_three
F_four
```
"""
FIGURE = """
```{{figure}} picture.svg
:name: fig-{0}

A caption.
```

```{{table}} A table
:name: tab-{0}

| a |
|---|
| 1 |
```

$$ x $$ (eq-{0})
"""
REFERENCES = (
    "Look at {numref}`fig-three`, {numref}`tab-three`, {eq}`eq-three`, {numref}`fig-four`, {eq}`eq-five`."
)
HEAD = "---\na: b\n# no title\n---\n\n(label)=\n# One *title*\n\n# Another\n"
CHAPTERS = "In {chap}`5`, {chap}`Chapter 6 <6>` and {chap}`14`.\n"
PAGES = {
    "index": CONTENTS,
    "05_one": f"{HEAD}{FIGURE.format('one')}\n{REFERENCES}\n",
    "06a_two": f"# Two\n{FIGURE.format('two')}\n$$ y $$ (eq-five)\n",
    "06b_three": f"# Three\n{FIGURE.format('three')}\n{CHAPTERS}",
    "F_four": f"# Four\n{FIGURE.format('four')}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chapters")
    (folder / "book").mkdir()
    (folder / "book/picture.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    pages, warnings = build(folder, PAGES, ["chapters"], numfig=True)
    assert not warnings
    return pages


def text(html):
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def test_the_first_heading_gets_the_chapter_and_so_do_contents_and_neighbours(site):
    assert re.search("<h1>Chapter 5: One <em>title</em><a", site["05_one"])
    assert "<h1>Another<a" in site["05_one"]
    assert "<title>Chapter 6a: Two &#8212;" in site["06a_two"]
    contents = [text(entry) for entry in re.findall(r'<li class="toctree-l1">(.*?</a>)', site["index"])]
    assert contents == [
        "Chapter 5: One title",
        "Another",
        "Chapter 6a: Two",
        "Chapter 6b: Three",
        "Appendix F: Four",
    ]
    assert re.search(r'title="Chapter 6b: Three"\s+accesskey="N"', site["06a_two"])
    assert "<h1>The course<a" in site["index"]


@pytest.mark.parametrize(
    ("page", "figure", "table", "equations"),
    [
        ("05_one", "Fig. 5.1", "Table 5.1", ["5.1"]),
        ("06a_two", "Fig. 6.1", "Table 6.1", ["6.1", "6.2"]),
        ("06b_three", "Fig. 6.2", "Table 6.2", ["6.3"]),
        ("F_four", "Fig. F.1", "Table F.1", ["F.1"]),
    ],
)
def test_figures_tables_and_equations_count_within_a_chapter(page, figure, table, equations, site):
    captions = re.findall(r'class="caption-number">(.*?)</span>', site[page])
    assert [caption.strip() for caption in captions] == [figure, table]
    assert re.findall(r'class="eqno">\((.*?)\)', re.sub("<a .*?</a>", "", site[page])) == equations


def test_references_say_the_same_numbers(site):
    found = text(site["05_one"])
    assert "Look at Fig. 6.2, Table 6.2, (6.3), Fig. F.1, (6.2)." in found


def test_a_chapter_that_exists_is_a_link_to_its_first_page_and_another_is_in_preparation(site):
    paragraph = re.search(r"<p>In .*?</p>", site["06b_three"], re.S)[0]
    assert text(paragraph) == "In chapter 5, Chapter 6 and chapter 14 (in preparation)."
    assert re.findall(r'href="(.*?)"', paragraph) == ["05_one.html", "06a_two.html"]
    assert 'title="Chapter 5: One title"' in paragraph


@pytest.mark.parametrize("target", ["21", "-1", "six", "6a"])
def test_a_number_that_no_chapter_can_have_is_a_warning(target, tmp_path):
    _, warnings = build(tmp_path, {"index": f"# A\n\n{{chap}}`{target}`\n"}, ["chapters"])
    assert f"WARNING: chap: expected a number from 0 to 20, got '{target}'" in warnings
