"""Controls as widgets: what Python reads and sets, without a notebook; and two views of one widget."""

import asyncio
import importlib
import json
import sys
import time

import numpy as np
import pytest
from javascript import CONTROLS, MAKERS
from live_pages import CHOICES, STEPPED, rate_of, values_of

from dlcourse.widgets import neuron_calculator, perceptron_stepper, xor_playground
from dlcourse.widgets.frame.control import WIDGETS, scripts

anywidget = pytest.importorskip("anywidget", reason="no anywidget: pip install -e '.[widgets]'")
live_module = importlib.import_module("dlcourse.widgets.frame.live")
every_control = pytest.mark.parametrize("name", CONTROLS)


@every_control
def test_fields_and_results_are_traits(name):
    widget, control = MAKERS[name](), CONTROLS[name]()
    for field in control.fields:
        assert getattr(widget, field.name) == control.state[field.name]
    for result, value in control.results().items():
        assert getattr(widget, result) == value


def test_what_a_field_does_not_allow_is_refused():
    widget = xor_playground()
    with pytest.raises(ValueError, match="xor_playground: expected lr as a number from 0.001 to 2, got 5"):
        widget.lr = 5
    with pytest.raises(ValueError, match=r"expected width in \['2', '3', '4'\], got 7"):
        widget.width = 7
    assert widget.lr == 0.1


def test_python_sets_observes_and_links():
    import traitlets

    one, other, seen = neuron_calculator(), neuron_calculator(), []
    one.observe(lambda change: seen.append(change["new"]), "w1")
    link = traitlets.link((one, "w1"), (other, "w1"))
    one.w1 = 2
    assert seen == [2.0] and other.w1 == 2.0
    other.w1 = -1.0
    assert one.w1 == -1.0
    link.unlink()


def test_an_array_may_be_set_where_a_result_is_one():
    widget = xor_playground()
    widget.W = np.ones((2, 2))
    assert widget.W == [[1.0, 1.0], [1.0, 1.0]]


def zeros(n):
    return [0.0] * n


def test_what_a_view_tells_takes_back_nothing_that_python_has_set_meanwhile():
    widget, ones = perceptron_stepper(), [1.0] * 12
    widget.data = "own"
    widget.own = ones
    mended = {"data": "own", "own": zeros(12), "updates": 7, "_heard": {"own": 0, "data": 1}}
    widget.set_state(mended)  # what the view made of the first, when it knew of no more
    assert (widget.data, widget.own, widget.updates) == ("own", ones, 7)
    widget.set_state({"own": zeros(12), "_heard": {"own": 1}})  # what its reader does then
    assert widget.own == zeros(12)
    widget.own = ones
    widget.set_state({"own": zeros(12)})  # what a link in the page does
    assert widget.own == zeros(12)


def test_what_python_sets_in_one_go_goes_out_as_one_state():
    widget, states = perceptron_stepper(), []
    widget.comm.send = lambda data, **others: states.append(data.get("state", {}))

    async def cell():
        widget.data = "own"
        widget.own = zeros(12)
        assert not states
        await asyncio.sleep(0)  # the cell has ended
        assert [{"data", "own"} <= state.keys() for state in states] == [True]
        for step in (1, 2):
            widget.step = step
            time.sleep(0.03)  # so that one can watch it
        assert [state["step"] for state in states[1:]] == [2]

    asyncio.run(cell())
    widget.step = 3  # where no loop runs, at once
    assert states[-1]["step"] == 3


@every_control
def test_a_page_shows_the_html_and_a_notebook_the_widget(name):
    data, _ = MAKERS[name]()._repr_mimebundle_()
    assert data["text/html"] == CONTROLS[name]()._repr_html_()
    assert "application/vnd.jupyter.widget-view+json" in data


@every_control
def test_without_anywidget_a_control_is_its_picture(name, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    live_module.live_kind.cache_clear()
    live_module.live_base.cache_clear()
    assert type(MAKERS[name]()) is CONTROLS[name]
    live_module.live_kind.cache_clear()
    live_module.live_base.cache_clear()


MODEL = """class Model {  // what a widget's model is to its views
    constructor(values) { this.values = values; this.heard = []; }
    get(name) { return this.values[name]; }
    set(name, value) {
        if (JSON.stringify(this.values[name]) === JSON.stringify(value)) return;
        this.values[name] = value;
        this.heard.forEach((one) => one());
    }
    on(event, one) { this.heard.push(one); }
    save_changes() {}
}"""


@pytest.fixture
def two_views(show):
    """two_views(name) -> a page with two views of one control; `model` is what Python has of it."""

    def two_views(name):
        control = CONTROLS[name]()
        values = control.state | control.results()
        values |= {"_markup": control.markup(), "_results": [*control.results()], "_asked": {}, "_heard": {}}
        script = "".join([*control.programs().values(), scripts([WIDGETS / "frame" / "live.js"])])
        text = f"""<style>{"".join(control.styles().values())}</style><div></div><div></div>
            <script>{script}</script><script>{MODEL}
            const model = new Model({json.dumps(values)});
            for (const el of document.querySelectorAll("main > div")) dlcourse.live({{ model, el }});
            </script>"""
        return show(type("Views", (), {"_repr_html_": lambda self: text})())

    return two_views


SHOWN = """(view) => [...view.querySelectorAll("[data-output], [data-marks], .dlc-handle, [data-input]")].map(
    (e) => e.dataset.input ? [e.value, e.checked] : e.outerHTML.replace(/ tabindex="-?1?0?"/, ""))"""


def views(page):
    """What each of both views shows."""
    return [page.locator(".dlcourse-control").nth(k).evaluate(SHOWN) for k in (0, 1)]


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@every_control
def test_two_views_of_a_widget_stay_in_step(two_views, name):
    page = two_views(name)
    one, other = views(page)
    assert one == other
    steps = ["[data-action=next]", "[data-action=last]"]
    acts = steps if name in STEPPED else CHOICES[name]
    for k, act in enumerate([*acts, "[data-action=reset]"]):
        page.locator(".dlcourse-control").nth(k % 2).locator(act).first.click()
        last, (one, other) = one, views(page)
        assert one == other != last, act
    page.locator("[data-handle]").last.focus()  # of the second view
    page.keyboard.press("ArrowUp")
    last, (one, other) = one, views(page)
    assert one == other != last
    rate, (value, _) = rate_of(name), values_of(name)
    as_typed = "typeof model.get(name) === 'string' ? text : Number(text)"
    page.evaluate(f"([name, text]) => model.set(name, {as_typed})", [rate, value])  # as Python does
    last, (one, other) = one, views(page)
    assert one == other != last
    assert page.locator(f"[data-input={rate}]").first.input_value() == value
