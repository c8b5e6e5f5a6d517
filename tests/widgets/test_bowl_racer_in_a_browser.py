"""The bowl racer in Chromium: start, ring and rate are dragged; guess, play, compare; names; a link."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RACER = CONTROLS["bowl-racer"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def number(page, name):
    return float(page.input_value(f"[data-input={name}]"))


def test_a_winner_is_guessed_and_compared_when_the_race_is_over(show):
    page = show(RACER(), reduced_motion="reduce")
    page.select_option("[data-input=guess]", "3")
    page.click("[data-action=next]")
    assert (
        told(page, "compared") == "You said 3 Nesterov. Play, and compare." and told(page, "factor.0") == ""
    )
    page.click("[data-action=play]")
    assert told(page, "compared") == "Lowest in the end: 2 momentum, not 3 Nesterov."
    assert told(page, "cost.2") == "thrown out" and told(page, "factor.0") == "0.905"
    page.check("[data-input=curves]")  # the run stays
    assert told(page, "step") == "60" and page.locator("[data-picture=factors] .dlc-path2").count() == 1


def test_start_ring_and_rate_are_dragged_and_the_race_begins_anew(show):
    page = show(RACER(step=5, guess="2"))
    x, y = centre(page, "x-y")
    drag(page, "x-y", 60, -20)
    assert centre(page, "x-y") == pytest.approx((x + 60, y + 20), abs=4)  # it goes by steps of the field
    assert number(page, "x") > -5 and told(page, "step") == "0"
    assert page.input_value("[data-input=guess]") == ""
    x, y = centre(page, "kappa")
    drag(page, "kappa", 50, 0)
    assert centre(page, "kappa") == pytest.approx((x + 50, y), abs=3) and number(page, "kappa") > 40
    drag(page, "kappa", -500, 0)
    assert number(page, "kappa") == 1
    x, y = centre(page, "lr")
    drag(page, "lr", -40, 0)
    assert centre(page, "lr") == pytest.approx((x - 40, y), abs=2) and "no zigzag" not in told(page, "bends")
    phone = show(RACER(), size=(390, 844), has_touch=True, is_mobile=True)
    swipe(phone, "kappa", 40, 0)
    assert number(phone, "kappa") > 30 and phone.evaluate("scrollY") == 0


def test_rates_that_nobody_sets_leave_with_their_handle_and_runs_have_names(show):
    page = show(RACER())
    page.select_option("[data-input=tuned]", "rate")
    assert not page.locator("[data-input=lr]").is_visible() and page.locator("[data-handle=lr]").count() == 0
    assert page.locator("[data-input=momentum]").is_visible() and told(page, "rates.1") == "1.330, 0.400"
    page.select_option("[data-input=named]", "each at its best")
    assert not page.locator("[data-input=momentum]").is_visible()
    assert told(page, "rates.1") == "1.336, 0.403"
    page.select_option("[data-input=named]", "momentum 0.9")
    assert number(page, "lr") == 0.1 and page.locator("[data-handle=lr]").count() == 1
    page.fill("[data-input=x]", "3")
    assert page.input_value("[data-input=named]") == "own"


def test_a_link_from_the_text_shows_the_end_of_a_race(show):
    page = show(RACER(), address="#bowl-racer.tuned=rate&bowl-racer.momentum=0.6&bowl-racer.step=60")
    assert told(page, "compared") == "Lowest in the end: 3 Nesterov. Next time, guess first."
    shown = state(page)
    page.click("[data-action=back]")
    assert "step=59" in saved(page) and told(page, "factor.0") == ""
    page.click("[data-action=next]")
    assert state(page) == shown
