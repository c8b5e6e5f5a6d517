"""The five boxes of a chapter: what HTML they become, what may stand in them; there are no others."""

import re

import pytest
from browser import ROOT, serve, visit
from small_site import build

PAGE = """# A page

:::{guess} How large is $z$ in `f`?
It is **small**:

$$ z = 0 $$ (eq-z)

```{rubric} Nested
```
:::

:::{remember}
Read this *alone*.
:::

:::{trap} A short title
No error is raised, see {eq}`eq-z`.
:::

:::{aside}
In the margin.
:::

:::{instructors} slips
Folded.
:::

:::{instructors}
Folded, too.
:::
"""


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    pages, warnings = build(tmp_path_factory.mktemp("callouts"), {"02_page": PAGE}, ["callouts"])
    assert not warnings
    return pages["02_page"]


def box(html, kind):
    """(start tag, content) of the first box of a kind."""
    found = re.search(rf'(<(\w+)[^>]*class="callout {kind}[^>]*>)(.*?)</\2>', html, re.S)
    return found[1], found[3]


@pytest.mark.parametrize(
    ("kind", "summary"), [("guess", "Guess: How large is"), ("instructors", "For instructors: slips")]
)
def test_a_folded_box_is_a_closed_details_whose_summary_is_its_title(kind, summary, html):
    start, content = box(html, kind)
    assert start.startswith("<details") and "open" not in start
    found = re.match(r'\s*<summary class="callout-title">(.*?)</summary>', content, re.S)
    assert re.sub(r"<.*?>", "", found[1]).split()[: len(summary.split())] == summary.split()


def test_a_title_may_hold_formulas_and_code(html):
    title = box(html, "guess")[1].partition("</summary>")[0]
    assert 'class="math' in title and "<code" in title


@pytest.mark.parametrize(("kind", "tag"), [("remember", "div"), ("trap", "div"), ("aside", "aside")])
def test_an_open_box_is_a_note_with_a_name(kind, tag, html):
    start, _ = box(html, kind)
    assert start.startswith(f"<{tag} ") and 'role="note"' in start
    assert f'aria-label="{kind.capitalize()}"' in start


def test_boxes_hold_markup_directives_and_equations_that_others_refer_to(html):
    _, guess = box(html, "guess")
    assert "<strong>small</strong>" in guess and 'class="rubric"' in guess
    assert 'id="equation-eq-z"' in guess
    assert 'href="#equation-eq-z"' in box(html, "trap")[1]


def test_an_aside_has_no_title_and_stands_where_the_theme_has_its_margin(html):
    start, content = box(html, "aside")
    assert "margin" in re.search('class="(.*?)"', start)[1].split()
    assert "callout-title" not in content


@pytest.mark.parametrize(
    "text",
    [
        ":::{note}\nA note.\n:::",
        ":::{warning}\nA warning.\n:::",
        ":::{admonition} Title\nText.\n:::",
        ":::{topic} Title\nText.\n:::",
        ":::{sidebar} Title\nText.\n:::",
        ":::{dropdown} Title\nText.\n:::",
        "::::{remember}\n:::{tip}\nNested.\n:::\n::::",
    ],
)
def test_any_other_box_in_a_chapter_is_a_warning(text, tmp_path):
    pages = {
        "02_page": f"# A page\n\n{text}\n",
        "changelog": f"---\norphan: true\n---\n# Changes\n\n{text}\n",
    }
    _, warnings = build(tmp_path, pages, ["callouts", "sphinx_design"])
    assert warnings.count("WARNING: callouts: expected one of") == 1
    assert "02_page.md" in warnings


@pytest.mark.parametrize("text", [":::{guess}\nAn answer without a question.\n:::", ":::{trap} Title\n:::"])
def test_a_box_that_lacks_a_part_is_a_warning(text, tmp_path):
    _, warnings = build(tmp_path, {"02_page": f"# A page\n\n{text}\n"}, ["callouts"])
    assert re.search("ERROR: .*(required|Content block expected)", warnings)


@pytest.fixture
def seen(html, tmp_path, chromium):
    """The page with the book's script, in a browser."""
    script = (ROOT / "book/_assets/course.js").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(
        re.sub("<script.*?</script>|<link.*?>", "", html) + f"<script>{script}</script>"
    )
    with serve(tmp_path) as address, visit(chromium, f"{address}/page.html") as seen:
        yield seen.page


OPEN = "() => [...document.querySelectorAll('details')].map((box) => box.open)"


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_folded_boxes_open_on_paper_and_close_after_it_but_for_what_the_reader_opened(seen):
    seen.evaluate(f"addEventListener('beforeprint', () => {{ window.printed = ({OPEN})(); }})")
    seen.focus("summary")
    seen.keyboard.press("Enter")
    assert seen.evaluate(OPEN) == [True, False, False]
    seen.pdf()
    assert seen.evaluate("window.printed") == [True, True, True]
    assert seen.evaluate(OPEN) == [True, False, False]


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_link_to_what_is_folded_opens_it(seen):
    seen.click(".trap a[href='#equation-eq-z']")
    seen.wait_for_function("() => document.querySelector('details').open")
    assert seen.evaluate(OPEN) == [True, False, False]
