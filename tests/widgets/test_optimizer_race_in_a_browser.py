"""The optimizer race in Chromium: guess, race, compare; start, rates and surface; many starts; a link."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RACE = CONTROLS["optimizer-race"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def typed(page, *names):
    return [page.input_value(f"[data-input='{name}']") for name in names]


def test_a_winner_is_guessed_and_compared_when_the_race_is_over(show):
    page = show(RACE(), reduced_motion="reduce")
    page.select_option("[data-input=guess]", "7")
    page.click("[data-action=next]")
    assert told(page, "compared") == "You said 7 Adam. Race, and compare." and told(page, "place.3") != ""
    page.click("[data-action=play]")
    assert told(page, "compared") == "First: 5 RMSprop. You said 7 Adam, which came in as number 6."
    assert told(page, "place.4") == "1" and page.locator("[data-picture=costs] .dlc-gap").count() == 1
    page.click("[data-action=first]")
    assert told(page, "compared").startswith("You said 7") and told(page, "step") == "0"


def test_the_start_is_dragged_and_goes_back_to_that_of_another_surface(show):
    page = show(RACE(step=5, guess="2"))
    assert typed(page, "x", "y") == ["-7", "2"]
    x, y = centre(page, "x-y")
    drag(page, "x-y", 60, -40)
    assert centre(page, "x-y") == pytest.approx((x + 60, y + 40), abs=3)  # it goes by steps of the field
    assert told(page, "step") == "0" and page.input_value("[data-input=guess]") == ""
    page.select_option("[data-input=surface]", "cliff")
    assert typed(page, "x", "y") == ["1.15", "2"]
    page.focus("[data-handle=x-y]")
    page.keyboard.press("ArrowDown")
    assert typed(page, "x", "y") == ["1.15", "1.95"]
    page.fill("[data-input=y]", "")
    page.locator("[data-input=y]").blur()
    assert typed(page, "x", "y") == ["1.15", "2"]
    phone = show(RACE(), size=(390, 844), has_touch=True, is_mobile=True)
    swipe(phone, "x-y", 30, -20)
    assert float(typed(phone, "x")[0]) > -6.5 and phone.evaluate("scrollY") == 0


def test_a_rate_of_ones_own_leaves_the_others_and_a_nonsense_one_is_held_to_the_range(show):
    page = show(RACE())
    page.fill("[data-input='lr.6']", "1e9")
    assert typed(page, "rates", "lr.0", "lr.3") == ["own", "0.95", "1.5"]
    page.locator("[data-input='lr.6']").blur()
    assert typed(page, "lr.6") == ["100"]
    page.fill("[data-input='lr.6']", "0")
    page.click("[data-action=last]")
    assert told(page, "cost.6") == "1.00"  # it has not moved
    page.select_option("[data-input=rates]", "same")
    assert typed(page, "lr.0", "lr.6") == ["0.1", "0.1"] and told(page, "step") == "0"


def test_a_hundred_starts_are_counted_and_forgotten_with_another_race(show):
    page = show(RACE(rates="same", guess="7"))
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=many]').textContent.includes('100 starts')")
    assert told(page, "many").endswith(" 3 Nesterov, in 61. You said 7 Adam: 1.")
    page.click("[data-action=next]")
    assert "100 starts" in told(page, "many")  # the same race
    page.fill("[data-input='lr.6']", "0.3")
    assert told(page, "many") == ""


def test_a_link_from_the_text_shows_a_fair_race(show):
    link = "#optimizer-race.surface=tilted&optimizer-race.rates=tuned&optimizer-race.step=50"
    page = show(RACE(), address=link)
    assert told(page, "compared").startswith("First: 3 Nesterov.")
    tuned = ["0.5", "0.05", "0.5", "5", "0.2", "100", "0.5", "2"]  # as Python finds them
    assert typed(page, *(f"lr.{k}" for k in range(8))) == tuned
    shown = state(page)
    page.click("[data-action=back]")
    page.click("[data-action=next]")
    assert state(page) == shown and "rates=tuned" in saved(page)
