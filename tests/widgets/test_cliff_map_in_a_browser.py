"""The cliff in Chromium: guess, play, compare; start, threshold, cross are dragged; many starts; a link."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CLIFF = CONTROLS["cliff-map"]
RIM = {"b": -2.75, "near": True}


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def number(page, name):
    return float(page.input_value(f"[data-input={name}]"))


def test_an_end_is_guessed_and_compared_when_the_run_is_over(show):
    page = show(CLIFF(), reduced_motion="reduce")
    page.select_option("[data-input=guess]", "12")
    page.click("[data-action=next]")
    assert told(page, "compared") == "You said both arrive. Play, and compare." and told(page, "end.1") == ""
    page.click("[data-action=play]")
    assert told(page, "compared") == "In the end 2 alone arrives, not both arrive."
    assert [told(page, f"end.{k}") for k in (0, 1)] == ["thrown out", "arrived"]
    page.check("[data-input=near]")  # the run and the guess stay
    assert told(page, "step") == "500" and page.input_value("[data-input=guess]") == "12"


def test_start_and_threshold_are_dragged_and_the_run_begins_anew(show):
    page = show(CLIFF(step=5, guess="2"))
    x, y = centre(page, "w-b")
    drag(page, "w-b", -40, 30)
    assert centre(page, "w-b") == pytest.approx((x - 40, y - 30), abs=3)
    assert number(page, "w") < 5.3 and number(page, "b") > -2.6 and told(page, "step") == "0"
    assert page.input_value("[data-input=guess]") == ""
    page.focus("[data-handle=w-b]")
    w = number(page, "w")
    page.keyboard.press("ArrowRight")
    assert number(page, "w") == pytest.approx(w + 0.01)
    drag(page, "limit", 0, 15)
    assert number(page, "limit") > 3
    drag(page, "limit", 0, -300)
    assert number(page, "limit") == 0.05
    phone = show(CLIFF(), size=(390, 844), has_touch=True, is_mobile=True)
    swipe(phone, "w-b", -30, 20)
    assert number(phone, "w") < 5.4 and phone.evaluate("scrollY") == 0


def test_the_cross_says_where_the_first_step_lands_and_the_gap_is_drawn(show):
    page = show(CLIFF(**RIM))
    assert page.locator("[data-picture=plane] .dlc-plus").count() == 0  # not before one has said so
    page.focus("[data-handle=aim_w-aim_b]")
    for key in ("PageUp", "PageUp", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert "aim_w=5.36" in saved(page) and "aim_b=-2.65" in saved(page)
    page.click("[data-action=next]")
    assert told(page, "now").endswith(
        "You said that the first one lands at (5.36, −2.65): it landed 0.19 from there."
    )
    assert page.locator("[data-picture=plane] .dlc-gap").count() == 1
    assert page.locator("[data-picture=plane] .dlc-plus").count() == 1
    assert page.locator("[data-handle=aim_w-aim_b]").count() == 0
    page.select_option("[data-input=clip]", "value")
    assert "aim_w" not in saved(page) and told(page, "step") == "0"


def test_two_hundred_starts_are_counted_and_forgotten_with_another_run(show):
    page = show(CLIFF(seed=1, clip="value"))
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=many]').textContent.includes('of 200')")
    assert told(page, "many").startswith("Without clipping, 166 of 200 are thrown out: 83.0 %")
    assert "28 arrive. Clipped by value, 22 arrive: 11.0 %" in told(page, "many")
    page.click("[data-action=next]")
    assert "166 of 200" in told(page, "many")  # the same run
    page.click("[data-action='next-seed']")
    assert told(page, "many").endswith("seed 2: not run yet.") and number(page, "seed") == 2


def test_a_link_from_the_text_shows_the_end_of_a_run_by_name(show):
    page = show(CLIFF(), address="#cliff-map.limit=10&cliff-map.step=500")
    assert page.input_value("[data-input=named]") == "a threshold of 10"
    assert told(page, "compared") == "In the end 2 alone arrives. Next time, guess first."
    shown = state(page)
    page.click("[data-action=back]")
    assert told(page, "end.1") == "" and "step=499" in saved(page)
    page.click("[data-action=next]")
    assert state(page) == shown
    page.select_option("[data-input=named]", "on the rim")
    assert number(page, "b") == -2.75 and told(page, "step") == "0"


def test_how_a_run_has_ended_is_read_without_scrolling(show):
    cut = "(table) => table.parentElement.scrollWidth - table.parentElement.clientWidth"
    for size in ((690, 657), (390, 844)):
        for options in ({"seed": 1, "step": 500}, RIM | {"step": 3}):
            page = show(CLIFF(**options), size=size, reduced_motion="reduce")
            assert told(page, "end.0") == "thrown out" and page.locator(".dlc-steps").evaluate(cut) <= 0
