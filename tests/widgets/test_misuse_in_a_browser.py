"""Misuse of the live controls: nonsense in addresses and inputs, haste, time away, a page that goes back."""

import pytest
from javascript import CONTROLS
from live_pages import STEPPED, drag, rate_of, saved, state, values_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
every_control = pytest.mark.parametrize("name", CONTROLS)
every_stepped_one = pytest.mark.parametrize("name", STEPPED)
SANE = r"""(names) => {
    const wrong = [];
    for (const e of document.querySelectorAll(".dlcourse-control, .dlcourse-control *"))
        for (const { name, value } of e.attributes)
            if (/\b(NaN|undefined|null|Infinity|\[object)/.test(value) && !name.startsWith("data-"))
                wrong.push(`${name}="${value.slice(0, 80)}"`);
    const text = document.querySelector("main").innerText;
    return [...wrong, ...(text.match(/.{0,20}\b(NaN|undefined|Infinity|null|\[object).{0,20}/g) || [])];
}"""
# What an address may hold; the first ones are no state. All controls read it by the same code: one is tried.
ANY = [
    "", "nonsense=1", "__proto__=1&{n}.constructor=2", "lr=", "lr=abc", "lr=NaN&{n}.%=1", "lr=1_2_3",
    "lr=<img src=x onerror=alert(1)>", "step=%20%20&{n}.lr=%20", "hide=maybe&{n}.unit=swish", "lr=%E0%A4%A",
    "lr=Infinity&{n}.step=-Infinity", "lr=0.5&{n}.lr=zzz", "step=0x10&{n}.lr=1e-999", "step=2.5",
    "step=1e99&{n}.lr=1e99", "step=-7&{n}.lr=-1e99", "speed=0&{n}.speed=fast", "lr=9999999999999999999999999",
]  # fmt: skip
NO_STATE = 11
OWN = {
    "xor-playground": [
        "start=slide&{n}.width=7&{n}.unit=swish&{n}.bias=3", "start=constructor", "start=own",
        "own=1_2_3_4_5_6_7_8_9", "start=own&{n}.width=4&{n}.own=1_2_3_4_5_6_7_8_9",
        "start=own&{n}.own=1__3_4_5_6_7_8_9", "start=own&{n}.own=0_0_0_0_0_0_0_0_0",
        "start=own&{n}.own=100_-100_100_100_-100_100_100_-100_100", "start=seed&{n}.lr=2&{n}.step=3000",
        "guess=77&{n}.rate=-3", "start=seed&{n}.seed=99999999999999",
        "unit=sigmoid&{n}.start=own&{n}.own=100_100_100_100_100_100_100_100_100",
        "unit=tanh&{n}.width=4&{n}.step=3000&{n}.start=seed&{n}.seed=3",
    ],
    "neuron-calculator": [
        "x1=100&{n}.x2=100&{n}.w1=100&{n}.w2=100&{n}.y=100&{n}.lr=100&{n}.step=1000",
        "x1=-100&{n}.x2=-100&{n}.w1=100&{n}.w2=100&{n}.y=-100&{n}.lr=100&{n}.step=1000",
        "lr=0&{n}.step=1000", "x1=0&{n}.x2=0&{n}.step=10", "stage=9&{n}.step=3",
        "hide=true&{n}.g1=1e9&{n}.g2=-1e9", "hide=true&{n}.g1=&{n}.g2=0",
    ],
    "step-cost": [
        "m=4096&{n}.n=4096&{n}.depth=50&{n}.per_call=100&{n}.bandwidth=1&{n}.rate=1",
        "m=0&{n}.n=1e9&{n}.depth=2.5", "itemsize=2&{n}.guess=luck",
        "m=1&{n}.n=1&{n}.depth=1&{n}.per_call=0.01&{n}.bandwidth=10000&{n}.rate=100000",
        "per_call=0&{n}.rate=-1&{n}.bandwidth=", "m=1&{n}.n=1&{n}.depth=1&{n}.per_call=100&{n}.hide=true",
    ],
    "step-size": [
        "k=-99&{n}.seen=0&{n}.tolerance=3", "scheme=backward&{n}.dtype=float16", "k=-4.5&{n}.guess=luck",
        "k=-44&{n}.guess=-4&{n}.tolerance=-1&{n}.seen=-4",
        "k=-4&{n}.guess=-44&{n}.tolerance=-11&{n}.seen=-44",
        "scheme=forward&{n}.dtype=float32&{n}.seen=-44",
    ],
    "activation-explorer": [
        "unit=luck&{n}.alpha=7&{n}.spread=0", "unit=step&{n}.mean=5&{n}.spread=0.1&{n}.seen=500&{n}.guess=0",
        "unit=ELU&{n}.alpha=0&{n}.spread=10&{n}.mean=-5&{n}.seen=1", "guess=-3.6&{n}.seen=9999",
        "unit=leaky+ReLU&{n}.alpha=1&{n}.seen=500&{n}.guess=100", "alpha=&{n}.unit=SiLU&{n}.mean=1e9",
    ],
    "logit-slider": [
        "z0=-10&{n}.z1=10&{n}.z2=10&{n}.shown=true&{n}.guess=0", "z0=1e9&{n}.z1=&{n}.right=3", "guess=luck",
        "z0=10&{n}.z1=-10&{n}.z2=-10&{n}.guess=100&{n}.shown=true", "guess=-3.6&{n}.shown=perhaps",
        "z0=0&{n}.z1=0&{n}.z2=0&{n}.right=2&{n}.shown=true",
    ],
    "graph-stepper": [
        "graph=cube&{n}.pick=5&{n}.picks=5_4_3&{n}.step=11", "graph=luck&{n}.a=1e9&{n}.b=", "picks=1__2",
        "graph=decay&{n}.w=-9&{n}.y=9&{n}.step=11&{n}.guess=999", "graph=five&{n}.x=0&{n}.step=99&{n}.pick=9",
        "picks=0_1_2_3_4_0_1_2_3_4_0_1&{n}.step=3", "pick=0.6&{n}.step=4&{n}.guess=1e-9",
    ],
    "order-of-visits": [
        "order=own", "own=5_4_3_2_1", "order=own&{n}.own=1_1_1_1_1&{n}.step=8", "share=999&{n}.step=-1",
        "order=own&{n}.own=9_0_2.4_-1_3", "order=luck&{n}.graph=tree&{n}.guess=no",
        "order=unmarked&{n}.graph=five&{n}.step=8",
    ],
    "bump-builder": [
        "K=0&{n}.steepness=1e9&{n}.guess=0", "target=own", "own=0_0_0_0_0_0_0_0_0", "target=luck&{n}.kind=",
        "target=own&{n}.own=9_-9_9_-9_9_-9_9_-9_1e-9&{n}.seen=5&{n}.guess=6&{n}.K=64",
        "target=own&{n}.own=1_2_3",
        "target=own&{n}.own=0_0_0_0_0_0_0_0_0&{n}.seen=5&{n}.guess=2", "K=2.5&{n}.seen=99&{n}.kind=knots",
        "target=own&{n}.own=0_0_0_0_0_0_0_0_0&{n}.kind=knots&{n}.guess=6&{n}.seen=0", "guess=&{n}.own=1__2",
        "target=jumps&{n}.K=1&{n}.steepness=1&{n}.seen=5", "target=kink&{n}.K=63&{n}.kind=knots&{n}.seen=5",
    ],
    "shape-tracer": [
        "m=1&{n}.n=99&{n}.u=2.5&{n}.k=", "left=dW1&{n}.right=HTT&{n}.about=5&{n}.step=4",
        "left=X&{n}.right=X&{n}.about=1", "about=9&{n}.left=G1T&{n}.right=mask&{n}.step=9", "rows=q",
        "about=3&{n}.step=8&{n}.left=H&{n}.right=W2", "step=1&{n}.about=2&{n}.left=X&{n}.right=W1",
    ],
    "folding-paper": [
        "folds=9&{n}.folded=-3", "folds=0&{n}.folded=4&{n}.guess=1", "stroke=0.5", "stroke=1_2_x_4",
        "stroke=9_9_-9_-9&{n}.folded=0", "stroke=" + "_".join(["0.1"] * 82), "a1=1e99&{n}.d1=-1e99&{n}.a2=",
        "a1=0&{n}.a2=0&{n}.a3=0&{n}.folded=0", "a2=180&{n}.folded=0", "d1=1.4&{n}.d2=1.4&{n}.d3=1.4",
        "folds=4&{n}.folded=0&{n}.stroke=0_0", "folds=2.5&{n}.folded=1.4&{n}.guess=luck",
    ],
    "puzzles": [
        "puzzle=luck", "half_squares=" + "(" * 200, "half_squares=1%2F0&{n}.at=9", "puzzle=weights&{n}.at=",
        "puzzle=relu&{n}.relu=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "half_squares={{W}}&{n}.at=1",
        "puzzle=mixture&{n}.mixture=r.sum(axis%3D1e99)", "puzzle=bias&{n}.bias=0*G.sum(0)**-1e999",
        "puzzle=tanh&{n}.tanh=G.shape[1].shape[0]", "puzzle=spread&{n}.spread=exp(exp(exp(s*99)))",
    ],
    "region-map": [
        "net=9-9&{n}.start=slide&{n}.seed=-4", "start=own", "own=1_2_3_4_5_6", "guess=0&{n}.counted=-3",
        "start=own&{n}.own=0_0_0_0_0_0_0_0_0_0_0_0&{n}.counted=200", "net=4-4&{n}.guess=1e9&{n}.counted=7.5",
        "start=own&{n}.own=1_1_1_1_1_1_1_1_1_1_1_1", "net=2-2&{n}.start=own&{n}.own=1_2_3&{n}.counted=200",
        "net=2-2&{n}.start=own&{n}.own=1_-1_0_0_0_0_0_0_0_0_0_0&{n}.counted=200",
        "start=own&{n}.own=100_-100_1e-300_0_99_1e-7_1e-7_1_100_-100_1_50&{n}.counted=200",
        "net=5-4&{n}.start=seed&{n}.seed=999999999999&{n}.counted=200",
    ],
    "perceptron-stepper": [
        "data=own", "data=slide&{n}.seed=99&{n}.rule=no", "own=1_1_1_0_0_0_0_1_0_1_0_0",
        "data=own&{n}.own=1_2_3", "data=own&{n}.own=0_0_0_0_0_1_0_0_0_0_0_1&{n}.step=4000",
        "picks=7_7_7_3.4_-2&{n}.step=5&{n}.guess=4000",
        "rule=always&{n}.step=4000&{n}.guess=4000", "rule=bias&{n}.data=NAND&{n}.step=4000&{n}.guess=9",
        "data=cloud&{n}.seed=16&{n}.step=4000&{n}.guess=0", "picks=" + "_".join("0" * 61),
        "data=own&{n}.own=9_9_0.4_-9_-9_0.6_1e-9_0_1_0_0_0&{n}.step=9&{n}.rule=sign",
    ],
    "gate-composer": [
        "preset=own", "preset=slide&{n}.row=9&{n}.seen=99", "own=0_0_0_0_0_0_0_0_0_0_0_0_0",
        "preset=own&{n}.own=9_9_9_9_9_9_9_9_9_9_9_9_9&{n}.seen=15", "seen=2.5&{n}.row=1.4",
        "guess=1_1_1", "guess=0.4_-7_9_-1&{n}.seen=15",
        "preset=own&{n}.own=3_3_3_3_1_2_3_3_4_4_5_5_6&{n}.seen=15", "preset=nands&{n}.seen=8&{n}.row=3",
        "preset=own&{n}.own=0.6_1.4_2_0_1_2_6_6_6_6_6_6_6&{n}.row=2",
    ],
}  # fmt: skip


