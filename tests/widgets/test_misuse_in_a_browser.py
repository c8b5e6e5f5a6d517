"""Misuse of the live controls: nonsense in addresses and inputs, haste, time away, a page that goes back."""

import pytest
from javascript import CONTROLS
from live_pages import STEPPED, drag, rate_of, saved, state, values_of
from nonsense import ANY, NO_STATE, OWN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
every_control = pytest.mark.parametrize("name", CONTROLS)
every_stepped_one = pytest.mark.parametrize("name", STEPPED)
SANE = r"""() => {
    const wrong = [];
    for (const e of document.querySelectorAll(".dlcourse-control, .dlcourse-control *"))
        for (const { name, value } of e.attributes)
            if (/\b(NaN|undefined|null|Infinity|\[object)/.test(value) && !name.startsWith("data-"))
                wrong.push(`${name}="${value.slice(0, 80)}"`);
    const text = document.querySelector("main").innerText;
    return [...wrong, ...(text.match(/.{0,20}\b(NaN|undefined|Infinity|null|\[object).{0,20}/g) || [])];
}"""
# Presses buttons, with time to draw after each.   -> what is wrong then
PRESS = """async ([names, sane]) => {
    for (const name of names) {
        document.querySelector(`[data-action=${name}]:enabled`).click();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
    return eval(sane)();
}"""


def press(page, *names):
    return page.evaluate(PRESS, [names, SANE])


# Puts a control's markup in its place anew: it begins as in a page that is loaded with this address.
BEGUN = """([markup, address]) => {
    history.replaceState(null, "", address);
    const parsed = new DOMParser().parseFromString(markup, "text/html");
    document.querySelector(".dlcourse-control").replaceWith(parsed.querySelector(".dlcourse-control"));
    dlcourse.mount();
}"""
FILLED = ["1e5", "-1e5", "1e-300"]
NO_NUMBERS = ["-", "e", ".", "--3", "1,5"]  # a browser makes "" of them for all controls: one is tried


@every_control
def test_no_address_breaks_a_control(show, name):
    control = CONTROLS[name]()
    page = show(control)
    start = state(page)
    texts = [*(ANY if name == "neuron-calculator" else ANY[:1]), *OWN[name]]
    for text in texts:
        page.evaluate(BEGUN, [control.markup(), f"#{name}.{text.format(n=name)}"])
        assert page.evaluate(SANE) == [], text
        assert text not in ANY[:NO_STATE] or state(page) == start, text
        assert press(page, *(("next", "back") if name in STEPPED else ("play",))) == [], text
        assert press(page, "reset") == [] and state(page) == start, text


@every_control
def test_no_typing_breaks_a_control(show, name):
    page = show(CONTROLS[name]())
    boxes = [box for box in page.query_selector_all("[data-input][type=number]") if box.is_visible()]
    texts = [*FILLED, "", "999999999999", *(NO_NUMBERS if name == "neuron-calculator" else [])]
    for text in texts:
        for box in boxes if text in FILLED else []:
            box.fill(text)
        for box in boxes[:1] + boxes[-1:]:
            box.focus()
            page.keyboard.press("Control+A")
            page.keyboard.press("Delete")
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        assert page.evaluate(SANE) == [], text
        assert press(page, "next" if name in STEPPED else "play") == [], text


@every_stepped_one
def test_haste_breaks_nothing(show, name):
    page = show(CONTROLS[name]())
    first = state(page)
    buttons = ["play", "next", "play", "back", "last", "play", "first", "play", "reset", "play", "play"]
    page.evaluate(
        """(names) => { for (const name of names)
        document.querySelector(`[data-action=${name}]`).click(); }""",
        buttons * 5,
    )
    for place in ("50", "0", "100", "7"):
        page.locator("[data-input=stepper]").fill(place)
    page.click("[data-action=play]")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    page.select_option("[data-input=speed]", "20")
    page.set_viewport_size({"width": 1366, "height": 657})
    assert page.evaluate(SANE) == [] and page.inner_text("[data-action=play]") != "Pause"
    page.click("[data-action=reset]")
    assert state(page) == first


