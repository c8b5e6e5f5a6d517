"""Controls in the site's pages: scripts as files, parts once in a page, nothing from other hosts."""

import sys
from pathlib import Path

import pytest
from small_site import EXTENSIONS, build

sys.path.insert(0, str(EXTENSIONS))
from controls_in_pages import PART, drop_widget_scripts  # noqa: E402

sys.path.remove(str(EXTENSIONS))

CONTROL = """<style data-part="frame">.a { color: red }</style>
<div class="dlcourse-control">{name}</div>
<script data-part="frame">window.frame = 1;</script>
<script data-part="one/part">window.part = "{name}";</script>"""
PAGE = """# {title}

```{{raw}} html
{one}
```

```{{raw}} html
{two}
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    one = CONTROL.replace("{name}", "1")
    pages = {
        "index": PAGE.format(title="First", one=one, two=one),
        "b": PAGE.format(title="B", one=one, two=""),
    }
    html, warnings = build(folder, pages, ["controls_in_pages"])
    return folder, html, warnings


def test_a_script_becomes_a_file_that_pages_share(site):
    folder, html, _ = site
    files = sorted(path.name for path in Path(folder).rglob("_static/controls/**/*.js"))
    assert files == ["frame.js", "part.js"]
    for text in html.values():
        assert text.count("_static/controls/frame.js?v=") == 1
        assert text.count("_static/controls/one/part.js?v=") == 1
        assert "window.part" not in text


def test_a_second_control_leaves_only_its_markup(site):
    _, html, _ = site
    assert html["index"].count('class="dlcourse-control"') == 2
    assert html["index"].count(".a { color: red }") == 1


def test_parts_of_a_real_control_are_found():
    from dlcourse.widgets.ch05_neuron_calculator.neuron_calculator import NeuronCalculator

    html = NeuronCalculator()._repr_html_()
    kinds = [(kind, name) for kind, name, _ in PART.findall(html)]
    assert kinds == [("style", "frame"), ("script", "frame"), ("script", "neuron_calculator")]
    assert "<script" not in PART.sub("", html)


def test_scripts_for_widgets_are_not_loaded():
    scripts = {
        "ipywidgets_state": (None, {}),
        "ipywidgets_0": ("https://cdn/x.js", {}),
        "other": ("o.js", {}),
    }

    class Env:
        nb_metadata = {"page": {"js_files": scripts}}

    drop_widget_scripts(type("App", (), {"env": Env}), "page")
    assert list(scripts) == ["other"]
