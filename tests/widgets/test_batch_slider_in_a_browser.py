"""The batch slider in Chromium: guess, play, compare; fellows are dragged, the mode freezes; many batches."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SLIDER = CONTROLS["batch-slider"]

RUN = "() => document.querySelector('[data-output=many]').textContent.startsWith('500 batches of')"


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def answer(page):
    """y of A, from the table."""
    return float(told(page, "y.0").replace("\u2212", "-"))


def test_the_answer_is_guessed_by_the_ring_and_compared_in_the_end(show):
    page = show(SLIDER(), reduced_motion="reduce")
    assert told(page, "compared").startswith("B goes from 11.0 to −1.0")
    drag(page, "guess", 0, -30)
    guess = float(page.input_value("[data-input=guess]"))
    assert -4 < guess < -0.5
    page.click("[data-action=play]")
    assert told(page, "compared").endswith("too low.") and answer(page) == 0.82
    assert page.locator("[data-picture=plane] .dlc-gap").count() == 1
    page.select_option("[data-input=mode]", "test")
    assert page.input_value("[data-input=guess]") == "" and told(page, "step") == "0"


def test_fellows_are_dragged_and_change_the_answer_in_training_alone(show):
    page = show(SLIDER())
    before = answer(page)
    drag(page, "x3", 60, 0)
    assert answer(page) < before and told(page, "x.0") == "5.00"
    page.select_option("[data-input=mode]", "test")
    frozen = answer(page)
    drag(page, "x4", 60, 0)
    drag(page, "x2", -40, 0)
    assert answer(page) == frozen
    page.focus("[data-handle=x1]")
    page.keyboard.press("ArrowRight")
    assert told(page, "x.0") == "5.10" and answer(page) > frozen


def test_a_finger_drags_the_goal_and_the_handles_are_as_many_as_samples(show):
    phone = show(SLIDER(size="2"), size=(390, 844), has_touch=True, is_mobile=True)
    assert phone.locator("[data-picture=plane] [data-handle]").count() == 4  # A, B, its goal, the guess
    x, y = centre(phone, "to")
    swipe(phone, "to", 60, 0)
    assert centre(phone, "to") == pytest.approx((x + 60, y), abs=4) and phone.evaluate("scrollY") == 0
    phone.select_option("[data-input=size]", "64")
    assert phone.locator("[data-picture=plane] [data-handle]").count() == 10
    top, play = (
        phone.locator(part).bounding_box() for part in ("[data-picture=plane]", "[data-action=play]")
    )
    assert play["y"] + play["height"] - top["y"] < 844  # picture and inputs on one screen


def test_many_batches_spread_in_training_and_not_at_test(show):
    page = show(SLIDER())
    page.click("[data-action=many]")
    page.wait_for_function(RUN)
    assert told(page, "many").startswith("500 batches of 4, fellows drawn anew: nine of ten answers of A lie")
    assert page.locator("[data-picture=many] rect.dlc-bar").count() > 8
    page.select_option("[data-input=mode]", "test")
    assert "not run yet" in told(page, "many")
    page.click("[data-action=many]")
    page.wait_for_function(RUN)
    assert told(page, "many").endswith("each time.")
    assert page.locator("[data-picture=many] rect.dlc-bar").count() == 1


def test_a_link_shows_the_state_again(show):
    page = show(SLIDER())
    page.select_option("[data-input=size]", "8")
    drag(page, "x5", 30, 0)
    page.click("[data-action=last]")
    address, seen = saved(page), state(page)
    assert "batch-slider.size=8" in address and "batch-slider.step=40" in address
    assert state(show(SLIDER(), address=address)) == seen
