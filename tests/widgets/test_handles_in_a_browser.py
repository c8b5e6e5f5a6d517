"""What one takes hold of in the live controls: lines, a learning rate, guesses; and gaps that are drawn."""

import pytest
from javascript import CONTROLS
from live_pages import centre, drag
from page_checks import tab_stops

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def number(page, name):
    return float(page.input_value(f"[data-input='{name}']"))


@pytest.mark.parametrize("name", ["move-0", "move-1", "move-f"])
def test_a_line_that_is_moved_stays_under_the_pointer(show, name):
    page = show(CONTROLS["xor-playground"]())
    x, y = centre(page, name)
    drag(page, name, 22, 14)
    assert centre(page, name) == pytest.approx((x + 22, y - 14), abs=1.5)


@pytest.mark.parametrize("name", ["0", "1", "f"])
def test_a_line_turns_about_the_foot_of_its_arrow(show, name):
    page = show(CONTROLS["xor-playground"]())
    foot = centre(page, f"move-{name}")
    drag(page, f"turn-{name}", 20, -18)
    assert centre(page, f"move-{name}") == pytest.approx(foot, abs=1.5)


@pytest.mark.parametrize("right", [-900, 900])
def test_a_line_cannot_be_lost_over_the_border(show, right):
    page = show(CONTROLS["xor-playground"]())
    drag(page, "move-0", right, -right)
    assert page.locator("[data-handle='move-0']").is_visible()
    drag(page, "turn-0", -right, right)
    assert page.locator("[data-handle='turn-0']").is_visible()


def test_the_line_of_the_output_moves_its_weights_and_its_bias(show):
    page = show(CONTROLS["xor-playground"](start="hand"))
    drag(page, "move-f", 25, 0)
    assert (number(page, "w.0"), number(page, "w.1")) == (1, -2) and number(page, "b.0") != 0
    drag(page, "turn-f", 0, -25)
    assert number(page, "w.1") != -2


FOUR = {"width": 4, "start": "own", "own": [1, 1, 1, 0, 1, 1, 0, 1, 0, -1, 0, 0, 1, -2, 0.3, -0.3, 0]}


@pytest.mark.parametrize("given", [{"width": 3}, FOUR])
def test_of_more_units_the_outputs_plane_is_held_by_its_line_among_the_first_two(show, given):
    page = show(CONTROLS["xor-playground"](**given))
    x, y = centre(page, "move-f")
    before = {name: number(page, name) for name in ("w.0", "w.2", "b.0")}
    drag(page, "move-f", 12, 10)
    assert centre(page, "move-f") == pytest.approx((x + 12, y - 10), abs=1.5)
    assert [number(page, name) for name in ("w.0", "w.2")] == [before["w.0"], before["w.2"]]
    assert number(page, "b.0") != before["b.0"]
    there = centre(page, "move-f")
    drag(page, "w.2", 0, 40)  # the third weight tilts the plane: the line moves
    assert centre(page, "move-f") != pytest.approx(there, abs=1)


@pytest.mark.parametrize("name", ["xor-playground", "neuron-calculator"])
def test_the_last_point_of_a_course_is_dragged_back_and_forth(show, name):
    page = show(CONTROLS[name](step=200))
    drag(page, "step", -60, 0)
    there = int(page.inner_text("[data-output=step]"))
    assert 10 < there < 100
    page.keyboard.press("ArrowRight")
    assert page.inner_text("[data-output=step]") == str(there + 1)
    page.keyboard.press("Home")
    assert page.inner_text("[data-output=step]") == "0"


def test_a_bar_that_was_guessed_shows_its_gap_to_the_largest(show):
    page = show(CONTROLS["step-cost"](m=4, n=8, depth=2, hide=True))
    bars = page.locator("[data-picture=shares] .dlc-bar")
    assert bars.count() == 0
    page.get_by_role("button", name="memory", exact=True).click()
    gap = page.locator("[data-picture=shares] .dlc-gap")
    assert bars.count() == 3 and gap.bounding_box()["height"] > 40
    page.get_by_role("button", name="bookkeeping", exact=True).click()
    assert gap.bounding_box()["height"] < 10  # right: no gap


def test_the_guessed_step_and_the_best_one_are_joined_by_a_gap(show):
    page = show(CONTROLS["step-size"]())
    drag(page, "guess", 20, 0)
    assert "Measure, and compare." in page.inner_text("[data-output=compared]")
    gap = page.locator("[data-picture=errors] .dlc-gap")
    page.select_option("[data-input=speed]", "20")
    page.click("[data-action=play]")
    assert gap.count() == 0
    page.wait_for_selector("[data-picture=errors] .dlc-gap", state="attached")
    assert page.inner_text("[data-output=compared]").startswith("You said")


def test_the_runs_of_chapter_5_are_chosen_by_name(show):
    page = show(CONTROLS["neuron-calculator"]())
    named = page.locator("[data-input=named]")
    assert named.input_value() == "the worked example"
    page.click("[data-action=next]")
    named.select_option("both weights 3")
    assert [number(page, name) for name in ("w1", "w2")] == [3, 3]
    assert page.inner_text("[data-output=step]") == "0"
    page.fill("[data-input=w1]", "2.5")
    assert named.input_value() == "own"


