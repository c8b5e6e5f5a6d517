"""Numbers in pages: names become text in prose and formulas; what is unknown or idle is a warning."""

import re

import pytest
from small_site import build

from dlcourse.inventory import numbers
from dlcourse.numbers import Number

FOUND = {
    "J": Number(0.25, ".2f", ("S021",), "closed form"),
    "rate": Number(0.19, ".0%", ("S033",), "other seeds", interval=(0.15, 0.24), n=400, seeds="0–399"),
}
LIST = "# The numbers\n\n```{numbers}\n```\n"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site with one chapter, of one experiment, and the list of its numbers."""
    monkeypatch.setattr(numbers, "modules", lambda: {"xor": "ch02_intervals"})
    monkeypatch.setattr(numbers, "numbers_of", lambda topic: FOUND)

    def made(text):
        pages = {"index": "# Home\n\n```{toctree}\n02_page\nlist\n```\n", "02_page": text, "list": LIST}
        built, warnings = build(tmp_path, pages, ["numbers_in_pages"])
        return {name: plain(html) for name, html in built.items()}, warnings

    return made


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<.*?>", "", html)).replace("\N{NO-BREAK SPACE}", " ")


def test_names_become_numbers_in_text_and_in_formulas(site):
    text = "J is {number}`xor.J`, that is {number}`xor.J:.1e`.\n\n$$ J = \\number{xor.J} $$\n\n"
    text += "{number}`xor.rate`; between {number}`xor.rate:interval`.\n"
    pages, warnings = site(f"# XOR\n\n{text}")
    assert not warnings
    assert "J is 0.25, that is 2.5 × 10⁻¹." in pages["02_page"]
    assert "J = 0.25" in pages["02_page"]
    assert "19 % (15 to 24 %, n = 400, seeds 0–399); between 15 to 24 %." in pages["02_page"]


def test_a_page_lists_each_number_with_its_rows_and_where_it_is_checked(site):
    pages, _ = site("# XOR\n\n{number}`xor.J` {number}`xor.rate`\n")
    assert (
        "XOR name value rows checked against xor.J 0.25 S021 closed form xor.rate 19 % (15" in pages["list"]
    )


@pytest.mark.parametrize(
    ("reference", "warning"),
    [
        ("xor.K", "02_page.md:4: WARNING: number: expected a name of xor, one of ['J', 'rate'], got 'K'"),
        ("or.J", "02_page.md:4: WARNING: number: expected a topic of ['xor'], got 'or'"),
        ("xor.J:interval", "02_page.md:4: WARNING: Number: expected an interval to show"),
        ("xor.J:.2z", "02_page.md:4: WARNING: Unknown format code 'z'"),
    ],
)
def test_what_cannot_be_shown_is_a_warning_with_its_line(reference, warning, site):
    _, warnings = site(f"# XOR\n\n{{number}}`xor.J`, {{number}}`xor.rate`\n{{number}}`{reference}`\n")
    assert warning in warnings


def test_a_number_that_no_page_of_its_chapter_shows_is_a_warning(site):
    _, warnings = site("# XOR\n\n{number}`xor.J`\n")
    assert "WARNING: numbers: not shown, of xor: ['rate']; show or strike them" in warnings
