"""The sweep of a penalty in Chromium: guess, play, compare; width and alpha are dragged; many sets."""

import pytest
from javascript import CONTROLS
from live_pages import drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SWEEP = CONTROLS["penalty-sweep"]
RUN = "() => document.querySelector('[data-output=many]').textContent.includes('of 100 sets:')"


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def handle(page, name, fact="aria-valuenow"):
    return page.get_attribute(f"[data-handle='{name}']", fact)


def test_a_guess_begins_the_sweep_anew_and_is_compared_at_its_end(show):
    page = show(SWEEP(), reduced_motion="reduce")
    page.click("[data-action=play]")
    assert told(page, "compared").endswith("Next time, guess first.") and told(page, "step") == "37"
    drag(page, "guess", -60, 0)
    assert told(page, "step") == "0" and told(page, "compared").endswith("Play, and compare.")
    assert handle(page, "guess", "aria-valuetext") == told(page, "guess-said") != ""
    page.click("[data-action=play]")
    assert told(page, "compared").startswith("You said α = ") and "It is least at" in told(page, "compared")
    assert page.locator("[data-picture=errors] .dlc-gap").count() == 1


def test_the_ring_on_the_curve_goes_back_without_losing_the_sweep_and_on_by_raising_alpha(show):
    page = show(SWEEP(step=20))
    drag(page, "look", -100, 0)
    assert 0 < int(handle(page, "look")) < 20 and told(page, "step") == "20"
    assert told(page, "now").startswith("L2, " + handle(page, "look", "aria-valuetext"))
    drag(page, "look", 300, 0)
    assert handle(page, "look") == told(page, "step") != "20"
    page.focus("[data-handle=look]")
    page.keyboard.press("Home")
    assert told(page, "now").startswith("No penalty") and told(page, "many").startswith("Raise")


def test_a_finger_drags_the_width_of_the_bell_and_alpha_stays(show):
    phone = show(SWEEP(step=27), size=(390, 844), has_touch=True, is_mobile=True)
    before = told(phone, "row_test.1")
    swipe(phone, "sigma", -10, 0)
    assert 0.01 <= float(handle(phone, "sigma")) < 0.04 and phone.evaluate("scrollY") == 0
    assert told(phone, "step") == "27" and told(phone, "row_test.1") != before


def test_l1_leaves_crosses_and_l2_none(show):
    page = show(SWEEP(kind="L1", step=25))
    assert page.locator("[data-picture=weights] .dlc-gone").count() == int(told(page, "row_zeros.1")) > 20
    page.select_option("[data-input=kind]", "L2")
    assert told(page, "step") == "0"
    page.click("[data-action=last]")
    assert page.locator("[data-picture=weights] .dlc-gone").count() == 0


def test_many_sets_say_where_the_penalty_helps_and_where_it_hurts(show):
    page = show(SWEEP(step=27))
    page.click("[data-action=many]")
    page.wait_for_function(RUN)
    assert "in 100 of 100 sets: 100.0 %" in told(page, "many")
    page.fill("[data-input=sigma]", "0.02")
    assert "not run yet" in told(page, "many")
    page.click("[data-action=many]")
    page.wait_for_function(RUN)
    assert "in 0 of 100 sets: 0.0 %" in told(page, "many")
    page.click("[data-action=next-seed]")
    assert "seeds 100 to 199: not run yet" in told(page, "many")


def test_a_link_shows_the_state_again(show):
    page = show(SWEEP())
    page.select_option("[data-input=kind]", "L1")
    page.click("[data-action=last]")
    page.focus("[data-handle=look]")
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    address, seen = saved(page), state(page)
    assert "penalty-sweep.kind=L1" in address and "penalty-sweep.look=25" in address
    assert state(show(SWEEP(), address=address)) == seen