@every_control
def test_no_address_breaks_a_control(show, name):
    page = show(CONTROLS[name]())
    start = state(page)
    texts = [*(ANY if name == "neuron-calculator" else ANY[:1]), *OWN[name]]
    for text in texts:
        page.evaluate("(hash) => history.replaceState(null, '', hash)", f"#{name}.{text.format(n=name)}")
        page.reload()
        assert page.evaluate(SANE) == [], text
        assert state(page) == start or text not in ANY[:NO_STATE], text
        for act in ("next", "back") if name in STEPPED else ("play",):
            page.click(f"[data-action={act}]")
        assert page.evaluate(SANE) == [], text
        page.click("[data-action=reset]")
        assert state(page) == start, text


@every_control
def test_no_typing_breaks_a_control(show, name):
    page = show(CONTROLS[name]())
    boxes = [box for box in page.query_selector_all("[data-input][type=number]") if box.is_visible()]
    for k, text in enumerate(["1e5", "-1e5", "1e-300", "-", "e", "", ".", "--3", "1,5", "999999999999"]):
        for box in boxes if k < 3 else []:
            box.fill(text)
        for box in boxes[:1] + boxes[-1:]:
            box.focus()
            page.keyboard.press("Control+A")
            page.keyboard.press("Delete")
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        assert page.evaluate(SANE) == [], text
        page.click(f"[data-action={'next' if name in STEPPED else 'play'}]")
        assert page.evaluate(SANE) == [], text


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
