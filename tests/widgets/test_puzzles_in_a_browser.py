"""The puzzles in Chromium: a line is typed and checked at once, Enter goes on, all by keys alone."""

import pytest
from javascript import CONTROLS
from live_pages import drag, saved

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LINE, VERDICT = "[data-input=line]", "[data-output=verdict]"


def test_a_line_is_checked_with_every_key_and_enter_goes_on_from_a_right_one(show):
    page = show(CONTROLS["puzzles"]())
    page.focus(LINE)
    page.keyboard.type("y_hat -")
    assert page.inner_text(VERDICT) == "After “y_hat -” a name, a number or ( is missing."
    page.keyboard.press("Enter")  # not yet
    page.keyboard.type(" y")
    assert page.inner_text(VERDICT).startswith("Right.")
    assert page.locator("[data-picture=cost] .dlc-guess").count() == 1
    page.keyboard.press("Enter")
    assert page.input_value("[data-input=puzzle]") == "mean_squares" and page.input_value(LINE) == ""
    page.keyboard.type("2 * (y_hat - y)")
    assert "mean has got lost" in page.inner_text(VERDICT)
    assert page.inner_text("[data-output=count]") == "Right so far: 1 of 10."
    page.select_option("[data-input=puzzle]", "half_squares")
    assert page.input_value(LINE) == "y_hat - y"
    assert "half_squares=y_hat+-+y" in saved(page) and "mean_squares=2" in saved(page)


def test_another_puzzle_shows_neither_hint_nor_answer_until_they_are_opened(show):
    page = show(CONTROLS["puzzles"]())
    answer = page.locator("[data-output=answer]")
    assert not answer.is_visible()
    for summary in page.locator(".dlcourse-control summary").all():
        summary.click()
    assert answer.is_visible() and answer.inner_text() == "y_hat - y"
    page.click("[data-action=next]")
    assert not answer.is_visible() and not page.locator("[data-output=hint]").is_visible()


def test_the_ring_takes_the_slope_of_the_line_along_the_curve(show):
    page = show(CONTROLS["puzzles"](puzzle="tanh", tanh="G"), reduced_motion="reduce")
    told = page.locator("[data-picture=cost] text", has_text="slope")
    before = page.locator("[data-picture=cost] .dlc-guess").get_attribute("d")
    drag(page, "at", 40, 0)
    assert page.locator("[data-picture=cost] .dlc-guess").get_attribute("d") != before
    page.fill(LINE, "G.T")
    assert told.text_content() == "no slope: another shape"
    page.click("[data-action=play]")  # with less motion to an end at once
    assert page.input_value("[data-input=at]") == "1"


def test_without_scripts_and_on_paper_all_answers_can_be_read(show):
    page = show(CONTROLS["puzzles"](puzzle="weights"), script=False)
    assert page.locator(".dlc-instead li").count() == 10
    assert "x.T @ G" in page.inner_text(".dlc-instead ol")
