"""The live controls in Chromium, on a plain page: what the script changes, keeps and leaves alone."""

import re
import shutil

import pytest
from javascript import CONTROLS

pytestmark = pytest.mark.browser
every_control = pytest.mark.parametrize("name", CONTROLS)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
TEXTS = """() => [...document.querySelectorAll("[data-output]:not(image)")].map((e) =>
    [e.textContent, ...["d", "x", "y", "transform"].map((name) => e.getAttribute(name))].join("|"))"""
PIXELS = """() => [...document.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL())"""


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: `pip install playwright`")
    if CHROMIUM is None:
        pytest.skip("no Chromium: `apt-get install chromium`")
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser, tmp_path):
    """show(*controls) -> a page with them; fails at the end when the console has complained."""
    pages, complaints = [], []

    def show(*controls, script=True, width=1200, address=""):
        html = "".join(control._repr_html_() for control in controls)
        file = tmp_path / "page.html"
        file.write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>{html}</html>'
        )
        pages.append(browser.new_page(java_script_enabled=script, viewport={"width": width, "height": 800}))
        pages[-1].on(
            "console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        pages[-1].on("pageerror", lambda error: complaints.append(str(error)))
        pages[-1].goto(file.as_uri() + address)
        return pages[-1]

    yield show
    for page in pages:
        page.close()
    assert not complaints


def state(page):
    return page.evaluate(TEXTS) + page.evaluate(PIXELS)


def same_picture(one, other):
    """Whether both show the same words, and the same numbers up to the last digit of a coordinate."""
    number = re.compile(r"-?\d+\.?\d*")
    assert number.sub("#", one) == number.sub("#", other)
    return [float(n) for n in number.findall(one)] == pytest.approx(
        [float(n) for n in number.findall(other)], abs=0.011
    )


def starts_as_its_still_picture(show, control):
    live, still = show(control).evaluate(TEXTS), show(control, script=False).evaluate(TEXTS)
    return len(live) > 20 and all(map(same_picture, live, still))


def saved(page):
    page.wait_for_timeout(400)
    return page.evaluate("location.hash")


@pytest.mark.parametrize("start", ["exact", "random"])
@pytest.mark.parametrize("unit", ["relu", "tanh", "absolute"])
def test_xor_playground_starts_as_its_still_picture(show, start, unit):
    control = CONTROLS["xor-playground"](start=start, unit=unit, seed=3)
    assert starts_as_its_still_picture(show, control)


@pytest.mark.parametrize("rounded", [False, True])
@pytest.mark.parametrize("slip", [False, True])
def test_neuron_calculator_starts_as_its_still_picture(show, rounded, slip):
    control = CONTROLS["neuron-calculator"](rounded=rounded, slip=slip)
    assert starts_as_its_still_picture(show, control)


@every_control
def test_every_input_changes_an_output_from_the_keyboard(show, name):
    page = show(CONTROLS[name]())
    for box in page.query_selector_all("input, select"):
        before = state(page)
        box.focus()
        page.keyboard.press("Space" if box.get_attribute("type") == "checkbox" else "ArrowUp")
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(index=1)
        assert state(page) != before, box.evaluate("e => e.outerHTML")


@every_control
def test_loading_leaves_address_scroll_and_focus_alone(show, name):
    page = show(CONTROLS[name](), CONTROLS[name]())
    assert saved(page) == ""
    assert page.evaluate("[scrollY, document.activeElement.tagName]") == [0, "BODY"]


@every_control
def test_state_survives_a_reload_and_reset_forgets_it(show, name):
    page = show(CONTROLS[name](), CONTROLS[name]())
    first = state(page)
    for slider in page.query_selector_all("[data-control] input[type=range]")[2:]:
        slider.focus()
        page.keyboard.press("PageUp")
    changed = state(page)
    assert saved(page).startswith(f"#{name}.") and f"{name}-2." in saved(page)
    page.reload()
    assert state(page) == changed != first
    for button in page.query_selector_all("[data-action=reset]"):
        button.click()
    assert state(page) == first and saved(page) == ""


def test_training_rewinds_to_the_same_start_and_is_found_again_by_its_address(show):
    page = show(CONTROLS["xor-playground"]())
    page.click("[data-value=random]")
    start = state(page)
    page.click("[data-action=train]")
    page.wait_for_timeout(300)
    page.click("[data-action=train]")
    page.click("[data-action=step]")
    trained = state(page)
    assert "steps=" in saved(page)
    page.reload()
    assert state(page) == trained != start
    page.click("[data-action=rewind]")
    assert state(page) == start


def test_with_less_motion_training_jumps_to_its_result(show):
    page = show(CONTROLS["xor-playground"](start="random", seed=2))
    page.emulate_media(reduced_motion="reduce")
    page.click("[data-action=train]")
    page.wait_for_timeout(300)
    assert page.inner_text("[data-output=verdict]").startswith("All four outputs are right")
    assert page.inner_text("[data-action=train]") == "Train"


def test_stages_show_the_pass_piece_by_piece(show):
    page = show(CONTROLS["neuron-calculator"]())
    for stage in "1234":
        page.click(f"[data-action=stage][data-value='{stage}']")
        assert len(page.query_selector_all("tbody[data-stage]:visible")) == int(stage)


def test_a_nonsense_address_and_nonsense_input_are_ignored(show):
    address = (
        "#xor-playground.start=no&xor-playground.seed=x&xor-playground.steps=-3&xor-playground.theta=1_2"
    )
    page = show(CONTROLS["xor-playground"](), address=address)
    first = state(page)
    assert first == state(show(CONTROLS["xor-playground"]()))
    page.fill("input[type=number][data-input=W11]", "")
    assert state(page) == first
    page.locator("input[type=number][data-input=W11]").blur()
    assert page.input_value("input[type=number][data-input=W11]") == "1.00"


@every_control
@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_sticks_out_on_a_phone(show, name, width):
    page = show(CONTROLS[name](), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
