"""A target that is drawn in the bump builder: by mouse, finger, keys; a rate that is guessed."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NAME = "bump-builder"
KIND, TOLD = "[data-input=target]", "[data-output=compared]"


def values(page):
    """The nine values of the target, as one may type them."""
    return [float(page.input_value(f"[data-input=y{k}]")) for k in range(9)]


def test_a_ring_that_is_dragged_makes_the_target_ones_own(show):
    page = show(CONTROLS[NAME]())
    before = values(page)
    x, y = centre(page, "y4")
    drag(page, "y4", 2, 40)
    assert page.input_value(KIND) == "own" and values(page)[4] > 0.5
    assert [one for k, one in enumerate(values(page)) if k != 4] == before[:4] + before[5:]
    assert centre(page, "y4") == pytest.approx((x, y - 40), abs=1.5)
    page.select_option(KIND, "kink")
    assert values(page)[8] == 0 and values(page)[4] == 0.75


def test_a_drag_sideways_draws_through_the_next_rings_however_fast(show):
    page = show(CONTROLS[NAME](target="own", own=[0] * 9))
    (x, y), (p, _) = centre(page, "y1"), centre(page, "y7")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 30)
    page.mouse.move(p, y - 30)  # all the way in one move
    page.mouse.move(p + 500, y - 500)  # out of the picture, and back
    page.mouse.up()
    found = values(page)
    assert found[0] == 0 and found[8] == 1 and found[1] > 0.3
    assert found[2:7] == pytest.approx([found[1]] * 5, abs=0.011)
    assert page.evaluate("document.activeElement.dataset.handle") == "y1"


def test_a_finger_draws_and_the_page_stays(show):
    page = show(CONTROLS[NAME](), size=(390, 600), has_touch=True, is_mobile=True)
    (x, _), (p, _) = centre(page, "y1"), centre(page, "y3")
    before = values(page)
    swipe(page, "y1", p - x, 15)
    assert [k for k in range(9) if values(page)[k] != before[k]] == [2, 3]  # no move ends at the first
    assert page.evaluate("scrollY") == 0


def test_keys_move_a_value_within_its_range_and_its_name_says_where_it_is(show):
    page = show(CONTROLS[NAME]())
    ring = page.locator("[data-handle=y2]")
    assert ring.get_attribute("aria-label") == "target at 0.25"
    ring.focus()
    page.keyboard.press("ArrowUp")  # it is at 1 already
    assert values(page)[2] == 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageDown")
    assert values(page)[2] == pytest.approx(0.45)
    page.keyboard.press("Home")
    assert values(page)[2] == -1 and ring.get_attribute("aria-valuetext") == "−1"


def test_a_rate_is_guessed_as_a_line_and_its_gap_is_drawn_at_the_end(show):
    page = show(CONTROLS[NAME](seen=5, K=40), reduced_motion="reduce")
    gap = page.locator("[data-picture=errors] .dlc-gap")
    assert gap.count() == 0
    drag(page, "guess", 0, -10)
    assert page.inner_text(TOLD) == "You said 4. Double K, and compare."  # what was measured is gone
    assert page.input_value("[data-input=K]") == "4"
    page.click("[data-action=play]")
    assert page.inner_text(TOLD) == "You said 4; it is 2: 2 too high."
    assert page.input_value("[data-input=K]") == "64" and gap.bounding_box()["height"] > 20
    drag(page, "y3", 0, -30)  # another question; what is measured stays in sight, and follows
    assert page.inner_text(TOLD).startswith("When K doubles") and gap.count() == 0
    assert "a doubling divides" in page.inner_text("[data-output=verdict]")


def test_doubling_can_be_watched_and_k_is_dragged_along_the_axis(show):
    page = show(CONTROLS[NAME]())
    page.click("[data-action=play]")
    page.wait_for_function("document.querySelector('[data-input=K]').value === '8'")
    assert page.inner_text("[data-action=play]") == "Pause"
    page.wait_for_function("document.querySelector('[data-input=K]').value === '64'")
    drag(page, "K", -30, 0)
    assert 30 < int(page.input_value("[data-input=K]")) < 50
    assert page.inner_text("[data-output='bumps.units']") == str(2 * int(page.input_value("[data-input=K]")))
