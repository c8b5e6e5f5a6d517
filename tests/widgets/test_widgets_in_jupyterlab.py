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

pytest.importorskip("anywidget", reason="no anywidget: pip install -e '.[widgets]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.kernel,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
NOTEBOOK = """from dlcourse.widgets import xor_playground
control = xor_playground()
seen = []
control.observe(lambda change: seen.append(change["new"]), "J")
control
--
control
--
print("read:", control.step, control.J < 1e-6, len(seen) > 0)
control.W = [[1, 1], [1, 1.5]]
--
import ipywidgets
print("read:", control.start, control.step, control.own[:4], control.J)
slider = ipywidgets.FloatSlider(min=0.01, max=1, value=0.5)
ipywidgets.link((slider, "value"), (control, "lr"))
slider.value = 0.75
--
print("read:", control.lr, slider.value)"""
COST = """from dlcourse.widgets import step_cost
control = step_cost()
seen = []
control.observe(lambda change: seen.append(change["new"]), "total")
control
--
control.m, control.rate = 512, 250
--
print("read:", control.calls, seen[-1] == control.total, control.per_call)
--
print("read:", control.per_call, round(step_cost(m=512, rate=250, per_call=12).total - control.total, 6))"""
READ = [r"read: 3\d\d True True", r"read: own 0 \[1.0, 1.0, 1.0, 1.5\] 10.3225\d+", "read: 0.75 0.75"]


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


def show_control(page, k):
    """Runs cell k, and returns when its control is there."""
    run_cell(page, k)
    control = page.locator(".jp-CodeCell").nth(k).locator(".dlcourse-control")
    control.and_(page.locator("[data-ready]")).wait_for(timeout=60_000)


def printed(page, k):
    """What cell k prints after "read:"."""
    run_cell(page, k)
    output = page.locator(".jp-CodeCell").nth(k).locator(".jp-OutputArea-output", has_text="read:")
    return output.inner_text(timeout=60_000).strip()


def keep_picture(page, folder, name):
    """A picture of the page, where the environment says a folder for them, else for nobody."""
    page.screenshot(path=Path(os.environ.get("SCREENSHOTS", folder), f"{name}.png"))


def test_in_jupyterlab_python_reads_and_sets_what_a_step_costs(chromium, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    with opened(chromium, tmp_path, COST) as page:
        show_control(page, 0)
        run_cell(page, 1)
        for name, value in (("m", "512"), ("rate", "250")):  # as Python has set them
            box = page.locator(f"[type=number][data-input={name}]")
            playwright.expect(box).to_have_value(value)
        assert printed(page, 2) == "read: 49.0 True 6.0"
        keep_picture(page, tmp_path, "step-cost")
        page.locator("[data-input=per_call]").fill("12")
        assert printed(page, 3) == "read: 12.0 0.0"


def test_in_jupyterlab_python_reads_and_sets_a_network(chromium, tmp_path):
    with opened(chromium, tmp_path, NOTEBOOK) as page:
        for k in (0, 1):
            show_control(page, k)
        page.locator("[data-action=last]").first.click()
        for k, text in enumerate(READ, 2):
            assert re.fullmatch(text, printed(page, k))
        playwright = pytest.importorskip("playwright.sync_api")
        for view in (0, 1):  # both show what Python has set
            playwright.expect(page.locator("[data-input=lr]").nth(view)).to_have_value("0.75")
            playwright.expect(page.locator("[data-input='W2.1']").nth(view)).to_have_value("1.5")
        page.locator("[data-handle=move-0]").last.focus()
        page.keyboard.press("ArrowDown")  # which moves the line in both views, and not to the next cell
        expected = page.locator("[data-input='c.0']").last.input_value()
        assert expected != "0"
        playwright.expect(page.locator("[data-input='c.0']").first).to_have_value(expected)
        assert page.evaluate("document.activeElement.dataset.handle") == "move-0"
        keep_picture(page, tmp_path, "xor-playground")


def run_cell(page, k):
    """Runs cell k of the notebook, and returns when the kernel has done so."""
    cell = page.locator(".jp-CodeCell").nth(k)
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for(timeout=60_000)
