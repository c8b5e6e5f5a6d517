"""What a page may cost its reader: bytes, tab stops, the width of a small phone, paper, and no web server.

Seconds depend on the machine: `python tests/book/page_checks.py` measures them. Here is what makes them.
"""

import pytest
from browser import HEIGHT, serve, visit, width_problems
from page_checks import NETWORKS, bytes_on_the_way, kilobytes, serve_compressed, tab_stops
from test_site import SITE, UNFOLD, pages

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
every_page = pytest.mark.parametrize("page", pages())
MOST_KILOBYTES, MOST_TAB_STOPS = 400, 150
# Text at 2 s: a quarter of a second is left to a processor that is four times slower than ours.
MOST_SECONDS_OF_NETWORK = 1.75


@pytest.fixture(scope="module")
def compressed():
    with serve_compressed(SITE) as address:
        yield address


@pytest.fixture(scope="module")
def plain():
    with serve(SITE) as address:
        yield address


@every_page
def test_text_waits_for_the_page_and_one_style_sheet(page, compressed, chromium):
    sizes = bytes_on_the_way(chromium, f"{compressed}/{page}.html")
    names = [name.rpartition("/")[2].partition("?")[0] for name in sizes]
    assert names == [f"{page.rpartition('/')[2]}.html", "site.css"]
    latency, down, *_ = NETWORKS["slow 4G"]
    assert 2 * latency / 1000 + sum(sizes.values()) / (down * 125) <= MOST_SECONDS_OF_NETWORK


@every_page
def test_a_page_of_its_own_weighs_little(page, compressed, chromium):
    own, shared = kilobytes(chromium, f"{compressed}/{page}.html")
    assert 1 < own <= MOST_KILOBYTES
    assert shared <= 150


@every_page
def test_the_tab_key_goes_around_a_page_soon_and_the_page_fits_a_small_phone(page, plain, chromium):
    with visit(chromium, f"{plain}/{page}.html") as seen:
        assert 5 < tab_stops(seen.page) <= MOST_TAB_STOPS
        seen.page.evaluate(UNFOLD)
        seen.page.set_viewport_size({"width": 320, "height": HEIGHT})
        seen.page.wait_for_timeout(500)
        assert width_problems(seen) == []


CUT = """() => [...document.querySelectorAll(".bd-article pre, .bd-article .math, .bd-article table")]
    .filter((part) => part.getBoundingClientRect().width > 0 && part.scrollWidth > part.clientWidth + 1)
    .map((part) => part.textContent.trim().slice(0, 80))"""


@every_page
def test_nothing_is_cut_on_paper(page, plain, chromium):
    with visit(chromium, f"{plain}/{page}.html") as seen:
        seen.page.evaluate(UNFOLD)
        seen.page.emulate_media(media="print")
        seen.page.set_viewport_size({"width": 700, "height": 1000})  # A4 less its margins
        assert seen.page.evaluate(CUT) == []


@pytest.mark.parametrize(
    "page, shows", [("02_xor.html", "article h1"), ("search.html?q=gradient", "#search-results li")]
)
def test_the_site_opens_from_disk(page, shows, chromium):
    with visit(chromium, f"{SITE.as_uri()}/{page}") as seen:
        seen.page.wait_for_selector(shows)
        seen.page.wait_for_timeout(300)
        assert seen.problems == []
