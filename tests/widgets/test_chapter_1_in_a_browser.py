"""The controls of chapter 1 in Chromium: samples and wires taken hold of, guesses compared, keys alone."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, swipe

from dlcourse.widgets.ch01_gates.circuits import LAST
from dlcourse.widgets.frame.state import fragment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERCEPTRON, GATES = CONTROLS["perceptron-stepper"], CONTROLS["gate-composer"]


def told(page, name):
    return page.inner_text(f"[data-output='{name}']")


def test_a_sample_that_is_dragged_at_the_end_shows_another_end(show):
    page = show(PERCEPTRON())
    page.click("[data-action=last]")
    assert told(page, "step") == "24" and told(page, "counts") == "epoch 6, updates: 10, wrong: 0 of 4"
    at, (x, y) = centre(page, "x.1"), centre(page, "x.3")
    drag(page, "x.3", at[0] - x, y - at[1])  # 11 onto 01, which is of the other class
    assert page.input_value("[data-input='x1.3']") == "0" and page.input_value("[data-input=data]") == "own"
    assert told(page, "step") == "4000" and "never ends" in told(page, "verdict")
    page.fill("[data-input='x1.3']", "1")
    assert told(page, "step") == "24"
    page.check("[data-input='y.0']")
    assert "wrong: 0" not in told(page, "counts")


def test_the_next_sample_is_chosen_by_its_flag_by_a_button_and_by_keys(show):
    page = show(PERCEPTRON())
    x, y = centre(page, "next")
    flag = centre(page, "x.3")[0] - x, y - centre(page, "x.3")[1]
    drag(page, "next", *flag)
    page.click("[data-action=next]")
    assert told(page, "verdict").startswith("11 is of class 1 but gets 0")
    page.click("[data-action=pick][data-value='3']")
    page.focus("[data-handle=next]")
    page.keyboard.press("ArrowLeft")
    page.click("[data-action=next]")
    assert told(page, "verdict").startswith("10 is of class 0 but gets 1")


def test_never_is_a_guess(show):
    page = show(PERCEPTRON(), address="#perceptron-stepper.data=XOR")
    page.get_by_role("button", name="never", exact=True).click()
    assert told(page, "guess") == "You said never. Train, and compare."
    page.locator("[data-input=stepper]").fill("12")
    assert told(page, "guess") == "You said never: right."
    page.focus("[data-handle=guess]")
    page.keyboard.press("PageDown")
    assert told(page, "guess") == "You said 3990; but it never ends."
    assert page.locator("[data-picture=count] .dlc-gap").count() == 1
    page.select_option("[data-input=data]", "OR")
    page.fill("[data-input=guess]", "6")
    page.click("[data-action=last]")
    assert told(page, "guess") == "You said 6; it is 4: 2 too high."


def test_a_wire_is_pulled_by_mouse_and_by_finger_and_not_into_the_void(show):
    for page, pull in (
        (show(GATES()), drag),
        (show(GATES(), size=(390, 844), has_touch=True, is_mobile=True), swipe),
    ):
        (x, y), (p, q) = centre(page, "port.8"), centre(page, "port.2")
        width = page.locator("[data-picture=net]").bounding_box()["width"]
        pull(page, "port.8", p + 0.156 * width - x, y - q)  # near to where B gives what it gives
        assert (
            page.input_value("[data-input='port.8']") == "4"
            and page.input_value("[data-input=preset]") == "own"
        )
        pull(page, "port.8", 0, -80)
        assert page.input_value("[data-input='port.8']") == "4"


def test_rows_are_guessed_run_and_compared_and_hidden_again(show):
    page = show(GATES())
    for r, guess in enumerate("0111"):
        page.select_option(f"[data-input='guess.{r}']", guess)
    page.select_option("[data-input=speed]", "20")
    page.click("[data-action=play]")
    page.wait_for_function("document.querySelector('[data-output=guessed]').textContent.includes('of 4')")
    assert told(page, "guessed") == "3 of 4 guesses were right." and told(page, "hit.0").strip() == "✗"
    page.select_option("[data-input='kind.2']", "0")  # AND in place of OR; the table stays live
    assert told(page, "verdict") == "This is XOR. Gates: 3." and told(page, "guessed") == ""
    page.click("[data-action=hide]")
    assert told(page, "cell.0.4") == "?"


def test_xor_is_wired_by_keys_alone_and_agrees_with_python(show):
    page = show(GATES(), address="#gate-composer.preset=empty&gate-composer.seen=15")
    wires = [1, 2, 1, 2, 3, 4, 0, 0, 5]
    page.select_option("[data-input='kind.0']", "1")
    page.select_option("[data-input='kind.1']", "2")
    page.select_option("[data-input='kind.2']", "0")
    page.focus("[data-handle='port.0']")
    for p in (p for p in range(9) if p not in (6, 7)):  # D is no unit
        assert page.evaluate("document.activeElement.dataset.handle") == f"port.{p}"
        for _ in range(wires[p]):
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
    assert told(page, "verdict") == "This is XOR. Gates: 3."
    for k, sources in enumerate(([1, 2, 3, 2, 4, 3, 5, 1, 6], LAST, [2, 2, 1, 1, 3, 4, 3, 5, 6])):
        own = [k, 2 - k, 2, 1, *sources]
        page.evaluate(
            "location.hash = " + repr(fragment("gate-composer", {"preset": "own", "own": own, "seen": 15}))
        )
        page.wait_for_function(f"document.querySelector(\"[data-input='port.2']\").value === '{sources[2]}'")
        outputs = [told(page, f"cell.{r}.4") for r in range(4)]
        assert [int(n) for n in outputs] == GATES(preset="own", own=own).results()["outputs"]
