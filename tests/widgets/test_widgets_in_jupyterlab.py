"""Controls in JupyterLab: what Python reads and sets there, what it hears, and what its reader does."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from javascript import CONTROLS
from live_pages import rate_of, values_of

pytest.importorskip("anywidget", reason="no anywidget: pip install -e '.[widgets]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.kernel,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OWN = {  # control: the choice that own numbers have, and such numbers
    "xor-playground": ("start", [1, 1, 1, 1.5, 0, -1, 1, -2, 0.25]),
    "perceptron-stepper": ("data", [0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1]),
    "gate-composer": ("preset", [2, 2, 2, 2, 1, 1, 2, 2, 3, 4, 5, 5, 6]),
    "bump-builder": ("target", [0, 0.5, 1, 0, -1, 0.25, 0, 0, 0]),
    "region-map": ("start", [1, 0, 1, -1, 0, 1, 1, 1, 0, 0, 0.5, -0.5]),
    "order-of-visits": ("order", [5, 2, 4, 3, 1]),
    "optimizer-race": ("rates", [0.5, 0.1, 0.1, 2, 0.25, 1, 0.3, 0.5]),
}
SET = {name: (rate_of(name), values_of(name)[0]) for name in CONTROLS}
NOTEBOOK = f"""import json
from dlcourse import widgets
makers = {{name.replace("_", "-"): getattr(widgets, name) for name in widgets.__all__ if name != "Control"}}
controls = {{name: make() for name, make in makers.items()}}
xor, cost, perceptron = (controls[n] for n in ("xor-playground", "step-cost", "perceptron-stepper"))
seen, totals = [], []
xor.observe(lambda change: seen.append(change["new"]), "J")
cost.observe(lambda change: totals.append(change["new"]), "total")
for control in (*controls.values(), xor):
    display(control)
--
for name, (field, value) in {SET}.items():
    setattr(controls[name], field, value if isinstance(getattr(controls[name], field), str) else float(value))
--
print("read:", json.dumps({{name: getattr(controls[name], field) for name, (field, _) in {SET}.items()}}))
--
for name, (choice, numbers) in {OWN}.items():
    setattr(controls[name], choice, "own")
    controls[name].own = numbers
