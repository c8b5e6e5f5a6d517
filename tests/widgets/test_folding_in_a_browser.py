"""The folding paper in Chromium: creases and pen by mouse, finger and keys; guess, unfold, compare."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, on_screen, saved, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAPER = CONTROLS["folding-paper"]
INK = "document.querySelector('[data-picture=paper] .dlc-ink').getAttribute('d').split('M').length - 1"


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def number(page, name):
    return float(page.input_value(f"[data-input='{name}']"))


def at(page, x, y):
    """Where a point of the plane lies on the screen."""
    return on_screen(page, (x + 1.5) * 340 / 3, (y + 1.5) * 340 / 3, "paper", (340, 340))


def draw(page, *points):
    """Presses at the first point and goes on to the others."""
    page.mouse.move(*at(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*at(page, *point), steps=8)
    page.mouse.up()


def test_a_number_is_guessed_and_compared_when_the_sheet_is_flat(show):
    page = show(PAPER(), reduced_motion="reduce")
    page.fill("[data-input=guess]", "6")
    page.click("[data-action=undo]")
    assert told(page, "compared") == "You said 6. Unfold, and compare."
    assert told(page, "verdict") == "Unfolded once: 2 copies."
    page.click("[data-action=play]")
    assert told(page, "compared") == "You said 6; it is 8: 2 too low."
    assert page.locator("[data-picture=count] .dlc-gap").count() == 1
    page.click("[data-action=undo]")  # there is no more to unfold
    page.click("[data-action=redo]")
    assert told(page, "verdict") == "Unfolded twice: 4 copies." and told(page, "copies.0") == "?"


LABELS = """() => {
    const button = document.querySelector("[data-action=play]");
    window.labels = [];
    const note = () => button.textContent === window.labels.at(-1) || window.labels.push(button.textContent);
    new MutationObserver(note).observe(button, { childList: true, characterData: true, subtree: true });
}"""


def test_playing_unfolds_to_the_end_and_begins_again_from_there(show):
    page = show(PAPER(folded=0), address="#folding-paper.speed=4")
    page.evaluate(LABELS)  # it may be over before one could look
    page.click("[data-action=play]")
    page.wait_for_function("labels.at(-1) === 'Unfold'")
    assert page.evaluate("labels") == ["Pause", "Unfold"]
    assert "8 copies" in told(page, "verdict")


def test_a_crease_is_moved_and_turned_and_stops_at_the_middle(show):
    page = show(PAPER(folded=0))
    x, y = centre(page, "move-1")
    drag(page, "move-1", -40, 8)
    assert centre(page, "move-1") == pytest.approx((x - 40, y - 8), abs=1.5)
    assert number(page, "d1") == pytest.approx(
        40 * 3 / page.locator("[data-picture=paper]").bounding_box()["width"], abs=0.02
    )
    assert "not 2³ = 8" in told(page, "verdict") and number(page, "a1") == 0  # live, while all lies open
    foot = centre(page, "move-1")
    drag(page, "turn-1", -6, 30)
    assert centre(page, "move-1") == pytest.approx(foot, abs=1.5) and 20 < number(page, "a1") < 60
    drag(page, "move-1", 200, 0)
    assert number(page, "d1") == 0
    page.click("[data-action=reset]")
    assert state(page) == state(show(PAPER(folded=0)))


def test_the_next_crease_is_at_hand_on_the_paper_as_it_is(show):
    page = show(PAPER())
    names = "all => all.map((e) => e.dataset.handle)"
    for crease in ("3", "3", "2", "1"):
        held = page.eval_on_selector_all("[data-picture=paper] [data-handle]", names)
        assert held == [f"move-{crease}", f"turn-{crease}", "pen"]
        page.click("[data-action=undo]")
    page.select_option("[data-input=folds]", "0")
    assert page.eval_on_selector_all("[data-picture=paper] [data-handle]", names) == ["pen"]
    page.select_option("[data-input=folds]", "4")
    page.click("[data-action=redo]")
    assert page.locator("[data-handle=move-2]").count() == 1


def test_a_line_is_drawn_on_the_folded_sheet_and_is_there_eight_times(show):
    page = show(PAPER())
    draw(page, (0.5, 0.2), (0.9, 0.2), (0.9, 0.6))
    stroke = saved(page)
    assert number(page, "stroke.0") == pytest.approx(0.9, abs=0.02)
    assert number(page, "stroke.1") == pytest.approx(0.6, abs=0.02)
    assert 8 < stroke.count("_") + 1 <= 80
    layers = page.evaluate(INK)
    page.click("[data-action=clear]")
    assert page.evaluate(INK) == 0 and layers % 8 == 0
    before = state(page)
    draw(page, (-0.5, -0.5), (-0.2, -0.2))  # beside the paper
    assert state(page) == before
    draw(page, (0.7, 0.3))  # a press alone
    assert saved(page).endswith("stroke=0.7_0.3")


def test_on_the_opened_sheet_all_copies_follow_the_pen(show):
    page = show(PAPER(folded=0))
    dots = "[data-picture=paper] .dlc-now"
    draw(page, (-0.6, -0.2), (-0.7, -0.3))
    assert page.locator(dots).count() == 8 and number(page, "stroke.0") == pytest.approx(0.7, abs=0.02)
    assert number(page, "stroke.1") == pytest.approx(0.3, abs=0.02)
    assert page.evaluate(INK) >= 8


def test_the_pen_draws_by_keys_and_by_finger_and_the_page_stays(show):
    page = show(PAPER())
    page.click("[data-action=clear]")
    page.focus("[data-handle=pen]")
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    assert (number(page, "stroke.0"), number(page, "stroke.1")) == (0.6, 0.2)
    assert saved(page).endswith("stroke=0.6_0.2_0.6_0.15_0.6_0.1_0.55_0.1") and page.evaluate(INK) == 24
    phone = show(PAPER(), size=(390, 600), has_touch=True, is_mobile=True)
    swipe(phone, "pen", 15, 20)
    assert number(phone, "stroke.0") > 0.6 and phone.evaluate("scrollY") == 0


def test_a_named_sheet_comes_folded_up(show):
    page = show(PAPER(folded=0))
    page.select_option("[data-input=named]", "tent after tent")
    assert told(page, "verdict").startswith("Folded four times.") and number(page, "d4") == 0.125
    page.fill("[data-input='stroke.0']", "0.05")
    assert page.input_value("[data-input=named]") == "own"
