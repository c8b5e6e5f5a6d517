"""The region map in Chromium: lines and bent lines that are dragged, regions guessed and counted."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_regions_are_guessed_counted_and_follow_dragged_lines(show):
    page = show(CONTROLS["region-map"](net="3", start="point"), reduced_motion="reduce")
    told, verdict = "[data-output=compared]", "[data-output=verdict]"
    drag(page, "guess", 60, 0)
    page.fill("[data-input=guess]", "7")
    assert page.inner_text(told) == "You said 7. Count, and compare."
    assert page.locator("[data-picture=count] .dlc-gap").count() == 0
    page.click("[data-action=play]")
    assert page.inner_text(told) == "You said 7; it is 6: 1 too high."
    assert page.inner_text(verdict) == "6 regions, of at most 7. In one point: 1, 2 and 3."
    assert page.locator("[data-picture=x] .dlc-count").count() == 6
    drag(page, "move-2", 0, 22)  # off the point
    assert page.inner_text(verdict).startswith("7 regions, and there cannot be more")
    assert page.inner_text(told) == "" and page.inner_text("[data-output='count.2']") == "7 of 7"
    drag(page, "move-2", 0, -22)  # back, to within a pixel or two: it snaps
    assert "In one point" in page.inner_text(verdict)


def test_a_second_layer_bends_and_another_size_keeps_ones_lines(show):
    page = show(CONTROLS["region-map"](counted=200))
    drag(page, "turn-1", 9, 20)
    mine = page.input_value("[data-input='W1.1']")
    page.select_option("[data-input=second]", "3")
    assert page.input_value("[data-input=start]") == "own" and page.input_value("[data-input='W1.1']") == mine
    assert page.inner_text("[data-output=so_far]") == "0 counted"  # another network, another question
    assert page.locator("[data-picture=x] .dlc-bend").count() == 3
    x, y = centre(page, "bend-1")
    before = page.locator("[data-picture=x] .dlc-bend").nth(1).get_attribute("d")
    drag(page, "bend-1", 14, -10)
    assert centre(page, "bend-1") == pytest.approx((x + 14, y + 10), abs=1.5)
    assert page.locator("[data-picture=x] .dlc-bend").nth(1).get_attribute("d") != before
    page.click("summary")
    page.fill("[data-input='V2.2']", "0.5")
    assert page.locator("[data-input='V5.2']").is_hidden() and page.locator("[data-input='d.3']").is_hidden()
    page.select_option("[data-input=first]", "5")
    assert (
        page.input_value("[data-input='V2.2']") == "0.5" and page.input_value("[data-input='W1.1']") == mine
    )
    page.select_option("[data-input=second]", "0")
    assert page.locator("summary").is_hidden() and page.locator("[data-handle^=bend]").count() == 0


def test_a_count_is_followed_and_its_time_is_that_of_the_regions_there_are(show):
    page = show(CONTROLS["region-map"](net="2"))
    assert page.inner_text("[data-output=pace]") == "2 s"
    page.select_option("[data-input=second]", "4")
    assert page.inner_text("[data-output=pace]") == "7 s"
    page.click("[data-action=play]")
    page.wait_for_timeout(1600)
    page.click("[data-action=play]")
    assert page.inner_text("[data-output=so_far]") in ("3 counted", "4 counted", "5 counted")


def test_a_line_is_dragged_by_a_finger_and_back_at_its_place_after_a_reset(show):
    page = show(CONTROLS["region-map"](net="4-2"), size=(390, 844), has_touch=True, is_mobile=True)
    places = [centre(page, name) for name in ("move-0", "turn-3", "bend-0", "bend-1")]
    swipe(page, "move-0", -20, -30)
    assert centre(page, "move-0") == pytest.approx((places[0][0] - 20, places[0][1] + 30), abs=1.5)
    swipe(page, "bend-1", 12, 10)
    page.click("[data-action=reset]")
    assert [centre(page, name) for name in ("move-0", "turn-3", "bend-0", "bend-1")] == places
    assert page.evaluate("scrollY") == 0