def test_each_unit_has_a_map_that_follows_its_numbers(show):
    page = show(CONTROLS["xor-playground"](width=3))
    maps = "all => all.map((image) => image.getAttribute('href'))"
    before = page.eval_on_selector_all("[data-picture=net] image", maps)
    page.fill("[data-input='c.1']", "-0.4")
    after = page.eval_on_selector_all("[data-picture=net] image", maps)
    assert len(before) == 3 and [one == other for one, other in zip(before, after, strict=True)] == [
        True,
        False,
        True,
    ]


def test_handles_keep_apart_on_a_phone_with_four_units(show):
    page = show(CONTROLS["xor-playground"](width=4), size=(390, 844), has_touch=True)
    names = page.eval_on_selector_all(
        "[data-picture=net] [data-handle]", "all => all.map((e) => e.dataset.handle)"
    )
    places = [centre(page, name) for name in names]
    gaps = [max(abs(x - p), abs(y - q)) for k, (x, y) in enumerate(places) for p, q in places[:k]]
    assert len(names) == 17 and min(gaps) >= 24  # which WCAG asks for between targets that are small


STOPS = "document.querySelectorAll('[data-handle][tabindex=\"0\"]').length"


@pytest.mark.parametrize("name", CONTROLS)
def test_tab_stops_once_at_a_picture_and_enter_goes_around_its_handles(show, name):
    page = show(CONTROLS[name]())
    pictures = page.locator("[data-picture]:has(> [data-handle])")
    assert page.evaluate(STOPS) == pictures.count() >= 1
    focused, picture = "document.activeElement.dataset.handle", pictures.first
    names = picture.locator("[data-handle]").evaluate_all("all => all.map((e) => e.dataset.handle)")
    picture.locator("[data-handle]").first.focus()
    for one in [*names[1:], names[0], *names[1:2]]:  # of one handle it stays where it is
        page.keyboard.press("Enter")
        assert page.evaluate(focused) == one
    for _ in names[:2]:
        page.keyboard.press("Shift+Enter")
    assert page.evaluate(focused) == names[-1]
    page.keyboard.press("Tab")
    assert page.evaluate(focused) not in names
    assert page.evaluate("document.activeElement.tagName") != "svg"  # a picture itself is no stop
    page.keyboard.press("Shift+Tab")  # back to the one that was used last
    assert page.evaluate(focused) == names[-1] and page.evaluate(STOPS) == pictures.count()


def test_handles_that_come_and_go_leave_the_stop_where_it_was(show):
    page = show(CONTROLS["step-cost"]())
    stop = "document.querySelector('[data-handle][tabindex=\"0\"]').dataset.handle"
    first = page.evaluate(stop)
    page.check("[data-input=hide]")
    assert page.evaluate(stop) != first  # the step is hidden
    page.click("[data-action=reset]")
    assert page.evaluate(stop) == first


def test_a_whole_control_has_few_tab_stops(show):
    page = show(CONTROLS["xor-playground"](width=4))
    assert tab_stops(page) <= 50  # of which 17 are the network's numbers


def test_the_learning_rate_is_dragged_over_powers_of_ten(show):
    page = show(CONTROLS["neuron-calculator"]())
    drag(page, "lr", 40, 0)
    high = number(page, "lr")
    drag(page, "lr", -80, 0)
    assert high > 7 and number(page, "lr") == pytest.approx(1 / high, rel=0.05)
    page.keyboard.press("End")
    assert number(page, "lr") == 100


def test_the_gap_between_typed_and_true_gradients_is_drawn_and_the_next_update_asks_again(show):
    page = show(CONTROLS["neuron-calculator"](hide=True))
    gaps = page.locator("[data-picture=gaps] .dlc-gap")
    drag(page, "g1", 40, 0)
    assert number(page, "g1") > 0 and gaps.count() == 0  # one is still to be said
    page.fill("[data-input=g2]", "0.2")
    assert gaps.count() == 2
    page.click("[data-action=next]")
    assert page.input_value("[data-input=g1]") == "" and page.inner_text("[data-output=dJ_dw1]") == "?"


def test_a_guess_of_the_bar_is_dragged_and_its_gap_is_drawn(show):
    page = show(CONTROLS["xor-playground"]())
    drag(page, "rate", 0, 15)
    assert number(page, "rate") > 55
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=many]').textContent.includes('of 100')")
    assert page.locator("[data-picture=many] .dlc-gap").count() == 1


def test_the_speed_tells_how_long_a_run_takes(show):
    page = show(CONTROLS["neuron-calculator"]())
    assert page.inner_text("[data-output=pace]") == "23 s"
    page.select_option("[data-input=speed]", "4")
    assert page.inner_text("[data-output=pace]") == "6 s"
    page.click("[data-action=play]")
    page.wait_for_timeout(1000)
    assert int(page.inner_text("[data-output=step]")) >= 7  # two steps a second, four times
