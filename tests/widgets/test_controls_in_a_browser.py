"""What one does with each live control in Chromium: drag, guess, run, type."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag, on_screen, state, swipe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_lines_and_weights_are_dragged_by_mouse(show):
    page = show(CONTROLS["xor-playground"]())
    before = {name: page.input_value(f"[data-input='{name}']") for name in ("c.0", "W1.0", "w.1")}
    drag(page, "move-0", 30, 0)
    assert page.input_value("[data-input='c.0']") != before["c.0"]
    assert page.input_value("[data-input=start]") == "own"
    assert page.input_value("[data-input='W1.0']") == before["W1.0"]  # moved, not turned
    drag(page, "turn-0", 15, 25)
    assert page.input_value("[data-input='W1.0']") != before["W1.0"]
    drag(page, "w.1", 0, 50)
    assert float(page.input_value("[data-input='w.1']")) == pytest.approx(float(before["w.1"]) + 1, abs=0.011)
    drag(page, "guess", 0, -30)
    assert "You said" in page.inner_text("[data-output=guess]")


def test_a_weight_is_dragged_by_a_finger(show):
    page = show(CONTROLS["neuron-calculator"](), size=(390, 844), has_touch=True, is_mobile=True)
    swipe(page, "w1", 0, 50)
    assert float(page.input_value("[data-input=w1]")) == pytest.approx(0.85, abs=0.02)


def test_a_line_is_dragged_by_a_finger_and_the_page_stays(show):
    page = show(CONTROLS["xor-playground"](), size=(390, 600), has_touch=True, is_mobile=True)
    x, y = centre(page, "move-0")
    swipe(page, "move-0", 15, -30)
    assert centre(page, "move-0") == pytest.approx((x + 15, y + 30), abs=1.5)
    assert page.evaluate("scrollY") == 0


def test_a_hundred_seeds_end_as_in_the_chapter(show):
    page = show(CONTROLS["xor-playground"]())
    page.fill("[data-input=rate]", "50")
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=many]').textContent.includes('of 100')")
    assert page.inner_text("[data-output=many]") == "17 of 100 starts have solved XOR."
    assert page.inner_text("[data-output=rate]") == "You said 50; it is 17: 33 too high."
    page.select_option("[data-input=width]", "4")
    assert page.inner_text("[data-output=many]") == ""  # other networks, other counts


def test_a_guess_is_compared_after_the_run(show):
    page = show(CONTROLS["xor-playground"](start="run 2"))
    page.fill("[data-input=guess]", "0.1")
    assert page.inner_text("[data-output=guess]").endswith("compare.")
    page.click("[data-action=last]")
    assert page.inner_text("[data-output=guess]") == "You said 0.100; it is 0.167: 0.067 too low."
    assert page.locator("[data-picture=loss] .dlc-gap").count() == 1


def test_a_percentage_is_guessed_before_the_run_and_alpha_is_there_where_the_unit_has_one(show):
    page = show(CONTROLS["activation-explorer"](spread=10, seen=500), reduced_motion="reduce")
    told = "[data-output=compared]"
    page.fill("[data-input=guess]", "30")  # the run begins anew
    assert page.inner_text(told) == "You said 30. Run, and compare."
    page.click("[data-action=play]")
    assert page.inner_text(told) == "You said 30; it is 65: 35 too low."
    assert page.locator("[data-picture=share] .dlc-gap").count() == 1
    drag(page, "mean", 40, 0)  # another question
    assert page.inner_text(told).startswith("How many") and float(page.input_value("[data-input=mean]")) > 1
    assert page.locator("[data-input=alpha]").count() == 0
    page.select_option("[data-input=unit]", "leaky ReLU")
    assert page.input_value("[data-input=alpha]") == "0.25"
    drag(page, "alpha", 0, 10)
    assert float(page.input_value("[data-input=alpha]")) < 0.15
    page.select_option("[data-input=unit]", "ELU")
    assert page.input_value("[data-input=alpha]") == "1"


def test_pulls_are_guessed_before_they_are_shown_and_follow_a_dragged_logit(show):
    page = show(CONTROLS["logit-slider"](shown=True))
    told = "[data-output=compared]"
    page.fill("[data-input=guess]", "30")  # they are hidden again
    assert page.inner_text(told) == "You said 30.0. Show the pulls, and compare."
    page.click("[data-action=play]")
    assert page.inner_text(told) == "You said 30.0; it is 2.8: 27.2 too high."
    assert page.locator("[data-picture=kept] .dlc-gap").count() == 1
    before = float(page.inner_text("[data-output=squares_told]"))
    drag(page, "z0", 0, 8)  # another question; the pulls stay in sight
    assert page.inner_text(told).startswith("Of cross-entropy's pull")
    assert float(page.input_value("[data-input=z0]")) > -1
    assert float(page.inner_text("[data-output=squares_told]")) > 2 * before


def test_nodes_are_chosen_guessed_and_filled_in_an_order_of_ones_own(show):
    page = show(CONTROLS["graph-stepper"]())
    told, guessed = "[data-output=verdict]", "[data-output=compared]"
    page.get_by_role("button", name="e", exact=True).click()
    assert page.inner_text(told) == "Not yet: e is computed from c and d, still without a value."
    page.click("[data-action=next]")  # nothing is filled
    assert page.inner_text("[data-output=step]") == "0"
    page.click("[data-action=reset]")
    (x, y), (p, q) = centre(page, "pick"), on_screen(page, 178, 52)
    drag(page, "pick", p - x, y - q)  # pulled to d
    assert page.inner_text(told) == "d = b + 1. What will it hold?"
    page.fill("[data-input=guess]", "3")
    page.click("[data-action=next]")
    assert page.inner_text(guessed) == "You said 3; it is 2: 1 too high."
    page.mouse.click(*on_screen(page, 178, 150))  # a press on c
    page.fill("[data-input=guess]", "3")
    page.click("[data-action=next]")
    assert page.inner_text(guessed) == "You said 3: right."
    page.click("[data-action=last]")
    drag(page, "b", 0, 20)  # b = 2: values and derivatives follow
    assert page.inner_text("[data-output='entry.1']") == "3 · 1 + 4 · 1 = 7"
    assert page.inner_text("[data-output='value.4']") == "12"


def test_nodes_are_put_in_order_and_all_orders_are_counted(show):
    page = show(CONTROLS["order-of-visits"]())
    told, guessed = "[data-output=verdict]", "[data-output=compared]"
    page.get_by_role("button", name="right", exact=True).click()
    page.click("[data-action=last]")  # depth first
    assert page.inner_text(guessed) == "You said right: it is too small."
    assert page.locator("[data-picture=graph] .dlc-late").get_attribute("d")
    (x, _), (p, _) = centre(page, "place.4"), centre(page, "place.3")
    drag(page, "place.4", p - x, 0)  # the last one to the second place
    assert page.input_value("[data-input=order]") == "own" and page.inner_text(guessed) == ""
    page.focus("[data-handle='place.2']")
    page.keyboard.press("ArrowLeft")  # before u1
    page.click("[data-action=last]")
    assert "∂u₅/∂x = 32, and that is right" in page.inner_text(told)
    assert not page.locator("[data-picture=graph] .dlc-late").get_attribute("d")
    page.fill("[data-input=share]", "5")
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=tried]').textContent.includes('of 120')")
    assert page.inner_text("[data-output=share]") == "You said 5; it is 2: 3 too high."
    page.select_option("[data-input=graph]", "decay")  # another graph, another count
    assert page.inner_text("[data-output=tried]") == ""


def test_boxes_are_pressed_to_a_product_which_is_refused_fits_by_chance_or_is_right(show):
    page = show(CONTROLS["shape-tracer"](step=4))
    told, places = "[data-output=compared]", {"H": (223.2, 194), "G": (322.4, 117), "X": (24.8, 194)}
    height = page.evaluate("document.querySelector('[data-picture=arrays]').viewBox.baseVal.height") - 4

    def press(name):
        page.mouse.click(*on_screen(page, *places[name], "arrays", (348, height)))

    press("X")  # its rings lie above it
    assert page.input_value("[data-input=left]") == "X"
    press("X")
    assert page.input_value("[data-input=left]") == "XT"
    page.select_option("[data-input=left]", "H")
    press("G")
    assert page.inner_text(told) == "H G is refused: H has 3 columns (u), G has 5 rows (m)."
    page.fill("[data-input=m]", "3")
    page.select_option("[data-input=rows]", "u")
    page.select_option("[data-input=cols]", "k")
    assert page.locator("[data-picture=arrays] .dlc-guess").count() == 1
    page.click("[data-action=next]")
    chance = "You said H G: it fits, but is not dW₂. It fits only since m = u."
    assert page.inner_text(told) == f"You said (u, k): right. {chance}"
    assert page.input_value("[data-input=left]") == ""  # the next array is another question
    drag(page, "m", 0, -16)  # two samples more
    assert page.input_value("[data-input=m]") == "5" and "H G is refused" in page.inner_text(told)
    page.click("[data-action=back]")
    page.select_option("[data-input=left]", "HT")
    page.click("[data-action=next]")
    assert page.inner_text(told) == "You said (u, k): right. You said Hᵀ G: right."
    page.click("[data-action=next]")
    assert page.inner_text(told) == "" and not page.locator("[data-input=left]").is_visible()  # no product


def test_more_units_bring_more_numbers(show):
    page = show(CONTROLS["xor-playground"]())
    for width in ("3", "4", "2"):
        page.select_option("[data-input=width]", width)
        assert page.locator(".dlc-typed input").count() == 4 * int(width) + 1
        assert page.locator(".dlc-legend [data-part-of]").count() == int(width)
        assert page.locator("[data-handle^='w.']").count() == int(width)


def test_a_handle_without_a_place_leaves_the_page_and_the_reader_stays_in_the_control(show):
    page = show(CONTROLS["xor-playground"](width=3))
    order = "all => all.map((e) => e.dataset.handle)"
    first = page.eval_on_selector_all("[data-handle]", order)
    page.focus("[data-handle=move-1]")
    page.evaluate("""() => { for (const name of ["W1.1", "W2.1"]) {  // so that unit 2 has no line
        const box = document.querySelector(`[data-input='${name}']`);
        box.value = 0;
        box.dispatchEvent(new Event("input", { bubbles: true })); } }""")
    page.wait_for_function("!document.querySelector('[data-handle=move-1]')")
    assert page.evaluate("document.activeElement.classList.contains('dlcourse-control')")
    page.click("[data-action=reset]")
    assert page.eval_on_selector_all("[data-handle]", order) == first  # each at its place in Tab's order


def test_hidden_gradients_are_shown_once_they_were_typed(show):
    page = show(CONTROLS["neuron-calculator"](hide=True))
    assert page.inner_text("[data-output=dJ_dw1]") == "?" and page.inner_text("[data-output=new_w1]") == "?"
    page.fill("[data-input=g1]", "0.06")
    assert page.inner_text("[data-output=g1]") == "You said 0.0600. Run, and compare."
    page.fill("[data-input=g2]", "0.0607")
    assert page.inner_text("[data-output=g1]").endswith("0.0005 too high.")
    assert page.inner_text("[data-output=g2]") == "You said 0.0607: right."
    assert page.inner_text("[data-output=dJ_dw1]") == "0.059540"


def test_stages_show_the_pass_piece_by_piece(show):
    page = show(CONTROLS["neuron-calculator"]())
    for k, stage in enumerate(("Forward", "Loss", "Backward", "Update"), 1):
        page.get_by_role("button", name=stage, exact=True).first.click()
        assert len(page.query_selector_all("tbody[data-stage]:visible")) == k


def test_a_tiny_factor_does_not_read_zero(show):
    page = show(CONTROLS["neuron-calculator"](x1=2.0, x2=2.0, w1=3.0, w2=3.0, y=0.1))
    assert page.inner_text("[data-output=dJ_dw1-rule]") == "0.9 · 6.1×10⁻⁶ · 2"
    assert page.inner_text("[data-output=dJ_dw1]") == "0.000011"


def test_a_nonsense_address_and_nonsense_input_are_ignored(show):
    name = "xor-playground"
    address = f"#{name}.start=no&{name}.seed=x&{name}.step=-3&{name}.own=1_2"
    page = show(CONTROLS[name](), address=address)
    first = state(page)
    assert first == state(show(CONTROLS[name]()))
    page.fill("[data-input='W1.0']", "")
    page.locator("[data-input='W1.0']").blur()
    assert state(page) == first and page.input_value("[data-input='W1.0']") == "0.907"


@pytest.mark.parametrize("name", CONTROLS)
def test_no_table_is_cut_in_the_column_of_the_book(show, name):
    page = show(CONTROLS[name](), size=(704, 844))
    wide = "all => all.filter((t) => t.offsetWidth > t.parentElement.clientWidth + 1).map((t) => t.className)"
    assert page.eval_on_selector_all(".dlcourse-control table", wide) == []
