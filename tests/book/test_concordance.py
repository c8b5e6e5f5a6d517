"""The directive {rows}: a page's rows of the inventory as a folded table, with links to its sections."""

import re

import pytest
from small_site import build

ROWS = """[decks]
S = "Srihari"
[S001]
slide = "I, 3"
kind = "claim"
text = "A network is a function"
home = ["02"]
[S002]
slide = "I, 4"
kind = "claim"
text = "Information flows one way"
slip = "backwards, it says; forwards is right"
home = ["02", "A"]
"""
PAGE = """---
rows:
  here: [S002]
  a-second-section: [S001]
---
# A page

(here)=
## A first section

## A second section

```{rows}
```
"""


@pytest.fixture
def course(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book/rows.toml").write_text(ROWS)
    return tmp_path


def test_the_table_lists_rows_in_their_order_and_links_sections(course):
    pages, warnings = build(course, {"02_page": PAGE}, ["concordance"])
    assert not warnings
    html = pages["02_page"]
    assert html.count("<details") == 1 and 'class="callout instructors"' in html
    cells = [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", html, re.S)]
    assert cells[:4] == ["S001", "Srihari, I, 3", "A network is a function", "A second section"]
    assert cells[4:] == ["S002", "Srihari, I, 4", "Information flows one way", "A first section"]
    for anchor in ("here", "a-second-section"):
        assert f'href="#{anchor}"' in html and f'id="{anchor}"' in html
    assert "S002: backwards, it says; forwards is right" in html


def test_in_a_box_for_instructors_the_table_has_no_box_of_its_own(course):
    page = PAGE.replace("```{rows}\n```", ":::{instructors}\nWords.\n\n```{rows}\n```\n:::")
    pages, warnings = build(course, {"02_page": page}, ["concordance"])
    assert not warnings
    assert pages["02_page"].count("<details") == 1
    assert re.search(r"<details.*Words.*<table.*S002: backwards.*</details>", pages["02_page"], re.S)


@pytest.mark.parametrize("change", [("here: [S002]", "here: [S009]"), ("here: [S002]", "there: [S002]")])
def test_a_claim_of_nothing_is_a_warning(change, course):
    _, warnings = build(course, {"02_page": PAGE.replace(*change)}, ["concordance"])
    assert "WARNING: rows: no section" in warnings