--
print("read:", json.dumps({{name: controls[name].own for name in {[*OWN]}}}))
--
perceptron.data = "OR"
perceptron.data = "own"
--
perceptron.own = {[*[0] * 11, 1]}
--
print("read:", perceptron.data, perceptron.own)
--
xor.start, xor.lr = "run 1", 0.1
--
print("read:", xor.step, xor.J < 1e-6, seen[-1] == xor.J)
xor.W = [[1, 1], [1, 1.5]]
--
print("read:", xor.start, xor.step, xor.own[:4], xor.W, xor.J)
xor.lr, xor.w = 0.2, [[1], [0.5]]
--
import ipywidgets
print("read:", xor.lr, xor.w)
slider = ipywidgets.FloatSlider(min=0.01, max=1, value=0.5)
ipywidgets.link((slider, "value"), (xor, "lr"))
slider.value = 0.75
--
print("read:", xor.lr, slider.value)
cost.m, cost.rate, cost.per_call = 512, 250, 6
--
print("read:", cost.calls, totals[-1] == cost.total, cost.per_call)
--
there = makers["step-cost"](m=512, rate=250, per_call=12)
print("read:", cost.per_call, round(there.total - cost.total, 6))"""


@contextlib.contextmanager
def jupyter_lab(folder):
    """The address of a JupyterLab that serves a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.open_browser=False"]
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", *options, f"--notebook-dir={folder}"]
    settings = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "config"),
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=os.environ | settings, **quiet) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def wait_for(address, seconds=90):
    """Returns once somebody answers there."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


@contextlib.contextmanager
def opened(chromium, folder, text):
    """A page of JupyterLab with a notebook, whose cells stand between lines of `--`."""
    import nbformat

    cells = [nbformat.v4.new_code_cell(source) for source in text.split("\n--\n")]
    plugin = folder / "config" / "@jupyterlab" / "notebook-extension"
    plugin.mkdir(parents=True)  # so that cells out of sight stay in the page
    (plugin / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    (folder / "n.ipynb").write_text(json.dumps(nbformat.v4.new_notebook(cells=cells, metadata=kernel)))
    with (
        jupyter_lab(folder) as address,
        chromium.new_context(viewport={"width": 1366, "height": 900}) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}/lab/tree/n.ipynb?reset")
        page.wait_for_selector("text=/Python 3.*Idle/", timeout=120_000)
        yield page


def printed(page, k):
    """What cell k prints after "read:"."""
    run_cell(page, k)
    output = page.locator(".jp-CodeCell").nth(k).locator(".jp-OutputArea-output", has_text="read:")
    return output.inner_text(timeout=60_000).strip().removeprefix("read: ")


def keep_picture(page, folder, name):
    """A picture of the page, where the environment says a folder for them, else for nobody."""
    page.screenshot(path=Path(os.environ.get("SCREENSHOTS", folder), f"{name}.png"))


def test_in_jupyterlab_python_reads_and_sets_each_control(chromium, tmp_path):
    assert {name for name, make in CONTROLS.items() if any(f.named for f in make.fields)} == {*OWN}
    with opened(chromium, tmp_path, NOTEBOOK) as page:
        run_cell(page, 0)
        expect = pytest.importorskip("playwright.sync_api").expect
        expect(page.locator("[data-control][data-ready]")).to_have_count(len(CONTROLS) + 1, timeout=60_000)
        each_field_is_set_and_read(page, expect)
        own_numbers_are_set_with_their_choice(page, expect)
        a_network_is_set_and_shown_in_both_views(page, expect)
        assert printed(page, 13) == "49.0 True 6.0"
        box(page, "step-cost", "per_call").fill("12")
        assert printed(page, 14) == "12.0 0.0"
        box(page, "step-cost", "per_call").scroll_into_view_if_needed()
        keep_picture(page, tmp_path, "controls")


def each_field_is_set_and_read(page, expect):
    run_cell(page, 1)
    for name, (field, value) in SET.items():
        part, other = box(page, name, field), values_of(name)[1]
        expect(part).to_have_value(value)  # as Python has set it
        is_list = part.evaluate("box => box.tagName === 'SELECT'")
        (part.select_option if is_list else part.fill)(other)
    told = json.loads(printed(page, 2))
    same = {name: as_number(told[name]) == as_number(values_of(name)[1]) for name in told}
    assert all(same.values()), same


def own_numbers_are_set_with_their_choice(page, expect):
    run_cell(page, 3)  # in one go
    assert json.loads(printed(page, 4)) == {name: numbers for name, (_, numbers) in OWN.items()}
    expect(box(page, "perceptron-stepper", "y.0")).to_be_checked()
    select_cell(page, 5)
    page.keyboard.press("Shift+Enter")  # both cells in a row: the second does not wait for the page
    run_cell(page, 6)
    assert printed(page, 7) == f"own {[0.0] * 11 + [1.0]}"
    expect(box(page, "perceptron-stepper", "x1.3")).to_have_value("0")


def a_network_is_set_and_shown_in_both_views(page, expect):
    run_cell(page, 8)
    page.locator("[data-control=xor-playground] [data-action=last]").first.click()
    assert re.fullmatch(r"3\d\d True True", printed(page, 9))
    expected = r"own 0 \[1.0, 1.0, 1.0, 1.5\] \[\[1, 1\], \[1, 1.5\]\] 10.3225\d+"
    assert re.fullmatch(expected, printed(page, 10))
    assert printed(page, 11) == "0.2 [[1], [0.5]]"  # set in one go: a field, and a result
    assert printed(page, 12) == "0.75 0.75"
    for view in (0, 1):  # both show what Python has set
        expect(box(page, "xor-playground", "lr", view)).to_have_value("0.75")
        expect(box(page, "xor-playground", "W2.1", view)).to_have_value("1.5")
    page.locator("[data-handle=move-0]").last.focus()
    page.keyboard.press("ArrowDown")  # which moves the line in both views, and not to the next cell
    shown = box(page, "xor-playground", "c.0", 1).input_value()
    assert shown != "0"
    expect(box(page, "xor-playground", "c.0")).to_have_value(shown)
    assert page.evaluate("document.activeElement.dataset.handle") == "move-0"


def box(page, control, name, view=0):
    """The input of that name in a control."""
    return page.locator(f"[data-control={control}]").nth(view).locator(f"[data-input='{name}']").first


def as_number(value):
    """A text that is a number, as that number."""
    try:
        return float(value)
    except ValueError:
        return value


def select_cell(page, k):
    """Makes cell k the one that the keyboard runs."""
    page.locator(".jp-CodeCell").nth(k).locator(".jp-InputPrompt").click()


def run_cell(page, k):
    """Runs cell k of the notebook, and returns when the kernel has done so."""
    cell = page.locator(".jp-CodeCell").nth(k)
    select_cell(page, k)
    page.keyboard.press("Shift+Enter")
    cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for(timeout=60_000)
