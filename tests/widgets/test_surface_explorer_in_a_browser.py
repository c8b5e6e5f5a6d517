"""The surface explorer in Chromium: its start by mouse, keys, finger; guess, play, compare, rewind, link."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EXPLORER = CONTROLS["surface-explorer"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def start(page):
    return [float(page.input_value(f"[data-input={name}]")) for name in "xy"]


def test_an_outcome_is_guessed_and_compared_when_the_run_is_over(show):
    page = show(EXPLORER(), reduced_motion="reduce")
    page.select_option("[data-input=guess]", "12")
    page.click("[data-action=next]")
    assert told(page, "compared") == "You said 1 and 2. Play, and compare."
    assert told(page, "away.1") == "0.00, there" and told(page, "away.0") != told(page, "away.1")
    page.click("[data-action=play]")
    assert told(page, "compared") == "At the saddle point in the end: 2 alone, not 1 and 2."
    assert told(page, "away.0") == "far away"
    page.click("[data-action=first]")
    assert told(page, "compared").startswith("You said 1 and 2.") and told(page, "step") == "0"


def test_the_start_is_dragged_and_moved_by_keys_and_the_run_begins_anew(show):
    page = show(EXPLORER(step=5, guess="2"))
    x, y = centre(page, "x-y")
    drag(page, "x-y", -60, 40)
    assert centre(page, "x-y") == pytest.approx((x - 60, y - 40), abs=3)  # it goes by steps of the field
    assert start(page)[0] < 0.6 and start(page)[1] > 0.3
    assert told(page, "step") == "0" and page.input_value("[data-input=guess]") == ""
    page.fill("[data-input=y]", "0")
    page.focus("[data-handle=x-y]")
    page.keyboard.press("ArrowUp")
    assert start(page)[1] == 0.05
    phone = show(EXPLORER(), size=(390, 844), has_touch=True, is_mobile=True)
    swipe(phone, "x-y", -30, 20)
    assert start(phone)[0] < 0.9 and phone.evaluate("scrollY") == 0


def test_arrows_follow_the_method_that_is_chosen_and_the_surface(show):
    page = show(EXPLORER(surface="flat_saddle", x=-1, y=0.5, step=2))
    before = told(page, "bends")
    page.select_option("[data-input=about]", "2")
    assert "Where Newton is" in told(page, "bends") and told(page, "bends") != before
    assert page.locator("[data-picture=plane] .dlc-minus").count() == 2
    page.select_option("[data-input=surface]", "flat_basin")
    assert page.locator("[data-picture=plane] .dlc-minus").count() == 0
    page.fill("[data-input=y]", "0")
    assert "does not bend" in told(page, "bends")


def test_a_link_from_the_text_shows_newton_in_the_saddle(show):
    link = "#surface-explorer.y=0.5&surface-explorer.step=1&surface-explorer.about=2"
    page = show(EXPLORER(), address=link)
    assert told(page, "place.1") == "(0.00, 0.00)" and told(page, "place.2") == "(0.00, 1.00)"
    shown = state(page)
    page.click("[data-action=next]")
    assert told(page, "place.1") == "(0.00, 0.00)" and "step=2" in saved(page)
    page.click("[data-action=back]")
    assert state(page) == shown
