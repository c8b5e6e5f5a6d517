"""The text of the chapters: numbers come from code, figures have alt text, cells are short and set apart."""

import re
from pathlib import Path

import pytest
import yaml
from house import PARTIAL

from dlcourse.inventory.claims import front_matter

CHAPTERS = sorted((Path(__file__).parents[2] / "book").glob("[0-9][0-9]*_*.md"))  # 02_xor, 02b_xor_training
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```\s*$", re.M | re.S)
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def prose_of(text):
    """The text without front matter, code cells, roles with their content, inline code and links."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = CELL.sub(lambda cell: said_of_figure(cell[1]), text)
    text = re.sub(r"\{[a-z:]+\}`[^`]*`|\\number\{[^}]*\}", "", text)
    text = re.sub(r"`[^`]*`", "", text)
    return re.sub(r"https?://\S+", "", text)


def said_of_figure(cell):
    """The caption and the alt text of a cell's figure."""
    options = yaml.safe_load(options_and_code(cell)[0]) if cell.startswith("---") else {}
    shown = (options or {}).get("mystnb", {})
    return "\n".join([shown.get("figure", {}).get("caption", ""), shown.get("image", {}).get("alt", "")])


def options_and_code(cell):
    """The options of a cell (a YAML block or :key: lines) and its code."""
    block = re.match(r"---\n(.*?)\n---\n(.*)", cell, re.S)
    if block:
        return block.groups()
    lines = cell.splitlines(keepends=True)
    n = next((i for i, line in enumerate(lines) if not line.startswith(":")), len(lines))
    return "".join(lines[:n]), "".join(lines[n:])


TYPED = re.compile(r"(?<![\w.])\d*\.\d+(?!\w|\.\w)|(?<![\w.])\d+\s?(?:\\,)?(?:\\?%|percent)|10\^\{?-?\d+")


def typed_numbers(text):
    """Decimals, percentages and powers of ten in the prose, but for what the front matter says is given."""
    given = [str(number) for number in front_matter(text).get("given", [])]
    return [number for number in TYPED.findall(prose_of(text)) if number not in given]


@every_chapter
def test_no_number_is_typed_into_the_prose(chapter):
    typed = typed_numbers(chapter.read_text(encoding="utf-8"))
    assert typed == [], "show it with {number}`topic.name`, or list it under `given`, if it is no result"


@pytest.mark.parametrize(
    ("sentence", "typed"),
    [
        ("It is {number}`x:.2f` and {numref}`fig-1`, `0.1` in code, https://a.org/1.5.", []),
        ("It is 0.38, or .4.", ["0.38", ".4"]),
        ("In 19 % or 20 percent; $10^{-5}$.", ["19 %", "20 percent", "10^{-5"]),
        ("$$ z = \\number{x:.2f} + 0.25 $$", ["0.25"]),
        ("```{code-cell}\n---\nmystnb: {figure: {caption: 0.7 is high}}\n---\nx = 0.1\n```\n", ["0.7"]),
        ("Chapter 5 takes 400 runs, version 1.2.3; x is 0.5.", []),
    ],
)
def test_typed_numbers_are_found(sentence, typed):
    text = f"---\na: 1.5\ngiven: [0.5]\n---\n{sentence}\n```{{code-cell}}\ny = 0.5\n```\n"
    assert typed_numbers(text) == typed


@every_chapter
def test_what_is_given_is_used(chapter):
    text = chapter.read_text(encoding="utf-8")
    idle = set(map(str, front_matter(text).get("given", []))) - set(TYPED.findall(prose_of(text)))
    assert not idle, f"strike {idle} from `given`"


@every_chapter
def test_every_figure_has_a_name_a_caption_and_alt_text(chapter):
    cells = CELL.findall(chapter.read_text(encoding="utf-8"))
    figures = [options for options, _ in map(options_and_code, cells) if "figure:" in options]
    assert figures
    for options in figures:
        assert re.search(r"name: fig-[\w-]+", options), options
        assert re.search(r"caption: \S", options), options
        assert re.search(r"alt: \S", options), options


@every_chapter
def test_figures_are_placed_by_the_library(chapter):
    """So that widths, letters and weight of all of them are looked at: by `panels`, and by what draws."""
    for _, code in map(options_and_code, CELL.findall(chapter.read_text(encoding="utf-8"))):
        assert not re.search(r"\bplt\.|figsize|pyplot", code), (
            f"take panels(), or a function of plotting: {code}"
        )


@every_chapter
def test_a_shown_cell_has_at_most_15_lines(chapter):
    for options, code in map(options_and_code, CELL.findall(chapter.read_text(encoding="utf-8"))):
        if "remove-input" not in options and "remove-cell" not in options:
            assert len(code.strip().splitlines()) <= 15, code


@every_chapter
def test_code_that_can_be_shown_has_lines_of_at_most_72_columns(chapter):
    for options, code in map(options_and_code, CELL.findall(chapter.read_text(encoding="utf-8"))):
        if "remove-input" not in options and "remove-cell" not in options:
            assert [line for line in code.splitlines() if len(line) > 72] == []


@every_chapter
def test_prose_stands_between_any_two_shown_cells(chapter):
    text = chapter.read_text(encoding="utf-8")
    shown = [
        m for m in CELL.finditer(text) if not re.search("remove-input|hide-input", options_and_code(m[1])[0])
    ]
    for one, next_one in zip(shown, shown[1:], strict=False):
        between = CELL.sub("", text[one.end() : next_one.start()])
        assert re.search(r"[A-Za-z]{3}", between), text[next_one.start() : next_one.start() + 200]


@every_chapter
def test_a_page_has_its_parts(chapter):
    text = chapter.read_text(encoding="utf-8")
    assert re.search("You will be able to|After this chapter you can", text)
    assert re.search("^## (Further reading|Where this comes from)", text, re.M)
    if chapter.stem in PARTIAL:
        return  # its assignment and its control come with the other parts
    first = next(path.stem for path in CHAPTERS if path.stem[:2] == chapter.stem[:2])
    assert f"../exercises/{first}/{first}.ipynb" in text


def test_a_chapter_has_a_control_on_one_of_its_pages():
    texts = {}
    for path in CHAPTERS:
        if path.stem not in PARTIAL:
            texts[path.stem[:2]] = texts.get(path.stem[:2], "") + path.read_text(encoding="utf-8")
    assert texts
    assert [number for number, text in texts.items() if "from dlcourse.widgets import" not in text] == []


# of a section, a figure or table, an equation
LABEL = re.compile(r"^\((\S+)\)=$|^(?:    |:)name: (\S+)$|^\$\$ \((\S+)\)$", re.M)


def test_no_two_places_of_the_book_have_one_label():
    texts = [path.read_text(encoding="utf-8") for path in CHAPTERS]
    labels = ["".join(groups) for text in texts for groups in LABEL.findall(text)]
    assert len(labels) > 300
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


HEADER = re.compile(r"^\|(.*)\|\n\|[-| :]+\|$", re.M)


@every_chapter
def test_each_column_of_a_table_has_a_word_at_its_top(chapter):
    """A screen reader says formulas late or not at all: axe calls a header without a word empty."""
    cells = [cell for row in HEADER.findall(chapter.read_text(encoding="utf-8")) for cell in row.split(" |")]
    assert [cell for cell in cells if not re.search(r"\w", re.sub(r"\$[^$]*\$", "", cell))] == []
