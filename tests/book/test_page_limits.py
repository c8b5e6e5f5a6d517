"""What a page costs its reader: tab stops, links that lead to their places, and no web server.

What every page may cost is in test_site.py, where each is open. Seconds depend on the machine:
`python tests/book/page_checks.py` measures them.
"""

import pytest
from browser import WIDTHS, serve, visit
from page_checks import focusable, tab_stops
from test_site import SITE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def plain():
    with serve(SITE) as address:
        yield address


@pytest.mark.parametrize("page", ["02_xor", "20_backends_precision_and_speed"])
def test_the_tab_key_stops_as_often_as_elements_are_counted(page, plain, chromium):
    """test_site.py counts the elements of every page; to press the key takes a tenth of a second a stop."""
    with visit(chromium, f"{plain}/{page}.html") as seen:
        assert tab_stops(seen.page) == focusable(seen.page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_leads_to_its_place_although_the_page_grows_above_it(width, plain, chromium):
    """By loading it there, and by a link within the page, below controls that come alive."""
    at_top = "(id) => Math.abs(document.getElementById(id).getBoundingClientRect().top - {}) < 2"
    with visit(chromium, f"{plain}/05_backpropagation.html#nine-numbers-nine-gradients", width=width) as seen:
        place = seen.page.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")
        assert 30 < place < 150
        for name in ("nine-numbers-nine-gradients", "exercises"):
            seen.page.evaluate("(id) => { location.hash = id; }", name)
            seen.page.wait_for_timeout(1000)
            assert seen.page.evaluate(at_top.format(place), name)


@pytest.mark.parametrize(
    "page, shows", [("02_xor.html", "article h1"), ("search.html?q=gradient", "#search-results li")]
)
def test_the_site_opens_from_disk(page, shows, chromium):
    with visit(chromium, f"{SITE.as_uri()}/{page}") as seen:
        seen.page.wait_for_selector(shows)
        seen.page.wait_for_timeout(300)
        assert seen.problems == []
