"""The live controls in Chromium, on a plain page: what the script changes, keeps and leaves alone."""

import re

import pytest
from browser import accessibility_problems
from javascript import CONTROLS
from live_pages import (
    CHOICES,
    HANDLES,
    STEPPED,
    STEPS,
    STILL,
    TEXTS_OF_EACH,
    rate_of,
    saved,
    state,
    values_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
every_control = pytest.mark.parametrize("name", CONTROLS)
every_stepped_one = pytest.mark.parametrize("name", STEPPED)
LIVE = ".dlc-live [data-output], [data-part-of][hidden] [data-output]"  # empty or hidden without the script


def same_picture(one, other):
    """Whether both show the same words, and the same numbers up to the last digit of a coordinate."""
    number = re.compile(r"-?\d+\.?\d*")
    assert number.sub("#", one) == number.sub("#", other)
    return [float(n) for n in number.findall(one)] == pytest.approx(
        [float(n) for n in number.findall(other)], abs=0.011
    )


@every_control
def test_it_starts_as_its_still_picture(show, name):
    """All on one page with the script, and on one without it."""
    controls = [CONTROLS[name](**given) for given in STILL[name]]
    hide = f"document.querySelectorAll('{LIVE}').forEach((e) => e.remove())"
    pages = show(*controls), show(*controls, script=False)
    for page in pages:
        page.evaluate(hide)
    all_live, all_still = (page.evaluate(TEXTS_OF_EACH) for page in pages)
    assert len(all_live) == len(all_still) == len(controls)
    for given, live, still in zip(STILL[name], all_live, all_still, strict=True):
        assert len(live) > 15 and all(map(same_picture, live, still)), given


@every_control
def test_every_handle_moves_by_keys_and_every_number_by_typing(show, name):
    page = show(CONTROLS[name]())
    names = page.eval_on_selector_all("[data-handle]", "all => all.map(e => e.dataset.handle)")
    assert len(names) >= HANDLES.get(name, 5)
    for handle in names:
        before = state(page)
        page.focus(f"[data-handle='{handle}']")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowRight")
        assert state(page) != before, handle
        page.keyboard.press("Home")
        there = state(page)
        page.keyboard.press("End")
        assert state(page) != there, handle
        assert page.evaluate("document.activeElement.dataset.handle") == handle
        page.click("[data-action=reset]")


@every_control
def test_loading_leaves_address_scroll_and_focus_alone_and_state_survives_until_reset(show, name):
    page = show(CONTROLS[name](), CONTROLS[name]())
    assert saved(page) == ""
    assert page.evaluate("[scrollY, document.activeElement.tagName]") == [0, "BODY"]
    first = state(page)
    for box in page.query_selector_all(f"[data-input={rate_of(name)}]"):
        box.focus()
        page.keyboard.press("ArrowUp")
    for button in page.query_selector_all("[data-action=last]"):
        button.click()
    changed = state(page)
    assert saved(page).startswith(f"#{name}.") and f"{name}-2." in saved(page)
    page.reload()
    assert state(page) == changed != first
    for button in page.query_selector_all("[data-action=reset]"):
        button.click()
    assert state(page) == first and saved(page) == ""


@every_control
def test_a_link_to_a_state_shows_it_and_scrolls_to_its_control(show, name):
    tall = type("Tall", (), {"_repr_html_": lambda self: '<p style="height: 1200px">text</p>'})()
    # one of them scrolls smoothly, which takes a second; tall: so that a low one, too, can come to the top
    motion, wait = ("no-preference", 1500) if name == "neuron-calculator" else ("reduce", 300)
    rate, (one, other) = rate_of(name), values_of(name)
    address = f"#{name}.{rate}={other}"
    page = show(tall, CONTROLS[name](), tall, address=address, reduced_motion=motion)
    at_top = "Math.abs(document.querySelector('.dlcourse-control').getBoundingClientRect().y) < 60"
    page.wait_for_timeout(wait)
    assert page.evaluate(at_top) and page.input_value(f"[data-input={rate}]") == other
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    assert not page.evaluate(at_top)
    page.evaluate(f"location.hash = '#{name}.{rate}={one}'")
    page.wait_for_timeout(wait)
    assert page.evaluate(at_top) and page.input_value(f"[data-input={rate}]") == one
    page.evaluate("scrollTo(0, 0)")
    page.reload()  # the browser knows where one was
    assert page.input_value(f"[data-input={rate}]") == one


@every_control
def test_each_task_leads_to_a_state_of_its_own_and_with_less_motion_playing_jumps_to_its_result(show, name):
    page = show(CONTROLS[name](), reduced_motion="reduce")
    seen, fresh = [state(page)], None
    for link in page.locator(".dlc-tasks a").all():
        href = link.get_attribute("href")
        link.click()
        assert state(page) not in seen
        seen.append(state(page))
        if fresh:
            fresh.evaluate("(hash) => history.replaceState(null, '', hash)", href)
            fresh.reload()
        else:
            fresh = show(CONTROLS[name](), address=href, reduced_motion="reduce")
        assert state(fresh) == seen[-1]
    assert len(seen) == 4
    if name in STEPPED:
        page.click("[data-action=reset]")
        page.click("[data-action=play]")
        assert int(page.inner_text("[data-output=step]")) > STEPS.get(name, 100)
        assert page.inner_text("[data-action=play]") != "Pause"


@every_stepped_one
def test_playing_can_be_followed_paused_and_taken_back(show, name):
    page = show(CONTROLS[name]())
    start = state(page)
    page.click("[data-action=play]")
    assert page.inner_text("[data-action=play]") == "Pause"
    page.wait_for_timeout(1600)
    page.click("[data-action=play]")
    step = int(page.inner_text("[data-output=step]"))
    assert 2 <= step <= 5  # the first at once, then two a second
    page.click("[data-action=next]")
    assert page.inner_text("[data-output=step]") == str(step + 1)
    moved = state(page)
    page.click("[data-action=back]")
    page.click("[data-action=next]")
    assert state(page) == moved != start
    page.click("[data-action=first]")
    assert state(page) == start


@every_control
def test_it_fits_says_its_result_is_printed_and_axe_finds_nothing(show, name):
    page = show(CONTROLS[name]())
    picture_and_inputs_fit(page)
    no_button_or_input_lies_on_another_one(page)
    nothing_sticks_out_on_a_narrow_screen(page)
    axe_finds_nothing_in_the_light_or_in_the_dark(page)
    a_print_shows_the_picture_and_no_inputs(page)
    assert page.inner_text(".dlc-spoken") == ""
    page.locator("[data-action=last]" if name in STEPPED else CHOICES[name][-1]).first.click()
    page.wait_for_function("document.querySelector('.dlc-spoken').innerText.endsWith('.')", timeout=2000)


@every_control
def test_on_a_phone_picture_and_inputs_fit_and_targets_are_large_enough_for_fingers(show, name):
    page = show(CONTROLS[name](), size=(390, 844), has_touch=True)
    picture_and_inputs_fit(page)
    targets_are_large_enough_for_fingers(page, name)


def narrow(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def nothing_sticks_out_on_a_narrow_screen(page):
    size = page.viewport_size
    for width in (683, 320, 250):  # 683: the desktop at 200 %
        narrow(page, width)
        assert width == 250 or page.evaluate("document.documentElement.scrollWidth") <= width
        no_button_or_input_lies_on_another_one(page)
    page.set_viewport_size(size)


def picture_and_inputs_fit(page):
    size = page.viewport_size
    top = page.locator(".dlcourse-control").bounding_box()["y"]
    first = page.locator("[data-picture]").first.bounding_box()["y"]
    pictures = "x graph roofline errors net unit logits arrays paper plane tower"
    inputs = "w1 W1.0 rate k x1.0 kind.0 spread z0 a order m a1 K line surface kappa curve limit depth gamma"
    inputs += " keep sigma penalty"
    wanted = [
        "[data-action=play]",
        ", ".join(f"[data-picture={name}]" for name in pictures.split()),
        ", ".join(f"[data-input='{name}']" for name in inputs.split()),
    ]
    ends = [page.locator(part).first.bounding_box() for part in wanted]
    assert max(box["y"] + box["height"] for box in ends) - min(first, top) < size["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def no_button_or_input_lies_on_another_one(page):
    boxes = page.evaluate("""() => [...document.querySelectorAll("main :is(button, select, input)")]
        .filter((e) => e.checkVisibility()).map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90),
            e.scrollWidth - e.clientWidth])""")
    for k, (one, text, hidden) in enumerate(boxes):
        assert hidden <= 0 or "<button" not in text, f"its text sticks out: {text}"
        for other, over, _ in boxes[:k]:
            apart = [one["left"] - other["right"], other["left"] - one["right"]]
            apart += [one["top"] - other["bottom"], other["top"] - one["bottom"]]
            assert max(apart) > -1, f"{text} lies on {over}"


def targets_are_large_enough_for_fingers(page, name):
    sizes = page.evaluate("""() => [...document.querySelectorAll(
        ".dlcourse-control :is(button, select, input:not([type=checkbox]), summary, .dlc-switch, a)," +
        ".dlc-handle .dlc-touch")].filter((e) => e.checkVisibility()).map((e) => {
            const { width, height } = e.getBoundingClientRect();
            return [Math.min(width, height), e.outerHTML.slice(0, 120)]; })""")
    fewer = {"step-size": 9, "activation-explorer": 12, "logit-slider": 12, "puzzles": 10}
    fewer |= {"surface-explorer": 17, "step-on-a-curve": 17}
    assert len(sizes) > fewer.get(name, 20)
    assert not [part for size, part in sizes if size < 43.5]


def axe_finds_nothing_in_the_light_or_in_the_dark(page):
    folded = "document.querySelectorAll('details:not([open])')"
    page.evaluate(f"{folded}.forEach((part) => {{ part.open = part.dataset.folded = true }})")
    visit = type("Visit", (), {"page": page})()
    assert accessibility_problems(visit) == []
    dark = ["--pst-color-background: #121212", "--pst-color-text-base: #eee", "--pst-color-text-muted: #aaa"]
    page.evaluate(f"""() => {{ document.documentElement.dataset.theme = "dark";
        document.documentElement.style = "background: #121212; color: #eee; {"; ".join(dark)}"; }}""")
    page.add_style_tag(content="a { color: #8cf }")
    assert accessibility_problems(visit) == []
    page.evaluate("""() => { document.documentElement.style = "";
        delete document.documentElement.dataset.theme;
        for (const part of document.querySelectorAll("[data-folded]")) part.open = false; }""")


def a_print_shows_the_picture_and_no_inputs(page):
    page.emulate_media(media="print")
    assert page.locator("[data-picture]").first.is_visible()
    assert not page.locator("button, input, select, .dlc-handle, .dlc-live").filter(visible=True).count()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")  # paper stays white
    ink = "getComputedStyle(document.querySelector('.dlcourse-control')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    page.emulate_media(media="screen")
