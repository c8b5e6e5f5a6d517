"""The step-cost control in Chromium: what one drags, guesses and lets grow; haste, which breaks nothing."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, state

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STEP_COST = CONTROLS["step-cost"]


def number(page, name):
    return float(page.input_value(f"[type=number][data-input='{name}']"))


def test_a_drag_of_25_pixels_doubles_a_number(show):
    page = show(STEP_COST())
    for name, right, up, factor in [("m", 25, 0, 2), ("n", 0, -25, 0.5), ("rate", 0, 50, 4)]:
        before = number(page, name)
        drag(page, name, right, up)
        assert number(page, name) == pytest.approx(factor * before, rel=0.02), name


def test_dearer_calls_push_the_step_down(show):
    page = show(STEP_COST(m=4, n=8, depth=2))
    _, before = centre(page, "n")
    drag(page, "per_call", 0, -50)
    assert number(page, "per_call") == pytest.approx(24, rel=0.02)
    assert centre(page, "n")[1] > before


def test_the_batch_grows_until_it_is_at_its_largest_and_then_starts_again(show):
    page = show(STEP_COST())
    page.click("[data-action=play]")
    page.wait_for_timeout(600)
    page.click("[data-action=play]")  # ends it
    there = number(page, "m")
    page.wait_for_timeout(900)
    assert 64 < number(page, "m") == there < 4096  # it can be followed
    page.select_option("[data-input=speed]", "20")
    page.click("[data-action=play]")
    page.wait_for_function("document.querySelector('input[type=number][data-input=m]').value === '4096'")
    page.select_option("[data-input=speed]", "1")
    page.click("[data-action=play]")
    page.wait_for_timeout(200)
    assert number(page, "m") < 64


def test_with_less_motion_the_batch_is_at_its_largest_at_once(show):
    page = show(STEP_COST(), reduced_motion="reduce")
    page.click("[data-action=play]")
    assert number(page, "m") == 4096


def test_a_guess_shows_the_times_and_other_sizes_ask_again(show):
    page = show(STEP_COST(m=4, n=8, depth=2, hide=True))
    assert page.inner_text("[data-output=bookkeeping-2]") == "? µs"
    assert page.locator("[data-handle=n]").count() == 0
    page.get_by_role("button", name="memory", exact=True).click()
    assert page.inner_text("[data-output=compared]") == "You said memory, but it is bookkeeping."
    assert page.inner_text("[data-output=bookkeeping-2]") == "186.0 µs"
    page.fill("[type=number][data-input=n]", "16")
    assert page.inner_text("[data-output=bookkeeping-2]") == "? µs"
    assert page.inner_text("[data-output=compared]") == ""


def test_what_was_guessed_stays_while_one_drags_or_lets_the_batch_grow(show):
    page = show(STEP_COST(m=4, n=8, depth=2, hide=True))
    page.get_by_role("button", name="bookkeeping", exact=True).click()
    drag(page, "per_call", 0, 250)
    assert number(page, "per_call") < 0.01 * 2 and page.locator("[data-handle=per_call]").count() == 1
    assert page.inner_text("[data-output=compared]") == "You said bookkeeping, but it is memory."
    page.click("[data-action=play]")
    page.wait_for_function("Number(document.querySelector('input[type=number][data-input=m]').value) > 4")
    assert page.inner_text("[data-output=compared]").startswith("You said bookkeeping")


def test_a_network_of_the_chapter_is_chosen_by_name_and_changed(show):
    page = show(STEP_COST())
    assert page.input_value("[data-input=named]") == "like 64-100-100-100-10"
    page.select_option("[data-input=named]", "like 784-1024-1024-10")
    assert [number(page, name) for name in ("m", "n", "depth")] == [256, 1024, 3]
    page.fill("[data-input=m]", "512")
    page.locator("[data-input=m]").blur()
    assert number(page, "m") == 512 and page.input_value("[data-input=named]") == "own"
    page.select_option("[data-input=named]", "like 2-8-1")
    assert [number(page, name) for name in ("m", "n", "depth")] == [4, 8, 2]


# a column as wide as that of the book; what its header and its larger type leave of 844 and of 657
@pytest.mark.parametrize("size", [(374, 730), (1366, 560)])
def test_the_whole_control_is_on_one_screen_with_its_title(show, size):
    page = show(STEP_COST(), size=size)
    ends = page.eval_on_selector_all(
        "[data-input], [data-action]", "all => all.map((e) => e.getBoundingClientRect().bottom)"
    )
    assert max(ends) - page.locator(".dlcourse-control").bounding_box()["y"] <= size[1]


def test_on_paper_the_machine_has_its_numbers(show):
    page = show(STEP_COST(rate=123.5))
    page.emulate_media(media="print")
    assert "123.5" in page.locator(".dlc-parts").inner_text()


def test_haste_breaks_nothing(show):
    page = show(STEP_COST())
    first = state(page)
    page.evaluate("""() => { for (let k = 0; k < 20; k++) {
        for (const part of document.querySelectorAll("[data-action], button[data-set]")) part.click(); } }""")
    page.click("[data-action=reset]")
    page.wait_for_timeout(600)
    assert state(page) == first
