"""A chapter's page takes an hour, a section a few minutes: the standard's limits, counted in the page's text.

A word is what stands between spaces; a formula or a number within a sentence is one. Formulas on lines of
their own, code, captions and the box for instructors are not counted. What is folded away, stands in the
margin or in a table counts for the page, not for its section.
"""

import re

import pytest
from test_chapters import CELL, CHAPTERS, options_and_code

MOST_WORDS, MOST_WORDS_OF_SECTION, MOST_LINES_OF_CODE = 2800, 300, 12
BOX = r"^:::\{%s\}([^\n]*)\n.*?^:::\s*$"
INSTRUCTORS, ASIDE, GUESS = (
    re.compile(BOX % name, re.M | re.S) for name in ("instructors", "aside", "guess")
)
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def sections(text):
    """The parts of a page that begin with a heading, as {heading: text}; comments in code are no headings."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = CELL.sub(lambda cell: re.sub("^#", " #", cell[0], flags=re.M), text)
    parts = re.split(r"^(#+ .*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def n_words(text):
    """How many words one reads in a text."""
    text = re.sub(r"^```.*?^```\s*$", "", text, flags=re.M | re.S)
    text = re.sub(r"\$\$.*?\$\$(?: *\([\w-]+\))?", "", text, flags=re.S)
    text = re.sub(r"\$[^$]+\$|\{[\w:]+\}`[^`]*`", "1", text)
    text = re.sub(r"\]\([^)]*\)|<[^>]*>|^:::(?:\{\w+\})?|^\([\w-]+\)=$", " ", text, flags=re.M)
    return sum(bool(re.search(r"\w", word)) for word in re.split(r"[\s|]+", text))


def n_words_of_page(text):
    return n_words(INSTRUCTORS.sub("", re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)))


def n_words_in_sight(section):
    """The words that stand unfolded in a section: of a guess its question, of an aside nothing."""
    seen = GUESS.sub(r"\1", ASIDE.sub("", INSTRUCTORS.sub("", section)))
    return n_words(re.sub(r"^\|.*$", "", seen, flags=re.M))


def n_lines_of_code(section):
    """The lines of code that stand unfolded, empty ones left out."""
    cells = map(options_and_code, CELL.findall(section))
    shown = [code for options, code in cells if not re.search("(remove|hide)-(input|cell)", options)]
    return sum(bool(line.strip()) for code in shown for line in code.splitlines())


@every_chapter
def test_a_page_is_read_in_an_hour(chapter):
    n = n_words_of_page(chapter.read_text(encoding="utf-8"))
    assert n <= MOST_WORDS, f"{n} words: cut what says the same twice, or begin another page of the chapter"


@every_chapter
def test_a_section_has_one_idea_and_little_code(chapter):
    parts = sections(chapter.read_text(encoding="utf-8"))
    assert len(parts) > 3
    wordy = {
        heading: n for heading, part in parts.items() if (n := n_words_in_sight(part)) > MOST_WORDS_OF_SECTION
    }
    assert wordy == {}, "cut, fold an aside, or make two sections"
    long = {
        heading: n for heading, part in parts.items() if (n := n_lines_of_code(part)) > MOST_LINES_OF_CODE
    }
    assert long == {}, "shorten the code, fold it, or make two sections"


PAGE = """---
description: not counted
---

# One, two

Three {number}`a.b` $x + y$ [six seven](#not-counted), eight `np.array`.

$$ not + counted $$ (eq-not)

:::{guess} Nine, ten?
Eleven, twelve.
:::

:::{aside}
Thirteen.
:::

| fourteen | fifteen |
|---|---|

(label)=
## Sixteen

```{code-cell}
# not a heading
x = 1

y = 2
```

```{code-cell}
:tags: [hide-input]
z = 3
```

:::{instructors}
Not counted.
:::
"""


def test_words_and_lines_are_counted_as_they_are_read():
    parts = sections(PAGE)
    assert list(parts) == ["# One, two", "## Sixteen"]
    assert n_words_of_page(PAGE) == 16 + 1  # 1: inline code
    assert [n_words_in_sight(part) for part in parts.values()] == [9, 0]
    assert [n_lines_of_code(part) for part in parts.values()] == [0, 3]


def test_what_is_too_long_is_found():
    assert n_words_of_page(PAGE.replace("Three", "word " * 2800)) > MOST_WORDS
    assert n_words_in_sight("word " * 301) > MOST_WORDS_OF_SECTION
    assert n_lines_of_code("```{code-cell}\n" + "x = 1\n" * 13 + "```\n") > MOST_LINES_OF_CODE
