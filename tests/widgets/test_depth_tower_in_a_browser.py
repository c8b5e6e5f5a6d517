"""The depth tower in Chromium: guess, run, compare; tap a layer, drag the foot; many seeds; a link."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TOWER = CONTROLS["depth-tower"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def rows(page):
    """How many histograms the tower has."""
    return page.locator("[data-picture=tower] .dlc-ridge").count()


def row_at(page, k):
    """Where layer k lies in the tower on the screen."""
    box = page.locator("[data-picture=tower] .dlc-box").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (k + 3.5) / 55.5


def test_the_end_is_guessed_and_compared_when_the_run_is_over(show):
    page = show(TOWER(width="50"), reduced_motion="reduce")
    assert told(page, "compared").startswith("At layer 50")
    drag(page, "guess", -20, 0)
    guess = float(page.input_value("[data-input=guess]"))
    assert -20 < guess < -2
    page.click("[data-action=next]")
    assert told(page, "compared").endswith("Run, and compare.") and rows(page) == 2
    page.click("[data-action=play]")
    assert rows(page) == 51 and told(page, "compared").endswith("too low.")
    assert page.locator("[data-picture=sizes] .dlc-gap").count() == 1
    page.select_option("[data-input=quantity]", "weight")
    assert rows(page) == 0 and page.input_value("[data-input=guess]") == "" and told(page, "step") == "0"
    page.click("[data-action=last]")
    assert rows(page) == 50 and "show nothing of it" in told(page, "verdict")


def test_a_layer_is_tapped_and_moved_by_keys_as_the_picture_goes(show):
    page = show(TOWER(width="25", step=50))
    assert told(page, "layer").startswith("Large: layer 50")
    page.mouse.click(*row_at(page, 20))
    assert (
        told(page, "layer").startswith("Large: layer 20") and page.input_value("[data-input=layer]") == "20"
    )
    page.focus("[data-handle=layer]")
    page.keyboard.press("ArrowDown")
    assert page.input_value("[data-input=layer]") == "21"
    page.keyboard.press("PageUp")
    assert page.input_value("[data-input=layer]") == "11"
    page.fill("[data-input=layer]", "0")
    assert told(page, "layer").startswith("Large: input")
    page.click("[data-action=first]")
    page.click("[data-action=next]")
    assert told(page, "layer").startswith("Large: input")  # what is asked for stays


def test_the_foot_of_the_tower_is_dragged(show):
    page = show(TOWER(width="25", step=50, guess=4))
    _, y = row_at(page, 30)
    drag(page, "depth", 0, centre(page, "depth")[1] - y)
    assert page.input_value("[data-input=depth]") == "30" and page.input_value("[data-input=guess]") == ""
    page.click("[data-action=last]")
    assert rows(page) == 31 and told(page, "step") == "30"
    phone = show(TOWER(width="25"), size=(390, 844), has_touch=True, is_mobile=True)
    swipe(phone, "depth", 0, 60)
    assert int(phone.input_value("[data-input=depth]")) < 45 and phone.evaluate("scrollY") == 0


def test_many_seeds_have_an_interval_and_are_forgotten_with_another_start(show):
    page = show(TOWER(width="25", depth=10))
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=many]').textContent.startsWith('50 seeds')")
    assert "95 % interval" in told(page, "many")
    page.click("[data-action=next]")
    assert told(page, "many") != ""  # the same runs
    page.select_option("[data-input=unit]", "tanh")
    assert told(page, "many") == ""


def test_the_chapters_runs_have_names_and_a_link_leads_to_one(show):
    page = show(TOWER())
    page.select_option("[data-input=named]", "ReLU, He normal")
    assert page.input_value("[data-input=initializer]") == "He normal"
    page.click("[data-action=last]")
    python = TOWER(initializer="He normal", step=50).values
    assert told(page, "verdict") == python["texts"]["verdict"]
    assert "initializer=He" in saved(page)
    shown = state(page)
    again = show(TOWER(), address=page.evaluate("location.hash"))
    assert state(again) == shown
    page.fill("[data-input=seed]", "1")
    assert page.input_value("[data-input=named]") == "own"