def test_a_hundred_seeds_can_be_left_changed_and_begun_again(show):
    page = show(CONTROLS["xor-playground"]())
    page.evaluate("""() => { const click = (name) => document.querySelector(`[data-action=${name}]`).click();
        for (const name of ["many", "many", "many", "play", "many", "next-seed", "many", "reset", "many"])
            click(name); }""")
    page.select_option("[data-input=width]", "3")  # while they run
    assert page.inner_text("[data-output=many]") == ""
    page.click("[data-action=many]")
    page.wait_for_function("document.querySelector('[data-output=many]').textContent.includes('of 100')")
    assert page.evaluate(SANE) == []


def test_time_away_does_not_count(show):
    page = show(CONTROLS["xor-playground"]())  # all play by the same code: one is tried
    page.click("[data-action=play]")
    page.evaluate("""() => { const until = performance.now() + 4000;
        while (performance.now() < until); }""")  # as long as a page is hidden, no frame comes
    page.wait_for_timeout(200)
    assert int(page.inner_text("[data-output=step]")) <= 4


@every_control
def test_back_and_forward_show_the_states_of_the_addresses(show, name):
    rate, (one, other) = rate_of(name), values_of(name)
    page = show(CONTROLS[name](), address=f"#{name}.{rate}={other}")
    shows = f"(value) => document.querySelector('[data-input={rate}]').value === value"
    page.evaluate(f"location.hash = '{name}.{rate}={one}'")
    page.wait_for_function(shows, arg=one, timeout=2000)
    page.evaluate("location.hash = 'elsewhere'")
    page.wait_for_timeout(400)
    assert page.input_value(f"[data-input={rate}]") == one  # a link to a heading takes nothing away
    page.go_back()
    page.go_back()
    page.wait_for_function(shows, arg=other, timeout=2000)
    page.go_forward()
    page.wait_for_function(shows, arg=one, timeout=2000)


def test_a_link_leads_to_its_control_through_parts_that_get_their_height_when_they_come_into_sight(show):
    part = '<div style="content-visibility: auto; contain-intrinsic-size: auto 900px">'
    parts = f'{part}<p style="height: 500px">text</p></div>' * 12
    lazy = type("Lazy", (), {"_repr_html_": lambda self: parts})()
    address = "#neuron-calculator.lr=0.5"
    page = show(lazy, CONTROLS["neuron-calculator"](), lazy, address=address, size=(390, 844))
    page.wait_for_timeout(500)
    assert abs(page.locator(".dlcourse-control").bounding_box()["y"]) < 60


def test_controls_on_one_page_leave_each_other_alone(show):
    first, second = CONTROLS["xor-playground"], CONTROLS["neuron-calculator"]
    page = show(first(), second(), first(start="hand"))
    before = [page.locator(".dlcourse-control").nth(k).inner_html() for k in range(3)]
    page.locator(".dlcourse-control").nth(1).locator("[data-action=last]").click()
    page.wait_for_timeout(900)
    after = [page.locator(".dlcourse-control").nth(k).inner_html() for k in range(3)]
    assert (after[0], after[2]) == (before[0], before[2]) and after[1] != before[1]
    page.locator("[data-input=start]").nth(1).select_option("zeros")
    assert "neuron-calculator.step=1000" in saved(page) and "xor-playground-2.start=zeros" in saved(page)
    page.reload()
    assert [box.input_value() for box in page.query_selector_all("[data-input=start]")] == ["run 1", "zeros"]


def test_a_handle_is_let_go_outside_the_window_and_with_a_second_finger(show):
    page = show(CONTROLS["xor-playground"]())
    drag(page, "move-0", -2000, 3000)
    assert page.evaluate(SANE) == []
    x, y = page.viewport_size["width"], 5
    page.mouse.move(x, y)  # nothing is held any more
    before = state(page)
    page.mouse.move(x / 2, y + 150)
    assert state(page) == before
