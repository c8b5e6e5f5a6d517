"""The mask player in Chromium: units are pressed off and on, the mean is guessed, all are played."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state
from page_checks import tab_stops

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PLAYER = CONTROLS["mask-player"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def press(page, k):
    page.locator("[data-picture=net]").scroll_into_view_if_needed()
    page.mouse.click(*centre(page, f"unit.{k}"))


def test_units_are_pressed_off_and_on_again_by_mouse_finger_and_keys(show):
    page = show(PLAYER())
    whole = told(page, "now")
    press(page, 1)
    assert told(page, "now").startswith("Drawn: without h₂, probability 0.0625")
    assert page.locator("[data-picture=net] .dlc-gone circle").count() == 1
    drag(page, "unit.2", 30, 30)  # a drag is no press
    assert "h₃" not in told(page, "now")
    page.focus("[data-handle='unit.3']")
    page.keyboard.press("ArrowUp")
    assert told(page, "now").startswith("Drawn: without h₂ and h₄,")
    assert page.get_attribute("[data-handle='unit.3']", "aria-valuetext") == "h₄ is off"
    page.keyboard.press("ArrowDown")
    press(page, 1)
    assert told(page, "now") == whole
    phone = show(PLAYER(net="ten"), size=(390, 844), has_touch=True, is_mobile=True)
    for k in (9, 0):
        phone.locator("[data-picture=net]").scroll_into_view_if_needed()
        phone.touchscreen.tap(*centre(phone, f"unit.{k}"))
    assert told(phone, "now").startswith("Drawn: without x₁ and x₁₀,")


def test_the_mean_is_guessed_by_the_ring_and_compared_when_all_are_counted(show):
    page = show(PLAYER(), reduced_motion="reduce")
    assert told(page, "compared").startswith("One pass with every hidden unit × 0.5 answers 0.763.")
    drag(page, "guess", 60, 0)
    assert 0.5 < float(page.input_value("[data-input=guess]")) < 0.9
    press(page, 0)  # looking at a member is no other question
    assert told(page, "compared").endswith("Play, and compare.")
    page.click("[data-action=play]")
    assert told(page, "step") == "16" and "it is 0.672" in told(page, "compared")
    assert page.locator("[data-picture=answers] .dlc-gap").count() == 1
    assert told(page, "y.1") == told(page, "y.2") == "0.7635" and told(page, "y.0") == "0.6718"
    page.select_option("[data-input=net]", "both")
    assert page.input_value("[data-input=guess]") == "" and told(page, "step") == "0"


def test_a_member_that_is_counted_takes_the_place_of_the_one_that_was_pressed(show):
    page = show(PLAYER())
    press(page, 2)
    assert "mask-player.mask=11" in saved(page)
    page.click("[data-action=next]")
    assert told(page, "now").startswith("Drawn: the whole network") and "mask=" not in saved(page)


def test_all_of_1024_are_played_and_a_link_shows_them_again(show):
    page = show(PLAYER(net="ten"))
    page.click("[data-action=last]")
    assert told(page, "verdict").startswith("All 1024: the geometric mean is the answer of one pass")
    assert not page.locator("[data-input=unit]").is_visible()  # it has no hidden units
    assert page.locator("[data-picture=answers] .dlc-mass").count() > 12
    assert page.locator("[data-handle^='unit.']").count() == 10
    seen = state(page)
    assert state(show(PLAYER(net="ten"), address=saved(page))) == seen


def test_few_stops_of_the_tab_key(show):
    assert tab_stops(show(PLAYER(net="ten"))) <= 26
