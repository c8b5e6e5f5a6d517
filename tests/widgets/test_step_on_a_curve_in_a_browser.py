"""A step on a curve in Chromium: start and tip are dragged; guess, play, compare; the series by name."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CURVE = CONTROLS["step-on-a-curve"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def number(page, name):
    return float(page.input_value(f"[data-input={name}]"))


def test_an_end_is_guessed_and_compared_and_the_series_has_names(show):
    page = show(CURVE(), reduced_motion="reduce")
    for name, guess, said in (
        ("across", "out", "In the end: at the bottom, not thrown out."),
        ("too small", "way", "In the end: still on its way. You were right."),
        ("too large", "fro", "In the end: thrown out, not jumping to and fro."),
        ("flat", "there", "In the end: stuck on the flat part, not at the bottom."),
        ("trapped", "trapped", "In the end: in the higher valley. You were right."),
    ):
        page.select_option("[data-input=named]", name)
        assert told(page, "compared").startswith("Where will descent be")
        page.select_option("[data-input=guess]", guess)
        page.click("[data-action=play]")
        assert told(page, "compared") == said


def test_the_tip_is_dragged_to_the_bottom_and_the_rate_follows(show):
    page = show(CURVE(lr=0.5))
    (x, y), (p, _) = centre(page, "lr"), centre(page, "w")
    drag(page, "lr", x - p, 0)  # as far again
    assert number(page, "lr") == pytest.approx(1, abs=0.02) and centre(page, "lr")[1] == pytest.approx(
        y, abs=1
    )
    assert told(page, "now").endswith("= 0.00.") or abs(float(told(page, "now").split()[-1][:-1])) < 0.05
    drag(page, "lr", -900, 0)
    assert number(page, "lr") == 0.01  # never backwards
    page.click("[data-action=next]")
    assert page.locator("[data-handle=lr]").count() == 0
    page.press("[data-handle=w]", "ArrowRight")
    assert number(page, "w") == -2.15 and told(page, "step") == "0"
    assert page.locator("[data-handle=lr]").count() == 1


def test_the_start_is_dragged_along_the_curve_by_a_finger(show):
    phone = show(CURVE(curve="two", w=2.3), size=(390, 844), has_touch=True, is_mobile=True)
    x, y = centre(phone, "w")
    swipe(phone, "w", -60, 0)
    assert centre(phone, "w")[0] == pytest.approx(x - 60, abs=4) and centre(phone, "w")[1] > y + 20
    assert number(phone, "w") < 1.6 and phone.evaluate("scrollY") == 0
