"""Controls as widgets: what Python reads and sets, without a notebook; and a notebook in JupyterLab."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import numpy as np
import pytest
from javascript import CONTROLS

from dlcourse.widgets import neuron_calculator, xor_playground
from dlcourse.widgets.frame import live as live_module

anywidget = pytest.importorskip("anywidget", reason="no anywidget: pip install -e '.[widgets]'")
MAKERS = {"xor-playground": xor_playground, "neuron-calculator": neuron_calculator}
every_control = pytest.mark.parametrize("name", CONTROLS)
NOTEBOOK = """from dlcourse.widgets import xor_playground
control = xor_playground()
seen = []
control.observe(lambda change: seen.append(change["new"]), "J")
control
--
print("read:", control.step, control.J < 1e-6, len(seen))
control.W = [[1, 1], [1, 1.5]]
--
import ipywidgets
print("read:", control.start, control.step, control.own[:4], control.J)
slider = ipywidgets.FloatSlider(min=0.01, max=1, value=0.5)
ipywidgets.link((slider, "value"), (control, "lr"))
slider.value = 0.75
--
print("read:", control.lr, slider.value, len(seen))"""
READ = r"""read: 3\d\d True \d
read: own 0 \[1.0, 1.0, 1.0, 1.5\] 10.3225\d+
read: 0.75 0.75 \d"""


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


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_in_jupyterlab_python_reads_and_sets_a_control(chromium, tmp_path):
    import nbformat

    cells = [nbformat.v4.new_code_cell(source) for source in NOTEBOOK.split("\n--\n")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    (tmp_path / "n.ipynb").write_text(json.dumps(nbformat.v4.new_notebook(cells=cells, metadata=kernel)))
    with (
        jupyter_lab(tmp_path) as address,
        chromium.new_context(viewport={"width": 1366, "height": 900}) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}/lab/tree/n.ipynb?reset")
        page.wait_for_selector("text=/Python 3.*Idle/", timeout=120_000)
        page.wait_for_timeout(2000)
        run_cell(page, 0)
        page.wait_for_selector(".dlcourse-control[data-ready]", timeout=60_000)
        page.click(".dlcourse-control [data-action=last]")
        page.wait_for_timeout(1500)
        for k in (1, 2, 3):
            run_cell(page, k)
        page.wait_for_selector(".jp-OutputArea-output:has-text('read: 0.75')", timeout=60_000)
        texts = page.locator(".jp-OutputArea-output", has_text="read:").all_inner_texts()
        page.screenshot(path=os.environ.get("SCREENSHOT", str(tmp_path / "lab.png")))
        assert page.input_value("[data-input=lr]") == "0.75"
    assert re.fullmatch(READ, "\n".join(text.strip() for text in texts)), texts


def run_cell(page, k):
    """Runs cell k of the notebook."""
    page.locator(".jp-CodeCell").nth(k).locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(1500)
