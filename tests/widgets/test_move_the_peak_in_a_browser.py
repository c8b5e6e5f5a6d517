"""The control of double descent in Chromium: guess, play, compare; a penalty is pulled up; many data sets."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CONTROL = CONTROLS["double-descent"]
RUN = "() => document.querySelector('[data-output=many]').textContent.startsWith('50 data sets, medians')"


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def test_the_peak_is_guessed_by_the_ring_and_compared_in_the_end(show):
    page = show(CONTROL(), reduced_motion="reduce")
    assert told(page, "compared").startswith("30 samples, ever more weights")
    drag(page, "guess", 60, 0)
    guess = int(page.input_value("[data-input=guess]"))
    assert 5 < guess < 30
    page.click("[data-action=play]")
    assert told(page, "compared") == f"You said {guess}; it is 30: {30 - guess} too low."
    assert page.locator("[data-picture=errors] .dlc-gap").count() == 1
    page.select_option("[data-input=n]", "10")
    assert page.input_value("[data-input=guess]") == "" and told(page, "step") == "0"


def test_the_number_of_weights_is_dragged_along_the_error(show):
    page = show(CONTROL(step=52))
    x, y = centre(page, "step")
    drag(page, "step", -200, 0)
    assert centre(page, "step")[0] == pytest.approx(x - 200, abs=12) and told(page, "step") != "52"
    page.focus("[data-handle=step]")
    page.keyboard.press("Home")
    assert told(page, "now").startswith("1 weight for 30 samples: a training error")
    page.keyboard.press("End")
    assert told(page, "now").startswith("500 weights for 30 samples: many fits")


def test_a_penalty_is_pulled_up_and_the_peak_goes(show):
    page = show(CONTROL(step=29))
    peak = float(told(page, "test.0"))
    assert peak > 4 and told(page, "test.1") == "–"
    page.focus("[data-input=penalty]")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert told(page, "penalty-said") == "α = 0.1" and float(told(page, "test.1")) < 0.1 * peak
    assert float(told(page, "test.0")) == peak and told(page, "step") == "29"
    assert page.locator("[data-picture=errors] .dlc-path3").count() == 1
    page.fill("[data-input=noise]", "0")
    assert float(told(page, "test.0")) != peak and told(page, "step") == "29"


def test_a_finger_drags_the_guess_and_picture_and_inputs_share_a_screen(show):
    phone = show(CONTROL(), size=(390, 844), has_touch=True, is_mobile=True)
    x, y = centre(phone, "guess")
    swipe(phone, "guess", 100, 0)
    assert centre(phone, "guess") == pytest.approx((x + 100, y), abs=4) and phone.evaluate("scrollY") == 0
    top, play = (
        phone.locator(part).bounding_box() for part in ("[data-picture=errors]", "[data-action=play]")
    )
    assert play["y"] + play["height"] - top["y"] < 844


def test_many_data_sets_have_their_peak_where_weights_are_as_many_as_samples(show):
    page = show(CONTROL(n="10", penalty=12))
    page.click("[data-action=many]")
    page.wait_for_function(RUN, timeout=60_000)
    assert " with 10, " in told(page, "many") and " With α = 1: 0." in told(page, "many")
    assert page.locator("[data-picture=many] .dlc-curve").count() == 1
    page.select_option("[data-input=n]", "20")
    assert told(page, "many").endswith("not run yet.")


def test_a_link_shows_the_state_again(show):
    page = show(CONTROL())
    page.fill("[data-input=noise]", "0.5")
    page.select_option("[data-input=n]", "20")
    page.click("[data-action=last]")
    address, seen = saved(page), state(page)
    assert "double-descent.n=20" in address and "double-descent.step=52" in address
    assert state(show(CONTROL(), address=address)) == seen
